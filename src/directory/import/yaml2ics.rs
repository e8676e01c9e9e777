//! The YAML of yaml2ics: events with a begin and an end or a duration, that may repeat every so often.

use chrono::TimeDelta;

use super::item::{Item, Said, is_web_address, once, one_line};
use super::moment::{self, Moment};
use super::{Calendar, Files, keys, rule};
use crate::directory::ics::lines::{self, Property};
use crate::directory::keys::Keys;
use crate::directory::node::{Node, Scalar, Value};
use crate::directory::report::Report;
use crate::directory::{Place, Recur, RuleSet, When, schema, stamp};
use crate::time::{FixedOffset, Zone, resolve};

/// The units of an interval, each with the FREQ it is.
const FREQUENCIES: [(&str, &str); 7] = [
    ("seconds", "SECONDLY"),
    ("minutes", "MINUTELY"),
    ("hours", "HOURLY"),
    ("days", "DAILY"),
    ("weeks", "WEEKLY"),
    ("months", "MONTHLY"),
    ("years", "YEARLY"),
];

/// The units of a duration, each with its seconds.
const SECONDS: [(&str, f64); 5] =
    [("seconds", 1.0), ("minutes", 60.0), ("hours", 3600.0), ("days", 86_400.0), ("weeks", 604_800.0)];

/// The events of a file and of those that it includes, which come before its own.
pub(super) fn read(files: &mut Files<'_>, calendar: &mut Calendar) {
    one(files, 0, calendar);
}

fn one(files: &mut Files<'_>, file: usize, calendar: &mut Calendar) {
    let root = match schema::tree(files.text(file)) {
        Ok(root) => root,
        Err(finding) => return files.report(file).push(finding),
    };
    let Some(top) = Keys::of(&root, &keys::YAML2ICS, files.report(file)) else { return };
    for node in top.items("include") {
        match node.scalar() {
            Some(path) => files.include(file, path, &mut |files, included| one(files, included, calendar)),
            None => {
                let report = files.report(file);
                report.error(
                    "wrong-shape",
                    &node.place,
                    "a path is a text".to_owned(),
                    "list the paths of files",
                );
            }
        }
    }
    let report = files.report(file);
    // Of several names the last holds, and that of whoever includes is last.
    if let Some(name) = top.scalar("name", report) {
        calendar.name = Some(name.text.clone());
    }
    let zone = match top.scalar("timezone", report) {
        None => Some(Zone::utc()),
        Some(scalar) => rule::zone(scalar, report),
    };
    for node in top.items("events") {
        if let Some(item) = event(node, file, zone, report) {
            calendar.items.push(item);
        }
    }
}

fn event(node: &Node, file: usize, zone: Option<Zone>, report: &mut Report) -> Option<Item> {
    let event = Keys::of(node, &keys::YAML2ICS_EVENT, report)?;
    let text = |key, report: &mut Report| event.scalar(key, report).map_or("", |scalar| scalar.text.as_str());
    let named = event.get("summary").or(event.get("name"));
    let name = named.and_then(Node::scalar).map_or("", |scalar| scalar.text.as_str());
    let refuse = |why: &str, place: &Place, report: &mut Report| -> Option<Item> {
        let message = format!("`{}` is left out: {why}", one_line(name));
        report.error("left-out", place, message, "mend it, or write the event by hand");
        None
    };
    let place = named.map_or(&node.place, |node| &node.place).clone();
    let zone = match event.scalar("timezone", report) {
        Some(scalar) => rule::zone(scalar, report),
        None => zone,
    };
    let Some(zone) = zone else { return refuse("its time zone is not known", &place, report) };
    let Some(begin) = event.scalar("begin", report) else {
        return refuse("it has no `begin`", &place, report);
    };
    let Some(start) = moment::parse(&begin.text) else {
        return refuse("its `begin` cannot be read", &begin.place, report);
    };
    // Without an end it is a whole day, whatever its hour.
    let all_day = event.get("duration").is_none() && event.get("end").is_none();
    let (dtstart, own) = match start {
        Moment::Date(_) | Moment::Civil(_) if all_day => (super::forms::midnight(start.civil().date()), None),
        Moment::Instant(..) if all_day => (super::forms::midnight(start.civil().date()), None),
        Moment::Date(_) | Moment::Civil(_) => (start.civil(), Some(zone)),
        Moment::Instant(instant, east) => match FixedOffset::new(east).and_then(FixedOffset::zone) {
            Some(fixed) => (start.civil(), Some(fixed)),
            None => (instant.naive_utc(), Some(Zone::utc())),
        },
    };
    let begins = resolve(dtstart, own.unwrap_or_else(Zone::utc));
    let duration = match (all_day, event.get("duration"), event.scalar("end", report)) {
        (true, ..) => Some(TimeDelta::days(1)),
        (false, Some(length), _) => duration(length, report),
        (false, None, Some(end)) => moment::parse(&end.text).map(|end| match end {
            Moment::Instant(instant, _) => instant - begins,
            civil => resolve(civil.civil(), own.unwrap_or(zone)) - begins,
        }),
        (false, None, None) => None,
    };
    let Some(duration) = duration.filter(|duration| *duration >= TimeDelta::zero()) else {
        return refuse("its end cannot be read, or is before its `begin`", &begin.place, report);
    };
    let mut rules = once(dtstart, own, all_day);
    let mut item = Item::new(file, place, name, None);
    if let Some(repeat) = event.get("repeat") {
        let Some(rule) = repeats(repeat, &mut rules, &mut item, report) else {
            return refuse("how it repeats cannot be read", &repeat.place, report);
        };
        rules.rrules.push(rule);
    }
    item.said = said(&event, report);
    let free = text("transparent", report);
    if let Some(node) = event.get("transparent") {
        super::transparency(all_day, free.eq_ignore_ascii_case("true"), &node.place, report);
    }
    if let Some(node) = event.get("attendees") {
        report.warning(
            "no-counterpart",
            &node.place,
            "`attendees` have no counterpart and are left out".to_owned(),
            "people say themselves whether they come",
        );
    }
    for (number, line) in passed_on(&event, report) {
        let Some(scalar) = event.scalar("ics", report) else { break };
        passthrough(&line, number, scalar, &mut rules, &mut item, report);
    }
    if text("status", report).eq_ignore_ascii_case("cancelled") {
        let at = event.get("status").map_or(&item.place, |node| &node.place).clone();
        return refuse("it is cancelled as a whole", &at, report);
    }
    item.rules = Some(rules);
    item.duration = duration;
    item.id = Some(one_line(text("uid", report))).filter(|id| !id.is_empty());
    Some(item)
}

