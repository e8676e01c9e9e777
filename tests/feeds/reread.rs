//! Every feed read back, by our own reader of .ics files and by other people's crates: all find the occurrences
//! that `week` finds.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use icalendar::{Calendar, CalendarComponent, Component, Event};
use sigcal::directory::{Lang, load_ics};
use sigcal::schedule::plan;
use sigcal::time::{Zone, resolve};

use super::communities::{FROM, Happening, Planned, of_series, same, week, window};
use super::lines;
use super::options::hiding_cancelled_hides_only_that;

/// By `load_ics`, with the general rules.
pub fn by_ourselves(feed: &str) -> BTreeSet<Happening> {
    let (community, findings) = load_ics(feed);
    assert!(findings.is_empty(), "{findings:?}");
    let (series, mut findings) = plan(&community);
    // An hour that a clock skips or repeats is worth a note wherever it is read.
    findings.retain(|finding| finding.check != "clock-change");
    assert!(findings.is_empty(), "{findings:?}");
    week(&community, &series, &sigcal::feed::Catalog::new(&community, &series))
}

/// By the `icalendar` crate, with the `rrule` crate on the wall clock.
pub fn by_crates(feed: &str) -> BTreeSet<Happening> {
    let calendar = Calendar::from_str(feed).expect("the crate reads it");
    let mut masters: BTreeMap<String, &Event> = BTreeMap::new();
    let mut overrides: BTreeMap<(String, String), &Event> = BTreeMap::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { continue };
        let uid = event.get_uid().expect("a UID").to_owned();
        match event.property_value("RECURRENCE-ID") {
            None => assert!(masters.insert(uid, event).is_none(), "one master to a UID"),
            Some(original) => {
                assert!(masters.contains_key(&uid), "a master before its override");
                assert!(overrides.insert((uid, original.to_owned()), event).is_none());
            }
        }
    }
    let mut found = BTreeSet::new();
    for (uid, master) in masters {
        let (start, length) = (Written::of(master, "DTSTART").expect("a start"), duration(master));
        let excluded = excluded(master);
        for civil in starts(master, &start) {
            let original = Written { civil, ..start.clone() };
            let key = (uid.clone(), original.as_written());
            if excluded.contains(&key.1) {
                continue;
            }
            match overrides.remove(&key) {
                None => found.extend(happening(&uid, &original, length, is_cancelled(master))),
                Some(changed) => {
                    let to = Written::of(changed, "DTSTART").expect("a start");
                    found.extend(happening(&uid, &to, duration(changed), is_cancelled(changed)));
                }
            }
        }
    }
    assert!(overrides.is_empty(), "no orphans: {:?}", overrides.keys());
    found
}

fn is_cancelled(event: &Event) -> bool {
    event.property_value("STATUS") == Some("CANCELLED")
}

fn duration(event: &Event) -> TimeDelta {
    let start = Written::of(event, "DTSTART").expect("a start");
    match (Written::of(event, "DTEND"), event.property_value("DURATION")) {
        (Some(end), None) => end.instant() - start.instant(),
        (None, Some(length)) => {
            let length = length.strip_prefix("PT").expect("a time");
            let (count, unit) = length.split_at(length.len() - 1);
            let minutes = if unit == "H" { 60 } else { 1 };
            TimeDelta::minutes(minutes * count.parse::<i64>().expect("whole hours or minutes"))
        }
        (end, duration) => panic!("either an end or a duration, not {end:?} and {duration:?}"),
    }
}

