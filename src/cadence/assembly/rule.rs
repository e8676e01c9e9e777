//! Which days a segment means.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::grammar::Said;
use super::super::lexer::Unit;
use super::super::{NoteCode, Part, Rule};
use super::days::Days;
use super::segment::Segment;
use super::{Draft, exception, monthly};

/// What the days of a segment came to.
pub(super) enum Outcome {
    /// One rule.
    Rule(Rule),
    /// Several are possible.
    Choice(Vec<Rule>),
    /// Too little is said; the draft says what is missing.
    Lacks,
}

/// The rule of a segment. `anchor` is a date it is known to start on; slots that take turns say how often by that.
pub(super) fn rule(
    segment: &Segment<'_>,
    anchor: Option<NaiveDate>,
    alternating: bool,
    draft: &mut Draft,
) -> Outcome {
    let days = Days { alternating, ..Days::of(segment) };
    if let Some((_, item)) = segment.find(|said| (*said == Said::NoSuchPosition).then_some(())).first() {
        draft.note(NoteCode::PassedOver, &item.span, "no month has so many of a weekday");
        draft.lacks(Part::Position);
        return Outcome::Lacks;
    }
    if let Some((_, item)) = segment.find(|said| (*said == Said::NthWorkday).then_some(())).first() {
        draft.note(NoteCode::NthWorkday, &item.span, "another weekday each month");
        draft.lacks(Part::Weekday);
        return Outcome::Lacks;
    }
    if let Some((_, item)) = segment.find(|said| matches!(said, Said::WeekOf(_)).then_some(())).first()
        && let Some(weekdays) = days.weekdays()
    {
        draft.note(NoteCode::AmbiguousPosition, &item.span, "a week of the month, or one of several in turn");
        return Outcome::Choice(vec![Rule::Weekly { interval: 1, days: weekdays.to_vec(), parity: None }]);
    }
    if let Some((_, item)) = segment.find(|said| (*said == Said::Bimonthly).then_some(())).first() {
        return monthly::bimonthly(&days, item, draft);
    }
    let outcome = if let Some(outcome) = monthly::beside_nth(segment, &days, draft) {
        outcome
    } else if days.nths.iter().any(|(nths, _, _)| nths.is_empty()) {
        draft.lacks(Part::Weekday);
        Outcome::Lacks
    } else if !days.nths.is_empty() {
        monthly::by_position(segment, &days, draft)
    } else if !days.month_days.is_empty() && days.counts_months() {
        let (interval, months) = days.months(1);
        let by_days = Rule::MonthDays { interval, months, days: days.month_days.clone() };
        match days.days.first() {
            None => Outcome::Rule(by_days),
            Some((weekdays, _, item)) => {
                draft.note(NoteCode::Contradiction, &item.span, "a weekday beside a day of the month");
                let weekly = Rule::Weekly { interval: 1, days: weekdays.to_vec(), parity: None };
                Outcome::Choice(vec![by_days, weekly])
            }
        }
    } else if !days.days.is_empty() {
        by_weekday(&days, anchor, draft)
    } else {
        without_days(&days, anchor, draft)
    };
    let unused = |said: &Said| match outcome {
        Outcome::Rule(Rule::Weekly { .. } | Rule::Daily { .. }) => {
            matches!(said, Said::InMonths(_) | Said::MonthDays(_)).then_some("weeks")
        }
        Outcome::Rule(Rule::Monthly { .. }) => matches!(said, Said::MonthDays(_)).then_some("positions"),
        Outcome::Rule(Rule::DayAfterNth { .. }) => {
            let some_months = match said {
                Said::Frequency { interval, unit } => (*interval, *unit) != (1, Unit::Month),
                _ => matches!(said, Said::InMonths(_)),
            };
            some_months.then_some("a day after or before a position")
        }
        _ => None,
    };
    for (beside, item) in segment.find(unused) {
        let message = format!("not understood beside {beside}, and passed over");
        draft.note(NoteCode::PassedOver, &item.span, message);
    }
    exception::except(segment, outcome, draft)
}

