//! The words of the language.

use chrono::{NaiveTime, Weekday};

use super::super::{Parity, Span};
use crate::time::Phrase;

/// A token and its place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cadence) struct Token {
    pub tok: Tok,
    pub span: Span,
}

/// A unit of frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cadence) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A part of the day, which says whether a small hour is before or after noon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cadence) enum DayPart {
    /// 凌晨: its 12 is midnight.
    Night,
    /// 早上, 上午, morning: its 12 is noon.
    Morning,
    /// 中午.
    Noon,
    /// 下午, afternoon, evening.
    Evening,
    /// 晚上: its 12, and the small hours, are of the next day.
    Late,
}

/// Whose clocks change, where a text tells summer from winter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cadence) enum Whose {
    America,
    Europe,
    /// The text does not say.
    Unsaid,
}

/// What a token means.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cadence) enum Tok {
    Number {
        value: u32,
        digits: usize,
        chinese: bool,
    },
    Ordinal {
        n: i32,
        week: bool,
    },
    Weekday {
        day: Weekday,
        plural: bool,
    },
    /// Monday to Friday.
    Workdays,
    /// Saturday and Sunday.
    Weekend,
    Month(u32),
    Every,
    Other,
    Unit {
        unit: Unit,
        adverb: bool,
    },
    /// 周会, 月会: a meeting by how often it is, where nothing else says so.
    MeetingOf(Unit),
    /// `biweekly`, `fortnightly`, 双周.
    EveryTwoWeeks,
    /// `triweekly`.
    EveryThreeWeeks,
    /// `meeting`, `call`: what a frequency may be part of the name of.
    Meeting,
    /// `bimonthly`: twice a month, or every two months.
    Bimonthly,
    Parity(Parity),
    Meridiem {
        pm: bool,
    },
    DayPart(DayPart),
    /// `mornings`: of every such day.
    DayParts(DayPart),
    /// noon, midnight.
    Time(NaiveTime),
    /// 点, 时, `o'clock`.
    OClock,
    /// `half past`, `quarter to`, before an hour.
    Past {
        minutes: i32,
    },
    /// 半.
    Half,
    /// 刻.
    QuarterHour,
    /// 分.
    Minute,
    /// 日, 号 after a number.
    MonthDay,
    /// 年 after a number.
    YearMark,
    /// `hour`, 小时: a length.
    Hours,
    /// `minutes`, 分钟: a length.
    Minutes,
    Zone(Phrase),
    Starting,
    Until,
    Except,
    /// 休息: not on the days before it.
    Off,
    After,
    Before,
    Alternating,
    /// 每轮: of every so many.
    Turn,
    /// 前, 前后: not quite then.
    About,
    /// `between` two slots.
    Between,
    /// `interleaved with`, `offset from`.
    Relative,
    /// `once`, `twice`; `times` and 次, behind a number.
    Times(Option<u32>),
    /// TBD, 待定, on demand.
    NoFixedTime,
    /// Holidays, 上半年: restricts it, in a way that is not read.
    Unread,
    /// 结束: at the time before it.
    Ends,
    /// Cancelled, 暂停: it does not happen, now at least.
    Stopped,
    /// `not`, `no`: of what follows.
    Negated,
    /// `see the calendar`: says when, or says more of it.
    Elsewhere,
    /// 暂定, usually.
    Tentative,
    /// 调整为: what stands before it is past.
    ChangedTo,
    /// `instead of`: what follows is past.
    InsteadOf,
    /// `during US DST`, `in winter time`, `otherwise`.
    Season(Whose),
    And,
    Or,
    Range,
    /// `+1`: a day later.
    NextDay,
    Colon,
    Dot,
    Comma,
    Slash,
    Open,
    Close,
    At,
    /// The border between two fields.
    Field,
    /// Articles, prepositions, particles.
    Filler,
    /// A word that no table knows.
    Word,
    /// A sign that no table knows.
    Mark,
}
