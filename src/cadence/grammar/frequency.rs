//! How often: `weekly`, `every other week`, `every 4 Mondays`, 每两周, 隔周, `of each month`.

use super::super::lexer::{Tok, Unit};
use super::days::day_list;
use super::{Cursor, Said};

const WEEKLY: u32 = 1;

pub(super) fn frequency(cursor: &mut Cursor<'_>) -> Option<Said> {
    let every = cursor.eat(&Tok::Every);
    // `every-other-week`.
    if every && cursor.peek(0) == Some(&Tok::Filler) && cursor.peek(1) == Some(&Tok::Other) {
        cursor.skip();
    }
    if cursor.eat(&Tok::EveryTwoWeeks) {
        cursor.eat(&Tok::Unit { unit: Unit::Week, adverb: false });
        // `biweekly-odd`.
        let parity = cursor.attempt(|cursor| {
            cursor.skip_fillers();
            cursor.take(|tok| if let Tok::Parity(parity) = tok { Some(*parity) } else { None })
        });
        if let Some(parity) = parity {
            return Some(Said::Parity(parity));
        }
        return Some(Said::Frequency { interval: 2, unit: Unit::Week });
    }
    if cursor.eat(&Tok::EveryThreeWeeks) {
        return Some(Said::Frequency { interval: 3, unit: Unit::Week });
    }
    if cursor.eat(&Tok::Bimonthly) {
        return Some(Said::Bimonthly);
    }
    if let Some(said) = cursor.attempt(|cursor| other(cursor, every)) {
        return Some(said);
    }
    if let Some(said) = cursor.attempt(|cursor| alternating(cursor)) {
        return Some(said);
    }
    if let Some(unit) =
        cursor.take(|tok| if let Tok::Unit { unit, adverb: true } = tok { Some(*unit) } else { None })
    {
        return Some(Said::Frequency { interval: 1, unit });
    }
    if every {
        return every_unit(cursor);
    }
    // `of the month`, but not a month by itself.
    matches!(cursor.previous(), Some(Tok::Filler)).then_some(())?;
    let unit = cursor.take(unit)?;
    matches!(unit, Unit::Month | Unit::Quarter | Unit::Year).then_some(Said::Frequency { interval: 1, unit })
}

/// `every second week`, whose ordinal counts weeks and no weekdays.
pub(super) fn nth_week_frequency(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Every).then_some(())?;
    cursor.eat(&Tok::Filler);
    let n = cursor.take(|tok| match tok {
        Tok::Ordinal { n, week: false } if *n > 1 => u32::try_from(*n).ok(),
        _ => None,
    })?;
    let unit = cursor.take(unit)?;
    Some(Said::Frequency { interval: n, unit })
}

/// `week 2 of 3`, 每轮的第2周: which of every three weeks, counted from the first.
pub(super) fn turn(cursor: &mut Cursor<'_>) -> Option<Said> {
    if cursor.eat(&Tok::Turn) {
        cursor.skip_fillers();
        let n = cursor
            .take(|tok| if let Tok::Ordinal { n, .. } = tok { u32::try_from(*n).ok() } else { None })?;
        cursor.take(unit);
        return Some(Said::Turn(n.checked_sub(1)?));
    }
    let unit = cursor.take(unit)?;
    let n = cursor.take(interval)?;
    if unit == Unit::Week && cursor.peek(0) == Some(&Tok::Colon) {
        return Some(Said::WeekOf(n));
    }
    cursor.eat(&Tok::Filler).then_some(())?;
    let of = cursor.take(interval)?;
    (n <= of).then_some(Said::Turn(n - 1))
}

/// `odd weeks`, `every even week`, 单周.
pub(super) fn parity(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Every);
    // `in weeks with odd numbers`.
    let weeks = cursor.attempt(|cursor| {
        cursor.eat(&Tok::Unit { unit: Unit::Week, adverb: false }).then_some(())?;
        cursor.eat(&Tok::Word).then_some(())
    });
    let parity = cursor.take(|tok| if let Tok::Parity(parity) = tok { Some(*parity) } else { None })?;
    let chinese = matches!(cursor.peek(0), Some(Tok::Weekday { .. }));
    cursor.skip_fillers();
    let named = cursor.eat(&Tok::Unit { unit: Unit::Week, adverb: false });
    (named || chinese || weeks.is_some()).then_some(Said::Parity(parity))
}

