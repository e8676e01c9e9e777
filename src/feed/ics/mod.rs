//! iCalendar (RFC 5545 and 7986), written to what calendar programs were measured to read.

mod calendar;
mod event;
mod line;
mod timezone;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::{Calendar, Event};
use crate::directory::Lang;
use crate::schedule::Start;
use crate::time::Zone;
use line::{Lines, TimeForm};

/// The bytes of a calendar. The same calendar has the same bytes, always.
///
/// `source` is the URL the feed is served at, where that is known (RFC 7986 5.8).
pub fn render(calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    calendar::properties(calendar, lang, source, &mut lines);
    for (zone, earliest) in zones(&calendar.events) {
        timezone::component(zone, earliest, &mut lines);
    }
    for event in &calendar.events {
        event::components(event, lang, &mut lines);
    }
    lines.raw("END", "VCALENDAR");
    lines.into_bytes()
}

/// The zones that events name, each with the earliest civil start.
fn zones<'a>(events: impl IntoIterator<Item = &'a std::sync::Arc<Event>>) -> BTreeMap<Zone, NaiveDateTime> {
    let mut zones = BTreeMap::new();
    for event in events {
        let Start::Timed(civil, zone) = event.start else { continue };
        if let TimeForm::Zoned(_) = event::form(event) {
            let first = event.overrides.iter().map(|o| o.start).fold(civil, NaiveDateTime::min);
            let earliest = zones.entry(zone).or_insert(first);
            *earliest = first.min(*earliest);
        }
    }
    zones
}
