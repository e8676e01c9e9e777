//! What a series has on a date by its rule, and where it can begin.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::super::expand::dates;
use super::super::{Exception, Recurrence, Series, Start, general};
use crate::time::{Window, Zone, resolve};

/// For how long after its start a meeting that is skipped throughout is taken to be skipped for ever.
pub(super) const SKIPPED_FOR_EVER: TimeDelta = TimeDelta::days(5 * 366);

/// What happens from one date to another, both included: the date, and the civil start by the rule, which is on
/// another date where a move was laid out.
pub(super) fn on_dates(series: &Series, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDateTime)> {
    let Some(end) = to.succ_opt() else { return vec![] };
    let ruled = by_rule(series, from, end).into_iter().filter(|start| within(series, *start));
    if series.exceptions.is_empty() {
        return ruled.map(|start| (start.date(), start)).collect();
    }
    let laid_out: BTreeSet<NaiveDateTime> = series.exceptions.iter().map(Exception::original).collect();
    let ruled = ruled.filter(|start| !laid_out.contains(start)).map(|start| (start.date(), start));
    let moved = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Moved { original, to, .. } => Some((to.date(), *original)),
        Exception::Excluded { .. } | Exception::Cancelled { .. } => None,
    });
    let moved = moved.filter(|(date, original)| (from..end).contains(date) && within(series, *original));
    let mut all: Vec<(NaiveDate, NaiveDateTime)> = ruled.chain(moved).collect();
    all.sort();
    all
}

/// The civil starts that a series has by its rule from one date up to but without another, exceptions or not.
pub(in crate::schedule) fn originals(series: &Series, from: NaiveDate, end: NaiveDate) -> Vec<NaiveDateTime> {
    by_rule(series, from, end).into_iter().filter(|start| within(series, *start)).collect()
}

/// The civil starts by the rule from one date up to but without another.
fn by_rule(series: &Series, from: NaiveDate, end: NaiveDate) -> Vec<NaiveDateTime> {
    let first = series.start.civil();
    let mut found: Vec<NaiveDateTime> = match &series.recurrence {
        Recurrence::Once => vec![first],
        Recurrence::Rule(rule) => {
            let mut found = Vec::new();
            dates(rule, first.date(), from, end, &mut found);
            found.into_iter().map(|date| date.and_time(first.time())).collect()
        }
        Recurrence::General(rules) => {
            let zone = rules.zone.unwrap_or_else(Zone::utc);
            let starts = general::starts(rules, zone, Window::days(from, end, zone)).unwrap_or_default();
            starts.into_iter().map(|start| start.civil).collect()
        }
    };
    found.retain(|start| (from..end).contains(&start.date()));
    found
}

fn within(series: &Series, start: NaiveDateTime) -> bool {
    let instant = match series.start {
        Start::Timed(_, zone) => resolve(start, zone),
        Start::AllDay(_) | Start::Floating(_) => start.and_utc(),
    };
    series.until.is_none_or(|until| instant <= until)
}

/// A series does not begin with an instance that is excluded: some programs show it all the same. Says whether there
/// is one with which it can begin.
pub(in crate::schedule) fn begin_after_exclusions(series: &mut Series) -> bool {
    let excluded: BTreeSet<NaiveDateTime> = series
        .exceptions
        .iter()
        .filter(|exception| matches!(exception, Exception::Excluded { .. }))
        .map(Exception::original)
        .collect();
    let first = series.start.civil();
    // An imported series keeps the start that its own rules count from.
    if matches!(series.recurrence, Recurrence::General(_)) || !excluded.contains(&first) {
        return true;
    }
    let first = first.date();
    // Of a rule of every so many years there is little in five.
    for span in [SKIPPED_FOR_EVER, SKIPPED_FOR_EVER * 8] {
        let all = by_rule(series, first, first + span);
        let begin = all.iter().find(|start| !excluded.contains(start));
        if let Some(begin) = begin {
            if !within(series, *begin) {
                return false;
            }
            series.exceptions.retain(|exception| exception.original() >= *begin);
            series.start = series.start.at(*begin);
            return true;
        }
        if all.len() > 2 {
            return false;
        }
    }
    false
}
