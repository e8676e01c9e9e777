//! Times of day: `9:00`, `8a-9a`, `1400UTC`, `4 to 6 p.m.`, 下午4点~5点, 两点半.

use chrono::{NaiveTime, TimeDelta};

use super::super::Clock;
use super::super::lexer::{DayPart, Tok};
use super::{Cursor, Said};
use crate::time::Phrase;

/// One end of a time, before am, pm or a part of the day has moved it.
#[derive(Clone, Copy)]
struct Spoken {
    hour: u32,
    minute: u32,
    pm: Option<bool>,
    /// Whether it has a zero in front, as only 24-hour times have.
    padded: bool,
    /// Whether it looks like a time by itself, as `9:00` does and `9` does not.
    plain: bool,
}

impl Spoken {
    fn at(self, part: Option<DayPart>) -> Option<NaiveTime> {
        let hour = match (self.pm, part, self.hour) {
            (Some(false), _, 12) | (None, Some(DayPart::Night), 12) => 0,
            (Some(true), _, 1..12)
            | (None, Some(DayPart::Evening), 1..12)
            | (None, Some(DayPart::Late), 5..12) => self.hour + 12,
            (None, Some(DayPart::Late), 12) => 0,
            (None, Some(DayPart::Noon), 1..=3) => self.hour + 12,
            (_, _, 24) if self.minute == 0 => 0,
            (_, _, hour) => hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, 0)
    }

    /// A 24-hour time with pm behind it says one thing twice.
    fn redundant(self) -> bool {
        self.pm == Some(true) && self.hour > 12
    }

    /// `17:00 AM` says two.
    fn contradicts(self) -> bool {
        self.pm == Some(false) && self.hour > 12
    }
}

/// `ends at 10:00`, 22:00结束: the end of the time before.
pub(super) fn ends_at(cursor: &mut Cursor<'_>) -> Option<Said> {
    let in_front = cursor.eat(&Tok::Until);
    cursor.skip_fillers();
    let part = cursor.take(day_part);
    let spoken = spoken(cursor)?;
    let behind = cursor.eat(&Tok::Ends);
    let time = spoken.at(part)?;
    ((in_front && (spoken.plain || spoken.pm.is_some())) || behind).then_some(Said::EndsAt(time))
}

