//! A text and what reading it came to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Cadence, Note, Span};
use crate::time::Zone;

/// What reading a cadence came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// One reading, nothing supplied.
    Exact,
    /// One reading, with something supplied or interpreted that the notes name.
    Assumed,
    /// A part is missing: the hour, the weekday, the position in the month.
    Incomplete,
    /// Several readings remain.
    Ambiguous,
    /// No recurrence is stated: on demand, to be decided.
    Irregular,
    /// Not understood.
    Unreadable,
}

impl Verdict {
    /// The verdict as it is printed: `exact`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Assumed => "assumed",
            Verdict::Incomplete => "incomplete",
            Verdict::Ambiguous => "ambiguous",
            Verdict::Irregular => "irregular",
            Verdict::Unreadable => "unreadable",
        }
    }
}

/// A part that a cadence needs and the text does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The time of day.
    Hour,
    /// The weekday.
    Weekday,
    /// Which week of the month.
    Position,
    /// The zone, where one is named that does not exist.
    Zone,
}

impl Part {
    /// The part as it is printed: `hour`.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Hour => "hour",
            Part::Weekday => "weekday",
            Part::Position => "position",
            Part::Zone => "zone",
        }
    }
}

/// A text and what reading it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text that was read; all spans count its bytes.
    pub text: String,
    /// What it came to.
    pub verdict: Verdict,
    /// The recurrences: complete when exact or assumed, with gaps when incomplete, else none.
    pub cadences: Vec<Cadence>,
    /// The possible readings of an ambiguous text.
    pub readings: Vec<Cadence>,
    /// What an incomplete text lacks.
    pub missing: Vec<Part>,
    /// What was supplied, interpreted or passed over.
    pub notes: Vec<Note>,
    /// The words that no table knows, in order: titles, remarks, misspellings.
    pub unknown: Vec<Span>,
}

/// What the surroundings of a cadence settle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The zone where the text names none. It is used with a note.
    pub zone: Option<Zone>,
    /// Zone phrases that the community has settled, in capitals.
    pub zones: Option<&'a BTreeMap<String, Zone>>,
    /// A date it met or starts on, given beside the text.
    pub start: Option<NaiveDate>,
}

/// The four fields of kubernetes/community's `sigs.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// `day`: a weekday, sometimes with more around it.
    pub day: String,
    /// `time`.
    pub time: String,
    /// `tz`, or `utc` in the oldest files.
    pub tz: String,
    /// `frequency`.
    pub frequency: String,
}

impl Fields {
    /// The fields as a file has them. The oldest files have `utc`, a time in UTC, in place of `time` and `tz`.
    pub fn new(day: &str, time: &str, tz: &str, utc: &str, frequency: &str) -> Fields {
        let (time, tz) = if time.is_empty() && !utc.is_empty() { (utc, "UTC") } else { (time, tz) };
        Fields { day: day.into(), time: time.into(), tz: tz.into(), frequency: frequency.into() }
    }

    /// The fields as one text, and the place of each in it (frequency, day, time, tz; those that are empty have none).
    pub fn text(&self) -> (String, Vec<Span>) {
        let mut text = String::new();
        let mut spans = Vec::new();
        for field in [&self.frequency, &self.day, &self.time, &self.tz] {
            if !field.is_empty() && !text.is_empty() {
                text.push_str(" | ");
            }
            spans.push(text.len()..text.len() + field.len());
            text.push_str(field);
        }
        (text, spans)
    }
}
