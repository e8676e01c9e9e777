//! What of a series has happened.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::schedule::plan::originals;
use crate::schedule::{Exception, Series, Start};
use crate::time::resolve;

/// When a civil time of a series is; without a zone, as if it were in UTC, as bounds of such series are.
pub(super) fn instant(series: &Series, civil: NaiveDateTime) -> DateTime<Utc> {
    match series.start {
        Start::Timed(_, zone) => resolve(civil, zone),
        Start::AllDay(_) | Start::Floating(_) => civil.and_utc(),
    }
}

/// The civil starts by the rule from one on, up to but without an instant, exceptions or not.
pub(super) fn originals_before(
    series: &Series,
    from: NaiveDateTime,
    before: DateTime<Utc>,
) -> Vec<NaiveDateTime> {
    // No wall clock is a day away from UTC.
    let end = before.naive_utc().date() + TimeDelta::days(2);
    let mut starts = originals(series, from.date(), end);
    starts.retain(|start| *start >= from && instant(series, *start) < before);
    starts
}

/// The last original start of what has happened or was shown as cancelled before an instant: one that was moved behind it has
/// not, and one that was moved before it has.
pub(super) fn last_shown(series: &Series, before: DateTime<Utc>) -> Option<NaiveDateTime> {
    let exception =
        |start: &NaiveDateTime| series.exceptions.iter().find(|exception| exception.original() == *start);
    let mut shown = originals_before(series, series.start.civil(), before);
    shown.retain(|start| matches!(exception(start), None | Some(Exception::Cancelled { .. })));
    let moved_here = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Moved { original, to, .. } => (instant(series, *to) < before).then_some(*original),
        Exception::Excluded { .. } | Exception::Cancelled { .. } => None,
    });
    shown.into_iter().chain(moved_here).max()
}

/// Whether a series has a start by its rule, exceptions or not.
pub(super) fn has_original(series: &Series, start: NaiveDateTime) -> bool {
    start.date().succ_opt().is_some_and(|end| originals(series, start.date(), end).contains(&start))
}

/// The last moment before an instant at which a series has or had anything, whatever became of it.
pub(super) fn last_past(series: &Series, before: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let originals = originals_before(series, series.start.civil(), before);
    let originals = originals.last().map(|last| instant(series, *last));
    let excepted = series.exceptions.iter().flat_map(|exception| match exception {
        Exception::Moved { original, to, .. } => [*original, *to],
        Exception::Cancelled { original, at, .. } => [*original, *at],
        Exception::Excluded { original } => [*original, *original],
    });
    let skipped = series.skipped.iter().map(|skipped| skipped.original);
    let all = excepted.chain(skipped).map(|civil| instant(series, civil)).filter(|at| *at < before);
    all.chain(originals).max()
}
