//! `sigcal next`: what is on now, and what comes next.

mod coming;
#[cfg(test)]
mod tests;
mod told;

use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::words::{Language, selected};
use super::{CLEAN, Failure, data};
use crate::feed::Catalog;
use crate::page::{OccurrenceJson, occurrence_json};
use crate::schedule::{AgendaItem, Series};
use crate::time::{Zone, rfc3339};
use coming::{Coming, coming};
use told::Teller;

#[derive(Args)]
pub(super) struct Next {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// Whose local time, as `Asia/Shanghai`; this machine's where none is given.
    #[arg(long, value_name = "TZ", value_parser = super::parse_zone)]
    zone: Option<Zone>,
    /// Only these groups, with commas between them; `events` for the community's own.
    #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
    only: Vec<String>,
    /// How many of those that come.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    count: u16,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
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
    let Next { data, zone, only, count, format, lang } = next;
    let (community, series) = data::load(data.as_deref())?.usable()?;
    let zone = zone.map_or_else(super::local_zone, Ok)?;
    let catalog = Catalog::new(&community, &series);
    let series = selected(&community, series, &catalog, only)?;
    let teller = Teller { community: &community, catalog: &catalog, now, zone, lang: lang.into() };
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
