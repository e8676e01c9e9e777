//! Dates, and what they bound: `starting March 20, 2019`, `2019 start date: Jan. 11th`, 从 2022.5.11 开始,
//! `2021/08/11-2023/06/28`.

use chrono::{NaiveDate, Weekday};

use super::super::lexer::Tok;
use super::{Cursor, Said};

/// A date, whose year may stand elsewhere.
struct Spoken {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Spoken {
    fn date(&self, year: Option<i32>) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.or(year)?, self.month, self.day)
    }
}

/// Two dates with a dash between: the first is where it starts. The end is read on the next round.
pub(super) fn range(cursor: &mut Cursor<'_>) -> Option<Said> {
    let first = spoken(cursor)?.date(None)?;
    let mark = cursor.mark();
    cursor.eat(&Tok::Range).then_some(())?;
    spoken(cursor)?.date(None)?;
    cursor.reset(mark);
    Some(Said::Start(first, None))
}

pub(super) fn start(cursor: &mut Cursor<'_>) -> Option<Said> {
    let year_before = cursor.attempt(|cursor| {
        let year = year(cursor)?;
        (cursor.peek(0) == Some(&Tok::Starting)).then_some(year)
    });
    if cursor.eat(&Tok::Starting) {
        let day = pass_to_date(cursor);
        let date = spoken(cursor)?.date(year_before)?;
        cursor.eat(&Tok::Starting);
        return Some(Said::Start(date, day));
    }
    // 2022年5月11日起.
    let date = spoken(cursor)?.date(None)?;
    cursor.eat(&Tok::Starting).then_some(Said::Start(date, None))
}

pub(super) fn until(cursor: &mut Cursor<'_>) -> Option<Said> {
    (cursor.eat(&Tok::Until) || cursor.eat(&Tok::Range)).then_some(())?;
    pass_to_date(cursor);
    Some(Said::Until(spoken(cursor)?.date(None)?))
}

/// A date of its own, which bounds nothing: `2025-03-06`, `Mar 6, 2025`.
pub(super) fn alone(cursor: &mut Cursor<'_>) -> Option<Said> {
    Some(Said::Date(spoken(cursor)?.date(None)?))
}

/// What looks like a date and is not known to be one: 2025-02-30, 06/02/2026, 13.06.2026, `June 2`.
pub(super) fn unfinished(cursor: &mut Cursor<'_>) -> Option<()> {
    let numbers = |cursor: &mut Cursor<'_>| {
        small(cursor)?;
        let separator = cursor.take(|tok| matches!(tok, Tok::Slash | Tok::Dot).then(|| tok.clone()))?;
        small(cursor)?;
        cursor.eat(&separator).then_some(())?;
        cursor.take(|tok| matches!(tok, Tok::Number { digits: 2 | 4, .. }).then_some(()))
    };
    // 2026年6月底.
    let month = |cursor: &mut Cursor<'_>| {
        year(cursor)?;
        cursor.eat(&Tok::YearMark).then_some(())?;
        small(cursor)?;
        cursor.take(|tok| matches!(tok, Tok::Unit { .. } | Tok::Ordinal { .. }).then_some(()))
    };
    let day = cursor.attempt(spoken).map(|_| ());
    day.or_else(|| cursor.attempt(numbers)).or_else(|| cursor.attempt(month))
}

/// `starting on: Wednesday, the`, before the date itself: the weekday, where there is one.
fn pass_to_date(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Colon | Tok::Comma | Tok::Starting | Tok::Mark));
    let day = cursor.take(|tok| if let Tok::Weekday { day, .. } = tok { Some(*day) } else { None });
    if day.is_some() {
        cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Comma | Tok::Dot));
    }
    day
}

fn spoken(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    cursor
        .attempt(numeric)
        .or_else(|| cursor.attempt(american))
        .or_else(|| cursor.attempt(month_first))
        .or_else(|| cursor.attempt(day_first))
}

/// 2025-10-24, 2021/08/11, 2022.5.11, 2024年9月10日.
fn numeric(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    let year = year(cursor)?;
    let separator = cursor.take(|tok| match tok {
        Tok::Range | Tok::Slash | Tok::Dot | Tok::YearMark => Some(tok.clone()),
        _ => None,
    })?;
    let month = small(cursor)?;
    let separated = match separator {
        Tok::YearMark => matches!(cursor.peek(0), Some(Tok::Unit { .. })),
        ref same => cursor.peek(0) == Some(same),
    };
    separated.then(|| cursor.skip())?;
    let day = small(cursor)?;
    cursor.eat(&Tok::MonthDay);
    Some(Spoken { year: Some(year), month, day })
}

/// 01/30/25, 1/30/2025: month, day and year, where the day is too large to be a month.
fn american(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    let month = small(cursor)?;
    cursor.eat(&Tok::Slash).then_some(())?;
    let day = small(cursor)?;
    cursor.eat(&Tok::Slash).then_some(())?;
    let year = cursor.take(|tok| match tok {
        Tok::Number { value: value @ 0..=99, digits: 2, .. } => {
            i32::try_from(*value).ok().map(|year| 2000 + year)
        }
        Tok::Number { value: value @ 1990..=2199, digits: 4, .. } => i32::try_from(*value).ok(),
        _ => None,
    })?;
    (month <= 12 && day > 12).then_some(Spoken { year: Some(year), month, day })
}

/// March 20, 2019; Jan. 11th; Sept 10th 2024.
fn month_first(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    // `2021 October, 19`.
    let year_before = cursor.attempt(year);
    let month = month(cursor)?;
    cursor.eat(&Tok::Dot);
    if year_before.is_some() {
        cursor.eat(&Tok::Comma);
    }
    let day = day(cursor)?;
    let year = year_before.or_else(|| {
        cursor.attempt(|cursor| {
            cursor.eat(&Tok::Comma);
            year(cursor)
        })
    });
    Some(Spoken { year, month, day })
}

/// 20 March 2019; 20th of March, 2019.
fn day_first(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    let day = day(cursor)?;
    cursor.skip_fillers();
    let month = month(cursor)?;
    cursor.eat(&Tok::Dot);
    cursor.eat(&Tok::Comma);
    Some(Spoken { year: cursor.attempt(year), month, day })
}

fn year(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.take(|tok| match tok {
        Tok::Number { value: value @ 1990..=2199, digits: 4, .. } => i32::try_from(*value).ok(),
        _ => None,
    })
}

fn small(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.take(|tok| match tok {
        Tok::Number { value: value @ 1..=31, .. } => Some(*value),
        _ => None,
    })
}

fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.take(|tok| if let Tok::Month(month) = tok { Some(*month) } else { None })
}

fn day(cursor: &mut Cursor<'_>) -> Option<u32> {
    small(cursor).or_else(|| {
        cursor.take(|tok| match tok {
            Tok::Ordinal { n, week: false } => u32::try_from(*n).ok().filter(|n| *n <= 31),
            _ => None,
        })
    })
}
