//! Which days a segment means.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::grammar::{Item, Said};
use super::super::lexer::Unit;
use super::super::{NoteCode, Nth, Parity, Part, Rule, Span};
use super::Draft;
use super::segment::Segment;

/// What the days of a segment came to.
pub(super) enum Outcome {
    /// One rule.
    Rule(Rule),
    /// Several are possible.
    Choice(Vec<Rule>),
    /// Too little is said; the draft says what is missing.
    Lacks,
}

/// The first weekday of a quarter is looked for in these months.
const QUARTERS: [u32; 4] = [1, 4, 7, 10];

/// What the items of a segment say about days.
struct Days<'i> {
    frequencies: Vec<(u32, Unit)>,
    frequency_span: Span,
    days: Vec<(&'i [Weekday], DayStyle, &'i Item)>,
    nths: Vec<(Vec<Nth>, NthStyle, &'i Item)>,
    month_days: Vec<i32>,
    parity: Option<(Parity, &'i Item)>,
    alternating: bool,
}

#[derive(Clone, Copy)]
struct DayStyle {
    every: bool,
    plural: bool,
    or: bool,
}

#[derive(Clone, Copy)]
struct NthStyle {
    every: bool,
    week: bool,
}

/// The rule of a segment. `anchor` is a date it is known to start on; slots that take turns say how often by that.
pub(super) fn rule(
    segment: &Segment<'_>,
    anchor: Option<NaiveDate>,
    alternating: bool,
    draft: &mut Draft,
) -> Outcome {
    let days = Days { alternating, ..Days::of(segment) };
    if let Some(outcome) = after_nth(segment, &days, draft) {
        return outcome;
    }
    if let Some((_, item)) = segment.find(|said| (*said == Said::Bimonthly).then_some(())).first() {
        return bimonthly(&days, item, draft);
    }
    let outcome = if !days.nths.is_empty() {
        by_position(&days, draft)
    } else if !days.month_days.is_empty() && days.interval(Unit::Month).is_some() {
        let interval = days.interval(Unit::Month).unwrap_or(1);
        Outcome::Rule(Rule::MonthDays { interval, months: vec![], days: days.month_days.clone() })
    } else if !days.days.is_empty() {
        by_weekday(&days, anchor, draft)
    } else {
        without_days(&days, anchor, draft)
    };
    except(segment, outcome, draft)
}

/// The rule of one slot where several take turns: it happens every nth time.
pub(super) fn stretch(rule: &Rule, turns: usize) -> Rule {
    let turns = u32::try_from(turns).unwrap_or(1).max(1);
    let mut rule = rule.clone();
    match &mut rule {
        Rule::Daily { interval }
        | Rule::Weekly { interval, .. }
        | Rule::Monthly { interval, .. }
        | Rule::MonthDays { interval, .. } => *interval = interval.saturating_mul(turns),
        Rule::DayAfterNth { .. } => {}
    }
    rule
}

impl<'i> Days<'i> {
    fn of(segment: &Segment<'i>) -> Days<'i> {
        let found = segment.find(|said| match said {
            Said::Frequency { interval, unit } => Some((*interval, *unit)),
            _ => None,
        });
        let frequency_span = found.first().map_or(0..0, |(_, item)| item.span.clone());
        let mut frequencies: Vec<(u32, Unit)> = found.into_iter().map(|(frequency, _)| frequency).collect();
        frequencies.sort();
        frequencies.dedup();
        let days = segment.find(|said| match said {
            Said::Days { days, every, plural, or } => {
                Some((&days[..], DayStyle { every: *every, plural: *plural, or: *or }))
            }
            _ => None,
        });
        let nths = segment.find(|said| match said {
            Said::Nths { ordinals, days, every, week } => {
                let pairs =
                    days.iter().flat_map(|day| ordinals.iter().map(|n| Nth { ordinal: *n, day: *day }));
                Some((pairs.collect::<Vec<_>>(), NthStyle { every: *every, week: *week }))
            }
            _ => None,
        });
        let month_days =
            segment.find(|said| if let Said::MonthDays(days) = said { Some(days.clone()) } else { None });
        let parity = segment.find(|said| if let Said::Parity(parity) = said { Some(*parity) } else { None });
        Days {
            frequencies,
            frequency_span,
            days: days.into_iter().map(|((days, style), item)| (days, style, item)).collect(),
            nths: nths.into_iter().map(|((nths, style), item)| (nths, style, item)).collect(),
            month_days: month_days.into_iter().flat_map(|(days, _)| days).collect(),
            parity: parity.first().copied(),
            alternating: false,
        }
    }

    fn interval(&self, wanted: Unit) -> Option<u32> {
        self.frequencies.iter().find(|(_, unit)| *unit == wanted).map(|(interval, _)| *interval)
    }

    /// Every N months, and which ones: quarters begin in January.
    fn months(&self) -> (u32, Vec<u32>) {
        match (self.interval(Unit::Month), self.interval(Unit::Quarter)) {
            (_, Some(_)) => (1, QUARTERS.to_vec()),
            (interval, None) => (interval.unwrap_or(1), vec![]),
        }
    }

    fn weekdays(&self) -> Option<&'i [Weekday]> {
        self.days.first().map(|(days, _, _)| *days)
    }
}

/// `Wednesday after the fourth Tuesday`.
fn after_nth(segment: &Segment<'_>, days: &Days<'_>, draft: &mut Draft) -> Option<Outcome> {
    let found = segment.find(|said| if let Said::AfterNth { nth } = said { Some(*nth) } else { None });
    let (nth, _) = *found.first()?;
    Some(match days.weekdays() {
        Some([day]) if *day != nth.day => Outcome::Rule(Rule::DayAfterNth { nth, day: *day }),
        _ => {
            draft.lacks(Part::Weekday);
            Outcome::Lacks
        }
    })
}

fn bimonthly(days: &Days<'_>, item: &Item, draft: &mut Draft) -> Outcome {
    draft.note(NoteCode::AmbiguousPosition, &item.span, "twice a month, or every two months");
    let nths = match (&days.nths[..], days.weekdays()) {
        ([(nths, _, _), ..], _) => nths.clone(),
        ([], Some(weekdays)) => weekdays.iter().map(|day| Nth { ordinal: 1, day: *day }).collect(),
        ([], None) => vec![],
    };
    let twice = nths.iter().flat_map(|nth| [*nth, Nth { ordinal: nth.ordinal + 2, ..*nth }]).collect();
    Outcome::Choice(vec![
        Rule::Monthly { interval: 2, months: vec![], nths: nths.clone() },
        Rule::Monthly { interval: 1, months: vec![], nths: twice },
    ])
}

fn by_position(days: &Days<'_>, draft: &mut Draft) -> Outcome {
    let (nths, style, item) = &days.nths[0];
    let same_days = |other: &[Weekday]| other.iter().all(|day| nths.iter().any(|nth| nth.day == *day));
    let (interval, months) = days.months();
    let monthly = |nths: Vec<Nth>| Rule::Monthly { interval, months: months.clone(), nths };
    let weekly = days.interval(Unit::Week);
    let of_month = days.interval(Unit::Month).is_some() || !months.is_empty();
    if let Some((other, _, other_item)) = days.days.iter().find(|(other, _, _)| !same_days(other)) {
        draft.note(NoteCode::Contradiction, &other_item.span, "another weekday than the one with a position");
        let moved = nths.iter().flat_map(|nth| other.iter().map(|day| Nth { day: *day, ..*nth })).collect();
        return Outcome::Choice(vec![monthly(nths.clone()), monthly(moved)]);
    }
    if let (Some(interval), false) = (weekly, of_month) {
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

fn ordinal_word(n: i32) -> &'static str {
    match n {
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "fifth",
    }
}

fn by_weekday(days: &Days<'_>, anchor: Option<NaiveDate>, draft: &mut Draft) -> Outcome {
    let (weekdays, style, item) = days.days[0];
    let weekly = |interval, days: &[Weekday]| Rule::Weekly { interval, days: days.to_vec(), parity: None };
    if let Some((parity, parity_item)) = days.parity {
        draft.note(NoteCode::IsoWeeks, &parity_item.span, "weeks are counted as ISO 8601 does");
        return Outcome::Rule(Rule::Weekly { interval: 2, days: weekdays.to_vec(), parity: Some(parity) });
    }
    let mut weeks: Vec<u32> = days
        .frequencies
        .iter()
        .filter(|(_, unit)| *unit == Unit::Week)
        .map(|(interval, _)| *interval)
        .collect();
    if style.every && weeks.first().is_some_and(|interval| *interval > 1) {
        weeks.insert(0, 1);
    }
    if let Some((other, _, other_item)) = days.days.iter().find(|(other, _, _)| *other != weekdays) {
        draft.note(NoteCode::Contradiction, &other_item.span, "another weekday than the one named before");
        let interval = weeks.first().copied().unwrap_or(1);
        return Outcome::Choice(vec![weekly(interval, weekdays), weekly(interval, other)]);
    }
    if days.interval(Unit::Month).is_some() || days.interval(Unit::Quarter).is_some() {
        return without_position(days, weekdays, anchor, draft);
    }
    if weeks.len() > 1 {
        draft.note(
            NoteCode::Contradiction,
            &days.frequency_span,
            "two frequencies that contradict each other",
        );
        return Outcome::Choice(weeks.iter().map(|interval| weekly(*interval, weekdays)).collect());
    }
    let interval = weeks.first().copied().unwrap_or(1);
    if style.or {
        draft.note(
            NoteCode::Contradiction,
            &item.span,
            "one weekday or another; the text does not say which",
        );
        return Outcome::Choice(weekdays.iter().map(|day| weekly(interval, &[*day])).collect());
    }
    if days.frequencies.is_empty() && !style.every && !style.plural && !days.alternating {
        draft.note(NoteCode::WeeklyImplied, &item.span, "a weekday by itself is read as every week");
    }
    Outcome::Rule(weekly(interval, weekdays))
}

/// Monthly, on a weekday, but which one? A start date says so; else there are five readings.
fn without_position(
    days: &Days<'_>,
    weekdays: &[Weekday],
    anchor: Option<NaiveDate>,
    draft: &mut Draft,
) -> Outcome {
    let (interval, months) = days.months();
    let monthly = |ordinal: i32| {
        let nths = weekdays.iter().map(|day| Nth { ordinal, day: *day }).collect();
        Rule::Monthly { interval, months: months.clone(), nths }
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

fn without_days(days: &Days<'_>, anchor: Option<NaiveDate>, draft: &mut Draft) -> Outcome {
    if let Some(interval) = days.interval(Unit::Day) {
        return Outcome::Rule(Rule::Daily { interval });
    }
    let parity = days.parity.map(|(parity, _)| parity);
    let weeks = days.interval(Unit::Week).or(parity.map(|_| 2));
    match (weeks, anchor) {
        (Some(interval), Some(date)) => {
            let message = format!("{date} is a {}", date.format("%A"));
            draft.note(NoteCode::PositionFromStart, &days.frequency_span, message);
            Outcome::Rule(Rule::Weekly { interval, days: vec![date.weekday()], parity })
        }
        (Some(interval), None) => {
            draft.lacks(Part::Weekday);
            Outcome::Rule(Rule::Weekly { interval, days: vec![], parity })
        }
        (None, _) => {
            draft.lacks(Part::Weekday);
            if days.interval(Unit::Month).is_some() {
                draft.lacks(Part::Position);
            }
            Outcome::Lacks
        }
    }
}

/// `Mondays except the first Monday`: the other Mondays of the month.
fn except(segment: &Segment<'_>, outcome: Outcome, draft: &mut Draft) -> Outcome {
    let found = segment.find(|said| if let Said::Except(nths) = said { Some(nths.clone()) } else { None });
    let Some((excepted, item)) = found.first() else { return outcome };
    draft.note(NoteCode::Exception, &item.span, "every week but these");
    match outcome {
        Outcome::Rule(Rule::Weekly { interval: 1, days, parity: None })
            if excepted.iter().all(|nth| nth.ordinal > 0) =>
        {
            let all = days.iter().flat_map(|day| (1..=5).map(|ordinal| Nth { ordinal, day: *day }));
            let nths = all.filter(|nth| !excepted.contains(nth)).collect();
            Outcome::Rule(Rule::Monthly { interval: 1, months: vec![], nths })
        }
        Outcome::Rule(rule) => {
            let message = "an exception that no rule can express; list the dates under `skip`";
            draft.note(NoteCode::Contradiction, &item.span, message);
            Outcome::Choice(vec![rule.clone(), rule])
        }
        other => other,
    }
}
