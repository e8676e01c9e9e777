//! A recurrence rule of toml-to-ical as RFC 5545 writes it, and names of zones.

use std::collections::BTreeMap;

use super::keys;
use super::moment::{self, Moment};
use crate::directory::Recur;
use crate::directory::ics::zones::zone_of;
use crate::directory::keys::Keys;
use crate::directory::node::{Node, Scalar};
use crate::directory::report::Report;
use crate::time::Zone;

/// The lists of a rule, and what RFC 5545 calls each.
const LISTS: [(&str, &str); 8] = [
    ("by_second", "BYSECOND"),
    ("by_minute", "BYMINUTE"),
    ("by_hour", "BYHOUR"),
    ("by_month_day", "BYMONTHDAY"),
    ("by_year_day", "BYYEARDAY"),
    ("by_week_no", "BYWEEKNO"),
    ("by_month", "BYMONTH"),
    ("by_set_pos", "BYSETPOS"),
];

/// The rule, or nothing where it cannot be read, which is said. Of whole days the last is a date too (RFC 5545 3.3.10).
pub(super) fn read(node: &Node, all_day: bool, report: &mut Report) -> Option<String> {
    let keys = Keys::of(node, &keys::RULE, report)?;
    let Some(frequency) = keys.scalar("frequency", report) else {
        return refuse(node, "it has no `frequency`".to_owned(), report);
    };
    let mut rule = format!("FREQ={}", frequency.text.to_uppercase());
    for (key, part) in [("interval", "INTERVAL"), ("count", "COUNT")] {
        if let Some(number) = keys.scalar(key, report) {
            rule += &format!(";{part}={}", number.text);
        }
    }
    if let Some(until) = keys.scalar("until", report) {
        let form = match moment::parse(&until.text) {
            Some(moment) if all_day => moment.civil().format("%Y%m%d").to_string(),
            Some(Moment::Date(date)) => date.format("%Y%m%d").to_string(),
            Some(Moment::Civil(civil)) => civil.format("%Y%m%dT%H%M%S").to_string(),
            Some(Moment::Instant(instant, _)) => instant.format("%Y%m%dT%H%M%SZ").to_string(),
            None => return refuse(node, format!("`{}` is neither a date nor a time", until.text), report),
        };
        rule += &format!(";UNTIL={form}");
    }
    for (key, part) in LISTS {
        let mut numbers = Vec::new();
        for item in keys.items(key) {
            match item.scalar() {
                Some(number) => numbers.push(number.text.as_str()),
                None => return refuse(item, format!("`{key}` is a list of numbers"), report),
            }
        }
        if !numbers.is_empty() {
            rule += &format!(";{part}={}", numbers.join(","));
        }
    }
    let mut days = Vec::new();
    for item in keys.items("by_day") {
        days.push(weekday(item, report)?);
    }
    if !days.is_empty() {
        rule += &format!(";BYDAY={}", days.join(","));
    }
    if let Some(day) = keys.scalar("week_start", report) {
        rule += &format!(";WKST={}", letters(&day.text));
    }
    match Recur::parse(&rule) {
        Ok(_) => Some(rule),
        Err(error) => refuse(node, error.to_string(), report),
    }
}

fn refuse(node: &Node, why: String, report: &mut Report) -> Option<String> {
    report.error("unreadable-rule", &node.place, why, "write it as `{ frequency = \"weekly\" }`");
    None
}

/// `{ day = "monday", num = 1 }`, or the day alone.
fn weekday(node: &Node, report: &mut Report) -> Option<String> {
    if let Some(day) = node.scalar() {
        return Some(letters(&day.text));
    }
    let keys = Keys::of(node, &keys::WEEKDAY, report)?;
    let Some(day) = keys.scalar("day", report) else {
        return refuse(node, "it has no `day`".to_owned(), report);
    };
    let number = keys.scalar("num", report).map_or("", |number| &number.text);
    Some(format!("{number}{}", letters(&day.text)))
}

/// What is no weekday stays as it is, and the rule is refused with it.
fn letters(day: &str) -> String {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    match days.iter().find(|known| **known == day.to_lowercase()) {
        Some(known) => known[..2].to_uppercase(),
        None => day.to_uppercase(),
    }
}

/// A zone of the IANA database, by its name or by what Windows calls it.
pub(super) fn zone(scalar: &Scalar, report: &mut Report) -> Option<Zone> {
    match zone_of(&scalar.text, &BTreeMap::new()) {
        Ok(zone) => Some(zone),
        Err(unknown) => {
            let shown: String = scalar.text.chars().take(64).collect();
            let remedy = match unknown.meant() {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "a zone is written like `Europe/Berlin`".to_owned(),
            };
            let message = format!("`{shown}` is no zone of the IANA database");
            report.error("unknown-zone", &scalar.place, message, &remedy);
            None
        }
    }
}

/// Zones whose names mean others to people, and those that have been the same since 1970 (tzdata's `backward`).
const LETTERS: [(&str, &str); 11] = [
    ("CET", "Europe/Brussels"),
    ("CST6CDT", "America/Chicago"),
    ("EET", "Europe/Athens"),
    ("EST", "America/Panama"),
    ("EST5EDT", "America/New_York"),
    ("HST", "Pacific/Honolulu"),
    ("MET", "Europe/Brussels"),
    ("MST", "America/Phoenix"),
    ("MST7MDT", "America/Denver"),
    ("PST8PDT", "America/Los_Angeles"),
    ("WET", "Europe/Lisbon"),
];

/// The zone under a name that means it in a data file too.
pub(super) fn plainly(zone: Zone) -> Zone {
    let other = LETTERS.iter().find(|(letters, _)| *letters == zone.tzid());
    other.and_then(|(_, tzid)| Zone::named(tzid).ok()).unwrap_or(zone)
}

/// The minutes east of UTC in `-0800`.
pub(super) fn offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    Some(sign * (number / 100 * 60 + number % 100))
}
