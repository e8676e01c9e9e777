//! How long: `45m`, `1h30m`, `90 minutes`, `1 小时 30 分钟`.

use chrono::TimeDelta;

use crate::directory::keys::Keys;
use crate::directory::report::Report;

/// The units, each with its minutes.
const UNITS: &[(&[&str], u32)] = &[
    (&["m", "min", "mins", "minute", "minutes", "分", "分钟"], 1),
    (&["h", "hr", "hrs", "hour", "hours", "小时", "个小时"], 60),
    (&["d", "day", "days", "天"], 24 * 60),
    (&["w", "week", "weeks", "周", "星期"], 7 * 24 * 60),
];

const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What one event of single dates or rules may last, as those of imported calendars do.
pub(in crate::directory) const LONGEST_EVENT: TimeDelta = TimeDelta::days(366);

/// The duration under a key: longer than nothing, a day at most. An event of dates or rules may last longer, or no time
/// at all, as a deadline does.
pub(super) fn duration(keys: &Keys<'_>, key: &str, by_dates: bool, report: &mut Report) -> Option<TimeDelta> {
    let scalar = keys.scalar(key, report)?;
    let duration = parse(&scalar.text);
    let (what, remedy) = match duration {
        Some(duration) if by_dates && (TimeDelta::zero()..=LONGEST_EVENT).contains(&duration) => {
            return Some(duration);
        }
        Some(duration) if by_dates && duration > LONGEST_EVENT => {
            ("is longer than a year", "give the length of one event, 366 days at most")
        }
        Some(duration) if duration <= TimeDelta::zero() => {
            ("is no time at all", "give it a length, as `45m`, or leave the key out")
        }
        Some(duration) if duration > LONGEST => {
            ("is longer than a day", "give one meeting's length, 24 hours at most; list days on their own")
        }
        Some(_) => return duration,
        None => ("is no duration", "write it as `45m`, `1h` or `1h30m`"),
    };
    report.error("bad-duration", &scalar.place, format!("`{}` {what}", scalar.text), remedy);
    None
}

/// A length of time as people write it: `45m`, `1h30m`, `2 days`, `1 小时 30 分钟`. None where it is none.
///
/// ```
/// use chrono::TimeDelta;
/// use sigcal::directory::parse_duration;
/// assert_eq!(parse_duration("1h30m"), Some(TimeDelta::minutes(90)));
/// assert_eq!(parse_duration("soon"), None);
/// ```
pub fn parse(text: &str) -> Option<TimeDelta> {
    let mut rest = text.trim();
    let mut seconds = 0_f64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let count: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let ends = |c: char| c.is_ascii_digit() || c.is_whitespace() || c == ',';
        let unit = rest.find(ends).unwrap_or(rest.len());
        let spoken = rest[..unit].to_lowercase();
        let (_, minutes) = UNITS.iter().find(|(names, _)| names.contains(&spoken.as_str()))?;
        seconds += count * f64::from(*minutes) * 60.0;
        rest = rest[unit..].trim_start_matches([' ', ',']).trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest);
    }
    // Whatever is far beyond a day is only ever refused.
    TimeDelta::try_seconds(seconds.min(1e9).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("45m", 45),
            ("1h", 60),
            ("1h30m", 90),
            ("1h 30m", 90),
            ("1.5h", 90),
            ("90 minutes", 90),
            ("1 hour and 30 minutes", 90),
            ("1 小时 30 分钟", 90),
            ("90分钟", 90),
            ("0m", 0),
            ("2 days", 2880),
            ("1w", 10_080),
            ("2 周", 20_160),
        ] {
            assert_eq!(parse(text), Some(TimeDelta::minutes(minutes)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_duration() {
        for text in ["", "60", "h", "-1h", "1:30", "one hour", "1h30", "1..5h", "1fortnight", "∞h"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_very_long_duration_is_only_very_long() {
        assert!(parse(&format!("{}h", "9".repeat(400))).is_some_and(|long| long > LONGEST));
    }
}
