//! Reading .ics files: every VEVENT becomes a meeting with the rules it has.

mod event;
pub(super) mod lines;
#[cfg(test)]
mod tests;
pub(super) mod tree;
mod values;
pub(super) mod zones;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Community, Finding, Level, Meeting, Place, RuleOverride, RuleSet, Text, Timing};
use crate::time::Zone;
use event::Span;
use tree::{Event, File};
use values::Reader;

/// The finding of a text that is no iCalendar.
pub(super) const NOT_ICALENDAR: &str = "not-icalendar";

/// Reads an iCalendar file (RFC 5545), as calendar programs export it: with any line ending, a byte-order mark,
/// Windows' zone names, floating times, changed and cancelled occurrences, several calendars in one file.
///
/// What cannot be read is a finding with its line, and the rest is kept. An event whose start, zone or rule
/// cannot be read is left out.
///
/// ```
/// let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nSUMMARY:SIG Node\r\n\
///     DTSTART;TZID=Pacific Standard Time:20260106T090000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU\r\n\
///     END:VEVENT\r\nEND:VCALENDAR\r\n";
/// let (community, findings) = sigcal::directory::load_ics(text);
/// assert!(findings.is_empty());
/// assert_eq!(community.meetings[0].description.en, "SIG Node");
/// ```
pub fn load_ics(text: &str) -> (Community, Vec<Finding>) {
    let Read { community, findings, .. } = read(text);
    (community, findings)
}

/// A file as it was read, for whoever wants to know what else it says of each meeting.
pub(super) struct Read {
    /// The components and properties.
    pub(super) file: File,
    pub(super) community: Community,
    pub(super) findings: Vec<Finding>,
    /// Per meeting, the event it was made of, and those that its overrides were made of.
    pub(super) origins: Vec<Origin>,
}

/// Indices into the events of a file.
#[derive(Debug, Default)]
pub(super) struct Origin {
    pub(super) event: usize,
    pub(super) overrides: Vec<usize>,
}

/// Reads a file and keeps what it says beside the meetings that come of it.
pub(super) fn read(text: &str) -> Read {
    let mut findings = Vec::new();
    let file = tree::read(text, &mut findings);
    if file.calendars.is_empty() && file.events.is_empty() {
        findings.push(Finding {
            level: Level::Error,
            check: NOT_ICALENDAR,
            place: Place { line: 1, column: 1, length: 1 },
            message: "no `BEGIN:VCALENDAR` in it".to_owned(),
            remedy: Some("give a file that a calendar program exported (.ics)".to_owned()),
        });
    }
    let floating: Vec<Option<Zone>> =
        (0..file.calendars.len().max(1)).map(|n| default_zone(&file, n, &mut findings)).collect();
    let name = ["X-WR-CALNAME", "NAME"]
        .into_iter()
        .find_map(|name| (0..file.calendars.len()).find_map(|calendar| file.calendar_text(calendar, name)));
    let mut community = Community {
        name: Text::from(name.map_or("Calendar", |property| property.value.trim())),
        zone: floating.first().copied().flatten(),
        ..Community::default()
    };
    let mut import = Import {
        file: &file,
        floating,
        findings,
        meetings: Vec::new(),
        origins: Vec::new(),
        masters: BTreeMap::new(),
    };
    import.masters();
    import.overrides();
    community.meetings = import.meetings.into_iter().map(|(meeting, _)| meeting).collect();
    let (mut findings, origins) = (import.findings, import.origins);
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    Read { file, community, findings, origins }
}

/// X-WR-TIMEZONE, which programs that write floating times mean by them.
fn default_zone(file: &File, calendar: usize, findings: &mut Vec<Finding>) -> Option<Zone> {
    let property = file.calendar_text(calendar, "X-WR-TIMEZONE")?;
    match zones::zone_of(&property.value, &file.locations) {
        Ok(zone) => Some(zone),
        Err(unknown) => {
            findings.push(Finding {
                level: Level::Warning,
                check: "unknown-zone",
                place: property.place(),
                message: format!("X-WR-TIMEZONE: {unknown}"),
                remedy: Some("write the IANA name; until then floating times stay without a zone".to_owned()),
            });
            None
        }
    }
}

/// What became of the master events of a UID.
enum Master {
    /// An index into the meetings.
    Read(usize),
    /// Left out, for a reason that was said, or cancelled: its overrides go with it.
    Closed,
}

struct Import<'a> {
    file: &'a File,
    floating: Vec<Option<Zone>>,
    findings: Vec<Finding>,
    /// Each with its span, which its overrides compare with.
    meetings: Vec<(Meeting, Span)>,
    origins: Vec<Origin>,
    masters: BTreeMap<String, Master>,
}

