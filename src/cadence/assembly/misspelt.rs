//! Words that may have been meant for others: they are told of, and never corrected.

use super::super::grammar::{Item, Said};
use super::super::lexer::nearest_word;
use super::super::{NoteCode, Span};
use super::Draft;

/// Words that may have been meant for one of the language.
pub(super) fn misspelt(text: &str, items: &[Item], draft: &mut Draft) {
    for item in items.iter().filter(|item| item.said == Said::Unknown) {
        let word = text.get(item.span.clone()).unwrap_or_default();
        if let Some(nearest) = nearest_word(word, 2) {
            draft.note(
                NoteCode::NearestWord,
                &item.span,
                format!("not a word that is known; did you mean `{nearest}`?"),
            );
        }
    }
}

/// A name behind the hour, with nothing behind it, may have been meant for a zone, where none is named.
pub(super) fn zone_misspelt(text: &str, items: &[Item], draft: &mut Draft) {
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
pub(super) fn frequency_misspelt(text: &str, items: &[Item]) -> bool {
    let says = |item: &Item| {
        matches!(item.said, Said::Frequency { .. } | Said::Nths { .. } | Said::Bimonthly | Said::Parity(_))
    };
    let may_say = |item: &Item| {
        let word = text.get(item.span.clone()).unwrap_or_default();
        let often = ["biweekly", "bimonthly", "monthly", "quarterly", "fortnightly", "alternate", "fourth"];
        item.said == Said::Unknown && nearest_word(word, 2).is_some_and(|nearest| often.contains(&nearest))
    };
    !items.iter().any(says) && items.iter().any(may_say)
}

/// Whether a word that is not known may name a day, or say which of a month, beside what was read: `Tuesday and Thurday` is not
/// Tuesday alone, and `weekly on secnd Tuesday` is not every week.
pub(super) fn day_misspelt(text: &str, items: &[Item]) -> bool {
    let meant = |item: &Item, off| {
        let word = text.get(item.span.clone()).filter(|_| item.said == Said::Unknown)?;
        nearest_word(word, off)
    };
    // Other words are as near to the short ones, as `money` is to Monday.
    let is_long = |name: &str| ["Wednesday", "Thursday", "Saturday"].contains(&name);
    let names_day = |item: &Item| {
        meant(item, 1).is_some_and(|name| name.ends_with("day")) || meant(item, 2).is_some_and(is_long)
    };
    let says_which = |pair: &[Item]| {
        let [item, next] = pair else { return false };
        let names_next = matches!(next.said, Said::Days { .. } | Said::Nths { .. });
        let which = ["first", "second", "third", "fourth"];
        names_next && meant(item, 1).is_some_and(|nearest| which.contains(&nearest))
    };
    items.iter().any(names_day) || items.windows(2).any(says_which)
}
