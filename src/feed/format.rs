//! The formats that every calendar is written in.

use super::{Calendar, ics, jcal, jscal};
use crate::directory::Lang;

/// A format of feeds. Every calendar has a path in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// iCalendar (RFC 5545).
    #[default]
    Ics,
    /// jCal (RFC 7265).
    JCal,
    /// JSCalendar (RFC 8984).
    JsCalendar,
}

impl Format {
    /// Every format, that of calendar programs first.
    pub const ALL: [Format; 3] = [Format::Ics, Format::JCal, Format::JsCalendar];

    /// How its paths end: `.ics`.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Ics => ".ics",
            Format::JCal => ".jcal.json",
            Format::JsCalendar => ".jscal.json",
        }
    }

    /// Its media type. Without the charset, some programs read iCalendar as Latin-1; JSON has no charset.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Ics => "text/calendar; charset=utf-8",
            Format::JCal => "application/calendar+json",
            Format::JsCalendar => "application/jscalendar+json;type=group",
        }
    }

    /// The path of a calendar in this format: `sig-node.ics`.
    pub fn path(self, calendar: &str) -> String {
        format!("{calendar}{}", self.ending())
    }

    /// The calendar that a path is of, and in which format; none where it ends otherwise.
    ///
    /// ```
    /// use sigcal::feed::Format;
    /// assert_eq!(Format::of_path("category/tools.jcal.json"), Some(("category/tools", Format::JCal)));
    /// assert_eq!(Format::of_path("groups.json"), None);
    /// ```
    pub fn of_path(path: &str) -> Option<(&str, Format)> {
        Format::ALL.into_iter().find_map(|format| Some((path.strip_suffix(format.ending())?, format)))
    }

    /// The bytes of a calendar. `source` is the URL it is served at, where that is known.
    pub fn render(self, calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
        match self {
            Format::Ics => ics::render(calendar, lang, source),
            Format::JCal => jcal::render(calendar, lang, source),
            Format::JsCalendar => jscal::render(calendar, lang, source),
        }
    }
}