/// `{ minutes: 30 }`.
fn duration(node: &Node, report: &mut Report) -> Option<TimeDelta> {
    let keys = Keys::of(node, &keys::UNITS, report)?;
    let mut seconds = 0.0;
    for (unit, length) in SECONDS {
        if let Some(scalar) = keys.scalar(unit, report) {
            seconds += scalar.text.parse::<f64>().ok().filter(|count| count.is_finite())? * length;
        }
    }
    TimeDelta::try_seconds(seconds.clamp(-1e10, 1e10).round() as i64)
}

/// What `repeat` says: the rule; what it adds and excludes goes where it belongs.
fn repeats(node: &Node, rules: &mut RuleSet, item: &mut Item, report: &mut Report) -> Option<String> {
    let keys = Keys::of(node, &keys::REPEAT, report)?;
    let interval = Keys::of(keys.get("interval")?, &keys::UNITS, report)?;
    let mut parts =
        FREQUENCIES.iter().filter_map(|(unit, freq)| Some((interval.scalar(unit, report)?, freq)));
    let (Some((count, freq)), None) = (parts.next(), parts.next()) else { return None };
    let mut rule = format!("FREQ={freq}");
    if count.text != "1" {
        rule += &format!(";INTERVAL={}", count.text);
    }
    if let Some(until) = keys.scalar("until", report) {
        // A date is its midnight, and what begins later that day is out: so says the rule that yaml2ics writes.
        let form = match moment::parse(&until.text)? {
            moment if rules.all_day => moment.civil().format("%Y%m%d").to_string(),
            Moment::Instant(instant, _) => instant.format("%Y%m%dT%H%M%SZ").to_string(),
            moment => moment.civil().format("%Y%m%dT%H%M%S").to_string(),
        };
        rule += &format!(";UNTIL={form}");
    }
    for scalar in keys.items("also_on").iter().filter_map(Node::scalar) {
        rules.rdates.extend(when(scalar, rules.dtstart.time(), rules.zone, report));
    }
    for scalar in keys.items("except_on").iter().filter_map(Node::scalar) {
        match moment::parse(&scalar.text) {
            Some(Moment::Date(date)) => item.skipped.push((date, scalar.place.clone())),
            _ => item.excluded.extend(
                when(scalar, rules.dtstart.time(), rules.zone, report)
                    .map(|when| (when, scalar.place.clone())),
            ),
        }
    }
    Recur::parse(&rule).is_ok().then_some(rule)
}

/// A further date, or one that is excluded; without an hour it is at that of the event.
fn when(scalar: &Scalar, time: chrono::NaiveTime, zone: Option<Zone>, report: &mut Report) -> Option<When> {
    match moment::parse(&scalar.text) {
        Some(Moment::Date(date)) => Some(When::Civil(date.and_time(time))),
        Some(Moment::Instant(instant, _)) if zone.is_some() => Some(When::Instant(instant)),
        Some(moment) if zone.is_none() => Some(When::Civil(super::forms::midnight(moment.civil().date()))),
        Some(moment) => Some(When::Civil(moment.civil())),
        None => {
            let message = format!("`{}` is neither a date nor a time", scalar.text);
            report.error("unreadable-time", &scalar.place, message, "write it as `2026-03-03 09:00:00`");
            None
        }
    }
}

