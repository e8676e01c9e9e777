//! What does not count: `except the first Monday`, 周六休息, 每月最后一个周二不开会.

use super::super::Nth;
use super::super::lexer::{Tok, Unit};
use super::{Cursor, Exception, Said, days, months};

/// `except the first Monday of each month`, `except December`, `but not on Fridays`, 除每月第一个周二外.
pub(super) fn except(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Except).then_some(())?;
    cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Word));
    excepted(cursor).map(Said::Except)
}

/// 周六休息, 周日除外, 12月除外.
pub(super) fn except_behind(cursor: &mut Cursor<'_>) -> Option<Said> {
    let exception = excepted(cursor)?;
    (cursor.eat(&Tok::Off) || cursor.eat(&Tok::Except)).then_some(Said::Except(exception))
}

fn excepted(cursor: &mut Cursor<'_>) -> Option<Exception> {
    let of_month = |cursor: &mut Cursor<'_>| {
        cursor.skip_fillers();
        cursor.eat(&Tok::Every);
        cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false }).then_some(())
    };
    cursor.attempt(of_month);
    if let Some(nths) = cursor.attempt(nths) {
        cursor.attempt(of_month);
        return Some(Exception::Nths(nths));
    }
    if let Some(Said::InMonths(months)) = cursor.attempt(months::in_months) {
        return Some(Exception::Months(months));
    }
    match cursor.attempt(days::weekdays)? {
        Said::Days { days, .. } => Some(Exception::Days(days)),
        _ => None,
    }
}

/// `after the fourth Tuesday`, 第四个周二之后的.
pub(super) fn after_nth(cursor: &mut Cursor<'_>) -> Option<Said> {
    let nth = beside_nth(cursor, &Tok::After)?;
    // Months without a fifth weekday would need a rule of their own.
    (nth.ordinal.abs() < 5).then_some(Said::AfterNth { nth })
}

/// `before the first Tuesday`, 第一个周二之前的.
pub(super) fn before_nth(cursor: &mut Cursor<'_>) -> Option<Said> {
    let nth = beside_nth(cursor, &Tok::Before)?;
    // The week before the fourth to last weekday is that of a fifth one.
    matches!(nth.ordinal, 1..=4 | -3..=-1).then_some(Said::BeforeNth { nth })
}

/// One nth weekday, with a word before it in English or behind it in Chinese.
fn beside_nth(cursor: &mut Cursor<'_>, word: &Tok) -> Option<Nth> {
    let in_front = cursor.eat(word);
    if in_front {
        cursor.skip_fillers();
    }
    let [nth] = nths(cursor)?[..] else { return None };
    (in_front || cursor.eat(word)).then_some(nth)
}

fn nths(cursor: &mut Cursor<'_>) -> Option<Vec<Nth>> {
    match days::nths(cursor)? {
        Said::Nths { ordinals, days, .. } => {
            let pairs = ordinals.iter().flat_map(|n| days.iter().map(|day| Nth { ordinal: *n, day: *day }));
            Some(pairs.collect())
        }
        _ => None,
    }
}
