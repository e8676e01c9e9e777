//! The communities whose feeds are looked at, and what `week` says of them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use sigcal::directory::{Community, KUBERNETES, Lang, load};
use sigcal::feed::{Calendar, Catalog, ics};
use sigcal::page::{WeekQuestion, week_json};
use sigcal::schedule::{Series, plan};
use sigcal::time::{Window, Zone};

/// A community of every shape that a series can have, with hostile text.
pub const GOLDEN: &str = include_str!("../golden/community.yaml");

pub struct Planned {
    pub community: Community,
    pub series: Vec<Series>,
    pub catalog: Catalog,
}

impl Planned {
    pub fn of(data: &str) -> Planned {
        let community = load(data).community.expect("a test's own data is readable");
        let (series, _) = plan(&community);
        let catalog = Catalog::new(&community, &series);
        Planned { community, series, catalog }
    }

    pub fn golden() -> Planned {
        Planned::of(GOLDEN)
    }

    pub fn shipped() -> Planned {
        Planned::of(KUBERNETES)
    }

    pub fn calendar(&self, path: &str) -> &Calendar {
        self.catalog
            .calendars()
            .iter()
            .find(|calendar| calendar.path == path)
            .expect("a calendar of that path")
    }

    pub fn feed(&self, path: &str, lang: Lang) -> String {
        let bytes = ics::render(self.calendar(path), lang, Some("https://example.org/golden.ics"));
        String::from_utf8(bytes).expect("a feed is UTF-8")
    }

    /// What `week` finds from 2025-10 to 2027-12 of the series that are in a calendar.
    pub fn week(&self, path: &str) -> BTreeSet<Happening> {
        let inside = |series: &&Series| {
            self.calendar(path).events.iter().any(|event| of_series(&event.uid) == series.uid)
        };
        week(&self.community, self.series.iter().filter(inside), &self.catalog)
    }
}

pub const FROM: NaiveDate = NaiveDate::from_ymd_opt(2025, 10, 1).expect("a date");
pub const TO: NaiveDate = NaiveDate::from_ymd_opt(2028, 1, 1).expect("a date");

pub fn window() -> Window {
    Window::days(FROM, TO, Zone::utc())
}

/// An occurrence, as every reader has to see it: instants in UTC, dates where it is all day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happening {
    pub uid: String,
    pub start: String,
    pub end: String,
    pub cancelled: bool,
}

/// The UID of the series that an event is of: a date before its first that was moved is an event of its own.
pub fn of_series(uid: &str) -> &str {
    let is_date = |end: &str| NaiveDateTime::parse_from_str(end, "%Y%m%dT%H%M%S").is_ok();
    uid.rsplit_once('-').filter(|(_, end)| is_date(end)).map_or(uid, |(series, _)| series)
}

/// The answer of `/week.json` for all the weeks at once, as far as they start inside.
pub fn week<'a>(
    community: &Community,
    series: impl IntoIterator<Item = &'a Series>,
    catalog: &sigcal::feed::Catalog,
) -> BTreeSet<Happening> {
    let question = WeekQuestion { from: FROM, to: TO, zone: Zone::utc(), lang: Lang::En };
    let series: Vec<Series> = series.into_iter().cloned().collect();
    let week = serde_json::to_value(week_json(community, &series, catalog, question)).expect("plain values");
    let text = |occurrence: &serde_json::Value, key: &str| {
        occurrence[key].as_str().unwrap_or_else(|| panic!("{key} of {occurrence}")).to_owned()
    };
    let happenings = week["occurrences"].as_array().expect("a list").iter().map(|occurrence| Happening {
        uid: of_series(&text(occurrence, "uid")).to_owned(),
        start: text(occurrence, "start"),
        end: text(occurrence, "end"),
        cancelled: occurrence["status"] == "cancelled",
    });
    happenings.filter(|happening| happening.start >= FROM.to_string()).collect()
}

/// Fails with what one has and the other has not.
pub fn same(what: &str, one: &BTreeSet<Happening>, other: &BTreeSet<Happening>) {
    let (only_one, only_other): (Vec<_>, Vec<_>) =
        (one.difference(other).take(5).collect(), other.difference(one).take(5).collect());
    assert!(only_one.is_empty() && only_other.is_empty(), "{what}: {only_one:#?} but not {only_other:#?}");
}
