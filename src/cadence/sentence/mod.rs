//! A cadence as a plain sentence, in English and Chinese.

mod en;
mod zh;

use super::{Cadence, Reading};
use crate::time::{FixedOffset, Zone, phrase_of};

/// A cadence in English: `every other Thursday at 09:00 Pacific time`.
pub fn sentence_en(cadence: &Cadence) -> String {
    en::sentence(cadence)
}

/// A cadence in Chinese: `每两周的周四 09:00（太平洋时间）`.
pub fn sentence_zh(cadence: &Cadence) -> String {
    zh::sentence(cadence)
}

impl Reading {
    /// What was read as one English sentence; nothing where nothing was.
    pub fn sentence_en(&self) -> String {
        self.cadences.iter().map(sentence_en).collect::<Vec<_>>().join("; ")
    }

    /// What was read as one Chinese sentence; nothing where nothing was.
    pub fn sentence_zh(&self) -> String {
        self.cadences.iter().map(sentence_zh).collect::<Vec<_>>().join("；")
    }
}

/// Zones that go by a name of their own: the TZID, the English name, the Chinese name.
const NAMES: [(&str, &str, &str); 10] = [
    ("UTC", "UTC", "UTC"),
    ("America/Los_Angeles", "Pacific time", "太平洋时间"),
    ("America/Denver", "Mountain time", "美国山地时间"),
    ("America/Chicago", "US Central time", "美国中部时间"),
    ("America/New_York", "US Eastern time", "美国东部时间"),
    ("Europe/Berlin", "Central European time", "欧洲中部时间"),
    ("Europe/London", "London time", "伦敦时间"),
    ("Asia/Kolkata", "India time", "印度时间"),
    ("Asia/Shanghai", "Beijing time", "北京时间"),
    ("Asia/Tokyo", "Tokyo time", "东京时间"),
];

/// What people call a zone, in English.
pub fn zone_name_en(zone: Zone) -> String {
    match (NAMES.iter().find(|(tzid, _, _)| *tzid == zone.tzid()), FixedOffset::of(zone)) {
        (Some((_, name, _)), _) => (*name).to_owned(),
        (None, Some(offset)) => offset.to_string(),
        (None, None) => {
            let city = zone.tzid().rsplit('/').next().unwrap_or(zone.tzid());
            let name = format!("{} time", city.replace('_', " "));
            // A city that does not mean its zone by itself, as one of two that share a name, goes by the TZID.
            let known = phrase_of(&name).is_some_and(|phrase| phrase.zones == [zone]);
            if known { name } else { zone.tzid().to_owned() }
        }
    }
}

/// What people call a zone, in Chinese.
pub fn zone_name_zh(zone: Zone) -> String {
    match (NAMES.iter().find(|(tzid, _, _)| *tzid == zone.tzid()), FixedOffset::of(zone)) {
        (Some((_, _, name)), _) => (*name).to_owned(),
        (None, Some(offset)) => offset.to_string(),
        (None, None) => format!("{} 时间", zone.tzid()),
    }
}
