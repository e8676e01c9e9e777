//! `sigcal explain`: how a cadence is read.

use std::io::{BufRead, Write};

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{CLEAN, Failure};
use crate::cadence::{Cadence, Context, Fields, Reading, read, read_fields};
use crate::schedule;
use crate::time::Zone;

#[derive(Args)]
pub(super) struct Explain {
    /// The cadence; lines of standard input where none is given.
    text: Vec<String>,
    /// The zone where the text names none, as `Europe/Berlin`.
    #[arg(long, value_name = "TZ", value_parser = super::parse_zone)]
    zone: Option<Zone>,
    /// A date it met, which settles the week of a biweekly cadence.
    #[arg(long, value_name = "DATE")]
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
    if !explain.text.is_empty() {
        let reading = read(&explain.text.join(" "), context);
        tell(&reading, explain.format, context, now, out)?;
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
        tell(&reading, explain.format, context, now, out)?;
    }
    Ok(CLEAN)
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

fn tell(
    reading: &Reading,
    format: Format,
    context: Context<'_>,
    now: DateTime<Utc>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let next = next(reading, context, now);
    match format {
        Format::Json => writeln!(out, "{}", as_json(reading, &next))?,
        Format::Text => as_text(reading, &next, out)?,
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

fn as_json(reading: &Reading, next: &[DateTime<Utc>]) -> Value {
    json!({
        "text": reading.text,
        "verdict": reading.verdict.as_str(),
        "cadences": reading.cadences.iter().map(cadence_json).collect::<Vec<_>>(),
        "readings": reading.readings.iter().map(cadence_json).collect::<Vec<_>>(),
        "missing": reading.missing.iter().map(|part| part.as_str()).collect::<Vec<_>>(),
        "notes": reading.notes.iter().map(|note| json!({
            "code": note.code.as_str(),
            "span": [note.span.start, note.span.end],
            "message": note.message,
        })).collect::<Vec<_>>(),
        "sentence": { "en": reading.sentence_en(), "zh": reading.sentence_zh() },
        "next": next.iter().map(instant).collect::<Vec<_>>(),
    })
}

fn instant(instant: &DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn cadence_json(cadence: &Cadence) -> Value {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    json!({
        "rrule": cadence.rule.to_string(),
        "time": cadence.clock.map(|clock| time(clock.time)),
        "end": cadence.clock.and_then(|clock| clock.end).map(time),
        "zone": cadence.zone.map(Zone::tzid),
        "start": cadence.start.map(|date| date.to_string()),
        "until": cadence.until.map(|date| date.to_string()),
    })
}

fn as_text(reading: &Reading, next: &[DateTime<Utc>], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", reading.text)?;
    writeln!(out, "  {}", reading.verdict.as_str())?;
    for sentence in
        [reading.sentence_en(), reading.sentence_zh()].iter().filter(|sentence| !sentence.is_empty())
    {
        writeln!(out, "  {sentence}")?;
    }
    for cadence in &reading.cadences {
        writeln!(out, "  RRULE:{}", cadence.rule)?;
    }
    for reading in &reading.readings {
        writeln!(out, "  perhaps {}", crate::cadence::sentence_en(reading))?;
    }
    for part in &reading.missing {
        writeln!(out, "  missing: the {}", part.as_str())?;
    }
    for note in &reading.notes {
        let written = reading.text.get(note.span.clone()).unwrap_or_default();
        match written {
            "" => writeln!(out, "  note: {} [{}]", note.message, note.code.as_str())?,
            written => writeln!(out, "  note: `{written}`: {} [{}]", note.message, note.code.as_str())?,
        }
    }
    for instant in next {
        writeln!(out, "  next: {}", instant.format("%a %Y-%m-%d %H:%M UTC"))?;
    }
    Ok(())
}
