//! Whether a planned series is one that subscribers have.

use chrono::{DateTime, Utc};

use super::past::originals_before;
use super::record::rules;
use crate::directory::RuleSet;
use crate::schedule::Series;
use crate::schedule::plan::originals;

/// Whether two series happen at the same times wherever both do: one clock, one rule, the same weeks.
pub(super) fn same_rule(old: &Series, new: &Series) -> bool {
    let (a, b) = (rules(old), rules(new));
    same_clock(old, new, &a, &b)
        && (&a.rrules, &a.exrules) == (&b.rrules, &b.exrules)
        && a.dtstart.time() == b.dtstart.time()
        && (a.dtstart == b.dtstart || has(old, new) || has(new, old))
}

/// Whether what has happened of one happens in the other too.
pub(super) fn same_past(old: &Series, new: &Series, now: DateTime<Utc>) -> bool {
    let (a, b) = (rules(old), rules(new));
    let begin = a.dtstart;
    let past = originals_before(old, begin, now);
    same_clock(old, new, &a, &b) && !past.is_empty() && past == originals_before(new, begin, now)
}

fn same_clock(old: &Series, new: &Series, a: &RuleSet, b: &RuleSet) -> bool {
    (a.zone, a.all_day, old.duration) == (b.zone, b.all_day, new.duration)
}

/// Whether the first start of one is among those of the other, however long that goes on.
fn has(series: &Series, other: &Series) -> bool {
    let start = other.start.civil();
    let endless = Series { until: None, ..series.clone() };
    start.date().succ_opt().is_some_and(|end| originals(&endless, start.date(), end).contains(&start))
}
