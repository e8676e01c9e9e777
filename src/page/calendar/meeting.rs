//! A meeting on its group's page: how often, the next dates, and what is not as usual.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::words::words;
use crate::directory::MeetingId;
use crate::page::PageAsk;
use crate::page::card::Card;
use crate::page::meeting::{assumed, in_words, links, name, state, written};
use crate::page::messages::messages;
use crate::page::{Source, dates};
use crate::schedule::{AgendaItem, Series, agenda, shifts, skipped_in};
use crate::time::{Window, civil};

/// How many dates are told.
const DATES: usize = 10;
/// How far ahead they are looked for, and clock changes.
const YEAR: TimeDelta = TimeDelta::days(366);

/// A meeting on its group's page.
pub(super) struct MeetingPart<'a> {
    pub id: String,
    pub name: String,
    /// How often, in words; and as it was written.
    pub words: String,
    pub written: Cow<'a, str>,
    pub state: Option<&'static str>,
    pub details: &'a str,
    pub links: Vec<(&'static str, &'a str)>,
    /// What of its cadence was supplied by the reader, once.
    pub assumed: Vec<&'a str>,
    pub dates: Vec<Card<'a>>,
    pub skipped: Vec<String>,
    /// When clocks move it, for a visitor.
    pub shifts: Vec<String>,
}

impl<'a> MeetingPart<'a> {
    pub(super) fn new(id: MeetingId, source: Source<'a>, ask: &PageAsk) -> MeetingPart<'a> {
        let (lang, zone) = (ask.question.lang, ask.question.zone);
        let w = words(lang);
        let meeting = source.community.meeting(id);
        let own: Vec<&Series> = source.series.iter().filter(|series| series.meeting == id).collect();
        let year = Window { from: ask.now, to: ask.now + YEAR };
        let items = agenda(own.iter().copied(), year, zone);
        let shifts = shifted(&items, ask);
        let dates = items.into_iter().take(DATES).enumerate();
        let skipped = skipped_in(own.iter().copied(), year, zone).into_iter().map(|item| {
            let reason = item.skipped.reason.get(lang);
            let day = dates::short(civil(item.start, zone).date(), lang);
            messages(lang).aside(&day, reason)
        });
        let remarks: BTreeSet<&str> = own.iter().flat_map(|series| assumed(meeting, series, lang)).collect();
        let going_on = own.iter().copied().filter(|series| series.ended.is_none());
        MeetingPart {
            id: format!("meeting-{}", id.0),
            name: name(meeting, lang),
            words: in_words(meeting, lang),
            written: written(meeting),
            state: state(going_on, lang),
            details: meeting.details.get(lang),
            links: links(meeting, lang),
            assumed: remarks.into_iter().collect(),
            dates: dates.map(|(n, item)| Card::new(n, item, source, ask)).collect(),
            skipped: skipped.take(DATES).collect(),
            shifts: shifts.iter().map(|(day, now, before)| w.shift(day, now, before)).collect(),
        }
    }
}

/// When a meeting comes to another hour for a visitor because clocks change on other dates: the first such date, and how it
/// is then and was before.
fn shifted(items: &[AgendaItem<'_>], ask: &PageAsk) -> Vec<(String, String, String)> {
    let (lang, zone, hours) = (ask.question.lang, ask.question.zone, ask.hours);
    let Some(home) = items.first().and_then(|item| item.series.start.zone()) else { return vec![] };
    let starts: Vec<DateTime<Utc>> = items
        .iter()
        .filter(|item| item.series.start.zone() == Some(home) && item.occurrence.moved_from.is_none())
        .map(|item| item.occurrence.start)
        .collect();
    let clock = |at: NaiveDateTime| dates::clock(at.time(), hours, lang);
    let told = |shift: &crate::schedule::Shift| {
        (dates::long(shift.after.date(), lang), clock(shift.after), clock(shift.before))
    };
    shifts(&starts, home, zone).iter().map(told).collect()
}
