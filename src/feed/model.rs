//! A calendar as every writer sees it.

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::directory::Text;
use crate::schedule::{Recurrence, Stamp, Start, Status};

/// A named selection of series, ready to be written in any format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Of the calendar itself, whose events have their own (RFC 8984 4.1.2).
    pub uid: String,
    /// The path without its slash and its ending: `sig-node`, `category/operations`, `all`.
    pub path: String,
    /// What a calendar program shows as its name.
    pub name: Text,
    /// What it holds.
    pub description: Text,
    /// A CSS3 colour name (RFC 7986 5.9).
    pub color: &'static str,
    /// The same colour as `#RRGGBB`.
    pub color_hex: &'static str,
    /// When its content last changed, from the data.
    pub modified: DateTime<Utc>,
    /// The community's page.
    pub url: Option<String>,
    /// How long before each event that takes place a reminder is shown, where one was asked for.
    pub alarm: Option<TimeDelta>,
    /// One master each, with its overrides, sorted by UID. Never empty.
    pub events: Vec<std::sync::Arc<Event>>,
}

/// A master VEVENT and its overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same in every feed.
    pub uid: String,
    /// The slug of the group, or `events` for the community's own.
    pub group: String,
    /// DTSTART.
    pub start: Start,
    /// How long it lasts.
    pub duration: TimeDelta,
    /// Which starts follow.
    pub recurrence: Recurrence,
    /// The last instant at which an occurrence may start.
    pub until: Option<DateTime<Utc>>,
    /// Civil starts that do not happen, in the zone of `start`.
    pub exdates: Vec<NaiveDateTime>,
    /// Occurrences that differ from the master.
    pub overrides: Vec<Override>,
    /// `SIG Node: Regular meeting`.
    pub summary: Text,
    /// The cadence in words, what was assumed, and the links.
    pub description: Text,
    /// Where to join or to be.
    pub location: Option<String>,
    /// The group's page or the meeting's own.
    pub url: Option<String>,
    /// Where to join (RFC 7986 5.11).
    pub conference: Option<String>,
    /// Keywords.
    pub categories: Vec<Text>,
    /// Whether it takes place as far as known.
    pub status: Status,
    /// Whether it leaves the time free.
    pub transparent: bool,
    /// How often it changed, and when.
    pub stamp: Stamp,
    /// It as it was written, for whoever writes it again.
    pub(super) written: Written,
}

/// An event's components in iCalendar, without a reminder, by language. Most calendars that hold it are made of these; they
/// are written for the first, and no part of what the event is.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub en: OnceLock<Box<[u8]>>,
    pub zh: OnceLock<Box<[u8]>>,
}

impl Clone for Written {
    /// What is made of an event may be another, and is written anew.
    fn clone(&self) -> Written {
        Written::default()
    }
}

impl PartialEq for Written {
    fn eq(&self, _: &Written) -> bool {
        true
    }
}

impl Eq for Written {}

/// An occurrence that differs from its master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The civil start by the rule, in the zone of the master's start.
    pub recurrence_id: NaiveDateTime,
    /// The civil start it has instead; the same where it is cancelled.
    pub start: NaiveDateTime,
    /// How long it lasts, where other than the master.
    pub duration: Option<TimeDelta>,
    /// Another title, where it has one.
    pub summary: Option<String>,
    /// Whether it takes place.
    pub status: Status,
    /// Why it differs.
    pub reason: Text,
}
