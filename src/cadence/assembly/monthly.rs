//! Positions in a month: nth weekdays, and what is said instead of one.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::grammar::{Item, Joint, Said};
use super::super::lexer::Unit;
use super::super::{NoteCode, Nth, Part, Rule};
use super::Draft;
use super::days::{Days, in_order};
use super::rule::Outcome;
use super::segment::Segment;

/// `Wednesday after the fourth Tuesday`, `Monday before the first Tuesday`.
pub(super) fn beside_nth(segment: &Segment<'_>, days: &Days<'_>, draft: &mut Draft) -> Option<Outcome> {
    let found = segment.find(|said| match said {
        Said::AfterNth { nth } => Some(*nth),
        Said::BeforeNth { nth } => Some(a_week_before(*nth)),
        _ => None,
    });
    let (nth, _) = *found.first()?;
    Some(match days.weekdays() {
        Some([day]) if *day != nth.day => Outcome::Rule(Rule::DayAfterNth { nth, day: *day }),
        _ => {
            draft.lacks(Part::Weekday);
            Outcome::Lacks
        }
    })
}

/// The nth weekday a week earlier, which the days before this one are the days after. Before the first of a month is the
/// last of the month before; over all months, the days are the same.
fn a_week_before(nth: Nth) -> Nth {
    let ordinal = if nth.ordinal == 1 { -1 } else { nth.ordinal - 1 };
    Nth { ordinal, ..nth }
}

pub(super) fn bimonthly(days: &Days<'_>, item: &Item, draft: &mut Draft) -> Outcome {
    draft.note(NoteCode::AmbiguousPosition, &item.span, "twice a month, or every two months");
    let nths = match (&days.nths[..], days.weekdays()) {
        ([(nths, _, _), ..], _) => nths.clone(),
        ([], Some(weekdays)) => weekdays.iter().map(|day| Nth { ordinal: 1, day: *day }).collect(),
        ([], None) => vec![],
    };
    let later = |nth: &Nth| Some(nth.ordinal + 2).filter(|n| (3..=5).contains(n) || *n == -1);
    let second = nths.iter().filter_map(|nth| Some(Nth { ordinal: later(nth)?, ..*nth }));
    let twice = in_order(nths.iter().copied().chain(second));
    Outcome::Choice(vec![
        Rule::Monthly { interval: 2, months: vec![], nths: nths.clone() },
        Rule::Monthly { interval: 1, months: vec![], nths: twice },
    ])
}

