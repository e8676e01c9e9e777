//! Dates and times of properties: which zone, which type.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::{Finding, Level, When, stamp};
use super::lines::Property;
use super::zones::zone_of;
use crate::time::{Zone, civil, resolve};

/// A start as a property wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A date.
    Date(NaiveDate),
    /// A civil time, in a zone or in none.
    Time(NaiveDateTime, Option<Zone>),
}

/// How a property's times are read.
pub(super) struct Reader<'a> {
    /// The names that the file's VTIMEZONEs explain.
    pub(super) locations: &'a BTreeMap<String, String>,
    /// X-WR-TIMEZONE: the zone of floating times.
    pub(super) floating: Option<Zone>,
}

impl Reader<'_> {
    /// One value of a property: of its list, where it is one.
    pub(super) fn read(&self, value: &str, property: &Property) -> Result<Written, Finding> {
        let value = value.trim();
        // A period's start is what counts (RFC 5545 3.8.5.2).
        let value = value.split_once('/').map_or(value, |(start, _)| start);
        if let Some(date) = stamp::date(value) {
            return Ok(Written::Date(date));
        }
        let utc = value.strip_suffix(['Z', 'z']);
        let Some(time) = stamp::time(utc.unwrap_or(value)) else {
            return Err(unreadable(value, property));
        };
        let zone = match (utc, property.param("TZID").filter(|tzid| !tzid.is_empty())) {
            (Some(_), _) => Some(Zone::utc()),
            (None, None) => self.floating,
            (None, Some(tzid)) => Some(zone_of(tzid, self.locations).map_err(|unknown| Finding {
                level: Level::Error,
                check: "unknown-zone",
                place: property.place(),
                message: format!(
                    "TZID `{}` is no zone this knows",
                    tzid.chars().take(64).collect::<String>()
                ),
                remedy: Some(match unknown.nearest {
                    Some(nearest) => format!("write the IANA name; the nearest is `{nearest}`"),
                    None => "write the IANA name, as `Europe/Berlin`".to_owned(),
                }),
            })?),
        };
        Ok(Written::Time(time, zone))
    }
}

fn unreadable(value: &str, property: &Property) -> Finding {
    let shown: String = value.chars().take(40).collect();
    Finding {
        level: Level::Error,
        check: "unreadable-time",
        place: property.place(),
        message: format!("{}: `{shown}` is neither a date nor a time", property.name),
        remedy: Some("write a date as `20260308`, a time as `20260308T093000`, in UTC with a `Z`".to_owned()),
    }
}

impl Written {
    pub(super) fn civil(self) -> NaiveDateTime {
        match self {
            Written::Date(date) => date.and_time(NaiveTime::MIN),
            Written::Time(time, _) => time,
        }
    }

    pub(super) fn zone(self) -> Option<Zone> {
        match self {
            Written::Date(_) => None,
            Written::Time(_, zone) => zone,
        }
    }

    /// What this means beside a DTSTART: a date beside times is that day's time, a time beside dates its date.
    pub(super) fn beside(self, dtstart: Written) -> When {
        match (dtstart, self) {
            (Written::Date(_), Written::Date(date)) => When::Civil(date.and_time(NaiveTime::MIN)),
            (Written::Date(_), Written::Time(time, _)) => When::Civil(time.date().and_time(NaiveTime::MIN)),
            (Written::Time(start, _), Written::Date(date)) => When::Civil(date.and_time(start.time())),
            (Written::Time(_, series), Written::Time(time, own)) => match own {
                Some(own) if series != Some(own) => When::Instant(resolve(time, own)),
                Some(_) | None => When::Civil(time),
            },
        }
    }

    /// How long it is from here to an end; none where the end is before, or of the other type.
    pub(super) fn until(self, end: Written) -> Option<TimeDelta> {
        let length = match (self, end) {
            (Written::Date(start), Written::Date(end)) => end - start,
            (Written::Time(start, from), Written::Time(end, to)) => match (from, to.or(from)) {
                (Some(from), Some(to)) => resolve(end, to) - resolve(start, from),
                (None, Some(to)) => civil(resolve(end, to), to) - start,
                (Some(_) | None, None) => end - start,
            },
            (Written::Date(_), Written::Time(..)) | (Written::Time(..), Written::Date(_)) => return None,
        };
        (length >= TimeDelta::zero()).then_some(length)
    }
}
