//! General rules, as RFC 5545 gives their instances, and as zones and awkward rules make them.

mod generated;

use chrono::{NaiveDateTime, TimeDelta};
use sigcal::directory::{RuleSet, When};
use sigcal::schedule::{RuleError, rule_starts};
use sigcal::time::{Window, Zone, civil};

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S"))
        .expect("a test's own time")
}

fn rules(dtstart: &str, tzid: &str, rrules: &[&str]) -> RuleSet {
    RuleSet {
        uid: None,
        dtstart: at(dtstart),
        zone: (!tzid.is_empty()).then(|| Zone::named(tzid).expect("a test's own zone")),
        all_day: false,
        rrules: rrules.iter().map(|rule| (*rule).to_owned()).collect(),
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
    }
}

/// The first starts up to 120 years on, at most `limit`, formatted as the wall clock of the set's zone shows them.
fn shown(rules: &RuleSet, format: &str, limit: usize) -> String {
    let from = rules.dtstart.and_utc() - TimeDelta::days(400);
    // Dense rules are looked at for a while only.
    let window = Window { from, to: from + TimeDelta::days(400 + 10) };
    let short = rule_starts(rules, Zone::utc(), window).expect("a test's own rule");
    let starts = if short.len() >= limit {
        short
    } else {
        let window = Window { from, to: from + TimeDelta::days(366 * 120) };
        rule_starts(rules, Zone::utc(), window).expect("a test's own rule")
    };
    let zone = rules.zone.unwrap_or(Zone::utc());
    let starts = starts.iter().take(limit).map(|start| civil(start.start, zone).format(format).to_string());
    starts.collect::<Vec<_>>().join(" ")
}

/// RFC 5545 3.8.5.3: every example starts at 9:00 in New York.
fn rfc(dtstart: &str, rule: &str, limit: usize) -> String {
    shown(&rules(&format!("{dtstart} 09:00"), "America/New_York", &[rule]), "%y-%m-%d", limit)
}

/// Instants, in UTC.
fn utc(rules: &RuleSet) -> Vec<String> {
    let from = rules.dtstart.and_utc() - TimeDelta::days(400);
    let window = Window { from, to: from + TimeDelta::days(366 * 40) };
    let starts = rule_starts(rules, Zone::utc(), window).expect("a test's own rule");
    starts.iter().map(|start| start.start.format("%m-%d %H:%M").to_string()).collect()
}

