//! Reading a rule's parts.

use chrono::Weekday;

use super::super::stamp;
use super::{ByDay, Freq, Recur, RecurFault, Until};

const PARTS: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];

/// Reads a rule in capitals.
pub(super) fn recur(rule: &str) -> Result<Recur, RecurFault> {
    // What the RFC leaves to others is passed over, and stands in feeds as it was written.
    if rule.contains(char::is_control) {
        return Err(RecurFault::Control);
    }
    let mut given: Vec<(&str, &str)> = Vec::new();
    for written in rule.split(';').map(str::trim).filter(|written| !written.is_empty()) {
        let (name, value) = written.split_once('=').ok_or_else(|| RecurFault::NoPart(written.to_owned()))?;
        match name {
            // RFC 7529: what every rule is anyway. Another scale would be another calendar.
            "RSCALE" if value == "GREGORIAN" => continue,
            "SKIP" if value == "OMIT" => continue,
            _ if name.starts_with("X-") => continue,
            _ => {}
        }
        if !PARTS.contains(&name) {
            return Err(RecurFault::unknown(name, &PARTS));
        }
        if given.iter().any(|(other, _)| *other == name) {
            return Err(RecurFault::Twice(name.to_owned()));
        }
        given.push((name, value));
    }
    let value = |name| given.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
    let bad = |name, value: &str, wanted| RecurFault::bad(name, value, wanted);

    let word = value("FREQ").ok_or(RecurFault::NoFreq)?;
    let freq = Freq::named(word).ok_or_else(|| bad("FREQ", word, "SECONDLY to YEARLY"))?;
    let number = |name, most: u64, wanted| match value(name) {
        None => Ok(None),
        Some(text) => match text.parse::<u64>() {
            Ok(n) if (1..=most).contains(&n) => Ok(Some(n)),
            Ok(_) | Err(_) => Err(bad(name, text, wanted)),
        },
    };
    let interval = match freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly => {
            number("INTERVAL", u32::MAX.into(), "a number from 1 to 4294967295")?
        }
        Freq::Daily | Freq::Weekly | Freq::Monthly | Freq::Yearly => {
            number("INTERVAL", u16::MAX.into(), "a number from 1 to 65535")?
        }
    };
    let list = |name, range: std::ops::RangeInclusive<i16>, wanted| {
        numbers(value(name), &range).map_err(|text| bad(name, &text, wanted))
    };
    let mut recur = Recur {
        freq,
        interval: interval.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
        count: number("COUNT", u64::MAX, "a number from 1 up")?,
        until: value("UNTIL")
            .map(|text| until(text).ok_or_else(|| bad("UNTIL", text, "a date or time")))
            .transpose()?,
        wkst: value("WKST").map_or(Ok(Weekday::Mon), |text| {
            weekday(text).ok_or_else(|| bad("WKST", text, "a weekday as `MO`"))
        })?,
        by_month: list("BYMONTH", 1..=12, "months from 1 to 12")?,
        by_week_no: list("BYWEEKNO", -53..=53, "weeks from 1 to 53, or negative")?,
        by_year_day: list("BYYEARDAY", -366..=366, "days from 1 to 366, or negative")?,
        by_month_day: list("BYMONTHDAY", -31..=31, "days from 1 to 31, or negative")?,
        by_day: by_day(value("BYDAY"))
            .map_err(|text| bad("BYDAY", &text, "weekdays as `MO`, `2MO` or `-1MO`"))?,
        by_hour: list("BYHOUR", 0..=23, "hours from 0 to 23")?,
        by_minute: list("BYMINUTE", 0..=59, "minutes from 0 to 59")?,
        by_second: list("BYSECOND", 0..=60, "seconds from 0 to 60")?,
        by_set_pos: list("BYSETPOS", -366..=366, "positions from 1 to 366, or negative")?,
    };
    for second in &mut recur.by_second {
        *second = (*second).min(59);
    }
    recur.by_second.dedup();
    recur.check_company()?;
    if !(freq == Freq::Monthly || freq == Freq::Yearly && recur.by_week_no.is_empty()) {
        // "MUST NOT be specified with a numeric value" here; what writes one means the weekday.
        recur.by_day.iter_mut().for_each(|by_day| by_day.ordinal = None);
    }
    Ok(recur)
}

/// A list of numbers, sorted; the item that is none, or out of range. Zero is in range only where the range starts there.
fn numbers(text: Option<&str>, range: &std::ops::RangeInclusive<i16>) -> Result<Vec<i16>, String> {
    let mut numbers = Vec::new();
    for item in text.into_iter().flat_map(|text| text.split(',')) {
        match item.trim().parse::<i16>() {
            Ok(n) if range.contains(&n) && (n != 0 || *range.start() == 0) => numbers.push(n),
            Ok(_) | Err(_) => return Err(item.to_owned()),
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

fn by_day(text: Option<&str>) -> Result<Vec<ByDay>, String> {
    let mut days = Vec::new();
    for item in text.into_iter().flat_map(|text| text.split(',')).map(str::trim) {
        let read = || {
            let (ordinal, day) = item.split_at_checked(item.len().checked_sub(2)?)?;
            let ordinal = match ordinal {
                "" => None,
                written => Some(written.parse::<i8>().ok().filter(|n| *n != 0 && (-53..=53).contains(n))?),
            };
            Some(ByDay { ordinal, day: weekday(day)? })
        };
        let day = read().ok_or_else(|| item.to_owned())?;
        if !days.contains(&day) {
            days.push(day);
        }
    }
    Ok(days)
}

fn weekday(text: &str) -> Option<Weekday> {
    match text {
        "MO" => Some(Weekday::Mon),
        "TU" => Some(Weekday::Tue),
        "WE" => Some(Weekday::Wed),
        "TH" => Some(Weekday::Thu),
        "FR" => Some(Weekday::Fri),
        "SA" => Some(Weekday::Sat),
        "SU" => Some(Weekday::Sun),
        _ => None,
    }
}

fn until(text: &str) -> Option<Until> {
    match (stamp::date(text), text.strip_suffix('Z')) {
        (Some(date), _) => Some(Until::Date(date)),
        (None, Some(utc)) => stamp::time(utc).map(|time| Until::Instant(time.and_utc())),
        (None, None) => stamp::time(text).map(Until::Civil),
    }
}
