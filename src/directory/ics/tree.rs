//! Which properties stand in which event: BEGIN and END.

use std::collections::BTreeMap;

use super::super::{Finding, Level, Place};
use super::lines::{self, Line, Property};

/// A VEVENT's own properties, without those of the alarms in it.
#[derive(Clone, Debug)]
pub(in crate::directory) struct Event {
    /// The line of its BEGIN.
    pub(in crate::directory) line: u32,
    /// The VCALENDAR it stands in, an index into [`File::calendars`].
    pub(in crate::directory) calendar: usize,
    pub(in crate::directory) properties: Vec<Property>,
    /// The lines on which its alarms begin.
    pub(in crate::directory) alarms: Vec<u32>,
}

impl Event {
    /// The first property of a name that is not empty.
    pub(in crate::directory) fn get(&self, name: &str) -> Option<&Property> {
        self.all(name).next()
    }

    pub(in crate::directory) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|property| property.value.trim().to_owned())
    }

    pub(in crate::directory) fn all(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties
            .iter()
            .filter(move |property| property.name == name && !property.value.trim().is_empty())
    }

    pub(in crate::directory) fn is_cancelled(&self) -> bool {
        self.get("STATUS").is_some_and(|status| status.value.trim().eq_ignore_ascii_case("CANCELLED"))
    }

    pub(in crate::directory) fn place(&self) -> Place {
        Place { line: self.line, column: 1, length: 12 }
    }
}

/// What is in a file.
#[derive(Debug, Default)]
pub(in crate::directory) struct File {
    /// The properties of each VCALENDAR itself.
    pub(in crate::directory) calendars: Vec<Vec<Property>>,
    pub(in crate::directory) events: Vec<Event>,
    /// The IANA names that VTIMEZONEs give for their own (X-LIC-LOCATION).
    pub(in crate::directory) locations: BTreeMap<String, String>,
    /// The components that are no events, as `VTODO`, and the line on which each begins.
    pub(in crate::directory) others: Vec<(String, u32)>,
}

impl File {
    /// A property of a calendar, where it is not empty.
    pub(in crate::directory) fn calendar_text(&self, calendar: usize, name: &str) -> Option<&Property> {
        let properties = self.calendars.get(calendar)?;
        properties.iter().find(|property| property.name == name && !property.value.trim().is_empty())
    }
}

/// A VALARM in a VEVENT in a VCALENDAR is three deep. What is deeper than this is not followed.
const DEEPEST: usize = 16;

enum Step {
    Begin(String),
    End(String),
    Other,
}

fn step(line: &Line) -> Step {
    match line.text.split_once(':') {
        Some((word, name)) if word.trim().eq_ignore_ascii_case("BEGIN") => {
            Step::Begin(name.trim().to_ascii_uppercase())
        }
        Some((word, name)) if word.trim().eq_ignore_ascii_case("END") => {
            Step::End(name.trim().to_ascii_uppercase())
        }
        Some(_) | None => Step::Other,
    }
}

/// Sorts a file's lines into its components. Never deeper than a list: what nests does not recurse.
pub(in crate::directory) fn read(text: &str, findings: &mut Vec<Finding>) -> File {
    let mut file = File::default();
    let mut open: Vec<String> = Vec::new();
    let mut zone_name: Option<String> = None;
    for line in lines::unfold(text) {
        let inner = open.last().map(String::as_str);
        match step(&line) {
            Step::Begin(name) => {
                match name.as_str() {
                    "VCALENDAR" => file.calendars.push(vec![]),
                    "VEVENT" => {
                        let calendar = file.calendars.len().saturating_sub(1);
                        file.events.push(Event {
                            line: line.number,
                            calendar,
                            properties: vec![],
                            alarms: vec![],
                        });
                    }
                    "VTIMEZONE" => zone_name = None,
                    "VALARM" if inner == Some("VEVENT") => {
                        if let Some(event) = file.events.last_mut() {
                            event.alarms.push(line.number);
                        }
                    }
                    _ if inner == Some("VCALENDAR") => file.others.push((name.clone(), line.number)),
                    _ => {}
                }
                if open.len() < DEEPEST {
                    open.push(name);
                }
            }
            Step::End(name) => match open.iter().rposition(|opened| *opened == name) {
                Some(at) => {
                    if at + 1 < open.len() {
                        findings.push(unclosed(&open[at + 1..], &line));
                    }
                    open.truncate(at);
                }
                None => findings.push(Finding {
                    level: Level::Warning,
                    check: "unbalanced-component",
                    place: whole(&line),
                    message: format!("`END:{name}` ends what never began"),
                    remedy: Some(format!("remove it, or add `BEGIN:{name}` where it begins")),
                }),
            },
            Step::Other => {
                let wanted = matches!(inner, Some("VCALENDAR" | "VEVENT" | "VTIMEZONE"));
                let Some(property) = lines::property(&line) else {
                    if wanted {
                        findings.push(unreadable(&line));
                    }
                    continue;
                };
                match inner {
                    Some("VCALENDAR") => {
                        if let Some(properties) = file.calendars.last_mut() {
                            properties.push(property);
                        }
                    }
                    Some("VEVENT") => {
                        if let Some(event) = file.events.last_mut() {
                            event.properties.push(property);
                        }
                    }
                    Some("VTIMEZONE") if property.name == "TZID" => zone_name = Some(property.value),
                    Some("VTIMEZONE") if property.name == "X-LIC-LOCATION" => {
                        if let Some(name) = &zone_name {
                            file.locations.insert(name.clone(), property.value);
                        }
                    }
                    Some(_) | None => {}
                }
            }
        }
    }
    if !open.is_empty() {
        let last = u32::try_from(text.lines().count()).unwrap_or(u32::MAX).max(1);
        findings.push(unclosed(&open, &Line { number: last, text: String::new() }));
    }
    file
}

fn whole(line: &Line) -> Place {
    let length = u32::try_from(line.text.chars().count()).unwrap_or(u32::MAX).max(1);
    Place { line: line.number, column: 1, length }
}

fn unclosed(open: &[String], line: &Line) -> Finding {
    let (innermost, count) = (open.last().map_or("", String::as_str), open.len());
    Finding {
        level: Level::Warning,
        check: "unbalanced-component",
        place: whole(line),
        message: match count {
            1 => format!("`{innermost}` is not ended before this"),
            _ => format!("`{innermost}` and {} around it are not ended before this", count - 1),
        },
        remedy: Some(format!("add `END:{innermost}`; the file may be cut off")),
    }
}

fn unreadable(line: &Line) -> Finding {
    let shown: String = line.text.chars().take(40).collect();
    Finding {
        level: Level::Warning,
        check: "unreadable-line",
        place: whole(line),
        message: format!("`{shown}` is no content line"),
        remedy: Some(
            "write it as `NAME:value`, or start it with a space where it goes on from the line before"
                .to_owned(),
        ),
    }
}
