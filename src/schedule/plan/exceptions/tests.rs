//! What exceptions do to the dates that people see.

use super::*;
use crate::directory::load;
use crate::schedule::{occurrences, plan};
use crate::time::{Window, Zone};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test's own date")
}

/// When an event with these keys begins from a date to another, and what was found.
fn seen(keys: &str, from: &str, to: &str) -> (Vec<String>, Vec<(&'static str, String)>) {
    let text = format!("events:\n- {{ name: E, {keys} }}\n");
    let loaded = load(&text);
    let (series, findings) = plan(&loaded.community.expect("a community"));
    let window = Window::days(day(from), day(to), Zone::utc());
    let mut all: Vec<String> = series
        .iter()
        .flat_map(|series| occurrences(series, window, Zone::utc()))
        .map(|o| format!("{} {:?}", o.start.format("%m-%d %H:%M"), o.status))
        .collect();
    all.sort();
    let findings = findings.into_iter().filter(|f| f.level > Level::Note);
    let findings = findings.map(|f| (f.check, f.message + "; " + &f.remedy.unwrap_or_default()));
    (all, findings.collect())
}

/// In April 2026, which begins with a Wednesday, the Wednesday after the fourth Tuesday is the fifth.
const AFTER: &str = "cadence: Wednesday after the fourth Tuesday 9:00 UTC, start: 2026-01-01";

#[test]
fn exceptions_are_of_the_dates_that_people_see() {
    let april = |own: &str| seen(&format!("{AFTER}, {own}"), "2026-04-01", "2026-05-01");
    assert_eq!(april("skip: [2026-04-29]"), (vec![], vec![]));
    assert_eq!(april("cancelled: [2026-04-29]"), (vec!["04-29 09:00 Cancelled".to_owned()], vec![]));
    let moved = april("moved: [{ on: 2026-04-29, to: 2026-04-30 10:00 }]");
    assert_eq!(moved, (vec!["04-30 10:00 Confirmed".to_owned()], vec![]));
    // What the rule beneath says is on nobody's calendar.
    let (all, findings) = april("skip: [2026-04-22]");
    assert_eq!(all, ["04-29 09:00 Confirmed"]);
    assert_eq!(findings[0].0, "not-an-occurrence");
    assert!(findings[0].1.ends_with("the nearest are `2026-03-25` and `2026-04-29`"), "{findings:?}");
}

#[test]
fn nothing_that_was_laid_out_outlives_the_meeting() {
    let spring = |until: &str| seen(&format!("{AFTER}, until: {until}"), "2026-03-20", "2026-08-01").0;
    let (march, april) = ("03-25 09:00 Confirmed".to_owned(), "04-29 09:00 Confirmed".to_owned());
    assert_eq!(spring("2026-03-31"), std::slice::from_ref(&march));
    // The rule beneath has the 22nd, the meeting the 29th.
    assert_eq!(spring("2026-04-25"), std::slice::from_ref(&march));
    assert_eq!(spring("2026-04-30"), [march, april]);
}

#[test]
fn two_exceptions_of_one_date_are_said() {
    let weekly = "cadence: Monday 9:00 UTC, start: 2026-03-02";
    let own = "skip: [2026-03-09], moved: [{ on: 2026-03-09, to: 2026-03-10 09:00 }]";
    let (all, findings) = seen(&format!("{weekly}, {own}"), "2026-03-09", "2026-03-16");
    assert_eq!(all, [""; 0]);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].0 == "two-exceptions" && findings[0].1.contains("2026-03-09"), "{findings:?}");
    // Two skips say the same.
    let own = "skip: [2026-03-09, { from: 2026-03-05, to: 2026-03-10 }]";
    assert_eq!(seen(&format!("{weekly}, {own}"), "2026-03-09", "2026-03-16"), (vec![], vec![]));
}

