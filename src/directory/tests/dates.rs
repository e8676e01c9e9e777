//! Single dates under `on`, whole days, and what imported calendars are full of.

use super::lines;
use crate::directory::{RuleSet, Timing, When, load};

/// The rules of one event of these keys.
fn rules(keys: &str) -> RuleSet {
    let loaded = load(&format!("community: {{ zone: Europe/Berlin }}\nevents:\n- {{ name: E, {keys} }}\n"));
    assert_eq!(lines(&loaded), Vec::<String>::new(), "{keys}");
    let community = loaded.community.expect("a community");
    let Timing::Rules(rules) = &community.meetings[0].timing else { panic!("{keys}") };
    (**rules).clone()
}

/// What is found in one event of these keys.
fn found(keys: &str) -> Vec<String> {
    lines(&load(&format!("events:\n- {{ name: E, {keys} }}\n")))
}

#[test]
fn a_date_has_its_own_zone_or_that_of_the_meeting_or_of_the_community() {
    let zone = |keys| rules(keys).zone.map(|zone| zone.tzid());
    assert_eq!(zone("on: 2026-03-03 9:00"), Some("Europe/Berlin"));
    assert_eq!(zone("on: 2026-03-03 9:00, tz: UTC"), Some("UTC"));
    assert_eq!(zone("on: 2026-03-03T09:00 PT, tz: UTC"), Some("America/Los_Angeles"));
    assert_eq!(zone("on: 2026-03-03 09:00:30 Asia/Tokyo"), Some("Asia/Tokyo"));
    let mixed = rules("on: [2026-03-03 9:00 UTC, 2026-03-05 9:00]");
    assert_eq!(
        (mixed.dtstart.to_string().as_str(), mixed.zone.map(|zone| zone.tzid())),
        ("2026-03-03 10:00:00", Some("Europe/Berlin"))
    );
    assert_eq!(mixed.rdates.len(), 1);
}

#[test]
fn a_date_without_a_time_is_the_whole_day() {
    let days = rules("on: [2026-03-05, 2026-03-03], duration: 3d");
    assert!(days.all_day && days.zone.is_none() && days.rrules.is_empty());
    assert_eq!(days.dtstart.to_string(), "2026-03-03 00:00:00");
    let [When::Civil(other)] = days.rdates[..] else { panic!("{:?}", days.rdates) };
    assert_eq!(other.to_string(), "2026-03-05 00:00:00");
    assert!(rules("rrule: FREQ=WEEKLY, start: 2026-03-03").all_day);
}

#[test]
fn a_meeting_may_have_several_rules_and_more_dates() {
    let rules = rules(
        "rrule: [FREQ=WEEKLY;BYDAY=MO, rrule:freq=weekly;byday=tu], start: 2026-03-02 9:00, on: 2026-03-08 9:00 UTC",
    );
    assert_eq!(rules.rrules, ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=TU"]);
    assert!(matches!(rules.rdates[..], [When::Instant(_)]));
}

#[test]
fn what_is_wrong_with_a_date_is_said_at_its_place() {
    let why = "is no date, with a time of day or without = write it as `2026-02-05 11:00`, or as `2026-02-05` for the whole day";
    assert_eq!(found("on: [someday]"), [format!("2:19+7 Error bad-date: `someday` {why}")]);
    assert_eq!(
        found("on: 2026-03-04 9:00 CST"),
        [
            "2:34+3 Error unknown-zone: `CST` may be `America/Chicago` or `Asia/Shanghai` = write the zone's name, or settle the letters under `zones:` of the community"
        ]
    );
    assert_eq!(
        found("on: [2026-03-04, 2026-03-04 9:00 UTC]"),
        [
            "2:31+19 Error two-timings: dates with a time of day stand beside dates without = list what lasts the whole day as an event of its own"
        ]
    );
    assert_eq!(
        found("on: 2026-03-04, start: 2026-03-01, status: maybe"),
        [
            "2:37+10 Error two-timings: both `start` and `on` say when it happens; `on` is read = remove one of the two, or add a `cadence` or an `rrule`",
            "2:57+5 Error bad-status: `maybe` is no status, and calendars show the meeting as confirmed = write `tentative` or `confirmed`; dates on which it is cancelled stand under `cancelled`",
        ]
    );
    assert_eq!(
        found("on: 2026-03-04, duration: 400d"),
        [
            "2:40+4 Error bad-duration: `400d` is longer than a year = give the length of one event, 366 days at most"
        ]
    );
}