pub(super) fn clock(cursor: &mut Cursor<'_>) -> Option<Said> {
    // `between 9:00 and 10:00`, but not `alternating between`.
    let turns = cursor.behind().any(|tok| matches!(tok, Tok::Alternating | Tok::Other));
    let between = cursor.previous() == Some(&Tok::Between) && !turns;
    let mut part = cursor.take(day_part);
    if part.is_some() {
        while cursor.eat(&Tok::Comma) {}
        part = cursor.take(day_part).or(part);
    }
    let mut first = spoken(cursor)?;
    let until = cursor.attempt(|cursor| end(cursor, between));
    let second = until.map(|(spoken, _)| spoken);
    part = part.or_else(|| cursor.take(day_part));
    // 上午9点至下午5点: each end has its own part of the day, and the end the start's where it has none.
    let end_part = until.and_then(|(_, part)| part).or(part);
    let marked = part.is_some() || zone_next(cursor);
    let plain =
        first.plain || first.pm.is_some() || second.is_some_and(|s| s.plain || s.pm.is_some()) || marked;
    if !plain {
        return None;
    }
    if let (None, Some(second)) = (first.pm, second) {
        // `1:00-2:00 PM` starts at 13:00, `11:00-1:00 PM` in the morning.
        if second.pm == Some(true) && first.hour <= 12 {
            first.pm = Some(first.hour % 12 <= second.hour % 12);
        } else if second.pm == Some(false) && first.hour <= 12 {
            first.pm = Some(first.hour % 12 > second.hour % 12);
        }
    }
    // `7:00 in the evening`.
    let part = part.or_else(|| {
        cursor.attempt(|cursor| {
            cursor.eat(&Tok::Filler).then_some(())?;
            cursor.skip_fillers();
            cursor.take(day_part)
        })
    });
    let end_part = end_part.or(part);
    let mut after_noon = false;
    let time = first.at(part)?;
    let end = match second {
        Some(second) => {
            let end = second.at(end_part)?;
            // `11:00 AM - 1:00`: the end is after the start.
            let later = end <= time && second.pm.is_none() && first.pm.is_some() && second.hour < 12;
            // `11:00-1:00` without am or pm: the end is after noon, too.
            let at_noon =
                |spoken: Spoken| spoken.pm.is_none() && !spoken.padded && (1..=12).contains(&spoken.hour);
            let short = end + TimeDelta::hours(12) - time <= TimeDelta::hours(4);
            let guessed =
                !later && end <= time && short && at_noon(first) && at_noon(second) && second.hour < 12;
            after_noon = guessed;
            let later = later || guessed;
            Some(if later { end.overflowing_add_signed(TimeDelta::hours(12)).0 } else { end })
        }
        None => None,
    };
    if first.contradicts() || second.is_some_and(Spoken::contradicts) {
        return Some(Said::PassedOver);
    }
    let redundant_meridiem = first.redundant() || second.is_some_and(Spoken::redundant);
    // `00:30 (+1)`: in a zone where it is tomorrow already.
    let tomorrow = second.is_none()
        && cursor
            .attempt(|cursor| {
                let open = cursor.eat(&Tok::Open);
                let plus = cursor.eat(&Tok::NextDay);
                (plus && (!open || cursor.eat(&Tok::Close))).then_some(())
            })
            .is_some();
    let night = first.pm.is_none() && part == Some(DayPart::Late) && matches!(first.hour, 1..=4 | 12);
    let next_day = first.hour == 24 || tomorrow || night;
    Some(Said::Clock { clock: Clock { time, end }, redundant_meridiem, next_day, after_noon })
}

/// The end of a time, behind a dash, with its own part of the day. The zone may be named at both ends:
/// `1:30pm PT - 2:15pm PT`.
fn end(cursor: &mut Cursor<'_>, between: bool) -> Option<(Spoken, Option<DayPart>)> {
    let zone = cursor.take(zone);
    // Each may be a link, and 起 may stand behind the start.
    cursor.eat(&Tok::Close);
    cursor.eat(&Tok::Starting);
    let dash = cursor.eat(&Tok::Range) || cursor.eat(&Tok::Until) || between && cursor.eat(&Tok::And);
    dash.then_some(())?;
    cursor.eat(&Tok::Open);
    cursor.eat(&Tok::NextDay);
    let part = cursor.take(day_part);
    let end = spoken(cursor)?;
    let again = match cursor.peek(0) {
        Some(Tok::Zone(phrase)) => Some(phrase.clone()),
        _ => None,
    };
    (zone.is_none() || zone == again).then_some((end, part))
}

fn zone(tok: &Tok) -> Option<Phrase> {
    if let Tok::Zone(phrase) = tok { Some(phrase.clone()) } else { None }
}

fn day_part(tok: &Tok) -> Option<DayPart> {
    match tok {
        Tok::DayPart(part) | Tok::DayParts(part) => Some(*part),
        _ => None,
    }
}

fn number(tok: &Tok) -> Option<(u32, usize, bool)> {
    match tok {
        Tok::Number { value, digits, chinese } => Some((*value, *digits, *chinese)),
        _ => None,
    }
}

fn zone_next(cursor: &Cursor<'_>) -> bool {
    match cursor.peek(0) {
        Some(Tok::Zone(_)) | Some(Tok::At) => true,
        Some(Tok::Filler | Tok::Open) => matches!(cursor.peek(1), Some(Tok::Zone(_))),
        _ => false,
    }
}

