//! What several commands say of a meeting, in both languages.

use chrono::{NaiveDate, NaiveDateTime};

use crate::cadence::{zone_name_en, zone_name_zh};
use crate::directory::Lang;
use crate::page::dates;
use crate::schedule::ClockNote;
use crate::time::Zone;

/// The meeting's own time, `09:00 Pacific time`, with its weekday where it is another than the viewer's.
pub(super) fn own_time(own: NaiveDateTime, zone: Zone, day: NaiveDate, lang: Lang) -> String {
    let name = lang.pick(zone_name_en(zone), zone_name_zh(zone));
    let day = if own.date() == day { String::new() } else { dates::weekday(own.date(), lang) + " " };
    format!("{day}{} {name}", own.format("%H:%M"))
}

/// `from 1 Nov 02:00 instead of 01:00 for you`, with weekdays where they differ.
pub(super) fn clock_note(note: ClockNote, lang: Lang) -> String {
    let at = |at: NaiveDateTime| {
        let day = match note.before.date() == note.after.date() {
            true => String::new(),
            false => dates::weekday(at.date(), lang) + " ",
        };
        format!("{day}{}", at.format("%H:%M"))
    };
    let (on, after, before) = (dates::day(note.on, lang), at(note.after), at(note.before));
    match (lang, note.ahead) {
        (Lang::En, true) => format!("from {on} {after} instead of {before} for you"),
        (Lang::En, false) => format!("since {on} {after} instead of {before} for you"),
        (Lang::Zh, true) => format!("{on}起，对你来说是 {after}，而不是 {before}"),
        (Lang::Zh, false) => format!("自{on}起，对你来说是 {after}，而不是 {before}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::clock_note as note_of;

    #[test]
    fn a_note_names_weekdays_only_where_the_hour_is_on_another_day() {
        let [home, viewer] =
            ["America/Los_Angeles", "Asia/Shanghai"].map(|name| Zone::named(name).expect("a zone"));
        let told = |start: &str, lang| {
            let start = start.parse().expect("a test's own instant");
            clock_note(note_of(start, home, viewer).expect("the clocks change"), lang)
        };
        let [ahead, since] = ["2026-10-30T17:00:00Z", "2026-11-06T16:00:00Z"];
        assert_eq!(told(ahead, Lang::En), "from 1 Nov 02:00 instead of 01:00 for you");
        assert_eq!(told(since, Lang::En), "since 1 Nov Sat 00:00 instead of Fri 23:00 for you");
        assert_eq!(told(ahead, Lang::Zh), "11月1日起，对你来说是 02:00，而不是 01:00");
        assert_eq!(told(since, Lang::Zh), "自11月1日起，对你来说是 周六 00:00，而不是 周五 23:00");
    }
}
