//! One rule as people say it, as the rules that calendar programs agree on.
//!
//! Outlook skips two ordinals in one month, no RRULE says `the day after the fourth Tuesday`, and `INTERVAL=2` loses
//! odd weeks after a week 53. Each of these becomes several series, or a series with overrides.

use chrono::{Datelike, NaiveDate};

use super::super::expand::{first_on_or_after, next_weekday, nth_weekday};
use super::last_year_laid_out;
use crate::cadence::{Nth, Parity, Rule};
use crate::time::{iso_weeks_in_year, monday_of_iso_week};

/// A rule that every program reads alike, and where it holds.
pub(super) struct Shape {
    pub rule: Rule,
    /// It starts on the first of its dates on or after this one.
    pub begin: NaiveDate,
    /// The last date on which it holds.
    pub end: Option<NaiveDate>,
    /// Dates of the rule that happen on another date.
    pub moved: Vec<(NaiveDate, NaiveDate)>,
    /// Whether the rule goes on after `end`, and only what is laid out of it does not.
    pub cut: bool,
}

/// The shapes of a rule that begins on a date.
pub(super) fn shapes(rule: &Rule, begin: NaiveDate) -> Vec<Shape> {
    let plain = |rule: Rule| Shape { rule, begin, end: None, moved: vec![], cut: false };
    match rule {
        Rule::Monthly { interval, months, nths } => {
            nths.iter().flat_map(|nth| by_months(*interval, months, *nth, begin)).collect()
        }
        Rule::MonthDays { interval, months, days } => days
            .iter()
            .map(|day| {
                plain(Rule::MonthDays { interval: *interval, months: months.clone(), days: vec![*day] })
            })
            .collect(),
        Rule::DayAfterNth { nth, day } => day_after(*nth, *day, begin),
        Rule::Weekly { days, parity: Some(parity), .. } => by_parity(days, *parity, begin),
        Rule::Weekly { .. } | Rule::Daily { .. } => vec![plain(rule.clone())],
    }
}

/// An nth weekday of every month, of months at even distances, or of each of some months once a year.
fn by_months(interval: u32, months: &[u32], nth: Nth, begin: NaiveDate) -> Vec<Shape> {
    let shape = |interval, months, begin| {
        let rule = Rule::Monthly { interval, months, nths: vec![nth] };
        Shape { rule, begin, end: None, moved: vec![], cut: false }
    };
    match evenly_apart(interval, months) {
        Some(step) => vec![shape(step, vec![], first_month(begin, months, nth))],
        None if months.len() > 1 => months.iter().map(|month| shape(interval, vec![*month], begin)).collect(),
        None => vec![shape(interval, months.to_vec(), begin)],
    }
}

/// Months at even distances round the year, by that distance: quarters are three apart.
fn evenly_apart(interval: u32, months: &[u32]) -> Option<u32> {
    let count = u32::try_from(months.len()).ok().filter(|count| *count > 1 && 12 % count == 0)?;
    let step = 12 / count;
    (interval == 1 && months.windows(2).all(|pair| pair[1] == pair[0] + step)).then_some(step)
}

/// The first day of the month in which a rule of some months first happens on or after a date.
fn first_month(begin: NaiveDate, months: &[u32], nth: Nth) -> NaiveDate {
    let fits = |date: &NaiveDate| {
        months.contains(&date.month())
            && nth_weekday(date.year(), date.month(), nth).is_some_and(|day| day >= begin)
    };
    let all =
        std::iter::successors(begin.with_day(1), |date| date.checked_add_months(chrono::Months::new(1)));
    // A year, or several where the fifth weekday is asked for.
    all.take(120).find(fits).map_or(begin, |date| date.max(begin))
}

/// `The Wednesday after the fourth Tuesday` is the fourth Wednesday, except in months that begin with a Wednesday.
///
/// Programs disagree on a series whose first instance is moved: such dates at its beginning are shapes of their own.
fn day_after(nth: Nth, day: chrono::Weekday, begin: NaiveDate) -> Vec<Shape> {
    let beside = Nth { ordinal: nth.ordinal, day };
    let last_year = last_year_laid_out(begin.year());
    let (mut moved, mut alone) = (Vec::new(), Vec::new());
    let mut first = None;
    for (year, month) in (begin.year()..=last_year).flat_map(|year| (1..=12).map(move |month| (year, month)))
    {
        let meant = nth_weekday(year, month, nth).map(|date| next_weekday(date, day));
        let (Some(meant), Some(ruled)) = (meant, nth_weekday(year, month, beside)) else { continue };
        if meant < begin {
            continue;
        }
        match (meant == ruled, first) {
            (true, None) => first = Some(ruled),
            (true, Some(_)) => {}
            (false, None) => alone.push(meant),
            (false, Some(_)) => moved.push((ruled, meant)),
        }
    }
    let series = Shape {
        rule: Rule::Monthly { interval: 1, months: vec![], nths: vec![beside] },
        begin: first.unwrap_or(begin),
        end: NaiveDate::from_ymd_opt(last_year, 12, 31),
        moved,
        cut: true,
    };
    let alone = alone.into_iter().map(|date| Shape {
        rule: Rule::Daily { interval: 1 },
        begin: date,
        end: Some(date),
        moved: vec![],
        cut: false,
    });
    std::iter::once(series).chain(alone).collect()
}

