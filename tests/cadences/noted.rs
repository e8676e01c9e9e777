//! Nothing that bears on when it happens is dropped without a note: what is not read is said not to be.

use sigcal::cadence::{Context, Verdict, read};

use super::reads;

#[test]
fn what_negates_ends_or_restricts_a_cadence_is_never_exact() {
    for text in [
        "every Tuesday 9:00 PT (cancelled)",
        "every Tuesday 9:00 PT, paused until further notice",
        "[inactive] weekly Tuesday 9:00 PT",
        "weekly Tuesday 9:00 PT (was 15:00 UTC)",
        "weekly Tuesday 9:00 PT (not 15:00 UTC)",
        "~~Tuesdays 14:00 UTC~~ Wednesdays 15:00 UTC",
        "no Tuesdays 9:00 PT",
        "Tuesday 14:00 UTC weekly; the first Tuesday of the month is for triage",
        "every Tuesday 14:00 UTC, demo on the last Tuesday of the month",
        "every Tuesday 9:00 PT, but the first Tuesday at 17:00 PT",
        "every Tuesday 9:00 PT; first Tuesday of the month 17:00 PT",
        "every Tuesday 9:00 PT, skip the last week of December",
        "every Tuesday 9:00 PT, room 12:30",
        "Tuesdays 9:00 PT until 2026-03-31, Wednesdays 15:00 UTC from 2026-04-01",
        "every Tuesday 9:00 PT starting 06/02/2026",
        "every Tuesday 9:00 PT, June 2 - August 25",
        "Tuesdays 9:00 PT in 2026",
        "Tuesdays 9:00 PT, 10 sessions",
        "Tuesdays 14:00 UTC (summer) / 15:00 UTC (winter)",
        "first Tuesday of the year 9:00 PT",
        "every Tuesday 9:00 PT, on the first of the month at 17:00 PT",
        "9 and 5 pm PT on Tuesdays",
        "Tuesdays 9:00 PT (UTC+8)",
        "occasional Tuesdays 9:00 PT",
        "Tuesdays on odd dates 14:00 UTC",
        "first Tuesday of the last month of each quarter 9:00 PT",
        "每周二 9:00 北京时间（暂停）",
        "每周二 9:00 北京时间，原定 10:00",
        "每周二 9:00 北京时间，每月第一个周二为新人场",
        "每周二 9:00 北京时间，每月最后一周休息",
        "每周二 9:00 北京时间，春节停",
        "每周二 9:00 北京时间，到2026年6月底",
        "每周二 9:00 北京时间，节假日顺延",
        "每月5号前 9:00 北京时间",
        "每半年 第一个周三 9:00 北京时间",
        "上半年每周二 9:00 北京时间",
    ] {
        let reading = read(text, Context::default());
        assert_ne!(reading.verdict, Verdict::Exact, "{text}: {:?}", reading.cadences);
        assert!(!reading.notes.is_empty(), "{text}");
    }
}

#[test]
fn what_stopped_is_in_no_calendar_and_its_reading_is_told() {
    reads(
        "weekly Tuesday 9:00 UTC (on hiatus)",
        &["ambiguous: said-stopped", "perhaps FREQ=WEEKLY;BYDAY=TU 09:00 UTC"],
    );
    reads("cancelled", &["irregular: said-stopped"]);
    reads(
        "Tuesdays 9:00 UTC (moved from Mondays 10:00 UTC)",
        &["assumed: changed-over-time", "FREQ=WEEKLY;BYDAY=TU 09:00 UTC"],
    );
    reads(
        "原每周二 9:00，现为每周三 10:00 北京时间",
        &["assumed: changed-over-time", "FREQ=WEEKLY;BYDAY=WE 10:00 Asia/Shanghai"],
    );
}

#[test]
fn lists_are_whole() {
    for (text, rule) in [
        ("每周一三五 9:00 UTC", "WEEKLY;BYDAY=MO,WE,FR"),
        ("每周1、3、5 9:00 UTC", "WEEKLY;BYDAY=MO,WE,FR"),
        ("每周1-5 9:00 UTC", "WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每月10、20、30号 9:00 UTC", "MONTHLY;BYMONTHDAY=10,20,30"),
        ("每月1到5号 9:00 UTC", "MONTHLY;BYMONTHDAY=1,2,3,4,5"),
        ("一、四、七、十月第一个周二 9:00 UTC", "MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TU"),
        ("first Monday of May to September 9:00 UTC", "MONTHLY;BYMONTH=5,6,7,8,9;BYDAY=1MO"),
        ("first Monday of November to January 9:00 UTC", "MONTHLY;BYMONTH=1,11,12;BYDAY=1MO"),
        ("1st-3rd Tuesday 9:00 UTC", "MONTHLY;BYDAY=1TU,2TU,3TU"),
        ("每月第2、4个周二 9:00 UTC", "MONTHLY;BYDAY=2TU,4TU"),
        ("twenty-first of each month 9:00 UTC", "MONTHLY;BYMONTHDAY=21"),
        ("双月第一个周二 9:00 UTC", "MONTHLY;BYMONTH=2,4,6,8,10,12;BYDAY=1TU"),
    ] {
        reads(text, &["exact", &format!("FREQ={rule} 09:00 UTC")]);
    }
}

