//! The dates of a rule, by arithmetic: any window is reached in one step, however far from the start.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use crate::cadence::{Cadence, Nth, Parity, Rule};
use crate::time::{civil, resolve};

/// Writes the dates of a rule from `from` up to but without `to` into `dates`, in order, in place of what was there.
/// `first` is the first date.
pub(super) fn dates(
    rule: &Rule,
    first: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
    dates: &mut Vec<NaiveDate>,
) {
    dates.clear();
    let from = from.max(first);
    if from >= to {
        return;
    }
    match rule {
        Rule::Daily { interval } => {
            let step = i64::from(*interval).max(1);
            let days = (from - first).num_days();
            let mut date = first.checked_add_signed(TimeDelta::days((days + step - 1) / step * step));
            while let Some(day) = date.filter(|day| *day < to) {
                dates.push(day);
                date = day.checked_add_days(Days::new(step.unsigned_abs()));
            }
        }
        Rule::Weekly { interval, days, parity } => {
            let base = monday(first);
            let step = if parity.is_some() { 1 } else { i64::from(*interval).max(1) };
            let week = (from - base).num_days().div_euclid(7 * step);
            let mut start = base.checked_add_signed(TimeDelta::days(week * 7 * step));
            while let Some(monday) = start.filter(|monday| *monday < to) {
                if parity.is_none_or(|parity| has_parity(monday, parity)) {
                    let week = days.iter().filter_map(|day| {
                        monday.checked_add_signed(TimeDelta::days(day.num_days_from_monday().into()))
                    });
                    dates.extend(week.filter(|date| *date >= from && *date < to));
                }
                start = monday.checked_add_signed(TimeDelta::days(7 * step));
            }
        }
        Rule::Monthly { interval, months, nths } => {
            by_month(first, from, to, *interval, months, dates, |year, month, out| {
                out.extend(nths.iter().filter_map(|nth| nth_weekday(year, month, *nth)));
            });
        }
        Rule::MonthDays { interval, months, days } => {
            by_month(first, from, to, *interval, months, dates, |year, month, out| {
                out.extend(days.iter().filter_map(|day| day_of_month(year, month, *day)));
            });
        }
        Rule::DayAfterNth { nth, day } => {
            // A day after the last weekday of a month may be in the next month.
            let week_before = |date: NaiveDate| date.checked_sub_days(Days::new(7)).unwrap_or(NaiveDate::MIN);
            let earlier = week_before(from);
            by_month(earlier.min(week_before(first)), earlier, to, 1, &[], dates, |year, month, out| {
                out.extend(nth_weekday(year, month, *nth).map(|date| next_weekday(date, *day)));
            });
            dates.retain(|date| *date >= from);
        }
    }
}

/// The first date of a rule on or after a date, when nothing else says where its intervals begin.
pub fn first_on_or_after(rule: &Rule, date: NaiveDate) -> Option<NaiveDate> {
    let plain = match rule {
        Rule::Weekly { days, parity, .. } => {
            Rule::Weekly { interval: 1, days: days.clone(), parity: *parity }
        }
        Rule::Monthly { months, nths, .. } => {
            Rule::Monthly { interval: 1, months: months.clone(), nths: nths.clone() }
        }
        Rule::MonthDays { months, days, .. } => {
            Rule::MonthDays { interval: 1, months: months.clone(), days: days.clone() }
        }
        Rule::Daily { .. } | Rule::DayAfterNth { .. } => rule.clone(),
    };
    // Two years hold a date of every rule but those of a 29th of February, which is eight years away where a century
    // has none, and a fifth Monday of February, which is forty.
    let stretches = [(0, 40), (40, 800), (800, 40 * 366 + 1)];
    stretches.into_iter().find_map(|(from, to)| {
        let mut found = Vec::new();
        let end = date.checked_add_days(Days::new(to)).unwrap_or(NaiveDate::MAX);
        dates(&plain, date, date.checked_add_days(Days::new(from))?, end, &mut found);
        found.first().copied()
    })
}

