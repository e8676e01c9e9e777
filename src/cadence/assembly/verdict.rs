//! The verdict: what a reading came to.

use super::super::grammar::{Item, Said};
use super::super::lexer::nearest_word;
use super::super::{Cadence, NoteCode, Part, Reading, Span, Verdict};
use super::Draft;

/// Words that may have been meant for one of the language, where something is missing. They are never corrected.
fn misspelt(text: &str, items: &[Item], draft: &mut Draft) {
    for item in items.iter().filter(|item| item.said == Said::Unknown) {
        let word = text.get(item.span.clone()).unwrap_or_default();
        if let Some(nearest) = nearest_word(word) {
            draft.note(
                NoteCode::NearestWord,
                &item.span,
                format!("not a word that is known; did you mean `{nearest}`?"),
            );
        }
    }
}

/// A name behind the hour, with nothing behind it, may have been meant for a zone, where none is named.
fn zone_misspelt(text: &str, items: &[Item], draft: &mut Draft) {
    // One that was written as a zone is told of already.
    let untold = |item: &Item| {
        let mut notes = draft.notes.iter().filter(|note| note.code == NoteCode::NoZone).peekable();
        notes.peek().is_some() && notes.all(|note| note.span.end <= item.span.start)
    };
    let meant: Vec<Span> =
        zone_names(text, items).filter(|item| untold(item)).map(|item| item.span.clone()).collect();
    for span in meant {
        draft.note(NoteCode::NearestWord, &span, "no zone that is known, if it is meant for one");
    }
}

fn zone_names<'i>(text: &'i str, items: &'i [Item]) -> impl Iterator<Item = &'i Item> {
    let blank = |text: Option<&str>| text.is_some_and(|text| !text.contains(char::is_alphanumeric));
    let is_name = |word: &str| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    items.windows(2).filter_map(move |pair| {
        let [before, item] = pair else { return None };
        let is_last = blank(text.get(before.span.end..item.span.start)) && blank(text.get(item.span.end..));
        let is_behind = matches!(before.said, Said::Clock { .. }) && item.said == Said::Unknown && is_last;
        (is_behind && is_name(text.get(item.span.clone())?)).then_some(item)
    })
}

/// Whether a word that is not known may say how often, where nothing else does: `bimonthy, Thursday 14:00` is not weekly.
fn frequency_misspelt(text: &str, items: &[Item]) -> bool {
    let says = |item: &Item| {
        matches!(item.said, Said::Frequency { .. } | Said::Nths { .. } | Said::Bimonthly | Said::Parity(_))
    };
    let may_say = |item: &Item| {
        let word = text.get(item.span.clone()).unwrap_or_default();
        let often = ["biweekly", "bimonthly", "monthly", "quarterly", "fortnightly", "alternate", "fourth"];
        item.said == Said::Unknown && nearest_word(word).is_some_and(|nearest| often.contains(&nearest))
    };
    !items.iter().any(says) && items.iter().any(may_say)
}

/// Settles the verdict and puts everything in order.
pub(super) fn conclude(
    text: &str,
    items: &[Item],
    cadences: Vec<Cadence>,
    ambiguous: bool,
    mut draft: Draft,
) -> Reading {
    let timed = cadences.iter().any(|cadence| cadence.clock.is_some());
    // A schedule may have more said of it elsewhere.
    let elsewhere = items.iter().find(|item| item.said == Said::Elsewhere && !timed);
    if let Some(item) = elsewhere {
        draft.note(NoteCode::NoFixedTime, &item.span, "the text states no time, and says where to look");
    }
    let no_fixed_time = elsewhere.is_some() || items.iter().any(|item| item.said == Said::NoFixedTime);
    // `on demand, Wednesday 16:00` is no schedule; `weekly, Wednesday 16:00 (on demand)` is one.
    let implied = draft.notes.iter().any(|note| note.code == NoteCode::WeeklyImplied);
    let says_when = items.iter().any(|item| {
        matches!(
            item.said,
            Said::Frequency { .. }
                | Said::Days { .. }
                | Said::Nths { .. }
                | Said::MonthDays(_)
                | Said::Parity(_)
                | Said::Clock { .. }
                | Said::EndsAt(_)
                | Said::Bimonthly
                | Said::NthWorkday
                | Said::MeetingOf(_)
                | Said::AfterNth { .. }
                | Said::BeforeNth { .. }
                | Said::Count { unit: Some(_), .. }
        )
    });
    // Letters of several zones leave nothing open where no day is known: that is then what is missing.
    let ambiguous = ambiguous && (!cadences.is_empty() || draft.missing.is_empty());
    let stopped = items.iter().find(|item| item.said == Said::Stopped);
    if let Some(item) = stopped {
        draft.note(NoteCode::SaidStopped, &item.span, "the text says that it does not happen, now at least");
    }
    let misspells = timed && frequency_misspelt(text, items);
    let verdict = if ambiguous || misspells || stopped.is_some() && timed {
        Verdict::Ambiguous
    } else if stopped.is_some() || no_fixed_time && (!timed || implied) {
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
        let whole = draft.whole.clone();
        draft.note(
            NoteCode::NotUnderstood,
            &whole,
            "no weekday, frequency or time of day was found in this text",
        );
    }
    if matches!(verdict, Verdict::Unreadable | Verdict::Incomplete) || misspells {
        misspelt(text, items, &mut draft);
    }
    zone_misspelt(text, items, &mut draft);
    if draft.missing.contains(&Part::Hour) {
        for item in items.iter().filter(|item| item.said == Said::BareNumber) {
            let message = "a number alone is no hour; add `:00`, am, pm or a zone";
            draft.note(NoteCode::BareNumber, &item.span, message);
        }
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
    let unknown = items.iter().filter(|item| item.said == Said::Unknown).map(|item| item.span.clone());
    let unknown = unknown.collect();
    Reading { text: text.to_owned(), verdict, cadences, readings, missing, notes: draft.notes, unknown }
}
