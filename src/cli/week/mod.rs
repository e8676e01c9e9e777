//! `sigcal week`: a week of meetings in one's own local time.

mod row;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};

use super::data;
use super::{CLEAN, Failure};
use crate::directory::{Community, Lang};
use crate::feed::{Catalog, Selection};
use crate::page::{WeekQuestion, week_json};
use crate::schedule::{Series, SkippedItem, agenda, skipped_in};
use crate::time::{Window, Zone, civil, week_containing};
use row::{Row, skipped_as_text, weekday};

#[derive(Args)]
pub(super) struct Week {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// Whose local time, as `Asia/Shanghai`; this machine's where none is given.
    #[arg(long, value_name = "TZ", value_parser = super::parse_zone)]
    zone: Option<Zone>,
    /// A day of the week; today where none is given.
    #[arg(long, value_name = "DATE", value_parser = super::parse_date)]
    date: Option<NaiveDate>,
    /// Only these groups, with commas between them; `events` for the community's own.
    #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
    only: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A list by day.
    Text,
    /// As `/week.json` answers.
    Json,
    /// A line per occurrence, with tabs between.
    Tsv,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Zh,
}

pub(super) fn run(week: Week, out: &mut impl Write) -> Result<u8, Failure> {
    let (community, series) = data::load(week.data.as_deref())?.usable()?;
    let zone = match week.zone {
        Some(zone) => zone,
        None => super::local_zone()?,
    };
    let date = week.date.unwrap_or_else(|| civil(super::now(), zone).date());
    let (from, to) = week_containing(date);
    let lang = match week.lang {
        Language::En => Lang::En,
        Language::Zh => Lang::Zh,
    };
    let catalog = Catalog::new(&community, &series);
    let series = selected(&community, series, &catalog, week.only)?;
    let question = WeekQuestion { from, to, zone, lang };
    match week.format {
        Format::Json => {
            let week = week_json(&community, &series, &catalog, question);
            let text = serde_json::to_string_pretty(&week);
            writeln!(out, "{}", text.expect("a week has no key that is not a text"))?;
        }
        Format::Tsv | Format::Text => {
            let window = Window::days(from, to, zone);
            let items = agenda(&series, window, zone);
            let rows: Vec<Row> = items.iter().map(|item| Row::new(item, &catalog, zone, lang)).collect();
            match week.format {
                Format::Tsv => rows.iter().try_for_each(|row| row.as_tsv(out))?,
                Format::Text | Format::Json => {
                    let skipped = skipped_in(&series, window, zone);
                    as_text((&community, &catalog), &rows, &skipped, question, out)?;
                }
            }
        }
    }
    Ok(CLEAN)
}

/// The series of the groups that were asked for.
fn selected(
    community: &Community,
    series: Vec<Series>,
    catalog: &Catalog,
    only: Vec<String>,
) -> Result<Vec<Series>, Failure> {
    let selection = Selection { only, categories: vec![] };
    if selection.is_empty() {
        return Ok(series);
    }
    let chosen = catalog.chosen(&selection).map_err(|unknown| {
        let nearest = unknown.nearest.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        Failure::Told(format!("no group is called `{}`{nearest}", unknown.word))
    })?;
    Ok(series.into_iter().filter(|series| chosen.has(community.group_of(series.meeting))).collect())
}

fn as_text(
    (community, catalog): (&Community, &Catalog),
    rows: &[Row],
    skipped: &[SkippedItem<'_>],
    question: WeekQuestion,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let WeekQuestion { from, to, zone, lang } = question;
    let name = match (community.name.is_empty(), lang) {
        (true, Lang::En) => "Meetings",
        (true, Lang::Zh) => "会议",
        (false, _) => community.name.get(lang),
    };
    let last = to - TimeDelta::days(1);
    let week = from.iso_week().week();
    match lang {
        Lang::En => writeln!(out, "{name}: week {week}, {from} to {last}, {zone}")?,
        Lang::Zh => writeln!(out, "{name}：第 {week} 周，{from} 至 {last}，{zone}")?,
    }
    let mut by_day: BTreeMap<NaiveDate, (Vec<&Row>, Vec<&SkippedItem>)> = BTreeMap::new();
    for row in rows {
        // What began before the week is shown on its first day.
        by_day.entry(row.day.max(from)).or_default().0.push(row);
    }
    for item in skipped {
        by_day.entry(civil(item.start, zone).date()).or_default().1.push(item);
    }
    for (day, (mut rows, skipped)) in by_day {
        rows.sort_by_key(|row| (!row.all_day, row.start));
        writeln!(out, "\n{} {day}", weekday(day, lang))?;
        rows.iter().try_for_each(|row| row.as_text(out))?;
        skipped.iter().try_for_each(|item| skipped_as_text(item, catalog, lang, out))?;
    }
    if rows.is_empty() && skipped.is_empty() {
        let nothing = if lang == Lang::Zh { "本周没有会议。" } else { "No meetings this week." };
        writeln!(out, "\n{nothing}")?;
    }
    Ok(())
}