fn spoken(cursor: &mut Cursor<'_>) -> Option<Spoken> {
    if let Some(time) = cursor.take(|tok| if let Tok::Time(time) = tok { Some(*time) } else { None }) {
        let hour = chrono::Timelike::hour(&time);
        return Some(Spoken { hour, minute: 0, pm: Some(hour == 12), padded: false, plain: true });
    }
    if let Some(past) = cursor.take(|tok| if let Tok::Past { minutes } = tok { Some(*minutes) } else { None })
    {
        let (hour, _, _) = cursor.take(number).filter(|(hour, _, _)| (1..=24).contains(hour))?;
        let pm = cursor.take(|tok| if let Tok::Meridiem { pm } = tok { Some(*pm) } else { None });
        let (hour, minute) =
            if past < 0 { (hour - 1, 60 - past.unsigned_abs()) } else { (hour, past.unsigned_abs()) };
        return Some(Spoken { hour, minute, pm, padded: false, plain: true });
    }
    let (value, digits, chinese) = cursor.take(number)?;
    // `12noon`.
    if value == 12
        && let Some(Tok::Time(time)) = cursor.peek(0)
    {
        let pm = chrono::Timelike::hour(time) == 12;
        cursor.skip();
        return Some(Spoken { hour: 12, minute: 0, pm: Some(pm), padded: false, plain: true });
    }
    let (hour, minute, plain) = if let Some(minute) = minutes(cursor) {
        // 14:00点.
        cursor.eat(&Tok::OClock);
        (value, minute, true)
    } else if (digits == 4 || (13..=24).contains(&value)) && cursor.eat(&Tok::Hours) {
        // `1600hrs`, `17h`, `18h30`.
        let mut minute =
            || cursor.take(number).filter(|(_, digits, _)| *digits == 2).map_or(0, |(minute, _, _)| minute);
        if digits == 4 { (value / 100, value % 100, true) } else { (value, minute(), true) }
    } else if cursor.eat(&Tok::OClock) {
        (value, after_o_clock(cursor), true)
    } else if digits == 4 || digits == 3 && value < 1000 {
        // `0800 PST`, `1600@Beijing`: four digits are a time only beside a zone, am or pm.
        (value / 100, value % 100, false)
    } else {
        (value, 0, false)
    };
    let pm = cursor.take(|tok| if let Tok::Meridiem { pm } = tok { Some(*pm) } else { None });
    // `9;00` is no time, and its 00 no hour.
    if value == 0 && digits == 2 && !plain && pm.is_none() {
        return None;
    }
    let fits = hour < 24 || hour == 24 && minute == 0;
    if !fits || minute > 59 || chinese && !plain && pm.is_none() {
        return None;
    }
    let padded = digits == 2 && value < 10;
    Some(Spoken { hour, minute, pm, padded, plain })
}

/// `:30`, or `.30` before am or pm.
fn minutes(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.attempt(|cursor| {
        let dot = cursor.eat(&Tok::Dot);
        (dot || cursor.eat(&Tok::Colon)).then_some(())?;
        let (minute, digits, _) = cursor.take(number)?;
        // Seconds are read past.
        if cursor.peek(0) == Some(&Tok::Colon)
            && matches!(cursor.peek(1), Some(Tok::Number { digits: 2, .. }))
        {
            cursor.skip();
            cursor.skip();
        }
        let meant =
            digits == 2 && (!dot || matches!(cursor.peek(0), Some(Tok::Meridiem { .. } | Tok::Zone(_))));
        meant.then_some(minute)
    })
}

/// The minutes after 点: 半, 30分, 一刻.
fn after_o_clock(cursor: &mut Cursor<'_>) -> u32 {
    if cursor.eat(&Tok::Half) {
        return 30;
    }
    let counted = cursor.attempt(|cursor| {
        let (value, digits, _) = cursor.take(number)?;
        if cursor.eat(&Tok::QuarterHour) {
            return Some(value * 15);
        }
        // 七点五十.
        (cursor.eat(&Tok::Minute) || digits == 2 || digits == 0 && value >= 10).then_some(value)
    });
    counted.unwrap_or(0)
}