#[test]
fn a_meeting_that_is_always_skipped_has_no_series() {
    let skipped = |skip: &str| {
        let keys = format!("cadence: daily 9:00 UTC, start: 2026-01-01, skip: [{skip}]");
        let (all, findings) = seen(&keys, "2029-01-01", "2029-01-02");
        (all.len(), findings.into_iter().map(|finding| finding.0).collect::<Vec<_>>())
    };
    assert_eq!(skipped("{ from: 1900-01-01, to: 2199-12-31 }"), (0, vec!["never-happens"]));
    let halves = "{ from: 1900-01-01, to: 2028-12-31 }, { from: 2029-01-01, to: 2199-12-31 }";
    assert_eq!(skipped(halves), (0, vec!["never-happens"]));
    assert_eq!(skipped("{ from: 1900-01-01, to: 2028-12-31 }"), (1, vec![]));
}

#[test]
fn an_hour_that_an_all_day_meeting_cannot_have_is_said() {
    let daily = "cadence: every Monday, start: 2026-03-02";
    let to = |to: &str| {
        let keys = format!("{daily}, moved: [{{ on: 2026-03-09, to: {to} }}]");
        let (all, findings) = seen(&keys, "2026-03-09", "2026-03-16");
        (all, findings.into_iter().map(|finding| finding.0).collect::<Vec<_>>())
    };
    let tuesday = vec!["03-10 00:00 Tentative".to_owned()];
    assert_eq!(to("2026-03-10 11:00"), (tuesday.clone(), vec!["hour-of-all-day"]));
    assert_eq!(to("2026-03-10 00:00"), (tuesday, vec![]));
}

#[test]
fn of_several_on_a_date_a_time_says_which() {
    let rule = "rrule: 'FREQ=DAILY;BYHOUR=8,16', start: 2026-03-01 08:00, tz: UTC, duration: 0m";
    let third = |own: &str| seen(&format!("{rule}, {own}"), "2026-03-03", "2026-03-04");
    assert_eq!(third("skip: [2026-03-03]"), (vec![], vec![]));
    assert_eq!(third("skip: [2026-03-03 16:00]").0, ["03-03 08:00 Confirmed"]);
    let cancelled = third("cancelled: [{ on: 2026-03-03 08:00, reason: ill }]");
    assert_eq!(cancelled.0, ["03-03 08:00 Cancelled", "03-03 16:00 Confirmed"]);
    let moved = third("moved: [{ on: 2026-03-03 16:00, to: 2026-03-03 17:00 }]");
    assert_eq!(moved.0, ["03-03 08:00 Confirmed", "03-03 17:00 Confirmed"]);
    assert_eq!(third("skip: [2026-03-03 09:00]").1[0].0, "not-an-occurrence");
}

#[test]
fn an_extra_meeting_is_besides_those_of_the_cadence_and_may_be_all_there_is() {
    let march = |keys: &str| seen(keys, "2026-03-09", "2026-03-16");
    let weekly = "cadence: Monday 9:00 UTC, start: 2026-03-02";
    let monday = "03-09 09:00 Confirmed".to_owned();
    let crunch = "extra: [{ on: 2026-03-12 16:00, duration: 90m, reason: crunch }]";
    let both = vec![monday.clone(), "03-12 16:00 Confirmed".to_owned()];
    assert_eq!(march(&format!("{weekly}, {crunch}")), (both, vec![]));
    let usual = vec![monday.clone(), "03-12 09:00 Confirmed".to_owned()];
    assert_eq!(march(&format!("{weekly}, extra: 2026-03-12")), (usual, vec![]));
    let alone = vec!["03-12 16:00 Confirmed".to_owned()];
    assert_eq!(march(&format!("cadence: on demand, tz: UTC, {crunch}")), (alone, vec![]));
    let (_, findings) = march("cadence: on demand, tz: UTC, extra: 2026-03-12");
    assert_eq!(
        findings,
        [("no-time", "the extra meeting on `2026-03-12` has no time, and the meeting no usual one; write it as `2026-03-12 16:00`".to_owned())]
    );
    let (_, findings) = march(&format!("cadence: on demand, {crunch}"));
    assert_eq!(findings[0].0, "no-zone");
}

