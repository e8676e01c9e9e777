//! The civil starts of one rule.

use chrono::{NaiveDateTime, TimeDelta};

use super::{RuleError, days, times};
use crate::directory::{Freq, Recur, Until};

/// How far a rule is followed for one window.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Through how many periods and instances. A rule is entered near the window. Only one that has a COUNT must be counted
    /// from DTSTART on, and that only where it has a BY part or periods that are not all as long.
    pub steps: u32,
    /// To how many starts.
    pub starts: usize,
}

/// What anyone may ask: a week of seconds is 604,800 starts.
pub(super) const ANY: Limits = Limits { steps: 2_000_000, starts: 1_000_000 };

/// What a meeting may cost in a week: one of every minute has 15,840 starts, with two days on either side.
pub(super) const MEETING: Limits = Limits { steps: 200_000, starts: 20_000 };

/// The starts of a rule from one civil time to another, both included, sorted. UNTIL is left to the caller, who
/// knows instants, except that nothing days after it is looked for.
pub(super) fn walk(
    rule: &str,
    recur: &Recur,
    dtstart: NaiveDateTime,
    from: NaiveDateTime,
    to: NaiveDateTime,
    limits: Limits,
) -> Result<Vec<NaiveDateTime>, RuleError> {
    let mut walk = Walk {
        recur,
        limits,
        dtstart,
        from: from.max(dtstart),
        to: to.min(ends_before(recur)),
        left: recur.count,
        steps: 0,
        found: Vec::new(),
    };
    if let (Some(count), Some(step), false) = (recur.count, times::step(recur), recur.has_by_part()) {
        // Nothing to choose: the last instance is so many steps away, and none needs to be counted.
        let seconds = i64::try_from(count - 1).ok().and_then(|n| n.checked_mul(step));
        let last = seconds.and_then(|seconds| times::after(dtstart, seconds));
        walk.to = walk.to.min(last.unwrap_or(NaiveDateTime::MAX));
        walk.left = None;
    }
    let done = if recur.freq < Freq::Daily { walk.hours() } else { walk.days() };
    match done {
        Ok(()) | Err(Stop::Ended) => Ok(walk.found),
        Err(Stop::TooLong) => Err(RuleError::TooLong { rule: rule.to_owned() }),
    }
}

/// A civil time that is after UNTIL in every zone.
fn ends_before(recur: &Recur) -> NaiveDateTime {
    let until = match recur.until {
        None => return NaiveDateTime::MAX,
        Some(Until::Instant(instant)) => instant.naive_utc(),
        Some(Until::Civil(civil)) => civil,
        Some(Until::Date(date)) => date.and_time(chrono::NaiveTime::MIN),
    };
    until.checked_add_signed(TimeDelta::days(3)).unwrap_or(NaiveDateTime::MAX)
}

enum Stop {
    Ended,
    TooLong,
}

struct Walk<'a> {
    recur: &'a Recur,
    limits: Limits,
    dtstart: NaiveDateTime,
    from: NaiveDateTime,
    to: NaiveDateTime,
    left: Option<u64>,
    steps: u32,
    found: Vec<NaiveDateTime>,
}

impl Walk<'_> {
    /// From where on instances matter: all of them where they are counted.
    fn entry(&self) -> NaiveDateTime {
        if self.left.is_some() { self.dtstart } else { self.from }
    }

    fn days(&mut self) -> Result<(), Stop> {
        let recur = self.recur;
        let times = times::of_a_day(recur, self.dtstart.time());
        let mut set: Vec<NaiveDateTime> = Vec::new();
        for days in days::days(recur, self.dtstart.date(), self.entry().date(), self.to.date()) {
            self.step(1)?;
            for date in days {
                self.step(times.len())?;
                set.extend(times.iter().map(|time| date.and_time(*time)));
                if recur.by_set_pos.is_empty() {
                    self.take(std::mem::take(&mut set))?;
                }
            }
            self.take(std::mem::take(&mut set))?;
        }
        Ok(())
    }

    fn hours(&mut self) -> Result<(), Stop> {
        let recur = self.recur;
        let time = self.dtstart.time();
        let days = days::days(recur, self.dtstart.date(), self.entry().date(), self.to.date());
        for date in days.flatten() {
            self.step(1)?;
            for begin in times::periods(recur, self.dtstart, date, self.entry()) {
                self.step(1)?;
                self.take(times::of_a_period(recur, time, begin))?;
            }
        }
        Ok(())
    }

    fn take(&mut self, set: Vec<NaiveDateTime>) -> Result<(), Stop> {
        for start in times::choose(set, &self.recur.by_set_pos) {
            if start < self.dtstart {
                continue;
            }
            if start > self.to {
                return Err(Stop::Ended);
            }
            match &mut self.left {
                Some(0) => return Err(Stop::Ended),
                Some(left) => *left -= 1,
                None => {}
            }
            if start >= self.from {
                if self.found.len() == self.limits.starts {
                    return Err(Stop::TooLong);
                }
                self.found.push(start);
            }
        }
        if self.left == Some(0) { Err(Stop::Ended) } else { Ok(()) }
    }

    fn step(&mut self, by: usize) -> Result<(), Stop> {
        self.steps = self.steps.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
        if self.steps > self.limits.steps { Err(Stop::TooLong) } else { Ok(()) }
    }
}
