//! Dates, and what they bound: `starting March 20, 2019`, `2019 start date: Jan. 11th`, 从 2022.5.11 开始,
//! `2021/08/11-2023/06/28`.

use chrono::NaiveDate;

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
    Some(Said::Start(first))
}

pub(super) fn start(cursor: &mut Cursor<'_>) -> Option<Said> {
    let year_before = cursor.attempt(|cursor| {
        let year = year(cursor)?;
        (cursor.peek(0) == Some(&Tok::Starting)).then_some(year)
    });
    if cursor.eat(&Tok::Starting) {
        pass_to_date(cursor);
        let date = spoken(cursor)?.date(year_before)?;
        cursor.eat(&Tok::Starting);
        return Some(Said::Start(date));
    }
    // 2022年5月11日起.
    let date = spoken(cursor)?.date(None)?;
    cursor.eat(&Tok::Starting).then_some(Said::Start(date))
}

pub(super) fn until(cursor: &mut Cursor<'_>) -> Option<Said> {
    (cursor.eat(&Tok::Until) || cursor.eat(&Tok::Range)).then_some(())?;
    pass_to_date(cursor);
    Some(Said::Until(spoken(cursor)?.date(None)?))
}

/// A date of its own, which bounds nothing.
pub(super) fn alone(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.attempt(numeric).map(|_| ())
}

/// `starting on: Wednesday, the`, before the date itself.
fn pass_to_date(cursor: &mut Cursor<'_>) {
    cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Colon | Tok::Comma | Tok::Starting));
    if matches!(cursor.peek(0), Some(Tok::Weekday { .. })) {
        cursor.skip();
        cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Comma | Tok::Dot));
    }
}

fn spoken(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    cursor.attempt(numeric).or_else(|| cursor.attempt(month_first)).or_else(|| cursor.attempt(day_first))
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

/// March 20, 2019; Jan. 11th; Sept 10th 2024.
fn month_first(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    let month = month(cursor)?;
    cursor.eat(&Tok::Dot);
    let day = day(cursor)?;
    let year = cursor.attempt(|cursor| {
        cursor.eat(&Tok::Comma);
        year(cursor)
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
