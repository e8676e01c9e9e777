//! What every writer asks of an event.

use chrono::NaiveDateTime;

use super::{Event, Override};
use crate::directory::Lang;
use crate::schedule::{Recurrence, Start};
use crate::time::{civil, resolve};

impl Event {
    /// When an occurrence happens instead. Programs differ on a time that the clock skips; no rule asks for it here, so the
    /// one it means is written.
    pub(super) fn starts_at(&self, changed: &Override) -> NaiveDateTime {
        match self.start {
            Start::Timed(_, zone) => civil(resolve(changed.start, zone), zone),
            Start::AllDay(_) | Start::Floating(_) => changed.start,
        }
    }

    /// The description of an occurrence that differs: why, then that of all.
    pub(super) fn described(&self, changed: &Override, lang: Lang) -> String {
        let parts = [changed.reason.get(lang), self.description.get(lang)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The rule with its end, as RRULE and `recur` have it (RFC 5545 3.3.10); none where nothing recurs.
    pub(super) fn rrule(&self) -> Option<String> {
        let rule = match &self.recurrence {
            Recurrence::Once => return None,
            Recurrence::Rule(rule) => rule.to_string(),
            Recurrence::General(rules) if self.until.is_some() => unbounded(rules.rrules.first()?),
            Recurrence::General(rules) => rules.rrules.first()?.clone(),
        };
        Some(match (self.until, self.start) {
            (None, _) => rule,
            (Some(until), Start::AllDay(_)) => format!("{rule};UNTIL={}", until.format("%Y%m%d")),
            (Some(until), Start::Floating(_)) => format!("{rule};UNTIL={}", until.format("%Y%m%dT%H%M%S")),
            (Some(until), Start::Timed(..)) => format!("{rule};UNTIL={}", until.format("%Y%m%dT%H%M%SZ")),
        })
    }
}

/// A rule without the end it has itself: the series ends no later.
fn unbounded(rule: &str) -> String {
    let parts = rule.split(';').filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
    parts.collect::<Vec<_>>().join(";")
}
