//! What no production could use: bounds, exceptions and numbers that bear on when it happens get a note, words none.

use super::super::lexer::{Tok, Unit};
use super::{Cursor, Said};

pub(super) fn unknown(cursor: &mut Cursor<'_>) -> Option<Said> {
    let noun = cursor.eat(&Tok::Meeting) || cursor.eat(&Tok::Between);
    (noun || cursor.eat(&Tok::Word)).then_some(Said::Unknown)
}

/// `at 9`: too little for a time of day.
pub(super) fn bare_number(cursor: &mut Cursor<'_>) -> Option<Said> {
    let after_preposition = matches!(cursor.previous(), Some(Tok::Filler | Tok::At));
    let hour = cursor.take(|tok| match tok {
        Tok::Number { value: 0..=24, digits: 1 | 2, .. } => Some(()),
        _ => None,
    });
    hour.filter(|()| after_preposition).map(|()| Said::BareNumber)
}

/// `6th Monday`, `0th Monday`.
pub(super) fn no_such_position(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.take(|tok| matches!(tok, Tok::Ordinal { .. }).then_some(()))?;
    cursor.take(|tok| matches!(tok, Tok::Weekday { .. }).then_some(()))?;
    Some(Said::NoSuchPosition)
}

/// `25:00`, `9:75`.
pub(super) fn no_such_time(cursor: &mut Cursor<'_>) -> Option<Said> {
    let two_digits = |tok: &Tok| match tok {
        Tok::Number { value, digits: 1 | 2, .. } => Some(*value),
        _ => None,
    };
    let hour = cursor.take(two_digits)?;
    cursor.eat(&Tok::Colon).then_some(())?;
    let minute = cursor.take(two_digits)?;
    (hour > 24 || minute > 59 || hour == 24 && minute > 0).then_some(Said::NoSuchTime)
}

/// Bounds and exceptions that no production could finish, `every other` of nothing that is counted, dates that nothing says
/// the purpose of, half a time, and `for 3 weeks`.
pub(super) fn passed_over(cursor: &mut Cursor<'_>) -> Option<Said> {
    let number = |tok: &Tok| matches!(tok, Tok::Number { .. }).then_some(());
    // What is excepted is never left behind to be read as if it were not.
    if cursor.eat(&Tok::Except) {
        cursor.skip_while(|tok| !matches!(tok, Tok::Comma | Tok::Open | Tok::Close | Tok::Field | Tok::Dot));
        return Some(Said::PassedOver);
    }
    // What is known to restrict a cadence, and no production could use.
    let restricts = matches!(
        cursor.peek(0),
        Some(
            Tok::Unread
                | Tok::Off
                | Tok::Ends
                | Tok::Half
                | Tok::QuarterHour
                | Tok::Past { .. }
                | Tok::About
                | Tok::Parity(_)
        )
    );
    let in_a_row = matches!(cursor.peek(0), Some(Tok::Ordinal { .. }))
        && matches!(
            cursor.peek(1),
            Some(
                Tok::And | Tok::Comma | Tok::Open | Tok::Number { .. } | Tok::Unit { unit: Unit::Month, .. }
            )
        );
    let year = matches!(cursor.previous(), Some(Tok::Filler))
        && matches!(cursor.peek(0), Some(Tok::Number { value: 2000..=2199, digits: 4, .. }));
    let times = matches!(cursor.peek(0), Some(Tok::Number { .. })) && cursor.peek(1) == Some(&Tok::Meeting);
    if restricts || in_a_row || year || times {
        cursor.skip();
        return Some(Said::PassedOver);
    }
    // `9 and 5 pm`: the nine is an hour, too.
    let joined = |cursor: &mut Cursor<'_>| {
        cursor.take(|tok| matches!(tok, Tok::Number { value: 0..=24, digits: 1 | 2, .. }).then_some(()))?;
        cursor.take(|tok| matches!(tok, Tok::And | Tok::Or | Tok::Comma | Tok::Slash).then_some(()))?;
        cursor.take(number)?;
        let timed = matches!(
            cursor.peek(0),
            Some(Tok::Colon | Tok::Meridiem { .. } | Tok::OClock | Tok::And | Tok::Comma)
        );
        timed.then_some(())
    };
    let mark = cursor.mark();
    let hour = cursor.attempt(joined);
    if hour.is_some() {
        // Only the first number is passed over; what follows is read.
        cursor.reset(mark);
        cursor.skip();
        return Some(Said::PassedOver);
    }
    if cursor.eat(&Tok::Starting) || cursor.eat(&Tok::Until) {
        cursor.skip_fillers();
        let dated = matches!(
            cursor.peek(0),
            Some(Tok::Month(_) | Tok::Ordinal { .. } | Tok::Number { digits: 4, .. })
        );
        return dated.then_some(Said::PassedOver);
    }
    if cursor.attempt(|cursor| (cursor.eat(&Tok::Every) && cursor.eat(&Tok::Other)).then_some(())).is_some() {
        return Some(Said::PassedOver);
    }
    let half_a_time = cursor.attempt(|cursor| {
        cursor.take(number)?;
        cursor.eat(&Tok::Colon).then_some(())?;
        cursor.take(number)
    });
    let counted = |cursor: &mut Cursor<'_>| {
        cursor.take(number)?;
        cursor.take(|tok| matches!(tok, Tok::Unit { adverb: false, .. }).then_some(()))
    };
    let about = |cursor: &mut Cursor<'_>| {
        cursor.take(number)?;
        cursor.eat(&Tok::MonthDay).then_some(())?;
        cursor.eat(&Tok::About).then_some(())
    };
    let half_a_time = half_a_time.or_else(|| cursor.attempt(about));
    // `every seven weeks`, `first three Tuesdays`: what is counted otherwise.
    let every_other = |cursor: &mut Cursor<'_>| {
        cursor.eat(&Tok::Every).then_some(())?;
        cursor.take(|tok| matches!(tok, Tok::Word | Tok::Ordinal { .. }).then_some(()))?;
        cursor.take(|tok| matches!(tok, Tok::Unit { adverb: false, .. }).then_some(()))
    };
    let counts_days = |cursor: &mut Cursor<'_>| {
        cursor.take(|tok| matches!(tok, Tok::Ordinal { .. }).then_some(()))?;
        cursor.take(|tok| matches!(tok, Tok::Number { .. } | Tok::Ordinal { .. }).then_some(()))?;
        matches!(cursor.peek(0), Some(Tok::Weekday { .. })).then_some(())
    };
    let counted_otherwise = cursor.attempt(every_other).or_else(|| cursor.attempt(counts_days));
    let half_a_time = half_a_time.or(counted_otherwise);
    let found = half_a_time.or_else(|| cursor.attempt(counted)).or_else(|| super::date::unfinished(cursor));
    found.map(|()| Said::PassedOver)
}
