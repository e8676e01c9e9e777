//! Items → a [`Reading`]: which rules the items make, at what times, in which zones, and what is missing.

mod combine;
mod days;
mod exception;
mod gloss;
mod monthly;
mod rule;
mod season;
mod segment;
mod slot;
mod verdict;
mod zone;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::grammar::{Item, Said};
use super::{Cadence, Context, Note, NoteCode, Parity, Part, Reading, Rule, Span};
use crate::time::Phrase;
use combine::Read;
use rule::Outcome;
use segment::Segment;
use slot::Slot;

/// How many things of when one text may say. Every rule holds at every time of its segment, so without a bound a text
/// could make cadences by the square of its length.
const MOST_SAID: usize = 200;

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
    let items = pair_parities(text, drop_the_past(items, &mut draft));
    let items = gloss::without_their_weekdays(items);
    let items = drop_what_is_too_much(items, &mut draft);
    let bounds = Bounds::of(&items, context);
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
        let slots = zone::choose(slots, segment, &anywhere, context, &mut draft);
        let delay = segment.find(|said| if let Said::Turn(delay) = said { Some(*delay) } else { None });
        let delay = delay.first().map_or(0, |(delay, _)| *delay);
        reads.push(Read { rules, slots, alternatives, delay });
    }
    let (cadences, ambiguous) = combine::combine(reads, alternating, &bounds, &mut draft);
    let (cadences, ambiguous) = check_start(cadences, ambiguous, &bounds, &mut draft);
    // What may not be meant at all needs no anchor yet.
    let settled = if ambiguous { &[][..] } else { &cadences };
    remark(&items, settled, context, &mut draft);
    verdict::conclude(text, &items, cadences, ambiguous, draft)
}

/// The dates that a text gives, and the one that stands beside it.
struct Bounds {
    start: Option<(NaiveDate, Span)>,
    until: Option<NaiveDate>,
    beside: Option<NaiveDate>,
}

impl Bounds {
    fn of(items: &[Item], context: Context<'_>) -> Bounds {
        let start = items.iter().find_map(|item| match item.said {
            Said::Start(date, _) => Some((date, item.span.clone())),
            _ => None,
        });
        let until = items.iter().find_map(|item| match item.said {
            Said::Until(date) => Some(date),
            _ => None,
        });
        Bounds { start, until, beside: context.start }
    }

    fn anchor(&self) -> Option<NaiveDate> {
        self.start.as_ref().map(|(date, _)| *date).or(self.beside)
    }
}

/// `changed from biweekly to weekly`: only what stands after counts.
fn drop_the_past(items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
    let items = drop_the_replaced(items, draft);
    let Some(change) = items.iter().rposition(|item| item.said == Said::ChangedTo) else { return items };
    draft.note(NoteCode::ChangedOverTime, &items[change].span, "the cadence changed; the later one is read");
    let keeps = |item: &Item| matches!(item.said, Said::Start(..) | Said::Zone(_));
    items
        .into_iter()
        .enumerate()
        .filter(|(n, item)| *n > change || keeps(item))
        .map(|(_, item)| item)
        .collect()
}

/// `instead of every other month`: how often and on which days it was before.
fn drop_the_replaced(mut items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
    let Some(at) = items.iter().position(|item| item.said == Said::InsteadOf) else { return items };
    let is_old = |item: &&Item| {
        let on_days = matches!(item.said, Said::Frequency { .. } | Said::Days { .. } | Said::Nths { .. });
        on_days || matches!(item.said, Said::Clock { .. } | Said::Unknown)
    };
    let old = items[at + 1..].iter().take_while(is_old).count();
    draft.note(NoteCode::ChangedOverTime, &items[at].span, "what it was before is passed over");
    items.drain(at..=at + old);
    items
}

/// Of what is said, the first [`MOST_SAID`] things; words that are not known and joints are not counted.
fn drop_what_is_too_much(mut items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
    let says = |item: &Item| !matches!(item.said, Said::Unknown | Said::Joint(_));
    let beyond = items.iter().enumerate().filter(|(_, item)| says(item)).nth(MOST_SAID);
    if let Some((n, first)) = beyond {
        let rest = first.span.start..draft.whole.end;
        let message = format!("a text may say {MOST_SAID} things of when; the others are passed over");
        draft.note(NoteCode::PassedOver, &rest, message);
        items.truncate(n);
    }
    items
}

/// 双周 means every other week, but the even weeks where 单周, the odd ones, stands beside it.
fn pair_parities(text: &str, mut items: Vec<Item>) -> Vec<Item> {
    if items.iter().any(|item| item.said == Said::Parity(Parity::Odd)) {
        for item in &mut items {
            let written = text.get(item.span.clone()).unwrap_or_default();
            if written.contains(['双', '雙']) && matches!(item.said, Said::Frequency { .. }) {
                item.said = Said::Parity(Parity::Even);
            }
        }
    }
    items
}

/// Whether the slots of a text take turns: it says so, and there are at least two of them.
fn alternates(items: &[Item], segments: &[Segment<'_>]) -> bool {
    let said = items.iter().any(|item| item.said == Said::Alternating);
    let clocks = items.iter().filter(|item| matches!(item.said, Said::Clock { .. })).count();
    said && (clocks > 1 || segments.len() > 1)
}

/// A start date on another weekday than the cadence's leaves open which of the two is meant.
fn check_start(
    cadences: Vec<Cadence>,
    ambiguous: bool,
    bounds: &Bounds,
    draft: &mut Draft,
) -> (Vec<Cadence>, bool) {
    let [Cadence { rule: Rule::Weekly { interval, days, parity }, start: Some(start), .. }] = &cadences[..]
    else {
        return (cadences, ambiguous);
    };
    let Some((_, span)) = &bounds.start else { return (cadences, ambiguous) };
    if days.is_empty() || days.contains(&start.weekday()) || *interval == 1 {
        return (cadences, ambiguous);
    }
    draft.note(
        NoteCode::StartOffWeekday,
        span,
        format!("{start} is a {}, which is none of the cadence's days", start.format("%A")),
    );
    let moved = Rule::Weekly { interval: *interval, days: vec![start.weekday()], parity: *parity };
    let other = Cadence { rule: moved, ..cadences[0].clone() };
    (vec![cadences[0].clone(), other], true)
}

/// The notes that concern the reading as a whole.
fn remark(items: &[Item], cadences: &[Cadence], context: Context<'_>, draft: &mut Draft) {
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
            Said::PassedOver => {
                draft.note(NoteCode::PassedOver, &item.span, "not understood, and passed over");
            }
            Said::NoFixedTime => {
                draft.note(NoteCode::NoFixedTime, &item.span, "the text states no fixed time")
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
