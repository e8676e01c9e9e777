//! Which days: weekday lists and ranges, weekdays by position, days of the month.

use chrono::Weekday;

use super::super::lexer::{Tok, Unit};
use super::cursor::FARTHEST;
use super::{Cursor, Said};

/// `every Monday`, `Tuesdays and Thursdays`, 每周二、四, 周一至周五, 工作日.
pub(super) fn weekdays(cursor: &mut Cursor<'_>) -> Option<Said> {
    let said_every = every(cursor);
    if cursor.eat(&Tok::Weekend) {
        let days = vec![Weekday::Sat, Weekday::Sun];
        return Some(Said::Days { days, every: said_every, plural: true, or: false });
    }
    if cursor.eat(&Tok::Workdays) {
        let days = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        return Some(Said::Days { days, every: said_every, plural: true, or: false });
    }
    let (days, plural, or) = day_list(cursor)?;
    if said_every {
        // `every Wednesday of the month` is every Wednesday.
        cursor.attempt(|cursor| {
            cursor.eat(&Tok::Filler).then_some(())?;
            cursor.skip_fillers();
            cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false }).then_some(())
        });
    }
    Some(Said::Days { days, every: said_every, plural, or })
}

/// `first and third Thursday`, `every second Friday`, `2nd & 4th Wed`, 第一、第三周的周四, 最后一个周五.
pub(super) fn nths(cursor: &mut Cursor<'_>) -> Option<Said> {
    let every = every(cursor);
    cursor.skip_fillers();
    let (ordinals, week) = ordinal_list(cursor)?;
    ordinals.iter().all(|n| (1..=5).contains(&n.abs())).then_some(())?;
    cursor.skip_fillers();
    // `第一周的周四`, `the first week's Thursday`, `the first week of the month, on Thursdays`.
    let week = cursor.eat(&Tok::Unit { unit: Unit::Week, adverb: false }) || week;
    let listed = cursor.attempt(|cursor| {
        cursor.skip_fillers();
        day_list(cursor)
    });
    match listed {
        Some((days, _, or)) => (!or).then_some(Said::Nths { ordinals, days, every, week }),
        // The weekdays stand elsewhere.
        None => (week && !(every && ordinals.len() == 1)).then_some(Said::Nths {
            ordinals,
            days: vec![],
            every,
            week,
        }),
    }
}

/// `last working day`, `2nd business day`, 最后一个工作日: another weekday each month.
pub(super) fn nth_workday(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Every);
    cursor.skip_fillers();
    cursor.take(ordinal)?;
    cursor.take(|tok| matches!(tok, Tok::Number { value: 1, chinese: true, .. }).then_some(()));
    cursor.eat(&Tok::Workdays).then_some(Said::NthWorkday)
}

/// `every`, which may stand before a link: `every [Thursday](https://…)`.
fn every(cursor: &mut Cursor<'_>) -> bool {
    let every = cursor.eat(&Tok::Every);
    if every {
        cursor.eat(&Tok::Open);
    }
    every
}

/// 每月9日，19日，29日; `on the 15th`.
pub(super) fn month_days(cursor: &mut Cursor<'_>) -> Option<Said> {
    if let Some(days) = cursor.attempt(marked_list) {
        return Some(Said::MonthDays(days));
    }
    let mut days = Vec::new();
    let mut sure = false;
    while let Some((to, day, is_sure)) = cursor.attempt(|cursor| {
        let mut to = false;
        if !days.is_empty() {
            (days.len() < FARTHEST).then_some(())?;
            to = matches!(list_joint(cursor)?, ListJoint::To);
        }
        cursor.skip_fillers();
        if let Some(day) = cursor.attempt(counted_day) {
            return Some((to, day, true));
        }
        let day = cursor.take(|tok| match tok {
            Tok::Number { value, .. } => i32::try_from(*value).ok(),
            Tok::Ordinal { n, week: false } if *n > 0 => Some(*n),
            _ => None,
        })?;
        let ordinal = matches!(cursor.previous(), Some(Tok::Ordinal { .. }));
        if cursor.eat(&Tok::MonthDay) {
            return Some((to, day, true));
        }
        // `the second` may count anything: a small ordinal is a day before `of the month` or beside another day only.
        let of_month = matches!(cursor.peek(0), Some(Tok::Filler | Tok::Every));
        let listed = matches!(cursor.peek(0), Some(Tok::And | Tok::Comma));
        let counts = matches!(cursor.peek(0), Some(Tok::Weekday { .. } | Tok::Unit { unit: Unit::Week, .. }));
        let is_day = ordinal && !counts && (day > 5 || of_month || listed || !days.is_empty());
        is_day.then_some((to, day, day > 5 || of_month))
    }) {
        let from = days.last().copied().unwrap_or(day);
        match to && 0 < from && from < day && day <= 31 {
            true => days.extend(from + 1..=day),
            false => days.push(day),
        }
        sure |= is_sure;
    }
    // 每月5号前: some day up to then.
    if cursor.peek(0) == Some(&Tok::About) {
        return None;
    }
    let fits = sure && days.iter().all(|day| *day == -1 || (1..=31).contains(day));
    fits.then_some(Said::MonthDays(days))
}

