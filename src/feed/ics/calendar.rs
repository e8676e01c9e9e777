//! The properties of VCALENDAR.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::content::{Content, Value};
use super::line;
use crate::directory::Lang;
use crate::feed::Calendar;
use crate::schedule::{Recurrence, Start};
use crate::time::Zone;

/// What made the calendar (RFC 5545 3.7.3).
pub(in crate::feed) const PRODUCT: &str = "-//sigcal//sigcal//EN";
/// How often a subscriber is asked to look: often enough for a change of the day, seldom enough for a phone.
const REFRESH: TimeDelta = TimeDelta::hours(4);

pub(super) fn properties(calendar: &Calendar, lang: Lang, source: Option<&str>, lines: &mut impl Content) {
    let (name, description) = (calendar.name.get(lang), calendar.description.get(lang));
    lines.token("VERSION", "2.0");
    lines.token("PRODID", PRODUCT);
    lines.token("CALSCALE", "GREGORIAN");
    lines.token("METHOD", "PUBLISH");
    lines.text("NAME", name);
    lines.unknown("X-WR-CALNAME", name);
    lines.text("DESCRIPTION", description);
    lines.unknown("X-WR-CALDESC", description);
    lines.property("REFRESH-INTERVAL", &[], Value::Duration(REFRESH));
    lines.unknown("X-PUBLISHED-TTL", &line::duration(REFRESH));
    if let Some(source) = source {
        lines.uri("SOURCE", &[], source);
    }
    if let Some(url) = &calendar.url {
        lines.uri("URL", &[], url);
    }
    lines.token("COLOR", calendar.color);
    lines.unknown("X-APPLE-CALENDAR-COLOR", calendar.color_hex);
    lines.property("LAST-MODIFIED", &[], Value::Instant(calendar.modified));
    if let Some(zone) = main_zone(calendar) {
        lines.unknown("X-WR-TIMEZONE", zone.tzid());
    }
}

/// The zone most meetings are in. None where a series recurs in UTC: x-wr-timezone would move it.
///
/// A meeting counts once, and still when it is no more, so that it hardly ever differs: programs that split a feed write each
/// part anew when it does.
fn main_zone(calendar: &Calendar) -> Option<Zone> {
    let mut meetings: BTreeMap<Zone, BTreeSet<&str>> = BTreeMap::new();
    for event in &calendar.events {
        if let Start::Timed(_, zone) = event.start {
            if zone.is_utc() && !matches!(event.recurrence, Recurrence::Once) {
                return None;
            }
            meetings.entry(zone).or_default().insert(event.summary.get(Lang::En));
        }
    }
    // The first by name among the most frequent, so that it is the same everywhere.
    let most = meetings.into_iter().rev().max_by_key(|(_, meetings)| meetings.len());
    most.map(|(zone, _)| zone).filter(|zone| !zone.is_utc())
}