/// The first starts of a cadence after an instant, where it has an hour and a zone.
pub fn coming(
    cadence: &Cadence,
    anchor: Option<NaiveDate>,
    after: DateTime<Utc>,
    count: usize,
) -> Vec<DateTime<Utc>> {
    let (Some(clock), Some(zone)) = (cadence.clock, cadence.zone) else { return vec![] };
    let today = civil(after, zone).date();
    let start = cadence.begins(cadence.start.or(anchor).unwrap_or(today));
    let Some(first) = first_on_or_after(&cadence.rule, start) else { return vec![] };
    let mut found = Vec::new();
    let end = cadence.until.and_then(|until| until.succ_opt()).unwrap_or(NaiveDate::MAX);
    for days in [60, 400, 4000] {
        found.clear();
        let from = today.max(first);
        dates(
            &cadence.rule,
            first,
            today,
            from.checked_add_signed(TimeDelta::days(days)).unwrap_or(end).min(end),
            &mut found,
        );
        if found.len() > count {
            break;
        }
    }
    let starts = found.into_iter().map(|date| resolve(date.and_time(clock.time), zone));
    starts.filter(|start| *start > after).take(count).collect()
}

/// The nth weekday of a month, where it has one.
pub(super) fn nth_weekday(year: i32, month: u32, nth: Nth) -> Option<NaiveDate> {
    if nth.ordinal > 0 {
        return NaiveDate::from_weekday_of_month_opt(year, month, nth.day, u8::try_from(nth.ordinal).ok()?);
    }
    let last = last_of_month(year, month)?;
    let back = (7 + last.weekday().num_days_from_monday() - nth.day.num_days_from_monday()) % 7;
    let back = i64::from(back) + 7 * (-i64::from(nth.ordinal) - 1);
    let date = last.checked_sub_signed(TimeDelta::days(back))?;
    (date.month() == month && nth.ordinal != 0).then_some(date)
}

/// The first such weekday after a date.
pub(super) fn next_weekday(date: NaiveDate, day: Weekday) -> NaiveDate {
    let ahead = (6 + day.num_days_from_monday() - date.weekday().num_days_from_monday()) % 7 + 1;
    date.checked_add_days(Days::new(ahead.into())).unwrap_or(NaiveDate::MAX)
}

fn has_parity(monday: NaiveDate, parity: Parity) -> bool {
    (monday.iso_week().week() % 2 == 1) == (parity == Parity::Odd)
}

fn monday(date: NaiveDate) -> NaiveDate {
    // The calendar's first day is no Monday.
    date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())).unwrap_or(NaiveDate::MIN)
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
}

fn day_of_month(year: i32, month: u32, day: i32) -> Option<NaiveDate> {
    match u32::try_from(day) {
        Ok(day) => NaiveDate::from_ymd_opt(year, month, day),
        Err(_) => last_of_month(year, month)?.checked_sub_days(Days::new(u64::from(day.unsigned_abs()) - 1)),
    }
}