/// The rule of a time at 24:00, which is the next day's midnight; none where no rule says so.
pub(super) fn day_later(rule: &Rule) -> Option<Rule> {
    match rule {
        Rule::Daily { .. } => Some(rule.clone()),
        Rule::Weekly { interval, days, parity: None } => {
            let mut days: Vec<Weekday> = days.iter().map(Weekday::succ).collect();
            days.sort_by_key(Weekday::num_days_from_monday);
            Some(Rule::Weekly { interval: *interval, days, parity: None })
        }
        Rule::Monthly { interval: 1, months, nths } if months.is_empty() => match nths[..] {
            [nth] if nth.ordinal.abs() < 5 => Some(Rule::DayAfterNth { nth, day: nth.day.succ() }),
            _ => None,
        },
        Rule::Weekly { .. } | Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. } => {
            None
        }
    }
}

/// Whether a rule has no interval that several slots could share: odd weeks, some months, the day after an nth weekday.
pub(super) fn takes_no_turns(rule: &Rule) -> bool {
    match rule {
        Rule::Weekly { parity, .. } => parity.is_some(),
        Rule::Monthly { months, .. } | Rule::MonthDays { months, .. } => !months.is_empty(),
        Rule::DayAfterNth { .. } => true,
        Rule::Daily { .. } => false,
    }
}

/// The rule of one slot where several take turns: it happens every nth time.
pub(super) fn stretch(rule: &Rule, turns: u32) -> Rule {
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
    if let Some((times, counted)) = days.count.filter(|(times, _)| *times as usize > weekdays.len()) {
        let message = format!(
            "{times} times, but {} named",
            if weekdays.len() == 1 { "one day is" } else { "fewer days are" }
        );
        draft.note(NoteCode::Contradiction, &counted.span, message);
        return Outcome::Choice(vec![weekly(1, weekdays)]);
    }
    if days.interval(Unit::Month).is_some() || days.interval(Unit::Quarter).is_some() {
        return monthly::without_position(days, weekdays, anchor, draft);
    }
    if weeks.len() > 1 {
        draft.note(
            NoteCode::Contradiction,
            &days.frequency_span,
            "two frequencies that contradict each other",
        );
        return Outcome::Choice(weeks.iter().map(|interval| weekly(*interval, weekdays)).collect());
    }
    // `Mondays, daily during the code freeze`; but 周一至周五每晚 is one thing.
    if days.interval(Unit::Day).is_some() && weekdays.len() == 1 {
        draft.note(NoteCode::Contradiction, &days.frequency_span, "daily, beside a weekday");
        return Outcome::Choice(vec![weekly(1, weekdays), Rule::Daily { interval: 1 }]);
    }
    let mut interval = weeks.first().copied().unwrap_or(1);
    // What takes turns with another meeting happens every other week.
    if interval == 1 && days.relative {
        interval = 2;
    }
    if style.or {
        draft.note(
            NoteCode::Contradiction,
            &item.span,
            "one weekday or another; the text does not say which",
        );
        return Outcome::Choice(weekdays.iter().map(|day| weekly(interval, &[*day])).collect());
    }
    if days.frequencies.is_empty() && !style.every && !style.plural && !days.alternating && !days.relative {
        draft.note(NoteCode::WeeklyImplied, &item.span, "a weekday by itself is read as every week");
    }
    Outcome::Rule(weekly(interval, weekdays))
}

fn without_days(days: &Days<'_>, anchor: Option<NaiveDate>, draft: &mut Draft) -> Outcome {
    if let Some(interval) = days.interval(Unit::Day) {
        return Outcome::Rule(Rule::Daily { interval });
    }
    if let Some((_, counted)) = days.count {
        draft.note(NoteCode::CountOnly, &counted.span, "a count, which names no day");
    }
    let parity = days.parity.map(|(parity, _)| parity);
    let weeks = parity.map(|_| 2).or(days.interval(Unit::Week));
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
