//! English.

use chrono::{NaiveDate, Weekday};

use super::super::{Cadence, Parity, Rule};
use super::zone_name_en;

pub(super) fn sentence(cadence: &Cadence) -> String {
    let mut sentence = days(&cadence.rule);
    match cadence.clock {
        Some(clock) => match clock.end {
            Some(end) => {
                sentence += &format!(" from {} to {}", clock.time.format("%H:%M"), end.format("%H:%M"))
            }
            None => sentence += &format!(" at {}", clock.time.format("%H:%M")),
        },
        None => sentence += ", hour not announced",
    }
    if let (Some(_), Some(zone)) = (cadence.clock, cadence.zone) {
        sentence += &format!(" {}", zone_name_en(zone));
    }
    if cadence.delay > 0 {
        let unit = unit(&cadence.rule);
        sentence += &format!(", in {unit} {} of {}", cadence.delay + 1, cadence.rule.interval());
    }
    if let Some(start) = cadence.start {
        sentence += &format!(", from {} on", date(start));
    }
    if let Some(until) = cadence.until {
        sentence += &format!(", until {}", date(until));
    }
    sentence
}

fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// What a rule's interval counts.
fn unit(rule: &Rule) -> &'static str {
    match rule {
        Rule::Daily { .. } => "day",
        Rule::Weekly { .. } => "week",
        Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. } => "month",
    }
}

fn days(rule: &Rule) -> String {
    match rule {
        Rule::Daily { interval: 1 } => "every day".into(),
        Rule::Daily { interval } => format!("every {interval} days"),
        Rule::Weekly { days, parity: Some(parity), .. } => {
            let weeks = match parity {
                Parity::Odd => "odd",
                Parity::Even => "even",
            };
            format!("every {} of the {weeks} ISO weeks", weekdays(days))
        }
        Rule::Weekly { interval, days, parity: None } => weekly(*interval, days),
        Rule::Monthly { interval, months, nths } => {
            let mut of: Vec<(Weekday, Vec<i32>)> = Vec::new();
            for nth in nths {
                match of.iter_mut().find(|(day, _)| *day == nth.day) {
                    Some((_, ordinals)) => ordinals.push(nth.ordinal),
                    None => of.push((nth.day, vec![nth.ordinal])),
                }
            }
            let parts = of.iter().map(|(day, ordinals)| {
                let ordinals: Vec<String> = ordinals.iter().map(|n| ordinal_word(*n)).collect();
                format!("{} {}", join(&ordinals), name(*day))
            });
            format!("on the {} of {}", join(&parts.collect::<Vec<_>>()), of_months(*interval, months))
        }
        Rule::MonthDays { interval, months, days } => {
            let days: Vec<String> = days.iter().map(|day| month_day(*day)).collect();
            format!("on the {} of {}", join(&days), of_months(*interval, months))
        }
        Rule::DayAfterNth { nth, day } => {
            let (day, ordinal, counted) = (name(*day), ordinal_word(nth.ordinal), name(nth.day));
            format!("on the {day} after the {ordinal} {counted} of every month")
        }
    }
}

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn weekly(interval: u32, days: &[Weekday]) -> String {
    match (interval, days.is_empty()) {
        (1, true) => "every week".into(),
        (2, true) => "every other week".into(),
        (n, true) => format!("every {n} weeks"),
        (1, false) => format!("every {}", weekdays(days)),
        (2, false) if days == WORKDAYS => "every other week on weekdays from Monday to Friday".into(),
        (n, false) if days == WORKDAYS => format!("every {n} weeks on weekdays from Monday to Friday"),
        (2, false) => format!("every other {}", weekdays(days)),
        (n, false) => format!("every {n} weeks on {}", weekdays(days)),
    }
}

fn weekdays(days: &[Weekday]) -> String {
    if days == WORKDAYS {
        return "weekday from Monday to Friday".into();
    }
    join(&days.iter().map(|day| name(*day).to_owned()).collect::<Vec<_>>())
}

fn of_months(interval: u32, months: &[u32]) -> String {
    if months.is_empty() {
        return match interval {
            1 => "every month".into(),
            2 => "every other month".into(),
            n => format!("every {n} months"),
        };
    }
    let named = months.iter().filter_map(|month| NaiveDate::from_ymd_opt(2000, *month, 1));
    join(&named.map(|date| date.format("%B").to_string()).collect::<Vec<_>>())
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn ordinal_word(n: i32) -> String {
    match n {
        1 => "first".into(),
        2 => "second".into(),
        3 => "third".into(),
        4 => "fourth".into(),
        5 => "fifth".into(),
        -1 => "last".into(),
        n @ -5..=-2 => format!("{} to last", ordinal_word(-n)),
        n => month_day(n),
    }
}

fn month_day(n: i32) -> String {
    match n {
        -1 => "last day".into(),
        n if n < 0 => format!("{} to last day", month_day(-n)),
        n => {
            let suffix = match (n % 10, n % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{n}{suffix}")
        }
    }
}

fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
