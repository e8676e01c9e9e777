//! Which zone a slot is in.

use super::super::grammar::Said;
use super::super::{Context, NoteCode, Part, Span};
use super::segment::Segment;
use super::slot::Slot;
use super::{Draft, season};
use crate::time::{Phrase, PhraseKind, Zone};

/// The zone of a slot: one; several where the phrase is ambiguous; `None` where none is known.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub zones: Vec<Option<Zone>>,
}

/// Settles the zones of a segment's slots.
pub(super) fn choose(
    text: &str,
    slots: Vec<Slot>,
    segment: &Segment<'_>,
    anywhere: &[(Phrase, Span)],
    context: Context<'_>,
    draft: &mut Draft,
) -> Vec<(Slot, Choice)> {
    let here = phrases(segment);
    let behind: Vec<Vec<(Phrase, Span)>> = slots.iter().map(|slot| slot.zones.clone()).collect();
    slots
        .into_iter()
        .enumerate()
        .map(|(n, slot)| {
            // Its own; else that of a later slot (`9:00 and 17:00 UTC`); else any that the text names.
            let own = behind[n..].iter().find(|zones| !zones.is_empty());
            let named = own.map_or(if here.is_empty() { anywhere } else { &here }, Vec::as_slice);
            let zones = settle(text, &slot, nearest(named, &slot), context, draft);
            glosses(&slot, &zones, draft);
            (slot, Choice { zones })
        })
        .collect()
}

/// The phrases from the one that stands nearest before a time: what is said first may be a title (`Pacific: Beijing time
/// 10:00`).
fn nearest<'z>(named: &'z [(Phrase, Span)], slot: &Slot) -> &'z [(Phrase, Span)] {
    let before = named.partition_point(|(_, span)| span.end <= slot.span.start);
    &named[before.saturating_sub(1)..]
}

/// The zone phrases of a segment.
pub(super) fn phrases(segment: &Segment<'_>) -> Vec<(Phrase, Span)> {
    let zones = segment.find(|said| if let Said::Zone(phrase) = said { Some(phrase.clone()) } else { None });
    zones.into_iter().map(|(phrase, item)| (phrase, item.span.clone())).collect()
}

/// Where the IANA database has its zones.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

/// A word that is written like a zone of the IANA database and is none, and what was probably meant.
fn misspelt(text: &str) -> Option<(String, Span)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let words = text.split(|c| !is_part(c));
    // `Amerika`, `Europa`. A short word is near too many.
    let nearly = |area: &str, known: &str| area.len() > 4 && strsim::damerau_levenshtein(area, known) <= 2;
    let is_area = |area: &str| AREAS.iter().any(|known| *known == area || nearly(area, known));
    let mut zones = words.filter(|word| word.split_once('/').is_some_and(|(area, _)| is_area(area)));
    zones.find_map(|word| {
        let unknown = Zone::named(word).err()?;
        let nearest = unknown.meant().map(|meant| format!(", but `{meant}`")).unwrap_or_default();
        let start = text.find(word)?;
        Some((format!("no zone is called `{word}`{nearest}"), start..start + word.len()))
    })
}

