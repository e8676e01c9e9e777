//! Which months: `in March`, `of odd months`, `May to September`, 一、四、七、十月.

use super::super::Parity;
use super::super::lexer::{Tok, Unit};
use super::frequency::small_number;
use super::{Cursor, Said};

/// `in March`, `of odd months`, 三月. A month with a day is a date, and one after `starting` a bound.
pub(super) fn in_months(cursor: &mut Cursor<'_>) -> Option<Said> {
    let parity = |cursor: &mut Cursor<'_>| {
        let parity = cursor.take(|tok| if let Tok::Parity(parity) = tok { Some(*parity) } else { None })?;
        cursor.skip_fillers();
        cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false }).then_some(())?;
        let first = if parity == Parity::Odd { 1 } else { 2 };
        Some(Said::InMonths((first..=12).step_by(2).collect()))
    };
    if let Some(said) = cursor.attempt(parity) {
        return Some(said);
    }
    let bound =
        matches!(cursor.previous(), Some(Tok::Starting | Tok::Until | Tok::Range | Tok::Number { .. }));
    if let Some(months) = cursor.attempt(numbered_months) {
        return (!bound).then_some(Said::InMonths(months));
    }
    let mut months = vec![cursor.attempt(month)?];
    while let Some((to, next)) = cursor.attempt(|cursor| {
        let to = cursor.eat(&Tok::Range) || cursor.eat(&Tok::Until);
        let comma = cursor.eat(&Tok::Comma);
        (to || cursor.eat(&Tok::And) || comma).then_some(())?;
        Some((to, month(cursor)?))
    }) {
        through(&mut months, to, next);
    }
    months.sort_unstable();
    (!bound).then_some(Said::InMonths(months))
}

/// One month more, or all of those up to it, over the turn of the year too: `May to September`.
fn through(months: &mut Vec<u32>, to: bool, next: u32) {
    let mut from = months.last().copied().unwrap_or(next);
    while to && from % 12 + 1 != next && from != next {
        from = from % 12 + 1;
        months.push(from);
    }
    months.push(next);
}

/// 一、四、七、十月: the word stands once, behind all of them.
fn numbered_months(cursor: &mut Cursor<'_>) -> Option<Vec<u32>> {
    let counts = matches!(cursor.previous(), Some(Tok::Every | Tok::Other));
    let number = |cursor: &mut Cursor<'_>| cursor.take(small_number).filter(|n| *n <= 12);
    let mut months = vec![number(cursor)?];
    while let Some((to, next)) = cursor.attempt(|cursor| {
        let to = cursor.eat(&Tok::Range);
        let joined = cursor.eat(&Tok::Comma) || cursor.eat(&Tok::And) || cursor.eat(&Tok::Slash);
        (months.len() < 12 && (to || joined)).then_some(())?;
        Some((to, number(cursor)?))
    }) {
        through(&mut months, to, next);
    }
    months.sort_unstable();
    let named = months.len() > 1 && !counts && cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false });
    let dated = matches!(cursor.peek(0), Some(Tok::Number { .. }));
    (named && !dated).then_some(months)
}

/// A month by its name, or as in 三月, where no 每 counts the months. One with a day is a date.
fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    let counts = matches!(cursor.previous(), Some(Tok::Every | Tok::Other));
    let named = cursor.take(|tok| if let Tok::Month(month) = tok { Some(*month) } else { None });
    let month = match named {
        Some(month) => month,
        None => {
            let number = cursor.take(small_number).filter(|number| *number <= 12 && !counts)?;
            cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false }).then_some(number)?
        }
    };
    // `Sept. 13`.
    let dot = usize::from(cursor.peek(0) == Some(&Tok::Dot));
    let dated = match (cursor.peek(dot), cursor.peek(dot + 1)) {
        (Some(Tok::Number { value: 1..=31, digits: 1 | 2, .. }), behind) => {
            !matches!(behind, Some(Tok::Colon | Tok::Meridiem { .. } | Tok::OClock | Tok::Zone(_)))
        }
        (Some(Tok::Ordinal { week: false, .. }), behind) => {
            // 9月第一个、第三个周一: what is listed are weekdays.
            let listed = matches!(behind, Some(Tok::Comma | Tok::And))
                && matches!(cursor.peek(2), Some(Tok::Ordinal { .. }));
            !listed && !matches!(behind, Some(Tok::Weekday { .. } | Tok::Filler))
        }
        _ => false,
    };
    (!dated).then_some(month)
}
