//! What else a cadence says: zones, exceptions, references to other meetings, joints.

use super::super::Nth;
use super::super::lexer::{Tok, Unit};
use super::{Cursor, Exception, Joint, Said, days, frequency};

pub(super) fn zone(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.take(|tok| if let Tok::Zone(phrase) = tok { Some(phrase.clone()) } else { None }).map(Said::Zone)
}

/// `except the first Monday of each month`, `except December`, `but not on Fridays`.
pub(super) fn except(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Except).then_some(())?;
    cursor.skip_while(|tok| matches!(tok, Tok::Filler | Tok::Word));
    if let Some(nths) = cursor.attempt(nths) {
        cursor.attempt(|cursor| {
            cursor.skip_fillers();
            cursor.eat(&Tok::Every);
            cursor.eat(&Tok::Unit { unit: Unit::Month, adverb: false }).then_some(())
        });
        return Some(Said::Except(Exception::Nths(nths)));
    }
    if let Some(Said::InMonths(months)) = cursor.attempt(frequency::in_months) {
        return Some(Said::Except(Exception::Months(months)));
    }
    days::day_list(cursor).map(|(days, _, _)| Said::Except(Exception::Days(days)))
}

/// 周六休息, 周日除外.
pub(super) fn except_behind(cursor: &mut Cursor<'_>) -> Option<Said> {
    let days = match days::weekdays(cursor)? {
        Said::Days { days, every: false, .. } => days,
        _ => return None,
    };
    let off = cursor.eat(&Tok::Off) || cursor.eat(&Tok::Except);
    off.then_some(Said::Except(Exception::Days(days)))
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

pub(super) fn remark(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.take(|tok| match tok {
        Tok::NoFixedTime => Some(Said::NoFixedTime),
        Tok::Elsewhere => Some(Said::Elsewhere),
        Tok::Stopped => Some(Said::Stopped),
        Tok::Negated => Some(Said::Negated),
        Tok::Tentative => Some(Said::Tentative),
        Tok::Alternating => Some(Said::Alternating),
        Tok::Relative => Some(Said::Relative),
        Tok::Season(whose) => Some(Said::Season(*whose)),
        Tok::InsteadOf => Some(Said::InsteadOf),
        Tok::MeetingOf(unit) => Some(Said::MeetingOf(*unit)),
        _ => None,
    })
}

pub(super) fn joint(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor
        .take(|tok| match tok {
            Tok::And => Some(Joint::And),
            Tok::Or => Some(Joint::Or),
            Tok::Slash => Some(Joint::Slash),
            Tok::Open | Tok::Close | Tok::Field => Some(Joint::Bracket),
            Tok::Comma => Some(Joint::Comma),
            _ => None,
        })
        .map(Said::Joint)
}

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

/// Bounds and exceptions that no production could finish, `every other` of nothing that is counted, dates that nothing says the purpose of, half a time, and
/// `for 3 weeks`.
pub(super) fn passed_over(cursor: &mut Cursor<'_>) -> Option<Said> {
    let number = |tok: &Tok| matches!(tok, Tok::Number { .. }).then_some(());
    if cursor.eat(&Tok::Except) {
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
    let found = half_a_time.or_else(|| cursor.attempt(counted)).or_else(|| super::date::impossible(cursor));
    found.map(|()| Said::PassedOver)
}
