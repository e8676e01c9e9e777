//! The TOML of toml-to-ical: events with recurrence rules, in files that include each other.

use chrono::TimeDelta;

use super::item::{Change, Item, Said, once, one_line};
use super::moment::{self, Moment};
use super::{Calendar, Files, keys, rule, toml};
use crate::directory::keys::Keys;
use crate::directory::node::{Node, Scalar, Value};
use crate::directory::report::Report;
use crate::directory::{Place, When};
use crate::time::{Zone, resolve};

/// The events of a file and of those that it includes.
pub(super) fn read(files: &mut Files<'_>, calendar: &mut Calendar) {
    one(files, 0, calendar);
}

fn one(files: &mut Files<'_>, file: usize, calendar: &mut Calendar) {
    let root = match toml::tree(files.text(file)) {
        Ok(root) => root,
        Err(finding) => return files.report(file).push(finding),
    };
    let report = files.report(file);
    let Some(top) = Keys::of(&root, &keys::CALENDAR, report) else { return };
    let text = |key, report: &mut Report| top.scalar(key, report).map(|scalar| scalar.text.clone());
    let (name, description) = (text("name", report), text("description", report));
    if file == 0 {
        (calendar.name, calendar.description) = (name, description);
    }
    for zone in top.items("timezones") {
        zone_is_known(zone, report);
    }
    for node in top.items("events") {
        event(node, file, calendar, report);
    }
    let Some(meta) = top.get("meta").and_then(|node| Keys::of(node, &keys::META, report)) else { return };
    for node in meta.items("includes") {
        match node.scalar() {
            Some(path) => files.include(file, path, &mut |files, included| one(files, included, calendar)),
            None => wrong(node, "a path is a text", files.report(file)),
        }
    }
}

/// The embedded database has the zones of the world: a definition is checked against it, and not used.
fn zone_is_known(node: &Node, report: &mut Report) {
    let Some(top) = Keys::of(node, &keys::TIMEZONE, report) else { return };
    let Some(name) = top.scalar("name", report) else { return };
    let Some(zone) = rule::zone(name, report) else { return };
    let mut offsets = Vec::new();
    for half in ["standard", "daylight"] {
        let to = top.get(half).and_then(|node| Keys::of(node, &keys::OFFSET, report)?.scalar("to", report));
        offsets.extend(to.and_then(|to| rule::offset(&to.text)));
    }
    let of = |month| {
        let noon = chrono::NaiveDate::from_ymd_opt(2025, month, 15)?.and_hms_opt(12, 0, 0)?;
        Some((noon - resolve(noon, zone).naive_utc()).num_minutes())
    };
    let mut known: Vec<i64> = [of(1), of(7)].into_iter().flatten().collect();
    offsets.sort_unstable();
    known.sort_unstable();
    known.dedup();
    offsets.dedup();
    if !offsets.is_empty() && offsets != known {
        let message =
            format!("`{}` is not defined as the IANA database has it, which is what is used", name.text);
        report.warning("zone-differs", &name.place, message, "check the times of events in this zone");
    }
}