/// 10、20、30号, 1到5号: the mark stands once, behind all of them.
fn marked_list(cursor: &mut Cursor<'_>) -> Option<Vec<i32>> {
    let day = |tok: &Tok| match tok {
        Tok::Number { value: value @ 1..=31, .. } => i32::try_from(*value).ok(),
        _ => None,
    };
    let mut days = vec![cursor.take(day)?];
    while let Some((joint, day)) = cursor.attempt(|cursor| {
        (days.len() < FARTHEST).then_some(())?;
        Some((list_joint(cursor)?, cursor.take(day)?))
    }) {
        let from = days.last().copied().unwrap_or(day);
        match joint {
            ListJoint::To if from < day => days.extend(from + 1..=day),
            ListJoint::And | ListJoint::Slash | ListJoint::To | ListJoint::Or => days.push(day),
        }
    }
    let marked = days.len() > 1 && cursor.eat(&Tok::MonthDay);
    // Where each is marked, as in 10号、20号, or it is about then, others read it.
    let goes_on = matches!(cursor.peek(0), Some(Tok::Comma | Tok::And | Tok::Range | Tok::About));
    (marked && !goes_on).then_some(days)
}

/// `the last day`, `the 15th day`, 最后一天.
fn counted_day(cursor: &mut Cursor<'_>) -> Option<i32> {
    let (n, _) = cursor.take(ordinal)?;
    cursor.take(|tok| matches!(tok, Tok::Number { value: 1, chinese: true, .. }).then_some(()));
    (cursor.eat(&Tok::Unit { unit: Unit::Day, adverb: false }) || cursor.eat(&Tok::MonthDay)).then_some(n)
}

/// Weekdays joined by `and`, a comma or a slash, or from one to another; whether one is plural; whether `or` joins them.
pub(super) fn day_list(cursor: &mut Cursor<'_>) -> Option<(Vec<Weekday>, bool, bool)> {
    let (first, mut plural) = cursor.take(weekday)?;
    let mut days = vec![first];
    let mut or = false;
    let mut slashes = 0;
    loop {
        let next = cursor.attempt(|cursor| {
            // 周三周四: Chinese needs no joint.
            let run_on = cursor.touching()
                && cursor.peek(0).is_some_and(|tok| weekday(tok).is_some() || numeral_weekday(tok).is_some());
            let joint = if run_on { ListJoint::And } else { list_joint(cursor)? };
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
            ListJoint::Slash => {
                slashes += 1;
                days.push(day);
            }
        }
    }
    // `Thursday mornings` are those of every week.
    plural |= matches!(cursor.peek(0), Some(Tok::DayParts(_)));
    // `Tue/Thu` may be either; `Tue/Thu/Sat` and `Tuesdays/Thursdays` are all of them.
    or |= slashes == 1 && days.len() == 2 && !plural;
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    Some((days, plural, or))
}

fn ordinal_list(cursor: &mut Cursor<'_>) -> Option<(Vec<i32>, bool)> {
    let (first, mut week) = cursor.take(ordinal)?;
    let mut ordinals = vec![first];
    while let Some((to, (n, in_week))) = cursor.attempt(|cursor| {
        (ordinals.len() < FARTHEST).then_some(())?;
        let to = matches!(list_joint(cursor)?, ListJoint::To);
        cursor.skip_fillers();
        let next = cursor.take(ordinal).or_else(|| {
            // 第二、四个: the measure stands once.
            let n = cursor.take(|tok| match tok {
                Tok::Number { value: n @ 1..=5, .. } => i32::try_from(*n).ok(),
                _ => None,
            })?;
            let chinese = matches!(cursor.previous(), Some(Tok::Number { chinese: true, .. }));
            let measured = cursor.touching() && cursor.peek(0) == Some(&Tok::Filler);
            (chinese || measured).then_some((n, false))
        });
        Some((to, next?))
    }) {
        week |= in_week;
        // `1st-3rd Tuesday` is the second, too.
        let from = ordinals.last().copied().unwrap_or(n);
        match to && 0 < from && from < n && n <= 5 {
            true => ordinals.extend(from + 1..=n),
            false => ordinals.push(n),
        }
    }
    ordinals.sort_by_key(|n| (*n < 0, *n));
    ordinals.dedup();
    Some((ordinals, week))
}

enum ListJoint {
    And,
    Or,
    Slash,
    To,
}

fn list_joint(cursor: &mut Cursor<'_>) -> Option<ListJoint> {
    let comma = cursor.eat(&Tok::Comma);
    let joint = cursor.take(|tok| match tok {
        Tok::And => Some(ListJoint::And),
        Tok::Or => Some(ListJoint::Or),
        Tok::Slash => Some(ListJoint::Slash),
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
