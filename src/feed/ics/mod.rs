//! iCalendar (RFC 5545 and 7986), written to what calendar programs were measured to read.

pub(super) mod calendar;
pub(super) mod content;
pub(super) mod event;
pub(super) mod line;
pub(super) mod timezone;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::{Calendar, Event};
use crate::directory::Lang;
use crate::schedule::Start;
use crate::time::Zone;
use content::{Content, TimeForm};
use line::Lines;

/// The bytes of a calendar. The same calendar has the same bytes, always.
///
/// `source` is the URL the feed is served at, where that is known (RFC 7986 5.8).
pub fn render(calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
    let mut lines = Lines::default();
    write_with(calendar, lang, source, &mut lines, |event, lines| match calendar.alarm {
        None => lines.append(written(event, lang)),
        Some(_) => event::components(event, calendar.alarm, lang, lines),
    });
    lines.into_bytes()
}

/// Writes a calendar component by component, in this notation or another.
pub(super) fn write(calendar: &Calendar, lang: Lang, source: Option<&str>, lines: &mut impl Content) {
    let event = |event: &Event, lines: &mut _| event::components(event, calendar.alarm, lang, lines);
    write_with(calendar, lang, source, lines, event);
}

fn write_with<C: Content>(
    calendar: &Calendar,
    lang: Lang,
    source: Option<&str>,
    lines: &mut C,
    event: impl Fn(&Event, &mut C),
) {
    lines.begin("VCALENDAR");
    calendar::properties(calendar, lang, source, lines);
    for (zone, earliest) in zones(&calendar.events) {
        timezone::component(zone, earliest, lines);
    }
    calendar.events.iter().for_each(|one| event(one, lines));
    lines.end("VCALENDAR");
}

/// An event's components without a reminder, as the first calendar had them that was written.
fn written(event: &Event, lang: Lang) -> &[u8] {
    let place = match lang {
        Lang::En => &event.written.en,
        Lang::Zh => &event.written.zh,
    };
    place.get_or_init(|| {
        let mut lines = Lines::default();
        event::components(event, None, lang, &mut lines);
        lines.into_bytes().into_boxed_slice()
    })
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
