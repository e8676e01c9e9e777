//! What is wrong with a recurrence rule.

use std::fmt;

use super::Freq;

/// A rule that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurError {
    /// The rule as it was written.
    pub rule: String,
    /// What is wrong in it.
    pub fault: RecurFault,
}

/// What is wrong in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecurFault {
    /// It holds a control character, which no value may (RFC 5545 3.1).
    Control,
    /// Something between semicolons is not `NAME=VALUE`.
    NoPart(String),
    /// A part that RFC 5545 does not have.
    UnknownPart {
        /// Its name.
        part: String,
        /// The nearest name there is.
        nearest: Option<&'static str>,
    },
    /// A part stands twice.
    Twice(String),
    /// There is no FREQ.
    NoFreq,
    /// A part's value is not of its kind, or out of its range.
    BadValue {
        /// The part.
        part: &'static str,
        /// What was written.
        value: String,
        /// What may be written.
        wanted: &'static str,
    },
    /// A part that must not stand beside this FREQ.
    Forbidden {
        /// The part.
        part: &'static str,
        /// The rule's FREQ.
        freq: Freq,
    },
    /// BYSETPOS without a set to choose from.
    SetPosAlone,
}

impl RecurFault {
    pub(super) fn unknown(part: &str, known: &'static [&'static str]) -> RecurFault {
        let nearest = known
            .iter()
            .map(|name| (strsim::jaro_winkler(part, name), *name))
            .filter(|(score, _)| *score > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name);
        RecurFault::UnknownPart { part: part.to_owned(), nearest }
    }

    pub(super) fn bad(part: &'static str, value: &str, wanted: &'static str) -> RecurFault {
        RecurFault::BadValue { part, value: value.to_owned(), wanted }
    }
}

impl fmt::Display for RecurFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecurFault::Control => f.write_str("it holds a control character"),
            RecurFault::NoPart(text) => write!(f, "`{text}` is not written as NAME=VALUE"),
            RecurFault::UnknownPart { part, nearest: Some(nearest) } => {
                write!(f, "`{part}` is no part of a rule; the nearest is `{nearest}`")
            }
            RecurFault::UnknownPart { part, nearest: None } => write!(f, "`{part}` is no part of a rule"),
            RecurFault::Twice(part) => write!(f, "{part} stands twice"),
            RecurFault::NoFreq => f.write_str("no FREQ"),
            RecurFault::BadValue { part, value, wanted } => write!(f, "{part} is {wanted}, not `{value}`"),
            RecurFault::Forbidden { part, freq } => {
                write!(f, "{part} has no meaning with FREQ={}", freq.word())
            }
            RecurFault::SetPosAlone => f.write_str("BYSETPOS needs another BY part to choose from"),
        }
    }
}

impl fmt::Display for RecurError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.rule, self.fault)
    }
}

impl std::error::Error for RecurError {}