#[test]
fn a_date_means_an_extra_meeting_where_nothing_happens_by_the_cadence() {
    let week = |own: &str| {
        let keys = format!(
            "cadence: Monday 9:00 UTC, start: 2026-03-02, extra: [2026-03-09 16:00, 2026-03-12 16:00], {own}"
        );
        seen(&keys, "2026-03-09", "2026-03-16")
    };
    let all = |days: [&str; 3]| (days.map(str::to_owned).to_vec(), vec![]);
    let (nine, four, thursday) = ("03-09 09:00 Confirmed", "03-09 16:00 Confirmed", "03-12 16:00 Confirmed");
    assert_eq!(week("cancelled: 2026-03-12"), all([nine, four, "03-12 16:00 Cancelled"]));
    assert_eq!(week("cancelled: 2026-03-09"), all(["03-09 09:00 Cancelled", four, thursday]));
    assert_eq!(week("cancelled: 2026-03-09 16:00"), all([nine, "03-09 16:00 Cancelled", thursday]));
    let moved = "moved: [{ on: 2026-03-12, to: 2026-03-13 10:00 }]";
    assert_eq!(week(moved), all([nine, four, "03-13 10:00 Confirmed"]));
    // A break that was planned long before leaves what was put into it.
    let left = week("skip: [{ from: 2026-03-09, to: 2026-03-15 }]");
    assert_eq!(left, (vec![four.to_owned(), thursday.to_owned()], vec![]));
}

#[test]
fn what_happens_anyway_and_what_a_clock_does_is_said() {
    let weekly = "cadence: Sunday 2:30 America/New_York, start: 2026-02-01";
    let found = |own: &str| seen(&format!("{weekly}, {own}"), "2026-03-01", "2026-03-16").1;
    let anyway = "extra: the meeting happens on `2026-03-01 02:30` anyway, and is shown once; remove it, or `skip` the \
                  usual one where this one is another";
    assert_eq!(found("extra: 2026-03-01"), [("happens-anyway", anyway.to_owned())]);
    assert_eq!(found("moved: [{ on: 2026-03-01, to: 2026-03-15 02:30 }]")[0].0, "happens-anyway");
    let gap = "extra: the clock of `America/New_York` skips `2026-03-08 02:15`; it is at `2026-03-08 03:15`; write a \
               time that the clock shows, as `2026-03-08 03:15`";
    assert_eq!(found("extra: 2026-03-08 02:15"), [("clock-change", gap.to_owned())]);
    let fold = "extra: the clock of `America/New_York` shows `2026-11-01 01:30` twice; it is at the first of them, 05:30 \
                UTC; choose an hour that the clock shows once";
    assert_eq!(found("extra: 2026-11-01 01:30"), [("clock-change", fold.to_owned())]);
    assert_eq!(
        found("moved: [{ on: 2026-03-08, to: 2026-03-09 09:00 }]")[0].0,
        "clock-change",
        "the original"
    );
}

#[test]
fn a_date_behind_the_end_is_none_of_the_meetings() {
    let weekly = "cadence: Monday 9:00 UTC, start: 2026-03-02, until: 2026-03-31";
    for own in
        ["cancelled: 2026-04-06", "skip: 2026-04-06", "moved: [{ on: 2026-04-06, to: 2026-04-07 09:00 }]"]
    {
        let (_, findings) = seen(&format!("{weekly}, {own}"), "2026-03-01", "2026-05-01");
        assert_eq!(findings.len(), 1, "{own}");
        assert!(findings[0].1.ends_with("; the nearest are `2026-03-23` and `2026-03-30`"), "{findings:?}");
    }
}
