//! Weeks as JSON for whoever waits: the bytes of [`week_json`](super::week_json), of which nothing is made anew but the times.

use chrono::{DateTime, Datelike, Timelike};
use serde::Serialize;

use super::Source;
use super::week_json::{WeekQuestion, occurrence_json, skipped_json};
use crate::directory::Lang;
use crate::schedule::{AgendaItem, Occurrence, Row, Series, Timetable, is_usual};
use crate::time::{WallClock, Window, Zone, civil, resolve};

/// The octets of three times as RFC 3339 has them.
const TIMES: usize = 3 * "2026-11-24T09:00:00-08:00".len();

/// What an occurrence says beside its times, for every series, in a language.
#[derive(Debug)]
pub struct WeekWriter {
    bytes: Vec<u8>,
    /// By the place of the series.
    pieces: Vec<Piece>,
    zones: Vec<Zone>,
    lang: Lang,
}

/// Where an occurrence's text stands: before `recurrence_id`, between that and `start`, and behind `end`.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    at: usize,
    head: u32,
    middle: u32,
    tail: u32,
    /// The place of the series' own zone.
    zone: u32,
}

const BETWEEN: &[u8] = b"\",\"end\":\"";

impl WeekWriter {
    /// Writes what series say in a language.
    pub fn new(source: Source<'_>, lang: Lang) -> WeekWriter {
        let Source { community, series, catalog, .. } = source;
        let mut writer =
            WeekWriter { bytes: vec![], pieces: vec![Piece::default(); series.len()], zones: vec![], lang };
        // What follows each other in a week stands together: a week is then read from one end to the other.
        let mut order: Vec<usize> = (0..series.len()).collect();
        order.sort_by_cached_key(|place| (second_of_week(&series[*place]), series[*place].uid.as_str()));
        for (place, series) in order.into_iter().map(|place| (place, &series[place])) {
            let Some(zone) = series.start.zone() else { continue };
            let sample = sample(series, zone);
            let whole = to_json(&occurrence_json(
                community,
                catalog,
                AgendaItem { series, occurrence: sample },
                zone,
                lang,
            ));
            let zone = writer.place_of(zone);
            writer.pieces[place] = writer.cut(&whole, zone);
        }
        writer.bytes.shrink_to_fit();
        writer
    }

    fn place_of(&mut self, zone: Zone) -> u32 {
        let place = self.zones.iter().position(|known| *known == zone).unwrap_or_else(|| {
            self.zones.push(zone);
            self.zones.len() - 1
        });
        place as u32
    }

    /// Keeps an occurrence without its times. A quote inside of a text is escaped, so that a key is found only where it is one.
    fn cut(&mut self, whole: &str, zone: u32) -> Piece {
        const WHOLE: &str = "an occurrence has these keys, in this order";
        let (head, rest) = whole.split_once("\"recurrence_id\":\"").expect(WHOLE);
        let (middle, rest) =
            rest.split_once('"').and_then(|(_, rest)| rest.split_once("\"start\":\"")).expect(WHOLE);
        let (_, rest) = rest.split_once("\"end\":\"").expect(WHOLE);
        let (_, tail) = rest.split_once('"').expect(WHOLE);
        let at = self.bytes.len();
        let mut keep = |parts: [&str; 3]| {
            parts.into_iter().for_each(|part| self.bytes.extend_from_slice(part.as_bytes()));
            parts.map(str::len).iter().sum::<usize>() as u32
        };
        let head = keep([head, "\"recurrence_id\":\"", ""]);
        let middle = keep(["\"", middle, "\"start\":\""]);
        let tail = keep(["\"", tail, ""]);
        Piece { at, head, middle, tail, zone }
    }

    /// A week of those series of a source that are wanted, by their places. The source is the one that this was made of; a
    /// week that the timetable of its occurrences does not cover is laid out for it.
    pub fn week(
        &self,
        source: Source<'_>,
        timetable: &Timetable,
        question: WeekQuestion,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<u8> {
        let WeekQuestion { from, to, zone, lang } = question;
        let Source { community, series, catalog, .. } = source;
        debug_assert_eq!(lang, self.lang);
        let window = Window::days(from, to, zone);
        let own = if timetable.covers(window) { None } else { timetable.covering(series, window) };
        let timetable = own.as_ref().unwrap_or(timetable);
        let each = self.bytes.len() / self.pieces.len().max(1) + TIMES + BETWEEN.len() + 1;
        let room = timetable.at_most(window) * each;
        let mut page = Writing {
            writer: self,
            source,
            zone,
            clock: WallClock::new(zone),
            own: self.zones.iter().map(|zone| WallClock::new(*zone)).collect(),
            bytes: Vec::with_capacity(room + room / 16 + 1024),
        };
        let begun =
            format!(r#"{{"zone":{},"from":"{from}","to":"{to}","occurrences":["#, to_json(zone.tzid()));
        page.bytes.extend_from_slice(begun.as_bytes());
        timetable.each(series, window, zone, &mut |place, row| {
            if wanted(place) {
                page.row(place, row);
            }
        });
        page.end_list();
        page.bytes.extend_from_slice(b"],\"skipped\":[");
        for (place, item) in timetable.skipped_in(series, window, zone) {
            if wanted(place) {
                page.value(&skipped_json(community, catalog, item, zone, lang));
            }
        }
        page.end_list();
        page.bytes.extend_from_slice(b"]}");
        page.bytes
    }
}

/// A week that is being written.
struct Writing<'a> {
    writer: &'a WeekWriter,
    source: Source<'a>,
    zone: Zone,
    clock: WallClock,
    /// The clocks of the series' own zones.
    own: Vec<WallClock>,
    bytes: Vec<u8>,
}

impl Writing<'_> {
    fn row(&mut self, place: usize, row: Row<'_>) {
        let series = &self.source.series[place];
        match row {
            Row::Usual(start, end) => self.usual(place, start, end),
            Row::Laid(occurrence) => self.unusual(series, occurrence.clone()),
            Row::Expanded(occurrence) if is_usual(series, &occurrence) => {
                self.usual(place, occurrence.start.timestamp(), occurrence.end.timestamp());
            }
            Row::Expanded(occurrence) => self.unusual(series, *occurrence),
        }
    }

