//! A day of the week that is shown.

use chrono::{NaiveDate, TimeDelta};

use super::axis::{Axis, Rows, minute};
use super::drawn::Drawn;
use super::lanes::place;
use super::words::words;
use crate::page::{PageAsk, Source, dates};
use crate::schedule::SkippedItem;
use crate::time::{ChangeKind, ClockChange, Window, civil, resolve};

/// How many shares of the week's width a day has.
const LEAST: usize = 2;
const MOST: usize = 4;

/// A day of the week that is shown.
pub(super) struct Day<'a> {
    pub date: NaiveDate,
    pub name: String,
    pub long: String,
    pub is_today: bool,
    /// What its clock does.
    pub note: Option<String>,
    pub all_day: Vec<Drawn<'a>>,
    pub timed: Vec<Drawn<'a>>,
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
    /// Whether something is drawn shorter than it is.
    pub is_dense: bool,
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
        for one in drawn {
            let place = (one.card.day - first).num_days().clamp(0, 6);
            let last = (one.card.last - first).num_days().clamp(0, 6);
            let goes_on = one.card.status != "cancelled";
            for later in (place + 1..=last).filter(|_| goes_on) {
                let day = &mut days[usize::try_from(later).expect("it is from 1 to 6")];
                day.going_on.push(one.card.name.clone().into_owned());
            }
            let day = &mut days[usize::try_from(place).expect("it is from 0 to 6")];
            if one.card.all_day { day.all_day.push(one) } else { day.timed.push(one) }
        }
        for item in skipped {
            let place = (civil(item.start, ask.question.zone).date() - first).num_days().clamp(0, 6);
            let reason = item.skipped.reason.get(ask.question.lang);
            let name = source.catalog.title_of(item.series, ask.question.lang);
            let told = if reason.is_empty() { name.to_owned() } else { format!("{name} ({reason})") };
            days[usize::try_from(place).expect("it is from 0 to 6")].skipped.push(told);
        }
        for day in &mut days {
            let rows: Vec<_> = day.timed.iter().map(|one| one.rows(axis)).collect();
            let placed = place(&rows);
            day.share = placed.iter().map(|placed| placed.of + 1).max().unwrap_or(1).clamp(LEAST, MOST);
            day.is_dense = placed.iter().zip(&rows).any(|(placed, rows)| placed.rows.count < rows.count);
            for (one, placed) in day.timed.iter_mut().zip(placed) {
                one.place = placed.class();
            }
        }
        days
    }

    fn new(date: NaiveDate, ask: &PageAsk, axis: &Axis, change: Option<ClockChange>) -> Day<'a> {
        let (zone, lang, w) = (ask.question.zone, ask.question.lang, words(ask.question.lang));
        let own = change.filter(|change| change.from.date() == date);
        let now = civil(ask.now, zone);
        let length = Window::days(date, date + TimeDelta::days(1), zone);
        let hours = (length.to - length.from).num_minutes();
        let note = own.map(|change| {
            let clock = |at: chrono::NaiveDateTime| dates::clock(at.time(), ask.hours, lang);
            let hours = if hours % 60 == 0 {
                (hours / 60).to_string()
            } else {
                format!("{:.1}", hours as f64 / 60.0)
            };
            w.odd_day(&hours, &clock(change.from), &clock(change.to), change.kind == ChangeKind::Gap)
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
            note,
            all_day: vec![],
            timed: vec![],
            going_on: vec![],
            skipped: vec![],
            bands: band.map(Rows::class).into_iter().collect(),
            pauses: axis.pauses().into_iter().map(Rows::class).collect(),
            now: (now.date() == date)
                .then(|| axis.at((minute(now, date), resolve(now, zone) != ask.now)))
                .flatten(),
            share: LEAST,
            is_dense: false,
        }
    }
}