impl<'a> Import<'a> {
    fn reader(&self, event: &Event) -> Reader<'a> {
        let floating = self.floating.get(event.calendar).copied().flatten();
        Reader { locations: &self.file.locations, floating }
    }

    fn note(&mut self, check: &'static str, event: &Event, level: Level, message: String, remedy: &str) {
        let remedy = Some(remedy.to_owned()).filter(|remedy| !remedy.is_empty());
        self.findings.push(Finding { level, check, place: event.place(), message, remedy });
    }

    fn masters(&mut self) {
        for (n, event) in self.file.events.iter().enumerate() {
            if event.get("RECURRENCE-ID").is_some() {
                continue;
            }
            let uid = event.text("UID");
            if uid.as_ref().is_some_and(|uid| self.masters.contains_key(uid)) {
                let message = format!("UID `{}` is another event's too", uid.unwrap_or_default());
                self.note(
                    "duplicate-uid",
                    event,
                    Level::Warning,
                    message,
                    "give it a UID of its own; it is left out",
                );
                continue;
            }
            let recurs = ["RRULE", "RDATE"].iter().any(|name| event.get(name).is_some());
            // A cancellation need not say when it would have been (RFC 5546 3.2.5).
            let single = !recurs && event.get("DTSTART").is_some();
            let master = if event.is_cancelled() && !single {
                let message = format!("`{}` is cancelled as a whole and left out", title(event));
                self.note("cancelled-event", event, Level::Note, message, "");
                Master::Closed
            } else {
                let key = uid.clone().unwrap_or_else(|| format!("event {}", self.meetings.len() + 1));
                match self.meeting((n, event), key) {
                    Ok(()) if event.is_cancelled() => {
                        self.cancel_last(n);
                        Master::Closed
                    }
                    Ok(()) => Master::Read(self.meetings.len() - 1),
                    Err(finding) => {
                        self.findings.push(finding);
                        Master::Closed
                    }
                }
            };
            match uid {
                Some(uid) => {
                    self.masters.insert(uid, master);
                }
                None => self.note(
                    "missing-uid",
                    event,
                    Level::Warning,
                    format!("`{}` has no UID: it is a new event at each import", title(event)),
                    "add a `UID` that never changes",
                ),
            }
        }
    }

    /// A single event that is cancelled is shown as such, like an instance that an override cancels.
    fn cancel_last(&mut self, number: usize) {
        let (Some((meeting, span)), Some(origin)) = (self.meetings.last_mut(), self.origins.last_mut())
        else {
            return;
        };
        if let Timing::Rules(rules) = &mut meeting.timing {
            let only = span.dtstart.beside(span.dtstart);
            rules.overrides.push(RuleOverride {
                recurrence_id: only,
                start: only,
                duration: None,
                summary: None,
                cancelled: true,
            });
            origin.overrides.push(number);
        }
    }

    fn overrides(&mut self) {
        let mut seen: BTreeMap<(usize, DateTime<Utc>), usize> = BTreeMap::new();
        for (number, event) in self.file.events.iter().enumerate() {
            let Some(id) = event.get("RECURRENCE-ID") else { continue };
            let uid = event.text("UID").unwrap_or_default();
            let Some(master) = self.masters.get(&uid) else {
                self.orphan((number, event), &uid, &id.value);
                continue;
            };
            let Master::Read(at) = *master else { continue };
            let reader = self.reader(event);
            let Some((meeting, of)) = self.meetings.get_mut(at) else { continue };
            let summary = meeting.description.en.clone();
            match event::change(event, id, (of, &summary), &reader, &mut self.findings) {
                Ok(change) => {
                    if let Timing::Rules(rules) = &mut meeting.timing {
                        // Of two for one instance, the later in the file holds.
                        let instance = (at, event::instant(change.recurrence_id, rules.zone));
                        let n = *seen.entry(instance).or_insert(rules.overrides.len());
                        let made_of = &mut self.origins[at].overrides;
                        match (rules.overrides.get_mut(n), made_of.get_mut(n)) {
                            (Some(earlier), Some(event)) => (*earlier, *event) = (change, number),
                            _ => {
                                rules.overrides.push(change);
                                made_of.push(number);
                            }
                        }
                    }
                }
                Err(finding) => self.findings.push(finding),
            }
        }
    }

    /// An override whose master is not in the file is an event of its own, unless nothing is left of it.
    fn orphan(&mut self, (number, event): (usize, &Event), uid: &str, recurrence_id: &str) {
        if event.is_cancelled() {
            let message = format!("`{}` is cancelled, and its series is not in the file", title(event));
            self.note("cancelled-event", event, Level::Note, message, "");
            return;
        }
        let key = format!("{uid}+{}", recurrence_id.trim());
        if let Err(finding) = self.meeting((number, event), key) {
            self.findings.push(finding);
        }
    }

    fn meeting(&mut self, (number, event): (usize, &Event), key: String) -> Result<(), Finding> {
        let reader = self.reader(event);
        let span = event::span(event, &reader, &mut self.findings)?;
        let mut rules: RuleSet = event::rules(event, span.dtstart, &reader, &mut self.findings)?;
        // A feed holds no controls: dropped, they could leave the UID of another event, or none.
        let writable =
            event.get("UID").is_some() && !key.contains(|c: char| c.is_control() || c == '\u{feff}');
        rules.uid = Some(key.clone()).filter(|_| writable);
        let url = ["URL", "CONFERENCE", "X-GOOGLE-CONFERENCE"].into_iter().find_map(|name| event.text(name));
        let meeting = Meeting {
            formerly: vec![],
            gone: false,
            group: None,
            subproject: None,
            description: Text::from(title(event).as_str()),
            key,
            start: Some(rules.dtstart.date()),
            zone: rules.zone,
            timing: Timing::Rules(Box::new(rules)),
            until: None,
            revision: None,
            duration: Some(span.duration),
            url,
            archive_url: None,
            recordings_url: None,
            location: event.text("LOCATION"),
            details: Text::default(),
            tentative: false,
            skips: vec![],
            cancelled: vec![],
            moved: vec![],
            allowances: vec![],
            extras: vec![],
            place: event.place(),
            cadence_place: event.place(),
            anchor_place: None,
        };
        self.meetings.push((meeting, span));
        self.origins.push(Origin { event: number, overrides: vec![] });
        Ok(())
    }
}

fn title(event: &Event) -> String {
    event.text("SUMMARY").unwrap_or_else(|| "Untitled".to_owned())
}
