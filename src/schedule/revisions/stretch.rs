//! Series that begin later, or end.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::past::{instant, last_shown, originals_before};
use crate::directory::{RuleSet, When};
use crate::schedule::plan::originals;
use crate::schedule::{Exception, Recurrence, Series};

/// A series as it goes on from an instant: it begins with its first start that is not before it, or was moved behind it. None
/// where there is none.
pub(super) fn begun_at(mut series: Series, now: DateTime<Utc>) -> Option<Series> {
    let comes = |start: &NaiveDateTime| match series
        .exceptions
        .iter()
        .find(|exception| exception.original() == *start)
    {
        Some(Exception::Excluded { .. }) => false,
        Some(Exception::Moved { to, .. }) => instant(&series, *to) >= now,
        Some(Exception::Cancelled { .. }) | None => instant(&series, *start) >= now,
    };
    let moved = series.exceptions.iter().map(Exception::original).find(comes);
    let today = now.naive_utc().date().min(moved.map_or(NaiveDate::MAX, |moved| moved.date()));
    let from = today.checked_sub_days(Days::new(2))?;
    // Of a rule of every so many years there is little in one.
    let spans = [40, 800, 40 * 366].map(|days| from.checked_add_days(Days::new(days)));
    let first = spans.into_iter().flatten().find_map(|end| {
        let starts = originals(&series, from, end);
        starts.into_iter().find(comes)
    })?;
    let over = originals_before(&series, first, now).into_iter().filter(|start| !comes(start));
    let over: BTreeSet<NaiveDateTime> = over.collect();
    begin_with(&mut series, first);
    series.exceptions.retain(|exception| !over.contains(&exception.original()));
    series.exceptions.extend(over.into_iter().map(|original| Exception::Excluded { original }));
    series.exceptions.sort_by_key(Exception::original);
    let skipped = std::mem::take(&mut series.skipped);
    series.skipped = skipped.into_iter().filter(|one| instant(&series, one.original) >= now).collect();
    Some(series)
}

/// Lets a series begin with one of its starts.
pub(super) fn begin_with(series: &mut Series, first: NaiveDateTime) {
    let begin = series.start.civil();
    let before = originals_before(series, begin, instant(series, first));
    match &mut series.recurrence {
        // COUNT and what rules take from DTSTART stay as they are: what is before is excluded, and feeds begin behind it.
        Recurrence::General(rules) if begin < first => exclude(rules, before.into_iter().map(When::Civil)),
        Recurrence::General(rules) => {
            // Of a list of dates, each is one of its own.
            if rules.rrules.is_empty() && rules.dtstart != first {
                rules.rdates.push(When::Civil(rules.dtstart));
                rules.rdates.sort();
            }
            rules.dtstart = first;
            series.start = series.start.at(first);
        }
        Recurrence::Rule(_) | Recurrence::Once => series.start = series.start.at(first),
    }
    series.exceptions.retain(|exception| exception.original() >= first);
    // What is skipped before the planned start is none of the plan's exceptions.
    let known: BTreeSet<NaiveDateTime> = series.exceptions.iter().map(Exception::original).collect();
    let skipped = series.skipped.iter().map(|skipped| skipped.original);
    let skipped: Vec<NaiveDateTime> = skipped.filter(|at| *at >= first && !known.contains(at)).collect();
    series.exceptions.extend(skipped.into_iter().map(|original| Exception::Excluded { original }));
    series.exceptions.sort_by_key(Exception::original);
}

/// Adds dates to those that rules exclude.
pub(super) fn exclude(rules: &mut RuleSet, dates: impl IntoIterator<Item = When>) {
    rules.exdates.extend(dates);
    rules.exdates.sort();
    rules.exdates.dedup();
}

/// A series that ends with what has been shown of it, and with what was moved from there and is still to come: dates of which
/// `stays` holds. One of which nothing was shown ends before it begins.
pub(super) fn ended_at(mut series: Series, now: DateTime<Utc>, stays: impl Fn(NaiveDate) -> bool) -> Series {
    let to_come = |exception: &Exception| match exception {
        Exception::Moved { to, .. } => instant(&series, *to) >= now,
        Exception::Excluded { .. } | Exception::Cancelled { .. } => false,
    };
    let is_kept = |exception: &&Exception| to_come(exception) && stays(shown_on(exception));
    let kept: BTreeSet<NaiveDateTime> =
        series.exceptions.iter().filter(is_kept).map(Exception::original).collect();
    let gone: BTreeSet<NaiveDateTime> =
        series.exceptions.iter().filter(|one| to_come(one)).map(Exception::original).collect();
    let last = last_shown(&series, now).max(kept.last().copied());
    let Some(last) = last else { return never(series) };
    let begin = series.start.civil();
    let end = instant(&series, last);
    // What would have come and is before something that was brought forward does not happen.
    let dropped: BTreeSet<NaiveDateTime> = originals_before(&series, begin, end)
        .into_iter()
        .filter(|start| instant(&series, *start) >= now || gone.contains(start))
        .filter(|start| *start != last && !kept.contains(start))
        .collect();
    series
        .exceptions
        .retain(|exception| exception.original() <= last && !dropped.contains(&exception.original()));
    series.exceptions.extend(dropped.into_iter().map(|original| Exception::Excluded { original }));
    series.exceptions.sort_by_key(Exception::original);
    let skipped = std::mem::take(&mut series.skipped);
    series.skipped = skipped.into_iter().filter(|one| instant(&series, one.original) < now).collect();
    series.until = Some(end);
    if let Recurrence::General(rules) = &mut series.recurrence {
        let is_over = |when: &When| match when {
            When::Civil(civil) => *civil <= last,
            When::Instant(at) => *at <= end,
        };
        rules.overrides.retain(|changed| is_over(&changed.recurrence_id));
        rules.rdates.retain(is_over);
    }
    // A rule with one date needs no rule; where that was moved, feeds have it as an event of its own, and it stays that.
    let has_more = matches!(&series.recurrence, Recurrence::General(rules) if !rules.rdates.is_empty());
    let is_moved = series.exceptions.iter().any(|one| matches!(one, Exception::Moved { .. }));
    if last == begin && !has_more && (!is_moved || series.recurrence == Recurrence::Once) {
        series.recurrence = Recurrence::Once;
        series.until = None;
    }
    // No series begins with what does not happen.
    let excluded =
        |start: &NaiveDateTime| series.exceptions.contains(&Exception::Excluded { original: *start });
    if let Some(first) = originals(&series, begin.date(), last.date() + Days::new(1))
        .into_iter()
        .find(|start| *start >= begin && !excluded(start))
        .filter(|first| *first > begin)
    {
        begin_with(&mut series, first);
    }
    series
}

/// A series that ends before it begins.
pub(super) fn never(mut series: Series) -> Series {
    series.until = Some(instant(&series, series.start.civil()) - TimeDelta::seconds(1));
    series.exceptions.clear();
    series.skipped.clear();
    series
}

/// The date on which people thought that it would be.
fn shown_on(exception: &Exception) -> NaiveDate {
    match exception {
        Exception::Moved { from: Some(at), .. } | Exception::Cancelled { at, .. } => at.date(),
        Exception::Moved { original, .. } | Exception::Excluded { original } => original.date(),
    }
}

/// Whether a series happens at all.
pub(super) fn happens(series: &Series) -> bool {
    series.until.is_none_or(|until| instant(series, series.start.civil()) <= until)
}
