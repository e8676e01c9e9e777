//! One occurrence as a visitor sees it.

mod words;

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::meeting::{assumed, in_words, links, written};
use super::messages::messages;
use super::{PageAsk, Source, dates};
use crate::cadence::{zone_name_en, zone_name_zh};
use crate::directory::{Group, OWN_EVENTS};
use crate::schedule::{AgendaItem, ClockNote, Start, Status, clock_notes_of};
use crate::time::{Zone, civil, resolve, rfc3339};
use words::{Words, words};

/// One occurrence as a visitor sees it.
pub(super) struct Card<'a> {
    /// What it is called within its page.
    pub id: String,
    pub name: Cow<'a, str>,
    /// The path of its group's page.
    pub group: &'a str,
    /// The key of its category's colour.
    pub color: usize,
    pub day: NaiveDate,
    /// The last day on which it goes on.
    pub last: NaiveDate,
    /// `Fri 27 Nov`.
    pub day_words: String,
    pub all_day: bool,
    /// The start as programs read it, a date where it has no hour.
    pub start_for_programs: String,
    pub end_for_programs: String,
    /// `09:00`
    pub from: String,
    /// `10:00`, with the day where that is another.
    pub to: String,
    /// `Friday 27 November 2026, 09:00 to 10:00`.
    pub when: String,
    /// What is said before the time, and behind it, to whom does not see where it stands.
    pub said: (String, String),
    pub length: String,
    /// The meeting's own time, where it is another: `Thu 16:00 Pacific time`.
    pub own: Option<String>,
    pub cadence: String,
    /// Its class: `confirmed`, `tentative`, `cancelled`.
    pub status: &'static str,
    /// What is not as usual, in a word.
    pub state: Option<&'static str>,
    /// What is not as usual, in sentences.
    pub remarks: Vec<String>,
    /// What of its cadence was supplied by the reader.
    pub assumed: Vec<&'a str>,
    /// What clocks do to it.
    pub shifts: Vec<String>,
    /// The first of these as a mark in a drawing.
    pub mark: Option<String>,
    pub location: Option<&'a str>,
    pub links: Vec<(&'static str, &'a str)>,
    /// Whether it is over.
    pub is_over: bool,
}

