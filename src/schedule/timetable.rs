//! Occurrences laid out ahead, by start: a week of them is a slice instead of an expansion of every series.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::agenda::SkippedItem;
use super::occurrences::each_occurrence;
use super::{Occurrence, Recurrence, Series, Start, skipped_in};
use crate::time::{Window, Zone, resolve};

/// How long a laid-out occurrence may last: a window is searched so far back for what goes on in it.
const LONGEST: TimeDelta = TimeDelta::days(1);
/// What an occurrence that is not as its series says counts for, where others count for one.
const WEIGHT_OF_UNUSUAL: usize = 16;

/// The occurrences of series that start in a stretch of time, by start, then by UID.
///
/// It holds those that are at an instant, by rules of our own shapes. What depends on who looks (dates, floating times), what
/// goes by general rules and what lasts long is expanded for each window, as ever.
#[derive(Debug)]
pub struct Timetable {
    covers: Window,
    entries: Vec<Entry>,
    unusual: Vec<Occurrence>,
    /// Skipped starts, likewise: a series' place, and the place of what it skips.
    skipped: Vec<(DateTime<Utc>, u32, u32)>,
    order: Arc<Order>,
    /// The places of the series that are not in it.
    apart: Vec<u32>,
}

/// Series by UID: the rank of one is its place among them. What a window needs of a series stands here, and close together: to
/// look at each of ten thousand series takes longer than to write what is said of them.
#[derive(Debug)]
struct Order {
    /// Each with how many seconds it lasts.
    by_rank: Vec<(u32, u32)>,
    ranks: Vec<u32>,
}

/// One occurrence. Ten thousand groups have half a million in a year.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: i64,
    rank: u32,
    /// One more than its place in `unusual`; 0 where it is as its series says.
    unusual: u32,
}

/// An occurrence in a window.
#[derive(Clone, Debug)]
pub enum Row<'t> {
    /// One that is as its series says: its start and its end, in seconds since 1970-01-01T00:00Z.
    Usual(i64, i64),
    /// One of which something is its own.
    Laid(&'t Occurrence),
    /// One that was expanded for this window.
    Expanded(Box<Occurrence>),
}

impl Timetable {
    /// The occurrences of series that start in a stretch; none where these are more than `most`.
    pub fn new(series: &[Series], covers: Window, most: usize) -> Option<Timetable> {
        let mut by_rank: Vec<u32> = (0..u32::try_from(series.len()).ok()?).collect();
        by_rank.sort_by_key(|place| series[*place as usize].uid.as_str());
        let mut ranks = vec![0; by_rank.len()];
        for (rank, place) in (0..).zip(&by_rank) {
            ranks[*place as usize] = rank;
        }
        // What does not fit is not laid out.
        let seconds = |place: u32| u32::try_from(series[place as usize].duration.num_seconds()).unwrap_or(0);
        let by_rank = by_rank.into_iter().map(|place| (place, seconds(place))).collect();
        Timetable::laid_out(series, &Arc::new(Order { by_rank, ranks }), covers, most)
    }

    /// One of the same series that covers a window, however much is in it.
    pub fn covering(&self, series: &[Series], window: Window) -> Option<Timetable> {
        let from = window.from.checked_sub_signed(LONGEST)?;
        Timetable::laid_out(series, &self.order, Window { from, ..window }, usize::MAX)
    }

    fn laid_out(series: &[Series], order: &Arc<Order>, covers: Window, most: usize) -> Option<Timetable> {
        let mut table = Timetable {
            covers,
            entries: vec![],
            unusual: vec![],
            skipped: vec![],
            order: Arc::clone(order),
            apart: vec![],
        };
        let mut dates = Vec::new();
        for (place, series) in (0..).zip(series) {
            let Some(zone) = series.start.zone().filter(|_| is_laid_out(series)) else {
                table.apart.push(place);
                continue;
            };
            let rank = order.ranks[place as usize];
            each_occurrence(series, covers, zone, &mut dates, &mut |occurrence| {
                if covers.from <= occurrence.start && occurrence.start < covers.to {
                    let start = occurrence.start.timestamp();
                    let unusual = match is_usual(series, &occurrence) {
                        true => 0,
                        false => {
                            table.unusual.push(occurrence);
                            table.unusual.len() as u32
                        }
                    };
                    table.entries.push(Entry { start, rank, unusual });
                }
            });
            let skipped = (0..).zip(&series.skipped);
            table.skipped.extend(skipped.map(|(n, skipped)| (resolve(skipped.at, zone), place, n)));
            if table.entries.len() + table.unusual.len() * WEIGHT_OF_UNUSUAL > most {
                return None;
            }
        }
        // What is alike stays as it came, as in an agenda.
        table.entries.sort_by_key(|entry| (entry.start, entry.rank));
        table.entries.shrink_to_fit();
        table.skipped.sort_by_key(|(at, place, _)| (*at, order.ranks[*place as usize]));
        Some(table)
    }