fn happening(uid: &str, start: &Written, length: TimeDelta, cancelled: bool) -> Option<Happening> {
    let window = window();
    let instant = start.instant();
    let shown = |instant: DateTime<Utc>| match start.date {
        true => instant.format("%Y-%m-%d").to_string(),
        false => instant.format("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
    };
    let (start, end) = (shown(instant), shown(instant + length));
    (window.from <= instant && instant < window.to).then(|| Happening {
        uid: of_series(uid).to_owned(),
        start,
        end,
        cancelled,
    })
}

/// The civil starts of a rule, by the `rrule` crate. UNTIL is left to us: it is in UTC, and the wall clock is not.
fn starts(master: &Event, start: &Written) -> Vec<NaiveDateTime> {
    let Some(rule) = master.property_value("RRULE") else { return vec![start.civil] };
    let (rule, until) = match rule.split_once(";UNTIL=") {
        Some((rule, until)) => (rule, Some(Written::read(until, start.zone, start.date).instant())),
        None => (rule, None),
    };
    let set = format!("DTSTART:{}\nRRULE:{rule}", start.civil.format("%Y%m%dT%H%M%SZ"));
    // Later than the last override of any feed here, so that each finds its own start.
    let last = NaiveDate::from_ymd_opt(2042, 1, 1).expect("a date").and_time(NaiveTime::MIN);
    let last = last.and_utc().with_timezone(&rrule::Tz::UTC);
    let set = rrule::RRuleSet::from_str(&set).expect("a rule").before(last);
    let all = set.all(u16::MAX).dates.into_iter().map(|date| date.naive_utc());
    let within = |civil: &NaiveDateTime| {
        until.is_none_or(|until| Written { civil: *civil, ..start.clone() }.instant() <= until)
    };
    all.filter(within).collect()
}

/// The values of every EXDATE. Of several, the crate keeps the last in one place and the others in another.
fn excluded(master: &Event) -> BTreeSet<String> {
    let many = master.multi_properties().get("EXDATE").into_iter().flatten();
    let all = many.map(|property| property.value()).chain(master.property_value("EXDATE"));
    all.flat_map(|values| values.split(',')).map(str::to_owned).collect()
}

/// A DATE or a DATE-TIME as written, in a zone.
#[derive(Clone, Debug)]
struct Written {
    civil: NaiveDateTime,
    zone: Zone,
    date: bool,
    utc: bool,
}

impl Written {
    fn of(event: &Event, name: &str) -> Option<Written> {
        let property = event.properties().get(name)?;
        let parameter = |name: &str| property.params().get(name).map(|parameter| parameter.value());
        let zone = parameter("TZID").map_or(Zone::utc(), |tzid| Zone::named(tzid).expect("an IANA name"));
        Some(Written::read(property.value(), zone, parameter("VALUE") == Some("DATE")))
    }

    fn read(text: &str, zone: Zone, date: bool) -> Written {
        let utc = text.ends_with('Z');
        let civil = match date {
            true => NaiveDate::parse_from_str(text, "%Y%m%d").expect("a date").and_time(NaiveTime::MIN),
            false => {
                NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y%m%dT%H%M%S").expect("a time")
            }
        };
        Written { civil, zone: if utc { Zone::utc() } else { zone }, date, utc }
    }

    fn instant(&self) -> DateTime<Utc> {
        resolve(self.civil, if self.date { Zone::utc() } else { self.zone })
    }

    fn as_written(&self) -> String {
        let format = match (self.date, self.utc) {
            (true, _) => "%Y%m%d",
            (false, true) => "%Y%m%dT%H%M%SZ",
            (false, false) => "%Y%m%dT%H%M%S",
        };
        self.civil.format(format).to_string()
    }
}

/// The event that stands in for meetings where a group has none announced; `week` does not show it.
fn stands_in(planned: &Planned, path: &str) -> bool {
    planned
        .calendar(path)
        .events
        .iter()
        .all(|event| planned.series.iter().all(|series| series.uid != event.uid))
}

fn all_agree(planned: &Planned, at_least: usize) {
    let mut seen = BTreeSet::new();
    for calendar in planned.catalog.calendars() {
        let wanted = planned.week(&calendar.path);
        for lang in [Lang::En, Lang::Zh] {
            let feed = planned.feed(&calendar.path, lang);
            let component = lines::read(feed.as_bytes());
            assert!(!component.all("VEVENT").is_empty(), "{} is empty", calendar.path);
            let (ourselves, crates) = (by_ourselves(&feed), by_crates(&feed));
            same(&calendar.path, &ourselves, &crates);
            if stands_in(planned, &calendar.path) {
                assert_eq!((ourselves.len(), wanted.len()), (1, 0), "{}", calendar.path);
            } else {
                same(&calendar.path, &ourselves, &wanted);
            }
        }
        seen.extend(wanted);
    }
    let of_all = planned.week("all");
    same("`all` and all others", &of_all, &seen);
    assert!(of_all.len() > at_least, "{} since {FROM}", of_all.len());
}

#[test]
fn every_shipped_feed_read_back_has_the_occurrences_of_the_week() {
    all_agree(&Planned::shipped(), 2000);
}

#[test]
fn every_shape_read_back_has_the_occurrences_of_the_week() {
    all_agree(&Planned::golden(), 1000);
}

/// What is no instance of a rule has no override to be cancelled by: its event is cancelled itself.
#[test]
fn a_cancelled_date_that_is_an_event_of_its_own_is_read_back_as_cancelled() {
    let after = "cadence: Wednesday after the fourth Tuesday of every month 5:30 UTC";
    for keys in [
        // In April the day is no fourth Wednesday, and no program agrees on a first instance that is moved.
        &format!("{after}, start: 2026-04-27, cancelled: 2026-04-29"),
        &format!(
            "{after}, start: 2026-04-27, cancelled: 2026-04-29, moved: [{{ on: 2026-04-29, to: 2026-04-30 2:30 }}]"
        ),
        &format!("{after}, start: 2026-06-20, skip: 2026-06-24, cancelled: 2026-07-29"),
        "cadence: Wednesday after the fourth Tuesday of every month, start: 2026-04-27, cancelled: 2026-04-29",
        "cadence: every Monday 9:00 PT, start: 2026-03-02, until: 2026-03-02, cancelled: 2026-03-02",
        "on: [2026-03-02 9:00 PT, 2026-03-04 9:00 PT], cancelled: [2026-03-02, 2026-03-04]",
        "cadence: every Monday 9:00 UTC, start: 2026-03-02, extra: 2026-03-05 9:00, cancelled: 2026-03-05",
    ] {
        let planned =
            Planned::of(&format!("community: {{ start: 2025-10-20 }}\nevents:\n- {{ name: E, {keys} }}\n"));
        assert!(planned.week("all").iter().any(|happening| happening.cancelled), "{keys}");
        all_agree(&planned, 0);
        hiding_cancelled_hides_only_that(&planned);
    }
}

#[test]
fn names_and_titles_read_back_are_those_of_the_data() {
    let golden = Planned::golden();
    for calendar in golden.catalog.calendars() {
        for lang in [Lang::En, Lang::Zh] {
            let component = lines::read(golden.feed(&calendar.path, lang).as_bytes());
            let plain = |text: &str| {
                text.replace("\r\n", "\n").replace('\u{2028}', "\n").replace(['\0', '\u{7}'], "")
            };
            let name = component.get("X-WR-CALNAME").expect("a name").text();
            assert_eq!(name.trim(), plain(calendar.name.get(lang)).trim(), "{}", calendar.path);
            let events = component.all("VEVENT");
            let titles = events.iter().filter(|event| event.get("RECURRENCE-ID").is_none());
            let titles: Vec<String> =
                titles.map(|event| event.get("SUMMARY").expect("a title").text()).collect();
            let wanted = calendar.events.iter().map(|event| plain(event.summary.get(lang)));
            assert_eq!(titles, wanted.collect::<Vec<_>>(), "{}", calendar.path);
        }
    }
}

#[test]
fn an_imported_uid_adds_no_line_and_no_control() {
    let event = |uid: &str| format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260323T090000Z\nEND:VEVENT\n");
    let uids = ["1\\nX-OTHER:a\\, b;c", "1\0", "\0", "a, b"];
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", uids.map(event).concat());
    let (community, findings) = load_ics(&text);
    assert_eq!(findings, []);
    let (series, _) = plan(&community);
    let catalog = sigcal::feed::Catalog::new(&community, &series);
    let all = catalog.calendar("all").expect("always there");
    let component = lines::read(&sigcal::feed::ics::render(all, Lang::En, None));
    let written: BTreeSet<String> =
        component.all("VEVENT").iter().map(|event| event.get("UID").expect("a UID").text()).collect();
    assert_eq!(written.len(), uids.len(), "{written:?}");
    assert!(written.contains("a, b"));
}