/// Odd or even ISO weeks, as a stretch of every other week from one week 53 to the next.
fn by_parity(days: &[chrono::Weekday], parity: Parity, begin: NaiveDate) -> Vec<Shape> {
    let every_other = Rule::Weekly { interval: 2, days: days.to_vec(), parity: None };
    let first_year = begin.iso_week().year();
    let last_year = last_year_laid_out(first_year);
    let mut stretches = Vec::new();
    let mut from = begin;
    for year in first_year..=last_year {
        let breaks = iso_weeks_in_year(year) == 53 || year == last_year;
        let Some(next_year) = monday_of_iso_week(year + 1, 1).filter(|_| breaks) else { continue };
        let in_turn = Rule::Weekly { interval: 2, days: days.to_vec(), parity: Some(parity) };
        if let Some(first) = first_on_or_after(&in_turn, from).filter(|first| *first < next_year) {
            let end = next_year.pred_opt();
            let cut = year == last_year;
            stretches.push(Shape { rule: every_other.clone(), begin: first, end, moved: vec![], cut });
        }
        from = next_year;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::super::super::expand::dates;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a test's own date")
    }

    /// What a reader of the shapes finds up to a date.
    fn found(shapes: &[Shape], to: &str) -> Vec<NaiveDate> {
        let mut all = Vec::new();
        for shape in shapes {
            let Some(first) = first_on_or_after(&shape.rule, shape.begin) else { continue };
            assert!(shape.moved.iter().all(|(from, _)| *from != first), "the first instance is moved");
            let end = shape.end.and_then(|end| end.succ_opt()).unwrap_or(NaiveDate::MAX).min(day(to));
            let mut ruled = Vec::new();
            dates(&shape.rule, first, first, end, &mut ruled);
            all.extend(
                ruled.into_iter().map(|date| {
                    shape.moved.iter().find(|(from, _)| *from == date).map_or(date, |(_, to)| *to)
                }),
            );
        }
        all.sort();
        all
    }

    fn assert_same_dates(rule: &Rule, begin: &str, to: &str) {
        let mut want = Vec::new();
        let first = first_on_or_after(rule, day(begin)).expect("the rule has dates");
        dates(rule, first, day(begin), day(to), &mut want);
        assert_eq!(found(&shapes(rule, day(begin)), to), want, "{rule}");
    }

    #[test]
    fn every_shape_has_the_dates_of_its_rule() {
        let nth = |ordinal, day| Nth { ordinal, day };
        for begin in ["2010-10-18", "2025-10-20", "2026-01-01", "2026-04-30", "2026-12-31"] {
            for parity in [Parity::Odd, Parity::Even] {
                for weekday in [Weekday::Mon, Weekday::Thu, Weekday::Sun] {
                    let rule = Rule::Weekly { interval: 2, days: vec![weekday], parity: Some(parity) };
                    assert_same_dates(&rule, begin, "2039-12-01");
                }
            }
            for ordinal in [1, 2, 4, -1] {
                let rule = Rule::DayAfterNth { nth: nth(ordinal, Weekday::Tue), day: Weekday::Wed };
                assert_same_dates(&rule, begin, "2039-12-01");
            }
            for months in [vec![1, 4, 7, 10], vec![3, 6, 9, 12], vec![3, 9], vec![5], vec![1, 2, 6]] {
                let nths = vec![nth(1, Weekday::Thu)];
                assert_same_dates(&Rule::Monthly { interval: 1, months, nths }, begin, "2030-01-01");
            }
            let both = Rule::Monthly {
                interval: 1,
                months: vec![],
                nths: vec![nth(1, Weekday::Wed), nth(3, Weekday::Wed)],
            };
            assert_same_dates(&both, begin, "2030-01-01");
        }
    }
}
