//! A VEVENT as times and rules.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::read::LONGEST_EVENT;
use super::super::{Finding, Level, Recur, RuleOverride, RuleSet, When, stamp};
use super::lines::Property;
use super::tree::Event;
use super::values::{Reader, Written};
use crate::time::{Zone, resolve};

/// A VEVENT's DTSTART, and how long it lasts.
pub(super) struct Span {
    pub(super) dtstart: Written,
    pub(super) duration: TimeDelta,
}

/// What an event's DTSTART, DTEND and DURATION say. Without DTSTART there is no event.
pub(super) fn span(event: &Event, reader: &Reader<'_>, findings: &mut Vec<Finding>) -> Result<Span, Finding> {
    let property = event.get("DTSTART").ok_or_else(|| Finding {
        level: Level::Error,
        check: "missing-start",
        place: event.place(),
        message: "an event without DTSTART".to_owned(),
        remedy: Some("say when it starts, as `DTSTART;TZID=Europe/Berlin:20260308T093000`".to_owned()),
    })?;
    let dtstart = reader.read(&property.value, property)?;
    // RFC 5545 3.6.1: a date lasts a day, a time no time at all.
    let default = match dtstart {
        Written::Date(_) => TimeDelta::days(1),
        Written::Time(..) => TimeDelta::zero(),
    };
    let duration = match (event.get("DTEND"), event.get("DURATION")) {
        (Some(end), _) => reader.read(&end.value, end).and_then(|written| {
            let length = dtstart.until(written);
            length
                .map(|length| (end, length))
                .ok_or_else(|| no_length(end, "is not an end of what DTSTART begins"))
        }),
        (None, Some(length)) => {
            let read = stamp::duration(&length.value);
            read.map(|read| (length, read)).ok_or_else(|| no_length(length, "is no duration as `PT1H30M`"))
        }
        (None, None) => return Ok(Span { dtstart, duration: default }),
    };
    let duration = match duration {
        Ok((property, length)) => {
            findings.extend((length > LONGEST_EVENT).then(|| too_long(property)));
            length.min(LONGEST_EVENT)
        }
        Err(finding) => {
            findings.push(Finding { level: Level::Warning, ..finding });
            default
        }
    };
    // Some programs end an all-day event on the date it starts.
    let duration = if duration.is_zero() { default } else { duration };
    Ok(Span { dtstart, duration })
}

fn no_length(property: &Property, what: &str) -> Finding {
    Finding {
        level: Level::Warning,
        check: "unreadable-duration",
        place: property.place(),
        message: format!("{}: `{}` {what}", property.name, shown(property)),
        remedy: Some("write a DTEND after DTSTART and of its type, or a DURATION".to_owned()),
    }
}

/// An event that goes on for centuries would be on at each hour of them, as often as its rule says.
fn too_long(property: &Property) -> Finding {
    Finding {
        level: Level::Warning,
        check: "long-event",
        place: property.place(),
        message: format!("{}: `{}` makes it longer than a year", property.name, shown(property)),
        remedy: Some("let it end within 366 days; until then, it ends after them".to_owned()),
    }
}

fn shown(property: &Property) -> String {
    property.value.chars().take(40).collect()
}

/// The rules of a master event. One that cannot be read would show meetings that are not: the event is left out.
pub(super) fn rules(
    event: &Event,
    dtstart: Written,
    reader: &Reader<'_>,
    findings: &mut Vec<Finding>,
) -> Result<RuleSet, Finding> {
    let mut whens = |name: &str| {
        let mut whens = Vec::new();
        for property in event.all(name) {
            for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
                match reader.read(value, property) {
                    Ok(written) => whens.push(written.beside(dtstart)),
                    Err(finding) => findings.push(Finding { level: Level::Warning, ..finding }),
                }
            }
        }
        whens
    };
    Ok(RuleSet {
        uid: event.text("UID"),
        dtstart: dtstart.civil(),
        zone: dtstart.zone(),
        all_day: matches!(dtstart, Written::Date(_)),
        rdates: whens("RDATE"),
        exdates: whens("EXDATE"),
        rrules: recurs(event, "RRULE")?,
        exrules: recurs(event, "EXRULE")?,
        overrides: vec![],
    })
}

fn recurs(event: &Event, name: &str) -> Result<Vec<String>, Finding> {
    let recur = |property: &Property| match Recur::parse(&property.value) {
        Ok(_) => Ok(property.value.trim().to_ascii_uppercase()),
        Err(error) => Err(Finding {
            level: Level::Error,
            check: "unreadable-rule",
            place: property.place(),
            message: format!("{name}: {error}"),
            remedy: Some("correct the rule (RFC 5545 3.3.10); until then the event is left out".to_owned()),
        }),
    };
    event.all(name).map(recur).collect()
}

/// An event with a RECURRENCE-ID, as what it changes of its master.
pub(super) fn change(
    event: &Event,
    id: &Property,
    master: (&Span, &str),
    reader: &Reader<'_>,
    findings: &mut Vec<Finding>,
) -> Result<RuleOverride, Finding> {
    let (of, summary) = master;
    let recurrence_id = reader.read(&id.value, id)?.beside(of.dtstart);
    if id.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE")) {
        findings.push(Finding {
            level: Level::Warning,
            check: "override-range",
            place: id.place(),
            message: "RANGE=THISANDFUTURE is read as a change of this one occurrence only".to_owned(),
            remedy: Some("end the series before it with UNTIL and begin another".to_owned()),
        });
    }
    // A cancellation needs no DTSTART: it is where it was.
    let (start, duration) = match event.get("DTSTART") {
        None => (recurrence_id, None),
        Some(_) => {
            let own = span(event, reader, findings)?;
            let timed = event.get("DTEND").or(event.get("DURATION")).is_some();
            let same_kind = matches!(own.dtstart, Written::Date(_)) == matches!(of.dtstart, Written::Date(_));
            let duration = (timed && same_kind && own.duration != of.duration).then_some(own.duration);
            (own.dtstart.beside(of.dtstart), duration)
        }
    };
    let own_summary = event.text("SUMMARY").filter(|own| own != summary);
    Ok(RuleOverride { recurrence_id, start, duration, summary: own_summary, cancelled: event.is_cancelled() })
}

/// What tells two overrides of a series apart.
pub(super) fn instant(when: When, zone: Option<Zone>) -> DateTime<Utc> {
    match (when, zone) {
        (When::Instant(instant), _) => instant,
        (When::Civil(civil), Some(zone)) => resolve(civil, zone),
        (When::Civil(civil), None) => civil.and_utc(),
    }
}
