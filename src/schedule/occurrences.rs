//! The occurrences of a series in a window.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::expand::dates;
use super::{Exception, Occurrence, Recurrence, Series, Start, Status, general};
use crate::cadence::Rule;
use crate::directory::Text;
use crate::time::{Window, Zone, civil, resolve};

/// The occurrences that overlap a window, by start. `zone` is whose days an all-day or floating occurrence fills.
pub fn occurrences(series: &Series, window: Window, zone: Zone) -> Vec<Occurrence> {
    match &series.recurrence {
        Recurrence::Rule(rule) => by_rule(series, Some(rule), window, zone),
        Recurrence::Once => by_rule(series, None, window, zone),
        Recurrence::General(rules) => general::occurrences(series, rules, window, zone),
    }
}

fn by_rule(series: &Series, rule: Option<&Rule>, window: Window, viewer: Zone) -> Vec<Occurrence> {
    let (first, time, zone) = match series.start {
        Start::Timed(start, zone) => (start.date(), start.time(), zone),
        Start::Floating(start) => (start.date(), start.time(), viewer),
        Start::AllDay(date) => (date, NaiveTime::MIN, viewer),
    };
    // Most series have nothing in most windows: leave before anything is set up.
    if series.until.is_some_and(|until| until + series.duration < window.from && series.exceptions.is_empty())
    {
        return vec![];
    }
    let day = TimeDelta::days(1);
    let from = (civil(window.from, zone) - series.duration).date() - day;
    let to = civil(window.to, zone).date() + day;
    let mut days = Vec::new();
    match rule {
        Some(rule) => dates(rule, first, from, to, &mut days),
        None => days.extend((first >= from && first < to).then_some(first)),
    }
    let made = |civil: NaiveDateTime, original: NaiveDateTime, status: Status, reason: Option<&Text>| {
        let start = resolve(civil, zone);
        let end = end(series, civil, start, zone);
        window.overlaps(start, end).then(|| Occurrence {
            start,
            end,
            recurrence_id: original,
            civil,
            status,
            reason: reason.filter(|reason| !reason.is_empty()).cloned(),
            summary: None,
        })
    };
    let planned = if series.tentative { Status::Tentative } else { Status::Confirmed };
    let within = |date: &NaiveDate| {
        let start = date.and_time(time);
        series.until.is_none_or(|until| match series.start {
            Start::Timed(_, zone) => resolve(start, zone) <= until,
            Start::AllDay(_) | Start::Floating(_) => start <= until.naive_utc(),
        })
    };
    let mut found: Vec<Occurrence> = days
        .into_iter()
        .filter(within)
        .map(|date| date.and_time(time))
        .filter_map(|original| match exception(series, original) {
            None => made(original, original, planned, None),
            Some(Exception::Cancelled { reason, .. }) => {
                made(original, original, Status::Cancelled, Some(reason))
            }
            Some(Exception::Excluded { .. } | Exception::Moved { .. }) => None,
        })
        .collect();
    // What was moved may come from outside the window.
    for moved in &series.exceptions {
        if let Exception::Moved { original, to, reason } = moved {
            found.extend(made(*to, *original, planned, Some(reason)));
        }
    }
    found.sort_by_key(|occurrence| occurrence.start);
    found
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
