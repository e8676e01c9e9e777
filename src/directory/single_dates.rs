//! Single dates on which a meeting is not as its cadence has it, as the file gives them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{Place, Text};

/// Dates on which a meeting does not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
    /// Which of several on that date, by the time at which it starts; all of them where none is given.
    pub at: Option<NaiveTime>,
    /// Why.
    pub reason: Text,
    /// Whether it is from one of the community's skip lists, which other meetings have too.
    pub shared: bool,
    /// Where it is in the file.
    pub place: Place,
}

/// A date on which a meeting was cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The date.
    pub on: NaiveDate,
    /// Which of several on that date, by the time at which it starts.
    pub at: Option<NaiveTime>,
    /// Why.
    pub reason: Text,
    /// Where it is in the file.
    pub place: Place,
}

/// A date on which a meeting happens at another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The date it would have been on.
    pub on: NaiveDate,
    /// Which of several on that date, by the time at which it starts.
    pub at: Option<NaiveTime>,
    /// The civil time it is at instead, in the meeting's zone.
    pub to: NaiveDateTime,
    /// Why.
    pub reason: Text,
    /// Where it is in the file.
    pub place: Place,
}

/// A date on which a meeting happens besides those of its cadence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The date.
    pub on: NaiveDate,
    /// The time of day; that at which the meeting usually starts where none is given.
    pub at: Option<NaiveTime>,
    /// How long it lasts, where other than usual.
    pub duration: Option<TimeDelta>,
    /// Why.
    pub reason: Text,
    /// Where it is in the file.
    pub place: Place,
}