fn settle(
    text: &str,
    slot: &Slot,
    named: &[(Phrase, Span)],
    context: Context<'_>,
    draft: &mut Draft,
) -> Vec<Option<Zone>> {
    let Some((lead, span)) = named.first() else {
        let (what, span) = match misspelt(text) {
            Some((what, span)) => (what, span),
            None => ("no zone is named".to_owned(), slot.span.clone()),
        };
        let message = match context.zone {
            Some(zone) => format!("{what}; `{zone}` is taken"),
            None => what,
        };
        draft.note(NoteCode::NoZone, &span, message);
        return vec![context.zone];
    };
    let Some(&zone) = lead.zones.first() else {
        draft.note(NoteCode::ImpossibleOffset, span, "no clock keeps this offset");
        draft.lacks(Part::Zone);
        return vec![None];
    };
    let others = || named[1..].iter().map(|(phrase, _)| phrase).filter(|phrase| !phrase.zones.is_empty());
    match lead.kind {
        PhraseKind::Impossible => {}
        // `PT (UTC+8)`: one of the two is wrong.
        PhraseKind::Wall => {
            let other = named[1..].iter().find(|(phrase, _)| {
                phrase.kind == PhraseKind::Offset
                    && phrase
                        .zones
                        .first()
                        .is_some_and(|other| !season::zones_agree(slot.clock, zone, slot.clock, *other))
            });
            if let Some((_, span)) = other {
                draft.note(
                    NoteCode::TimesDisagree,
                    span,
                    format!("never the offset of `{zone}`, which leads"),
                );
            }
        }
        // `GMT+8 (Asia/Shanghai)`: the place is meant, which the offset only explains.
        PhraseKind::Offset => {
            let place = others().find(|p| {
                p.kind == PhraseKind::Wall && season::zones_agree(slot.clock, zone, slot.clock, p.zones[0])
            });
            return vec![Some(place.map_or(zone, |phrase| phrase.zones[0]))];
        }
        PhraseKind::Standard | PhraseKind::Summer => {
            let both = others().any(|p| {
                p.zones[0] == zone
                    && matches!(p.kind, PhraseKind::Standard | PhraseKind::Summer)
                    && p.kind != lead.kind
            });
            let (code, half) = match lead.kind {
                PhraseKind::Summer => (NoteCode::SummerTimeYearRound, "standard time in winter"),
                _ => (NoteCode::StandardTimeYearRound, "summer time in summer"),
            };
            if !both {
                draft.note(code, span, format!("read as the wall clock of `{zone}` all year, {half}"));
            }
        }
        PhraseKind::Ambiguous => return ambiguous(slot, lead, span, others().collect(), draft),
    }
    vec![Some(zone)]
}

/// Letters of several zones, settled by another phrase beside them or by the same instant told in another zone.
fn ambiguous(
    slot: &Slot,
    lead: &Phrase,
    span: &Span,
    others: Vec<&Phrase>,
    draft: &mut Draft,
) -> Vec<Option<Zone>> {
    let beside = lead.zones.iter().find(|zone| {
        others.iter().any(|phrase| {
            phrase.zones[0] == **zone
                || phrase.kind == PhraseKind::Offset
                    && season::zones_agree(slot.clock, **zone, slot.clock, phrase.zones[0])
        })
    });
    let told = lead.zones.iter().find(|zone| {
        // An offset that no clock keeps is no zone, and settles nothing.
        let zones =
            |(clock, phrase, _): &'_ (_, Phrase, _)| phrase.zones.first().map(|other| (*clock, *other));
        let mut told = slot.glosses.iter().filter_map(zones);
        told.any(|(clock, other)| season::zones_agree(slot.clock, **zone, clock, other))
    });
    match beside.or(told) {
        Some(zone) => {
            draft.note(NoteCode::ZoneSettled, span, format!("the rest of the text settles this as `{zone}`"));
            vec![Some(*zone)]
        }
        None => {
            let names: Vec<String> = lead.zones.iter().map(|zone| format!("`{zone}`")).collect();
            draft.note(NoteCode::AmbiguousZone, span, format!("this may be {}", names.join(" or ")));
            lead.zones.iter().copied().map(Some).collect()
        }
    }
}

fn glosses(slot: &Slot, zones: &[Option<Zone>], draft: &mut Draft) {
    let [Some(zone)] = zones else { return };
    for (clock, phrase, span) in &slot.glosses {
        if phrase.zones.iter().any(|other| season::zones_agree(slot.clock, *zone, *clock, *other)) {
            draft.note(NoteCode::SameInstant, span, "the same instant in another zone");
        } else {
            draft.note(
                NoteCode::TimesDisagree,
                span,
                "not the instant that the first zone gives; the first one leads",
            );
        }
    }
}
