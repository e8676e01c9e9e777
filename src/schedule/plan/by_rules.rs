//! Where general rules begin and end, and whether they can be followed at all.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::super::{RuleError, general};
use super::{Fault, last_year_laid_out};
use crate::directory::{RuleSet, When};
use crate::time::{Window, Zone, civil, resolve};

/// The date of the first occurrence by general rules, with its exceptions or without.
pub(super) fn first(rules: &RuleSet, lasts: TimeDelta) -> Result<NaiveDate, Fault> {
    let fault = |error: RuleError| {
        let (check, remedy) = match error {
            RuleError::TooLong { .. } => {
                ("rule-too-long", "let it happen less often, or give it a later start")
            }
            RuleError::Unreadable(_) => ("rrule", "write it as `FREQ=MONTHLY;BYDAY=2WE` (RFC 5545 3.3.10)"),
        };
        (check, error.to_string(), remedy.to_owned())
    };
    let years = last_year_laid_out(rules.dtstart.year()) - rules.dtstart.year();
    general::can_be_followed(rules, lasts, years).map_err(fault)?;
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    let begin = rules.dtstart.date();
    // What is left of a meeting may be its changed instances.
    let changed = rules.overrides.iter().filter(|change| !change.cancelled);
    let first = changed.map(|change| match change.start {
        When::Civil(civil) => civil.date(),
        When::Instant(start) => civil(start, zone).date(),
    });
    if let Some(first) = first.min() {
        return Ok(first.min(begin));
    }
    // An RDATE may be before DTSTART.
    let from = begin.checked_sub_days(Days::new(366)).unwrap_or(begin);
    for days in [7, 40, 400, 4_000, 15_000] {
        let Some(end) = begin.checked_add_days(Days::new(days)) else { break };
        let starts = general::starts(rules, zone, Window::days(from, end, zone)).map_err(fault)?;
        if let Some(start) = starts.first() {
            return Ok(start.civil.date());
        }
    }
    let message = format!("no date of its rules follows {begin}");
    Err(("never-happens", message, "check the rule, the start and what is excluded".to_owned()))
}

/// The start of the last occurrence by general rules up to a date.
pub(super) fn last(rules: &RuleSet, last: NaiveDate) -> Option<DateTime<Utc>> {
    let end = last.succ_opt()?;
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    let earliest = rules.dtstart.date().checked_sub_days(Days::new(366)).unwrap_or(NaiveDate::MIN);
    for back in [7, 70, 800, 40_000] {
        let from = end.checked_sub_days(Days::new(back)).unwrap_or(earliest).max(earliest);
        let starts = general::starts(rules, zone, Window::days(from, end, zone)).unwrap_or_default();
        if let Some(start) = starts.last() {
            return Some(start.start);
        }
    }
    Some(resolve(rules.dtstart, zone))
}

#[cfg(test)]
mod tests {
    use crate::directory::load;
    use crate::schedule::plan;

    #[test]
    fn rules_that_cannot_be_followed_are_no_series() {
        let found = |keys: &str| {
            let text = format!("events:\n- {{ name: E, tz: UTC, {keys} }}\n");
            let (series, findings) = plan(&load(&text).community.expect("a community"));
            (series.len(), findings.into_iter().map(|finding| finding.check).collect::<Vec<_>>())
        };
        let from = |rule: &str| found(&format!("rrule: \"{rule}\", start: 2026-01-01 09:00"));
        assert_eq!(from("FREQ=MONTHLY;BYDAY=2WE"), (1, vec![]));
        assert_eq!(from("FREQ=MINUTELY"), (1, vec![]));
        assert_eq!(from("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), (1, vec![]));
        assert_eq!(from("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), (0, vec!["never-happens"]));
        assert_eq!(from("FREQ=DAILY;UNTIL=20250101T000000Z"), (0, vec!["never-happens"]));
        for rule in [
            "FREQ=SECONDLY",
            "FREQ=SECONDLY;BYSECOND=1;BYSETPOS=2",
            "FREQ=DAILY;COUNT=99999999;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=1,2,3,4,5,6",
        ] {
            assert_eq!(from(rule), (0, vec!["rule-too-long"]), "{rule}");
        }
        // Each week would have all minutes of the year before it.
        let long = found("rrule: FREQ=MINUTELY, start: 2026-01-01 09:00, duration: 8760h");
        assert_eq!(long, (0, vec!["rule-too-long"]));
        let ends = found("rrule: FREQ=DAILY, start: 2026-01-01 09:00, until: 2026-01-01");
        assert_eq!(ends, (1, vec![]));
        // A Thursday, and the first Monday is the fifth.
        let ends = found("rrule: FREQ=WEEKLY;BYDAY=MO, start: 2026-01-01 09:00, until: 2026-01-03");
        assert_eq!(ends, (0, vec!["ends-before-it-starts"]));
    }
}
