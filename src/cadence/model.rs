//! What a cadence comes to once it is read.

use chrono::{Months, NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::time::Zone;

/// One recurrence as the text states it: which days, at what civil time, in which zone, between which dates.
///
/// Where a part was not said it is `None` here; the [`super::Reading`] says so in `missing` or in a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Which days.
    pub rule: Rule,
    /// When on those days, on the wall clock of `zone`.
    pub clock: Option<Clock>,
    /// Whose wall clock.
    pub zone: Option<Zone>,
    /// The date the text says it starts on: the anchor of an every-N-weeks rule.
    pub start: Option<NaiveDate>,
    /// The last date on which it may happen.
    pub until: Option<NaiveDate>,
    /// How many of its rule's units (weeks, months) after the anchor it first happens: the second of two slots
    /// that take turns is a week late.
    pub delay: u32,
}

impl Cadence {
    /// The first date on which it may happen, where its slots begin to take turns on `anchor`.
    pub fn begins(&self, anchor: NaiveDate) -> NaiveDate {
        let delayed = match self.rule {
            Rule::Daily { .. } => anchor.checked_add_signed(TimeDelta::days(self.delay.into())),
            Rule::Weekly { .. } => anchor.checked_add_signed(TimeDelta::weeks(self.delay.into())),
            Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. } => {
                anchor.checked_add_months(Months::new(self.delay))
            }
        };
        delayed.unwrap_or(anchor)
    }
}

/// A civil time of day and, where the text gave one, the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The start.
    pub time: NaiveTime,
    /// The end; at or before `time` it is on the next day.
    pub end: Option<NaiveTime>,
}

/// The days of a recurrence, in the shapes communities use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Every N days.
    Daily {
        /// N, at least 1.
        interval: u32,
    },
    /// Every N weeks on some weekdays. No weekday where the text did not say one.
    Weekly {
        /// N, at least 1.
        interval: u32,
        /// In the order of the week, without repeats.
        days: Vec<Weekday>,
        /// Only in the odd or the even ISO weeks; the interval is then 2.
        parity: Option<Parity>,
    },
    /// Every N months on some nth weekdays.
    Monthly {
        /// N, at least 1.
        interval: u32,
        /// Only in these months, 1 to 12; every month where empty.
        months: Vec<u32>,
        /// The days, by position.
        nths: Vec<Nth>,
    },
    /// Every N months on some days of the month.
    MonthDays {
        /// N, at least 1.
        interval: u32,
        /// Only in these months, 1 to 12; every month where empty.
        months: Vec<u32>,
        /// 1 to 31, or −1 for the last.
        days: Vec<i32>,
    },
    /// The first `day` after the nth weekday of each month: `Wednesday after the fourth Tuesday`.
    DayAfterNth {
        /// The weekday it follows.
        nth: Nth,
        /// The weekday it falls on, another than `nth.day`.
        day: Weekday,
    },
}

/// The nth weekday of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nth {
    /// 1 to 5 from the month's start, −1 to −5 from its end.
    pub ordinal: i32,
    /// The weekday counted.
    pub day: Weekday,
}

/// Odd or even ISO weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// Weeks 1, 3, 5 …
    Odd,
    /// Weeks 2, 4, 6 …
    Even,
}

impl Rule {
    /// The N of every N days, weeks or months.
    pub fn interval(&self) -> u32 {
        match self {
            Rule::Daily { interval }
            | Rule::Weekly { interval, .. }
            | Rule::Monthly { interval, .. }
            | Rule::MonthDays { interval, .. } => *interval,
            Rule::DayAfterNth { .. } => 1,
        }
    }

    /// The weekdays on which it may fall; none where it may be any.
    pub fn weekdays(&self) -> Vec<Weekday> {
        match self {
            Rule::Daily { .. } | Rule::MonthDays { .. } => vec![],
            Rule::Weekly { days, .. } => days.clone(),
            Rule::Monthly { nths, .. } => nths.iter().map(|nth| nth.day).collect(),
            Rule::DayAfterNth { day, .. } => vec![*day],
        }
    }

    /// Whether only a date that it met says which days are meant: every N weeks, days or months, N over 1.
    pub fn needs_anchor(&self) -> bool {
        match self {
            Rule::Weekly { parity: Some(_), .. } => false,
            Rule::Daily { interval } | Rule::Weekly { interval, .. } => *interval > 1,
            Rule::Monthly { interval, months, .. } | Rule::MonthDays { interval, months, .. } => {
                *interval > 1 && months.is_empty()
            }
            Rule::DayAfterNth { .. } => false,
        }
    }
}
