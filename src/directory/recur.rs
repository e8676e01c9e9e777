//! A recurrence rule as RFC 5545 3.3.10 writes it, read into its parts.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};

use super::recur_error::{RecurError, RecurFault};

/// How often a rule's period comes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freq {
    /// Every second.
    Secondly,
    /// Every minute.
    Minutely,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week, which begins on WKST.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

impl Freq {
    const ALL: [(&'static str, Freq); 7] = [
        ("SECONDLY", Freq::Secondly),
        ("MINUTELY", Freq::Minutely),
        ("HOURLY", Freq::Hourly),
        ("DAILY", Freq::Daily),
        ("WEEKLY", Freq::Weekly),
        ("MONTHLY", Freq::Monthly),
        ("YEARLY", Freq::Yearly),
    ];

    /// The word a rule writes: `WEEKLY`.
    pub fn word(self) -> &'static str {
        Freq::ALL.iter().find(|(_, freq)| *freq == self).map_or("", |(word, _)| word)
    }

    fn named(word: &str) -> Option<Freq> {
        Freq::ALL.iter().find(|(name, _)| *name == word).map(|(_, freq)| *freq)
    }
}

/// The last moment at which an instance may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// In UTC, as beside a zoned DTSTART.
    Instant(DateTime<Utc>),
    /// On the series' own wall clock.
    Civil(NaiveDateTime),
    /// A date, which is still in.
    Date(NaiveDate),
}

/// A weekday in BYDAY: every one, or the nth of the month or year (from its end where negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByDay {
    /// Which one; none for every one.
    pub ordinal: Option<i8>,
    /// The weekday.
    pub day: Weekday,
}

/// A rule's parts. Lists are sorted, without repetitions, and empty where the rule has no such part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recur {
    /// FREQ.
    pub freq: Freq,
    /// INTERVAL, 1 and up; at most 65,535 from DAILY on.
    pub interval: u32,
    /// COUNT, 1 and up.
    pub count: Option<u64>,
    /// UNTIL.
    pub until: Option<Until>,
    /// WKST.
    pub wkst: Weekday,
    /// BYMONTH.
    pub by_month: Vec<i16>,
    /// BYWEEKNO, of ISO weeks that begin on WKST.
    pub by_week_no: Vec<i16>,
    /// BYYEARDAY.
    pub by_year_day: Vec<i16>,
    /// BYMONTHDAY.
    pub by_month_day: Vec<i16>,
    /// BYDAY. Ordinals stand only where the RFC gives them a meaning.
    pub by_day: Vec<ByDay>,
    /// BYHOUR.
    pub by_hour: Vec<i16>,
    /// BYMINUTE.
    pub by_minute: Vec<i16>,
    /// BYSECOND; a leap second's 60 is read as 59 (RFC 5545 3.3.12).
    pub by_second: Vec<i16>,
    /// BYSETPOS.
    pub by_set_pos: Vec<i16>,
}

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

impl Recur {
    /// Reads a rule: `FREQ=MONTHLY;BYDAY=2WE`. Case and a last `;` do not matter.
    ///
    /// # Errors
    /// [`RecurError`], with the rule and what is wrong in it: a part that is unknown, given twice, out of its
    /// range, or forbidden beside this FREQ.
    ///
    /// ```
    /// use sigcal::directory::Recur;
    /// assert!(Recur::parse("FREQ=MONTHLY;BYDAY=2WE").is_ok());
    /// assert_eq!(
    ///     Recur::parse("FREQ=WEEKLY;BYDAYS=WE").unwrap_err().to_string(),
    ///     "`FREQ=WEEKLY;BYDAYS=WE`: `BYDAYS` is no part of a rule; the nearest is `BYDAY`",
    /// );
    /// ```
    pub fn parse(rule: &str) -> Result<Recur, RecurError> {
        let upper = rule.trim().to_ascii_uppercase();
        Recur::read(&upper).map_err(|fault| RecurError { rule: rule.to_owned(), fault })
    }

