//! Dates on which a series is not as its rule has it.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::expand::dates;
use super::super::{Exception, Recurrence, Series, Start, general};
use crate::directory::{Finding, Level, Meeting, Place, Text};
use crate::time::{Window, Zone, resolve};

/// A date of the rule that happens on another one, because no rule says so.
pub(super) fn moved(from: NaiveDate, to: NaiveDate, time: NaiveTime) -> Exception {
    Exception::Moved { original: from.and_time(time), to: to.and_time(time), reason: Text::default() }
}

/// Applies a meeting's `skip`, `cancelled` and `moved` to its series.
pub(super) fn apply(meeting: &Meeting, all: &mut [Series], findings: &mut Vec<Finding>) {
    for skip in &meeting.skips {
        let mut hit = false;
        for series in all.iter_mut() {
            for original in on_dates(series, skip.from, skip.to) {
                hit = true;
                series.exceptions.push(Exception::Excluded { original, reason: skip.reason.clone() });
            }
        }
        if !hit && skip.from == skip.to {
            findings.push(miss("skip", skip.from, all, &skip.place));
        }
    }
    for cancelled in &meeting.cancelled {
        let hit = hits(all, cancelled.on, |original| Exception::Cancelled {
            original,
            reason: cancelled.reason.clone(),
        });
        if !hit {
            findings.push(miss("cancelled", cancelled.on, all, &cancelled.place));
        }
    }
    for moved in &meeting.moved {
        let hit = hits(all, moved.on, |original| Exception::Moved {
            original,
            to: moved.to,
            reason: moved.reason.clone(),
        });
        if !hit {
            findings.push(miss("moved", moved.on, all, &moved.place));
        }
    }
    for series in all {
        series.exceptions.sort_by_key(Exception::original);
        series.exceptions.dedup_by_key(|exception| exception.original());
        begin_after_exclusions(series);
    }
}

fn hits(all: &mut [Series], on: NaiveDate, exception: impl Fn(NaiveDateTime) -> Exception) -> bool {
    let mut hit = false;
    for series in all {
        for original in on_dates(series, on, on) {
            hit = true;
            series.exceptions.push(exception(original));
        }
    }
    hit
}

/// The civil starts by the rule from one date to another, both included.
fn on_dates(series: &Series, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDateTime> {
    let Some(end) = to.succ_opt() else { return vec![] };
    let first = series.start.civil();
    let found: Vec<NaiveDateTime> = match &series.recurrence {
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
    let asked = |start: &NaiveDateTime| (from..end).contains(&start.date()) && within(series, *start);
    found.into_iter().filter(asked).collect()
}

fn within(series: &Series, start: NaiveDateTime) -> bool {
    let instant = match series.start {
        Start::Timed(_, zone) => resolve(start, zone),
        Start::AllDay(_) | Start::Floating(_) => start.and_utc(),
    };
    series.until.is_none_or(|until| instant <= until)
}

/// A series does not begin with an instance that is excluded: some programs show it all the same.
fn begin_after_exclusions(series: &mut Series) {
    let excluded = |series: &Series, start: NaiveDateTime| {
        series
            .exceptions
            .iter()
            .position(|e| matches!(e, Exception::Excluded { original, .. } if *original == start))
    };
    // An imported series keeps the start that its own rules count from.
    while let (Recurrence::Rule(_), Some(at)) = (&series.recurrence, excluded(series, series.start.civil())) {
        let first = series.start.civil().date();
        let next =
            on_dates(series, first + TimeDelta::days(1), first + TimeDelta::days(800)).first().copied();
        let Some(next) = next else { return };
        series.exceptions.remove(at);
        series.start = series.start.at(next);
    }
}

fn miss(key: &'static str, on: NaiveDate, all: &[Series], place: &Place) -> Finding {
    let around = TimeDelta::days(70);
    let mut near: Vec<NaiveDate> = all
        .iter()
        .flat_map(|series| on_dates(series, on - around, on + around))
        .map(|start| start.date())
        .collect();
    near.sort_by_key(|date| (*date - on).num_days().abs());
    near.truncate(2);
    near.sort();
    let names: Vec<String> = near.iter().map(|date| format!("`{date}`")).collect();
    let remedy = match names.is_empty() {
        true => "the meeting does not happen around that date; check `start` and `until`".to_owned(),
        false => format!("the nearest are {}", names.join(" and ")),
    };
    Finding {
        level: Level::Error,
        check: "not-an-occurrence",
        place: place.clone(),
        message: format!("{key}: the meeting does not happen on `{on}`"),
        remedy: Some(remedy),
    }
}
