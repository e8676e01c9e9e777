//! What an edit makes of what was shown. The year in `tests/year/` plays a community's through.

mod past;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Remembered, What, remember};
use crate::directory::{Lock, load};
use crate::schedule::{agenda, plan};
use crate::time::{Window, Zone};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a test's own instant")
}

/// One event's data, locked at an instant.
fn locked(keys: &str, lock: Option<&Lock>, now: &str) -> Remembered {
    let text = format!("community: {{ start: 2026-01-01 }}\nevents:\n- {{ name: E, {keys} }}\n");
    let community = load(&text).community.expect("a community");
    let (series, _) = plan(&community);
    remember(community, series, lock, at(now))
}

/// The starts in the first quarter of 2026, and what happened to the meeting in the last edit.
fn edited(before: &str, after: &str) -> (Vec<String>, Vec<What>) {
    let first = locked(before, None, "2026-01-01T00:00:00Z");
    let second = locked(after, Some(&first.lock), "2026-02-04T12:00:00Z");
    is_settled(after, &second);
    (starts(&second), second.changes.into_iter().map(|change| change.what).collect())
}

/// Fails where what was locked at noon of 4 February 2026 is another thing when it is read or locked again.
fn is_settled(keys: &str, shown: &Remembered) {
    let seen = |shown: &Remembered| {
        let window = Window { from: at("2026-01-01T00:00:00Z"), to: at("2027-03-01T00:00:00Z") };
        let items = agenda(&shown.series, window, Zone::utc());
        items.iter().map(|item| format!("{} {:?}", item.series.uid, item.occurrence)).collect::<Vec<_>>()
    };
    let now = at("2026-02-04T12:00:00Z");
    let later = [TimeDelta::zero(), TimeDelta::minutes(1), TimeDelta::days(1), TimeDelta::days(400)];
    let since = shown.lock.latest().expect("something is locked");
    for at in std::iter::once(since).chain(later.map(|later| now + later)) {
        let again = locked(keys, Some(&shown.lock), &at.to_rfc3339());
        assert_eq!(
            (again.changes.as_slice(), again.lock.to_string()),
            (&[][..], shown.lock.to_string()),
            "{at}"
        );
        assert_eq!(seen(&again), seen(shown), "{at}");
    }
}

fn starts(shown: &Remembered) -> Vec<String> {
    let window = Window { from: at("2026-01-18T00:00:00Z"), to: at("2026-02-20T00:00:00Z") };
    let items = agenda(&shown.series, window, Zone::utc());
    items.iter().map(|item| item.occurrence.start.format("%m-%d %H:%M").to_string()).collect()
}

const MONDAYS: &str = "cadence: every Monday 9:00 UTC";

#[test]
fn an_edited_cadence_holds_from_now_on() {
    assert_eq!(
        edited(MONDAYS, "cadence: every Thursday 10:00 UTC"),
        (
            vec![
                "01-19 09:00".into(),
                "01-26 09:00".into(),
                "02-02 09:00".into(),
                "02-05 10:00".into(),
                "02-12 10:00".into(),
                "02-19 10:00".into()
            ],
            vec![What::Revised]
        )
    );
    // On the day of the edit: what has begun stays, what has not comes.
    let (starts, _) = edited("cadence: every Wednesday 9:00 UTC", "cadence: every Wednesday 15:00 UTC");
    assert_eq!(starts[2..4], ["02-04 09:00", "02-04 15:00"]);
}

#[test]
fn a_date_of_the_new_cadence_that_is_moved_behind_the_edit_comes() {
    let thursdays = "cadence: every Thursday 10:00 UTC";
    let moved = "moved: [{ on: 2026-01-29, to: 2026-02-06 9:00 }]";
    let (starts, _) = edited(MONDAYS, &format!("{thursdays}, {moved}"));
    assert_eq!(
        starts[1..],
        ["01-26 09:00", "02-02 09:00", "02-05 10:00", "02-06 09:00", "02-12 10:00", "02-19 10:00"]
    );
    let (starts, _) =
        edited(MONDAYS, "cadence: every Tuesday 10:00 UTC, moved: [{ on: 2026-01-27, to: 2026-02-06 9:00 }]");
    assert_eq!(starts[1..], ["01-26 09:00", "02-02 09:00", "02-06 09:00", "02-10 10:00", "02-17 10:00"]);
}

#[test]
fn what_the_data_says_of_the_past_holds_for_it() {
    let (starts, changes) = edited(MONDAYS, &format!("{MONDAYS}, until: 2026-01-20"));
    assert_eq!((starts, changes), (vec!["01-19 09:00".into()], vec![What::Edited]));
    let (starts, changes) = edited(MONDAYS, &format!("{MONDAYS}, skip: 2026-01-26"));
    assert_eq!(
        (starts[..2].to_vec(), changes),
        (vec!["01-19 09:00".into(), "02-02 09:00".into()], vec![What::Edited])
    );
    let change = "changes: [{ from: 2026-01-27, cadence: every Friday 9:00 UTC }]";
    let (starts, _) = edited(MONDAYS, &format!("{MONDAYS}, {change}"));
    assert_eq!(starts[..3], ["01-19 09:00", "01-26 09:00", "01-30 09:00"]);
}

