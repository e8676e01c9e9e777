//! Calendars in other formats, in the words of a data file.
//!
//! A reader per format makes [`Item`](item::Item)s of what it finds; `forms` says each of them in the words of a data
//! file. Nothing here reads a file or follows a rule: whoever asks brings both along.

mod files;
mod forms;
mod ics;
mod item;
mod keys;
mod misses;
mod moment;
mod rule;
mod sentence;
#[cfg(test)]
mod tests;
mod toml;
mod toml_to_ical;

mod yaml2ical;
mod yaml2ics;

use super::node::{Node, Value};
use super::report::Report;
use super::{Finding, Meeting, Place, schema, write};
use crate::time::Zone;
use files::Files;
pub use files::{ImportFile, Reader};
use forms::Ids;
pub use forms::Starts;

/// What is known of a format before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// iCalendar.
    Ics,
    /// The TOML of toml-to-ical, which the calendar of the Rust project is written in.
    TomlToIcal,
    /// The YAML of yaml2ical, which the meetings of OpenStack are written in.
    Yaml2Ical,
    /// The YAML of yaml2ics, which those of Scientific Python are written in.
    Yaml2Ics,
}

/// What comes of a calendar in another format.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files that were read, each with what was found in it, that which was asked for first.
    pub files: Vec<ImportFile>,
    /// The beginning of the data file, up to and without its events.
    pub head: String,
    /// Its events.
    pub entries: Vec<Entry>,
}

/// One event of a source, in the words of a data file.
#[derive(Debug)]
pub struct Entry {
    /// The file it is in, an index into [`Imported::files`].
    pub file: usize,
    /// Where it is in that file.
    pub place: Place,
    /// What it is called.
    pub name: String,
    /// The event as its source has it; nothing where no recurrence is stated.
    pub source: Option<Meeting>,
    /// Items of `events`, the most readable first. They are to be tried in order: that a form says the same as the
    /// source is known only once it is followed.
    pub forms: Vec<String>,
}

/// A calendar while it is being read.
#[derive(Debug, Default)]
struct Calendar {
    name: Option<String>,
    description: Option<String>,
    /// The zone of times that name none.
    zone: Option<Zone>,
    items: Vec<item::Item>,
}

/// Reads calendars in another format. `given` are the files that were asked for, by name: several only in
/// [`Format::Yaml2Ical`], which has a file per meeting. `include` reads what they include.
///
/// Never fails: what cannot be read or has no counterpart is found in [`Imported::files`].
pub fn import(
    given: Vec<(String, Vec<u8>)>,
    format: Option<Format>,
    floating: Option<Zone>,
    include: &mut Reader<'_>,
    starts: &Starts<'_>,
) -> Imported {
    let mut files = Files::new(given, include);
    let mut calendar = Calendar::default();
    if files.all_can_be_read() {
        match format.map_or_else(|| guess(files.text(0)), Ok) {
            Ok(Format::Ics) => ics::read(&mut files, &mut calendar),
            Ok(Format::TomlToIcal) => toml_to_ical::read(&mut files, &mut calendar),
            Ok(Format::Yaml2Ical) => yaml2ical::read(&mut files, &mut calendar),
            Ok(Format::Yaml2Ics) => yaml2ics::read(&mut files, &mut calendar),
            Err(why) => files.report(0).push(why),
        }
    }
    calendar.zone = floating.or(calendar.zone).map(rule::plainly);
    for rules in calendar.items.iter_mut().filter_map(|item| item.rules.as_mut()) {
        rules.zone = rules.zone.map(rule::plainly);
    }
    entries(calendar, files, floating, starts)
}

fn entries(
    mut calendar: Calendar,
    mut files: Files<'_>,
    floating: Option<Zone>,
    starts: &Starts<'_>,
) -> Imported {
    let mut ids = Ids::default();
    let mut entries = Vec::new();
    for mut item in std::mem::take(&mut calendar.items) {
        settle_floating(&mut item, &mut calendar, floating, &mut files);
        if !can_be_said(&item, &mut files) {
            continue;
        }
        let report = files.report(item.file);
        misses::take_out(&mut item, starts, report);
        let forms = forms::forms(&item, &mut ids, starts);
        if forms.is_empty() {
            let message = format!("`{}` never happens: every date of it is excluded", item.name);
            report.warning(
                "never-happens",
                &item.place,
                message,
                "nothing has to be done: it is in no calendar",
            );
            continue;
        }
        entries.push(Entry {
            file: item.file,
            place: item.place.clone(),
            source: item.meeting(),
            name: item.name,
            forms,
        });
    }
    let head = head(&calendar);
    Imported { files: files.finish(), head, entries }
}

