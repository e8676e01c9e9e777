//! What is excepted from a rule: the rule of the other dates.

use chrono::Weekday;

use super::super::grammar::{Exception, Said};
use super::super::{NoteCode, Nth, Part, Rule};
use super::Draft;
use super::rule::Outcome;
use super::segment::Segment;

/// `Mondays except the first Monday`: the other Mondays of the month.
pub(super) fn except(segment: &Segment<'_>, outcome: Outcome, draft: &mut Draft) -> Outcome {
    let found = segment.find(|said| if let Said::Except(exception) = said { Some(exception) } else { None });
    found.iter().fold(outcome, |outcome, (exception, item)| {
        let Outcome::Rule(rule) = outcome else { return outcome };
        match others(&rule, exception).filter(|others| *others != rule) {
            Some(others) => {
                draft.note(NoteCode::Exception, &item.span, "not on these dates");
                draft.missing.retain(|part| *part != Part::Weekday);
                Outcome::Rule(others)
            }
            None => {
                let message = "an exception that no rule can express, and passed over";
                draft.note(NoteCode::PassedOver, &item.span, message);
                Outcome::Rule(rule)
            }
        }
    })
}

/// The rule of the dates that are not excepted, where there is one.
fn others(rule: &Rule, exception: &Exception) -> Option<Rule> {
    match (rule, exception) {
        (Rule::Weekly { interval: 1, days, parity: None }, Exception::Nths(excepted)) => {
            // Weeks of the month are none of its days.
            if excepted.is_empty() {
                return None;
            }
            // `weekly except the fourth Tuesday`: the other Tuesdays.
            let mut days = days.clone();
            if days.is_empty() {
                days.extend(excepted.iter().map(|nth| nth.day));
                days.dedup();
            }
            weekdays_but(&days, excepted)
        }
        (Rule::Weekly { interval, days, parity }, Exception::Days(off)) => {
            let days: Vec<Weekday> = days.iter().copied().filter(|day| !off.contains(day)).collect();
            (!days.is_empty()).then_some(Rule::Weekly { interval: *interval, days, parity: *parity })
        }
        (Rule::Daily { interval: 1 }, Exception::Days(off)) => {
            let week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7);
            let days: Vec<Weekday> = week.filter(|day| !off.contains(day)).collect();
            (!days.is_empty()).then_some(Rule::Weekly { interval: 1, days, parity: None })
        }
        (Rule::Monthly { interval: 1, months, nths }, Exception::Months(off)) if months.is_empty() => {
            Some(Rule::Monthly { interval: 1, months: months_but(off)?, nths: nths.clone() })
        }
        (Rule::MonthDays { interval: 1, months, days }, Exception::Months(off)) if months.is_empty() => {
            Some(Rule::MonthDays { interval: 1, months: months_but(off)?, days: days.clone() })
        }
        _ => None,
    }
}

/// Every such weekday of the month but some, all counted from the month's start, or all from its end.
fn weekdays_but(days: &[Weekday], excepted: &[Nth]) -> Option<Rule> {
    let from_start = excepted.iter().all(|nth| nth.ordinal > 0);
    let from_end = excepted.iter().all(|nth| nth.ordinal < 0);
    let ordinals = if from_start { 1..=5 } else { -5..=-1 };
    let all = days.iter().flat_map(|day| ordinals.clone().map(|ordinal| Nth { ordinal, day: *day }));
    let nths: Vec<Nth> = all.filter(|nth| !excepted.contains(nth)).collect();
    ((from_start || from_end) && !nths.is_empty()).then_some(Rule::Monthly {
        interval: 1,
        months: vec![],
        nths,
    })
}

fn months_but(off: &[u32]) -> Option<Vec<u32>> {
    let months: Vec<u32> = (1..=12).filter(|month| !off.contains(month)).collect();
    (!months.is_empty()).then_some(months)
}