pub(super) fn by_position(segment: &Segment<'_>, days: &Days<'_>, draft: &mut Draft) -> Outcome {
    let (_, style, item) = &days.nths[0];
    let (nths, other) = &days.positions(segment);
    let same_days = |other: &[Weekday]| other.iter().all(|day| nths.iter().any(|nth| nth.day == *day));
    let (interval, months) = days.months(nths.first().map_or(1, |nth| nth.ordinal));
    let monthly = |nths: Vec<Nth>| Rule::Monthly { interval, months: months.clone(), nths };
    if let Some((other, other_item)) = other {
        draft.note(NoteCode::Contradiction, &other_item.span, "another position than the one named before");
        return Outcome::Choice(vec![monthly(nths.clone()), monthly(other.to_vec())]);
    }
    let weekly = days.interval(Unit::Week);
    let of_month = days.interval(Unit::Month).is_some() || !months.is_empty();
    if let Some((other, _, other_item)) = days.days.iter().find(|(other, _, _)| !same_days(other)) {
        draft.note(NoteCode::Contradiction, &other_item.span, "another weekday than the one with a position");
        let moved = nths.iter().flat_map(|nth| other.iter().map(|day| Nth { day: *day, ..*nth }));
        return Outcome::Choice(vec![monthly(nths.clone()), monthly(in_order(moved))]);
    }
    // `Tuesdays 14:00 UTC, the first Tuesday for newcomers`: every week, or only then?
    let own = days.nths.iter().find(|(some, _, _)| !some.is_empty()).map(|(_, _, item)| *item);
    let every_week = days.days.iter().find(|(_, style, day)| {
        (style.every || style.plural) && own.is_some_and(|own| day.span.start < own.span.start)
    });
    if let (Some((weekdays, _, _)), Some(own)) = (every_week, own)
        && is_remark(segment, own)
    {
        draft.note(NoteCode::Contradiction, &own.span, "every week, or only these weeks of the month");
        let weekly = Rule::Weekly { interval: weekly.unwrap_or(1), days: weekdays.to_vec(), parity: None };
        return Outcome::Choice(vec![weekly, monthly(nths.clone())]);
    }
    // `bi-weekly, every second Wednesday`.
    if let (Some(interval), false, true, [nth]) = (weekly, of_month, style.every, &nths[..])
        && nth.ordinal == i32::try_from(interval).unwrap_or(0)
    {
        return Outcome::Rule(Rule::Weekly { interval, days: vec![nth.day], parity: None });
    }
    if let (Some(interval), true) = (weekly, !of_month || weekly == Some(1)) {
        draft.note(
            NoteCode::Contradiction,
            &days.frequency_span,
            "a number of weeks beside a position in the month",
        );
        let days = nths.iter().map(|nth| nth.day).take(1).collect();
        return Outcome::Choice(vec![monthly(nths.clone()), Rule::Weekly { interval, days, parity: None }]);
    }
    if let (true, false, [nth]) = (style.every, of_month, &nths[..])
        && nth.ordinal > 1
    {
        let message =
            format!("every {} weeks, or the {} of each month", nth.ordinal, ordinal_word(nth.ordinal));
        draft.note(NoteCode::AmbiguousPosition, &item.span, message);
        let interval = nth.ordinal.unsigned_abs();
        let weekly = Rule::Weekly { interval, days: vec![nth.day], parity: None };
        return Outcome::Choice(vec![weekly, monthly(nths.clone())]);
    }
    if style.week {
        let message = "the nth week's weekday is read as the nth such weekday of the month";
        draft.note(NoteCode::NthWeek, &item.span, message);
    }
    Outcome::Rule(monthly(nths.clone()))
}

/// Whether a position stands behind the time, among words that say something else of it: `demo on the last Tuesday`. By
/// itself, as in `Tuesdays 9:00 (first Tuesday of the month)`, it is the cadence.
fn is_remark(segment: &Segment<'_>, position: &Item) -> bool {
    let Some(at) = segment.items.iter().position(|item| std::ptr::eq(*item, position)) else { return false };
    let is_clock = |item: &&&Item| matches!(item.said, Said::Clock { .. });
    let part =
        |item: &&&Item| !matches!(item.said, Said::Joint(Joint::Comma | Joint::Bracket)) && !is_clock(item);
    let before = segment.items[..at].iter().rev().take_while(part);
    let after = segment.items[at + 1..].iter().take_while(part);
    let told = segment.items[..at].iter().any(|item| is_clock(&item));
    told && before.chain(after).any(|item| item.said == Said::Unknown)
}

fn ordinal_word(n: i32) -> &'static str {
    match n {
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "fifth",
    }
}

/// Monthly, on a weekday, but which one? A start date says so; else there are five readings.
pub(super) fn without_position(
    days: &Days<'_>,
    weekdays: &[Weekday],
    anchor: Option<NaiveDate>,
    draft: &mut Draft,
) -> Outcome {
    let monthly = |ordinal: i32| {
        let (interval, months) = days.months(ordinal);
        let nths = weekdays.iter().map(|day| Nth { ordinal, day: *day }).collect();
        Rule::Monthly { interval, months, nths }
    };
    match anchor {
        Some(date) if weekdays == [date.weekday()] => {
            let ordinal = (date.day0() / 7 + 1) as i32;
            let message = format!("{date} is the {}. {} of its month", ordinal, date.format("%A"));
            draft.note(NoteCode::PositionFromStart, &days.frequency_span, message);
            Outcome::Rule(monthly(ordinal))
        }
        _ => {
            let message = "monthly, but nothing says which week of the month";
            draft.note(NoteCode::NoPosition, &days.frequency_span, message);
            Outcome::Choice([1, 2, 3, 4, -1].map(monthly).to_vec())
        }
    }
}
