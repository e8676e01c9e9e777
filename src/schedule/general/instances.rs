//! The occurrences of a series with general rules: its starts, with what was changed about single ones.

use std::collections::{BTreeMap, BTreeSet};

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
    let Ok(near) = starts(rules, zone, reach) else { return vec![] };
    let mut found: BTreeMap<DateTime<Utc>, Occurrence> =
        near.into_iter().map(|start| (start.start, set.unchanged(start))).collect();
    let instances = set.instances(reach, found.keys().copied(), window);

    let excluded: BTreeSet<DateTime<Utc>> = rules.exdates.iter().map(|when| set.at(*when).start).collect();
    for change in &rules.overrides {
        let original = set.at(change.recurrence_id);
        let was_there = found.remove(&original.start).is_some();
        let occurrence = set.changed(original, change);
        if excluded.contains(&original.start) || !window.overlaps(occurrence.start, occurrence.end) {
            continue;
        }
        if !change.cancelled || was_there || instances.contains(&original.start) {
            found.insert(original.start, occurrence);
        }
    }
    for exception in &series.exceptions {
        let (original, replacement) = set.excepted(exception);
        let was_there = found.remove(&original.start).is_some();
        if let Some(occurrence) = replacement {
            let seen = window.overlaps(occurrence.start, occurrence.end);
            if seen && (was_there || instances.contains(&original.start)) {
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

    /// The instances near a window, which are known, and those that are changed into it from elsewhere. Rules are followed
    /// once for all of these: one with a COUNT is counted from its start.
    fn instances(
        &self,
        near: Window,
        known: impl Iterator<Item = DateTime<Utc>>,
        window: Window,
    ) -> BTreeSet<DateTime<Utc>> {
        let mut instances: BTreeSet<DateTime<Utc>> = known.collect();
        let cancelled = self.rules.overrides.iter().filter(|change| change.cancelled).map(|change| {
            let original = self.at(change.recurrence_id);
            (original, Some(self.changed(original, change)))
        });
        let excepted = self.series.exceptions.iter().map(|exception| self.excepted(exception));
        let seen = |changed: &Occurrence| window.overlaps(changed.start, changed.end);
        let far: Vec<DateTime<Utc>> = cancelled
            .chain(excepted)
            .filter(|(_, changed)| changed.as_ref().is_some_and(seen))
            .map(|(original, _)| original.start)
            .filter(|start| *start < near.from || near.to <= *start)
            .collect();
        if let (Some(from), Some(last)) = (far.iter().min().copied(), far.iter().max().copied()) {
            let all = starts(self.rules, self.zone, Window { from, to: last + TimeDelta::seconds(1) });
            instances.extend(all.unwrap_or_default().iter().map(|start| start.start));
        }
        instances
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
            moved_from: None,
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
        occurrence.moved_from = Some(original.civil).filter(|_| original.start != occurrence.start);
        occurrence.summary.clone_from(&change.summary);
        occurrence
    }

    /// The start that the data excepts, and what happens instead.
    fn excepted(&self, exception: &Exception) -> (GeneralStart, Option<Occurrence>) {
        let because = |reason: &Text| Some(reason.clone()).filter(|reason| !reason.is_empty());
        match exception {
            Exception::Excluded { original } => (self.at(When::Civil(*original)), None),
            // No move is laid out of general rules: it would have happened when they say.
            Exception::Cancelled { original, reason, at: _ } => {
                let original = self.at(When::Civil(*original));
                let cancelled = Occurrence {
                    status: Status::Cancelled,
                    reason: because(reason),
                    ..self.unchanged(original)
                };
                (original, Some(cancelled))
            }
            Exception::Moved { original, from, to, reason } => {
                let original = self.at(When::Civil(*original));
                let moved = self.occurrence(original.civil, self.at(When::Civil(*to)), self.length(None));
                (original, Some(Occurrence { reason: because(reason), moved_from: *from, ..moved }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::directory::{MeetingId, Timing, load_ics};
    use crate::schedule::{Recurrence, Start};

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a test's own time")
    }

    /// The series of the first event of a calendar of these lines, and its rules.
    fn series(lines: &str) -> (Series, RuleSet) {
        let text =
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
        let (community, findings) = load_ics(&text);
        assert_eq!(findings, []);
        let meeting = &community.meetings[0];
        let Timing::Rules(rules) = &meeting.timing else { panic!("an .ics file has rules") };
        let series = Series {
            cadence: None,
            uid: "1".to_owned(),
            meeting: MeetingId(0),
            start: match rules.zone {
                Some(zone) => Start::Timed(rules.dtstart, zone),
                None => Start::AllDay(rules.dtstart.date()),
            },
            duration: meeting.duration.expect("a loaded event has one"),
            recurrence: Recurrence::General(rules.clone()),
            until: None,
            exceptions: vec![],
            skipped: vec![],
            extra: None,
            tentative: false,
            stamp: crate::schedule::Stamp::first(chrono::DateTime::UNIX_EPOCH),
            ended: None,
        };
        (series, (**rules).clone())
    }

    /// Berlin's days from one to the day before another, and what is in them: start, end, original, status.
    fn seen(of: &(Series, RuleSet), first: &str, end: &str) -> Vec<String> {
        let berlin = Zone::named("Europe/Berlin").expect("a test's own zone");
        let date = |text: &str| text.parse::<NaiveDate>().expect("a test's own date");
        let shown = |o: &Occurrence| {
            let summary = o.summary.as_ref().map_or(String::new(), |summary| format!(" {summary}"));
            let (from, to) =
                (civil(o.start, berlin).format("%d %H:%M"), civil(o.end, berlin).format("%d %H:%M"));
            format!("{from}-{to} of {} {:?}{summary}", o.recurrence_id.format("%d %H:%M"), o.status)
        };
        occurrences(&of.0, &of.1, Window::days(date(first), date(end), berlin), berlin)
            .iter()
            .map(shown)
            .collect()
    }

    const WEEKLY: &str =
        "DTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO";

    fn with_override(lines: &str) -> (Series, RuleSet) {
        series(&format!("{WEEKLY}\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\n{lines}"))
    }

    #[test]
    fn a_moved_occurrence_is_where_it_was_moved_to() {
        let moved = with_override(
            "SUMMARY:B\nRECURRENCE-ID:20260309T080000Z\nDTSTART;TZID=Europe/Berlin:20260317T140000\nDURATION:PT30M",
        );
        assert_eq!(seen(&moved, "2026-03-09", "2026-03-16"), [""; 0]);
        assert_eq!(
            seen(&moved, "2026-03-16", "2026-03-23"),
            ["16 09:00-16 10:00 of 16 09:00 Confirmed", "17 14:00-17 14:30 of 09 09:00 Confirmed B"]
        );
    }

    #[test]
    fn a_cancelled_occurrence_is_shown_as_such_where_there_was_one() {
        let id =
            |day: u32| format!("STATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Berlin:202603{day:02}T090000");
        let week = |of| seen(&of, "2026-03-09", "2026-03-16");
        assert_eq!(week(with_override(&id(9))), ["09 09:00-09 10:00 of 09 09:00 Cancelled"]);
        assert_eq!(week(with_override(&id(10))), ["09 09:00-09 10:00 of 09 09:00 Confirmed"]);
    }

    #[test]
    fn an_excluded_occurrence_takes_its_override_with_it() {
        let mut both = with_override("RECURRENCE-ID:20260309T080000Z\nDTSTART:20260310T080000Z");
        assert_eq!(seen(&both, "2026-03-09", "2026-03-16"), ["10 09:00-10 10:00 of 09 09:00 Confirmed"]);
        both.1.exdates = vec![When::Civil(at("2026-03-09 09:00"))];
        assert_eq!(seen(&both, "2026-03-09", "2026-03-16"), [""; 0]);
    }

    #[test]
    fn what_began_before_the_window_and_is_not_over_is_in_it() {
        let night = series("DTSTART;TZID=Europe/Berlin:20260301T230000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY");
        assert_eq!(seen(&night, "2026-03-09", "2026-03-10"), ["08 23:00-09 01:00 of 08 23:00 Confirmed"]);
    }

    /// The clock goes forward on the 29th: that day has 23 hours.
    #[test]
    fn a_date_lasts_as_long_as_its_day() {
        let days = series("DTSTART;VALUE=DATE:20260328\nRRULE:FREQ=DAILY;COUNT=3");
        assert_eq!(seen(&days, "2026-03-29", "2026-03-30"), ["29 00:00-30 00:00 of 29 00:00 Confirmed"]);
    }

    #[test]
    fn exceptions_of_the_data_hold_too() {
        let mut weekly = series(WEEKLY);
        let original = |day: u32| at(&format!("2026-03-{day:02} 09:00"));
        weekly.0.exceptions = vec![
            Exception::Excluded { original: original(2) },
            Exception::Cancelled { original: original(9), at: original(9), reason: Text::from("holiday") },
            Exception::Moved {
                original: original(16),
                from: Some(original(16)),
                to: at("2026-03-18 08:00"),
                reason: Text::default(),
            },
        ];
        weekly.0.until = Some(at("2026-03-17 00:00").and_utc());
        assert_eq!(
            seen(&weekly, "2026-03-01", "2026-05-01"),
            ["09 09:00-09 10:00 of 09 09:00 Cancelled", "18 08:00-18 09:00 of 16 09:00 Confirmed"]
        );
    }
}
