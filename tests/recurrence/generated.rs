//! What holds of any rule.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use sigcal::schedule::rule_starts;
use sigcal::time::{Window, Zone};

use super::rules;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_rule_text_panics(
        rule in "FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL=[1-9][0-9]{0,9}|COUNT=[1-9][0-9]{0,4}\
                 |UNTIL=[0-9]{8}(T[0-9]{6}Z?)?|BY(MONTH|MONTHDAY|YEARDAY|WEEKNO|HOUR|MINUTE|SECOND|SETPOS)=-?[0-9]{1,3}\
                 |BYDAY=(-?[1-5])?(MO|SU)|WKST=(SU|WE)|.{0,6})){0,4}",
        year in 0..=9999i32,
        ordinal in 1..=365u32,
        later in 0..400_000i64,
    ) {
        let date = NaiveDate::from_yo_opt(year, ordinal).expect("every year has 365 days");
        let mut set = rules("2026-01-01 09:00", "Australia/Lord_Howe", &[&rule]);
        set.dtstart = date.and_hms_opt(23, 30, 59).expect("a time of day");
        let from = set.dtstart.and_utc() + TimeDelta::days(later);
        let window = Window { from, to: from + TimeDelta::days(2) };
        if let Ok(starts) = rule_starts(&set, Zone::utc(), window) {
            prop_assert!(starts.is_sorted_by(|a, b| a.start < b.start));
        }
    }

    /// Entered near a window, a rule has the starts that it has there when it is followed from DTSTART.
    #[test]
    fn a_rule_is_the_same_from_wherever_it_is_looked_at(
        freq in "(DAILY|WEEKLY|MONTHLY|YEARLY)",
        interval in 1..=9u32,
        parts in "(;BYMONTH=[1-9])?(;BYDAY=(MO|TU,FR|SU))?(;BYSETPOS=-?1)?(;WKST=SU)?",
        begin in 0..3000i64,
        later in 0..2000i64,
    ) {
        let rule = format!("FREQ={freq};INTERVAL={interval}{parts}");
        let mut set = rules("2020-01-01 09:00", "America/New_York", &[&rule]);
        set.dtstart += TimeDelta::days(begin);
        let to = set.dtstart.and_utc() + TimeDelta::days(later + 800);
        let from = set.dtstart.and_utc() + TimeDelta::days(later);
        let all = rule_starts(&set, Zone::utc(), Window { from: set.dtstart.and_utc() - TimeDelta::days(1), to });
        let near = rule_starts(&set, Zone::utc(), Window { from, to });
        let all = all.map(|all| all.into_iter().filter(|start| from <= start.start).collect::<Vec<_>>());
        prop_assert_eq!(near, all);
    }
}