fn said(event: &Keys<'_>, report: &mut Report) -> Said {
    let mut said = Said::default();
    let text = |key, report: &mut Report| event.scalar(key, report).map_or("", |scalar| scalar.text.as_str());
    said.at(text("location", report));
    let page = text("url", report);
    if is_web_address(page) && said.url.is_none() {
        said.url = Some(page.to_owned());
    }
    said.add(text("description", report));
    if !page.is_empty() {
        said.link("Link", page);
    }
    for (label, key) in [("Organizer", "organizer"), ("Categories", "categories")] {
        let Some(node) = event.get(key) else { continue };
        let parts: Vec<String> = match &node.value {
            Value::Mapping(entries) => entries
                .iter()
                .filter_map(|(_, value)| value.scalar())
                .map(|part| one_line(&part.text))
                .collect(),
            _ => node.items().iter().filter_map(Node::scalar).map(|part| one_line(&part.text)).collect(),
        };
        said.add(&format!("{label}: {}", parts.join(", ")));
    }
    said.tentative = text("status", report).eq_ignore_ascii_case("tentative");
    said
}

/// The lines under `ics`, each with its number within the text.
fn passed_on(event: &Keys<'_>, report: &mut Report) -> Vec<(u32, String)> {
    let text = event.scalar("ics", report).map_or("", |scalar| scalar.text.as_str());
    let lines = (0_u32..).zip(text.lines()).map(|(n, line)| (n, line.trim().to_owned()));
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

/// A line of iCalendar that yaml2ics hands on as it is.
fn passthrough(
    line: &str,
    number: u32,
    scalar: &Scalar,
    rules: &mut RuleSet,
    item: &mut Item,
    report: &mut Report,
) {
    // The place of a block is that of its first line; a text in quotes has its line ends as `\n`.
    let below = if scalar.verbatim.is_none() && scalar.place.column > 1 { number } else { 0 };
    let place = Place { line: scalar.place.line.saturating_add(below), column: 1, length: 1 };
    let Some(property) = lines::quoted(line, place.line) else {
        report.warning("no-counterpart", &place, format!("`{line}` is no line of iCalendar"), "leave it out");
        return;
    };
    let value = property.value.trim();
    let taken = match property.name.as_str() {
        "RRULE" if Recur::parse(value).is_ok() => {
            rules.rrules.push(value.to_ascii_uppercase());
            true
        }
        "RDATE" => dates(&property, rules).map(|dates| rules.rdates.extend(dates)).is_some(),
        "EXDATE" => dates(&property, rules)
            .map(|dates| item.excluded.extend(dates.into_iter().map(|when| (when, place.clone()))))
            .is_some(),
        "STATUS" if value.eq_ignore_ascii_case("TENTATIVE") => {
            item.said.tentative = true;
            true
        }
        "STATUS" => value.eq_ignore_ascii_case("CONFIRMED"),
        "TRANSP" => {
            let free = value.eq_ignore_ascii_case("TRANSPARENT");
            super::transparency(rules.all_day, free, &place, report);
            true
        }
        "CLASS" => value.eq_ignore_ascii_case("PUBLIC"),
        "COMMENT" | "CONTACT" | "CATEGORIES" => {
            item.said.add(&format!("{}{}: {value}", &property.name[..1], property.name[1..].to_lowercase()));
            true
        }
        _ => false,
    };
    if !taken {
        let message = format!("`{}` under `ics` has no counterpart and is left out", property.name);
        report.warning(
            "no-counterpart",
            &place,
            message,
            "say it under `details`, if people need to know it",
        );
    }
}

/// The dates of an RDATE or EXDATE, in the zone that it names or in that of the event.
fn dates(property: &Property, rules: &RuleSet) -> Option<Vec<When>> {
    let zone = match property.param("TZID") {
        Some(tzid) => Some(Zone::named(tzid).ok()?),
        None => rules.zone,
    };
    let one = |value: &str| {
        let value = value.trim();
        if let Some(date) = stamp::date(value) {
            return Some(When::Civil(date.and_time(rules.dtstart.time())));
        }
        let own = if value.ends_with(['Z', 'z']) { Some(Zone::utc()) } else { zone };
        let civil = stamp::time(value.trim_end_matches(['Z', 'z']))?;
        Some(match own {
            Some(own) if rules.zone != Some(own) => When::Instant(resolve(civil, own)),
            _ => When::Civil(civil),
        })
    };
    property.value.split(',').map(one).collect()
}
