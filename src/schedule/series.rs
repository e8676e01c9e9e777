//! A meeting made concrete.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::cadence::{Cadence, Rule};
use crate::directory::{MeetingId, RuleSet, Text};
use crate::time::Zone;

/// One master event: a UID, a first start, a rule, exceptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The same for the same meeting, in every feed, for ever (RFC 7986 5.3).
    pub uid: String,
    /// The meeting it makes concrete.
    pub meeting: MeetingId,
    /// The cadence it was read from, where people wrote one.
    pub cadence: Option<Cadence>,
    /// The first start.
    pub start: Start,
    /// How long each occurrence lasts; whole days where the start is a date.
    pub duration: TimeDelta,
    /// Which starts follow.
    pub recurrence: Recurrence,
    /// The last instant at which an occurrence may start.
    pub until: Option<DateTime<Utc>>,
    /// Occurrences that are excluded, cancelled or moved, by original start.
    pub exceptions: Vec<Exception>,
    /// What people are told of those that are excluded, by date.
    pub skipped: Vec<Skipped>,
    /// Why it happens, where it is a single meeting besides those of the cadence.
    pub extra: Option<Text>,
    /// Whether the dates or times are not certain.
    pub tentative: bool,
    /// Since when it is as it is.
    pub stamp: Stamp,
    /// The date of its last occurrence, where another revision followed it or its meeting is no more.
    pub ended: Option<NaiveDate>,
}

impl Series {
    /// Whether its occurrences take place, where nothing is said of one.
    pub fn planned(&self) -> Status {
        if self.tentative { Status::Tentative } else { Status::Confirmed }
    }
}

/// Since when something is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// How often it changed (RFC 5545 3.8.7.4).
    pub sequence: u32,
    /// When it was first shown.
    pub created: DateTime<Utc>,
    /// When it last changed.
    pub modified: DateTime<Utc>,
}

impl Stamp {
    /// Of what nobody remembers a change.
    pub fn first(at: DateTime<Utc>) -> Stamp {
        Stamp { sequence: 0, created: at, modified: at }
    }
}

/// A series' DTSTART.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A civil time in a zone.
    Timed(NaiveDateTime, Zone),
    /// A date: the hour is not known, or the event is all day.
    AllDay(NaiveDate),
    /// A civil time in no zone, from an imported file.
    Floating(NaiveDateTime),
}

impl Start {
    /// The same kind of start, at another civil time.
    pub fn at(self, civil: NaiveDateTime) -> Start {
        match self {
            Start::Timed(_, zone) => Start::Timed(civil, zone),
            Start::AllDay(_) => Start::AllDay(civil.date()),
            Start::Floating(_) => Start::Floating(civil),
        }
    }

    /// The zone, where it has one.
    pub fn zone(&self) -> Option<Zone> {
        match self {
            Start::Timed(_, zone) => Some(*zone),
            Start::AllDay(_) | Start::Floating(_) => None,
        }
    }

    /// The civil time, 00:00 for a date.
    pub fn civil(&self) -> NaiveDateTime {
        match self {
            Start::Timed(civil, _) | Start::Floating(civil) => *civil,
            Start::AllDay(date) => date.and_time(NaiveTime::MIN),
        }
    }
}

/// Which starts a series has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Only the first.
    Once,
    /// By a rule of our own shapes.
    Rule(Rule),
    /// By the general rules of RFC 5545.
    General(Box<RuleSet>),
}

/// An occurrence that is not as the rule has it. `original` is the civil start by the rule, in the series' zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exception {
    /// It does not happen and is not shown (EXDATE).
    Excluded {
        /// The start by the rule.
        original: NaiveDateTime,
    },
    /// It does not happen and is shown as cancelled.
    Cancelled {
        /// The start by the rule.
        original: NaiveDateTime,
        /// When it would have happened: another time where no rule says what is meant.
        at: NaiveDateTime,
        /// Why.
        reason: Text,
    },
    /// It happens at another civil time.
    Moved {
        /// The start by the rule.
        original: NaiveDateTime,
        /// When people thought it would be; none where no rule says what is meant, and nobody moved it.
        from: Option<NaiveDateTime>,
        /// When it happens instead.
        to: NaiveDateTime,
        /// Why.
        reason: Text,
    },
}

impl Exception {
    /// The start by the rule.
    pub fn original(&self) -> NaiveDateTime {
        match self {
            Exception::Excluded { original }
            | Exception::Cancelled { original, .. }
            | Exception::Moved { original, .. } => *original,
        }
    }
}

/// A start that does not happen because the data skips it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The start by the rule, in the series' zone.
    pub original: NaiveDateTime,
    /// When it would have happened: another time where no rule says what is meant.
    pub at: NaiveDateTime,
    /// Whether others on that date may happen.
    pub one_of_several: bool,
    /// Why.
    pub reason: Text,
}

/// Whether an occurrence takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It does.
    Confirmed,
    /// It does, as far as known.
    Tentative,
    /// It does not.
    Cancelled,
}

/// One instant at which a series happens, exceptions applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The start: an instant; for a date or a floating time, the instant in the zone the window was asked in.
    pub start: DateTime<Utc>,
    /// The end, likewise.
    pub end: DateTime<Utc>,
    /// The original civil start by the rule, in the series' zone.
    pub recurrence_id: NaiveDateTime,
    /// The civil start in the series' zone, after a move.
    pub civil: NaiveDateTime,
    /// The civil start that it was moved from, where it was.
    pub moved_from: Option<NaiveDateTime>,
    /// Whether it takes place.
    pub status: Status,
    /// Why it was cancelled or moved, or happens besides.
    pub reason: Option<Text>,
    /// A title of its own, from an imported override.
    pub summary: Option<String>,
}
