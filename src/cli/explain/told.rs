//! What there is to say of one line or event, and how a program is told.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};

use crate::cadence::{Cadence, Note, Part, Reading, Verdict, sentence_en, sentence_zh};
use crate::schedule::Shift;
use crate::time::Zone;

/// Everything there is to say.
pub(super) struct Told {
    pub text: String,
    pub verdict: Verdict,
    pub cadences: Vec<Rule>,
    pub readings: Vec<Rule>,
    pub missing: Vec<Part>,
    pub notes: Vec<Note>,
    /// The next occurrences, in order.
    pub coming: Vec<Coming>,
    /// When the hour changes for the viewer in the year to come, and on whose wall clock it does not.
    pub shifts: Vec<(Shift, Zone)>,
}

/// An occurrence, and on whose wall clock it is stated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Coming {
    pub start: DateTime<Utc>,
    pub zone: Zone,
}

/// A recurrence, told.
pub(super) struct Rule {
    pub rrule: String,
    pub time: Option<NaiveTime>,
    pub end: Option<NaiveTime>,
    pub zone: Option<Zone>,
    pub start: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// The sentence, in English and Chinese; empty where a rule says more than a sentence holds.
    pub sentence: (String, String),
}

impl From<&Cadence> for Rule {
    fn from(cadence: &Cadence) -> Rule {
        Rule {
            rrule: cadence.rule.to_string(),
            time: cadence.clock.map(|clock| clock.time),
            end: cadence.clock.and_then(|clock| clock.end),
            zone: cadence.zone,
            start: cadence.start,
            until: cadence.until,
            sentence: (sentence_en(cadence), sentence_zh(cadence)),
        }
    }
}

impl Rule {
    fn as_json(&self) -> Value {
        let time = |time: NaiveTime| time.format("%H:%M").to_string();
        json!({
            "rrule": self.rrule,
            "time": self.time.map(time),
            "end": self.end.map(time),
            "zone": self.zone.map(Zone::tzid),
            "start": self.start.map(|date| date.to_string()),
            "until": self.until.map(|date| date.to_string()),
        })
    }
}

impl Told {
    pub(super) fn reading(reading: Reading, coming: Vec<Coming>, shifts: Vec<(Shift, Zone)>) -> Told {
        Told {
            cadences: reading.cadences.iter().map(Rule::from).collect(),
            readings: reading.readings.iter().map(Rule::from).collect(),
            text: reading.text,
            verdict: reading.verdict,
            missing: reading.missing,
            notes: reading.notes,
            coming,
            shifts,
        }
    }

    /// All of it in words, in English and Chinese.
    pub(super) fn sentences(&self) -> (String, String) {
        let join = |pick: fn(&Rule) -> &String, joint: &str| {
            let told = self.cadences.iter().map(pick).filter(|sentence| !sentence.is_empty());
            told.cloned().collect::<Vec<_>>().join(joint)
        };
        (join(|rule| &rule.sentence.0, "; "), join(|rule| &rule.sentence.1, "；"))
    }

    /// One line, as the contract of `--format json` has it.
    pub(super) fn as_json(&self) -> Value {
        let (en, zh) = self.sentences();
        json!({
            "text": self.text,
            "verdict": self.verdict.as_str(),
            "cadences": self.cadences.iter().map(Rule::as_json).collect::<Vec<_>>(),
            "readings": self.readings.iter().map(Rule::as_json).collect::<Vec<_>>(),
            "missing": self.missing.iter().map(|part| part.as_str()).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(|note| json!({
                "code": note.code.as_str(),
                "span": [note.span.start, note.span.end],
                "message": note.message,
            })).collect::<Vec<_>>(),
            "sentence": { "en": en, "zh": zh },
            "next": self.coming.iter().map(|one| one.start.format("%Y-%m-%dT%H:%M:%SZ").to_string()).collect::<Vec<_>>(),
        })
    }
}
