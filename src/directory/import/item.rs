//! An event of a foreign calendar, whatever format it was in.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::directory::{Cancelled, Meeting, Place, RuleOverride, RuleSet, Skip, Text, Timing, When};
use crate::time::{Zone, civil, resolve};

/// One event: what it is called, when it happens, and what is said of it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The file it is in, an index into those that were read.
    pub(super) file: usize,
    /// Where it is in that file.
    pub(super) place: Place,
    /// What it is called.
    pub(super) name: String,
    /// What tells it apart in its source, where that says.
    pub(super) id: Option<String>,
    /// When it happens, without what is excluded or changed; nothing where no recurrence is stated.
    pub(super) rules: Option<RuleSet>,
    /// A cadence that says the same, where the format itself has a word for it.
    pub(super) spoken: Option<Spoken>,
    /// How long it lasts.
    pub(super) duration: TimeDelta,
    /// Starts that do not happen, each with its place.
    pub(super) excluded: Vec<(When, Place)>,
    /// Dates on which it does not happen at all.
    pub(super) skipped: Vec<(NaiveDate, Place)>,
    /// Dates on which it is cancelled, with the reason.
    pub(super) cancelled: Vec<(NaiveDate, String, Place)>,
    /// Instances that differ.
    pub(super) changes: Vec<Change>,
    /// What is said of it.
    pub(super) said: Said,
}

/// A cadence as a text.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    /// `every Tuesday of the odd ISO weeks at 14:00 UTC`.
    pub(super) text: String,
    /// The date on which it begins, where one is given.
    pub(super) start: Option<NaiveDate>,
}

/// An instance that differs.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The start by the rules.
    pub(super) original: When,
    /// When it happens instead.
    pub(super) start: When,
    /// How long it lasts.
    pub(super) duration: TimeDelta,
    /// What it is called.
    pub(super) name: String,
    /// What is said of it.
    pub(super) said: Said,
    /// Whether it is cancelled.
    pub(super) cancelled: bool,
    /// Where it is in the file.
    pub(super) place: Place,
}

/// What is said of an event beside when it happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) url: Option<String>,
    pub(super) archive_url: Option<String>,
    pub(super) location: Option<String>,
    /// Paragraphs.
    pub(super) details: Vec<String>,
    pub(super) tentative: bool,
}

impl Item {
    /// An event of these rules, of which nothing else is known yet.
    pub(super) fn new(file: usize, place: Place, name: &str, rules: Option<RuleSet>) -> Item {
        let name = match name.trim() {
            "" => "Untitled",
            name => name,
        };
        Item {
            file,
            place,
            name: one_line(name),
            id: None,
            rules,
            spoken: None,
            duration: TimeDelta::hours(1),
            excluded: vec![],
            skipped: vec![],
            cancelled: vec![],
            changes: vec![],
            said: Said::default(),
        }
    }

    /// The event as its source has it, for comparing what comes of it with.
    pub(super) fn meeting(&self) -> Option<Meeting> {
        let rules = self.rules.as_ref()?;
        let overrides = self.changes.iter().map(|change| RuleOverride {
            recurrence_id: change.original,
            start: change.start,
            duration: (change.duration != self.duration).then_some(change.duration),
            summary: (change.name != self.name).then(|| change.name.clone()),
            cancelled: change.cancelled,
        });
        let rules = RuleSet {
            exdates: self.excluded.iter().map(|(when, _)| *when).collect(),
            overrides: overrides.collect(),
            ..rules.clone()
        };
        let skip = |(on, place): &(NaiveDate, Place)| Skip {
            from: *on,
            to: *on,
            at: None,
            reason: Text::default(),
            shared: false,
            place: place.clone(),
        };
        let cancelled = |(on, reason, place): &(NaiveDate, String, Place)| Cancelled {
            on: *on,
            at: None,
            reason: Text::from(reason.as_str()),
            place: place.clone(),
        };
        Some(Meeting {
            formerly: vec![],
            gone: false,
            group: None,
            subproject: None,
            description: Text::from(self.name.as_str()),
            key: self.name.clone(),
            start: Some(rules.dtstart.date()),
            zone: rules.zone,
            timing: Timing::Rules(Box::new(rules)),
            until: None,
            revision: None,
            duration: Some(self.duration),
            url: None,
            archive_url: None,
            recordings_url: None,
            location: None,
            details: Text::default(),
            tentative: self.said.tentative,
            skips: self.skipped.iter().map(skip).collect(),
            cancelled: self.cancelled.iter().map(cancelled).collect(),
            moved: vec![],
            allowances: vec![],
            extras: vec![],
            place: self.place.clone(),
            cadence_place: self.place.clone(),
            anchor_place: None,
        })
    }
}

/// A rule set of nothing but a first start.
pub(super) fn once(dtstart: NaiveDateTime, zone: Option<Zone>, all_day: bool) -> RuleSet {
    RuleSet {
        uid: None,
        dtstart,
        zone,
        all_day,
        rrules: vec![],
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
    }
}

impl Said {
    /// Adds a paragraph, unless there is nothing in it.
    pub(super) fn add(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
        if !text.trim().is_empty() {
            self.details.push(lines.join("\n"));
        }
    }

    /// A place: an address of the web is where to join.
    pub(super) fn at(&mut self, place: &str) {
        let place = one_line(place.trim());
        match is_web_address(&place) {
            true if self.url.is_none() => self.url = Some(place),
            _ if place.is_empty() => {}
            _ => self.location = Some(place),
        }
    }

    /// An address of the web under a label; where it stands already, it is not said twice.
    pub(super) fn link(&mut self, label: &str, url: &str) {
        let known = [&self.url, &self.archive_url].into_iter().flatten().any(|known| known == url.trim());
        if !known {
            self.add(&format!("{label}: {}", url.trim()));
        }
    }
}

/// Whether a text is an address that the data file takes as one.
pub(super) fn is_web_address(text: &str) -> bool {
    crate::directory::read::is_web_address(text)
}

/// A text without line ends and other controls.
pub(super) fn one_line(text: &str) -> String {
    // Unicode's own line ends, too: YAML 1.1 takes them for ends of a comment.
    let parts = text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A start as the wall clock of a zone shows it.
pub(super) fn wall(when: When, zone: Option<Zone>) -> NaiveDateTime {
    match when {
        When::Civil(civil) => civil,
        When::Instant(instant) => civil(instant, zone.unwrap_or_else(Zone::utc)),
    }
}

/// What tells two starts of one event apart.
pub(super) fn instant(when: When, zone: Option<Zone>) -> chrono::DateTime<chrono::Utc> {
    match when {
        When::Civil(civil) => resolve(civil, zone.unwrap_or_else(Zone::utc)),
        When::Instant(instant) => instant,
    }
}
