//! The times of a rule's days, and which of a set BYSETPOS chooses.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::directory::{Freq, Recur};

fn or(list: &[i16], default: u32) -> Vec<u32> {
    match list {
        [] => vec![default],
        given => given.iter().filter_map(|n| u32::try_from(*n).ok()).collect(),
    }
}

fn allows(list: &[i16], value: u32) -> bool {
    list.is_empty() || list.iter().any(|n| u32::try_from(*n) == Ok(value))
}

/// The times on each day of a rule whose period is a day or longer, sorted.
pub(super) fn of_a_day(recur: &Recur, dtstart: NaiveTime) -> Vec<NaiveTime> {
    let (minutes, seconds) = (or(&recur.by_minute, dtstart.minute()), or(&recur.by_second, dtstart.second()));
    let mut times = Vec::new();
    for hour in or(&recur.by_hour, dtstart.hour()) {
        for minute in &minutes {
            times.extend(seconds.iter().filter_map(|second| NaiveTime::from_hms_opt(hour, *minute, *second)));
        }
    }
    times
}

/// The seconds from one period of the rule to the next, where that is always the same.
pub(super) fn step(recur: &Recur) -> Option<i64> {
    let unit = match recur.freq {
        Freq::Secondly => 1,
        Freq::Minutely => 60,
        Freq::Hourly => 3_600,
        Freq::Daily => 86_400,
        Freq::Weekly => 7 * 86_400,
        Freq::Monthly | Freq::Yearly => return None,
    };
    Some(unit * i64::from(recur.interval))
}

/// The starts of the rule's hours, minutes or seconds that begin on a day, not before `from`.
pub(super) fn periods(
    recur: &Recur,
    dtstart: NaiveDateTime,
    date: NaiveDate,
    from: NaiveDateTime,
) -> impl Iterator<Item = NaiveDateTime> {
    let anchor = match recur.freq {
        Freq::Hourly => dtstart.date().and_hms_opt(dtstart.hour(), 0, 0),
        Freq::Minutely => dtstart.with_second(0),
        Freq::Secondly | Freq::Daily | Freq::Weekly | Freq::Monthly | Freq::Yearly => Some(dtstart),
    }
    .unwrap_or(dtstart);
    let step = step(recur).unwrap_or(i64::MAX);
    let midnight = date.and_time(NaiveTime::MIN);
    // An hour may begin before `from` and have an instance after.
    let earliest = midnight.max(from.checked_sub_signed(TimeDelta::hours(1)).unwrap_or(from));
    let elapsed = (earliest - anchor).num_seconds().max(0);
    let first = elapsed.div_euclid(step) + i64::from(elapsed.rem_euclid(step) > 0);
    let mut next = first.checked_mul(step).and_then(|seconds| after(anchor, seconds));
    std::iter::from_fn(move || {
        let begin = next.filter(|begin| begin.date() == date)?;
        next = after(begin, step);
        Some(begin)
    })
}

/// The instances of one hour, minute or second, sorted.
pub(super) fn of_a_period(recur: &Recur, dtstart: NaiveTime, begin: NaiveDateTime) -> Vec<NaiveDateTime> {
    if !allows(&recur.by_hour, begin.hour())
        || recur.freq <= Freq::Minutely && !allows(&recur.by_minute, begin.minute())
        || recur.freq == Freq::Secondly && !allows(&recur.by_second, begin.second())
    {
        return vec![];
    }
    let minutes = match recur.freq {
        Freq::Hourly => or(&recur.by_minute, dtstart.minute()),
        _ => vec![begin.minute()],
    };
    let seconds = match recur.freq {
        Freq::Secondly => vec![begin.second()],
        _ => or(&recur.by_second, dtstart.second()),
    };
    let at = |minute: &u32| {
        let (minute, hour, date) = (*minute, begin.hour(), begin.date());
        let times = seconds.iter().filter_map(move |second| date.and_hms_opt(hour, minute, *second));
        times.collect::<Vec<NaiveDateTime>>()
    };
    minutes.iter().flat_map(at).collect()
}

/// BYSETPOS: the nth of a sorted set, from its end where negative.
pub(super) fn choose(set: Vec<NaiveDateTime>, positions: &[i16]) -> Vec<NaiveDateTime> {
    if positions.is_empty() {
        return set;
    }
    let index = |position: &i16| {
        let distance = usize::from(position.unsigned_abs());
        if *position > 0 { distance.checked_sub(1) } else { set.len().checked_sub(distance) }
    };
    let mut chosen: Vec<usize> = positions.iter().filter_map(index).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen.into_iter().filter_map(|n| set.get(n).copied()).collect()
}

/// A civil time some seconds later, where the calendar goes that far.
pub(super) fn after(time: NaiveDateTime, seconds: i64) -> Option<NaiveDateTime> {
    time.checked_add_signed(TimeDelta::try_seconds(seconds)?)
}