impl<'a> Card<'a> {
    pub(super) fn new(n: usize, item: AgendaItem<'a>, source: Source<'a>, ask: &PageAsk) -> Card<'a> {
        let zone = ask.question.zone;
        let notes = clock_notes_of(&item, zone);
        let (lang, hours) = (ask.question.lang, ask.hours);
        let name = source.catalog.title(&item, lang);
        let AgendaItem { series, occurrence } = item;
        let words = words(lang);
        let meeting = source.community.meeting(series.meeting);
        let group = source.community.group_of(series.meeting);
        let all_day = matches!(series.start, Start::AllDay(_));
        let (start, end) = (civil(occurrence.start, zone), civil(occurrence.end, zone));
        let clock = |at: NaiveDateTime| dates::clock(at.time(), hours, lang);
        let day = start.date();
        let to = match (end.date() - day).num_days() {
            0 => clock(end),
            1..=6 => format!("{} {}", dates::weekday(end.date(), lang), clock(end)),
            _ => format!("{} {}", dates::short(end.date(), lang), clock(end)),
        };
        let to_clock = to.clone();
        let last = end.date().pred_opt().map_or(day, |last| last.max(day));
        let when = match all_day {
            true if last > day => words.days(&dates::long(day, lang), &dates::long(last, lang)),
            true => dates::long(day, lang),
            false => words.span(&dates::long(day, lang), &clock(start), &to),
        };
        let home = series.start.zone().filter(|home| *home != zone);
        let (start_for_programs, end_for_programs) = match all_day {
            true => (day.to_string(), end.date().to_string()),
            false => (rfc3339(occurrence.start, zone), rfc3339(occurrence.end, zone)),
        };
        let reason =
            occurrence.reason.as_ref().map(|reason| reason.get(lang)).filter(|reason| !reason.is_empty());
        let mut card = Card {
            id: format!("m{n}"),
            name,
            group: group.map_or(OWN_EVENTS, |group| group.slug.as_str()),
            color: color(group, source),
            day,
            last: match all_day {
                true => last,
                // What ends at midnight ends on the day before.
                false => civil(occurrence.end - TimeDelta::seconds(1), zone).date().max(day),
            },
            day_words: dates::short(day, lang),
            all_day,
            start_for_programs,
            end_for_programs,
            from: clock(start),
            to,
            when,
            said: words.said(all_day, &dates::long(day, lang), &to_clock),
            length: dates::duration(series.duration, lang),
            own: home.filter(|_| !all_day).map(|home| own_time(occurrence.civil, home, day, ask)),
            cadence: match in_words(meeting, lang) {
                none if none.is_empty() => written(meeting).into_owned(),
                words => words,
            },
            status: status(occurrence.status),
            state: None,
            remarks: vec![],
            assumed: assumed(meeting, series, lang).collect(),
            mark: notes.first().map(|note| mark(*note, ask, words)),
            shifts: notes.into_iter().map(|note| shift(note, ask, words)).collect(),
            location: meeting.location.as_deref(),
            links: links(meeting, lang),
            is_over: occurrence.end <= ask.now,
        };
        if let Some(from) = occurrence.moved_from {
            let from = series.start.zone().map_or(from, |own| civil(resolve(from, own), zone));
            let time = if all_day { String::new() } else { format!(" {}", clock(from)) };
            card.state = Some(words.moved);
            card.remarks.push(format!(
                "{}{}{}{time}",
                words.moved_from,
                messages(lang).colon,
                dates::short(from.date(), lang)
            ));
        }
        if series.extra.is_some() {
            card.remark(words.extra);
        }
        match occurrence.status {
            Status::Confirmed => {}
            Status::Tentative => card.remark(words.tentative),
            Status::Cancelled => card.remark(words.cancelled),
        }
        card.remarks.extend(reason.map(str::to_owned));
        card
    }

    fn remark(&mut self, word: &'static str) {
        self.state = Some(word);
        self.remarks.push(word.to_owned());
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    }
}

fn own_time(own: NaiveDateTime, home: Zone, day: NaiveDate, ask: &PageAsk) -> String {
    let lang = ask.question.lang;
    let name = lang.pick(zone_name_en(home), zone_name_zh(home));
    let weekday = if own.date() == day { String::new() } else { dates::weekday(own.date(), lang) + " " };
    format!("{weekday}{} {name}", dates::clock(own.time(), ask.hours, lang))
}

/// A time that a clock note tells, with its weekday where that is another than the other's.
fn clock_of(at: NaiveDateTime, other: NaiveDateTime, ask: &PageAsk) -> String {
    let lang = ask.question.lang;
    let clock = dates::clock(at.time(), ask.hours, lang);
    if at.date() == other.date() { clock } else { format!("{} {clock}", dates::weekday(at.date(), lang)) }
}

/// `From 1 Nov, 02:00 instead of 01:00 for you`.
fn shift(note: ClockNote, ask: &PageAsk, words: &Words) -> String {
    let (before, after) = (clock_of(note.before, note.after, ask), clock_of(note.after, note.before, ask));
    words.shift(note.ahead, &dates::day(note.on, ask.question.lang), &after, &before)
}

/// `from 1 Nov 02:00` for what it will be, `was 01:00` for what it was.
fn mark(note: ClockNote, ask: &PageAsk, words: &Words) -> String {
    if note.ahead {
        words.from(&dates::day(note.on, ask.question.lang), &clock_of(note.after, note.before, ask))
    } else {
        words.was(&clock_of(note.before, note.after, ask))
    }
}

/// The colour of each category, and of what has none.
pub(super) fn color(group: Option<&Group>, source: Source<'_>) -> usize {
    let category = group.and_then(|group| group.category.as_deref());
    let place = source.community.categories.iter().position(|known| Some(known.key.as_str()) == category);
    place.map_or(0, |place| place % 9 + 1)
}
