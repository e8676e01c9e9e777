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
fn a_cadence_is_told_to_people_in_both_languages_and_in_two_zones() {
    let cadence = "每两周的周二 9:00 PST, starting 2031-01-07";
    let outcome = sigcal(&["explain", "--zone", "Asia/Shanghai", cadence]);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    assert_eq!(outcome.out, TOLD);
}

const TOLD: &str = "assumed: 每两周的周二 9:00 PST, starting 2031-01-07
                           ^^^ read as the wall clock of `America/Los_Angeles` all year, summer time in summer [standard-time-year-round]
  every other Tuesday at 09:00 Pacific time, from 7 January 2031 on
  每两周的周二 09:00（太平洋时间），自 2031-01-07 起
  RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
  next: Tue 2031-01-07 09:00 America/Los_Angeles  =  Wed 2031-01-08 01:00 Asia/Shanghai
  next: Tue 2031-01-21 09:00 America/Los_Angeles  =  Wed 2031-01-22 01:00 Asia/Shanghai
  next: Tue 2031-02-04 09:00 America/Los_Angeles  =  Wed 2031-02-05 01:00 Asia/Shanghai
  next: Tue 2031-02-18 09:00 America/Los_Angeles  =  Wed 2031-02-19 01:00 Asia/Shanghai
  next: Tue 2031-03-04 09:00 America/Los_Angeles  =  Wed 2031-03-05 01:00 Asia/Shanghai
  from Wed 2031-03-19 on, 09:00 America/Los_Angeles is 00:00 Asia/Shanghai, no longer 01:00
  from Wed 2031-11-12 on, 09:00 America/Los_Angeles is 01:00 Asia/Shanghai, no longer 00:00
";

#[test]
fn slots_that_take_turns_are_each_in_their_own_week() {
    let cadence = "Wednesdays alternating 9:00 PT and 17:00 UTC starting 2031-01-08";
    let outcome = sigcal(&["explain", "--zone", "Europe/London", cadence]);
    let next: Vec<&str> = outcome.out.lines().filter(|line| line.starts_with("  next: ")).collect();
    assert_eq!(
        next,
        [
            "  next: Wed 2031-01-08 09:00 America/Los_Angeles  =  Wed 2031-01-08 17:00 Europe/London",
            "  next: Wed 2031-01-15 17:00 UTC",
            "  next: Wed 2031-01-22 09:00 America/Los_Angeles  =  Wed 2031-01-22 17:00 Europe/London",
            "  next: Wed 2031-01-29 17:00 UTC",
            "  next: Wed 2031-02-05 09:00 America/Los_Angeles  =  Wed 2031-02-05 17:00 Europe/London",
        ]
    );
}

#[test]
fn every_reading_of_what_is_ambiguous_is_told_and_what_settles_it() {
    let outcome = sigcal(&["explain", "every second Thursday 9am PT"]);
    assert_eq!(outcome.out, AMBIGUOUS);
    // On a line too long for a terminal nothing can stand beneath the words.
    let long = format!("every second Thursday 9am PT {}", "and so on ".repeat(12));
    let told = sigcal(&["explain", &long]).out;
    let under: Vec<&str> = told.lines().skip(1).take(2).collect();
    assert_eq!(
        under,
        [
            "  note: `every second Thursday`: every 2 weeks, or the second of each month [ambiguous-position]",
            "        = write `every other Thursday` or `second Thursday of the month`",
        ]
    );
}

const AMBIGUOUS: &str = "ambiguous: every second Thursday 9am PT
           ^^^^^^^^^^^^^^^^^^^^^ every 2 weeks, or the second of each month [ambiguous-position]
                                 = write `every other Thursday` or `second Thursday of the month`
  perhaps every other Thursday at 09:00 Pacific time
  或为 每两周的周四 09:00（太平洋时间）
          RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
  perhaps on the second Thursday of every month at 09:00 Pacific time
  或为 每月第二个周四 09:00（太平洋时间）
          RRULE:FREQ=MONTHLY;BYDAY=2TH
";

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
