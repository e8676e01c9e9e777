//! The properties of VCALENDAR.

use std::collections::BTreeMap;

use super::line::Lines;
use crate::directory::Lang;
use crate::feed::Calendar;
use crate::schedule::{Recurrence, Start};
use crate::time::Zone;

/// How often a subscriber is asked to look: often enough for a change of the day, seldom enough for a phone.
const REFRESH: &str = "PT4H";

pub(super) fn properties(calendar: &Calendar, lang: Lang, source: Option<&str>, lines: &mut Lines) {
    let (name, description) = (calendar.name.get(lang), calendar.description.get(lang));
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//sigcal//sigcal//EN");
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", "PUBLISH");
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.text("DESCRIPTION", description);
    lines.text("X-WR-CALDESC", description);
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.raw("X-PUBLISHED-TTL", REFRESH);
    if let Some(source) = source {
        lines.uri("SOURCE;VALUE=URI", source);
    }
    if let Some(url) = &calendar.url {
        lines.uri("URL", url);
    }
    lines.raw("COLOR", calendar.color);
    lines.raw("X-APPLE-CALENDAR-COLOR", calendar.color_hex);
    lines.instant("LAST-MODIFIED", calendar.modified);
    if let Some(zone) = main_zone(calendar) {
        lines.raw("X-WR-TIMEZONE", zone.tzid());
    }
}

/// The zone most events are in. None where a series recurs in UTC: x-wr-timezone would move it.
fn main_zone(calendar: &Calendar) -> Option<Zone> {
    let mut counts: BTreeMap<Zone, usize> = BTreeMap::new();
    for event in &calendar.events {
        if let Start::Timed(_, zone) = event.start {
            if zone.is_utc() && !matches!(event.recurrence, Recurrence::Once) {
                return None;
            }
            *counts.entry(zone).or_default() += 1;
        }
    }
    // The first by name among the most frequent, so that it is the same everywhere.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map(|(zone, _)| zone)
        .filter(|zone| !zone.is_utc())
}
