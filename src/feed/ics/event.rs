//! VEVENT (RFC 5545 3.6.1): the master, then its overrides.

use chrono::{NaiveDateTime, TimeDelta};

use super::line::{self, Lines, TimeForm};
use super::timezone::tzid;
use crate::directory::Lang;
use crate::feed::{Event, Override};
use crate::schedule::{Recurrence, Start, Status};
use crate::time::{civil, resolve};

pub(super) fn components(event: &Event, lang: Lang, lines: &mut Lines) {
    lines.raw("BEGIN", "VEVENT");
    lines.text("UID", &event.uid);
    times(event, event.start.civil(), event.duration, lines);
    if let Some(rule) = rrule(event) {
        lines.raw("RRULE", &rule);
    }
    for excluded in &event.exdates {
        lines.time("EXDATE", *excluded, form(event));
    }
    stamps(event, lines);
    lines.text("SUMMARY", event.summary.get(lang));
    lines.text("DESCRIPTION", event.description.get(lang));
    rest(event, event.status, lang, lines);
    lines.raw("END", "VEVENT");
    for changed in &event.overrides {
        overridden(event, changed, lang, lines);
    }
}

fn overridden(event: &Event, changed: &Override, lang: Lang, lines: &mut Lines) {
    lines.raw("BEGIN", "VEVENT");
    lines.text("UID", &event.uid);
    lines.time("RECURRENCE-ID", changed.recurrence_id, form(event));
    // Programs differ on a time that the clock skips. No rule asks for it here, so the one it means is written.
    let start = match event.start {
        Start::Timed(_, zone) => civil(resolve(changed.start, zone), zone),
        Start::AllDay(_) | Start::Floating(_) => changed.start,
    };
    times(event, start, changed.duration.unwrap_or(event.duration), lines);
    stamps(event, lines);
    lines.text("SUMMARY", changed.summary.as_deref().unwrap_or_else(|| event.summary.get(lang)));
    let reason = changed.reason.get(lang);
    let description = [reason, event.description.get(lang)].into_iter().filter(|part| !part.is_empty());
    lines.text("DESCRIPTION", &description.collect::<Vec<_>>().join("\n"));
    rest(event, changed.status, lang, lines);
    lines.raw("END", "VEVENT");
}

/// A series in UTC with overrides is written with a TZID: Home Assistant does not match a RECURRENCE-ID with a `Z`.
pub(super) fn form(event: &Event) -> TimeForm {
    match event.start {
        Start::AllDay(_) => TimeForm::Date,
        Start::Floating(_) => TimeForm::Floating,
        Start::Timed(_, zone) if zone.is_utc() && event.overrides.is_empty() => TimeForm::Utc,
        Start::Timed(_, zone) => TimeForm::Zoned(tzid(zone)),
    }
}

/// DTSTART and DTEND, of one type and in one zone.
fn times(event: &Event, start: NaiveDateTime, duration: TimeDelta, lines: &mut Lines) {
    lines.time("DTSTART", start, form(event));
    let end = start + duration;
    match event.start {
        // The clock changes meanwhile. An hour is an hour, and of the two wall-clock times programs would make
        // another length, for every occurrence that follows.
        Start::Timed(_, zone) if civil(resolve(start, zone) + duration, zone) != end => {
            lines.raw("DURATION", &line::duration(duration));
        }
        // An event without a duration has no DTEND, which must be later than DTSTART (RFC 5545 3.8.2.2).
        Start::Timed(..) | Start::AllDay(_) | Start::Floating(_) => {
            if end > start {
                lines.time("DTEND", end, form(event));
            }
        }
    }
}

fn rrule(event: &Event) -> Option<String> {
    let rule = match &event.recurrence {
        Recurrence::Once => return None,
        Recurrence::Rule(rule) => rule.to_string(),
        Recurrence::General(rules) if event.until.is_some() => unbounded(rules.rrules.first()?),
        Recurrence::General(rules) => rules.rrules.first()?.clone(),
    };
    Some(match (event.until, event.start) {
        (None, _) => rule,
        (Some(until), Start::AllDay(_)) => format!("{rule};UNTIL={}", until.format("%Y%m%d")),
        (Some(until), Start::Floating(_)) => format!("{rule};UNTIL={}", line::civil(until.naive_utc())),
        (Some(until), Start::Timed(..)) => format!("{rule};UNTIL={}", line::instant(until)),
    })
}

/// A rule without the end it has itself: the series ends no later.
fn unbounded(rule: &str) -> String {
    let parts = rule.split(';').filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
    parts.collect::<Vec<_>>().join(";")
}

fn stamps(event: &Event, lines: &mut Lines) {
    lines.instant("DTSTAMP", event.modified);
    lines.instant("CREATED", event.created);
    lines.instant("LAST-MODIFIED", event.modified);
    lines.raw("SEQUENCE", &event.sequence.to_string());
}

fn rest(event: &Event, status: Status, lang: Lang, lines: &mut Lines) {
    if let Some(location) = &event.location {
        lines.text("LOCATION", location);
    }
    if let Some(conference) = &event.conference {
        let label = line::parameter(match lang {
            Lang::En => "Join the meeting",
            Lang::Zh => "加入会议",
        });
        lines.uri(&format!("CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={label}"), conference);
    }
    if let Some(url) = &event.url {
        lines.uri("URL", url);
    }
    lines.texts("CATEGORIES", event.categories.iter().map(|category| category.get(lang)));
    lines.raw(
        "STATUS",
        match status {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        },
    );
    let free = event.transparent || status == Status::Cancelled;
    lines.raw("TRANSP", if free { "TRANSPARENT" } else { "OPAQUE" });
    let busy = match (free, status) {
        (true, _) => "FREE",
        (false, Status::Tentative) => "TENTATIVE",
        (false, Status::Confirmed | Status::Cancelled) => "BUSY",
    };
    lines.raw("X-MICROSOFT-CDO-BUSYSTATUS", busy);
}
