//! `sigcal next`: what is on, and what comes. The clock is the real one, so what happens is made to be about it.

use chrono::{DateTime, TimeDelta, Utc};

use super::program::{file, says, sigcal};

/// Data in which something began an hour ago and lasts for three, and things come in the next days; and when it began.
fn about_now(test: &str) -> (String, DateTime<Utc>) {
    let now: DateTime<Utc> = std::time::SystemTime::now().into();
    let from = now - TimeDelta::hours(1);
    let at = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
    let day = |days| at(from + TimeDelta::days(days));
    let text = format!(
        "events:\n\
         - {{ name: Going on, on: '{}', duration: 3h, url: 'https://meet.example.org/a' }}\n\
         - {{ name: Called off, on: '{}', cancelled: [{{ on: {} }}] }}\n\
         - {{ name: Tomorrow, on: '{}', url: 'https://meet.example.org/b' }}\n\
         - {{ name: After that, on: '{}' }}\n\
         sigs:\n- {{ dir: sig-a, name: A, meetings: [{{ description: Of a group, on: '{}' }}] }}\n",
        at(from),
        at(from + TimeDelta::hours(12)),
        (from + TimeDelta::hours(12)).date_naive(),
        day(1),
        day(2),
        day(3)
    );
    (file(test, "data.yaml", &text), from)
}

#[test]
fn what_is_on_and_what_comes_is_told_to_people() {
    let (data, _) = about_now("next-text");
    let told = sigcal(&["next", &data, "--zone", "Asia/Shanghai", "--count", "2"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = told.out.lines().collect();
    assert!(lines[0].ends_with(", Asia/Shanghai"), "{}", told.out);
    let (on_now, next, cancelled) = (&lines[2..5], &lines[6..9], &lines[11..]);
    assert_eq!((on_now[0], on_now[2]), ("On now", "    https://meet.example.org/a"));
    assert!(on_now[1].starts_with("  since 1 h") && on_now[1].contains("  Going on"), "{}", on_now[1]);
    assert_eq!((next[0], next[2]), ("Next", "    https://meet.example.org/b"));
    assert!(next[1].contains(", in 2") && next[1].contains("  Tomorrow"), "{}", next[1]);
    assert!(lines[9].contains("  After that"), "{}", told.out);
    assert_eq!(cancelled[0], "Cancelled");
    assert!(cancelled[1].contains("  Called off"), "{}", cancelled[1]);
    assert_eq!(lines.len(), 13, "{}", told.out);
    let chinese = sigcal(&["next", &data, "--zone", "Asia/Shanghai", "--lang", "zh"]).out;
    for words in ["\n正在进行\n  已开始 1 小时", "\n接下来\n", "\n已取消\n"] {
        assert!(chinese.contains(words), "{words} in {chinese}");
    }
}

/// In the fields of `/week.json`.
#[test]
fn what_is_on_and_what_comes_is_told_to_programs() {
    let (data, from) = about_now("next-json");
    let told = |rest: &[&str]| -> serde_json::Value {
        let outcome = sigcal(&[&["next", &data, "--zone", "UTC", "--format", "json"], rest].concat());
        assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
        serde_json::from_str(&outcome.out).expect("JSON")
    };
    let titles = |next: &serde_json::Value, list: &str| -> Vec<String> {
        next[list].as_array().expect("a list").iter().map(|one| one["summary"].to_string()).collect()
    };
    let all = told(&[]);
    assert_eq!(titles(&all, "on_now"), [r#""Going on""#]);
    assert_eq!(titles(&all, "next"), [r#""Tomorrow""#, r#""After that""#, r#""SIG A: Of a group""#]);
    assert_eq!(titles(&all, "cancelled"), [r#""Called off""#]);
    let on = &all["on_now"][0];
    assert_eq!(on["start"], from.format("%Y-%m-%dT%H:%M:00+00:00").to_string());
    let week = ["week", &data, "--zone", "UTC", "--format", "json", "--date", &from.date_naive().to_string()];
    let week: serde_json::Value = serde_json::from_str(&sigcal(&week).out).expect("JSON");
    assert_eq!(&week["occurrences"][0], on);
    assert_eq!(titles(&told(&["--only", "sig-a"]), "next"), [r#""SIG A: Of a group""#]);
    assert_eq!(titles(&told(&["--count", "1"]), "next"), [r#""Tomorrow""#]);
}

#[test]
fn where_nothing_comes_it_says_so() {
    let data = file("next-nothing", "data.yaml", "events: [{ name: Long ago, on: 2020-01-06 9:00 UTC }]\n");
    let told = sigcal(&["next", &data, "--zone", "UTC"]);
    let (_, rest) = told.out.split_once('\n').expect("a line for now");
    assert_eq!(rest, "\nNothing is on, and nothing comes within two years.\n");
    says(
        &sigcal(&["next", "--only", "sig-nod"]),
        2,
        "sigcal: no group is called `sig-nod`; the nearest is `sig-node`",
    );
    assert_eq!(sigcal(&["next", "--count", "0"]).code, Some(2));
}
