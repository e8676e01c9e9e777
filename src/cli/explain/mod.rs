//! `sigcal explain`: how a cadence is read.

mod aloud;
mod calendar_file;
mod told;

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CLEAN, Failure};
use crate::cadence::{Cadence, Context, Fields, Reading, read, read_fields};
use crate::schedule;
use crate::time::Zone;
use told::{Coming, Told};

#[derive(Args)]
pub(super) struct Explain {
    /// The cadence, or an .ics file whose events are explained; lines of standard input where nothing is given.
    text: Vec<String>,
    /// Your zone, as `Europe/Berlin`: dates are told in it too, and it is taken where the text names none. Without it,
    /// dates are told in this machine's.
    #[arg(long, value_name = "TZ", value_parser = super::parse_zone)]
    zone: Option<Zone>,
    /// A date it met, which settles the week of a biweekly cadence.
    #[arg(long, value_name = "DATE", value_parser = super::parse_date)]
    start: Option<NaiveDate>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How many of the coming occurrences are told.
const NEXT: usize = 5;

/// As many occurrences as there may be in a year.
const A_YEAR_OF_DAYS: usize = 366;

pub(super) fn run(explain: Explain, out: &mut impl Write) -> Result<u8, Failure> {
    let context = Context { zone: explain.zone, zones: None, start: explain.start };
    let now = super::now();
    let viewer = match explain.zone {
        Some(zone) => zone,
        None => super::local_zone()?,
    };
    let tell = |told: Told, out: &mut _| tell(&told, explain.format, viewer, out);
    if let [path] = &explain.text[..]
        && path.to_lowercase().ends_with(".ics")
    {
        for told in calendar_file::told(Path::new(path), viewer, now)? {
            tell(told, out)?;
        }
        return Ok(CLEAN);
    }
    if !explain.text.is_empty() {
        let reading = read(&explain.text.join(" "), context);
        tell(told(reading, context, viewer, now), out)?;
        return Ok(CLEAN);
    }
    if std::io::stdin().is_terminal() {
        eprintln!("sigcal: type a cadence, one on a line; Ctrl-D ends");
    }
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| Failure::Told(format!("could not read standard input: {error}")))?;
        if line.trim().is_empty() && matches!(explain.format, Format::Text) {
            continue;
        }
        let reading = match fields(&line) {
            Some(fields) => read_fields(&fields, context),
            None => read(&line, context),
        };
        tell(told(reading, context, viewer, now), out)?;
    }
    Ok(CLEAN)
}

/// A reading, and when it comes next: nothing where the text leaves that open.
fn told(reading: Reading, context: Context<'_>, viewer: Zone, now: DateTime<Utc>) -> Told {
    let anchored =
        |cadence: &Cadence| !cadence.rule.needs_anchor() || cadence.start.or(context.start).is_some();
    let (mut coming, mut shifts) = (vec![], vec![]);
    for cadence in reading.cadences.iter().filter(|_| reading.cadences.iter().all(anchored)) {
        let Some(zone) = cadence.zone else { continue };
        let starts = schedule::coming(cadence, context.start, now, A_YEAR_OF_DAYS);
        coming.extend(starts.iter().take(NEXT).map(|start| Coming { start: *start, zone }));
        let Some(first) = starts.first() else { continue };
        let year = starts.partition_point(|start| *start - *first < TimeDelta::days(366));
        let shifted = schedule::shifts(&starts[..year], zone, viewer);
        shifts.extend(shifted.into_iter().map(|shift| (shift, zone)));
    }
    coming.sort();
    coming.truncate(NEXT);
    shifts.sort_by_key(|(shift, _)| shift.first);
    Told::reading(reading, coming, shifts)
}

/// The four fields of a line that is a JSON object.
fn fields(line: &str) -> Option<Fields> {
    let Value::Object(object) = serde_json::from_str(line).ok()? else { return None };
    let text = |key: &str| match object.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Some(Fields::new(&text("day"), &text("time"), &text("tz"), &text("utc"), &text("frequency")))
}

fn tell(told: &Told, format: Format, viewer: Zone, out: &mut impl Write) -> Result<(), Failure> {
    match format {
        Format::Json => writeln!(out, "{}", told.as_json())?,
        Format::Text => aloud::say(told, viewer, out)?,
    }
    Ok(())
}
