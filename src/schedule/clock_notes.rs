//! What a change of the clocks makes of a meeting's hour, for somebody whose clock changes on another date or never.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::{AgendaItem, Recurrence, Series, occurrences};
use crate::time::{ClockChange, Window, Zone, civil, clock_changes, resolve};

/// For how many weeks a change is told ahead; it is remembered for one.
const WEEKS_AHEAD: i64 = 2;

/// A meeting that keeps to its own clock is at another hour for the viewer, from a date on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockNote {
    /// The date on which the clock changes, as the viewer counts days.
    pub on: NaiveDate,
    /// Whether the occurrence comes before the change.
    pub ahead: bool,
    /// When the occurrence is for the viewer by the clocks from before the change.
    pub before: NaiveDateTime,
    /// When it is by those from after it. The date may be another than that of `before`.
    pub after: NaiveDateTime,
}

/// The note of an occurrence that starts at an instant, of a meeting that keeps to the wall clock of `home`.
///
/// It is *ahead* where the meeting will be at another hour for the viewer one or two weeks later; otherwise the note is of
/// what has changed since the week before, which is told first where it is both. Clocks that change together, as those of
/// New York and Los Angeles do within hours, change nothing.
///
/// ```
/// use sigcal::schedule::clock_note;
/// use sigcal::time::Zone;
/// let [home, viewer] = ["America/Los_Angeles", "Asia/Shanghai"].map(|name| Zone::named(name).unwrap());
/// let note = clock_note("2026-10-30T17:00:00Z".parse().unwrap(), home, viewer).unwrap();
/// assert_eq!((note.on.to_string(), note.ahead), ("2026-11-01".to_owned(), true));
/// assert_eq!([note.before, note.after].map(|at| at.to_string()), ["2026-10-31 01:00:00", "2026-10-31 02:00:00"]);
/// ```
pub fn clock_note(start: DateTime<Utc>, home: Zone, viewer: Zone) -> Option<ClockNote> {
    let hour = Hour { start, home, viewer };
    hour.since().or_else(|| hour.ahead()).map(|(_, note)| note)
}

/// The note of an occurrence that is told first.
pub fn clock_note_of(item: &AgendaItem<'_>, viewer: Zone) -> Option<ClockNote> {
    clock_notes_of(item, viewer).into_iter().next()
}

/// The notes of an occurrence: of what has changed, then of what will. One that happens once, or not at its usual time, has
/// none; neither has a change before a series begins, or after which it does not happen any more.
pub fn clock_notes_of(item: &AgendaItem<'_>, viewer: Zone) -> Vec<ClockNote> {
    let AgendaItem { series, occurrence } = item;
    let Some(home) = series.start.zone() else { return vec![] };
    let usual = occurrence.civil == occurrence.recurrence_id
        && occurrence.civil == civil(occurrence.start, home)
        && series.recurrence != Recurrence::Once;
    if home == viewer || !usual {
        return vec![];
    }
    let hour = Hour { start: occurrence.start, home, viewer };
    let since = hour.since().filter(|(at, _)| resolve(series.start.civil(), home) < *at);
    let ahead = hour.ahead().filter(|(at, _)| goes_on(series, home, *at));
    since.into_iter().chain(ahead).map(|(_, note)| note).collect()
}

/// Clocks that change alike, and what that does to the meetings of a week for a viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClocksChange {
    /// Whose clocks they are, by name.
    pub zones: Vec<Zone>,
    /// What they show when they change.
    pub before: NaiveDateTime,
    /// What they show instead.
    pub instead: NaiveDateTime,
    /// How many of the meetings are at another hour for the viewer from then on.
    pub meetings: usize,
}

