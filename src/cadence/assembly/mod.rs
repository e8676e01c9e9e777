//! Items → a [`Reading`]: which rules the items make, at what times, in which zones, and what is missing.

mod rule;
mod season;
mod segment;
mod slot;
mod zone;

use chrono::{Datelike, NaiveDate};

use super::grammar::{Item, Said};
use super::lexer::nearest_word;
use super::{Cadence, Context, Note, NoteCode, Part, Reading, Rule, Span, Verdict};
use rule::Outcome;
use segment::Segment;
use slot::Slot;
use zone::Choice;

/// What has been found out so far.
struct Draft {
    notes: Vec<Note>,
    missing: Vec<Part>,
}

impl Draft {
    fn note(&mut self, code: NoteCode, span: &Span, message: impl Into<String>) {
        let note = Note { code, span: span.clone(), message: message.into() };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn lacks(&mut self, part: Part) {
        if !self.missing.contains(&part) {
            self.missing.push(part);
        }
    }
}

/// What a segment came to: its rules and, for each, whether they are alternatives.
struct Read {
    rules: Vec<Rule>,
    slots: Vec<(Slot, Choice)>,
    alternatives: bool,
}

/// Makes a reading of what a text says.
pub(super) fn assemble(text: &str, items: Vec<Item>, context: Context<'_>) -> Reading {
    let mut draft = Draft { notes: Vec::new(), missing: Vec::new() };
    let items = drop_the_past(items, &mut draft);
    let bounds = Bounds::of(&items, context);
    let segments = segment::split(&items);
    let alternating = alternates(&items, &segments);

    let mut reads = Vec::new();
    for segment in &segments {
        let slots = slot::slots(segment, alternating, &mut draft);
        let outcome = rule::rule(segment, bounds.anchor(), alternating, &mut draft);
        let alternatives = matches!(outcome, Outcome::Choice(_));
        let rules = match outcome {
            Outcome::Rule(rule) => vec![rule],
            Outcome::Choice(rules) => rules,
            Outcome::Lacks => vec![],
        };
        let slots = zone::choose(slots, segment, &segments, context, &mut draft);
        reads.push(Read { rules, slots, alternatives });
    }
    let (cadences, ambiguous) = combine(reads, alternating, &bounds, &mut draft);
    let (cadences, ambiguous) = check_start(cadences, ambiguous, &bounds, &mut draft);
    remark(&items, &cadences, context, &mut draft);
    conclude(text, &items, cadences, ambiguous, draft)
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
            Said::Start(date) => Some((date, item.span.clone())),
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
    let Some(change) = items.iter().rposition(|item| item.said == Said::ChangedTo) else { return items };
    draft.note(NoteCode::ChangedOverTime, &items[change].span, "the cadence changed; the later one is read");
    let keeps = |item: &Item| matches!(item.said, Said::Start(_) | Said::Zone(_));
    items
        .into_iter()
        .enumerate()
        .filter(|(n, item)| *n > change || keeps(item))
        .map(|(_, item)| item)
        .collect()
}

/// Whether the slots of a text take turns: it says so, and there are at least two of them.
fn alternates(items: &[Item], segments: &[Segment<'_>]) -> bool {
    let said = items.iter().any(|item| item.said == Said::Alternating);
    let clocks = items.iter().filter(|item| matches!(item.said, Said::Clock { .. })).count();
    said && (clocks > 1 || segments.len() > 1)
}

fn combine(reads: Vec<Read>, alternating: bool, bounds: &Bounds, draft: &mut Draft) -> (Vec<Cadence>, bool) {
    let turns: usize = reads.iter().map(|read| read.slots.len().max(1)).sum();
    let several = !alternating && reads.len() > 1;
    let mut cadences = Vec::new();
    let mut ambiguous = false;
    let mut turn = 0;
    for read in reads {
        ambiguous |= read.alternatives || read.slots.iter().any(|(slot, _)| slot.or);
        if read.slots.is_empty() {
            draft.lacks(Part::Hour);
        }
        let slots: Vec<(Option<super::Clock>, Vec<Option<crate::time::Zone>>)> = match read.slots.is_empty() {
            true => vec![(None, vec![zone::default_zone()])],
            false => read.slots.into_iter().map(|(slot, choice)| (Some(slot.clock), choice.zones)).collect(),
        };
        for (clock, zones) in slots {
            ambiguous |= zones.len() > 1;
            for rule in &read.rules {
                let delay = if alternating { turn * rule.interval() } else { 0 };
                let rule = if alternating { rule::stretch(rule, turns) } else { rule.clone() };
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
            &(0..0),
            "these days and times take turns, in the order in which they stand",
        );
    }
    if several && cadences.len() > 1 && !ambiguous {
        draft.note(NoteCode::SeveralRules, &(0..0), "several cadences in one text; each is read by itself");
    }
    (cadences, ambiguous)
}

/// A start date on another weekday than the cadence's leaves open which of the two is meant.
fn check_start(
    cadences: Vec<Cadence>,
    ambiguous: bool,
    bounds: &Bounds,
    draft: &mut Draft,
) -> (Vec<Cadence>, bool) {
    let Some((start, span)) = &bounds.start else { return (cadences, ambiguous) };
    let [Cadence { rule: Rule::Weekly { interval, days, parity }, .. }] = &cadences[..] else {
        return (cadences, ambiguous);
    };
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
            Said::Relative => {
                draft.note(
                    NoteCode::RelativeToOther,
                    &item.span,
                    "takes turns with another meeting, which settles its weeks",
                );
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
    for cadence in cadences.iter().filter(|cadence| cadence.rule.needs_anchor()) {
        if cadence.start.is_none() && !anchored {
            let frequency = items.iter().rev().find(|item| {
                matches!(&item.said, Said::Frequency { interval, .. } if *interval > 1)
                    || item.said == Said::Alternating
            });
            let span = frequency.map_or(0..0, |item| item.span.clone());
            draft.note(NoteCode::NoAnchor, &span, "no date says which of the weeks is meant");
        }
    }
}

/// Words that may have been meant for one of the language, where something is missing. They are never corrected.
fn misspelt(text: &str, items: &[Item], draft: &mut Draft) {
    for item in items.iter().filter(|item| item.said == Said::Unknown) {
        let word = text.get(item.span.clone()).unwrap_or_default();
        if let Some(nearest) = nearest_word(word) {
            draft.note(
                NoteCode::NearestWord,
                &item.span,
                format!("`{word}` is not known; did you mean `{nearest}`?"),
            );
        }
    }
}

fn conclude(
    text: &str,
    items: &[Item],
    cadences: Vec<Cadence>,
    ambiguous: bool,
    mut draft: Draft,
) -> Reading {
    let timed = cadences.iter().any(|cadence| cadence.clock.is_some());
    let no_fixed_time = items.iter().any(|item| item.said == Said::NoFixedTime);
    let says_when = items.iter().any(|item| {
        matches!(
            item.said,
            Said::Frequency { .. }
                | Said::Days { .. }
                | Said::Nths { .. }
                | Said::MonthDays(_)
                | Said::Parity(_)
                | Said::Clock { .. }
                | Said::Bimonthly
                | Said::AfterNth { .. }
        )
    });
    let verdict = if ambiguous {
        Verdict::Ambiguous
    } else if no_fixed_time && !timed {
        Verdict::Irregular
    } else if !says_when {
        Verdict::Unreadable
    } else if !draft.missing.is_empty() {
        Verdict::Incomplete
    } else if draft.notes.iter().any(|note| note.code.assumes()) {
        Verdict::Assumed
    } else {
        Verdict::Exact
    };
    if verdict == Verdict::Unreadable {
        let whole = 0..text.len();
        draft.note(
            NoteCode::NotUnderstood,
            &whole,
            "no weekday, frequency or time of day was found in this text",
        );
    }
    if matches!(verdict, Verdict::Unreadable | Verdict::Incomplete) {
        misspelt(text, items, &mut draft);
    }
    draft.missing.sort();
    draft.notes.sort_by_key(|note| (note.span.start, note.code));
    let lists_missing = verdict == Verdict::Incomplete;
    let (cadences, readings) = match verdict {
        Verdict::Ambiguous => (vec![], cadences),
        Verdict::Irregular | Verdict::Unreadable => (vec![], vec![]),
        Verdict::Exact | Verdict::Assumed | Verdict::Incomplete => (cadences, vec![]),
    };
    let missing = if lists_missing { draft.missing } else { vec![] };
    Reading { text: text.to_owned(), verdict, cadences, readings, missing, notes: draft.notes }
}