#[test]
fn a_start_that_moves_takes_nothing_from_the_past_and_adds_nothing_to_it() {
    let biweekly = |start: &str| format!("cadence: every other Monday 9:00 UTC, start: {start}");
    for start in ["2026-02-02", "2025-12-08"] {
        let (starts, changes) = edited(&biweekly("2026-01-05"), &biweekly(start));
        assert_eq!(
            (starts, changes),
            (vec!["01-19 09:00".into(), "02-02 09:00".into(), "02-16 09:00".into()], vec![])
        );
    }
    // The other weeks are another series.
    let (starts, _) = edited(&biweekly("2026-01-05"), &biweekly("2026-01-12"));
    assert_eq!(starts, ["01-19 09:00", "02-02 09:00", "02-09 09:00"]);
}

#[test]
fn an_extra_meeting_is_when_the_data_says_and_stays_when_it_is_over() {
    let extra = |keys: &str| format!("{MONDAYS}, extra: [{keys}]");
    let (starts, changes) = edited(MONDAYS, &extra("2026-01-30 12:00, 2026-02-06 12:00"));
    assert_eq!((starts[2].as_str(), starts[4].as_str()), ("01-30 12:00", "02-06 12:00"));
    assert_eq!(changes, [What::Edited]);
    // What is over stays, what is to come goes; and neither is taken for another.
    let (starts, changes) = edited(&extra("2026-01-30 12:00, 2026-02-06 12:00"), MONDAYS);
    assert_eq!(starts[2..4], ["01-30 12:00", "02-02 09:00"]);
    assert_eq!((starts.len(), changes), (6, vec![What::Edited]));
    let (starts, changes) =
        edited(&extra("2026-02-06 12:00"), "cadence: every Thursday 10:00 UTC, extra: 2026-02-06 13:00");
    assert_eq!(starts[3..5], ["02-05 10:00", "02-06 13:00"]);
    assert_eq!(changes, [What::Edited, What::Revised]);
}

#[test]
fn what_was_skipped_is_told_for_as_long_as_the_meeting_goes_on() {
    let told = |shown: &Remembered| {
        let skipped = shown.series.iter().flat_map(|series| &series.skipped);
        skipped.map(|one| format!("{} {}", one.at.date(), one.reason.en)).collect::<Vec<_>>()
    };
    let skip = |date: &str| format!("{MONDAYS}, skip: [{{ on: {date}, reason: Holiday }}]");
    for date in ["2026-01-19", "2026-01-05"] {
        let first = locked(&skip(date), None, "2026-01-01T00:00:00Z");
        assert_eq!(told(&first), [format!("{date} Holiday")]);
        let gone = locked(MONDAYS, Some(&first.lock), "2026-02-04T12:00:00Z");
        assert_eq!((told(&gone), gone.changes.len()), (told(&first), 0));
        let over = locked("cadence: TBD", Some(&gone.lock), "2026-02-05T12:00:00Z");
        let still = locked("cadence: TBD", Some(&over.lock), "2026-02-06T12:00:00Z");
        assert_eq!((told(&over), still.lock == over.lock), (told(&first), true));
    }
    // One that was to come is none.
    let first = locked(&skip("2026-02-16"), None, "2026-01-01T00:00:00Z");
    let gone = locked(MONDAYS, Some(&first.lock), "2026-02-04T12:00:00Z");
    assert_eq!(told(&gone), [""; 0]);
}

#[test]
fn general_rules_are_revised_too() {
    let rule = |rule: &str| format!("rrule: {rule}, start: 2026-01-05 09:00, tz: UTC");
    let (starts, _) = edited(&rule("FREQ=WEEKLY;BYDAY=MO"), &rule("FREQ=WEEKLY;COUNT=9;BYDAY=TU"));
    assert_eq!(starts, ["01-19 09:00", "01-26 09:00", "02-02 09:00", "02-10 09:00", "02-17 09:00"]);
    let (starts, _) = edited(&rule("FREQ=DAILY;INTERVAL=3"), &rule("FREQ=DAILY;INTERVAL=4"));
    assert_eq!(
        starts[4..],
        ["02-01 09:00", "02-04 09:00", "02-06 09:00", "02-10 09:00", "02-14 09:00", "02-18 09:00"]
    );
}

#[test]
fn what_never_happened_is_edited_in_place_and_forgotten_in_calendars() {
    let later = |weekday: &str| format!("cadence: every {weekday} 9:00 UTC, start: 2026-02-09");
    let (starts, changes) = edited(&later("Monday"), &later("Tuesday"));
    assert_eq!((starts, changes), (vec!["02-10 09:00".into(), "02-17 09:00".into()], vec![What::Edited]));
    let first = locked(&later("Monday"), None, "2026-01-01T00:00:00Z");
    let gone = locked("cadence: TBD", Some(&first.lock), "2026-02-04T12:00:00Z");
    assert_eq!((gone.series.len(), gone.lock.series.len()), (0, 1));
    // A client that asks by the date gets to know.
    assert!(gone.community.changed["events"] > first.community.changed["events"]);
    // Its UID is not given again.
    let again = locked(&later("Monday"), Some(&gone.lock), "2026-02-05T12:00:00Z");
    assert_eq!((again.series.len(), again.lock.series.len()), (1, 2));
    assert_ne!(again.series[0].uid, first.series[0].uid);
}

#[test]
fn a_first_lock_changes_nothing_that_is_shown() {
    let text = format!("community: {{ start: 2026-01-01 }}\nevents:\n- {{ name: E, {MONDAYS} }}\n");
    let community = load(&text).community.expect("a community");
    let (series, _) = plan(&community);
    let shown = remember(community, series.clone(), None, at("2027-05-05T12:00:00Z"));
    assert_eq!(shown.series, series);
}
