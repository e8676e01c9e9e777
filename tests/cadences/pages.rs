//! What stands around a cadence on a community's page: links, titles, other zones, exceptions.

use super::reads;

const PT: &str = "America/Los_Angeles";

#[test]
fn addresses_are_noise_whatever_they_hold() {
    let weekly = ["exact", "FREQ=WEEKLY;BYDAY=FR 16:00 Etc/GMT-8"];
    reads("每周五 16:00 UTC+8 — [会议链接](https://example.org/j/1?t=9:00&tz=PT)", &weekly);
    reads("every [Friday at 16:00 UTC+8](https://example.org/compare/1000_in_PT) (sig@example.org)", &weekly);
    reads("every Friday [16:00 UTC+8][biweekly]", &weekly);
    let other = ["assumed: no-anchor".to_owned(), format!("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 09:00 {PT}")];
    reads("every other [Tuesday](https://example.org) at 9 AM PT", &other.each_ref().map(String::as_str));
}

#[test]
fn a_time_has_its_end_however_that_is_written() {
    for text in [
        "Mondays from 1:30pm UTC - 2:15pm UTC",
        "Mondays 13:30--14:15 UTC",
        "Mondays 1330hrs until 1415hrs UTC",
        "Mondays [13:30 UTC](https://example.org) to [14:15 UTC](https://example.org)",
        "每周一 下午1点30分至下午2点15分 UTC",
        "每周一 13:30点~14:15点 UTC",
    ] {
        reads(text, &["exact", "FREQ=WEEKLY;BYDAY=MO 13:30-14:15 UTC"]);
    }
    reads("每周一 上午9点至下午5点 UTC", &["exact", "FREQ=WEEKLY;BYDAY=MO 09:00-17:00 UTC"]);
}

#[test]
fn a_gloss_on_another_weekday_is_the_same_meeting() {
    let meeting = format!("FREQ=WEEKLY;BYDAY=TU 17:00 {PT}");
    for text in [
        "Tuesdays 5pm PT (Wednesday 01:00 UTC)",
        "Tuesdays 5pm PT / Wednesdays 9:00 Beijing time",
        "Tuesdays 17:00 PT / 01:00 (+1) UTC",
    ] {
        reads(text, &["exact: same-instant", &meeting]);
    }
    reads(
        "Tuesdays 5pm PT, Wednesdays 9:00 PT",
        &["exact: several-rules", &meeting, &format!("FREQ=WEEKLY;BYDAY=WE 09:00 {PT}")],
    );
}