/// The community, and the line under which its events stand.
fn head(calendar: &Calendar) -> String {
    let mut head = String::new();
    for line in calendar.description.as_deref().unwrap_or_default().trim().lines() {
        head += format!("# {}", item::one_line(line)).trim_end();
        head.push('\n');
    }
    let name = calendar.name.as_deref().map(item::one_line).filter(|name| !name.is_empty());
    if name.is_some() || calendar.zone.is_some() {
        head += "community:\n";
    }
    if let Some(name) = name {
        head += &format!("  name: {}\n", write::scalar(&name));
    }
    if let Some(zone) = calendar.zone {
        head += &format!("  zone: {}\n", write::scalar(zone.tzid()));
    }
    head + "events:\n"
}

/// A time in no zone is at another instant for everyone who reads it; a data file has one for all.
fn settle_floating(
    item: &mut item::Item,
    calendar: &mut Calendar,
    floating: Option<Zone>,
    files: &mut Files<'_>,
) {
    let Some(rules) = item.rules.as_mut().filter(|rules| rules.zone.is_none() && !rules.all_day) else {
        return;
    };
    let zone = *calendar.zone.get_or_insert_with(Zone::utc);
    rules.zone = Some(zone);
    if floating.is_none() {
        let message = format!("`{}` is in no zone: it is taken to be in `{}`", item.name, zone.tzid());
        let remedy = "say which zone is meant with `--zone Europe/Berlin`";
        files.report(item.file).warning("floating-time", &item.place, message, remedy);
    }
}

/// What a data file has no words for at all is said, and left out.
fn can_be_said(item: &item::Item, files: &mut Files<'_>) -> bool {
    let Some(rules) = &item.rules else { return true };
    let why = if !rules.exrules.is_empty() {
        "it has an EXRULE, which a data file does not know"
    } else if !forms::is_within_years(rules.dtstart.date()) {
        "it begins before 1900 or after 2199"
    } else {
        return true;
    };
    let remedy = "write it by hand, as an `rrule` with a `skip` for what is excluded";
    let message = format!("`{}` is left out: {why}", item.name);
    files.report(item.file).error("left-out", &item.place, message, remedy);
    false
}

/// Calendars show times as busy and whole days as free.
fn transparency(all_day: bool, free: bool, place: &Place, report: &mut Report) {
    if all_day != free {
        let (is, shown) = if free { ("free", "busy") } else { ("busy", "free") };
        let message = format!("it is marked as {is}, and calendars will show it as {shown}");
        report.warning("no-counterpart", place, message, "nothing has to be done, unless that is wrong");
    }
}

/// The format of a text, by its first words and its keys.
fn guess(text: &str) -> Result<Format, Finding> {
    if text.get(..15).is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Ok(Format::Ics);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let is_key = |key: &str| key.trim().chars().all(|c| c.is_alphanumeric() || "_-.\"'".contains(c));
    if first.starts_with('[') || first.split_once('=').is_some_and(|(key, _)| is_key(key)) {
        return Ok(Format::TomlToIcal);
    }
    let root = schema::tree(text)?;
    let has = |key: &str| mapping(&root).iter().any(|(known, _)| known.text == key);
    let ours = ["sigs", "workinggroups", "usergroups", "committees", "community"].into_iter().any(has);
    let begins = |event: &Node| mapping(event).iter().any(|(key, _)| key.text == "begin");
    let mut events =
        mapping(&root).iter().filter(|(key, _)| key.text == "events").flat_map(|(_, node)| node.items());
    if has("schedule") {
        return Ok(Format::Yaml2Ical);
    }
    if !ours && (has("include") || events.any(begins)) {
        return Ok(Format::Yaml2Ics);
    }
    let message = match ours {
        true => "this is a data file already, and nothing has to be imported",
        false => "this is in no format that can be imported",
    };
    Err(Finding {
        level: super::Level::Error,
        check: "no-format",
        place: Place { line: 1, column: 1, length: 1 },
        message: message.to_owned(),
        remedy: Some(
            "give an .ics file, the TOML of toml-to-ical, or the YAML of yaml2ical or yaml2ics".to_owned(),
        ),
    })
}

fn mapping(node: &Node) -> &[(super::node::Scalar, Node)] {
    match &node.value {
        Value::Mapping(entries) => entries,
        Value::Sequence(_) | Value::Scalar(_) | Value::Nothing => &[],
    }
}
