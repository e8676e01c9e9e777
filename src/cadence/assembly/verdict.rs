//! The verdict: what a reading came to.

use super::super::grammar::{Item, Said};
use super::super::{Cadence, NoteCode, Part, Reading, Verdict};
use super::Draft;
use super::misspelt::{day_misspelt, frequency_misspelt, misspelt, zone_misspelt};

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
    let day_misspelt = draft.missing.is_empty() && day_misspelt(text, items);
    let misspells = timed && (day_misspelt || frequency_misspelt(text, items));
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