/// Walks the months of a rule. Months are counted from that of `first`.
fn by_month(
    first: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
    interval: u32,
    months: &[u32],
    dates: &mut Vec<NaiveDate>,
    of_month: impl Fn(i32, u32, &mut Vec<NaiveDate>),
) {
    let index = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let (base, step) = (index(first), i64::from(interval).max(1));
    let mut at = base + (index(from) - base).div_euclid(step) * step;
    while at <= index(to) {
        let (year, month) =
            (i32::try_from(at.div_euclid(12)).unwrap_or(i32::MAX), at.rem_euclid(12) as u32 + 1);
        if months.is_empty() || months.contains(&month) {
            of_month(year, month, dates);
        }
        at += step;
    }
    // The first and the last month have dates outside, and two rules of one month may name the same day.
    dates.retain(|date| *date >= from && *date < to);
    dates.sort_unstable();
    dates.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a test's own date")
    }

    fn list(rule: &Rule, first: &str, from: &str, to: &str) -> Vec<String> {
        let mut found = Vec::new();
        dates(rule, day(first), day(from), day(to), &mut found);
        found.iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn every_other_week_keeps_its_weeks_however_far_ahead() {
        let rule = Rule::Weekly { interval: 2, days: vec![Weekday::Thu], parity: None };
        assert_eq!(
            list(&rule, "2018-06-07", "2026-02-23", "2026-04-10"),
            ["2026-03-05", "2026-03-19", "2026-04-02"]
        );
    }

    #[test]
    fn the_day_after_an_nth_weekday_may_be_in_the_next_month() {
        let after =
            |ordinal| Rule::DayAfterNth { nth: Nth { ordinal, day: Weekday::Tue }, day: Weekday::Wed };
        // February 2023 ends on its fourth Tuesday; so does no other month of that spring.
        assert_eq!(
            list(&after(4), "2023-01-01", "2023-01-01", "2023-05-01"),
            ["2023-01-25", "2023-03-01", "2023-03-29", "2023-04-26"]
        );
        assert_eq!(list(&after(-1), "2026-06-01", "2026-06-20", "2026-08-01"), ["2026-07-01", "2026-07-29"]);
    }

    #[test]
    fn odd_weeks_follow_each_other_over_a_week_53() {
        let rule = Rule::Weekly { interval: 2, days: vec![Weekday::Wed], parity: Some(Parity::Odd) };
        assert_eq!(
            list(&rule, "2026-01-01", "2026-12-10", "2027-01-31"),
            ["2026-12-16", "2026-12-30", "2027-01-06", "2027-01-20"]
        );
    }

    #[test]
    fn months_without_the_day_are_passed_over() {
        let rule = Rule::MonthDays { interval: 1, months: vec![], days: vec![31] };
        assert_eq!(
            list(&rule, "2026-01-31", "2026-01-01", "2026-06-01"),
            ["2026-01-31", "2026-03-31", "2026-05-31"]
        );
        let fifth =
            Rule::Monthly { interval: 1, months: vec![], nths: vec![Nth { ordinal: 5, day: Weekday::Mon }] };
        assert_eq!(list(&fifth, "2026-01-01", "2026-01-01", "2026-07-01"), ["2026-03-30", "2026-06-29"]);
    }

    #[test]
    fn a_series_begins_on_the_first_date_that_fits() {
        let rule = Rule::Weekly { interval: 2, days: vec![Weekday::Tue], parity: None };
        assert_eq!(first_on_or_after(&rule, day("2025-10-22")), Some(day("2025-10-28")));
        let leap = Rule::MonthDays { interval: 1, months: vec![2], days: vec![29] };
        assert_eq!(first_on_or_after(&leap, day("2025-01-01")), Some(day("2028-02-29")));
        assert_eq!(first_on_or_after(&leap, day("2096-03-01")), Some(day("2104-02-29")));
        let fifth = Nth { ordinal: 5, day: Weekday::Mon };
        let fifth = Rule::Monthly { interval: 1, months: vec![2], nths: vec![fifth] };
        assert_eq!(first_on_or_after(&fifth, day("2024-03-01")), Some(day("2044-02-29")));
        assert_eq!(first_on_or_after(&fifth, day("2080-01-01")), Some(day("2112-02-29")));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        let nth = Nth { ordinal: -1, day: Weekday::Tue };
        let rules = [
            Rule::Daily { interval: 3 },
            Rule::Weekly { interval: 2, days: vec![Weekday::Mon, Weekday::Sun], parity: None },
            Rule::Monthly { interval: 1, months: vec![], nths: vec![nth] },
            Rule::MonthDays { interval: 1, months: vec![], days: vec![31, -1] },
            Rule::DayAfterNth { nth, day: Weekday::Wed },
        ];
        for rule in &rules {
            for date in [NaiveDate::MIN, NaiveDate::MAX] {
                assert!(first_on_or_after(rule, date).is_none_or(|found| found >= date), "{rule}");
            }
        }
    }
}
