//! The days of a rule, by the `rrule` crate.
//!
//! The crate knows which days a rule's parts choose, in which of its periods; it is asked for days alone, at
//! midnight in UTC, and never for times, COUNT, UNTIL, BYSETPOS or zones. What it gets wrong of these, or refuses,
//! is in [`super::times`] and [`super::walk`]: it loses the phase of `FREQ=MINUTELY;INTERVAL=90;BYHOUR=9`, it takes
//! `BYDAY=1MO,TU` for days that are both, it knows neither `BYDAY=-5MO` nor a month's 32nd position, and it
//! walks from DTSTART, so that a rule is moved near the window before it is given away.

use std::iter::Peekable;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Weekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz, Unvalidated};

use crate::directory::{ByDay, Freq, Recur};

type Dates = Box<dyn Iterator<Item = NaiveDate>>;

/// The days of the rule's periods, from the period that holds `from` on (or the first), sorted. Some may be
/// before `dtstart`: BYSETPOS counts them.
///
/// Where nothing matches, the crate gives up after 100,000 periods, or in the year 10,000.
pub(super) fn days(recur: &Recur, dtstart: NaiveDate, from: NaiveDate) -> Dates {
    if recur.freq < Freq::Daily && !recur.has_day_part() {
        return Box::new(dtstart.max(from).iter_days());
    }
    let recur = of_days(recur, dtstart);
    let Some(begin) = begin(&recur, dtstart, from) else { return Box::new(std::iter::empty()) };
    if never(&recur, begin) {
        return Box::new(std::iter::empty());
    }
    let mut streams: Vec<Peekable<Dates>> = Vec::new();
    for (by_day, keep) in selections(&recur) {
        if let Some(dates) = run(&recur, by_day, begin) {
            let dates: Dates = match keep {
                Keep::All => dates,
                Keep::MonthsWithFive => Box::new(dates.filter(|date| from_months_end(*date) > 28)),
                Keep::YearsWith53 => {
                    Box::new(dates.filter(|date| date.ordinal() + 364 <= year_length(*date)))
                }
            };
            streams.push(dates.peekable());
        }
    }
    Box::new(std::iter::from_fn(move || {
        let next = streams.iter_mut().filter_map(|stream| stream.peek().copied()).min()?;
        for stream in &mut streams {
            while stream.next_if_eq(&next).is_some() {}
        }
        Some(next)
    }))
}

/// The first day of the period of `date`.
pub(super) fn period(freq: Freq, wkst: Weekday, date: NaiveDate) -> NaiveDate {
    match freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => date,
        Freq::Weekly => {
            let into = date.weekday().days_since(wkst);
            date.checked_sub_days(Days::new(into.into())).unwrap_or(date)
        }
        Freq::Monthly => date.with_day(1).unwrap_or(date),
        Freq::Yearly => date.with_ordinal(1).unwrap_or(date),
    }
}

/// The rule of a rule's days, with what it leaves to DTSTART written out.
fn of_days(recur: &Recur, dtstart: NaiveDate) -> Recur {
    let mut recur = recur.clone();
    if recur.freq < Freq::Daily {
        recur.interval = 1;
        // BYYEARDAY alone makes the crate's days yearly; a daily rule must not have it.
        recur.freq = if recur.by_year_day.is_empty() { Freq::Daily } else { Freq::Yearly };
    }
    let lists = [&recur.by_week_no, &recur.by_year_day, &recur.by_month_day];
    if recur.by_day.is_empty() && lists.iter().all(|list| list.is_empty()) {
        let (month, day) = (dtstart.month() as i16, dtstart.day() as i16);
        match recur.freq {
            Freq::Yearly => {
                recur.by_month_day = vec![day];
                if recur.by_month.is_empty() {
                    recur.by_month = vec![month];
                }
            }
            Freq::Monthly => recur.by_month_day = vec![day],
            Freq::Weekly => recur.by_day = vec![ByDay { ordinal: None, day: dtstart.weekday() }],
            Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => {}
        }
    }
    recur
}