/// 两周一次, `once a week`, `twice a month`, 每周一次.
pub(super) fn counted(cursor: &mut Cursor<'_>) -> Option<Said> {
    let number = cursor.take(small_number);
    // `2-weekly`.
    let adverb = |cursor: &mut Cursor<'_>| {
        cursor.eat(&Tok::Range);
        cursor.eat(&Tok::Filler);
        cursor.take(|tok| if let Tok::Unit { unit, adverb: true } = tok { Some(*unit) } else { None })
    };
    if let (Some(interval), Some(unit)) = (number, number.and_then(|_| cursor.attempt(adverb))) {
        return Some(Said::Frequency { interval, unit });
    }
    if let (Some(interval), Some(unit)) = (number, cursor.take(unit)) {
        let counted = cursor.attempt(|cursor| {
            cursor.take(small_number);
            cursor.take(times)
        });
        return counted.map(|_| Said::Frequency { interval, unit });
    }
    let times = cursor.take(times)?.or(number)?;
    let unit = cursor.attempt(|cursor| {
        (cursor.eat(&Tok::Filler) || cursor.eat(&Tok::Every)).then_some(())?;
        cursor.take(unit)
    });
    Some(Said::Count { times, unit })
}

/// `1/month`.
pub(super) fn per(cursor: &mut Cursor<'_>) -> Option<Said> {
    let times = cursor.take(small_number)?;
    cursor.eat(&Tok::Slash).then_some(())?;
    let unit = cursor.take(unit)?;
    Some(Said::Count { times, unit: Some(unit) })
}

/// `Weekly Meeting:`, which is what a meeting is called.
pub(super) fn meeting_of(cursor: &mut Cursor<'_>) -> Option<Said> {
    let unit =
        cursor.take(|tok| if let Tok::Unit { unit, adverb: true } = tok { Some(*unit) } else { None })?;
    cursor.eat(&Tok::Meeting).then_some(())?;
    matches!(cursor.peek(0), Some(Tok::Colon | Tok::Open)).then_some(Said::MeetingOf(unit))
}

fn times(tok: &Tok) -> Option<Option<u32>> {
    if let Tok::Times(times) = tok { Some(*times) } else { None }
}

/// 从…调整为: what stands before it is past.
pub(super) fn changed_to(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::ChangedTo).then_some(Said::ChangedTo)
}

/// `every other week`, `every other Thursday`, `alternate Mondays`, 每隔一周, 隔周.
fn other(cursor: &mut Cursor<'_>, every: bool) -> Option<Said> {
    cursor.eat(&Tok::Other).then_some(())?;
    // `alternate weekly between A and B`.
    if !every && (0..3).any(|ahead| cursor.peek(ahead) == Some(&Tok::Between)) {
        while !cursor.eat(&Tok::Between) {
            cursor.skip();
        }
        return Some(Said::Alternating);
    }
    cursor.eat(&Tok::Filler);
    let number = cursor.take(small_number);
    cursor.eat(&Tok::Filler);
    let interval = match number {
        // 每隔两周 says `two weeks between` and is used for `every two weeks`.
        Some(n) if n > 1 => n,
        _ => 2,
    };
    if let Some(unit) = cursor.take(unit) {
        return Some(Said::Frequency { interval, unit });
    }
    // `every other [Tuesday](https://…)`.
    cursor.eat(&Tok::Open);
    let day_follows = matches!(cursor.peek(0), Some(Tok::Weekday { .. }));
    (day_follows && (every || number.is_none())).then_some(Said::Frequency { interval, unit: Unit::Week })
}

/// `alternating Wednesdays`, `on alternating weeks`.
fn alternating(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.eat(&Tok::Alternating).then_some(())?;
    match cursor.peek(0)? {
        Tok::Unit { unit: Unit::Week, .. } => {
            cursor.skip();
            Some(Said::Frequency { interval: 2, unit: Unit::Week })
        }
        Tok::Weekday { plural: true, .. } => Some(Said::Alternating),
        _ => None,
    }
}

/// `every week`, `every 2 weeks`, `every four weeks'`, `every 4 Mondays`, 每个月, 每3周.
fn every_unit(cursor: &mut Cursor<'_>) -> Option<Said> {
    let number = cursor.take(interval);
    cursor.skip_fillers();
    let interval = number.unwrap_or(WEEKLY).max(1);
    if let Some(unit) = cursor.take(unit) {
        return Some(Said::Frequency { interval, unit });
    }
    // 每日, 每晚, `every morning`: the part of the day belongs to the time.
    let each_day = cursor.eat(&Tok::MonthDay) || matches!(cursor.peek(0), Some(Tok::DayPart(_)));
    if number.is_none() && each_day {
        return Some(Said::Frequency { interval: 1, unit: Unit::Day });
    }
    // The weekdays themselves are read by their own production.
    let mark = cursor.mark();
    let days = number.and_then(|_| day_list(cursor));
    cursor.reset(mark);
    days.map(|_| Said::Frequency { interval, unit: Unit::Week })
}

fn unit(tok: &Tok) -> Option<Unit> {
    match tok {
        Tok::Unit { unit, adverb: false } => Some(*unit),
        _ => None,
    }
}

pub(super) fn small_number(tok: &Tok) -> Option<u32> {
    match tok {
        Tok::Number { value: n @ 1..=52, .. } => Some(*n),
        _ => None,
    }
}

fn interval(tok: &Tok) -> Option<u32> {
    match tok {
        Tok::Number { value: n @ 1..=999, .. } => Some(*n),
        _ => None,
    }
}
