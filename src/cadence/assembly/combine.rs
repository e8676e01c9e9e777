//! Rules and slots → cadences: every rule of a segment at every time of it.

use chrono::TimeDelta;

use super::super::{Cadence, NoteCode, Part, Rule};
use super::slot::Slot;
use super::zone::Choice;
use super::{Bounds, Draft, rule};
use crate::time::Zone;

/// The most weeks (days, months) after which something recurs.
const MOST_WEEKS: u32 = 999;

/// How far back a cadence is looked for that is said again.
const SAID_AGAIN: usize = 8;

/// What a segment came to: its rules and, for each, whether they are alternatives.
pub(super) struct Read {
    pub rules: Vec<Rule>,
    pub slots: Vec<(Slot, Choice)>,
    pub alternatives: bool,
    /// How many units after the first it begins.
    pub delay: u32,
}

/// The cadences, and whether they are alternatives of which one is meant. `counted` where how often is said of each of
/// the slots that take turns.
pub(super) fn combine(
    reads: Vec<Read>,
    alternating: bool,
    counted: bool,
    bounds: &Bounds,
    draft: &mut Draft,
) -> (Vec<Cadence>, bool) {
    let turns: usize = reads.iter().map(|read| read.slots.len().max(1)).sum();
    let turns = u32::try_from(turns).unwrap_or(u32::MAX);
    let several = !alternating && reads.len() > 1;
    let mut cadences = Vec::new();
    let mut ambiguous = false;
    let mut turn = 0;
    for read in reads {
        // Which of several times is that of the next odd week, no rule says.
        let here = read.slots.len() > 1;
        let in_place = |rule: &Rule| alternating && rule::takes_no_turns(rule);
        ambiguous |= here && read.rules.iter().any(in_place);
        ambiguous |= read.alternatives || read.slots.iter().any(|(slot, _)| slot.or);
        if read.slots.is_empty() {
            draft.lacks(Part::Hour);
        }
        let slots: Vec<(Option<Slot>, Vec<Option<Zone>>)> = match read.slots.is_empty() {
            true => vec![(None, vec![None])],
            false => read.slots.into_iter().map(|(slot, choice)| (Some(slot), choice.zones)).collect(),
        };
        for (slot, zones) in slots {
            ambiguous |= zones.len() > 1;
            let clock = slot.as_ref().map(|slot| slot.clock);
            let late = slot.filter(|slot| slot.next_day);
            for rule in &read.rules {
                let Some(rule) = &on_its_day(rule, late.as_ref(), draft) else {
                    ambiguous = true;
                    continue;
                };
                // `every two weeks, alternating between A and B`: each has its turn every two weeks.
                let counted = counted && rule.interval() == turns;
                let takes_turns = alternating
                    && !rule::takes_no_turns(rule)
                    && rule.interval().saturating_mul(turns) <= MOST_WEEKS;
                let (delay, rule) = match (takes_turns, counted) {
                    // The second week of one is none.
                    (false, _) if read.delay >= rule.interval() => (0, rule.clone()),
                    (false, _) => (read.delay, rule.clone()),
                    (true, true) => (turn, rule.clone()),
                    (true, false) => (turn * rule.interval(), rule::stretch(rule, turns)),
                };
                for zone in &zones {
                    // Dates in the text are told as its days are: before 24:00.
                    let later = TimeDelta::days(late.is_some().into());
                    let start = bounds.start.as_ref().map(|(date, _)| *date + later);
                    let until = bounds.until.map(|date| date + later);
                    let cadence = Cadence { rule: rule.clone(), clock, zone: *zone, start, until, delay };
                    // What is said twice, as in two brackets, is one meeting.
                    if !cadences.iter().rev().take(SAID_AGAIN).any(|earlier| *earlier == cadence) {
                        cadences.push(cadence);
                    }
                }
            }
            turn += 1;
        }
    }
    if alternating && !draft.notes.iter().any(|note| note.code == NoteCode::Alternation) {
        draft.note(
            NoteCode::Alternation,
            &draft.whole.clone(),
            "these days and times take turns, in the order in which they stand",
        );
    }
    if several && !ambiguous {
        shared_dates(&cadences, bounds, draft);
    }
    if several && cadences.len() > 1 && !ambiguous {
        draft.note(
            NoteCode::SeveralRules,
            &draft.whole.clone(),
            "several cadences in one text; each is read by itself",
        );
    }
    (cadences, ambiguous)
}

/// Dates that several cadences have in common: bounds, which are those of each, and weekdays.
fn shared_dates(cadences: &[Cadence], bounds: &Bounds, draft: &mut Draft) {
    if let Some((date, span)) = &bounds.start {
        let message = format!("{date} is taken as the start of each of the cadences");
        draft.note(NoteCode::SharedDates, span, message);
    }
    if let Some(until) = bounds.until {
        let message = format!("{until} is taken as the end of each of the cadences");
        draft.note(NoteCode::SharedDates, &draft.whole.clone(), message);
    }
    let monthly = |rule: &Rule| matches!(rule, Rule::Monthly { .. });
    let weeks = |rule: &Rule| if let Rule::Weekly { parity, .. } = rule { *parity } else { None };
    let overlap = |a: &Rule, b: &Rule| {
        let other_weeks = weeks(a).is_some() && weeks(b).is_some() && weeks(a) != weeks(b);
        a != b
            && !other_weeks
            && !(monthly(a) && monthly(b))
            && a.weekdays().iter().any(|day| b.weekdays().contains(day))
    };
    let mut earlier = cadences.iter().enumerate();
    if earlier.any(|(n, a)| cadences[n + 1..].iter().any(|b| overlap(&a.rule, &b.rule))) {
        let message = "two of the cadences fall on the same dates; on those, both are read";
        draft.note(NoteCode::SharedDates, &draft.whole.clone(), message);
    }
}

/// The rule of a slot: a day later where its time is 24:00.
fn on_its_day(rule: &Rule, late: Option<&Slot>, draft: &mut Draft) -> Option<Rule> {
    let Some(slot) = late else { return Some(rule.clone()) };
    let later = rule::day_later(rule);
    let message = match later {
        Some(_) => "this is on the next day, and so is the meeting",
        None => "this is on the next day, which no rule says of these days",
    };
    draft.note(NoteCode::NextDay, &slot.span, message);
    later
}
