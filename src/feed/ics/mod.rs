//! iCalendar (RFC 5545 and 7986).

use super::Calendar;
use crate::directory::Lang;

/// The bytes of a calendar. The same calendar has the same bytes, always.
///
/// `source` is the URL the feed is served at, where that is known.
pub fn render(calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
    let _ = (lang, source);
    format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:{}\r\nEND:VCALENDAR\r\n", calendar.name.en).into_bytes()
}
