//! Dates on which a series is not as its rule has it.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::{Exception, Series, Skipped, Start};
use super::dates::{SKIPPED_FOR_EVER, begin_after_exclusions, on_dates};
use super::landing::Landing;
use crate::directory::{Cancelled, Finding, Level, Meeting, Moved, Place, Skip, Text};

/// A date of the rule that happens on another one, because no rule says so.
fn moved(from: NaiveDate, to: NaiveDate, time: NaiveTime) -> Exception {
    let (original, to) = (from.and_time(time), to.and_time(time));
    Exception::Moved { original, from: None, to, reason: Text::default() }
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
        false => Exception::Excluded { original: from.and_time(time) },
    };
    within.map(exception).collect()
}

/// Applies what a meeting says about single dates to its series, extra ones and those of its changes among them. Series of
/// which nothing is left are taken out. What was moved or cancelled is handed back with its place.
pub(super) fn apply<'m>(
    meeting: &'m Meeting,
    all: &mut Vec<Series>,
    findings: &mut Vec<Finding>,
) -> Vec<Landing<'m>> {
    if all.is_empty() {
        return vec![];
    }
    let for_ever = |series: &Series, skip: &Skip| {
        let first = series.start.civil().date();
        series.extra.is_none() && skip.from <= first && first + SKIPPED_FOR_EVER <= skip.to
    };
    all.retain(|series| !meeting.skips.iter().any(|skip| for_ever(series, skip)));
    let mut own = Own { all, made: Vec::new() };
    own.skip(&meeting.skips, findings);
    own.cancel(&meeting.cancelled, findings);
    own.shift(&meeting.moved, findings);
    let mut made = own.made;
    findings.extend(one_each(&mut made));
    let mut by_series = vec![Vec::new(); all.len()];
    let mut landings = Vec::new();
    for made in made {
        let (series, original) = (&mut all[made.series], made.exception.original());
        match (&made.exception, made.skipped) {
            (Exception::Excluded { .. }, skipped) => series.skipped.extend(skipped),
            (Exception::Cancelled { .. } | Exception::Moved { .. }, _) => {
                landings.push(Landing { uid: series.uid.clone(), original, place: made.place });
            }
        }
        by_series[made.series].push(made.exception);
    }
    for (series, own) in all.iter_mut().zip(by_series) {
        let has_own = |laid_out: &Exception| {
            own.binary_search_by_key(&laid_out.original(), Exception::original).is_ok()
        };
        series.exceptions.retain(|laid_out| !has_own(laid_out));
        series.exceptions.extend(own);
        series.exceptions.sort_by_key(Exception::original);
        series.skipped.sort_by_key(|skipped| skipped.at);
    }
    all.retain_mut(begin_after_exclusions);
    if all.is_empty() {
        findings.push(Finding {
            level: Level::Error,
            check: "never-happens",
            place: meeting.cadence_place.clone(),
            message: "the meeting is skipped whenever it would happen".to_owned(),
            remedy: Some("check `skip`, or give the meeting an `until`".to_owned()),
        });
    }
    landings
}

/// What a meeting says about single dates, beside what was laid out of its cadence.
struct Own<'s, 'm> {
    all: &'s [Series],
    made: Vec<Made<'m>>,
}

struct Made<'m> {
    series: usize,
    /// The date on which it would have happened.
    on: NaiveDate,
    exception: Exception,
    skipped: Option<Skipped>,
    place: &'m Place,
}

/// Which occurrences an entry of the data is about.
struct Named<'m> {
    from: NaiveDate,
    /// Still among them.
    to: NaiveDate,
    at: Option<NaiveTime>,
    /// Whether an extra meeting may be meant. A break that many meetings have is none of what was put into it on purpose.
    extra: bool,
    place: &'m Place,
}

impl<'m> Named<'m> {
    fn one(on: NaiveDate, at: Option<NaiveTime>, place: &'m Place) -> Named<'m> {
        Named { from: on, to: on, at, extra: true, place }
    }
}

impl<'m> Own<'_, 'm> {
    fn skip(&mut self, skips: &'m [Skip], findings: &mut Vec<Finding>) {
        for skip in skips {
            let one = skip.from == skip.to && !skip.shared;
            let named = Named { from: skip.from, to: skip.to, at: skip.at, extra: one, place: &skip.place };
            let hit = self.make(&named, |_, original, _| Exception::Excluded { original });
            for made in &mut self.made[hit.clone()] {
                let (reason, one_of_several) = (skip.reason.clone(), skip.at.is_some());
                let original = made.exception.original();
                let at = made.on.and_time(original.time());
                made.skipped = Some(Skipped { original, at, one_of_several, reason });
            }
            if hit.is_empty() && !self.all.is_empty() && !skip.shared {
                findings.push(match one {
                    true => miss("skip", skip.from, self.all, &skip.place),
                    false => needless(skip),
                });
            }
        }
    }

    fn cancel(&mut self, all: &'m [Cancelled], findings: &mut Vec<Finding>) {
        for cancelled in all {
            let named = Named::one(cancelled.on, cancelled.at, &cancelled.place);
            let hit = self.make(&named, |on, original, _| Exception::Cancelled {
                original,
                at: on.and_time(original.time()),
                reason: cancelled.reason.clone(),
            });
            if hit.is_empty() {
                findings.push(miss("cancelled", cancelled.on, self.all, &cancelled.place));
            }
        }
    }

    fn shift(&mut self, all: &'m [Moved], findings: &mut Vec<Finding>) {
        for moved in all {
            let mut loses_hour = false;
            let named = Named::one(moved.on, moved.at, &moved.place);
            let hit = self.make(&named, |on, original, start| {
                let all_day = matches!(start, Start::AllDay(_));
                loses_hour |= all_day && moved.to.time() != NaiveTime::MIN;
                let to = if all_day { moved.to.date().and_time(NaiveTime::MIN) } else { moved.to };
                let from = Some(on.and_time(original.time()));
                Exception::Moved { original, from, to, reason: moved.reason.clone() }
            });
            if hit.is_empty() {
                findings.push(miss("moved", moved.on, self.all, &moved.place));
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
    }

    /// Makes exceptions of what an entry names. Says which of those made they are.
    fn make(
        &mut self,
        named: &Named<'m>,
        mut exception: impl FnMut(NaiveDate, NaiveDateTime, Start) -> Exception,
    ) -> Range<usize> {
        let before = self.made.len();
        // A date means what happens by the cadence; where nothing does, an extra meeting.
        for extra in [false, true] {
            if extra && (self.made.len() > before || !named.extra) {
                break;
            }
            for (n, series) in self.all.iter().enumerate() {
                if series.extra.is_some() != extra {
                    continue;
                }
                for (on, original) in on_dates(series, named.from, named.to) {
                    if named.at.is_none_or(|at| at == original.time()) {
                        let exception = exception(on, original, series.start);
                        self.made.push(Made { series: n, on, exception, skipped: None, place: named.place });
                    }
                }
            }
        }
        before..self.made.len()
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

/// Several days that a meeting skips on its own account are likelier wrong than idle.
fn needless(skip: &Skip) -> Finding {
    Finding {
        level: Level::Note,
        check: "not-an-occurrence",
        place: skip.place.clone(),
        message: format!("skip: the meeting does not happen from `{}` to `{}` anyway", skip.from, skip.to),
        remedy: Some("check the two dates, or remove them".to_owned()),
    }
}

#[cfg(test)]
mod tests;