/// The first day of the rule's last period that begins on or before `from`, or of its very first.
fn begin(recur: &Recur, dtstart: NaiveDate, from: NaiveDate) -> Option<NaiveDate> {
    let first = period(recur.freq, recur.wkst, dtstart);
    let days = u64::try_from((from - first).num_days()).unwrap_or(0);
    let months =
        u32::try_from((from.year() - first.year()) * 12 + from.month0() as i32 - first.month0() as i32);
    let months = months.unwrap_or(0);
    let interval = recur.interval;
    match recur.freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => {
            first.checked_add_days(Days::new(days - days % u64::from(interval)))
        }
        Freq::Weekly => first.checked_add_days(Days::new(days - days % (7 * u64::from(interval)))),
        Freq::Monthly => first.checked_add_months(Months::new(months - months % interval)),
        Freq::Yearly => first.checked_add_months(Months::new(months - months % (12 * interval))),
    }
}

/// Whether a rule can be seen to choose no day, ever: the 30th of February, the Tuesday of every seventh Monday.
fn never(recur: &Recur, begin: NaiveDate) -> bool {
    let exists = |month: &i16, day: &i16| {
        let length = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        day.abs() <= length
    };
    let months: Vec<i16> =
        if recur.by_month.is_empty() { (1..=12).collect() } else { recur.by_month.clone() };
    let no_date = !recur.by_month_day.is_empty()
        && !months.iter().any(|month| recur.by_month_day.iter().any(|day| exists(month, day)));
    let no_weekday = recur.freq == Freq::Daily
        && recur.interval.is_multiple_of(7)
        && !recur.by_day.is_empty()
        && !recur.by_day.iter().any(|by_day| by_day.day == begin.weekday());
    no_date || no_weekday
}

#[derive(Clone, Copy)]
enum Keep {
    All,
    MonthsWithFive,
    YearsWith53,
}

/// What to ask of the crate in turn, so that all answers together are BYDAY's days.
fn selections(recur: &Recur) -> Vec<(Vec<NWeekday>, Keep)> {
    let every = |by_day: &ByDay| NWeekday::Every(by_day.day);
    if recur.by_day.iter().all(|by_day| by_day.ordinal.is_none()) {
        return vec![(recur.by_day.iter().map(every).collect(), Keep::All)];
    }
    let in_month = recur.freq == Freq::Monthly || !recur.by_month.is_empty();
    let most: i16 = if in_month { 5 } else { 53 };
    let mut plain = Vec::new();
    let mut selections = Vec::new();
    for by_day in &recur.by_day {
        match by_day.ordinal.map(i16::from) {
            None => plain.extend((1..=most).map(|nth| NWeekday::Nth(nth, by_day.day))),
            Some(nth) if nth == -most => {
                let keep = if in_month { Keep::MonthsWithFive } else { Keep::YearsWith53 };
                selections.push((vec![every(by_day)], keep));
            }
            Some(nth) if nth.abs() <= most => plain.push(NWeekday::Nth(nth, by_day.day)),
            // No month has a sixth Monday.
            Some(_) => {}
        }
    }
    if !plain.is_empty() {
        selections.push((plain, Keep::All));
    }
    selections
}

fn run(recur: &Recur, by_day: Vec<NWeekday>, begin: NaiveDate) -> Option<Dates> {
    let freq = match recur.freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => Frequency::Daily,
        Freq::Weekly => Frequency::Weekly,
        Freq::Monthly => Frequency::Monthly,
        Freq::Yearly => Frequency::Yearly,
    };
    let months: Vec<chrono::Month> =
        recur.by_month.iter().filter_map(|month| u8::try_from(*month).ok()?.try_into().ok()).collect();
    let small = |list: &[i16]| list.iter().filter_map(|n| i8::try_from(*n).ok()).collect::<Vec<i8>>();
    let rule: RRule<Unvalidated> = RRule::new(freq)
        .interval(u16::try_from(recur.interval).ok()?)
        .week_start(recur.wkst)
        .by_month(&months)
        .by_week_no(small(&recur.by_week_no))
        .by_year_day(recur.by_year_day.clone())
        .by_month_day(small(&recur.by_month_day))
        .by_weekday(by_day);
    let begin = Tz::UTC.from_utc_datetime(&begin.and_time(NaiveTime::MIN));
    let rule = rule.validate(begin).ok()?;
    let set = RRuleSet::new(begin).rrule(rule).limit();
    let dates = (&set).into_iter();
    Some(Box::new(dates.map(|date| date.date_naive())))
}

/// 1 on a month's last day.
fn from_months_end(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month()) - date.day() + 1
}

fn year_length(date: NaiveDate) -> u32 {
    if date.leap_year() { 366 } else { 365 }
}
