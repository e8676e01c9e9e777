//! When a meeting happens: as people wrote it, or by the rules of RFC 5545.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::cadence::Reading;
use crate::time::Zone;

/// When a meeting happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// As a cadence that people wrote.
    Written(Reading),
    /// As rules of RFC 5545, from an .ics file or an `rrule` key.
    Rules(Box<RuleSet>),
}

/// Times by the rules of RFC 5545 3.8.5, on the wall clock of their zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// The UID it had.
    pub uid: Option<String>,
    /// The first instance's civil start.
    pub dtstart: NaiveDateTime,
    /// The zone of `dtstart`; none for a floating time or a date.
    pub zone: Option<Zone>,
    /// Whether `dtstart` is a date.
    pub all_day: bool,
    /// RRULE values, as written, in capitals.
    pub rrules: Vec<String>,
    /// EXRULE values (RFC 2445), as written.
    pub exrules: Vec<String>,
    /// Further starts.
    pub rdates: Vec<When>,
    /// Starts that do not happen.
    pub exdates: Vec<When>,
    /// Instances that differ: the original start, and what is different.
    pub overrides: Vec<RuleOverride>,
}

/// A time in an RDATE, EXDATE or RECURRENCE-ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// A civil time in the series' own zone, or a date at 00:00.
    Civil(NaiveDateTime),
    /// An instant, whatever zone it was written in.
    Instant(DateTime<Utc>),
}

/// An instance with a RECURRENCE-ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOverride {
    /// The original start.
    pub recurrence_id: When,
    /// When it happens instead.
    pub start: When,
    /// How long it lasts instead.
    pub duration: Option<TimeDelta>,
    /// What it is called instead.
    pub summary: Option<String>,
    /// Whether it is cancelled.
    pub cancelled: bool,
}
