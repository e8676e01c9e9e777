//! How long it lasts: `1小时`, `for about an hour`, `(60 min)`, `1.5 hours`, 一个半小时, `1h30m`.

use chrono::TimeDelta;

use super::super::lexer::Tok;
use super::{Cursor, Said};

pub(super) fn length(cursor: &mut Cursor<'_>) -> Option<Said> {
    // `the first 10 minutes`, 提前10分钟: of something else.
    let of_else = matches!(cursor.previous(), Some(Tok::Ordinal { .. } | Tok::About | Tok::Before));
    let mut minutes = one(cursor)?;
    // `1 hour 30 minutes`, `an hour and a half`.
    let more = cursor.attempt(|cursor| {
        cursor.eat(&Tok::And);
        cursor.skip_fillers();
        // `1h30` needs no `m`.
        let touching = cursor.touching();
        let bare = cursor.attempt(|cursor| {
            let minutes = cursor.take(|tok| match tok {
                Tok::Number { value: value @ 0..=59, digits: 2, .. } => Some(i64::from(*value)),
                _ => None,
            })?;
            (touching && cursor.peek(0) != Some(&Tok::Minutes)).then_some(minutes)
        });
        if cursor.eat(&Tok::Half) { Some(30) } else { bare.or_else(|| one(cursor).filter(|more| *more < 60)) }
    });
    if minutes % 60 == 0 {
        minutes += more.unwrap_or(0);
    }
    let before = matches!(cursor.peek(0), Some(Tok::Before | Tok::After | Tok::About));
    (!of_else && !before && (1..=24 * 60).contains(&minutes))
        .then(|| Said::Length(TimeDelta::minutes(minutes)))
}

/// A number of hours or minutes, in minutes.
fn one(cursor: &mut Cursor<'_>) -> Option<i64> {
    let value = |tok: &Tok| match tok {
        Tok::Number { value, .. } => Some(i64::from(*value)),
        _ => None,
    };
    let number = cursor.take(value);
    // `1.5 hours`.
    let tenths = cursor.attempt(|cursor| {
        cursor.eat(&Tok::Dot).then_some(())?;
        cursor.take(|tok| {
            if let Tok::Number { value, digits: 1, .. } = tok { Some(i64::from(*value)) } else { None }
        })
    });
    let article = number.is_none() && cursor.peek(0) == Some(&Tok::Filler);
    cursor.skip_fillers();
    let half = cursor.eat(&Tok::Half);
    cursor.skip_fillers();
    // `an hour`: the article is one; `half an hour` has none before.
    (number.is_some() || half || article).then_some(())?;
    let minutes_per = cursor.take(|tok| match tok {
        Tok::Hours => Some(60),
        Tok::Minutes => Some(1),
        _ => None,
    })?;
    // `17h-18h` are times of day.
    (minutes_per == 1 || number.is_none_or(|hours| hours <= 12)).then_some(())?;
    let whole = number.unwrap_or(if half { 0 } else { 1 });
    let part = if half { minutes_per / 2 } else { tenths.unwrap_or(0) * minutes_per / 10 };
    Some(whole * minutes_per + part)
}
