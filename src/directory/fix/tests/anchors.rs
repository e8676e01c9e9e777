//! Anchors: which meeting each is for, and how it is written.

use chrono::NaiveDate;

use super::super::*;
use super::{fixed, told};

fn faults(text: &str, anchors: &[(&str, Option<&str>, &str)]) -> Vec<AnchorFault> {
    match fixed(text, anchors) {
        Err(FixError::Anchors(errors)) => errors.into_iter().map(|error| error.fault).collect(),
        other => panic!("{other:?}"),
    }
}

const OPEN: &str = "sigs:
- dir: sig-a
  name: A
  meetings:
  - description: Tuesdays
    cadence: biweekly Tuesday 9:00 UTC # ours
    url: https://x.org
  - { description: Thursdays, cadence: biweekly Thursday 9:00 UTC }
  - description: More Thursdays
    day: Thursday
    time: 11:00
    tz: PT
    frequency: biweekly
- dir: sig-b
  meetings: [{ description: B, cadence: weekly Friday 9:00 UTC }]
";

#[test]
fn an_anchor_is_the_start_of_the_one_meeting_that_it_can_be_for() {
    let anchors = [
        ("sig-a", None, "2026-01-06"),
        ("sig-a", Some("Thursdays"), "2026-01-08"),
        ("sig-a", Some("More Thursdays"), "2026-01-15"),
    ];
    let done = fixed(OPEN, &anchors).expect("it can be fixed");
    let want = OPEN
        .replace(" # ours\n", " # ours\n    start: 2026-01-06\n")
        .replace("Thursday 9:00 UTC }", "Thursday 9:00 UTC, start: 2026-01-08 }")
        .replace(
            "    day: Thursday\n    time: 11:00\n    tz: PT\n    frequency: biweekly\n",
            "    cadence: every other Thursday at 11:00 Pacific time\n    start: 2026-01-15\n",
        );
    assert_eq!(done.text, want);
    assert_eq!(
        told(&done),
        [
            "7:5+17 Fixed: no anchor → `start: 2026-01-06`",
            "9:68+17 Fixed: no anchor → `start: 2026-01-08`",
            "11:5+51 Fixed: four fields → `cadence: every other Thursday at 11:00 Pacific time`",
            "12:5+17 Fixed: no anchor → `start: 2026-01-15`",
        ]
    );
    assert_eq!(fixed(&want, &[]).expect("it can be fixed").text, want);
}

#[test]
fn an_anchor_that_fits_no_meeting_or_several_is_told_with_them() {
    let keys = |listed: &[Listed]| listed.iter().map(|l| l.key.clone()).collect::<Vec<_>>();
    let near = |listed: &Listed| listed.near.iter().map(NaiveDate::to_string).collect::<Vec<_>>();
    assert_eq!(
        faults(OPEN, &[("sig-aa", None, "2026-01-06")]),
        [AnchorFault::UnknownGroup(Some("sig-a".into()))]
    );
    let [AnchorFault::UnknownMeeting(all)] = &faults(OPEN, &[("sig-a", Some("X"), "2026-01-06")])[..] else {
        panic!()
    };
    assert_eq!(keys(all), ["Tuesdays", "Thursdays", "More Thursdays"]);
    let [AnchorFault::NotNeeded(all)] = &faults(OPEN, &[("sig-b", None, "2026-01-09")])[..] else { panic!() };
    assert_eq!(
        (keys(all), all[0].when.as_str(), near(&all[0])),
        (vec!["B".to_owned()], "every Friday at 09:00 UTC", vec![])
    );
    let [AnchorFault::NotItsDay(all)] = &faults(OPEN, &[("sig-a", None, "2026-01-07")])[..] else { panic!() };
    assert_eq!(near(&all[0]), ["2026-01-06", "2026-01-13"]);
    assert_eq!(near(&all[1]), ["2026-01-01", "2026-01-08"]);
    let [AnchorFault::Several(all)] = &faults(OPEN, &[("sig-a", None, "2026-01-08")])[..] else { panic!() };
    assert_eq!(keys(all), ["Thursdays", "More Thursdays"]);
    let twice = [("sig-a", None, "2026-01-06"), ("sig-a", Some("Tuesdays"), "2026-01-13")];
    assert_eq!(faults(OPEN, &twice), [AnchorFault::Twice]);
}

#[test]
fn an_anchor_falls_on_a_day_of_the_month_that_the_rule_has() {
    let of = |cadence: &str, date: &str| {
        fixed(&format!("events: [{{ name: E, cadence: {cadence} }}]\n"), &[("events", None, date)]).is_ok()
    };
    let second = "second Tuesday of every other month 9:00 UTC";
    assert_eq!(["2026-01-13", "2026-01-06", "2026-01-14"].map(|date| of(second, date)), [true, false, false]);
    let last = "last Friday of every other month 9:00 UTC";
    assert_eq!(["2026-01-30", "2026-01-23", "2026-02-27"].map(|date| of(last, date)), [true, false, true]);
    assert!(of("every 3 days 9:00 UTC", "2026-01-14"));
}

#[test]
fn an_anchor_is_not_written_beside_a_start_or_behind_the_end_or_in_an_odd_form() {
    let of = |keys: &str| faults(&format!("events:\n- name: E\n{keys}"), &[("events", None, "2026-01-06")]);
    let cadence = "  cadence: biweekly Tuesday 9:00 UTC\n";
    assert_eq!(of(&format!("{cadence}  start:\n")), [AnchorFault::Form("a `start` stands there already")]);
    assert_eq!(
        of(&format!("{cadence}  until: 2025-12-31\n")),
        [AnchorFault::AfterItsEnd("2025-12-31".parse().expect("a date"))]
    );
    assert_eq!(
        of("  cadence: >\n    biweekly Tuesday 9:00 UTC\n"),
        [AnchorFault::Form("a value is not on the line of its key")]
    );
}
