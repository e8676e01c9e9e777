//! The dates of a text: when it starts, which also says in which of the weeks it happens, and when it ends.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::grammar::{Item, Said};
use super::super::{Cadence, Context, NoteCode, Rule, Span};
use super::Draft;

/// The dates that a text gives, and the one that stands beside it.
pub(super) struct Bounds {
    pub start: Option<(NaiveDate, Span)>,
    pub until: Option<NaiveDate>,
    beside: Option<NaiveDate>,
}

impl Bounds {
    pub(super) fn of(items: &[Item], context: Context<'_>, draft: &mut Draft) -> Bounds {
        let start = items.iter().find_map(|item| match item.said {
            Said::Start(date, _) => Some((date, item.span.clone())),
            _ => None,
        });
        let until = items.iter().find_map(|item| match item.said {
            Said::Until(date) => Some(date),
            _ => None,
        });
        let start = start.or_else(|| date_met(items, draft));
        Bounds { start, until, beside: context.start }
    }

    /// A date on which it is known to happen.
    pub(super) fn anchor(&self) -> Option<NaiveDate> {
        self.start.as_ref().map(|(date, _)| *date).or(self.beside)
    }

    /// A start on another weekday than that of every other week leaves open which week is meant, and which weekday.
    pub(super) fn check_start(
        &self,
        cadences: Vec<Cadence>,
        ambiguous: bool,
        draft: &mut Draft,
    ) -> (Vec<Cadence>, bool) {
        let [cadence] = &cadences[..] else { return (cadences, ambiguous) };
        let Rule::Weekly { interval: 2.., days, parity: None } = &cadence.rule else {
            return (cadences, ambiguous);
        };
        // Where the time is at 24:00, the cadence's own start is that of the day after.
        let Some(start) = cadence.start.or(self.beside) else { return (cadences, ambiguous) };
        if days.is_empty() || days.contains(&start.weekday()) {
            return (cadences, ambiguous);
        }
        let span = self.start.as_ref().map_or_else(|| draft.whole.clone(), |(_, span)| span.clone());
        let message = format!("{start} is a {}, which is none of the cadence's days", start.format("%A"));
        draft.note(NoteCode::StartOffWeekday, &span, message);
        let on = |date: Option<NaiveDate>, days: Vec<Weekday>| {
            let rule = Rule::Weekly { interval: cadence.rule.interval(), days, parity: None };
            date.map(|date| Cadence { rule, start: Some(date), ..cadence.clone() })
        };
        let is_day = |date: &NaiveDate| days.contains(&date.weekday());
        let before = std::iter::successors(start.pred_opt(), NaiveDate::pred_opt).find(is_day);
        let after = std::iter::successors(start.succ_opt(), NaiveDate::succ_opt).find(is_day);
        let candidates =
            [on(before, days.clone()), on(after, days.clone()), on(Some(start), vec![start.weekday()])];
        (candidates.into_iter().flatten().collect(), true)
    }
}

/// A date that stands by itself is taken as one on which it met, where it is the only one and its weekday is one of
/// those named: `Time: Mar 6, 2025 03:00 PM, every 2 weeks on Thu`.
fn date_met(items: &[Item], draft: &mut Draft) -> Option<(NaiveDate, Span)> {
    let mut dates = items.iter().filter_map(|item| match item.said {
        Said::Date(date) => Some((date, item)),
        _ => None,
    });
    let (date, item) = dates.next()?;
    let alone = dates.next().is_none();
    let counted = items.iter().any(|item| matches!(item.said, Said::Frequency { interval: 2.., .. }));
    let at = items.iter().position(|other| std::ptr::eq(other, item)).unwrap_or_default();
    // `Mar 6, 2025 03:00 PM` is a date on which it met; others are taken as one.
    let timed = matches!(items.get(at + 1).map(|next| &next.said), Some(Said::Clock { .. }));
    let named = items
        .iter()
        .any(|item| matches!(&item.said, Said::Days { days, .. } if days.contains(&date.weekday())));
    (alone && counted && named).then(|| {
        if !timed {
            draft.note(NoteCode::DateMet, &item.span, format!("{date} is taken as a date on which it met"));
        }
        (date, item.span.clone())
    })
}
