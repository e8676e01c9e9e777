//! The occurrences of a series with general rules: its starts, with what was changed about single ones.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{GeneralStart, starts};
use crate::directory::{RuleOverride, RuleSet, Text, When};
use crate::schedule::{Exception, Occurrence, Series, Status};
use crate::time::{Window, Zone, civil, resolve};

/// The occurrences of `series` that overlap a window, by start. `zone` is whose days an all-day or floating one
/// fills.
///
/// An instance that was moved is where it was moved to, into the window or out of it. An override is shown even
/// where the rules have no such instance (it is all that is left of one), unless EXDATE names it or it is
/// cancelled. Where a rule cannot be followed there are none: whoever loaded it has said so.
pub fn occurrences(series: &Series, rules: &RuleSet, window: Window, zone: Zone) -> Vec<Occurrence> {
    let zone = rules.zone.unwrap_or(zone);
    let set = Set { series, rules, zone };
    // An all-day event of one day may last an hour more.
    let reach = set.length(None) + TimeDelta::hours(if rules.all_day { 24 } else { 0 });
    let reach = Window { from: window.from.checked_sub_signed(reach).unwrap_or(window.from), to: window.to };
    let Ok(starts) = starts(rules, zone, reach) else { return vec![] };
    let mut found: BTreeMap<DateTime<Utc>, Occurrence> =
        starts.into_iter().map(|start| (start.start, set.unchanged(start))).collect();

    let excluded: Vec<DateTime<Utc>> = rules.exdates.iter().map(|when| set.at(*when).start).collect();
    for change in &rules.overrides {
        let original = set.at(change.recurrence_id);
        let was_there = found.remove(&original.start).is_some();
        let occurrence = set.changed(original, change);
        if excluded.contains(&original.start) || !window.overlaps(occurrence.start, occurrence.end) {
            continue;
        }
        if !change.cancelled || was_there || set.has(original) {
            found.insert(original.start, occurrence);
        }
    }
    for exception in &series.exceptions {
        let (original, replacement) = set.excepted(exception);
        let was_there = found.remove(&original.start).is_some();
        if let Some(occurrence) = replacement {
            let seen = window.overlaps(occurrence.start, occurrence.end);
            if seen && (was_there || set.has(original)) {
                found.insert(original.start, occurrence);
            }
        }
    }
    let until = series.until.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let mut occurrences: Vec<Occurrence> = found
        .into_iter()
        .filter(|(original, occurrence)| {
            *original <= until && window.overlaps(occurrence.start, occurrence.end)
        })
        .map(|(_, occurrence)| occurrence)
        .collect();
    occurrences.sort_by_key(|occurrence| (occurrence.start, occurrence.recurrence_id));
    occurrences
}

struct Set<'a> {
    series: &'a Series,
    rules: &'a RuleSet,
    zone: Zone,
}

impl Set<'_> {
    fn at(&self, when: When) -> GeneralStart {
        match when {
            When::Civil(civil) => GeneralStart { start: resolve(civil, self.zone), civil },
            When::Instant(start) => GeneralStart { start, civil: civil(start, self.zone) },
        }
    }

    /// Whether the rules have this instance.
    fn has(&self, original: GeneralStart) -> bool {
        let window = Window { from: original.start, to: original.start + TimeDelta::seconds(1) };
        starts(self.rules, self.zone, window).is_ok_and(|starts| !starts.is_empty())
    }

    fn length(&self, own: Option<TimeDelta>) -> TimeDelta {
        own.unwrap_or(self.series.duration).max(TimeDelta::zero())
    }

    fn end(&self, at: GeneralStart, length: TimeDelta) -> DateTime<Utc> {
        let end = match at.civil.checked_add_signed(length) {
            Some(civil) if self.rules.all_day => resolve(civil, self.zone),
            Some(_) | None => at.start.checked_add_signed(length).unwrap_or(at.start),
        };
        end.max(at.start)
    }

    fn unchanged(&self, at: GeneralStart) -> Occurrence {
        self.occurrence(at.civil, at, self.length(None))
    }

    fn occurrence(&self, recurrence_id: NaiveDateTime, at: GeneralStart, length: TimeDelta) -> Occurrence {
        Occurrence {
            start: at.start,
            end: self.end(at, length),
            recurrence_id,
            civil: at.civil,
            status: if self.series.tentative { Status::Tentative } else { Status::Confirmed },
            reason: None,
            summary: None,
        }
    }

    fn changed(&self, original: GeneralStart, change: &RuleOverride) -> Occurrence {
        let length = self.length(change.duration);
        let mut occurrence = self.occurrence(original.civil, self.at(change.start), length);
        if change.cancelled {
            occurrence.status = Status::Cancelled;
        }
        occurrence.summary.clone_from(&change.summary);
        occurrence
    }

    /// The start that the data excepts, and what happens instead.
    fn excepted(&self, exception: &Exception) -> (GeneralStart, Option<Occurrence>) {
        let because = |reason: &Text| Some(reason.clone()).filter(|reason| !reason.is_empty());
        match exception {
            Exception::Excluded { original, reason: _ } => (self.at(When::Civil(*original)), None),
            Exception::Cancelled { original, reason } => {
                let original = self.at(When::Civil(*original));
                let cancelled = Occurrence {
                    status: Status::Cancelled,
                    reason: because(reason),
                    ..self.unchanged(original)
                };
                (original, Some(cancelled))
            }
            Exception::Moved { original, to, reason } => {
                let original = self.at(When::Civil(*original));
                let moved = self.occurrence(original.civil, self.at(When::Civil(*to)), self.length(None));
                (original, Some(Occurrence { reason: because(reason), ..moved }))
            }
        }
    }
}
