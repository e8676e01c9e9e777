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

/// The last original start of what has happened or was shown as cancelled: one that was moved to before an instant counts,
/// too.
pub(super) fn last_shown(series: &Series, before: DateTime<Utc>) -> Option<NaiveDateTime> {
    let mut shown = originals_before(series, series.start.civil(), before);
    shown.retain(|start| {
        let exception = series.exceptions.iter().find(|exception| exception.original() == *start);
        !matches!(exception, Some(Exception::Excluded { .. }))
    });
    let moved_here = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Moved { original, to, .. } => (instant(series, *to) < before).then_some(*original),
        Exception::Excluded { .. } | Exception::Cancelled { .. } => None,
    });
    shown.into_iter().chain(moved_here).max()
}
