//! Tokens → items. A production reads one thing that a cadence can say, wherever it stands; what no production
//! takes is noise. To teach the language a phrase, add words to the lexer's tables or a production here.

mod clock;
mod cursor;
mod date;
mod days;
mod exception;
mod frequency;
mod leftover;
mod length;
mod months;
mod remark;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::lexer::{Token, Unit, Whose};
use super::{Clock, Nth, Parity, Span};
use crate::time::Phrase;
use cursor::Cursor;

/// Something a cadence says, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub said: Said,
    pub span: Span,
}

/// What a cadence can say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// Every N units: `weekly`, `every other week`, `of each month`.
    Frequency { interval: u32, unit: Unit },
    /// 周会: how often, where nothing else says it.
    MeetingOf(Unit),
    /// Weekdays: `every Monday`, the plural `Mondays`, or a bare `Monday`.
    Days { days: Vec<Weekday>, every: bool, plural: bool, or: bool },
    /// Weekdays by position: `first and third Thursday`; no weekday where it stands elsewhere. `every` for `every second
    /// Friday`, `week` for `the second week's`.
    Nths { ordinals: Vec<i32>, days: Vec<Weekday>, every: bool, week: bool },
    /// Days of the month.
    MonthDays(Vec<i32>),
    /// Only in these months: `in March`, `of odd months`.
    InMonths(Vec<u32>),
    /// The first `day` after an nth weekday; the day may stand in another field.
    AfterNth { nth: Nth },
    /// The last `day` before an nth weekday; the day may stand in another field.
    BeforeNth { nth: Nth },
    /// Not on these.
    Except(Exception),
    /// So many units after the first: `week 2 of 3`.
    Turn(u32),
    /// `Week 1:`, of a cycle or of the month.
    WeekOf(u32),
    /// Odd or even weeks.
    Parity(Parity),
    /// Twice a month, or every two months.
    Bimonthly,
    /// Slots take turns from here on.
    Alternating,
    /// In turn with another meeting.
    Relative,
    /// A time of day. At 24:00 it is `next_day`'s midnight; an end at 1:00 behind 11:00 is taken to be `after_noon`.
    Clock { clock: Clock, redundant_meridiem: bool, next_day: bool, after_noon: bool },
    /// The time before it ends then: `ends at 10:00`, 22:00结束.
    EndsAt(NaiveTime),
    /// A length: `1小时`.
    Length(TimeDelta),
    /// A zone.
    Zone(Phrase),
    /// The first date, and the weekday that is said of it.
    Start(NaiveDate, Option<Weekday>),
    /// A date that bounds nothing.
    Date(NaiveDate),
    /// The last date.
    Until(NaiveDate),
    /// No fixed time is stated.
    NoFixedTime,
    /// It does not happen, now at least.
    Stopped,
    /// Not what follows.
    Negated,
    /// Something else says when, or says more of it.
    Elsewhere,
    /// The text calls the time tentative.
    Tentative,
    /// What stands before is past.
    ChangedTo,
    /// What stands behind is past.
    InsteadOf,
    /// A time holds in summer or in winter only.
    Season(Whose),
    /// `once a week`, `three times a month`, 一次.
    Count { times: u32, unit: Option<Unit> },
    /// A number that may have been meant for an hour: `at 9`.
    BareNumber,
    /// `and`, `or`, `/`, `,`, a bracket or a field's border between two things said.
    Joint(Joint),
    /// Something that bounds, excepts or counts, and that nothing here understands.
    PassedOver,
    /// A position that no month has: `6th Monday`.
    NoSuchPosition,
    /// A time that no clock shows: `25:00`.
    NoSuchTime,
    /// `last working day`, 最后一个工作日.
    NthWorkday,
    /// A word that no table knows: noise, or a misspelling.
    Unknown,
}

/// What is excepted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Exception {
    /// `except the fourth Tuesday`.
    Nths(Vec<Nth>),
    /// `except December`.
    Months(Vec<u32>),
    /// `except Fridays`.
    Days(Vec<Weekday>),
}

/// What stands between two things said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    And,
    Or,
    Slash,
    Bracket,
    Comma,
}

type Production = fn(&mut Cursor<'_>) -> Option<Said>;

/// Every production, the more particular ones first.
const PRODUCTIONS: &[Production] = &[
    date::range,
    date::start,
    date::until,
    length::length,
    exception::except,
    exception::except_behind,
    exception::after_nth,
    exception::before_nth,
    frequency::changed_to,
    date::alone,
    frequency::nth_week_frequency,
    days::nth_workday,
    days::nths,
    days::month_days,
    months::in_months,
    frequency::turn,
    frequency::meeting_of,
    frequency::frequency,
    frequency::counted,
    frequency::per,
    frequency::parity,
    days::weekdays,
    clock::ends_at,
    clock::clock,
    remark::zone,
    remark::remark,
    remark::joint,
    leftover::no_such_position,
    leftover::no_such_time,
    leftover::passed_over,
    leftover::bare_number,
    leftover::unknown,
];

/// Everything a text says, in order.
pub(super) fn items(tokens: &[Token]) -> Vec<Item> {
    let mut cursor = Cursor::new(tokens);
    let mut items = Vec::new();
    while !cursor.done() {
        let start = cursor.mark();
        let said = PRODUCTIONS.iter().find_map(|production| {
            cursor.reset(start);
            production(&mut cursor)
        });
        match said {
            Some(said) => items.push(Item { said, span: cursor.span_from(start) }),
            None => {
                cursor.reset(start);
                cursor.skip();
            }
        }
    }
    items
}
