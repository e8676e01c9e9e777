//! Which days: weekday lists and ranges, weekdays by position, days of the month.

use chrono::Weekday;

use super::super::lexer::{Tok, Unit};
use super::cursor::FARTHEST;
use super::{Cursor, Said};

/// `every Monday`, `Tuesdays and Thursdays`, 每周二、四, 周一至周五, 工作日.
pub(super) fn weekdays(cursor: &mut Cursor<'_>) -> Option<Said> {
    let said_every = cursor.eat(&Tok::Every);
    if cursor.eat(&Tok::Workdays) {
        let days = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        return Some(Said::Days { days, every: said_every, plural: true, or: false });
    }
    let (days, plural, or) = day_list(cursor)?;
    Some(Said::Days { days, every: said_every, plural, or })
}

/// `first and third Thursday`, `every second Friday`, `2nd & 4th Wed`, 第一、第三周的周四, 最后一个周五.
pub(super) fn nths(cursor: &mut Cursor<'_>) -> Option<Said> {
    let every = cursor.eat(&Tok::Every);
    cursor.skip_fillers();
    let (ordinals, week) = ordinal_list(cursor)?;
    cursor.skip_fillers();
    // `第一周的周四`, `the first week's Thursday`.
    let week = cursor.eat(&Tok::Unit { unit: Unit::Week, adverb: false }) || week;
    cursor.skip_fillers();
    let (days, _, or) = day_list(cursor)?;
    let fits = ordinals.iter().all(|n| (1..=5).contains(&n.abs()));
    (fits && !or).then_some(Said::Nths { ordinals, days, every, week })
}

/// 每月9日，19日，29日; `on the 15th`.
pub(super) fn month_days(cursor: &mut Cursor<'_>) -> Option<Said> {
    let mut days = Vec::new();
    while let Some(day) = cursor.attempt(|cursor| {
        if !days.is_empty() {
            (days.len() < FARTHEST).then_some(())?;
            list_joint(cursor)?;
        }
        cursor.skip_fillers();
        let day = cursor.take(|tok| match tok {
            Tok::Number { value, .. } => i32::try_from(*value).ok(),
            Tok::Ordinal { n, week: false } if *n > 0 => Some(*n),
            _ => None,
        })?;
        let ordinal = matches!(cursor.previous(), Some(Tok::Ordinal { .. }));
        // `the second` may count anything: a small ordinal is a day before `of the month` or another day only.
        let of_month = matches!(cursor.peek(0), Some(Tok::Filler | Tok::And | Tok::Comma | Tok::Every));
        let counts_days = matches!(cursor.peek(0), Some(Tok::Weekday { .. }));
        let is_day = ordinal && !counts_days && (day > 5 || of_month);
        (is_day || cursor.eat(&Tok::MonthDay)).then_some(day)
    }) {
        days.push(day);
    }
    let fits = !days.is_empty() && days.iter().all(|day| (1..=31).contains(day));
    // A day after a month's name is a date, which other productions read.
    fits.then_some(Said::MonthDays(days))
}

/// Weekdays joined by `and`, a comma or a slash, or from one to another; whether one is plural; whether `or` joins them.
pub(super) fn day_list(cursor: &mut Cursor<'_>) -> Option<(Vec<Weekday>, bool, bool)> {
    let (first, mut plural) = cursor.take(weekday)?;
    let mut days = vec![first];
    let mut or = false;
    loop {
        let next = cursor.attempt(|cursor| {
            let joint = list_joint(cursor)?;
            let (day, plural) = cursor.take(weekday).or_else(|| {
                // 周二、四: the numeral is a weekday too, unless it begins a time.
                let day = cursor.take(numeral_weekday)?;
                let time = matches!(
                    cursor.peek(0),
                    Some(Tok::OClock | Tok::Colon | Tok::Unit { .. } | Tok::Times(_))
                );
                (!time).then_some((day, false))
            })?;
            Some((joint, day, plural))
        });
        let Some((joint, day, is_plural)) = next else { break };
        plural |= is_plural;
        match joint {
            ListJoint::To => {
                let from = *days.last().expect("the list starts with a day");
                days.extend(std::iter::successors(Some(from.succ()), |d| (*d != day).then(|| d.succ())));
            }
            ListJoint::And => days.push(day),
            ListJoint::Or => {
                or = true;
                days.push(day);
            }
        }
    }
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    Some((days, plural, or))
}

fn ordinal_list(cursor: &mut Cursor<'_>) -> Option<(Vec<i32>, bool)> {
    let (first, mut week) = cursor.take(ordinal)?;
    let mut ordinals = vec![first];
    while let Some((n, in_week)) = cursor.attempt(|cursor| {
        (ordinals.len() < FARTHEST).then_some(())?;
        list_joint(cursor)?;
        cursor.skip_fillers();
        cursor.take(ordinal).or_else(|| {
            let n = cursor.take(|tok| match tok {
                Tok::Number { value: n @ 1..=5, chinese: true, .. } => i32::try_from(*n).ok(),
                _ => None,
            })?;
            Some((n, false))
        })
    }) {
        week |= in_week;
        ordinals.push(n);
    }
    ordinals.sort_by_key(|n| (*n < 0, *n));
    ordinals.dedup();
    Some((ordinals, week))
}

enum ListJoint {
    And,
    Or,
    To,
}

fn list_joint(cursor: &mut Cursor<'_>) -> Option<ListJoint> {
    let comma = cursor.eat(&Tok::Comma);
    let joint = cursor.take(|tok| match tok {
        Tok::And => Some(ListJoint::And),
        Tok::Or | Tok::Slash => Some(ListJoint::Or),
        Tok::Range => Some(ListJoint::To),
        _ => None,
    });
    joint.or(comma.then_some(ListJoint::And))
}

fn weekday(tok: &Tok) -> Option<(Weekday, bool)> {
    match tok {
        Tok::Weekday { day, plural } => Some((*day, *plural)),
        _ => None,
    }
}

fn numeral_weekday(tok: &Tok) -> Option<Weekday> {
    match tok {
        Tok::Number { value: n @ 1..=6, chinese: true, .. } => {
            Weekday::try_from(u8::try_from(*n).ok()? - 1).ok()
        }
        Tok::MonthDay => Some(Weekday::Sun),
        _ => None,
    }
}

fn ordinal(tok: &Tok) -> Option<(i32, bool)> {
    match tok {
        Tok::Ordinal { n, week } => Some((*n, *week)),
        _ => None,
    }
}