/// Which clocks change in a window, among the viewer's and those that the meetings keep to. The clocks of others are left out
/// where they move nothing.
pub fn clocks_change(items: &[AgendaItem<'_>], window: Window, viewer: Zone) -> Vec<ClocksChange> {
    let zones: BTreeSet<Zone> =
        items.iter().filter_map(|item| item.series.start.zone()).chain([viewer]).collect();
    // One at the window's first instant is in it.
    let after = window.from - TimeDelta::seconds(1);
    let changes = |zone: Zone| clock_changes(zone, after, window.to).map(move |change| (zone, change));
    let mut found: Vec<_> = zones.into_iter().flat_map(changes).collect();
    found.sort_by_key(|(zone, change)| (change.at, zone.tzid()));
    let mut alike: Vec<Vec<(Zone, ClockChange)>> = Vec::new();
    for change in found {
        match alike.iter_mut().find(|known| known[0].1.shows() == change.1.shows()) {
            Some(known) => known.push(change),
            None => alike.push(vec![change]),
        }
    }
    let told = alike.into_iter().map(|changes| {
        let meetings = at_another_hour(items, &changes, viewer);
        let (before, instead) = changes[0].1.shows();
        ClocksChange { zones: changes.into_iter().map(|(zone, _)| zone).collect(), before, instead, meetings }
    });
    told.filter(|change| change.meetings > 0 || change.zones.contains(&viewer)).collect()
}

/// How many meetings among these occurrences are at another hour for the viewer once some of the clocks have changed, each
/// of its own zone.
fn at_another_hour(items: &[AgendaItem<'_>], changes: &[(Zone, ClockChange)], viewer: Zone) -> usize {
    // By then what changes with it has changed, too.
    let day = TimeDelta::days(1);
    let shifted = |series: &Series, home: Zone| {
        changes.iter().any(|(zone, ClockChange { at, .. })| {
            (*zone == home || *zone == viewer)
                && apart(*at - day, home, viewer) != apart(*at + day, home, viewer)
                && goes_on(series, home, *at)
        })
    };
    let recurring = items.iter().filter(|item| item.series.recurrence != Recurrence::Once);
    let meetings = recurring.filter_map(|item| {
        let series = item.series;
        series.start.zone().is_some_and(|home| shifted(series, home)).then_some(series.meeting)
    });
    meetings.collect::<BTreeSet<_>>().len()
}

/// The days from `from` to the day before `to` that do not last 24 hours on a zone's clock, with how long they last.
pub fn days_of_other_length(from: NaiveDate, to: NaiveDate, zone: Zone) -> Vec<(NaiveDate, TimeDelta)> {
    let days = from.iter_days().take_while(|day| *day < to);
    let lengths = days.filter_map(|day| {
        let window = Window::days(day, day.checked_add_days(Days::new(1))?, zone);
        Some((day, window.to - window.from))
    });
    lengths.filter(|(_, length)| *length != TimeDelta::days(1)).collect()
}

/// How far the viewer's clock is ahead of a meeting's own.
fn apart(instant: DateTime<Utc>, home: Zone, viewer: Zone) -> TimeDelta {
    civil(instant, viewer) - civil(instant, home)
}

/// Whether a series happens after an instant.
fn goes_on(series: &Series, home: Zone, at: DateTime<Utc>) -> bool {
    match (&series.recurrence, series.until) {
        (Recurrence::Rule(_), None) => true,
        (Recurrence::Once | Recurrence::Rule(_) | Recurrence::General(_), _) => {
            let year = Window { from: at, to: at + TimeDelta::days(366) };
            occurrences(series, year, home).iter().any(|occurrence| occurrence.start >= at)
        }
    }
}

/// When a meeting is, on two clocks.
#[derive(Clone, Copy)]
struct Hour {
    start: DateTime<Utc>,
    home: Zone,
    viewer: Zone,
}

impl Hour {
    /// The same hour on the meeting's clock, some weeks later.
    fn in_weeks(&self, weeks: i64) -> DateTime<Utc> {
        if weeks == 0 {
            return self.start;
        }
        resolve(civil(self.start, self.home) + TimeDelta::weeks(weeks), self.home)
    }

    fn since(&self) -> Option<(DateTime<Utc>, ClockNote)> {
        self.between(-1, 0)
    }

    fn ahead(&self) -> Option<(DateTime<Utc>, ClockNote)> {
        (0..WEEKS_AHEAD).find_map(|week| self.between(week, week + 1))
    }

    /// What is different in one week from the week before: the instant at which it changed, and the note.
    fn between(&self, before: i64, after: i64) -> Option<(DateTime<Utc>, ClockNote)> {
        let Hour { start, home, viewer } = *self;
        let (from, to) = (self.in_weeks(before), self.in_weeks(after));
        let [earlier, later] = [from, to].map(|instant| apart(instant, home, viewer));
        if earlier == later {
            return None;
        }
        // One at the very start counts for it.
        let to = to + TimeDelta::seconds(1);
        let changes = [home, viewer].into_iter().flat_map(|zone| clock_changes(zone, from, to));
        let at = changes.map(|change| change.at).max()?;
        let own = civil(start, home);
        let note = ClockNote {
            on: civil(at, viewer).date(),
            ahead: after > 0,
            before: own + earlier,
            after: own + later,
        };
        Some((at, note))
    }
}

#[cfg(test)]
mod tests;
