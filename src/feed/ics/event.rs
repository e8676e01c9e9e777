//! VEVENT (RFC 5545 3.6.1): the master, then its overrides.

use chrono::{NaiveDateTime, TimeDelta};

use super::content::{Content, TimeForm, Value, plain};
use super::timezone::tzid;
use crate::directory::Lang;
use crate::feed::{Event, Override};
use crate::schedule::{Start, Status};
use crate::time::{civil, resolve};

/// `alarm` is how long before each event that takes place a reminder is shown.
pub(super) fn components(event: &Event, alarm: Option<TimeDelta>, lang: Lang, lines: &mut impl Content) {
    lines.begin("VEVENT");
    lines.text("UID", &event.uid);
    times(event, event.start.civil(), event.duration, lines);
    if let Some(rule) = event.rrule() {
        lines.property("RRULE", &[], Value::Recur(&rule));
    }
    for excluded in &event.exdates {
        lines.property("EXDATE", &[], Value::Time(*excluded, form(event)));
    }
    stamps(event, lines);
    let summary = event.summary.get(lang);
    lines.text("SUMMARY", summary);
    lines.text("DESCRIPTION", event.description.get(lang));
    rest(event, event.status, lang, lines);
    reminder(alarm, event.status, summary, lines);
    lines.end("VEVENT");
    for changed in &event.overrides {
        overridden(event, changed, alarm, lang, lines);
    }
}

fn overridden(
    event: &Event,
    changed: &Override,
    alarm: Option<TimeDelta>,
    lang: Lang,
    lines: &mut impl Content,
) {
    lines.begin("VEVENT");
    lines.text("UID", &event.uid);
    lines.property("RECURRENCE-ID", &[], Value::Time(changed.recurrence_id, form(event)));
    times(event, event.starts_at(changed), changed.duration.unwrap_or(event.duration), lines);
    stamps(event, lines);
    let summary = changed.summary.as_deref().unwrap_or_else(|| event.summary.get(lang));
    lines.text("SUMMARY", summary);
    lines.text("DESCRIPTION", &event.described(changed, lang));
    rest(event, changed.status, lang, lines);
    reminder(alarm, changed.status, summary, lines);
    lines.end("VEVENT");
}

/// VALARM (RFC 5545 3.6.6). Nobody wants to be reminded of what does not take place.
fn reminder(alarm: Option<TimeDelta>, status: Status, summary: &str, lines: &mut impl Content) {
    let Some(before) = alarm.filter(|_| status != Status::Cancelled) else { return };
    lines.begin("VALARM");
    lines.token("ACTION", "DISPLAY");
    // DESCRIPTION has to stand in an alarm that is shown, and an empty text is not written.
    lines.text("DESCRIPTION", if plain(summary).is_empty() { "-" } else { summary });
    lines.property("TRIGGER", &[], Value::Duration(-before));
    lines.end("VALARM");
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
fn times(event: &Event, start: NaiveDateTime, duration: TimeDelta, lines: &mut impl Content) {
    lines.property("DTSTART", &[], Value::Time(start, form(event)));
    let end = start + duration;
    match event.start {
        // The clock changes meanwhile. An hour is an hour, and of the two wall-clock times programs would make
        // another length, for every occurrence that follows.
        Start::Timed(_, zone) if civil(resolve(start, zone) + duration, zone) != end => {
            lines.property("DURATION", &[], Value::Duration(duration));
        }
        // An event without a duration has no DTEND, which must be later than DTSTART (RFC 5545 3.8.2.2).
        Start::Timed(..) | Start::AllDay(_) | Start::Floating(_) => {
            if end > start {
                lines.property("DTEND", &[], Value::Time(end, form(event)));
            }
        }
    }
}

fn stamps(event: &Event, lines: &mut impl Content) {
    lines.property("DTSTAMP", &[], Value::Instant(event.stamp.modified));
    lines.property("CREATED", &[], Value::Instant(event.stamp.created));
    lines.property("LAST-MODIFIED", &[], Value::Instant(event.stamp.modified));
    lines.property("SEQUENCE", &[], Value::Integer(event.stamp.sequence));
}

fn rest(event: &Event, status: Status, lang: Lang, lines: &mut impl Content) {
    if let Some(location) = &event.location {
        lines.text("LOCATION", location);
    }
    if let Some(conference) = &event.conference {
        lines.uri("CONFERENCE", &[("FEATURE", "VIDEO"), ("LABEL", join(lang))], conference);
    }
    if let Some(url) = &event.url {
        lines.uri("URL", &[], url);
    }
    let categories = event.categories.iter().map(|category| plain(category.get(lang)));
    let categories: Vec<_> = categories.filter(|category| !category.is_empty()).collect();
    if !categories.is_empty() {
        lines.property("CATEGORIES", &[], Value::Texts(&categories));
    }
    lines.token(
        "STATUS",
        match status {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        },
    );
    let free = event.transparent || status == Status::Cancelled;
    lines.token("TRANSP", if free { "TRANSPARENT" } else { "OPAQUE" });
    let busy = match (free, status) {
        (true, _) => "FREE",
        (false, Status::Tentative) => "TENTATIVE",
        (false, Status::Confirmed | Status::Cancelled) => "BUSY",
    };
    lines.unknown("X-MICROSOFT-CDO-BUSYSTATUS", busy);
}

/// What a link to a meeting is called.
pub(in crate::feed) fn join(lang: Lang) -> &'static str {
    lang.pick("Join the meeting", "加入会议")
}
