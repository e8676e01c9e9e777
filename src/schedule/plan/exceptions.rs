//! Dates on which a series is not as its rule has it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::expand::dates;
use super::super::{Exception, Recurrence, Series, Start, general};
use crate::directory::{Finding, Level, Meeting, Place, Skip, Text};
use crate::time::{Window, Zone, resolve};

/// A date of the rule that happens on another one, because no rule says so.
fn moved(from: NaiveDate, to: NaiveDate, time: NaiveTime) -> Exception {
    Exception::Moved { original: from.and_time(time), to: to.and_time(time), reason: Text::default() }
}

/// The dates of a shape that happen on another one, up to the last date. One that is moved past it does not happen.
pub(super) fn laid_out(
    dates: &[(NaiveDate, NaiveDate)],
    last: Option<NaiveDate>,
    time: NaiveTime,
) -> Vec<Exception> {
    let ends = last.unwrap_or(NaiveDate::MAX);
    let within = dates.iter().filter(|(from, _)| *from <= ends);
    let exception = |(from, to): &(NaiveDate, NaiveDate)| match *to <= ends {
        true => moved(*from, *to, time),
        false => Exception::Excluded { original: from.and_time(time), reason: Text::default() },
    };
    within.map(exception).collect()
}

/// For how long after its start a meeting that is skipped throughout is taken to be skipped for ever.
const SKIPPED_FOR_EVER: TimeDelta = TimeDelta::days(5 * 366);

/// Applies a meeting's `skip`, `cancelled` and `moved` to its series. Series of which nothing is left are taken out.
pub(super) fn apply(meeting: &Meeting, all: &mut Vec<Series>, findings: &mut Vec<Finding>) {
    let there_were = !all.is_empty();
    let for_ever = |series: &Series, skip: &Skip| {
        let first = series.start.civil().date();
        skip.from <= first && first + SKIPPED_FOR_EVER <= skip.to
    };
    all.retain(|series| !meeting.skips.iter().any(|skip| for_ever(series, skip)));
    let mut own = Own { all, made: Vec::new() };
    for skip in &meeting.skips {
        let hit = own.make((skip.from, skip.to), skip.at, &skip.place, |original, _| Exception::Excluded {
            original,
            reason: skip.reason.clone(),
        });
        if !hit && skip.from == skip.to && !own.all.is_empty() {
            findings.push(miss("skip", skip.from, own.all, &skip.place));
        }
    }
    for cancelled in &meeting.cancelled {
        let days = (cancelled.on, cancelled.on);
        let hit = own.make(days, cancelled.at, &cancelled.place, |original, _| Exception::Cancelled {
            original,
            at: cancelled.on.and_time(original.time()),
            reason: cancelled.reason.clone(),
        });
        if !hit {
            findings.push(miss("cancelled", cancelled.on, own.all, &cancelled.place));
        }
    }
    for moved in &meeting.moved {
        let mut loses_hour = false;
        let hit = own.make((moved.on, moved.on), moved.at, &moved.place, |original, start| {
            let (to, reason) = (moved.to, moved.reason.clone());
            let all_day = matches!(start, Start::AllDay(_));
            loses_hour |= all_day && to.time() != NaiveTime::MIN;
            let to = if all_day { to.date().and_time(NaiveTime::MIN) } else { to };
            Exception::Moved { original, to, reason }
        });
        if !hit {
            findings.push(miss("moved", moved.on, own.all, &moved.place));
        }
        if loses_hour {
            findings.push(Finding {
                level: Level::Warning,
                check: "hour-of-all-day",
                place: moved.place.clone(),
                message: format!("moved: the meeting has no hour, so that of `{}` is lost", moved.to),
                remedy: Some("give the cadence an hour, or write `00:00`".to_owned()),
            });
        }
    }
    let mut made = own.made;
    findings.extend(one_each(&mut made));
    let mut by_series = vec![Vec::new(); all.len()];
    for made in made {
        by_series[made.series].push(made.exception);
    }
    for (series, own) in all.iter_mut().zip(by_series) {
        let has_own = |laid_out: &Exception| {
            own.binary_search_by_key(&laid_out.original(), Exception::original).is_ok()
        };
        series.exceptions.retain(|laid_out| !has_own(laid_out));
        series.exceptions.extend(own);
        series.exceptions.sort_by_key(Exception::original);
    }
    all.retain_mut(begin_after_exclusions);
    if there_were && all.is_empty() {
        findings.push(Finding {
            level: Level::Error,
            check: "never-happens",
            place: meeting.cadence_place.clone(),
            message: "the meeting is skipped whenever it would happen".to_owned(),
            remedy: Some("check `skip`, or give the meeting an `until`".to_owned()),
        });
    }
}

/// What a meeting says about single dates, beside what was laid out of its cadence.
struct Own<'a> {
    all: &'a [Series],
    made: Vec<Made<'a>>,
}

struct Made<'a> {
    series: usize,
    /// The date on which it would have happened.
    on: NaiveDate,
    exception: Exception,
    place: &'a Place,
}

impl<'a> Own<'a> {
    /// Makes exceptions of what happens from one date to another, both included, and at a time where one is given. Says
    /// whether anything does.
    fn make(
        &mut self,
        (from, to): (NaiveDate, NaiveDate),
        at: Option<NaiveTime>,
        place: &'a Place,
        mut exception: impl FnMut(NaiveDateTime, Start) -> Exception,
    ) -> bool {
        let before = self.made.len();
        for (n, series) in self.all.iter().enumerate() {
            for (on, original) in on_dates(series, from, to) {
                if at.is_some_and(|at| at != original.time()) {
                    continue;
                }
                let exception = exception(original, series.start);
                self.made.push(Made { series: n, on, exception, place });
            }
        }
        self.made.len() > before
    }
}

/// Leaves one exception of each occurrence, sorted, and says where there were two that are not both skips.
fn one_each(made: &mut Vec<Made<'_>>) -> Vec<Finding> {
    let mut two: Vec<(Place, NaiveDate)> = Vec::new();
    made.sort_by_key(|made| (made.series, made.exception.original()));
    made.dedup_by(|later, first| {
        let same = (later.series, later.exception.original()) == (first.series, first.exception.original());
        let skips = [&*later, &*first].iter().all(|m| matches!(m.exception, Exception::Excluded { .. }));
        if same && !skips {
            two.push((later.place.clone(), later.on));
        }
        same
    });
    two.sort();
    two.dedup();
    let finding = |(place, on): (Place, NaiveDate)| Finding {
        level: Level::Error,
        check: "two-exceptions",
        place,
        message: format!("`{on}` has another exception already, which holds"),
        remedy: Some("keep one of `skip`, `cancelled` and `moved` for the date".to_owned()),
    };
    two.into_iter().map(finding).collect()
}

/// What happens from one date to another, both included: the date, and the civil start by the rule, which is on
/// another date where a move was laid out.
fn on_dates(series: &Series, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDateTime)> {
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
pub(super) fn begin_after_exclusions(series: &mut Series) -> bool {
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

fn miss(key: &'static str, on: NaiveDate, all: &[Series], place: &Place) -> Finding {
    let around = TimeDelta::days(70);
    let mut near: Vec<NaiveDate> = all
        .iter()
        .flat_map(|series| on_dates(series, on - around, on + around))
        .map(|(date, _)| date)
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

#[cfg(test)]
mod tests;
