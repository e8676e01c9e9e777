//! Glosses that name a weekday of their own: `Tuesday 5pm PT (Wednesday 01:00 UTC)` is one meeting, told in two zones.

use chrono::Weekday;

use super::super::grammar::{Item, Joint, Said};
use crate::time::Phrase;

/// What has been said of the meeting that a gloss may repeat.
#[derive(Default)]
struct Lead {
    days: Vec<Weekday>,
    zone: Option<Phrase>,
    timed: bool,
}

/// Takes out the weekdays of glosses, so that what is left of them is another time in another zone.
pub(super) fn without_their_weekdays(items: Vec<Item>) -> Vec<Item> {
    let mut lead = Lead::default();
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        match &item.said {
            Said::Days { days, every: false, .. }
                if is_of_gloss(&lead, kept.last(), days, &items[n + 1..]) =>
            {
                continue;
            }
            Said::Days { days, .. } | Said::Nths { days, .. } => lead.days.clone_from(days),
            Said::Zone(phrase) => lead.zone = Some(phrase.clone()),
            Said::Clock { .. } => lead.timed = true,
            _ => {}
        }
        kept.push(item.clone());
    }
    kept
}

/// Whether these are the weekdays of a gloss: behind a bracket or a slash, the day before or after the meeting's, and
/// with a time in another zone than the meeting's.
fn is_of_gloss(lead: &Lead, before: Option<&Item>, days: &[Weekday], after: &[Item]) -> bool {
    let joined = matches!(
        before.map(|item| &item.said),
        Some(Said::Joint(Joint::Bracket | Joint::Slash | Joint::Comma))
    );
    let beside = |(a, b): (&Weekday, &Weekday)| a.succ() == *b || a.pred() == *b;
    let next_to = lead.days.len() == days.len() && lead.days.iter().zip(days).all(beside);
    if !joined || !next_to || !lead.timed {
        return false;
    }
    let mut said = after.iter().map(|item| &item.said);
    let timed = said.find(|said| !matches!(said, Said::Joint(_) | Said::Unknown));
    let zone = said.take(3).find_map(|said| if let Said::Zone(phrase) = said { Some(phrase) } else { None });
    matches!(timed, Some(Said::Clock { .. }))
        && zone.is_some()
        && lead.zone.is_some()
        && zone != lead.zone.as_ref()
}
