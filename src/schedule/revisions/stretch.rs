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
            rules.dtstart = first;
            series.start = series.start.at(first);
        }
        Recurrence::Rule(_) | Recurrence::Once => series.start = series.start.at(first),
    }
    series.exceptions.retain(|exception| exception.original() >= first);
}

/// Adds dates to those that rules exclude.
pub(super) fn exclude(rules: &mut RuleSet, dates: impl IntoIterator<Item = When>) {
    rules.exdates.extend(dates);
    rules.exdates.sort();
    rules.exdates.dedup();
}

/// A series that ends with what has been shown of it. One of which nothing was ends before it begins.
pub(super) fn ended_at(mut series: Series, now: DateTime<Utc>) -> Series {
    let begin = series.start.civil();
    let Some(last) = last_shown(&series, now) else {
        series.until = Some(instant(&series, begin) - TimeDelta::seconds(1));
        series.exceptions.clear();
        series.skipped.clear();
        return series;
    };
    let end = instant(&series, last);
    // What would have come and is before something that was brought forward does not happen.
    let dropped: Vec<NaiveDateTime> = originals_before(&series, begin, end)
        .into_iter()
        .filter(|start| instant(&series, *start) >= now && *start != last)
        .collect();
    series
        .exceptions
        .retain(|exception| exception.original() <= last && !dropped.contains(&exception.original()));
    series.skipped.retain(|skipped| skipped.original <= last);
    // Which of several it was is of no use any more.
    series.skipped.iter_mut().for_each(|skipped| skipped.one_of_several = false);
    let excluded = |original| Exception::Excluded { original };
    series.exceptions.extend(dropped.into_iter().map(excluded));
    series.exceptions.sort_by_key(Exception::original);
    series.until = Some(end);
    if let Recurrence::General(rules) = &mut series.recurrence {
        rules.overrides.retain(|changed| match changed.recurrence_id {
            When::Civil(civil) => civil <= last,
            When::Instant(at) => at <= end,
        });
        // A rule with one date needs no rule.
        if last == begin && rules.rdates.is_empty() {
            rules.rrules.clear();
            series.until = None;
        }
    }
    series
}

/// Whether a series happens at all.
pub(super) fn happens(series: &Series) -> bool {
    series.until.is_none_or(|until| instant(series, series.start.civil()) <= until)
}