fn event(node: &Node, file: usize, calendar: &mut Calendar, report: &mut Report) {
    let Some(event) = Keys::of(node, &keys::EVENT, report) else { return };
    let text = |key, report: &mut Report| event.scalar(key, report).map(|scalar| scalar.text.clone());
    let title = text("title", report).unwrap_or_default();
    let place = event.get("title").map_or(&node.place, |title| &title.place).clone();
    let left_out = |why: &str, place: &Place, report: &mut Report| {
        let message = format!("`{}` is left out: {why}", one_line(&title));
        report.error("left-out", place, message, "mend it, or write the event by hand");
    };
    let Some(start) = event.get("start") else { return left_out("it has no `start`", &place, report) };
    let Some((begin, zone)) = date(start, report) else {
        return left_out("its `start` cannot be read", &start.place, report);
    };
    let end = event.get("end").and_then(|node| date(node, report));
    let said = said(&event, report);
    let all_day = matches!(begin, Moment::Date(_));
    let duration = match end {
        Some((end, other)) => length((begin, zone), (end, other)),
        None if all_day => Some(TimeDelta::days(1)),
        None => Some(TimeDelta::zero()),
    };
    let Some(duration) = duration else {
        return left_out("it ends before it starts, or one of the two is a date", &start.place, report);
    };
    let uid = text("uid", report);
    let status = text("status", report).unwrap_or_default();
    let cancelled = status == "cancelled";
    if let Some(free) = event.scalar("transparency", report) {
        super::transparency(all_day, free.text == "transparent", &free.place, report);
    }
    if !["", "confirmed", "tentative", "cancelled"].contains(&status.as_str()) {
        let at = event.get("status").map_or(&place, |node| &node.place);
        report.warning(
            "no-counterpart",
            at,
            format!("`{status}` is no status"),
            "write `tentative` or `confirmed`",
        );
    }

    if let Some(id) = event.get("recurrence_id") {
        let Some((original, of)) = date(id, report) else {
            return left_out("its `recurrence_id` cannot be read", &id.place, report);
        };
        // Of two events of one UID that were included, the one before is meant.
        let master = calendar.items.iter_mut().rev().find(|item| item.id.is_some() && item.id == uid);
        let Some(master) = master else {
            return left_out("no event before it has its `uid`", &id.place, report);
        };
        master.changes.push(Change {
            original: when((original, of), master.rules.as_ref().and_then(|rules| rules.zone)),
            start: when((begin, zone), master.rules.as_ref().and_then(|rules| rules.zone)),
            duration,
            name: if title.is_empty() { master.name.clone() } else { one_line(&title) },
            said: if cancelled { master.said.clone() } else { said },
            cancelled,
            place,
        });
        return;
    }
    if cancelled {
        return left_out("it is cancelled as a whole", &place, report);
    }
    let mut rules = once(begin.civil(), zone, all_day);
    for node in event.items("recurrence_rules") {
        match rule::read(node, all_day, report) {
            Some(rule) => rules.rrules.push(rule),
            None => return left_out("a rule of it cannot be read", &node.place, report),
        }
    }
    let mut whens = |key: &str| -> Vec<(When, Place)> {
        let Some(node) = event.get(key) else { return vec![] };
        dates(node, report).into_iter().map(|(date, place)| (when(date, zone), place)).collect()
    };
    let (further, excluded) = (whens("recurrences"), whens("exceptions"));
    rules.rdates = further.into_iter().map(|(when, _)| when).collect();
    let mut item = Item::new(file, place, &title, Some(rules));
    item.excluded = excluded;
    item.id = uid;
    item.duration = duration;
    item.said = said;
    calendar.items.push(item);
}

fn said(event: &Keys<'_>, report: &mut Report) -> Said {
    let mut said = Said::default();
    let text = |key, report: &mut Report| event.scalar(key, report).map(|scalar| scalar.text.as_str());
    said.at(text("location", report).unwrap_or_default());
    said.add(text("description", report).unwrap_or_default());
    if let Some(url) = text("url", report) {
        said.link("Link", url);
    }
    if let Some(organizer) = event.get("organizer").and_then(|node| Keys::of(node, &keys::ORGANIZER, report))
    {
        let part = |key, report: &mut Report| {
            one_line(organizer.scalar(key, report).map_or("", |scalar| &scalar.text))
        };
        let (name, email) = (part("name", report), part("email", report));
        match (name.is_empty(), email.is_empty()) {
            (_, true) => said.add(&format!("Organizer: {name}")),
            (true, false) => said.add(&format!("Organizer: {email}")),
            (false, false) => said.add(&format!("Organizer: {name} <{email}>")),
        }
    }
    said.tentative = text("status", report) == Some("tentative");
    said
}

