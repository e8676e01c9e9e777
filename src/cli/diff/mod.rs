//! `sigcal diff`: what an edit changes for the people who come.

mod json;
mod markdown;
mod text;
mod told;

use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::{Args, ValueEnum};

use super::{CLEAN, Failure, data};
use crate::schedule::{Version, diff};
use crate::time::{Window, Zone, civil, resolve};
use told::Told;

/// How far ahead is looked, unless something else is asked for: a quarter.
const WEEKS: u16 = 13;

#[derive(Args)]
pub(super) struct Diff {
    /// The data before the edit: a .yaml or .ics file, `-` for standard input.
    old: PathBuf,
    /// The data after it.
    new: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The first day that is looked at; what is to come from now on where none is given.
    #[arg(long, value_name = "DATE", value_parser = super::parse_date)]
    date: Option<NaiveDate>,
    /// For how many weeks dates are compared.
    #[arg(long, value_name = "N", default_value_t = WEEKS, value_parser = clap::value_parser!(u16).range(1..=520))]
    weeks: u16,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// One object.
    Json,
}

/// Which dates are compared, and in which zone they are told.
#[derive(Clone, Copy)]
struct Asked {
    window: Window,
    zone: Zone,
}

pub(super) fn run(asked: Diff, out: &mut impl Write) -> Result<u8, Failure> {
    let (old, new) = (data::load(Some(&asked.old))?, data::load(Some(&asked.new))?);
    for data in [&old, &new] {
        if let Some(what) = data.what_to_mend() {
            eprintln!("sigcal: {what}");
        }
    }
    let (old, new) = (old.usable()?, new.usable()?);
    let zone = new.0.zone.or(old.0.zone).unwrap_or_else(Zone::utc);
    let from: DateTime<Utc> =
        asked.date.map_or_else(super::now, |date| resolve(date.and_time(NaiveTime::MIN), zone));
    let end = civil(from, zone) + TimeDelta::weeks(asked.weeks.into());
    let window = Window { from, to: resolve(end, zone) };
    let versions =
        (Version { community: &old.0, series: &old.1 }, Version { community: &new.0, series: &new.1 });
    let differences = diff(versions.0, versions.1, window, zone);
    let told: Vec<Told<'_>> = differences.iter().map(|one| Told::new(one, versions)).collect();
    let question = Asked { window, zone };
    match asked.format {
        Format::Text => text::write(&told, question, out)?,
        Format::Markdown => markdown::write(&told, question, out)?,
        Format::Json => json::write(&told, question, out)?,
    }
    Ok(CLEAN)
}