    /// Whether every occurrence that may overlap a window is in it.
    pub fn covers(&self, window: Window) -> bool {
        let earliest = window.from.checked_sub_signed(LONGEST);
        earliest.is_some_and(|earliest| self.covers.from <= earliest) && window.to <= self.covers.to
    }

    /// How many occurrences of these series overlap a window at most.
    pub fn at_most(&self, window: Window) -> usize {
        self.slice(window).len()
    }

    /// Hands on every occurrence in a window it covers, in the order of an agenda, with the place of its series. `series` are
    /// those that it was made of, and `zone` is whose days the all-day ones fill.
    pub fn each<'t>(
        &'t self,
        series: &[Series],
        window: Window,
        zone: Zone,
        found: &mut impl FnMut(usize, Row<'t>),
    ) {
        let mut apart = Vec::new();
        let mut dates = Vec::new();
        for place in self.apart.iter().map(|place| *place as usize) {
            each_occurrence(&series[place], window, zone, &mut dates, &mut |occurrence| {
                apart.push((occurrence.start, self.order.ranks[place], place, Box::new(occurrence)));
            });
        }
        apart.sort_by_key(|(start, rank, ..)| (*start, *rank));
        let mut apart = apart.into_iter().peekable();
        let (from, to) = (window.from.timestamp(), window.to.timestamp());
        for entry in self.slice(window) {
            let (place, duration) = self.order.by_rank[entry.rank as usize];
            let (start, unusual) = (entry.start, entry.unusual.checked_sub(1));
            let unusual = unusual.map(|n| &self.unusual[n as usize]);
            let end = unusual.map_or(start + i64::from(duration), |occurrence| occurrence.end.timestamp());
            if !(start < to && (end > from || start >= from)) {
                continue;
            }
            while let Some((.., place, occurrence)) =
                apart.next_if(|(other, rank, ..)| (other.timestamp(), *rank) < (start, entry.rank))
            {
                found(place, Row::Expanded(occurrence));
            }
            found(place as usize, unusual.map_or(Row::Usual(start, end), Row::Laid));
        }
        apart.for_each(|(.., place, occurrence)| found(place, Row::Expanded(occurrence)));
    }

    /// What is skipped in a window, as [`skipped_in`] has it, with the place of its series.
    pub fn skipped_in<'s>(
        &self,
        series: &'s [Series],
        window: Window,
        zone: Zone,
    ) -> Vec<(usize, SkippedItem<'s>)> {
        let from = self.skipped.partition_point(|(at, ..)| *at < window.from);
        let to = self.skipped.partition_point(|(at, ..)| *at < window.to).max(from);
        let laid = self.skipped[from..to].iter().map(|(start, place, n)| {
            let series = &series[*place as usize];
            let skipped = &series.skipped[*n as usize];
            (*place as usize, SkippedItem { series, skipped, start: *start })
        });
        let mut items: Vec<_> = laid.collect();
        for place in self.apart.iter().map(|place| *place as usize) {
            items.extend(skipped_in([&series[place]], window, zone).into_iter().map(|item| (place, item)));
        }
        items.sort_by_key(|(place, item)| (item.start, self.order.ranks[*place]));
        items
    }

    fn slice(&self, window: Window) -> &[Entry] {
        let earliest = (window.from - LONGEST).timestamp();
        let from = self.entries.partition_point(|entry| entry.start < earliest);
        let to = self.entries.partition_point(|entry| entry.start < window.to.timestamp());
        &self.entries[from..to.max(from)]
    }
}

fn is_laid_out(series: &Series) -> bool {
    matches!(series.start, Start::Timed(..))
        && series.duration <= LONGEST
        && matches!(series.recurrence, Recurrence::Rule(_) | Recurrence::Once)
}

