//! When a series is over.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{Exception, Recurrence, Series, Start, general};
use crate::directory::{Recur, RuleSet};
use crate::time::{Window, Zone, civil};

/// The last date on which a series happens, on its own wall clock; none where it goes on.
pub fn last_date(series: &Series) -> Option<NaiveDate> {
    let by_rule = match &series.recurrence {
        Recurrence::Once => series.start.civil(),
        Recurrence::Rule(_) => last_start(series)?,
        Recurrence::General(rules) => last_start(series).or_else(|| last_by_rules(rules))?,
    };
    let moved = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Moved { to, .. } => Some(*to),
        Exception::Excluded { .. } | Exception::Cancelled { .. } => None,
    });
    moved.chain([by_rule]).max().map(|last| last.date())
}

fn last_start(series: &Series) -> Option<NaiveDateTime> {
    let until = series.until?;
    Some(match series.start {
        Start::Timed(_, zone) => civil(until, zone),
        // The bounds of dates, and of times in no zone, are kept as if in UTC.
        Start::AllDay(_) | Start::Floating(_) => until.naive_utc(),
    })
}

/// The last start by rules all of which end. One that takes too long to follow is taken to go on.
fn last_by_rules(rules: &RuleSet) -> Option<NaiveDateTime> {
    let ends =
        |rule: &String| Recur::parse(rule).is_ok_and(|recur| recur.count.is_some() || recur.until.is_some());
    if !rules.rrules.iter().all(ends) {
        return None;
    }
    let always = Window { from: DateTime::<Utc>::MIN_UTC, to: DateTime::<Utc>::MAX_UTC };
    let starts = general::starts(rules, Zone::utc(), always).ok()?;
    starts.last().map(|start| start.civil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    /// The last date of each series.
    fn last(keys: &str) -> Vec<String> {
        let text = format!("events:\n- {{ name: E, {keys} }}\n");
        let (series, _) = plan(&load(&text).community.expect("a community"));
        let told = |series: &Series| last_date(series).map_or("goes on".to_owned(), |date| date.to_string());
        series.iter().map(told).collect()
    }

    #[test]
    fn a_cadence_is_over_with_its_last_date_and_goes_on_without_one() {
        assert_eq!(last("cadence: every Monday 21:00 PT, start: 2026-01-05"), ["goes on"]);
        assert_eq!(last("cadence: every Monday 21:00 PT, until: 2026-02-20"), ["2026-02-16"]);
        let moved = "moved: [{ on: 2026-02-16, to: 2026-02-27 09:00 }]";
        assert_eq!(
            last(&format!("cadence: every Monday 21:00 PT, until: 2026-02-20, {moved}")),
            ["2026-02-27"]
        );
        let both = "cadence: second and fourth Thursday 9:00 PT, until: 2026-03-20";
        assert_eq!(last(both), ["2026-03-12", "2026-02-26"]);
    }

    #[test]
    fn rules_are_over_where_all_of_them_end() {
        let from = |rules: &str| last(&format!("tz: PT, rrule: [{rules}], start: 2026-01-05 21:00"));
        assert_eq!(from("FREQ=WEEKLY;BYDAY=MO;COUNT=3"), ["2026-01-19"]);
        assert_eq!(from("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260301T000000Z"), ["2026-02-23"]);
        assert_eq!(from("FREQ=WEEKLY;BYDAY=MO;COUNT=3, FREQ=YEARLY"), ["goes on"]);
        assert_eq!(from("FREQ=MINUTELY;UNTIL=20990101T000000Z"), ["goes on"]);
        assert_eq!(last("on: [2026-05-05 9:00 PT, 2026-03-03 9:00 PT]"), ["2026-05-05"]);
        assert_eq!(
            last("tz: PT, rrule: FREQ=WEEKLY;BYDAY=MO, start: 2026-01-05 21:00, until: 2026-01-20"),
            ["2026-01-19"]
        );
    }
}
