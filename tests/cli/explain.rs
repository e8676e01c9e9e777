//! `sigcal explain`: one line in, one answer out.

use serde_json::{Value, json};

use super::program::{fed, says, sigcal};

fn answers(arguments: &[&str], input: &str) -> Vec<Value> {
    let outcome = fed(&[&["explain", "--format", "json"], arguments].concat(), input);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    let without_next = |line: &str| {
        let mut answer: Value = serde_json::from_str(line).expect("one object to a line");
        // The coming ones depend on the day; that they come in order does not.
        let next = answer.as_object_mut().expect("an object").remove("next").expect("it is always there");
        let next: Vec<String> = serde_json::from_value(next).expect("texts");
        assert!(next.len() <= 5 && next.is_sorted() && next.iter().all(|instant| instant.ends_with('Z')));
        answer
    };
    outcome.out.lines().map(without_next).collect()
}

#[test]
fn a_cadence_is_told_to_people_in_both_languages() {
    let outcome = sigcal(&["explain", "每周二", "9:00", "PST"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    let (next, told): (Vec<&str>, Vec<&str>) =
        outcome.out.lines().partition(|line| line.starts_with("  next: "));
    assert_eq!(told.join("\n"), TOLD);
    assert_eq!(next.len(), 5);
    assert!(
        next.iter().all(|line| line.starts_with("  next: Tue ") && line.ends_with(":00 UTC")),
        "{next:?}"
    );
}

const TOLD: &str = "assumed: 每周二 9:00 PST
  every Tuesday at 09:00 Pacific time
  每周二 09:00（太平洋时间）
  RRULE:FREQ=WEEKLY;BYDAY=TU
  note: `PST`: read as the wall clock of `America/Los_Angeles` all year, summer time in summer [standard-time-year-round]";

#[test]
fn a_line_of_json_has_the_four_fields_of_a_sigs_yaml() {
    let input = "每周二 9:00 PST\n\
        {\"day\":\"Tuesday\",\"time\":\"9:00\",\"tz\":\"PT (Pacific Time)\",\"frequency\":\"biweekly\"}\n\
        {\"day\":\"Thursday\",\"time\":\"16:00\",\"utc\":\"16:00\",\"frequency\":\"weekly\"}\n\n\
        blurgh\n{\"day\":\n";
    let answers = answers(&["--start", "2025-10-21"], input);
    let told: Vec<(&str, &str)> = answers
        .iter()
        .map(|answer| {
            (
                answer["verdict"].as_str().expect("a verdict"),
                answer["cadences"][0]["rrule"].as_str().unwrap_or("-"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("assumed", "FREQ=WEEKLY;BYDAY=TU"),
            ("exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("assumed", "FREQ=WEEKLY;BYDAY=TH"),
            ("unreadable", "-"),
            ("unreadable", "-"),
            ("unreadable", "-"),
        ],
        "one answer to each line, an empty one too"
    );
    let shaped = json!({
        "text": "每周二 9:00 PST",
        "verdict": "assumed",
        "cadences": [{
            "rrule": "FREQ=WEEKLY;BYDAY=TU", "time": "09:00", "end": null, "zone": "America/Los_Angeles",
            "start": null, "until": null,
        }],
        "readings": [],
        "missing": [],
        "notes": [{
            "code": "standard-time-year-round", "span": [15, 18],
            "message": answers[0]["notes"][0]["message"],
        }],
        "sentence": { "en": "every Tuesday at 09:00 Pacific time", "zh": "每周二 09:00（太平洋时间）" },
    });
    assert_eq!(answers[0], shaped);
}

#[test]
fn what_is_ambiguous_shows_its_readings_and_what_is_incomplete_says_what_is_missing() {
    let answers = answers(&[], "every 2nd Tuesday 9:00 PT\n每月第二个周三\n");
    let rules: Vec<&Value> =
        answers[0]["readings"].as_array().expect("a list").iter().map(|reading| &reading["rrule"]).collect();
    assert_eq!(rules, ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TU"]);
    assert_eq!((&answers[0]["verdict"], &answers[0]["cadences"]), (&json!("ambiguous"), &json!([])));
    assert_eq!((&answers[1]["verdict"], &answers[1]["missing"]), (&json!("incomplete"), &json!(["hour"])));
}

#[test]
fn a_zone_fills_in_where_the_text_names_none() {
    let answers = answers(&["--zone", "Europe/Berlin"], "every Friday 9:00\nevery Friday 9:00 PT\n");
    let zones: Vec<&Value> = answers.iter().map(|answer| &answer["cadences"][0]["zone"]).collect();
    assert_eq!(zones, ["Europe/Berlin", "America/Los_Angeles"]);
    let wrong = sigcal(&["explain", "--zone", "Europe/Berlim", "every Friday 9:00"]);
    says(
        &wrong,
        2,
        "error: invalid value 'Europe/Berlim' for '--zone <TZ>': `Europe/Berlim` is no zone of the IANA database; \
         did you mean `Europe/Berlin`?\n\nFor more information, try '--help'.",
    );
}