/// Whether an occurrence is as its series says: of such ones, only the start differs.
pub fn is_usual(series: &Series, occurrence: &Occurrence) -> bool {
    let Start::Timed(_, zone) = series.start else { return false };
    let Occurrence { start, end, recurrence_id, civil: _, moved_from, status, reason, summary } = occurrence;
    let extra = series.extra.as_ref().filter(|reason| !reason.is_empty());
    *end - *start == series.duration
        && resolve(*recurrence_id, zone) == *start
        && moved_from.is_none()
        && summary.is_none()
        && reason.as_ref() == extra
        && *status == series.planned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::{AgendaItem, agenda, plan};

    /// Weekly, monthly, once; with everything that may happen to a date, in zones whose clocks change; dates without an hour;
    /// general rules; what goes on over midnight and over days.
    const ALL: &str = "
community: { zone: Europe/Berlin, start: 2026-01-05, duration: 1h }
events:
- { name: A, cadence: weekly Monday 2:30 Europe/Berlin, skip: [{ on: 2026-04-06, reason: Easter }, 2026-05-04] }
- { name: B, cadence: every Sunday 2:30 America/New_York, cancelled: [{ on: 2026-03-15, reason: no agenda }] }
- { name: C, cadence: weekly Tuesday 9:00 PT, moved: [{ on: 2026-03-03, to: 2026-03-09 0:30 }, { on: 2026-03-17, to: 2026-02-20 9:00, reason: early }] }
- { name: D, cadence: weekly Thursday, tz: UTC }
- { name: E, cadence: daily 23:30 Asia/Shanghai, duration: 45m, extra: [{ on: 2026-03-04 12:00, reason: more }] }
- { name: F, cadence: weekly Sunday 12:00 UTC, duration: 20h }
- { name: G, cadence: weekly Friday 12:00 UTC, duration: 4d, skip: 2026-03-06 }
- { name: H, rrule: \"FREQ=MONTHLY;BYDAY=1MO,3MO\", start: 2026-01-05 09:00, tz: UTC }
- { name: I, cadence: weekly Monday 2:30 Europe/Berlin, until: 2026-03-30 }
";

    #[test]
    fn every_week_of_it_is_the_agenda_of_that_week() {
        let (series, _) = plan(&load(ALL).community.expect("a community"));
        let day = |text: &str| text.parse().expect("a test's own date");
        let covers = Window::days(day("2026-01-01"), day("2026-12-01"), Zone::utc());
        let table = Timetable::new(&series, covers, 10_000).expect("it is small");
        assert!(!table.unusual.is_empty() && !table.apart.is_empty() && !table.skipped.is_empty());
        let mut rows = [0; 3];
        for tzid in ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let zone = Zone::named(tzid).expect("a test's own zone");
            let weeks = (0..46).map(|week| day("2026-01-05") + TimeDelta::weeks(week));
            for monday in weeks {
                let window = Window::days(monday, monday + TimeDelta::weeks(1), zone);
                assert!(table.covers(window));
                let mut found = Vec::new();
                table.each(&series, window, zone, &mut |place, row| {
                    let own = &series[place];
                    found.push((
                        own.uid.clone(),
                        match row {
                            Row::Usual(start, end) => {
                                rows[0] += 1;
                                Err((start, end))
                            }
                            Row::Laid(occurrence) => {
                                rows[1] += 1;
                                Ok(occurrence.clone())
                            }
                            Row::Expanded(occurrence) => {
                                rows[2] += 1;
                                Ok(*occurrence)
                            }
                        },
                    ));
                });
                let wanted = agenda(&series, window, zone).into_iter().zip(&found).map(|(item, (_, row))| {
                    let AgendaItem { series, occurrence } = item;
                    let usual = row.is_err();
                    assert!(!usual || is_usual(series, &occurrence));
                    let row = if usual {
                        Err((occurrence.start.timestamp(), occurrence.end.timestamp()))
                    } else {
                        Ok(occurrence)
                    };
                    (series.uid.clone(), row)
                });
                assert_eq!(wanted.collect::<Vec<_>>(), found, "{monday} in {tzid}");
                assert_eq!(agenda(&series, window, zone).len(), found.len(), "{monday} in {tzid}");
                let told = |items: Vec<SkippedItem<'_>>| {
                    items
                        .iter()
                        .map(|item| (item.start, item.series.uid.clone(), item.skipped.clone()))
                        .collect::<Vec<_>>()
                };
                let skipped =
                    told(table.skipped_in(&series, window, zone).into_iter().map(|(_, item)| item).collect());
                assert_eq!(skipped, told(skipped_in(&series, window, zone)), "{monday} in {tzid}");
            }
        }
        assert!(rows.iter().all(|count| *count > 5), "{rows:?}");
    }

    #[test]
    fn it_covers_no_week_of_which_it_may_lack_something() {
        let (series, _) = plan(&load(ALL).community.expect("a community"));
        let day = |text: &str| text.parse().expect("a test's own date");
        let week = |from: &str, to: &str| Window::days(day(from), day(to), Zone::utc());
        let table = Timetable::new(&series, week("2026-03-02", "2026-03-16"), 1000).expect("it is small");
        assert!(table.covers(week("2026-03-09", "2026-03-16")));
        assert!(!table.covers(week("2026-03-02", "2026-03-09")));
        assert!(!table.covers(week("2026-03-16", "2026-03-23")));
        assert!(Timetable::new(&series, week("2026-03-02", "2026-03-16"), 5).is_none());
    }
}
