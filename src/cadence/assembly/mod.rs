//! Items → a [`Reading`]: which rules the items make, at what times, in which zones, and what is missing.
//!
//! In this order: `prepare` takes out what is past, negated or a gloss's weekday; `bounds` finds the dates; `segment` cuts
//! the text into a rule each; of each, `slot` gathers the times, `rule` (with `days`, `monthly`, `exception`) makes the days
//! and `zone` settles whose clock; `combine` makes the cadences; `unused` notes what is in none of them; `verdict` concludes.

mod bounds;
mod combine;
mod days;
mod exception;
mod gloss;
mod misspelt;
mod monthly;
mod prepare;
mod rule;
mod season;
mod segment;
mod slot;
mod unused;
mod verdict;
mod zone;

use std::collections::BTreeSet;

use chrono::Datelike;

use super::grammar::{Item, Said};
use super::{Cadence, Context, Note, NoteCode, Part, Reading, Rule, Span};
use crate::time::Phrase;
use bounds::Bounds;
use combine::Read;
use rule::Outcome;
use segment::Segment;
use slot::Slot;

/// What has been found out so far.
struct Draft {
    /// The whole text's place.
    whole: Span,
    notes: Vec<Note>,
    /// The notes again, to find one among many.
    noted: BTreeSet<(NoteCode, usize, usize, String)>,
    missing: Vec<Part>,
}

impl Draft {
    fn note(&mut self, code: NoteCode, span: &Span, message: impl Into<String>) {
        let note = Note { code, span: span.clone(), message: message.into() };
        if self.noted.insert((code, span.start, span.end, note.message.clone())) {
            self.notes.push(note);
        }
    }

    fn lacks(&mut self, part: Part) {
        if !self.missing.contains(&part) {
            self.missing.push(part);
        }
    }
}

/// Makes a reading of what a text says.
pub(super) fn assemble(text: &str, items: Vec<Item>, context: Context<'_>) -> Reading {
    let (notes, noted, missing) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut draft = Draft { whole: 0..text.len(), notes, noted, missing };
    let items = prepare::prepare(text, items, &mut draft);
    let bounds = Bounds::of(&items, context, &mut draft);
    let segments = segment::split(&items);
    let alternating = alternates(&items, &segments);

    let anywhere: Vec<(Phrase, Span)> = segments.iter().flat_map(zone::phrases).collect();
    let mut reads = Vec::new();
    let told: Vec<Vec<Slot>> = segments.iter().map(|s| slot::slots(s, alternating, &mut draft)).collect();
    for (n, segment) in segments.iter().enumerate() {
        // `Monday and, every other week, Wednesday at 10:00`: the time that follows is for both.
        let own = told[n..].iter().chain(&told[..n]).find(|slots| !slots.is_empty());
        let slots = own.cloned().unwrap_or_default();
        let outcome = rule::rule(segment, bounds.anchor(), alternating, &mut draft);
        let alternatives = matches!(outcome, Outcome::Choice(_));
        let rules = match outcome {
            Outcome::Rule(rule) => vec![rule],
            Outcome::Choice(rules) => rules,
            Outcome::Lacks => vec![],
        };
        let slots = zone::choose(text, slots, segment, &anywhere, context, &mut draft);
        let delay = segment.find(|said| if let Said::Turn(delay) = said { Some(*delay) } else { None });
        let delay = delay.first().map_or(0, |(delay, _)| *delay);
        reads.push(Read { rules, slots, alternatives, delay });
    }
    let (cadences, ambiguous) =
        combine::combine(reads, alternating, counts_turns(&items), &bounds, &mut draft);
    let (cadences, ambiguous) = bounds.check_start(cadences, ambiguous, &mut draft);
    // What may not be meant at all needs no anchor yet.
    let settled = if ambiguous { &[][..] } else { &cadences };
    unused::note(&items, settled, &mut draft);
    remark(&items, settled, &bounds, context, &mut draft);
    verdict::conclude(text, &items, cadences, ambiguous, draft)
}

/// Whether how often is said of each slot, behind `alternating between`: each is then as often as that.
fn counts_turns(items: &[Item]) -> bool {
    let frequency = items.iter().position(|item| matches!(item.said, Said::Frequency { .. }));
    frequency > items.iter().position(|item| item.said == Said::Alternating)
}

/// Whether the slots of a text take turns: it says so, and there are at least two of them.
fn alternates(items: &[Item], segments: &[Segment<'_>]) -> bool {
    let said = items.iter().any(|item| item.said == Said::Alternating);
    let clocks = items.iter().filter(|item| matches!(item.said, Said::Clock { .. })).count();
    said && (clocks > 1 || segments.len() > 1)
}

/// The notes that concern the reading as a whole.
fn remark(items: &[Item], cadences: &[Cadence], bounds: &Bounds, context: Context<'_>, draft: &mut Draft) {
    for item in items {
        match &item.said {
            Said::Tentative => {
                draft.note(NoteCode::SaidTentative, &item.span, "the text itself calls this tentative")
            }
            Said::Start(date, Some(day)) if date.weekday() != *day => draft.note(
                NoteCode::StartOffWeekday,
                &item.span,
                format!("{date} is a {}, not a {day}", date.format("%a")),
            ),
            Said::Relative => {
                draft.note(
                    NoteCode::RelativeToOther,
                    &item.span,
                    "takes turns with another meeting, which settles its weeks",
                );
            }
            Said::Date(date) if bounds.start.as_ref().is_none_or(|(_, span)| *span != item.span) => {
                draft.note(NoteCode::PassedOver, &item.span, format!("nothing says what {date} bounds"));
            }
            Said::PassedOver => {
                draft.note(NoteCode::PassedOver, &item.span, "not understood, and passed over");
            }
            Said::NoSuchTime => {
                draft.note(NoteCode::ImpossibleTime, &item.span, "no clock shows this time");
            }
            Said::NoFixedTime => {
                draft.note(NoteCode::NoFixedTime, &item.span, "the text states no fixed time")
            }
            Said::Clock { after_noon: true, .. } => {
                draft.note(NoteCode::EndAfterNoon, &item.span, "the end is taken to be after noon");
            }
            Said::Clock { redundant_meridiem: true, .. } => draft.note(
                NoteCode::RedundantMeridiem,
                &item.span,
                "am or pm beside a 24-hour time is passed over",
            ),
            _ => {}
        }
    }
    let anchored = context.start.is_some();
    let frequency = items.iter().rev().find(|item| {
        matches!(&item.said, Said::Frequency { interval, .. } if *interval > 1)
            || item.said == Said::Alternating
    });
    let span = frequency.map_or_else(|| draft.whole.clone(), |item| item.span.clone());
    for cadence in cadences.iter().filter(|cadence| cadence.rule.needs_anchor()) {
        if cadence.start.is_none() && !anchored {
            let unit = match cadence.rule {
                Rule::Daily { .. } => "days",
                Rule::Weekly { .. } => "weeks",
                Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. } => "months",
            };
            draft.note(NoteCode::NoAnchor, &span, format!("no date says which of the {unit} is meant"));
        }
    }
}
