//! An .ics file as Google Calendar and Thunderbird export it.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::item::{Change, Item, Said, is_web_address, one_line};
use super::{Calendar, Files};
use crate::directory::ics::lines::Property;
use crate::directory::ics::tree::Event;
use crate::directory::ics::{self, Read};
use crate::directory::{Finding, Level, Meeting, Place, RuleSet, Timing};

/// What becomes a part of the data file, or says nothing beside it.
const TAKEN: [&str; 22] = [
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "LOCATION",
    "URL",
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "DESCRIPTION",
    "ORGANIZER",
    "CONTACT",
    "COMMENT",
    "CATEGORIES",
    "ATTACH",
    "STATUS",
    "TRANSP",
];

/// What programs note for themselves.
const BOOKKEEPING: [&str; 5] = ["DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "PRIORITY"];

/// Findings of reading that say nothing about what is lost.
const OF_NO_CONCERN: [&str; 1] = ["missing-uid"];

/// The events of a file.
pub(super) fn read(files: &mut Files<'_>, calendar: &mut Calendar) {
    let read = ics::read(files.text(0));
    if read.file.calendars.is_empty() && read.file.events.is_empty() {
        return read.findings.into_iter().for_each(|finding| files.report(0).push(finding));
    }
    for finding in read.findings.iter().filter(|finding| !OF_NO_CONCERN.contains(&finding.check)) {
        // What is cancelled as a whole has no place in a data file.
        let level = if finding.check == "cancelled-event" { Level::Warning } else { finding.level };
        files.report(0).push(Finding { level, ..finding.clone() });
    }
    of_the_calendar(&read, files, calendar);
    let mut kept = BTreeMap::new();
    for (meeting, origin) in read.community.meetings.iter().zip(&read.origins) {
        let event = &read.file.events[origin.event];
        if event.is_cancelled() {
            let message = format!("`{}` is cancelled as a whole and left out", meeting.description.en);
            let (level, place) = (Level::Warning, event.place());
            files.report(0).push(Finding { level, check: "cancelled-event", place, message, remedy: None });
            continue;
        }
        let overrides: Vec<&Event> = origin.overrides.iter().map(|n| &read.file.events[*n]).collect();
        for event in std::iter::once(event).chain(overrides.iter().copied()) {
            without_counterpart(event, files, &mut kept);
        }
        if let Some(item) = item(meeting, event, &overrides) {
            all_day_is_free(event, &item, files);
            calendar.items.push(item);
        }
    }
    for (name, (place, times)) in kept {
        let message = format!("`{name}` of {times} of the events is not kept; nobody sees it in a calendar");
        files.report(0).note("not-kept", &place, message, None);
    }
}

fn of_the_calendar(read: &Read, files: &mut Files<'_>, calendar: &mut Calendar) {
    let text = |name: &str| (0..read.file.calendars.len()).find_map(|n| read.file.calendar_text(n, name));
    calendar.name = text("X-WR-CALNAME").or(text("NAME")).map(|property| one_line(&property.value));
    let described = text("X-WR-CALDESC").or(text("DESCRIPTION"));
    calendar.description = described.map(|property| property.value.clone());
    calendar.zone = read.community.zone;
    for (name, line) in &read.file.others {
        if !["VEVENT", "VTIMEZONE"].contains(&name.as_str()) {
            files.report(0).warning(
                "no-counterpart",
                &Place { line: *line, column: 1, length: 1 },
                format!("a {name} is no event, and is left out"),
                "what has a date may be an event of its own",
            );
        }
    }
    if read.file.calendars.len() > 1 {
        let message = "several calendars are in the file; their events become those of one".to_owned();
        files.report(0).note("several-calendars", &Place { line: 1, column: 1, length: 1 }, message, None);
    }
}

fn item(meeting: &Meeting, event: &Event, overrides: &[&Event]) -> Option<Item> {
    let Timing::Rules(read) = &meeting.timing else { return None };
    let rules = RuleSet { exdates: vec![], overrides: vec![], uid: None, ..(**read).clone() };
    let mut item = Item::new(0, meeting.place.clone(), &meeting.description.en, Some(rules));
    item.id = event.text("UID").map(|_| one_line(&meeting.key));
    item.duration = meeting.duration.unwrap_or(TimeDelta::zero());
    item.said = said(event);
    let excluding: Vec<Place> = event
        .all("EXDATE")
        .flat_map(|property| property.value.split(',').map(|_| property.place()))
        .collect();
    let place = |n: usize| excluding.get(n).unwrap_or(&meeting.place).clone();
    item.excluded = read.exdates.iter().enumerate().map(|(n, when)| (*when, place(n))).collect();
    for (change, event) in read.overrides.iter().zip(overrides) {
        // What an instance does not say is as it is in the series, but for texts: those it says anew.
        let said = match change.cancelled {
            true => item.said.clone(),
            false => said(event),
        };
        item.changes.push(Change {
            original: change.recurrence_id,
            start: change.start,
            duration: change.duration.unwrap_or(item.duration),
            name: change.summary.as_deref().map_or_else(|| item.name.clone(), one_line),
            said,
            cancelled: change.cancelled,
            place: event.place(),
        });
    }
    Some(item)
}

/// Everything an event says at length.
fn said(event: &Event) -> Said {
    let mut said = Said::default();
    let links: Vec<String> = ["X-GOOGLE-CONFERENCE", "CONFERENCE"]
        .iter()
        .flat_map(|name| event.all(name))
        .map(|property| property.value.trim().to_owned())
        .collect();
    said.url = links.iter().find(|link| is_web_address(link)).cloned();
    if let Some(place) = event.text("LOCATION") {
        said.at(&place);
    }
    let page = event.text("URL").map(|url| one_line(&url));
    if said.url.is_none() {
        said.url = page.clone().filter(|page| is_web_address(page));
    }
    if let Some(description) = event.text("DESCRIPTION") {
        said.add(&description);
    }
    for link in links.iter().chain(&page) {
        said.link("Link", link);
    }
    for property in event.all("ATTACH") {
        if property.param("VALUE").is_none_or(|kind| !kind.eq_ignore_ascii_case("BINARY")) {
            said.link("Attachment", &property.value);
        }
    }
    for (label, name) in [
        ("Organizer", "ORGANIZER"),
        ("Contact", "CONTACT"),
        ("Comment", "COMMENT"),
        ("Categories", "CATEGORIES"),
    ] {
        for property in event.all(name) {
            said.add(&format!("{label}: {}", person(property)));
        }
    }
    said.tentative = event.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("TENTATIVE"));
    said
}

