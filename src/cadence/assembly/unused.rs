//! What a text says and its reading does not: nothing is dropped without a note.

use std::collections::BTreeSet;

use chrono::Weekday;

use super::super::grammar::{Item, Said};
use super::super::lexer::Unit;
use super::super::{Cadence, NoteCode, Rule};
use super::Draft;

/// Notes every item that says how often or on which days and agrees with none of the cadences.
pub(super) fn note(items: &[Item], cadences: &[Cadence], draft: &mut Draft) {
    if cadences.is_empty() {
        return;
    }
    // What is at 24:00 on a Tuesday is on a Wednesday.
    let late = draft.notes.iter().any(|note| note.code == NoteCode::NextDay);
    let on = cadences.iter().flat_map(|one| one.rule.weekdays());
    let days: BTreeSet<u32> =
        on.flat_map(|day| [Some(day), late.then(|| day.pred())]).flatten().map(number).collect();
    let agrees = |said: &Said| match said {
        Said::Frequency { unit, .. } | Said::Count { unit: Some(unit), .. } => {
            cadences.iter().any(|one| counts(&one.rule, *unit))
        }
        Said::Days { days: named, .. } => {
            days.is_empty() || named.iter().all(|day| days.contains(&number(*day)))
        }
        Said::Nths { days: named, .. } => {
            // `bi-weekly, every second Wednesday` counts weeks.
            cadences.iter().any(|one| counts(&one.rule, Unit::Month) || one.rule.interval() > 1)
                && named.iter().all(|day| days.contains(&number(*day)))
        }
        Said::MonthDays(_) => cadences.iter().any(|one| matches!(one.rule, Rule::MonthDays { .. })),
        Said::InMonths(named) => cadences.iter().any(|one| match &one.rule {
            Rule::Monthly { months, .. } | Rule::MonthDays { months, .. } => {
                named.iter().all(|month| months.contains(month))
            }
            Rule::Daily { .. } | Rule::Weekly { .. } | Rule::DayAfterNth { .. } => false,
        }),
        _ => true,
    };
    let noted = |item: &Item, draft: &Draft| {
        draft.notes.iter().any(|note| note.span.start < item.span.end && item.span.start < note.span.end)
    };
    for item in items.iter().filter(|item| !agrees(&item.said)) {
        if !noted(item, draft) {
            let message = "this is not part of what was read, and is passed over";
            draft.note(NoteCode::PassedOver, &item.span, message);
        }
    }
}

fn number(day: Weekday) -> u32 {
    day.num_days_from_monday()
}

/// Whether a rule recurs by a unit, or by what is told in its place.
fn counts(rule: &Rule, unit: Unit) -> bool {
    match (rule, unit) {
        (Rule::Daily { .. }, Unit::Day) | (Rule::Weekly { .. }, Unit::Week | Unit::Day) => true,
        // `weekly except the fourth Tuesday` has the weeks that are left.
        (Rule::Monthly { nths, .. }, Unit::Week) => nths.len() > 1,
        (
            Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. },
            Unit::Month | Unit::Quarter,
        ) => true,
        (Rule::Monthly { months, .. } | Rule::MonthDays { months, .. }, Unit::Year) => !months.is_empty(),
        _ => false,
    }
}
