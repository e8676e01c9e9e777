//! Which meetings are in which hour of which day.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};

use crate::cli::row::Row;
use crate::time::{Zone, civil};

/// A meeting in an hour of a day, or on a whole day.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) row: &'a Row,
    /// Whether it begins here; else it goes on.
    pub(super) begins: bool,
    /// Whether it ends here.
    pub(super) ends: bool,
}

/// What is in an hour, by day of the week.
pub(super) type Days<'a> = [Vec<Entry<'a>>; 7];

/// The hours in which something happens, and what is all day.
#[derive(Default)]
pub(super) struct Hours<'a> {
    pub(super) all_day: Days<'a>,
    pub(super) hours: BTreeMap<u32, Days<'a>>,
}

impl<'a> Hours<'a> {
    pub(super) fn new(rows: &'a [Row], monday: NaiveDate, zone: Zone) -> Hours<'a> {
        let mut hours = Hours::default();
        for row in rows {
            // What lasts a day or longer fills no hours.
            let whole_days = row.all_day || row.lasts.to - row.lasts.from >= TimeDelta::days(1);
            let mut places = places(row, zone);
            if whole_days {
                places.dedup_by_key(|(date, _)| *date);
            }
            let last = places.len() - 1;
            for (n, (date, hour)) in places.into_iter().enumerate() {
                let Ok(day) = usize::try_from((date - monday).num_days()) else { continue };
                let days = match whole_days {
                    true => &mut hours.all_day,
                    false => hours.hours.entry(hour).or_default(),
                };
                if let Some(cell) = days.get_mut(day) {
                    cell.push(Entry { row, begins: n == 0, ends: n == last });
                }
            }
        }
        hours.hours.retain(|_, days| days.iter().any(|cell| !cell.is_empty()));
        hours
    }
}

/// The hours of the viewer's clock that a meeting has a part of, in order. One that the clock repeats is one.
fn places(row: &Row, zone: Zone) -> Vec<(NaiveDate, u32)> {
    let mut places = Vec::new();
    let mut at: DateTime<Utc> = row.lasts.from;
    loop {
        let shown = civil(at, zone);
        let place = (shown.date(), shown.hour());
        if places.last() != Some(&place) {
            places.push(place);
        }
        let into = TimeDelta::minutes(shown.minute().into()) + TimeDelta::seconds(shown.second().into());
        at += TimeDelta::hours(1) - into;
        if at >= row.lasts.to {
            return places;
        }
    }
}
