//! The days of a rule: those of its periods that all its BY parts hold (RFC 5545 3.3.10).
//!
//! A week of BYWEEKNO belongs to the year of each of its days, as dateutil has it: the last days of December may be of
//! the first week.
//!
//! A part that would make days of a longer period (BYMONTHDAY of a month) and one that leaves out days of a shorter
//! one say the same of a single day, so that each day is asked, and no part depends on another.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::directory::{ByDay, Freq, Recur};

/// The last year that a date can be written in (RFC 5545 3.3.4).
const LAST_YEAR: i32 = 9999;

/// The days of each of the rule's periods, sorted, from the period that holds `from` (or the first) to the last that begins
/// up to `to`. Some days may be before `dtstart`, because BYSETPOS counts them; a period may have none.
pub(super) fn days(
    recur: &Recur,
    dtstart: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = Vec<NaiveDate>> {
    let recur = of_days(recur, dtstart);
    let mut next = begin(&recur, dtstart, from);
    let mut fruitless = 0;
    std::iter::from_fn(move || {
        let begin = next.filter(|begin| *begin <= to && fruitless <= cycle(recur.freq))?;
        next = later(recur.freq, begin, recur.interval);
        let end = later(recur.freq, begin, 1).unwrap_or(NaiveDate::MAX);
        let days = begin.iter_days().take_while(|date| *date < end && date.year() <= LAST_YEAR);
        let chosen: Vec<NaiveDate> = days.filter(|date| chooses(&recur, *date)).collect();
        fruitless = if chosen.is_empty() { fruitless + 1 } else { 0 };
        Some(chosen)
    })
}

/// The periods after which the calendar is the same again: those of 400 years. A rule that chose no day in as many of
/// its own has been through all that there are, and chooses none, ever.
fn cycle(freq: Freq) -> u32 {
    match freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => 146_097,
        Freq::Weekly => 146_097 / 7,
        Freq::Monthly => 4_800,
        Freq::Yearly => 400,
    }
}

/// The first day of the period of `date`.
fn period(freq: Freq, wkst: Weekday, date: NaiveDate) -> NaiveDate {
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

/// The rule of a rule's days, with what it leaves to DTSTART written out. BYWEEKNO alone leaves nothing: it is all of the
/// week, as dateutil has it.
fn of_days(recur: &Recur, dtstart: NaiveDate) -> Recur {
    let mut recur = recur.clone();
    if recur.freq < Freq::Daily {
        (recur.freq, recur.interval) = (Freq::Daily, 1);
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
    let days = (from - first).num_days();
    let months =
        i64::from(from.year() - first.year()) * 12 + i64::from(from.month0()) - i64::from(first.month0());
    let passed = match recur.freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => days,
        Freq::Weekly => days / 7,
        Freq::Monthly => months,
        Freq::Yearly => months / 12,
    };
    let passed = u32::try_from(passed).unwrap_or(0);
    later(recur.freq, first, passed - passed % recur.interval)
}

/// The first day of a period so many later, where the calendar goes that far.
fn later(freq: Freq, begin: NaiveDate, periods: u32) -> Option<NaiveDate> {
    match freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly | Freq::Daily => {
            begin.checked_add_days(Days::new(periods.into()))
        }
        Freq::Weekly => begin.checked_add_days(Days::new(7 * u64::from(periods))),
        Freq::Monthly => begin.checked_add_months(Months::new(periods)),
        Freq::Yearly => begin.checked_add_months(Months::new(periods.checked_mul(12)?)),
    }
}

/// Whether all BY parts that stand hold a day.
fn chooses(recur: &Recur, date: NaiveDate) -> bool {
    let month = (date.day(), u32::from(date.num_days_in_month()));
    let year = (date.ordinal(), year_length(date));
    let in_month = recur.freq == Freq::Monthly || !recur.by_month.is_empty();
    let within = if in_month { month } else { year };
    let by_day = |by_day: &ByDay| {
        by_day.day == date.weekday()
            && by_day.ordinal.is_none_or(|nth| is_nth(nth.into(), nth_weekday(within)))
    };
    holds(&recur.by_month, (date.month(), 12))
        && holds(&recur.by_month_day, month)
        && holds(&recur.by_year_day, year)
        && (recur.by_week_no.is_empty() || holds(&recur.by_week_no, week_no(date, recur.wkst)))
        && (recur.by_day.is_empty() || recur.by_day.iter().any(by_day))
}

/// Whether a list is not there, or holds the nth of so many, counted from either end.
fn holds(list: &[i16], place: (u32, u32)) -> bool {
    list.is_empty() || list.iter().any(|nth| is_nth(*nth, place))
}

fn is_nth(nth: i16, (n, of): (u32, u32)) -> bool {
    let from_start = u32::from(nth.unsigned_abs());
    if nth > 0 { from_start == n } else { from_start == of - n + 1 }
}

/// The number of a day's week, of ISO weeks that begin on `wkst`, and how many its year has. The year of a week is
/// that of its fourth day.
fn week_no(date: NaiveDate, wkst: Weekday) -> (u32, u32) {
    let fourth = period(Freq::Weekly, wkst, date).checked_add_days(Days::new(3)).unwrap_or(date);
    nth_weekday((fourth.ordinal(), year_length(fourth)))
}

/// How many of its weekday a day is, and how many there are, where it is the nth of so many days.
fn nth_weekday((nth, of): (u32, u32)) -> (u32, u32) {
    let n = (nth - 1) / 7 + 1;
    (n, n + (of - nth) / 7)
}

fn year_length(date: NaiveDate) -> u32 {
    if date.leap_year() { 366 } else { 365 }
}
