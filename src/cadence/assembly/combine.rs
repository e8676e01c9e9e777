//! Rules and slots → cadences: every rule of a segment at every time of it.

use super::super::{Cadence, NoteCode, Part, Rule};
use super::slot::Slot;
use super::zone::Choice;
use super::{Bounds, Draft, rule};
use crate::time::Zone;

/// What a segment came to: its rules and, for each, whether they are alternatives.
pub(super) struct Read {
    pub rules: Vec<Rule>,
    pub slots: Vec<(Slot, Choice)>,
    pub alternatives: bool,
}

/// The cadences, and whether they are alternatives of which one is meant.
pub(super) fn combine(
    reads: Vec<Read>,
    alternating: bool,
    bounds: &Bounds,
    draft: &mut Draft,
) -> (Vec<Cadence>, bool) {
    let turns: usize = reads.iter().map(|read| read.slots.len().max(1)).sum();
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
                let takes_turns = alternating && !rule::takes_no_turns(rule);
                let delay = if takes_turns { turn * rule.interval() } else { 0 };
                let rule = if takes_turns { rule::stretch(rule, turns) } else { rule.clone() };
                for zone in &zones {
                    let (start, until) = (bounds.start.as_ref().map(|(date, _)| *date), bounds.until);
                    cadences.push(Cadence { rule: rule.clone(), clock, zone: *zone, start, until, delay });
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
    if several && cadences.len() > 1 && !ambiguous {
        draft.note(
            NoteCode::SeveralRules,
            &draft.whole.clone(),
            "several cadences in one text; each is read by itself",
        );
    }
    (cadences, ambiguous)
}

/// The rule of a slot: a day later where its time is 24:00.
fn on_its_day(rule: &Rule, late: Option<&Slot>, draft: &mut Draft) -> Option<Rule> {
    let Some(slot) = late else { return Some(rule.clone()) };
    let later = rule::day_later(rule);
    let message = match later {
        Some(_) => "24:00 is 00:00 of the next day",
        None => "24:00 is 00:00 of the next day, which no rule says of these days",
    };
    draft.note(NoteCode::NextDay, &slot.span, message);
    later
}
