//! English.

use super::reads;

#[test]
fn weekly() {
    reads("Every Tuesday at 09:00 PT", &["exact", "FREQ=WEEKLY;BYDAY=TU 09:00 America/Los_Angeles"]);
    reads(
        "weekly on Fridays, 7.30 PM CET",
        &["assumed: standard-time-year-round", "FREQ=WEEKLY;BYDAY=FR 19:30 Europe/Berlin"],
    );
    reads("Mondays and Wednesdays 1400UTC", &["exact", "FREQ=WEEKLY;BYDAY=MO,WE 14:00 UTC"]);
    reads(
        "Monday-Thursday at 8a ET",
        &["assumed: weekly-implied", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH 08:00 America/New_York"],
    );
    reads(
        "every weekday at noon London time",
        &["exact", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 12:00 Europe/London"],
    );
    reads("daily at 18:00 UTC", &["exact", "FREQ=DAILY 18:00 UTC"]);
}

#[test]
fn every_other_week_wants_an_anchor() {
    for text in [
        "every other Thursday 16:00 UTC",
        "biweekly Thursday 16:00 UTC",
        "Bi-weekly on Thursdays at 4pm UTC",
        "Thursdays at 16:00 UTC every two weeks",
        "alternate Thursdays, 16:00 UTC",
        "fortnightly, Thursday, 4 p.m. UTC",
        "every 2nd week on Thursday 16:00 UTC",
        "Thursday on alternating weeks 16:00 UTC",
    ] {
        reads(text, &["assumed: no-anchor", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 16:00 UTC"]);
    }
    reads(
        "every 3 weeks on Monday 10:00 UTC starting Monday, March 2nd, 2026",
        &["exact", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO 10:00 UTC from 2026-03-02"],
    );
}

#[test]
fn by_position_in_the_month() {
    reads(
        "First and third Tuesday of each month, 15:30 UTC",
        &["exact", "FREQ=MONTHLY;BYDAY=1TU,3TU 15:30 UTC"],
    );
    reads(
        "last Wed of every month 7AM Pacific",
        &["exact", "FREQ=MONTHLY;BYDAY=-1WE 07:00 America/Los_Angeles"],
    );
    reads("penultimate Friday of the month 10:00 UTC", &["exact", "FREQ=MONTHLY;BYDAY=-2FR 10:00 UTC"]);
    reads(
        "first Thursday of each quarter at 3pm UTC",
        &["exact", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TH 15:00 UTC"],
    );
    reads(
        "Third Thursday of odd months at 17:00 UTC",
        &["exact", "FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYDAY=3TH 17:00 UTC"],
    );
    reads("first Monday in March at 17:00 UTC", &["exact", "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO 17:00 UTC"]);
    reads(
        "last Friday of each quarter, 9:00 UTC",
        &["exact", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR 09:00 UTC"],
    );
    reads(
        "the 1st and 15th of each month at 10:00 UTC",
        &["exact", "FREQ=MONTHLY;BYMONTHDAY=1,15 10:00 UTC"],
    );
    reads("every first Friday 10:00 UTC", &["exact", "FREQ=MONTHLY;BYDAY=1FR 10:00 UTC"]);
    reads(
        "Mondays 05:00 UTC, except the first Monday",
        &["exact: exception", "FREQ=MONTHLY;BYDAY=2MO,3MO,4MO,5MO 05:00 UTC"],
    );
}

#[test]
fn what_has_two_readings_is_not_guessed() {
    reads(
        "every second Thursday 9:00 UTC",
        &[
            "ambiguous: ambiguous-position",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=2TH 09:00 UTC",
        ],
    );
    reads(
        "monthly, Thursday 9:00 UTC",
        &[
            "ambiguous: no-position",
            "perhaps FREQ=MONTHLY;BYDAY=1TH 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=2TH 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=3TH 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=4TH 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=-1TH 09:00 UTC",
        ],
    );
    reads(
        "weekly Thursday 9:00 CST",
        &[
            "ambiguous: ambiguous-zone",
            "perhaps FREQ=WEEKLY;BYDAY=TH 09:00 America/Chicago",
            "perhaps FREQ=WEEKLY;BYDAY=TH 09:00 Asia/Shanghai",
        ],
    );
    reads(
        "weekly, Friday or Saturday 16:00 UTC",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=WEEKLY;BYDAY=FR 16:00 UTC",
            "perhaps FREQ=WEEKLY;BYDAY=SA 16:00 UTC",
        ],
    );
    reads(
        "biweekly Friday 10:00 UTC starting 2026-01-08",
        &[
            "ambiguous: start-off-weekday",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 10:00 UTC from 2026-01-02",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 10:00 UTC from 2026-01-09",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 10:00 UTC from 2026-01-08",
        ],
    );
}

#[test]
fn a_second_zone_explains_the_first() {
    reads(
        "Tuesdays 9am PT / 12pm ET",
        &["exact: same-instant", "FREQ=WEEKLY;BYDAY=TU 09:00 America/Los_Angeles"],
    );
    reads(
        "Tuesdays 08:00 IST (02:30 UTC)",
        &["exact: same-instant, zone-settled", "FREQ=WEEKLY;BYDAY=TU 08:00 Asia/Kolkata"],
    );
    reads(
        "Tuesdays 9am PT (1pm ET)",
        &["assumed: times-disagree", "FREQ=WEEKLY;BYDAY=TU 09:00 America/Los_Angeles"],
    );
    reads("Tuesdays 19:30 GMT+8 (Asia/Shanghai)", &["exact", "FREQ=WEEKLY;BYDAY=TU 19:30 Asia/Shanghai"]);
    reads(
        "every Wednesday at 15:30 UTC during US DST / 16:30 UTC otherwise",
        &["exact: seasonal-utc", "FREQ=WEEKLY;BYDAY=WE 08:30 America/Los_Angeles"],
    );
}

#[test]
fn several_slots_take_turns_or_stand_side_by_side() {
    reads(
        "Alternating between Monday at 13:00 PT and Wednesday at 09:00 PT",
        &[
            "assumed: alternation, no-anchor",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 13:00 America/Los_Angeles",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00 America/Los_Angeles",
        ],
    );
    reads(
        "Every Tuesday 9:00 PT and every other Tuesday 10:00 UTC+8",
        &[
            "assumed: no-anchor, several-rules, shared-dates",
            "FREQ=WEEKLY;BYDAY=TU 09:00 America/Los_Angeles",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00 Etc/GMT-8",
        ],
    );
}

#[test]
fn odd_and_even_weeks_may_stand_behind_their_times() {
    reads(
        "Wednesdays 9:00 PT in odd weeks, 17:00 PT in even weeks",
        &[
            "assumed: iso-weeks, several-rules",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00 America/Los_Angeles",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 17:00 America/Los_Angeles",
        ],
    );
}

#[test]
fn counts_name_no_day() {
    reads(
        "twice a week 9:00 PT",
        &["incomplete: count-only, no weekday", "FREQ=WEEKLY 09:00 America/Los_Angeles"],
    );
    reads("once a week", &["incomplete: count-only, no hour, no weekday", "FREQ=WEEKLY"]);
    reads(
        "once a month on Friday 10:00 UTC",
        &[
            "ambiguous: no-position",
            "perhaps FREQ=MONTHLY;BYDAY=1FR 10:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=2FR 10:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=3FR 10:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=4FR 10:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=-1FR 10:00 UTC",
        ],
    );
    reads(
        "twice a week on Tuesdays 9:00 UTC",
        &["ambiguous: contradiction", "perhaps FREQ=WEEKLY;BYDAY=TU 09:00 UTC"],
    );
}

#[test]
fn zone_names_without_a_slash() {
    reads("Fridays 9am PST8PDT", &["exact", "FREQ=WEEKLY;BYDAY=FR 09:00 America/Los_Angeles"]);
    reads("Fridays 9am Singapore time", &["exact", "FREQ=WEEKLY;BYDAY=FR 09:00 Asia/Singapore"]);
}

#[test]
fn a_bare_hour_is_no_time_and_is_said_to_be_none() {
    reads("Fridays at 9", &["incomplete: bare-number, no hour", "FREQ=WEEKLY;BYDAY=FR"]);
}

#[test]
fn times_of_day() {
    let weekly = |time: &str| format!("FREQ=WEEKLY;BYDAY=TU {time} UTC");
    for (text, want) in [
        ("Tuesdays 7:00a UTC", "07:00"),
        ("Tuesdays 12am UTC", "00:00"),
        ("Tuesdays 12 p.m. UTC", "12:00"),
        ("Tuesdays midnight UTC", "00:00"),
        ("Tuesdays 1:00-2:00 PM UTC", "13:00-14:00"),
        ("Tuesdays 11:00-1:00 PM UTC", "11:00-13:00"),
        ("Tuesdays 10 to 11 am UTC", "10:00-11:00"),
        ("Tuesdays 0930 UTC", "09:30"),
        ("Tuesdays 22:00–00:30 UTC", "22:00-00:30"),
        ("Tuesdays 16:00 UTC for about an hour", "16:00-17:00"),
        ("Tuesdays 16:00 UTC, 45 min", "16:00-16:45"),
    ] {
        reads(text, &["exact", &weekly(want)]);
    }
    reads("Tuesdays 19:00 pm UTC", &["exact: redundant-meridiem", &weekly("19:00")]);
}

#[test]
fn midnight_at_the_days_end_is_the_next_day() {
    reads("Tuesdays 24:00 UTC", &["assumed: next-day", "FREQ=WEEKLY;BYDAY=WE 00:00 UTC"]);
    reads("Sundays 24:00 UTC", &["assumed: next-day", "FREQ=WEEKLY;BYDAY=MO 00:00 UTC"]);
    reads(
        "second Tuesday of the month, 24:00 UTC",
        &["assumed: next-day", "FREQ=MONTHLY;BYMONTHDAY=9,10,11,12,13,14,15;BYDAY=WE 00:00 UTC"],
    );
    reads("Tuesdays 22:00-24:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=TU 22:00-00:00 UTC"]);
}

#[test]
fn noise_is_no_error() {
    reads(
        "weekly zoom calls ([notes](https://example.org/notes), 9am PT on Thursdays), everyone is welcome!",
        &["exact", "FREQ=WEEKLY;BYDAY=TH 09:00 America/Los_Angeles"],
    );
}

#[test]
fn what_is_no_schedule_is_said_to_be_none() {
    for text in ["TBD", "on demand", "ad hoc, ask on Slack", "to be determined", "see the calendar"] {
        reads(text, &["irregular: no-fixed-time"]);
    }
    reads("we like meetings", &["unreadable: not-understood"]);
    reads("", &["unreadable: not-understood"]);
    reads("once a week at 15:00 UTC", &["incomplete: count-only, no weekday", "FREQ=WEEKLY 15:00 UTC"]);
    reads("second Wednesday of the month", &["incomplete: no hour", "FREQ=MONTHLY;BYDAY=2WE"]);
    reads("weekly Thrusday 9:00 UTC", &["incomplete: nearest-word, no weekday", "FREQ=WEEKLY 09:00 UTC"]);
}

#[test]
fn what_bounds_or_excepts_is_never_passed_over_in_silence() {
    for text in [
        "weekly Thursday 9:00 UTC until 2026-02-30",
        "weekly Thursday 9:00 UTC until March 20",
        "weekly Thursday 9:00 UTC starting March 20",
        "weekly Thursday 9:00 UTC except holidays",
        "weekly Thursday 9:00 UTC except in August",
        "weekly Thursday 9:00 UTC, no meeting on 2026-12-24",
        "weekly Thursday 9:00 UTC for 3 weeks",
        "weekly Thursday 9:00 UTC, not in December",
    ] {
        reads(text, &["assumed: passed-over", "FREQ=WEEKLY;BYDAY=TH 09:00 UTC"]);
    }
}

#[test]
fn an_offset_that_no_clock_keeps_is_no_zone() {
    for text in ["Mondays 9:00 UTC+99", "Mondays 9:00 GMT-25", "Mondays 9:00 UTC+14:30"] {
        reads(text, &["incomplete: impossible-offset, no zone", "FREQ=WEEKLY;BYDAY=MO 09:00"]);
    }
}

#[test]
fn a_time_that_no_clock_shows_is_named_as_that() {
    for text in
        ["every Monday 25:00 UTC", "every Monday 9:75 UTC", "every Monday 24:30 UTC", "每周一 25:00 UTC"]
    {
        reads(text, &["incomplete: impossible-time, no hour", "FREQ=WEEKLY;BYDAY=MO"]);
    }
    let reading = sigcal::cadence::read("every Monday 25:00 UTC", sigcal::cadence::Context::default());
    let remedy = reading.notes[0].code.remedy();
    assert_eq!(remedy, Some("write a time from 0:00 to 23:59, or `24:00` for the end of the day"));
}

#[test]
fn a_working_day_of_the_month_is_told_how_it_can_be_said() {
    for text in [
        "last working day of the month 9:00 UTC",
        "the first weekday of every month at 9:00 UTC",
        "monthly, 2nd business day, 9:00 UTC",
        "last workday of the month 9:00 UTC",
        "每月最后一个工作日 9:00 UTC",
        "每月第一个工作日 9:00 UTC",
    ] {
        let reading = sigcal::cadence::read(text, sigcal::cadence::Context::default());
        assert!(reading.cadences.is_empty() && reading.readings.is_empty(), "{text}: {reading:?}");
        let codes: Vec<&str> = reading.notes.iter().map(|note| note.code.as_str()).collect();
        assert_eq!(codes, ["nth-workday"], "{text}");
    }
    // What the remedy says can be written is read.
    reads("last Friday of the month 9:00 UTC", &["exact", "FREQ=MONTHLY;BYDAY=-1FR 09:00 UTC"]);
    reads("every working day 9:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:00 UTC"]);
}

#[test]
fn a_month_has_five_of_a_weekday_at_most() {
    for text in [
        "6th Monday of the month 9:00 UTC",
        "0th Monday of the month 9:00 UTC",
        "99999999999th Monday 9:00 UTC",
    ] {
        let reading = sigcal::cadence::read(text, sigcal::cadence::Context::default());
        assert!(reading.cadences.is_empty(), "{text}: {:?}", reading.cadences);
    }
    reads(
        "every 100 weeks on Monday 9:00 UTC starting 2026-01-05",
        &["exact", "FREQ=WEEKLY;INTERVAL=100;BYDAY=MO 09:00 UTC from 2026-01-05"],
    );
}

#[test]
fn half_a_time_is_no_time() {
    reads("Mondays 9:5 CET", &["incomplete: passed-over, no hour", "FREQ=WEEKLY;BYDAY=MO"]);
}
