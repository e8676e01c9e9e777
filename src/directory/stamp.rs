//! Dates, times and durations as iCalendar writes them: `20260308T023000`, `PT1H30M`.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

fn digits(text: &str, width: usize) -> Option<u32> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// A DATE (RFC 5545 3.3.4): exactly eight digits.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let year = i32::try_from(digits(text.get(..4)?, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(text.get(4..6)?, 2)?, digits(text.get(6..)?, 2)?)
}

/// A DATE-TIME without its `Z` (RFC 5545 3.3.5). A leap second is the second before it.
pub(super) fn time(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once(['T', 't'])?;
    let (hour, minute) = (digits(time.get(..2)?, 2)?, digits(time.get(2..4)?, 2)?);
    let second = match time.get(4..)? {
        "" => 0,
        second => digits(second, 2)?,
    };
    date(day)?.and_hms_opt(hour, minute, if second == 60 { 59 } else { second })
}

/// A DURATION (RFC 5545 3.3.6) that does not run backwards: `PT1H30M`, `P1D`, `P2W`.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let mut rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let mut seconds: i64 = 0;
    let (mut timed, mut any) = (false, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            if timed {
                return None;
            }
            timed = true;
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..end].parse().ok()?;
        let unit = match (rest.as_bytes()[end], timed) {
            (b'W', false) => 7 * 86_400,
            (b'D', false) => 86_400,
            (b'H', true) => 3_600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        any = true;
        rest = &rest[end + 1..];
    }
    // A hundred years is longer than any event, and far from what a time plus it could overflow at.
    (any && seconds <= 100 * 366 * 86_400).then(|| TimeDelta::seconds(seconds))
}

/// A duration that does not run backwards, as [`duration`] reads it.
pub(super) fn written(length: TimeDelta) -> String {
    let (days, seconds) = (length.num_days(), length.num_seconds() % 86_400);
    let parts = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let time: String = parts.map(|(number, unit)| format!("{number}{unit}")).collect();
    match (days, time.as_str()) {
        (0, "") => "PT0S".to_owned(),
        (0, _) => format!("PT{time}"),
        (_, "") => format!("P{days}D"),
        (_, _) => format!("P{days}DT{time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_duration_reads_back() {
        for seconds in [0, 1, 60, 3_600, 5_400, 86_399, 86_400, 90_061, 40 * 86_400] {
            let length = TimeDelta::seconds(seconds);
            assert_eq!(duration(&written(length)), Some(length), "{}", written(length));
        }
        assert_eq!(written(TimeDelta::minutes(90)), "PT1H30M");
    }

    #[test]
    fn a_duration_is_weeks_days_hours_minutes_and_seconds() {
        let seconds = |text| duration(text).map(|duration| duration.num_seconds());
        assert_eq!(
            ["PT1H30M", "P1D", "P2W", "P1DT12H", "+PT5S", "PT0S"].map(seconds),
            [Some(5400), Some(86_400), Some(1_209_600), Some(129_600), Some(5), Some(0)]
        );
        assert_eq!(
            ["", "P", "PT", "-PT5M", "P5", "P1M", "PT99999999999999999999S", "PTé"].map(seconds),
            [None; 8]
        );
    }

    #[test]
    fn a_date_and_a_time_have_all_their_digits() {
        assert_eq!(date("20260308").map(|date| date.to_string()).as_deref(), Some("2026-03-08"));
        assert_eq!(
            time("20260308T023060").map(|time| time.to_string()).as_deref(),
            Some("2026-03-08 02:30:59")
        );
        assert_eq!(
            time("20260308T0230").map(|time| time.to_string()).as_deref(),
            Some("2026-03-08 02:30:00")
        );
        assert_eq!(["2026038", "20260230", "2026030é", "+2026030"].map(date), [None; 4]);
    }
}
