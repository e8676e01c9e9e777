//! The occurrences of a series in a window.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::expand::dates;
use super::{Exception, Occurrence, Recurrence, Series, Start, Status, general};
use crate::cadence::Rule;
use crate::directory::Text;
use crate::time::{Window, Zone, resolve};

/// The occurrences that overlap a window, by start. `zone` is whose days an all-day or floating occurrence fills.
pub fn occurrences(series: &Series, window: Window, zone: Zone) -> Vec<Occurrence> {
    let mut found = Vec::new();
    each_occurrence(series, window, zone, &mut Vec::new(), &mut |occurrence| found.push(occurrence));
    found.sort_by_key(|occurrence| occurrence.start);
    found
}

/// Hands on every occurrence that overlaps a window, in no order to rely on. `dates` is emptied and filled: most
/// series have little in a window, so that whoever asks many of them allocates for none.
pub(super) fn each_occurrence(
    series: &Series,
    window: Window,
    zone: Zone,
    dates: &mut Vec<NaiveDate>,
    found: &mut impl FnMut(Occurrence),
) {
    match &series.recurrence {
        Recurrence::Rule(rule) => by_rule(series, Some(rule), window, zone, dates, found),
        Recurrence::Once => by_rule(series, None, window, zone, dates, found),
        Recurrence::General(rules) => {
            general::occurrences(series, rules, window, zone).into_iter().for_each(found);
        }
    }
}

fn by_rule(
    series: &Series,
    rule: Option<&Rule>,
    window: Window,
    viewer: Zone,
    days: &mut Vec<NaiveDate>,
    found: &mut impl FnMut(Occurrence),
) {
    let (first, zone) = match series.start {
        Start::Timed(start, zone) => (start, zone),
        Start::Floating(start) => (start, viewer),
        Start::AllDay(date) => (date.and_time(NaiveTime::MIN), viewer),
    };
    // Most series have nothing in most windows: leave before anything is set up.
    if series.until.is_some_and(|until| until + series.duration < window.from && series.exceptions.is_empty())
    {
        return;
    }
    // No wall clock is a day away from UTC: outside of these, no zone has to be asked.
    let day = TimeDelta::days(1);
    let earliest = window.from.naive_utc() - series.duration - day;
    let latest = window.to.naive_utc() + day;
    match rule {
        Some(rule) => dates(rule, first.date(), earliest.date(), latest.date() + day, days),
        None => {
            days.clear();
            days.push(first.date());
        }
    }
    let made = |civil: NaiveDateTime, original: NaiveDateTime, status: Status, reason: Option<&Text>| {
        if civil < earliest || civil > latest {
            return None;
        }
        let start = resolve(civil, zone);
        let end = end(series, civil, start, zone);
        window.overlaps(start, end).then(|| Occurrence {
            start,
            end,
            recurrence_id: original,
            civil,
            moved_from: None,
            status,
            reason: reason.filter(|reason| !reason.is_empty()).cloned(),
            summary: None,
        })
    };
    let planned = series.planned();
    let within = |start: NaiveDateTime| {
        series.until.is_none_or(|until| match series.start {
            Start::Timed(_, zone) => resolve(start, zone) <= until,
            Start::AllDay(_) | Start::Floating(_) => start <= until.naive_utc(),
        })
    };
    for original in days.iter().map(|date| date.and_time(first.time())).filter(|start| within(*start)) {
        let occurrence = match exception(series, original) {
            None => made(original, original, planned, series.extra.as_ref()),
            Some(_) => None,
        };
        occurrence.into_iter().for_each(&mut *found);
    }
    // What was moved may come from outside the window.
    for exception in &series.exceptions {
        let occurrence = match exception {
            Exception::Moved { original, from, to, reason } => made(*to, *original, planned, Some(reason))
                .map(|moved| Occurrence { moved_from: *from, ..moved }),
            Exception::Cancelled { original, at, reason } => {
                made(*at, *original, Status::Cancelled, Some(reason))
            }
            Exception::Excluded { .. } => None,
        };
        occurrence.into_iter().for_each(&mut *found);
    }
}

fn exception(series: &Series, original: NaiveDateTime) -> Option<&Exception> {
    let at = series.exceptions.binary_search_by_key(&original, Exception::original).ok()?;
    series.exceptions.get(at)
}

/// A meeting of an hour is an hour, whatever the clock does meanwhile; a day ends at midnight.
fn end(series: &Series, civil: NaiveDateTime, start: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
    match series.start {
        Start::AllDay(_) => resolve(civil + series.duration, zone),
        Start::Timed(..) | Start::Floating(_) => start + series.duration,
    }
}
