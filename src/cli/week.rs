//! `sigcal week`: a week of meetings in one's own local time.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use clap::{Args, ValueEnum};

use super::data;
use super::{CLEAN, Failure};
use crate::cadence::{zone_name_en, zone_name_zh};
use crate::directory::{Community, Lang, OWN_EVENTS};
use crate::feed::Catalog;
use crate::page::{WeekQuestion, week_json};
use crate::schedule::{AgendaItem, Series, Start, Status, agenda};
use crate::time::{Window, Zone, civil, week_containing};

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
    let series = selected(&community, series, &week.only)?;
    let date = week.date.unwrap_or_else(|| civil(super::now(), zone).date());
    let (from, to) = week_containing(date);
    let lang = match week.lang {
        Language::En => Lang::En,
        Language::Zh => Lang::Zh,
    };
    let catalog = Catalog::new(&community, &series);
    let question = WeekQuestion { from, to, zone, lang };
    match week.format {
        Format::Json => {
            let week = week_json(&community, &series, &catalog, question);
            let text = serde_json::to_string_pretty(&week);
            writeln!(out, "{}", text.expect("a week has no key that is not a text"))?;
        }
        Format::Tsv | Format::Text => {
            let items = agenda(&series, Window::days(from, to, zone), zone);
            let rows: Vec<Row> = items.iter().map(|item| Row::new(item, &catalog, zone, lang)).collect();
            match week.format {
                Format::Tsv => rows.iter().try_for_each(|row| row.as_tsv(out))?,
                Format::Text | Format::Json => as_text(&community, &rows, question, out)?,
            }
        }
    }
    Ok(CLEAN)
}

/// The series of the groups that were asked for.
fn selected(community: &Community, series: Vec<Series>, only: &[String]) -> Result<Vec<Series>, Failure> {
    if only.is_empty() {
        return Ok(series);
    }
    let has_events = community.meetings.iter().any(|meeting| meeting.group.is_none());
    let slugs = || {
        let slugs = community.groups.iter().map(|group| group.slug.as_str());
        slugs.chain(has_events.then_some(OWN_EVENTS))
    };
    for slug in only {
        if !slugs().any(|known| known == slug) {
            let near = slugs()
                .max_by(|a, b| strsim::jaro_winkler(slug, a).total_cmp(&strsim::jaro_winkler(slug, b)));
            let remedy = near.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
            return Err(Failure::Told(format!("no group is called `{slug}`{remedy}")));
        }
    }
    let chosen = |series: &Series| {
        let slug = community.group_of(series.meeting).map_or(OWN_EVENTS, |group| &group.slug);
        only.iter().any(|word| word == slug)
    };
    Ok(series.into_iter().filter(chosen).collect())
}

/// An occurrence as a person sees it.
struct Row {
    day: NaiveDate,
    all_day: bool,
    start: NaiveDateTime,
    end: NaiveDateTime,
    summary: String,
    group: String,
    /// The meeting's own time, where it is another than the viewer's.
    own: Option<(NaiveDateTime, Zone)>,
    status: Status,
    lang: Lang,
}

impl Row {
    fn new(item: &AgendaItem<'_>, catalog: &Catalog, zone: Zone, lang: Lang) -> Row {
        let occurrence = &item.occurrence;
        let start = civil(occurrence.start, zone);
        let event = catalog.event(&item.series.uid);
        let summary = match (&occurrence.summary, event) {
            (Some(own), _) => own.clone(),
            (None, Some(event)) => event.summary.get(lang).to_owned(),
            (None, None) => String::new(),
        };
        let own = match item.series.start {
            Start::Timed(_, own) if own != zone => Some((occurrence.civil, own)),
            Start::Timed(..) | Start::AllDay(_) | Start::Floating(_) => None,
        };
        Row {
            day: start.date(),
            all_day: matches!(item.series.start, Start::AllDay(_)),
            start,
            end: civil(occurrence.end, zone),
            summary: summary.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
            group: event.map_or(String::new(), |event| event.group.clone()),
            own,
            status: occurrence.status,
            lang,
        }
    }

    fn as_tsv(&self, out: &mut impl Write) -> std::io::Result<()> {
        let form = if self.all_day { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" };
        let (start, end) = (self.start.format(form), self.end.format(form));
        writeln!(out, "{start}\t{end}\t{}\t{}\t{}", self.group, self.summary, status(self.status, Lang::En))
    }

    fn as_text(&self, out: &mut impl Write) -> std::io::Result<()> {
        let times = match (self.all_day, self.lang) {
            (true, Lang::En) => "all day    ".to_owned(),
            (true, Lang::Zh) => "全天       ".to_owned(),
            (false, _) => format!("{}–{}", self.start.format("%H:%M"), self.end.format("%H:%M")),
        };
        let mut remarks = Vec::new();
        if let Some((own, zone)) = self.own {
            let name = match self.lang {
                Lang::En => zone_name_en(zone),
                Lang::Zh => zone_name_zh(zone),
            };
            let day =
                if own.date() == self.day { String::new() } else { weekday(own.date(), self.lang) + " " };
            remarks.push(format!("{day}{} {name}", own.format("%H:%M")));
        }
        if self.status != Status::Confirmed {
            remarks.push(status(self.status, self.lang).to_owned());
        }
        let remarks = if remarks.is_empty() { String::new() } else { format!("  ({})", remarks.join(", ")) };
        writeln!(out, "  {times}  {}{remarks}", self.summary)
    }
}

fn as_text(
    community: &Community,
    rows: &[Row],
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
    let mut by_day: BTreeMap<NaiveDate, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        // What began before the week is shown on its first day.
        by_day.entry(row.day.max(from)).or_default().push(row);
    }
    for (day, mut rows) in by_day {
        rows.sort_by_key(|row| (!row.all_day, row.start));
        writeln!(out, "\n{} {day}", weekday(day, lang))?;
        rows.iter().try_for_each(|row| row.as_text(out))?;
    }
    if rows.is_empty() {
        let nothing = if lang == Lang::Zh { "本周没有会议。" } else { "No meetings this week." };
        writeln!(out, "\n{nothing}")?;
    }
    Ok(())
}

fn weekday(date: NaiveDate, lang: Lang) -> String {
    const CHINESE: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    match lang {
        Lang::En => date.format("%a").to_string(),
        Lang::Zh => CHINESE[date.weekday().num_days_from_monday() as usize].to_owned(),
    }
}

fn status(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Confirmed, Lang::En) => "confirmed",
        (Status::Confirmed, Lang::Zh) => "已确认",
        (Status::Tentative, Lang::En) => "tentative",
        (Status::Tentative, Lang::Zh) => "暂定",
        (Status::Cancelled, Lang::En) => "cancelled",
        (Status::Cancelled, Lang::Zh) => "已取消",
    }
}
