//! Items made ready for the rules: what is past, replaced or said of another meeting is taken out.

use chrono::Datelike;

use super::super::grammar::{Item, Said};
use super::super::{NoteCode, Parity};
use super::{Draft, gloss};

/// How many things of when one text may say. Every rule holds at every time of its segment, so without a bound a text
/// could make cadences by the square of its length.
const MOST_SAID: usize = 200;

/// The items that make the rules.
pub(super) fn prepare(text: &str, items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
    let items = drop_the_negated(drop_the_replaced(drop_the_past(items, draft), draft), draft);
    let items = gloss::without_their_weekdays(pair_parities(text, items));
    drop_what_is_too_much(weekday_of_start(items), draft)
}

/// `starting Monday, 5 Dec 2022, every two weeks` names the weekday, where nothing else does.
fn weekday_of_start(mut items: Vec<Item>) -> Vec<Item> {
    let names = |item: &Item| {
        matches!(item.said, Said::Days { .. } | Said::Nths { .. } | Said::MonthDays(_) | Said::Date(_))
    };
    let said = items
        .iter()
        .position(|item| matches!(item.said, Said::Start(date, Some(day)) if date.weekday() == day));
    if let Some(at) = said.filter(|_| !items.iter().any(names))
        && let Said::Start(_, Some(day)) = items[at].said
    {
        let days = Said::Days { days: vec![day], every: false, plural: true, or: false };
        items.insert(at, Item { said: days, span: items[at].span.clone() });
    }
    items
}

/// `changed from biweekly to weekly`: only what stands after counts.
fn drop_the_past(items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
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
    let is_old = |item: &&Item| is_schedule(&item.said) || item.said == Said::Unknown;
    let old = items[at + 1..].iter().take_while(is_old).count();
    draft.note(NoteCode::ChangedOverTime, &items[at].span, "what it was before is passed over");
    items.drain(at..=at + old);
    items
}

/// `not 15:00 UTC`, `no Fridays`, ~~struck out~~: days and times that are not meant.
fn drop_the_negated(items: Vec<Item>, draft: &mut Draft) -> Vec<Item> {
    let mut kept = Vec::with_capacity(items.len());
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        if item.said != Said::Negated {
            kept.push(item);
            continue;
        }
        let between: Vec<Item> =
            std::iter::from_fn(|| items.next_if(|next| next.said == Said::Unknown)).take(3).collect();
        kept.extend(between);
        let mut dropped = item.span.clone();
        while let Some(next) = items.next_if(|next| is_schedule(&next.said)) {
            dropped.end = next.span.end;
        }
        if dropped != item.span {
            draft.note(NoteCode::PassedOver, &dropped, "not then, and passed over");
        }
    }
    kept
}

fn is_schedule(said: &Said) -> bool {
    matches!(
        said,
        Said::Days { .. }
            | Said::Nths { .. }
            | Said::MonthDays(_)
            | Said::InMonths(_)
            | Said::Clock { .. }
            | Said::Zone(_)
            | Said::Frequency { .. }
            | Said::Date(_)
    )
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
