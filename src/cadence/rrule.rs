//! A rule as a recurrence rule of RFC 5545 3.3.10.

use std::fmt::{self, Display};

use chrono::Weekday;

use super::{Nth, Rule};

/// The two letters of a weekday, as in BYDAY.
pub fn weekday_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

impl Display for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.ordinal, weekday_code(self.day))
    }
}

/// One month of the year is a yearly rule, which more programs know than a monthly one with BYMONTH.
fn by_months(interval: u32, months: &[u32]) -> &'static str {
    if interval == 1 && months.len() == 1 { "YEARLY" } else { "MONTHLY" }
}

fn part<T: Display>(f: &mut fmt::Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (n, value) in values.iter().enumerate() {
        match n {
            0 => write!(f, ";{name}={value}")?,
            _ => write!(f, ",{value}")?,
        }
    }
    Ok(())
}

/// The RRULE's value: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TH`. BY parts are written out, never left to DTSTART.
impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let freq = |f: &mut fmt::Formatter<'_>, name: &str, interval: u32| {
            write!(f, "FREQ={name}")?;
            if interval > 1 { write!(f, ";INTERVAL={interval}") } else { Ok(()) }
        };
        match self {
            Rule::Daily { interval } => freq(f, "DAILY", *interval),
            Rule::Weekly { interval, days, parity: _ } => {
                freq(f, "WEEKLY", *interval)?;
                part(f, "BYDAY", &days.iter().copied().map(weekday_code).collect::<Vec<_>>())
            }
            Rule::Monthly { interval, months, nths } => {
                freq(f, by_months(*interval, months), *interval)?;
                part(f, "BYMONTH", months)?;
                part(f, "BYDAY", nths)
            }
            Rule::MonthDays { interval, months, days } => {
                freq(f, by_months(*interval, months), *interval)?;
                part(f, "BYMONTH", months)?;
                part(f, "BYMONTHDAY", days)
            }
            Rule::DayAfterNth { nth, day } => {
                freq(f, "MONTHLY", 1)?;
                part(f, "BYMONTHDAY", &day_after_nth_month_days(*nth, *day))?;
                part(f, "BYDAY", &[weekday_code(*day)])
            }
        }
    }
}

/// The days of the month on which the first `day` after an nth weekday can fall. Behind the last weekday of a month they
/// go on into the next one, from its first day. Where the fourth one is on a 28th of February, that it falls in the next
/// month no RRULE can say; series carry it as an override.
fn day_after_nth_month_days(nth: Nth, day: Weekday) -> Vec<i32> {
    let after = (7 + day.num_days_from_monday() as i32 - nth.day.num_days_from_monday() as i32) % 7;
    let first = match nth.ordinal {
        n if n > 0 => (n - 1) * 7 + 1,
        n => n * 7,
    };
    let behind_the_end = |day: i32| if nth.ordinal < 0 && day >= 0 { day + 1 } else { day };
    (first + after..first + after + 7).filter(|day| *day < 32).map(behind_the_end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_with_all_its_parts() {
        let nth = |ordinal, day| Nth { ordinal, day };
        let rules = [
            (Rule::Daily { interval: 1 }, "FREQ=DAILY"),
            (
                Rule::Weekly { interval: 2, days: vec![Weekday::Tue, Weekday::Thu], parity: None },
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            ),
            (
                Rule::Monthly {
                    interval: 1,
                    months: vec![1, 4, 7, 10],
                    nths: vec![nth(1, Weekday::Thu), nth(-1, Weekday::Thu)],
                },
                "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TH,-1TH",
            ),
            (
                Rule::MonthDays { interval: 1, months: vec![], days: vec![9, 19, 29] },
                "FREQ=MONTHLY;BYMONTHDAY=9,19,29",
            ),
            (
                Rule::DayAfterNth { nth: nth(4, Weekday::Tue), day: Weekday::Wed },
                "FREQ=MONTHLY;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=WE",
            ),
            (
                Rule::DayAfterNth { nth: nth(-1, Weekday::Tue), day: Weekday::Wed },
                "FREQ=MONTHLY;BYMONTHDAY=-6,-5,-4,-3,-2,-1,1;BYDAY=WE",
            ),
        ];
        for (rule, want) in rules {
            assert_eq!(rule.to_string(), want);
        }
    }
}