/// A date with the zone whose clock it is on; dates and floating times have none.
type Dated = (Moment, Option<Zone>);

/// `"2024-01-11T17:00:00.00Z"`, `"2024-01-11"` or `{ date = …, timezone = … }`.
fn date(node: &Node, report: &mut Report) -> Option<Dated> {
    match &node.value {
        Value::Scalar(scalar) => written(scalar, None, report),
        Value::Mapping(_) => {
            let keys = Keys::of(node, &keys::DATE, report)?;
            let zone = match keys.scalar("timezone", report) {
                Some(zone) => Some(rule::zone(zone, report)?),
                None => None,
            };
            let Some(date) = keys.scalar("date", report) else {
                wrong(node, "it has no `date`", report);
                return None;
            };
            written(date, zone, report)
        }
        Value::Sequence(_) | Value::Nothing => {
            wrong(node, "a date is a text, or has a `date` and a `timezone`", report);
            None
        }
    }
}

fn written(scalar: &Scalar, zone: Option<Zone>, report: &mut Report) -> Option<Dated> {
    let Some(moment) = moment::parse(&scalar.text) else {
        let message = format!("`{}` is neither a date nor a time", scalar.text);
        report.error("unreadable-time", &scalar.place, message, "write it as `2026-03-03T09:00:00.00Z`");
        return None;
    };
    Some(match moment {
        Moment::Date(_) => (moment, None),
        Moment::Civil(_) => (moment, zone),
        Moment::Instant(instant, _) => match zone {
            Some(zone) => (Moment::Civil(crate::time::civil(instant, zone)), Some(zone)),
            None => (Moment::Civil(instant.naive_utc()), Some(Zone::utc())),
        },
    })
}

/// A list of dates, each with its place: as texts, as tables, or as a table of texts that share a zone.
fn dates(node: &Node, report: &mut Report) -> Vec<(Dated, Place)> {
    let Value::Mapping(entries) = &node.value else {
        let items = node.items().iter();
        return items.filter_map(|item| Some((date(item, report)?, item.place.clone()))).collect();
    };
    if entries.iter().any(|(key, _)| key.text == "date") {
        return date(node, report).map(|date| (date, node.place.clone())).into_iter().collect();
    }
    let Some(keys) = Keys::of(node, &keys::DATES, report) else { return vec![] };
    let zone = match keys.scalar("timezone", report) {
        Some(scalar) => match rule::zone(scalar, report) {
            Some(zone) => Some(zone),
            None => return vec![],
        },
        None => None,
    };
    let mut found = Vec::new();
    for item in keys.items("dates") {
        match item.scalar() {
            Some(scalar) => {
                found.extend(written(scalar, zone, report).map(|date| (date, scalar.place.clone())))
            }
            None => wrong(item, "a date is a text", report),
        }
    }
    found
}

/// What a date means beside a start in a zone.
fn when((moment, own): Dated, series: Option<Zone>) -> When {
    match own {
        Some(own) if series != Some(own) => When::Instant(resolve(moment.civil(), own)),
        Some(_) | None => When::Civil(moment.civil()),
    }
}

/// How long it is from a start to an end of the same kind.
fn length((begin, from): Dated, (end, to): Dated) -> Option<TimeDelta> {
    let length = match (begin, end) {
        (Moment::Date(begin), Moment::Date(end)) if begin == end => TimeDelta::days(1),
        (Moment::Date(begin), Moment::Date(end)) => end - begin,
        (Moment::Date(_), _) | (_, Moment::Date(_)) => return None,
        (begin, end) => match (from, to.or(from)) {
            (Some(from), Some(to)) => resolve(end.civil(), to) - resolve(begin.civil(), from),
            _ => end.civil() - begin.civil(),
        },
    };
    (length >= TimeDelta::zero()).then_some(length)
}

fn wrong(node: &Node, why: &str, report: &mut Report) {
    report.error("wrong-shape", &node.place, why.to_owned(), "see the example of toml-to-ical");
}
