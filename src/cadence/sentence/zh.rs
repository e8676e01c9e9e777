//! Chinese.

use chrono::Weekday;

use super::super::{Cadence, Parity, Rule};
use super::zone_name_zh;

pub(super) fn sentence(cadence: &Cadence) -> String {
    let mut sentence = days(&cadence.rule);
    match cadence.clock {
        Some(clock) => match clock.end {
            Some(end) => sentence += &format!(" {}–{}", clock.time.format("%H:%M"), end.format("%H:%M")),
            None => sentence += &format!(" {}", clock.time.format("%H:%M")),
        },
        None => sentence += "，时间未公布",
    }
    if let (Some(_), Some(zone)) = (cadence.clock, cadence.zone) {
        sentence += &format!("（{}）", zone_name_zh(zone));
    }
    if cadence.delay > 0 {
        sentence += &format!("，每轮的第{}{}", cadence.delay + 1, unit(&cadence.rule));
    }
    if let Some(start) = cadence.start {
        sentence += &format!("，自 {start} 起");
    }
    if let Some(until) = cadence.until {
        sentence += &format!("，至 {until}");
    }
    sentence
}

/// What a rule's interval counts.
fn unit(rule: &Rule) -> &'static str {
    match rule {
        Rule::Daily { .. } => "天",
        Rule::Weekly { .. } => "周",
        Rule::Monthly { .. } | Rule::MonthDays { .. } | Rule::DayAfterNth { .. } => "个月",
    }
}

fn days(rule: &Rule) -> String {
    match rule {
        Rule::Daily { interval: 1 } => "每天".into(),
        Rule::Daily { interval } => format!("每 {interval} 天"),
        Rule::Weekly { days, parity: Some(Parity::Odd), .. } => {
            format!("单数周（ISO 周）的{}", weekdays(days))
        }
        Rule::Weekly { days, parity: Some(Parity::Even), .. } => {
            format!("双数周（ISO 周）的{}", weekdays(days))
        }
        Rule::Weekly { interval: 1, days, parity: None } if days.is_empty() => "每周".into(),
        Rule::Weekly { interval: 1, days, parity: None } => format!("每{}", weekdays(days)),
        Rule::Weekly { interval, days, parity: None } => {
            let weeks = match interval {
                2 => "每两周".to_owned(),
                n => format!("每 {n} 周"),
            };
            if days.is_empty() { weeks } else { format!("{weeks}的{}", weekdays(days)) }
        }
        Rule::Monthly { interval, months, nths } => {
            let mut of: Vec<(Weekday, Vec<String>)> = Vec::new();
            for nth in nths {
                match of.iter_mut().find(|(day, _)| *day == nth.day) {
                    Some((_, ordinals)) => ordinals.push(ordinal(nth.ordinal)),
                    None => of.push((nth.day, vec![ordinal(nth.ordinal)])),
                }
            }
            let parts: Vec<String> = of
                .iter()
                .map(|(day, ordinals)| format!("{}周{}", ordinals.join("、"), numeral(*day)))
                .collect();
            let from_end = nths.first().is_some_and(|nth| nth.ordinal < 0);
            format!("{}{}", of_months(*interval, months, from_end), parts.join("和"))
        }
        Rule::MonthDays { interval, months, days } => {
            let days: Vec<String> = days
                .iter()
                .map(|day| if *day == -1 { "最后一天".to_owned() } else { format!("{day}日") })
                .collect();
            format!("{}{}", of_months(*interval, months, false), days.join("、"))
        }
        Rule::DayAfterNth { nth, day } => {
            format!("每月{}周{}之后的周{}", ordinal(nth.ordinal), numeral(nth.day), numeral(*day))
        }
    }
}

fn weekdays(days: &[Weekday]) -> String {
    let workdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    if days == workdays {
        return "周一至周五".into();
    }
    format!("周{}", days.iter().map(|day| numeral(*day)).collect::<Vec<_>>().join("、"))
}

/// Which months. A quarter is its first month, and its last where days are counted from the end.
fn of_months(interval: u32, months: &[u32], from_end: bool) -> String {
    match (interval, months) {
        (_, [1, 4, 7, 10]) if !from_end => "每季度首月".into(),
        (_, [3, 6, 9, 12]) if from_end => "每季度末月".into(),
        (1, []) => "每月".into(),
        (2, []) => "每两个月".into(),
        (n, []) => format!("每 {n} 个月"),
        (_, months) => {
            let named: Vec<String> = months.iter().map(|month| format!("{month} 月")).collect();
            format!("每年 {}的", named.join("、"))
        }
    }
}

fn numeral(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    }
}

fn ordinal(n: i32) -> String {
    const NUMERALS: [&str; 6] = ["", "一", "二", "三", "四", "五"];
    let numeral = |n: i32| NUMERALS.get(n.unsigned_abs() as usize).copied().unwrap_or("");
    match n {
        -1 => "最后一个".into(),
        n if n < 0 => format!("倒数第{}个", numeral(n)),
        n => format!("第{}个", numeral(n)),
    }
}