    fn read(rule: &str) -> Result<Recur, RecurFault> {
        let mut given: Vec<(&str, &str)> = Vec::new();
        for written in rule.split(';').map(str::trim).filter(|written| !written.is_empty()) {
            let (name, value) =
                written.split_once('=').ok_or_else(|| RecurFault::NoPart(written.to_owned()))?;
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

    /// What the RFC forbids beside a FREQ, or on its own.
    fn check_company(&self) -> Result<(), RecurFault> {
        let day_or_slower = self.freq >= Freq::Daily;
        let forbidden = [
            ("BYWEEKNO", !self.by_week_no.is_empty() && self.freq != Freq::Yearly),
            ("BYYEARDAY", !self.by_year_day.is_empty() && day_or_slower && self.freq != Freq::Yearly),
            ("BYMONTHDAY", !self.by_month_day.is_empty() && self.freq == Freq::Weekly),
        ];
        match forbidden.iter().find(|(_, stands)| *stands) {
            Some((part, _)) => Err(RecurFault::Forbidden { part, freq: self.freq }),
            None if !self.by_set_pos.is_empty() && !self.has_by_part() => Err(RecurFault::SetPosAlone),
            None => Ok(()),
        }
    }

    /// Whether a BY part other than BYSETPOS stands.
    pub fn has_by_part(&self) -> bool {
        self.has_day_part()
            || ![&self.by_hour, &self.by_minute, &self.by_second].iter().all(|list| list.is_empty())
    }

    /// Whether a BY part stands that is about days.
    pub fn has_day_part(&self) -> bool {
        let lists = [&self.by_month, &self.by_week_no, &self.by_year_day, &self.by_month_day];
        !self.by_day.is_empty() || !lists.iter().all(|list| list.is_empty())
    }
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
    match (super::stamp::date(text), text.strip_suffix('Z')) {
        (Some(date), _) => Some(Until::Date(date)),
        (None, Some(utc)) => super::stamp::time(utc).map(|time| Until::Instant(time.and_utc())),
        (None, None) => super::stamp::time(text).map(Until::Civil),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(rule: &str) -> String {
        Recur::parse(rule).expect_err("a test's own bad rule").to_string()
    }

    #[test]
    fn a_rule_is_read_into_its_parts() {
        let recur = Recur::parse(
            "freq=yearly;interval=2;bymonth=3,1;byday=-1su,TU;byhour=8,8;until=20301231t000000z;",
        )
        .expect("a rule");
        assert_eq!((recur.freq, recur.interval, recur.count), (Freq::Yearly, 2, None));
        assert_eq!((recur.by_month, recur.by_hour), (vec![1, 3], vec![8]));
        let days =
            [(Some(-1), Weekday::Sun), (None, Weekday::Tue)].map(|(ordinal, day)| ByDay { ordinal, day });
        assert_eq!(recur.by_day, days);
        assert!(matches!(recur.until, Some(Until::Instant(_))));
    }

    #[test]
    fn a_rule_that_cannot_be_read_says_which_part_and_why() {
        assert_eq!(fault(""), "``: no FREQ");
        assert_eq!(fault("FREQ=OFTEN"), "`FREQ=OFTEN`: FREQ is SECONDLY to YEARLY, not `OFTEN`");
        assert_eq!(fault("FREQ=DAILY;COUNT=0"), "`FREQ=DAILY;COUNT=0`: COUNT is a number from 1 up, not `0`");
        assert_eq!(
            fault("FREQ=DAILY;BYDAY=X"),
            "`FREQ=DAILY;BYDAY=X`: BYDAY is weekdays as `MO`, `2MO` or `-1MO`, not `X`"
        );
        assert_eq!(
            fault("FREQ=DAILY;BYDAY=é"),
            "`FREQ=DAILY;BYDAY=é`: BYDAY is weekdays as `MO`, `2MO` or `-1MO`, not `é`"
        );
        assert_eq!(fault("FREQ=DAILY;FREQ=DAILY"), "`FREQ=DAILY;FREQ=DAILY`: FREQ stands twice");
        assert_eq!(
            fault("FREQ=WEEKLY;BYMONTHDAY=1"),
            "`FREQ=WEEKLY;BYMONTHDAY=1`: BYMONTHDAY has no meaning with FREQ=WEEKLY"
        );
        assert_eq!(
            fault("FREQ=DAILY;BYSETPOS=1"),
            "`FREQ=DAILY;BYSETPOS=1`: BYSETPOS needs another BY part to choose from"
        );
        assert_eq!(fault("weekly"), "`weekly`: `WEEKLY` is not written as NAME=VALUE");
    }

    /// Outlook writes `BYDAY=1MO` in weekly rules.
    #[test]
    fn an_ordinal_is_dropped_where_it_has_no_meaning() {
        let recur = Recur::parse("FREQ=WEEKLY;BYDAY=1MO").expect("a rule");
        assert_eq!(recur.by_day, [ByDay { ordinal: None, day: Weekday::Mon }]);
    }
}
