//! `sigcal explain`: how a cadence is read.

mod calendar_file;
mod told;

use std::io::{BufRead, Write};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CLEAN, Failure};
use crate::cadence::{Cadence, Context, Fields, Reading, read, read_fields};
use crate::schedule;
use crate::time::Zone;
use told::Told;

#[derive(Args)]
pub(super) struct Explain {
    /// The cadence, or an .ics file whose events are explained; lines of standard input where nothing is given.
    text: Vec<String>,
    /// The zone where the text names none, as `Europe/Berlin`.
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

pub(super) fn run(explain: Explain, out: &mut impl Write) -> Result<u8, Failure> {
    let context = Context { zone: explain.zone, zones: None, start: explain.start };
    let now = super::now();
    if let [path] = &explain.text[..]
        && path.to_lowercase().ends_with(".ics")
    {
        for told in calendar_file::told(Path::new(path), explain.zone, now)? {
            tell(&told, explain.format, out)?;
        }
        return Ok(CLEAN);
    }
    if !explain.text.is_empty() {
        let reading = read(&explain.text.join(" "), context);
        tell(&read_aloud(reading, context, now), explain.format, out)?;
        return Ok(CLEAN);
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
        tell(&read_aloud(reading, context, now), explain.format, out)?;
    }
    Ok(CLEAN)
}

fn read_aloud(reading: Reading, context: Context<'_>, now: DateTime<Utc>) -> Told {
    let next = next(&reading, context, now);
    Told::reading(reading, next)
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

fn tell(told: &Told, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    match format {
        Format::Json => writeln!(out, "{}", told.as_json())?,
        Format::Text => told.as_text(out)?,
    }
    Ok(())
}

/// The coming occurrences, where the text leaves none of them open.
fn next(reading: &Reading, context: Context<'_>, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let anchored =
        |cadence: &Cadence| !cadence.rule.needs_anchor() || cadence.start.or(context.start).is_some();
    if !reading.cadences.iter().all(anchored) {
        return vec![];
    }
    let coming =
        reading.cadences.iter().flat_map(|cadence| schedule::coming(cadence, context.start, now, NEXT));
    let mut coming: Vec<_> = coming.collect();
    coming.sort();
    coming.truncate(NEXT);
    coming
}