#[test]
fn exceptions_of_all_kinds_are_no_dates() {
    for (text, rule) in [
        ("每周二 9:00 UTC，最后一个周二不开会", "MONTHLY;BYDAY=-5TU,-4TU,-3TU,-2TU"),
        ("除每月第一个周二外，每周二 9:00 UTC", "MONTHLY;BYDAY=2TU,3TU,4TU,5TU"),
        ("每月第二个周三 9:00 UTC，12月除外", "MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11;BYDAY=2WE"),
        ("daily 9:00 UTC except weekends", "WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every Tuesday 9:00 UTC but the last", "WEEKLY;BYDAY=TU"),
    ] {
        let verdict = if rule == "WEEKLY;BYDAY=TU" { "assumed: passed-over" } else { "exact: exception" };
        reads(text, &[verdict, &format!("FREQ={rule} 09:00 UTC")]);
    }
}

#[test]
fn lengths_and_ends_are_those_of_the_meeting() {
    for (text, end) in [
        ("Tuesdays 9:00 UTC, 1.5 hours", "10:30"),
        ("Tuesdays 9:00 UTC for half an hour", "09:30"),
        ("Tuesdays 9:00 UTC for an hour and a half", "10:30"),
        ("Tuesdays 9:00 UTC, 1 hour 30 minutes", "10:30"),
        ("Tuesdays 9:00 UTC, 1h30m", "10:30"),
        ("每周二 9:00 UTC，时长一个半小时", "10:30"),
        ("Tuesdays 9am-noon UTC", "12:00"),
        ("Tuesdays between 9:00 and 10:00 UTC", "10:00"),
        ("Tuesdays 9:00 UTC, ends 10:00", "10:00"),
        ("每周二 9:00开始，10:00结束 UTC", "10:00"),
    ] {
        reads(text, &["exact", &format!("FREQ=WEEKLY;BYDAY=TU 09:00-{end} UTC")]);
    }
    for text in ["Tuesdays 9:00 UTC, first 10 minutes are social", "每周二 9:00 UTC，提前10分钟入会"]
    {
        let reading = read(text, Context::default());
        assert_eq!(reading.cadences[0].clock.and_then(|clock| clock.end), None, "{text}");
    }
    reads("Tuesdays 11:00-1:00 UTC", &["assumed: end-after-noon", "FREQ=WEEKLY;BYDAY=TU 11:00-13:00 UTC"]);
}

#[test]
fn a_zone_before_a_time_is_of_that_time() {
    reads(
        "北京时间每周二 9:00，美西时间每周一 18:00",
        &[
            "exact: several-rules",
            "FREQ=WEEKLY;BYDAY=TU 09:00 Asia/Shanghai",
            "FREQ=WEEKLY;BYDAY=MO 18:00 America/Los_Angeles",
        ],
    );
    reads(
        "PT every Tuesday 7:00 / CET 16:00",
        &["exact: same-instant", "FREQ=WEEKLY;BYDAY=TU 07:00 America/Los_Angeles"],
    );
    reads("Thursdays 9:00 CST (UTC+8)", &["exact: zone-settled", "FREQ=WEEKLY;BYDAY=TH 09:00 Asia/Shanghai"]);
    reads("Tuesdays at 7:00 in the evening UTC", &["exact", "FREQ=WEEKLY;BYDAY=TU 19:00 UTC"]);
    reads("Tuesdays half past 9 am UTC", &["exact", "FREQ=WEEKLY;BYDAY=TU 09:30 UTC"]);
}

/// A word is never corrected; one that is written as a zone of the database is named where no other is.
#[test]
fn a_zone_that_does_not_exist_is_named() {
    let told = |text: &str| -> Vec<String> {
        let reading = sigcal::cadence::read(text, sigcal::cadence::Context::default());
        reading.notes.iter().map(|note| format!("{}: {}", &text[note.span.clone()], note.message)).collect()
    };
    assert_eq!(
        told("every Tuesday 9:00 America/Los_Angles"),
        ["America/Los_Angles: no zone is called `America/Los_Angles`, but `America/Los_Angeles`"]
    );
    assert_eq!(
        told("every Tuesday 9:00 Amerika/New_York"),
        ["Amerika/New_York: no zone is called `Amerika/New_York`, but `America/New_York`"]
    );
    assert_eq!(
        told("Tuesdays 9:00 Etc/Nowhere")[0].split(", ").next(),
        Some("Etc/Nowhere: no zone is called `Etc/Nowhere`")
    );
    assert_eq!(told("every Tuesday 9:00 Europe/Berlin"), [""; 0]);
    assert_eq!(told("every Tuesday 9:00 docs/notes"), ["9:00: no zone is named"]);
    assert_eq!(
        told("every Tuesday 9am Pacfic"),
        ["9am: no zone is named", "Pacfic: no zone that is known, if it is meant for one"]
    );
    assert_eq!(told("every Tuesday 9am Pacific plates"), [""; 0]);
    assert_eq!(told("every Tuesday 9am Wet plates"), ["9am: no zone is named"]);
}