#[test]
fn rfc_5545_3_8_5_3_daily_and_weekly() {
    assert_eq!(rfc("1997-09-02", "FREQ=DAILY;COUNT=3", 9), "97-09-02 97-09-03 97-09-04");
    assert_eq!(
        rfc("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", 9),
        "97-09-02 97-09-12 97-09-22 97-10-02 97-10-12"
    );
    assert_eq!(rfc("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", 3), "97-09-02 97-09-16 97-09-30");
    assert_eq!(
        rfc("1997-09-02", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", 99),
        "97-09-02 97-09-04 97-09-09 97-09-11 97-09-16 97-09-18 97-09-23 97-09-25 97-09-30 97-10-02"
    );
}

/// "An example where the days generated makes a difference because of WKST".
#[test]
fn rfc_5545_3_8_5_3_the_week_starts_where_wkst_says() {
    let monday = rfc("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 9);
    assert_eq!(monday, "97-08-05 97-08-10 97-08-19 97-08-24");
    let sunday = rfc("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 9);
    assert_eq!(sunday, "97-08-05 97-08-17 97-08-19 97-08-31");
}

#[test]
fn rfc_5545_3_8_5_3_monthly() {
    assert_eq!(
        rfc("1997-09-05", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", 9),
        "97-09-05 97-10-03 97-11-07 97-12-05"
    );
    assert_eq!(
        rfc("1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", 4),
        "97-09-07 97-09-28 97-11-02 97-11-30"
    );
    assert_eq!(rfc("1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", 3), "97-09-22 97-10-20 97-11-17");
    assert_eq!(
        rfc("1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3", 6),
        "97-09-28 97-10-29 97-11-28 97-12-29 98-01-29 98-02-26"
    );
    assert_eq!(
        rfc("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 5),
        "98-02-13 98-03-13 98-11-13 99-08-13 00-10-13"
    );
    assert_eq!(
        rfc("1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 4),
        "97-09-29 97-10-30 97-11-27 97-12-30"
    );
    assert_eq!(
        rfc("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", 9),
        "07-01-15 07-01-30 07-02-15 07-03-15 07-03-30"
    );
}

#[test]
fn rfc_5545_3_8_5_3_yearly() {
    assert_eq!(rfc("1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", 3), "97-06-10 97-07-10 98-06-10");
    assert_eq!(
        rfc("1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", 4),
        "97-01-01 97-04-10 97-07-19 00-01-01"
    );
    assert_eq!(rfc("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", 3), "97-05-19 98-05-18 99-05-17");
    assert_eq!(rfc("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 3), "97-05-12 98-05-11 99-05-17");
    assert_eq!(
        rfc("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 3),
        "96-11-05 00-11-07 04-11-02"
    );
}

#[test]
fn rfc_5545_3_8_5_3_hours_and_minutes() {
    let shown = |rule| shown(&rules("1997-09-02 09:00", "America/New_York", &[rule]), "%d-%H:%M", 6);
    assert_eq!(shown("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z"), "02-09:00 02-12:00 02-15:00");
    assert_eq!(shown("FREQ=MINUTELY;INTERVAL=90;COUNT=4"), "02-09:00 02-10:30 02-12:00 02-13:30");
    let daily = shown("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40");
    assert_eq!(daily, "02-09:00 02-09:20 02-09:40 02-10:00 02-10:20 02-10:40");
    assert_eq!(shown("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16"), daily);
}

/// Every 90 minutes, in the hour from nine: the phase goes on where it is not that hour. The `rrule` crate loses it.
#[test]
fn a_rule_of_minutes_keeps_its_phase_through_hours_it_skips() {
    let rules = rules("2026-01-01 09:00", "UTC", &["FREQ=MINUTELY;INTERVAL=7;BYHOUR=9;BYSETPOS=1"]);
    assert!(shown(&rules, "%d-%H:%M", 11).ends_with("01-09:49 01-09:56 02-09:02 02-09:09"));
}

#[test]
fn a_gap_moves_an_instance_and_keeps_it() {
    let los_angeles = |dtstart, rule| utc(&rules(dtstart, "America/Los_Angeles", &[rule]));
    assert_eq!(
        los_angeles("2026-03-07 02:30", "FREQ=DAILY;COUNT=3"),
        ["03-07 10:30", "03-08 10:30", "03-09 09:30"]
    );
    // 2:30 becomes 3:30, which is an instance too: one instant, and COUNT has counted both.
    let rule = "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=30;COUNT=4";
    assert_eq!(los_angeles("2026-03-08 01:30", rule), ["03-08 09:30", "03-08 10:30", "03-09 08:30"]);
    // Midnight itself is in São Paulo's gap.
    let sao_paulo = rules("2018-11-03 00:30", "America/Sao_Paulo", &["FREQ=DAILY;COUNT=3"]);
    assert_eq!(utc(&sao_paulo), ["11-03 03:30", "11-04 03:30", "11-05 02:30"]);
}

#[test]
fn a_day_that_samoa_skipped_is_the_day_after() {
    let apia = rules("2011-12-28 09:00", "Pacific/Apia", &["FREQ=DAILY;COUNT=5"]);
    assert_eq!(utc(&apia), ["12-28 19:00", "12-29 19:00", "12-30 19:00", "12-31 19:00"]);
}

#[test]
fn until_is_an_instant_also_in_a_fold() {
    let until = |until| {
        let rule = format!("FREQ=DAILY;UNTIL={until}");
        utc(&rules("2026-10-31 01:30", "America/Los_Angeles", &[&rule])).len()
    };
    assert_eq!(until("20261101T083000Z"), 2);
    assert_eq!(until("20261101T082959Z"), 1);
    // On the series' own clock, and as a date, which is still in.
    assert_eq!(until("20261102T013000"), 3);
    assert_eq!(until("20261102T012959"), 2);
    assert_eq!(until("20261102"), 3);
}

#[test]
fn a_29th_of_february_waits_for_leap_years() {
    let yearly = |rule| shown(&rules("2024-02-29 12:00", "Europe/Berlin", &[rule]), "%Y", 4);
    assert_eq!(yearly("FREQ=YEARLY"), "2024 2028 2032 2036");
    assert_eq!(yearly("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SA"), "2048 2076 2116");
    let monthly = rules("2026-01-31 12:00", "Europe/Berlin", &["FREQ=MONTHLY"]);
    assert_eq!(shown(&monthly, "%m-%d", 4), "01-31 03-31 05-31 07-31");
}

#[test]
fn a_week_53_comes_only_in_years_that_have_one() {
    let rule = "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO";
    assert_eq!(
        shown(&rules("2015-12-28 10:00", "UTC", &[rule]), "%Y-%m-%d", 3),
        "2015-12-28 2020-12-28 2026-12-28"
    );
    let first = "FREQ=YEARLY;BYWEEKNO=1;BYDAY=TU";
    assert_eq!(
        shown(&rules("2025-12-30 10:00", "UTC", &[first]), "%Y-%m-%d", 3),
        "2025-12-30 2027-01-05 2028-01-04"
    );
}

/// The first days of a year may be in the last week of the year before, which has 52 weeks or 53.
#[test]
fn a_last_week_reaches_into_the_next_year() {
    let rule = "FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA";
    assert_eq!(
        shown(&rules("2010-12-01 10:00", "UTC", &[rule]), "%Y-%m-%d", 3),
        "2011-01-01 2011-12-31 2012-12-29"
    );
    let last = "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR";
    assert_eq!(
        shown(&rules("2020-12-01 10:00", "UTC", &[last]), "%Y-%m-%d", 3),
        "2021-01-01 2021-12-31 2022-12-30"
    );
}

/// A position counts what comes before DTSTART in its period, too, although that is no instance.
#[test]
fn a_position_is_one_of_the_whole_first_period() {
    let rule = "FREQ=WEEKLY;BYDAY=TU,FR;BYSETPOS=2";
    assert_eq!(shown(&rules("2026-06-04 10:00", "UTC", &[rule]), "%m-%d", 2), "06-05 06-12");
}

#[test]
fn an_ordinal_and_every_weekday_may_stand_together() {
    let shown = |rule| shown(&rules("2026-06-01 10:00", "UTC", &[rule]), "%m-%d", 5);
    assert_eq!(shown("FREQ=MONTHLY;BYDAY=1MO,TU;BYSETPOS=1,2,-1"), "06-01 06-02 06-30 07-06 07-07");
    assert_eq!(shown("FREQ=MONTHLY;BYDAY=-5MO,1WE"), "06-01 06-03 07-01 08-03 08-05");
    assert_eq!(shown("FREQ=YEARLY;BYDAY=-53TH"), "01-01 01-01 01-01 01-02 01-01");
    assert_eq!(shown("FREQ=MONTHLY;BYDAY=6MO"), "");
    assert_eq!(
        shown("FREQ=MONTHLY;BYHOUR=9,10,11;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=40"),
        "06-18 07-20 08-20 09-18 10-20"
    );
}

#[test]
fn a_start_that_does_not_match_its_rule_is_no_instance() {
    let rules = rules("2025-11-03 18:00", "America/Los_Angeles", &["FREQ=WEEKLY;BYDAY=WE;COUNT=2"]);
    assert_eq!(shown(&rules, "%m-%d", 9), "11-05 11-12");
}

#[test]
fn dates_are_added_and_excluded_as_instants() {
    let mut rules = rules("2025-11-05 18:00", "America/Los_Angeles", &["FREQ=WEEKLY;COUNT=4"]);
    rules.rdates = vec![When::Civil(at("2025-11-01 12:00")), When::Civil(at("2025-11-12 18:00"))];
    rules.exdates =
        vec![When::Instant(at("2025-11-20 02:00").and_utc()), When::Civil(at("2025-11-26 18:01"))];
    assert_eq!(utc(&rules), ["11-01 19:00", "11-06 02:00", "11-13 02:00", "11-27 02:00"]);
    rules.exrules = vec!["FREQ=WEEKLY;INTERVAL=2".to_owned()];
    assert_eq!(utc(&rules), ["11-01 19:00", "11-13 02:00", "11-27 02:00"]);
    rules.rrules.clear();
    rules.exrules.clear();
    assert_eq!(utc(&rules), ["11-01 19:00", "11-06 02:00", "11-13 02:00"]);
}

/// A date has four digits (RFC 5545 3.3.4).
#[test]
fn the_last_day_is_that_of_the_year_9999() {
    let set = rules("9999-12-27 09:00", "UTC", &["FREQ=WEEKLY;BYDAY=FR,SA"]);
    let window = Window { from: set.dtstart.and_utc(), to: set.dtstart.and_utc() + TimeDelta::days(40) };
    let starts = rule_starts(&set, Zone::utc(), window).expect("a test's own rule");
    assert_eq!(starts.iter().map(|start| start.civil).collect::<Vec<_>>(), [at("9999-12-31 09:00")]);
}

/// BYWEEKNO alone is all of the week (RFC 5545 does not say), and the year of a week is that of each of its days.
#[test]
fn a_week_alone_is_its_seven_days() {
    let days = |rule| shown(&rules("2024-12-29 10:00", "UTC", &[rule]), "%y-%m-%d", 8);
    assert_eq!(
        days("FREQ=YEARLY;BYWEEKNO=1"),
        "24-12-30 24-12-31 25-01-01 25-01-02 25-01-03 25-01-04 25-01-05 25-12-29"
    );
    assert_eq!(days("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO;COUNT=2"), "24-12-30 28-01-03");
}

#[test]
fn a_rule_that_never_happens_ends() {
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=-30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=SECONDLY;BYSECOND=1;BYSETPOS=2",
    ] {
        // The window is short: in a century of it, even looking at each second once takes a while.
        let set = rules("2025-01-06 09:00", "UTC", &[rule]);
        let from = at("2025-01-06 00:00").and_utc();
        let window = Window { from, to: from + TimeDelta::days(7) };
        assert_eq!(rule_starts(&set, Zone::utc(), window), Ok(vec![]), "{rule}");
    }
}

/// A rule without COUNT is entered near the window, however long it has been running.
#[test]
fn a_window_far_from_the_start_costs_no_more() {
    for (rule, starts) in [
        ("FREQ=SECONDLY", 7 * 86_400),
        ("FREQ=SECONDLY;COUNT=999999999999", 7 * 86_400),
        ("FREQ=MINUTELY;INTERVAL=7;BYHOUR=3", 60),
        ("FREQ=DAILY;INTERVAL=3", 2),
        ("FREQ=WEEKLY;INTERVAL=3167;BYDAY=MO,FR", 2),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-2SU", 1),
        ("FREQ=YEARLY;INTERVAL=6;BYMONTH=9;BYDAY=3WE", 1),
    ] {
        let set = rules("1970-01-05 09:00", "Asia/Kolkata", &[rule]);
        let from = at("2030-09-16 00:00").and_utc();
        let window = Window { from, to: from + TimeDelta::days(7) };
        assert_eq!(rule_starts(&set, Zone::utc(), window).map(|starts| starts.len()), Ok(starts), "{rule}");
    }
    let counted = rules("1970-01-05 09:00", "UTC", &["FREQ=SECONDLY;BYHOUR=9,10;COUNT=999999999999"]);
    let window = Window { from: at("2030-01-01 00:00").and_utc(), to: at("2030-01-08 00:00").and_utc() };
    assert!(matches!(rule_starts(&counted, Zone::utc(), window), Err(RuleError::TooLong { .. })));
    // Days that are asked in vain are steps, too.
    let sparse = rules("0001-01-01 09:00", "UTC", &["FREQ=DAILY;BYMONTH=1;BYMONTHDAY=1;COUNT=9999"]);
    let window = Window { from: at("6000-01-01 00:00").and_utc(), to: at("6000-01-08 00:00").and_utc() };
    assert!(matches!(rule_starts(&sparse, Zone::utc(), window), Err(RuleError::TooLong { .. })));
}
