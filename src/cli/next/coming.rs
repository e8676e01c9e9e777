//! What is on at an instant, and what comes after it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::schedule::{AgendaItem, Series, Status, agenda};
use crate::time::{Window, Zone};

/// How far to look, in days: further where there is not enough.
const REACHES: [i64; 4] = [8, 40, 200, 731];

/// Each by start.
#[derive(Default)]
pub(super) struct Coming<'a> {
    pub(super) on_now: Vec<AgendaItem<'a>>,
    pub(super) next: Vec<AgendaItem<'a>>,
    /// What would be on, or come before the last of the next ones.
    pub(super) cancelled: Vec<AgendaItem<'a>>,
}

/// What is on, and the next `count` that take place, within two years.
pub(super) fn coming<'a>(series: &'a [Series], now: DateTime<Utc>, zone: Zone, count: usize) -> Coming<'a> {
    let mut coming = Coming::default();
    for days in REACHES {
        let window = Window { from: now, to: now + TimeDelta::days(days) };
        coming = sorted(agenda(series, window, zone), now, count);
        if coming.next.len() == count {
            break;
        }
    }
    coming
}

fn sorted(items: Vec<AgendaItem<'_>>, now: DateTime<Utc>, count: usize) -> Coming<'_> {
    let mut coming = Coming::default();
    for item in items {
        if coming.next.len() == count {
            break;
        }
        let list = match item.occurrence.status {
            Status::Cancelled => &mut coming.cancelled,
            Status::Confirmed | Status::Tentative if item.occurrence.start <= now => &mut coming.on_now,
            Status::Confirmed | Status::Tentative => &mut coming.next,
        };
        list.push(item);
    }
    coming
}
