//! A day of the week that is shown.

use chrono::{NaiveDate, TimeDelta};

use super::axis::{Axis, Rows, minute};
use super::drawn::Drawn;
use super::lanes::{MOST_LANES, Place, place};
use super::words::words;
use crate::page::messages::messages;
use crate::page::{PageAsk, Source, dates};
use crate::schedule::SkippedItem;
use crate::time::{ChangeKind, ClockChange, Window, civil, resolve};

/// How many shares of the week's width a day has.
const LEAST: usize = 2;
pub(super) const MOST: usize = MOST_LANES + 2;

/// A day of the week that is shown.
pub(super) struct Day<'a> {
    pub date: NaiveDate,
    pub name: String,
    pub long: String,
    pub is_today: bool,
    /// Whether its clock changes,
    pub changes: bool,
    /// and what it does then.
    pub note: Option<String>,
    pub all_day: Vec<Drawn<'a>>,
    pub slots: Vec<Slot<'a>>,
    /// What began on a day before and goes on.
    pub going_on: Vec<String>,
    pub skipped: Vec<String>,
    /// Rows that are no time of it: their class.
    pub bands: Vec<String>,
    /// Rows that stand for hours in which nothing happens.
    pub pauses: Vec<String>,
    /// The row of now.
    pub now: Option<i64>,
    /// How many shares of the week's width it has.
    pub share: usize,
}

/// A place in the drawing.
pub(super) struct Slot<'a> {
    /// Where it is, as classes.
    pub place: String,
    /// Whether what is there is listed, be it one thing only.
    pub is_list: bool,
    pub drawn: Vec<Drawn<'a>>,
}

impl<'a> Day<'a> {
    /// The days of a week, with everything on the day on which it begins; what began before, on the first.
    pub(super) fn seven(
        source: Source<'a>,
        ask: &PageAsk,
        drawn: Vec<Drawn<'a>>,
        skipped: Vec<SkippedItem<'a>>,
        axis: &Axis,
        change: Option<ClockChange>,
    ) -> Vec<Day<'a>> {
        let first = ask.question.from;
        let mut days: Vec<Day<'a>> =
            (0..7).map(|n| Day::new(first + TimeDelta::days(n), ask, axis, change)).collect();
        let mut timed: [Vec<Drawn<'a>>; 7] = Default::default();
        for one in drawn {
            let place = (one.card.day - first).num_days().clamp(0, 6);
            let last = (one.card.last - first).num_days().clamp(0, 6);
            let goes_on = one.card.status != "cancelled";
            for later in (place + 1..=last).filter(|_| goes_on) {
                let day = &mut days[usize::try_from(later).expect("it is from 1 to 6")];
                day.going_on.push(one.card.name.clone().into_owned());
            }
            let place = usize::try_from(place).expect("it is from 0 to 6");
            if one.card.all_day { days[place].all_day.push(one) } else { timed[place].push(one) }
        }
        for item in skipped {
            let place = (civil(item.start, ask.question.zone).date() - first).num_days().clamp(0, 6);
            let reason = item.skipped.reason.get(ask.question.lang);
            let name = source.catalog.title_of(item.series, ask.question.lang);
            let told = messages(ask.question.lang).aside(name, reason);
            days[usize::try_from(place).expect("it is from 0 to 6")].skipped.push(told);
        }
        for (day, timed) in days.iter_mut().zip(timed) {
            let rows: Vec<_> = timed.iter().map(|one| one.rows(axis, day.changes)).collect();
            let places = place(&rows);
            day.share = places.iter().map(|place| place.lanes() + 1).max().unwrap_or(1).clamp(LEAST, MOST);
            day.slots = Slot::of(timed, &places);
        }
        days
    }

    fn new(date: NaiveDate, ask: &PageAsk, axis: &Axis, change: Option<ClockChange>) -> Day<'a> {
        let (zone, lang, w) = (ask.question.zone, ask.question.lang, words(ask.question.lang));
        let own = change.filter(|change| change.from.date() == date);
        let now = civil(ask.now, zone);
        let length = Window::days(date, date + TimeDelta::days(1), zone);
        let note = own.map(|change| {
            let clock = |at: chrono::NaiveDateTime| dates::clock(at.time(), ask.hours, lang);
            let length = dates::day_length(length.to - length.from, lang);
            w.odd_day(&length, &clock(change.from), &clock(change.to), change.kind == ChangeKind::Gap)
        });
        let band = match own {
            Some(change) if change.kind == ChangeKind::Gap => {
                axis.band(minute(change.from, date), minute(change.to, date), change.kind)
            }
            Some(_) => None,
            None => axis.blank(),
        };
        Day {
            date,
            name: dates::short(date, lang),
            long: dates::long(date, lang),
            is_today: now.date() == date,
            changes: own.is_some(),
            note,
            all_day: vec![],
            slots: vec![],
            going_on: vec![],
            skipped: vec![],
            bands: band.map(Rows::class).into_iter().collect(),
            pauses: axis.pauses().into_iter().map(Rows::class).collect(),
            now: (now.date() == date)
                .then(|| axis.at((minute(now, date), resolve(now, zone) != ask.now)))
                .flatten(),
            share: LEAST,
        }
    }
}

impl<'a> Slot<'a> {
    /// What is listed in the same rows is together.
    fn of(timed: Vec<Drawn<'a>>, places: &[Place]) -> Vec<Slot<'a>> {
        let mut slots: Vec<Slot<'a>> = Vec::new();
        for (one, at) in timed.into_iter().zip(places) {
            let (place, is_list) = (at.class(), matches!(at, Place::Listed(_)));
            match slots.last_mut() {
                Some(last) if is_list && last.place == place => last.drawn.push(one),
                Some(_) | None => slots.push(Slot { place, is_list, drawn: vec![one] }),
            }
        }
        // A list is read from above, so that names are found in it where they are looked for.
        for slot in &mut slots {
            slot.drawn.sort_by(|a, b| (a.start(), &a.card.name).cmp(&(b.start(), &b.card.name)));
        }
        slots
    }
}