#[test]
fn the_next_day_may_be_said() {
    reads("Tuesdays 00:30 (+1) UTC", &["assumed: next-day", "FREQ=WEEKLY;BYDAY=WE 00:30 UTC"]);
    reads("每周五晚12:00 北京时间", &["assumed: next-day", "FREQ=WEEKLY;BYDAY=SA 00:00 Asia/Shanghai"]);
    reads("每周五 23:00-次日1:00 北京时间", &["exact", "FREQ=WEEKLY;BYDAY=FR 23:00-01:00 Asia/Shanghai"]);
    reads(
        "biweekly Thursday 24:00 UTC starting 2018-06-14",
        &["assumed: next-day", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 00:00 UTC from 2018-06-15"],
    );
}

#[test]
fn a_place_behind_a_time_is_its_zone() {
    for (text, zone) in [
        ("Mondays 16:00 Poland", "Europe/Warsaw"),
        ("Mondays 16:00 in Shanghai", "Asia/Shanghai"),
        ("Mondays 4 PM Central European", "Europe/Berlin"),
        ("Mondays 16:00 Central", "America/Chicago"),
    ] {
        reads(text, &["exact", &format!("FREQ=WEEKLY;BYDAY=MO 16:00 {zone}")]);
    }
    // Words that are letters of a zone elsewhere are no place.
    reads("Mondays 9:00 Wet plates", &["assumed: no-zone", "FREQ=WEEKLY;BYDAY=MO 09:00"]);
    // Letters that begin a name are none.
    reads("ET碎碎念，每周一 18:15", &["assumed: no-zone", "FREQ=WEEKLY;BYDAY=MO 18:15"]);
    // The zone nearest before a time is its own; what stands before is a title.
    reads("太平洋时间：北京时间 每周三 10:00", &["exact", "FREQ=WEEKLY;BYDAY=WE 10:00 Asia/Shanghai"]);
    reads(
        "每周四 美东 2:00 PM / 美西 11:00 AM",
        &["exact: same-instant", "FREQ=WEEKLY;BYDAY=TH 14:00 America/New_York"],
    );
}

#[test]
fn exceptions_leave_the_rule_of_the_other_dates() {
    for (text, rule) in [
        ("Tuesdays 9:00 UTC except the fourth Tuesday every month", "MONTHLY;BYDAY=1TU,2TU,3TU,5TU"),
        ("weekly 9:00 UTC, except fourth Tuesday", "MONTHLY;BYDAY=1TU,2TU,3TU,5TU"),
        ("Fridays 9:00 UTC; no meeting on the last Friday", "MONTHLY;BYDAY=-5FR,-4FR,-3FR,-2FR"),
        (
            "third Thursday of the month 9:00 UTC, with the exception of December",
            "MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11;BYDAY=3TH",
        ),
        ("每晚9点 UTC+0，周六休息", "WEEKLY;BYDAY=MO,TU,WE,TH,FR,SU"),
    ] {
        let time = if rule.contains("SU") { "21:00" } else { "09:00" };
        reads(text, &["exact: exception", &format!("FREQ={rule} {time} UTC")]);
    }
    reads(
        "every other Tuesday 9:00 UTC, except the first Tuesday",
        &["assumed: no-anchor, passed-over", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 09:00 UTC"],
    );
}

#[test]
fn turns_that_are_counted_already_are_not_counted_twice() {
    let slots = [
        "assumed: alternation, no-anchor",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 10:00 UTC",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 14:00 UTC",
    ];
    reads("Thursdays, alternate between 10:00 and 14:00 UTC", &slots);
    reads("Alternating between every other Thursday 10:00 UTC and every other Thursday 14:00 UTC", &slots);
    reads(
        "Thursdays 9:00 UTC (alternating with the APAC meeting)",
        &["assumed: no-anchor, relative-to-other", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 09:00 UTC"],
    );
}

#[test]
fn how_often_may_be_said_twice_and_before_the_turns() {
    // Every two weeks, and in turn: each slot every four.
    reads(
        "every two weeks on Tuesdays, alternating between 15:00 and 8:00 UTC",
        &[
            "assumed: alternation, no-anchor",
            "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU 15:00 UTC",
            "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU 08:00 UTC",
        ],
    );
    reads(
        "Starting on 1 September 2022, calls alternate weekly between Wednesday 20:00 UTC and Thursday 14:00 UTC",
        &[
            "assumed: alternation",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 20:00 UTC from 2022-09-01",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 14:00 UTC from 2022-09-01",
        ],
    );
    reads(
        "a bi-weekly meeting, every second Wednesday 8:00 UTC",
        &["assumed: no-anchor", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 08:00 UTC"],
    );
    reads("every Wednesday of the month 8:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=WE 08:00 UTC"]);
    reads(
        "uneven weeks Wednesday 8:00 UTC",
        &["assumed: iso-weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 08:00 UTC"],
    );
}

#[test]
fn weeks_of_the_month_and_their_weekday_may_stand_apart() {
    reads(
        "1st, 3rd and 5th week of the month on Thursdays at 15:30 UTC",
        &["assumed: nth-week", "FREQ=MONTHLY;BYDAY=1TH,3TH,5TH 15:30 UTC"],
    );
    reads(
        "Fridays at 12:00 UTC during weeks with odd numbers",
        &["assumed: iso-weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 12:00 UTC"],
    );
    reads(
        "biweekly-odd Thursday 2100 UTC",
        &["assumed: iso-weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 21:00 UTC"],
    );
    reads(
        "Mondays: Week 1: 9:00 UTC, Week 2: 15:00 UTC",
        &[
            "ambiguous: ambiguous-position",
            "perhaps FREQ=WEEKLY;BYDAY=MO 09:00 UTC",
            "perhaps FREQ=WEEKLY;BYDAY=MO 15:00 UTC",
        ],
    );
}

#[test]
fn a_date_by_itself_may_be_one_on_which_it_met() {
    reads(
        "Time: Mar 6, 2025 03:00 PM Taipei Every 2 weeks on Thu, until Dec 25, 2025",
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 15:00 Asia/Taipei from 2025-03-06 until 2025-12-25"],
    );
    reads(
        "every other Thursday 9:00 UTC (first meeting: 2025-03-06)",
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 09:00 UTC from 2025-03-06"],
    );
    // Others may be of anything.
    for text in [
        "every other Thursday 9:00 UTC, updated 2025-03-05",
        "every other Thursday 9:00 UTC 2025-03-06 2025-03-20",
    ] {
        reads(text, &["assumed: no-anchor, passed-over", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 09:00 UTC"]);
    }
    reads(
        "every Thursday 10:30AM ET, starting on 01/30/25",
        &["exact", "FREQ=WEEKLY;BYDAY=TH 10:30 America/New_York from 2025-01-30"],
    );
    reads(
        "starting Monday, 5 Dec 2022 @ 14:00 UTC and repeating every two weeks",
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 14:00 UTC from 2022-12-05"],
    );
    reads(
        "biweekly Tuesday 11:00 UTC starting Wednesday March 31st, 2020",
        &["assumed: start-off-weekday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 11:00 UTC from 2020-03-31"],
    );
}

#[test]
fn the_halves_of_the_year_are_one_wall_clock_where_it_is_said_whose() {
    reads(
        "Mondays 17:00 UTC in European winter time, 16:00 UTC in European summer time",
        &["exact: seasonal-utc", "FREQ=WEEKLY;BYDAY=MO 18:00 Europe/Berlin"],
    );
    reads(
        "Mondays 16:00 UTC in summer, 17:00 UTC in winter",
        &[
            "ambiguous: passed-over",
            "perhaps FREQ=WEEKLY;BYDAY=MO 16:00 UTC",
            "perhaps FREQ=WEEKLY;BYDAY=MO 17:00 UTC",
        ],
    );
}

#[test]
fn a_frequency_that_may_be_misspelt_is_not_taken_for_every_week() {
    reads(
        "bimonthy, Thursday 14:00 UTC",
        &["ambiguous: nearest-word, weekly-implied", "perhaps FREQ=WEEKLY;BYDAY=TH 14:00 UTC"],
    );
    for text in [
        "every Tuesday and Thurday 14:00 UTC",
        "weekly on secnd Tuesday 14:00 UTC",
        "weekly on Tuesday and Wensday 14:00 UTC",
    ] {
        reads(text, &["ambiguous: nearest-word", "perhaps FREQ=WEEKLY;BYDAY=TU 14:00 UTC"]);
    }
    reads(
        "first Monday and thrid Monday 14:00 UTC",
        &["ambiguous: nearest-word", "perhaps FREQ=MONTHLY;BYDAY=1MO 14:00 UTC"],
    );
    // Words that are as near and mean nothing of the kind.
    for text in ["weekly, Tuesday 14:00 UTC, with others", "weekly, Tuesday 14:00 UTC, money matters"] {
        reads(text, &["exact", "FREQ=WEEKLY;BYDAY=TU 14:00 UTC"]);
    }
    reads(
        "Mondays 10:00 UTC, daily during the code freeze",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=WEEKLY;BYDAY=MO 10:00 UTC",
            "perhaps FREQ=DAILY 10:00 UTC",
        ],
    );
    reads("on demand, Wednesday 16:00 UTC", &["irregular: no-fixed-time, weekly-implied"]);
}

#[test]
fn what_a_meeting_is_called_yields_to_how_often_it_is() {
    let other = ["assumed: no-anchor", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00 UTC"];
    reads("WG Serving Weekly Meeting: Wednesdays 9:00 UTC (biweekly)", &other);
    reads("社区周会：双周周三 9:00 UTC", &other);
    reads("社区周会：周三 9:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=WE 09:00 UTC"]);
}

#[test]
fn chinese_weekdays_run_on_and_numerals_count() {
    reads("每周三周四 20:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=WE,TH 20:00 UTC"]);
    reads("每周二/四/日 20:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=TU,TH,SU 20:00 UTC"]);
    reads("每周末 20:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=SA,SU 20:00 UTC"]);
    reads("月末周五 20:00 UTC", &["exact", "FREQ=MONTHLY;BYDAY=-1FR 20:00 UTC"]);
    reads(
        "每两周一期，隔周日 20:00 UTC，起始日期 2026-09-13",
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU 20:00 UTC from 2026-09-13"],
    );
    reads("每晚八点半 UTC", &["exact", "FREQ=DAILY 20:30 UTC"]);
}
