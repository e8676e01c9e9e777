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
        let mut starts = items.iter().filter_map(|item| match item.said {
            Said::Start(date, _) => Some((date, item.span.clone())),
            _ => None,
        });
        let mut untils = items.iter().filter_map(|item| match item.said {
            Said::Until(date) => Some((date, item.span.clone())),
            _ => None,
        });
        let (start, until) = (starts.next(), untils.next());
        for (_, span) in starts.chain(untils) {
            draft.note(NoteCode::PassedOver, &span, "a second date of this kind is passed over");
        }
        let until = match (&start, until) {
            (Some((start, _)), Some((until, span))) if until < *start => {
                draft.note(NoteCode::PassedOver, &span, "this is before the start, and is passed over");
                None
            }
            (_, until) => until.map(|(until, _)| until),
        };
        let start = start.or_else(|| date_met(items));
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

/// A date with a time is one on which it met, where it is the only one and its weekday is one of those named: `Time: Mar 6,
/// 2025 03:00 PM, every 2 weeks on Thu`.
fn date_met(items: &[Item]) -> Option<(NaiveDate, Span)> {
    let mut dates = items.iter().enumerate().filter_map(|(n, item)| match item.said {
        Said::Date(date) => Some((date, n)),
        _ => None,
    });
    let (date, n) = dates.next()?;
    let alone = dates.next().is_none();
    let timed = matches!(items.get(n + 1).map(|next| &next.said), Some(Said::Clock { .. }));
    let counted = items.iter().any(|item| matches!(item.said, Said::Frequency { interval: 2.., .. }));
    let named = items
        .iter()
        .any(|item| matches!(&item.said, Said::Days { days, .. } if days.contains(&date.weekday())));
    (alone && timed && counted && named).then(|| (date, items[n].span.clone()))
}
