//! Whether a planned series is one that subscribers have.

use chrono::{DateTime, Utc};

use super::past::{instant, last_shown, originals_before};
use super::record::rules;
use crate::directory::RuleSet;
use crate::schedule::Series;
use crate::schedule::plan::originals;

/// Whether a series that was shown is a planned one, at an instant.
pub(super) type Same = fn(&Series, &Series, DateTime<Utc>) -> bool;

/// What makes a planned series one that subscribers have, the surest first. An extra meeting is the one at its time, else that
/// of its date, and never one of the cadence.
pub(super) const SAME: [Same; 7] = [
    |old, new, _| are_extra(old, new) && old.start == new.start,
    |old, new, _| are_extra(old, new) && old.uid == new.uid,
    |old, new, now| {
        old.uid == new.uid && (same_rule(old, new) || same_past(old, new, now)) && goes_on(old, new, now)
    },
    |old, new, now| {
        same_rule(old, new) && (old.start == new.start || old.until == new.until) && goes_on(old, new, now)
    },
    |old, new, now| (same_rule(old, new) || same_past(old, new, now)) && goes_on(old, new, now),
    // Of what has not happened yet, there is no past to keep.
    |old, new, now| are_of_cadences(old, new) && old.uid == new.uid && last_shown(old, now).is_none(),
    |old, new, now| are_of_cadences(old, new) && last_shown(old, now).is_none(),
];

fn are_extra(old: &Series, new: &Series) -> bool {
    old.extra.is_some() && new.extra.is_some()
}

fn are_of_cadences(old: &Series, new: &Series) -> bool {
    old.extra.is_none() && new.extra.is_none()
}

/// Whether two series happen at the same times wherever both do: one clock, one rule, the same weeks.
pub(super) fn same_rule(old: &Series, new: &Series) -> bool {
    let (a, b) = (rules(old), rules(new));
    same_clock(old, new, &a, &b)
        && (&a.rrules, &a.exrules) == (&b.rrules, &b.exrules)
        && a.dtstart.time() == b.dtstart.time()
        && (a.dtstart == b.dtstart || !counted(&a) && (has(old, new) || has(new, old)))
}

/// Whether what has happened of one happens in the other too.
fn same_past(old: &Series, new: &Series, now: DateTime<Utc>) -> bool {
    let (a, b) = (rules(old), rules(new));
    let begin = a.dtstart;
    let past = originals_before(old, begin, now);
    same_clock(old, new, &a, &b) && !past.is_empty() && past == originals_before(new, begin, now)
}

/// Whether a planned series takes up a shown one where that stands: it is there already where the other is, and adds nothing
/// to a past in which the other had ended.
fn goes_on(old: &Series, new: &Series, now: DateTime<Utc>) -> bool {
    if !are_of_cadences(old, new) || last_shown(old, now).is_none() {
        return are_of_cadences(old, new);
    }
    let skipped = new.skipped.iter().map(|skipped| skipped.original);
    let first = skipped.fold(new.start.civil(), std::cmp::Ord::min);
    if first != old.start.civil() && instant(new, first) >= now {
        return false;
    }
    // One that was over before is another.
    if new.until.is_some_and(|until| until < instant(old, old.start.civil())) {
        return false;
    }
    let Some(over) = old.until.filter(|until| *until < now) else { return true };
    originals_before(new, old.start.civil(), now).iter().all(|start| instant(new, *start) <= over)
}

fn same_clock(old: &Series, new: &Series, a: &RuleSet, b: &RuleSet) -> bool {
    are_of_cadences(old, new) && (a.zone, a.all_day, old.duration) == (b.zone, b.all_day, new.duration)
}

/// What counts its starts has others when it begins elsewhere.
fn counted(rules: &RuleSet) -> bool {
    rules.rrules.iter().chain(&rules.exrules).any(|rule| rule.contains("COUNT="))
}

/// Whether the first start of one is among those of the other, however long that goes on.
fn has(series: &Series, other: &Series) -> bool {
    let start = other.start.civil();
    let endless = Series { until: None, ..series.clone() };
    start.date().succ_opt().is_some_and(|end| originals(&endless, start.date(), end).contains(&start))
}
