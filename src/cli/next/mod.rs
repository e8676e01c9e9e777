//! `sigcal next`: what is on now, and what comes next.

mod coming;
#[cfg(test)]
mod tests;
mod told;

use std::io::Write;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::audience::{Audience, Meetings};
use super::{CLEAN, Failure};
use crate::page::{OccurrenceJson, occurrence_json};
use crate::schedule::{AgendaItem, Series};
use crate::time::rfc3339;
use coming::{Coming, coming};
use told::Teller;

#[derive(Args)]
pub(super) struct Next {
    #[command(flatten)]
    audience: Audience,
    /// How many of those that come.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    count: u16,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// Occurrences as in `/week.json`.
    Json,
}

#[derive(Serialize)]
struct NextJson<'a> {
    zone: &'static str,
    now: String,
    on_now: Vec<OccurrenceJson<'a>>,
    next: Vec<OccurrenceJson<'a>>,
    cancelled: Vec<OccurrenceJson<'a>>,
}

pub(super) fn run(next: Next, now: DateTime<Utc>, out: &mut impl Write) -> Result<u8, Failure> {
    let Next { audience, count, format } = next;
    let Meetings { community, catalog, series, zone, lang } = audience.meetings()?;
    let teller = Teller { community: &community, catalog: &catalog, now, zone, lang };
    say(&teller, &series, count.into(), format, out)?;
    Ok(CLEAN)
}

fn say(
    teller: &Teller<'_>,
    series: &[Series],
    count: usize,
    format: Format,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let coming = coming(series, teller.now, teller.zone, count);
    match format {
        Format::Text => teller.lines(&coming).iter().try_for_each(|line| writeln!(out, "{line}")),
        Format::Json => {
            let text = serde_json::to_string_pretty(&as_json(teller, coming));
            writeln!(out, "{}", text.expect("an occurrence has no key that is not a text"))
        }
    }
}

fn as_json<'a>(teller: &Teller<'a>, coming: Coming<'a>) -> NextJson<'a> {
    let Teller { community, catalog, now, zone, lang } = *teller;
    let list = |items: Vec<AgendaItem<'a>>| {
        items.into_iter().map(|item| occurrence_json(community, catalog, item, zone, lang)).collect()
    };
    NextJson {
        zone: zone.tzid(),
        now: rfc3339(now, zone),
        on_now: list(coming.on_now),
        next: list(coming.next),
        cancelled: list(coming.cancelled),
    }
}