/// `Ada <ada@example.org>`, or the value as it is.
fn person(property: &Property) -> String {
    let value = property.value.trim();
    let value = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &value[7..],
        _ => value,
    };
    match property.param("CN").map(str::trim).filter(|name| !name.is_empty() && *name != value) {
        Some(name) => format!("{} <{}>", one_line(name), one_line(value)),
        None => one_line(value),
    }
}

/// What a data file has no word for, each once per event; what programs keep for themselves, once for all.
fn without_counterpart(event: &Event, files: &mut Files<'_>, kept: &mut BTreeMap<String, (Place, usize)>) {
    let mut seen: BTreeMap<&str, (Place, usize)> = BTreeMap::new();
    for property in &event.properties {
        let binary = property.name == "ATTACH"
            && property.param("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("BINARY"));
        let default = match property.name.as_str() {
            "CLASS" => property.value.trim().eq_ignore_ascii_case("PUBLIC"),
            name => TAKEN.contains(&name) && !binary,
        };
        if default || property.value.trim().is_empty() {
            continue;
        }
        let of_programs = BOOKKEEPING.contains(&property.name.as_str()) || property.name.starts_with("X-");
        let (_, times) = match of_programs {
            true => kept.entry(property.name.clone()).or_insert_with(|| (property.place(), 0)),
            false => seen.entry(&property.name).or_insert_with(|| (property.place(), 0)),
        };
        *times += 1;
    }
    if let Some(line) = event.alarms.first() {
        seen.insert("VALARM", (Place { line: *line, column: 1, length: 1 }, event.alarms.len()));
    }
    for (name, (place, times)) in seen {
        let remedy = match name {
            "ATTENDEE" => "people say themselves whether they come; who is asked is nobody else's business",
            "VALARM" => "whoever subscribes sets alarms as they like them",
            "CLASS" => "check that it may be published, or remove it from what came over",
            _ => "say it under `details`, if people need to know it",
        };
        let message = match times {
            1 => format!("`{name}` has no counterpart and is left out"),
            times => format!("{times} times `{name}` has no counterpart and is left out"),
        };
        files.report(0).warning("no-counterpart", &place, message, remedy);
    }
}

/// Whole days are shown as free and times as busy, whatever TRANSP said.
fn all_day_is_free(event: &Event, item: &Item, files: &mut Files<'_>) {
    let Some(property) = event.get("TRANSP") else { return };
    let all_day = item.rules.as_ref().is_some_and(|rules| rules.all_day);
    let free = property.value.trim().eq_ignore_ascii_case("TRANSPARENT");
    super::transparency(all_day, free, &property.place(), files.report(0));
}
