//! Slots: the times of day of a segment, each with the zone phrases around it and its glosses, which say the same
//! instant in other zones (`9am PT / 12pm ET`).

use super::super::grammar::{Item, Joint, Said};
use super::super::{Clock, NoteCode, Span};
use super::segment::Segment;
use super::{Draft, season};
use crate::time::Phrase;

/// A time of day and the zone phrases behind it.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub clock: Clock,
    pub zones: Vec<(Phrase, Span)>,
    /// The same time as told in other zones.
    pub glosses: Vec<(Clock, Phrase, Span)>,
    pub span: Span,
    /// Whether `or` joins it to the slot before.
    pub or: bool,
    /// Whether it is at 24:00, the next day's midnight.
    pub next_day: bool,
}

/// The slots of a segment, glosses gathered.
pub(super) fn slots(segment: &Segment<'_>, alternating: bool, draft: &mut Draft) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for (told, joint) in told(&segment.items) {
        match slots.last_mut() {
            Some(lead) if is_gloss(lead, &told, joint, alternating) => {
                let (phrase, _) = told.zones.first().expect("a gloss names a zone").clone();
                lead.glosses.push((told.clock, phrase, told.span));
            }
            Some(lead) => {
                // `9:00 PT (moved to 10:00)` may be one meeting or two.
                if matches!(joint, None | Some(Joint::Bracket)) && !alternating && lead.clock != told.clock {
                    let message = "another time of day, which nothing joins to the one before; both are read";
                    draft.note(NoteCode::TimesDisagree, &told.span, message);
                }
                let or = joint == Some(Joint::Or) && !alternating;
                if or {
                    draft.note(
                        NoteCode::Contradiction,
                        &told.span,
                        "one time or another; the text does not say which",
                    );
                }
                slots.push(Slot { or, ..told });
            }
            None => slots.push(told),
        }
    }
    if let Some(slot) = season::one_wall_clock(segment, &slots) {
        draft.note(
            NoteCode::SeasonalUtc,
            &slot.span,
            "two UTC times for summer and winter are one wall-clock time",
        );
        return vec![slot];
    }
    // Whose summer is meant, or what holds in the other half of the year, is not said.
    for ((), item) in segment.find(|said| matches!(said, Said::Season(_)).then_some(())) {
        let message = "whose summer or winter this is, or what holds in the other, is not said";
        draft.note(NoteCode::PassedOver, &item.span, message);
        for slot in slots.iter_mut().skip(1) {
            slot.or = true;
        }
    }
    if slots.len() > 1 && alternating {
        let span = slots[0].span.start..slots[slots.len() - 1].span.end;
        draft.note(NoteCode::Alternation, &span, "these times take turns, in the order in which they stand");
    }
    let length = segment.find(|said| if let Said::Length(length) = said { Some(*length) } else { None });
    if let (Some((length, _)), [slot]) = (length.first(), &mut slots[..]) {
        slot.clock.end = slot.clock.end.or(Some(slot.clock.time.overflowing_add_signed(*length).0));
    }
    slots
}

/// Every time of day with the zones right behind it, or else right before it, and what joins it to the one before.
fn told(items: &[&Item]) -> Vec<(Slot, Option<Joint>)> {
    let mut told: Vec<(Slot, Option<Joint>)> = Vec::new();
    let mut joint = None;
    let mut open = false;
    // Zones that no time has yet: those of the next one that names none.
    let mut waiting: Vec<(Phrase, Span)> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        match &item.said {
            Said::Clock { clock, next_day, .. } => {
                let next = items[n + 1..].iter().find(|item| item.said != Said::Joint(Joint::Bracket));
                let own = next.is_some_and(|next| matches!(next.said, Said::Zone(_)));
                let zones = if own { vec![] } else { std::mem::take(&mut waiting) };
                waiting.clear();
                let slot = Slot {
                    clock: *clock,
                    zones,
                    glosses: vec![],
                    span: item.span.clone(),
                    or: false,
                    next_day: *next_day,
                };
                // `but the first Tuesday at 17:00` is of what is excepted; `9:00, room 12:30`: a word before a time says that it is of something else.
                let of_else = n > 0 && items[n - 1].said == Said::Unknown && joint == Some(Joint::Comma);
                let excepted = n > 0 && matches!(items[n - 1].said, Said::Except(_));
                told.push((slot, joint.take().filter(|_| !of_else && !excepted)));
                open = true;
            }
            Said::Zone(phrase) if open && !leads(joint, &items[n + 1..]) => {
                let (slot, _) = told.last_mut().expect("a time opened it");
                slot.zones.push((phrase.clone(), item.span.clone()));
            }
            Said::Zone(phrase) => {
                open = false;
                // `CST (Beijing time)` are two names of one; others stand for themselves, the nearest for the time.
                let before = items[..n].iter().rev().find(|item| item.said != Said::Joint(Joint::Bracket));
                if !before.is_some_and(|before| matches!(before.said, Said::Zone(_))) {
                    waiting.clear();
                }
                waiting.push((phrase.clone(), item.span.clone()));
            }
            Said::EndsAt(end) => {
                if let Some((slot, _)) = told.last_mut() {
                    slot.clock.end = slot.clock.end.or(Some(*end));
                }
            }
            // Of several joints the strongest counts: `PT, and 18:00` is joined by `and`.
            Said::Joint(next) => match joint {
                Some(Joint::And | Joint::Or) => {}
                _ => joint = Some(*next),
            },
            Said::Days { .. } | Said::Nths { .. } | Said::Frequency { .. } => open = false,
            _ => {}
        }
    }
    told
}

/// Whether a zone behind a joint is that of what follows: `美东 14:00 / 美西 11:00`, `14:00 UTC, Pacific: 7:00`.
fn leads(joint: Option<Joint>, after: &[&Item]) -> bool {
    let parted = matches!(joint, Some(Joint::And | Joint::Or | Joint::Slash | Joint::Comma));
    let mut said = after.iter().map(|item| &item.said);
    let next = said.find(|said| !matches!(said, Said::Unknown | Said::Days { .. } | Said::Frequency { .. }));
    let zone_behind = matches!(said.next(), Some(Said::Zone(_)));
    parted && matches!(next, Some(Said::Clock { .. })) && !zone_behind
}

/// Whether a time repeats the slot before it in another zone.
fn is_gloss(lead: &Slot, told: &Slot, joint: Option<Joint>, alternating: bool) -> bool {
    let (Some((theirs, _)), Some((ours, _))) = (told.zones.first(), lead.zones.first()) else { return false };
    if theirs.zones.first() == ours.zones.first() {
        return false;
    }
    match joint {
        Some(Joint::And | Joint::Or) => {
            !alternating && season::same_instant(lead.clock, ours, told.clock, theirs)
        }
        Some(Joint::Comma) if alternating => false,
        Some(Joint::Slash | Joint::Bracket | Joint::Comma) | None => true,
    }
}