    fn usual(&mut self, place: usize, start: i64, end: i64) {
        let piece = &self.writer.pieces[place];
        let text = &self.writer.bytes[piece.at..];
        let (head, text) = text.split_at(piece.head as usize);
        let (middle, text) = text.split_at(piece.middle as usize);
        self.bytes.extend_from_slice(head);
        self.own[piece.zone as usize].write(start, &mut self.bytes);
        self.bytes.extend_from_slice(middle);
        self.clock.write(start, &mut self.bytes);
        self.bytes.extend_from_slice(BETWEEN);
        self.clock.write(end, &mut self.bytes);
        self.bytes.extend_from_slice(&text[..piece.tail as usize]);
        self.bytes.push(b',');
    }

    fn unusual(&mut self, series: &Series, occurrence: Occurrence) {
        let Source { community, catalog, .. } = self.source;
        let item = AgendaItem { series, occurrence };
        self.value(&occurrence_json(community, catalog, item, self.zone, self.writer.lang));
    }

    fn value(&mut self, value: &impl Serialize) {
        self.bytes.extend_from_slice(to_json(value).as_bytes());
        self.bytes.push(b',');
    }

    /// Behind the last of a list stands no comma.
    fn end_list(&mut self) {
        self.bytes.pop_if(|last| *last == b',');
    }
}

fn to_json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("a week has no key that is not a text")
}

/// An occurrence that is as its series says.
fn sample(series: &Series, zone: Zone) -> Occurrence {
    let start = resolve(series.start.civil(), zone);
    Occurrence {
        start,
        end: start + series.duration,
        recurrence_id: civil(start, zone),
        civil: civil(start, zone),
        moved_from: None,
        status: series.planned(),
        reason: series.extra.clone().filter(|reason| !reason.is_empty()),
        summary: None,
    }
}

fn second_of_week(series: &Series) -> u32 {
    let start = series.start.zone().map_or(DateTime::UNIX_EPOCH, |zone| resolve(series.start.civil(), zone));
    start.weekday().num_days_from_monday() * 86_400 + start.num_seconds_from_midnight()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::directory::load;
    use crate::feed::Catalog;
    use crate::page::week_json;
    use crate::schedule::plan;

    /// Texts that look like what is around them, beside everything that may happen to a date.
    const HOSTILE: &str = r#"
community: { name: { en: A, zh: 甲 }, zone: Asia/Shanghai, start: 2026-01-05, categories: { "c\"": C } }
sigs:
- dir: sig-a
  name: { en: '","start":"x', zh: '\ "recurrence_id":"' }
  category: "c\""
  meetings:
  - { description: '"end":"', cadence: biweekly Monday 2:30 PST, url: 'https://example.org/?a="start":"&b', location: "a\tb" }
  - { description: M, cadence: every Thursday 9:00 CET, extra: [{ on: 2026-03-05 12:00, reason: { en: '"start":"', zh: 多 } }] }
  - { description: N, cadence: weekly Friday }
"#;

    #[test]
    fn a_week_in_pieces_is_the_week_as_a_whole_in_every_zone_and_language() {
        let exceptions = include_str!("../../tests/interop/exceptions.yaml");
        for text in [exceptions, HOSTILE] {
            let community = load(text).community.expect("a community");
            let (series, _) = plan(&community);
            let catalog = Catalog::new(&community, &series);
            let day = |text: &str| text.parse().expect("a test's own date");
            let covers = Window::days(day("2026-02-01"), day("2027-01-01"), Zone::utc());
            let timetable = Timetable::new(&series, covers, 100_000).expect("it is small");
            let source =
                Source { community: &community, series: &series, catalog: &catalog, news: &[], base: None };
            let all = |_| true;
            for lang in Lang::ALL {
                let writer = WeekWriter::new(source, lang);
                for tzid in ["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"] {
                    let zone = Zone::named(tzid).expect("a test's own zone");
                    // The first and the last of them are not laid out.
                    for from in (0..60).map(|week| day("2025-12-29") + TimeDelta::weeks(week)) {
                        let question = WeekQuestion { from, to: from + TimeDelta::weeks(1), zone, lang };
                        let whole = to_json(&week_json(&community, &series, &catalog, question));
                        let pieces = writer.week(source, &timetable, question, all);
                        assert_eq!(String::from_utf8_lossy(&pieces), whole);
                        let half: Vec<&Series> = series.iter().step_by(2).collect();
                        let whole = to_json(&week_json(&community, half, &catalog, question));
                        let pieces = writer.week(source, &timetable, question, |place| place % 2 == 0);
                        assert_eq!(String::from_utf8_lossy(&pieces), whole);
                    }
                }
            }
        }
    }
}
