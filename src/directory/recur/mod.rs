//! A recurrence rule as RFC 5545 3.3.10 writes it, read into its parts.

mod error;
mod read;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};

pub use error::{RecurError, RecurFault};

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
        read::recur(&upper).map_err(|fault| RecurError { rule: rule.to_owned(), fault })
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
        assert_eq!(fault("FREQ=DAILY;X-A=\u{1}"), "`FREQ=DAILY;X-A=\u{1}`: it holds a control character");
        assert_eq!(fault("weekly"), "`weekly`: `WEEKLY` is not written as NAME=VALUE");
    }

    /// Outlook writes `BYDAY=1MO` in weekly rules.
    #[test]
    fn an_ordinal_is_dropped_where_it_has_no_meaning() {
        let recur = Recur::parse("FREQ=WEEKLY;BYDAY=1MO").expect("a rule");
        assert_eq!(recur.by_day, [ByDay { ordinal: None, day: Weekday::Mon }]);
    }
}
