//! `sigcal week`: in one's own local time, on the right day.

use std::io::Write;
use std::process::Stdio;

use super::program::{command, file, says, sigcal};

fn shanghai(date: &str, rest: &[&str]) -> String {
    let outcome = sigcal(&[&["week", "--zone", "Asia/Shanghai", "--date", date], rest].concat());
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    outcome.out
}

/// The clocks of Los Angeles are set back on 1 November 2026, those of Shanghai never: 9:00 Pacific is midnight
/// there in the week before and 01:00 in the week after, both of them on the next day.
#[test]
fn a_week_in_shanghai_shows_the_day_after_and_the_hour_that_follows_los_angeles() {
    assert_eq!(shanghai("2026-10-26", &[]), BEFORE);
    assert_eq!(shanghai("2026-11-08", &[]), AFTER, "its Sunday");
}

const BEFORE: &str = "Kubernetes: week 44, 2026-10-26 to 2026-11-01, Asia/Shanghai
Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 21 of the meetings shown are at another hour for you from then on

Tue 2026-10-27
  05:00–06:00  SIG Security: Regular meeting  (Mon 14:00 Pacific time, from 1 Nov 06:00 instead of 05:00 for you)

Wed 2026-10-28
  00:00–01:00  SIG Autoscaling: Regular meeting  (Tue 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  00:00–01:00  SIG API Machinery: Regular meeting  (Tue 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  04:00–05:00  SIG Release: Regular meeting  (Tue 13:00 Pacific time, from 1 Nov 05:00 instead of 04:00 for you)
  06:00–07:00  SIG Cloud Provider: Regular meeting  (Tue 15:00 Pacific time, from 1 Nov 07:00 instead of 06:00 for you)
  23:00–00:00  SIG Instrumentation: Regular meeting  (08:00 Pacific time, from 1 Nov Thu 00:00 instead of Wed 23:00 for you)
  23:00–00:00  SIG AI/ML: Regular meeting  (08:00 Pacific time, from 1 Nov Thu 00:00 instead of Wed 23:00 for you)

Thu 2026-10-29
  00:00–01:00  SIG Scheduling: Regular meeting  (Wed 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG Cluster Lifecycle: Regular meeting  (Wed 10:00 Pacific time, from 1 Nov 02:00 instead of 01:00 for you)
  05:00–06:00  SIG Network: Regular meeting  (Wed 14:00 Pacific time, from 1 Nov 06:00 instead of 05:00 for you)
  23:00–00:00  SIG Docs: Regular meeting  (08:00 Pacific time, from 1 Nov Fri 00:00 instead of Thu 23:00 for you)

Fri 2026-10-30
  00:00–01:00  SIG Auth: Regular meeting  (Thu 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  00:00–01:00  SIG Serving: Regular meeting  (Thu 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG Cluster API: Regular meeting  (Thu 10:00 Pacific time, from 1 Nov 02:00 instead of 01:00 for you)
  05:00–06:00  SIG Storage: Regular meeting  (Thu 14:00 Pacific time, from 1 Nov 06:00 instead of 05:00 for you)

Sat 2026-10-31
  00:00–01:00  SIG Multicluster: Regular meeting  (Fri 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  00:00–01:00  SIG Node: Regular meeting  (Fri 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG Apps: Regular meeting  (Fri 10:00 Pacific time, from 1 Nov 02:00 instead of 01:00 for you)
  01:00–02:00  SIG Testing: Regular meeting  (Fri 10:00 Pacific time, from 1 Nov 02:00 instead of 01:00 for you)
  02:00–03:00  SIG Serverless: Regular meeting  (Fri 11:00 Pacific time, from 1 Nov 03:00 instead of 02:00 for you)
  06:00–07:00  SIG Windows: Regular meeting  (Fri 15:00 Pacific time, from 1 Nov 07:00 instead of 06:00 for you)
";

const AFTER: &str = "Kubernetes: week 45, 2026-11-02 to 2026-11-08, Asia/Shanghai

Tue 2026-11-03
  all day      SIG etcd: Regular meeting  (tentative)
  06:00–07:00  SIG Security: Regular meeting  (Mon 14:00 Pacific time, since 1 Nov 06:00 instead of 05:00 for you)

Wed 2026-11-04
  all day      SIG Contributor Experience: Regular meeting  (tentative)
  01:00–02:00  SIG Autoscaling: Regular meeting  (Tue 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG API Machinery: Regular meeting  (Tue 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  05:00–06:00  SIG Release: Regular meeting  (Tue 13:00 Pacific time, since 1 Nov 05:00 instead of 04:00 for you)
  07:00–08:00  SIG Cloud Provider: Regular meeting  (Tue 15:00 Pacific time, since 1 Nov 07:00 instead of 06:00 for you)

Thu 2026-11-05
  00:00–01:00  SIG Instrumentation: Regular meeting  (Wed 08:00 Pacific time, since 1 Nov Thu 00:00 instead of Wed 23:00 for you)
  00:00–01:00  SIG AI/ML: Regular meeting  (Wed 08:00 Pacific time, since 1 Nov Thu 00:00 instead of Wed 23:00 for you)
  01:00–02:00  SIG Scheduling: Regular meeting  (Wed 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  02:00–03:00  SIG Cluster Lifecycle: Regular meeting  (Wed 10:00 Pacific time, since 1 Nov 02:00 instead of 01:00 for you)
  06:00–07:00  SIG Network: Regular meeting  (Wed 14:00 Pacific time, since 1 Nov 06:00 instead of 05:00 for you)

Fri 2026-11-06
  00:00–01:00  SIG Docs: Regular meeting  (Thu 08:00 Pacific time, since 1 Nov Fri 00:00 instead of Thu 23:00 for you)
  01:00–02:00  SIG Auth: Regular meeting  (Thu 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG Serving: Regular meeting  (Thu 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  02:00–03:00  SIG Cluster API: Regular meeting  (Thu 10:00 Pacific time, since 1 Nov 02:00 instead of 01:00 for you)
  06:00–07:00  SIG Storage: Regular meeting  (Thu 14:00 Pacific time, since 1 Nov 06:00 instead of 05:00 for you)

Sat 2026-11-07
  01:00–02:00  SIG Multicluster: Regular meeting  (Fri 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  01:00–02:00  SIG Node: Regular meeting  (Fri 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you)
  02:00–03:00  SIG Apps: Regular meeting  (Fri 10:00 Pacific time, since 1 Nov 02:00 instead of 01:00 for you)
  02:00–03:00  SIG Testing: Regular meeting  (Fri 10:00 Pacific time, since 1 Nov 02:00 instead of 01:00 for you)
  03:00–04:00  SIG Serverless: Regular meeting  (Fri 11:00 Pacific time, since 1 Nov 03:00 instead of 02:00 for you)
  07:00–08:00  SIG Windows: Regular meeting  (Fri 15:00 Pacific time, since 1 Nov 07:00 instead of 06:00 for you)
";

#[test]
fn a_week_in_chinese_and_of_two_groups() {
    let only = ["--lang", "zh", "--only", "sig-node,sig-cli"];
    assert_eq!(
        shanghai("2026-11-10", &only),
        "Kubernetes：第 46 周，2026-11-09 至 2026-11-15，Asia/Shanghai\n\n\
         周二 2026-11-10\n  全天         SIG 命令行: 例会  (暂定)\n\n\
         周六 2026-11-14\n  01:00–02:00  SIG 节点: 例会  (周五 09:00 太平洋时间)\n"
    );
}

#[test]
fn a_week_for_programs_has_a_line_or_an_object_to_each_occurrence() {
    let only = ["--only", "sig-node,sig-cli", "--format"];
    assert_eq!(
        shanghai("2026-11-10", &[&only[..], &["tsv"]].concat()),
        "2026-11-10\t2026-11-11\tsig-cli\tSIG CLI: Regular meeting\ttentative\n\
         2026-11-14T01:00\t2026-11-14T02:00\tsig-node\tSIG Node: Regular meeting\tconfirmed\n"
    );
    let json = shanghai("2026-11-10", &[&only[..], &["json"]].concat());
    let week: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&week["zone"], &week["from"], &week["to"]),
        (&"Asia/Shanghai".into(), &"2026-11-09".into(), &"2026-11-16".into())
    );
    let told: Vec<[&serde_json::Value; 6]> = week["occurrences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| ["group", "start", "end", "recurrence_id", "all_day", "zone"].map(|key| &one[key]))
        .collect();
    let (all_day, timed) =
        ([true.into(), serde_json::Value::Null], [false.into(), "America/Los_Angeles".into()]);
    let text = serde_json::Value::from;
    assert_eq!(
        told,
        [
            [
                &text("sig-cli"),
                &text("2026-11-10"),
                &text("2026-11-11"),
                &text("2026-11-10"),
                &all_day[0],
                &all_day[1]
            ],
            [
                &text("sig-node"),
                &text("2026-11-14T01:00:00+08:00"),
                &text("2026-11-14T02:00:00+08:00"),
                &text("2026-11-13T09:00:00-08:00"),
                &timed[0],
                &timed[1],
            ],
        ]
    );
}

#[test]
fn without_a_zone_it_is_that_of_the_environment() {
    let at = |tz: &str| {
        let mut week = command(&["week", "--date", "2026-11-02", "--only", "sig-node", "--format", "tsv"]);
        let done = week.env("TZ", tz).output().expect("the program ends");
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let (line, rest) = ("2026-11-06T", "\tsig-node\tSIG Node: Regular meeting\tconfirmed\n");
    assert_eq!(at("America/New_York"), (Some(0), format!("{line}12:00\t{line}13:00{rest}")));
    assert_eq!(at(":Europe/Berlin"), (Some(0), format!("{line}18:00\t{line}19:00{rest}")));
    assert_eq!(at("Europe/Berlim").0, Some(2));
}

#[test]
fn an_unknown_word_is_named_with_the_nearest_known_one() {
    says(
        &sigcal(&["week", "--only", "sig-nod"]),
        2,
        "sigcal: no group is called `sig-nod`; the nearest is `sig-node`",
    );
    says(
        &sigcal(&["week", "--zone", "Asia/Shanghi"]),
        2,
        "error: invalid value 'Asia/Shanghi' for '--zone <TZ>': `Asia/Shanghi` is no zone of the IANA database; did \
         you mean `Asia/Shanghai`?\n\nFor more information, try '--help'.",
    );
    assert_eq!(sigcal(&["week", "--date", "2026-02-30"]).code, Some(2));
}

/// As `sigcal explain | head -1` has it: the reader goes, and nothing is wrong.
#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let mut child = command(&["explain"]).stdin(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    // Only now is there something to write about.
    let written =
        child.stdin.take().expect("it is piped").write_all("every Friday 9:00 PT\n".repeat(2000).as_bytes());
    let done = child.wait_with_output().expect("the program ends");
    assert_eq!(
        (done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()),
        (Some(0), ""),
        "{written:?}"
    );
}

const UNUSUAL: &str = "
community: { name: Example, start: 2026-01-05, skip: { summit: [{ on: 2026-03-11, reason: { en: Summit, zh: 峰会 } }] } }
sigs:
- dir: sig-a
  name: A
  meetings:
  - description: Weekly
    cadence: every Wednesday 9:00 PT
    skip: [summit]
    extra: [{ on: 2026-03-12 16:00, duration: 90m, reason: { en: Release crunch, zh: 发布冲刺 } }]
  - description: Triage
    cadence: every Tuesday 9:00 PT
    moved: [{ on: 2026-03-03, to: 2026-03-09 10:00, reason: The room }]
    cancelled: [{ on: 2026-03-10, reason: No agenda }]
";

/// The week of 9 March 2026 in Los Angeles, whose clock was put forward the day before.
fn unusual(test: &str, rest: &[&str]) -> String {
    let data = file(test, "data.yaml", UNUSUAL);
    let week = ["week", &data, "--zone", "America/Los_Angeles", "--date", "2026-03-09"];
    let outcome = sigcal(&[&week, rest].concat());
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    outcome.out
}

#[test]
fn what_is_not_as_usual_is_told_with_its_reason_in_both_languages() {
    assert_eq!(
        unusual("unusual", &[]),
        "Example: week 11, 2026-03-09 to 2026-03-15, America/Los_Angeles

Mon 2026-03-09
  10:00–11:00  SIG A: Triage  (moved from Tue 2026-03-03 09:00: The room)

Tue 2026-03-10
  09:00–10:00  SIG A: Triage  (cancelled: No agenda)

Wed 2026-03-11
  (skipped: SIG A: Weekly — Summit)

Thu 2026-03-12
  16:00–17:30  SIG A: Weekly  (extra: Release crunch)
"
    );
    let chinese = unusual("unusual-zh", &["--lang", "zh"]);
    for line in
        ["改期，原定周二 2026-03-03 09:00：The room", "不开会：SIG A: Weekly — 峰会", "加开：发布冲刺"]
    {
        assert!(chinese.contains(&format!("({line})")), "{line} in {chinese}");
    }
}

#[test]
fn what_is_not_as_usual_is_in_the_json_too() {
    let week: serde_json::Value =
        serde_json::from_str(&unusual("unusual-json", &["--format", "json"])).expect("it is JSON");
    let told = |list: &str, keys: &[&str]| -> Vec<String> {
        let all = week[list].as_array().expect("a list").iter();
        all.map(|one| keys.iter().map(|key| one[key].to_string()).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(
        told("occurrences", &["recurrence_id", "status", "moved_from", "extra", "reason"]),
        [
            r#""2026-03-03T09:00:00-08:00" "confirmed" "2026-03-03T09:00:00-08:00" false "The room""#,
            r#""2026-03-10T09:00:00-07:00" "cancelled" null false "No agenda""#,
            r#""2026-03-12T16:00:00-07:00" "confirmed" null true "Release crunch""#,
        ]
    );
    assert_eq!(
        told("skipped", &["summary", "group", "start", "all_day", "reason"]),
        [r#""SIG A: Weekly" "sig-a" "2026-03-11T09:00:00-07:00" false "Summit""#]
    );
}

#[test]
fn what_is_left_out_of_what_is_told_is_said_beside_it() {
    let data = "sigs:
  - { dir: sig-a, meetings: [{ description: A, cadence: every Friday 9:00 UTC }] }
  - { dir: sig-b, meetings: [{ description: B, day: Friday, time: '9:00', tz: Nowhere, frequency: weekly }] }";
    let path = file("left-out", "sigs.yaml", data);
    let said = format!(
        " to mend in {path}, and what is an error is left out; `sigcal check {path}` says what and how\n"
    );
    let folder = format!("{path}-site");
    for (command, meets) in [
        (vec!["week", "--zone", "UTC", "--date", "2026-11-24", &path], "09:00–10:00"),
        (vec!["next", "--zone", "UTC", &path], "A"),
        (vec!["export", &path, &folder], "-site"),
    ] {
        let outcome = sigcal(&command);
        assert_eq!(outcome.code, Some(0), "{command:?}: {}", outcome.err);
        assert!(outcome.err.contains(&said), "{command:?}: {}", outcome.err);
        assert!(outcome.out.contains(meets), "{command:?}: {}", outcome.out);
    }
}

#[test]
fn of_what_cannot_be_read_at_all_nothing_is_said_to_be_left_out() {
    let path = file("unreadable", "sigs.yaml", "sigs: [");
    for command in [vec!["serve", "--listen", "127.0.0.1:0", &path], vec!["week", &path]] {
        let outcome = sigcal(&command);
        assert_ne!(outcome.code, Some(0), "{command:?}");
        assert!(!outcome.err.contains("left out"), "{command:?}: {}", outcome.err);
        assert!(outcome.err.contains("sigs.yaml:1:"), "{command:?}: {}", outcome.err);
    }
}
