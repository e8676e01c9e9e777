//! Dates and times as the foreign formats write them: RFC 3339, with a space or a `T`, with a zone's offset or without.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// A date, a civil time, or an instant with the minutes east of UTC at which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Date(NaiveDate),
    Civil(NaiveDateTime),
    Instant(DateTime<Utc>, i32),
}

impl Moment {
    /// The time on its own clock; midnight for a date.
    pub(super) fn civil(self) -> NaiveDateTime {
        match self {
            Moment::Date(date) => date.and_time(NaiveTime::MIN),
            Moment::Civil(civil) => civil,
            Moment::Instant(instant, east) => {
                instant.naive_utc().checked_add_signed(TimeDelta::minutes(east.into())).unwrap_or_default()
            }
        }
    }
}

/// Reads `2026-03-03`, `2026-03-03 09:00`, `2026-03-03T09:00:00.00Z`, `2026-03-03 09:00:00 -07:00`.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim()),
        None => (text, ""),
    };
    let date = date_of(date)?;
    if rest.is_empty() {
        return Some(Moment::Date(date));
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let civil = date.and_time(time_of(&rest[..end])?);
    let east = match rest[end..].trim() {
        "" => return Some(Moment::Civil(civil)),
        "Z" | "z" | "UTC" => 0,
        offset => minutes_east(offset)?,
    };
    let instant = civil.checked_sub_signed(TimeDelta::minutes(east.into()))?.and_utc();
    Some(Moment::Instant(instant, east))
}

/// A date in four, two and two digits; the calendars of people are between these years.
fn date_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |part: &str, width: std::ops::RangeInclusive<usize>| -> Option<u32> {
        (width.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    let year = i32::try_from(number(year, 4..=4)?).ok().filter(|year| (1900..2200).contains(year))?;
    let date = NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?);
    date.filter(|_| parts.next().is_none())
}

/// Fractions of a second are dropped: no calendar has any.
fn time_of(text: &str) -> Option<NaiveTime> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    ["%H:%M:%S", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(whole, form).ok())
}

fn minutes_east(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse::<i32>().ok()?),
        _ => return None,
    };
    ((0..=15).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_a_civil_time_or_an_instant() {
        let shown = |text| {
            parse(text).map(|moment| match moment {
                Moment::Date(date) => date.to_string(),
                Moment::Civil(civil) => civil.to_string(),
                Moment::Instant(instant, east) => format!("{instant} {east}"),
            })
        };
        let want = [
            ("2026-03-03", "2026-03-03"),
            ("2026-3-3 9:00", "2026-03-03 09:00:00"),
            ("2024-03-27T17:00:00.00", "2024-03-27 17:00:00"),
            ("2024-10-31T9:14:00.00Z", "2024-10-31 09:14:00 UTC 0"),
            ("2021-09-23 15:00:00 -07:00", "2021-09-23 22:00:00 UTC -420"),
            ("2021-09-23T15:00+0530", "2021-09-23 09:30:00 UTC 330"),
        ];
        for (text, told) in want {
            assert_eq!(shown(text).as_deref(), Some(told), "{text}");
        }
        for text in [
            "",
            "2026",
            "2026-02-30",
            "2026-03-03 25:00",
            "2026-03-03 9:00 PT",
            "0001-01-01",
            "2026-03-03 9:00 +é",
            "2026-03-03T9:00:00.x",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
