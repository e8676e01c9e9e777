//! An occurrence in the drawing of a week.

use chrono::{DateTime, Utc};

use super::axis::{Axis, Moment, Rows, minute};
use crate::page::card::Card;
use crate::page::{PageAsk, Source};
use crate::schedule::AgendaItem;
use crate::time::{civil, resolve};

/// An occurrence in the drawing of a week.
pub(super) struct Drawn<'a> {
    pub card: Card<'a>,
    /// When it begins and ends on the day on which it is drawn.
    moments: (Moment, Moment),
}

impl<'a> Drawn<'a> {
    pub(super) fn new(n: usize, item: AgendaItem<'a>, source: Source<'a>, ask: &PageAsk) -> Drawn<'a> {
        let (start, end) = (item.occurrence.start, item.occurrence.end);
        let card = Card::new(n, item, source, ask);
        // What began before the week is drawn on its first day.
        let day = card.day.max(ask.question.from);
        let moment = |at: DateTime<Utc>| {
            let here = civil(at, ask.question.zone);
            // Of a time that is repeated, the second is later than the first.
            (minute(here, day), resolve(here, ask.question.zone) != at)
        };
        Drawn { card, moments: (moment(start), moment(end)) }
    }

    pub(super) fn start(&self) -> Moment {
        self.moments.0
    }

    /// The minutes of the day that it takes.
    pub(super) fn stretch(&self) -> (i64, i64) {
        (self.moments.0.0, self.moments.1.0)
    }

    /// Its rows, on a day that repeats a time or on another one.
    pub(super) fn rows(&self, axis: &Axis, repeats: bool) -> Rows {
        axis.rows(self.moments.0, self.moments.1, repeats)
    }
}
