//! `sigcal week`: a week of meetings in one's own local time.

mod agenda;
mod banner;
mod grid;
mod measure;
mod shown;
mod watch;

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};

use super::audience::{Audience, Meetings};
use super::row::Row;
use super::terminal::{self, Held, Size};
use super::{CLEAN, Failure};
use crate::directory::Lang;
use crate::page::{WeekQuestion, week_json};
use crate::schedule::agenda;
use crate::time::{Window, civil, week_containing};
use shown::Shown;

#[derive(Args)]
pub(super) struct Week {
    #[command(flatten)]
    audience: Audience,
    /// A day of the week; today where none is given.
    #[arg(long, value_name = "DATE", value_parser = super::parse_date)]
    date: Option<NaiveDate>,
    /// Draw a grid with a column to each day, where the terminal is wide enough.
    #[arg(long)]
    grid: bool,
    /// Draw it anew every minute, until `q` or Ctrl-C.
    #[arg(long)]
    watch: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list by day, or a grid.
    Text,
    /// As `/week.json` answers.
    Json,
    /// A line per occurrence, with tabs between.
    Tsv,
}

/// What is shown, whenever that is.
struct Asked {
    meetings: Meetings,
    date: Option<NaiveDate>,
    grid: bool,
    /// Whether somebody looks at it now. What is kept, or read by programs, says nothing of when it was printed.
    live: bool,
}

pub(super) fn run(
    week: Week,
    clock: &dyn Fn() -> DateTime<Utc>,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let Week { audience, date, grid, watch, format } = week;
    for (flag, given) in [("--grid", grid), ("--watch", watch)] {
        if given && format != Format::Text {
            return Err(Failure::Told(format!("`{flag}` draws for people; leave it or `--format` out")));
        }
    }
    if watch && !terminal::is_output() {
        let remedy = "standard output is none; leave `--watch` out";
        return Err(Failure::Told(format!("`--watch` draws on a terminal, and {remedy}")));
    }
    let meetings = audience.meetings()?;
    let live = grid || terminal::is_output();
    let asked = Asked { meetings, date, grid, live };
    if watch {
        return asked.watched(clock);
    }
    let now = clock();
    match format {
        Format::Json => asked.as_json(now, out)?,
        Format::Tsv => asked.as_tsv(now, out)?,
        Format::Text => {
            let width = terminal::width();
            if let Some(narrow) = asked.too_narrow(width) {
                eprintln!("sigcal: {narrow}");
            }
            let lines = asked.lines(now, width, terminal::has_colours());
            // Whoever looks on wants no word cut in two; what is kept has its lines whole.
            let lines = match terminal::is_output() && !asked.is_grid(width) {
                true => lines.iter().flat_map(|line| measure::folded(line, width)).collect(),
                false => lines,
            };
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    Ok(CLEAN)
}

impl Asked {
    fn question(&self, now: DateTime<Utc>) -> WeekQuestion {
        let date = self.date.unwrap_or_else(|| civil(now, self.meetings.zone).date());
        let (from, to) = week_containing(date);
        WeekQuestion { from, to, zone: self.meetings.zone, lang: self.meetings.lang }
    }

    fn as_json(&self, now: DateTime<Utc>, out: &mut impl Write) -> std::io::Result<()> {
        let week = week_json(
            &self.meetings.community,
            &self.meetings.series,
            &self.meetings.catalog,
            self.question(now),
        );
        let text = serde_json::to_string_pretty(&week);
        writeln!(out, "{}", text.expect("a week has no key that is not a text"))
    }

    fn as_tsv(&self, now: DateTime<Utc>, out: &mut impl Write) -> std::io::Result<()> {
        let WeekQuestion { from, to, zone, lang } = self.question(now);
        let items = agenda(&self.meetings.series, Window::days(from, to, zone), zone);
        let about = (&self.meetings.community, &self.meetings.catalog);
        items.iter().try_for_each(|item| Row::new(item, about, zone, lang).as_tsv(out))
    }

    /// Why a list is drawn where a grid was wanted.
    fn too_narrow(&self, width: usize) -> Option<String> {
        let least = grid::LEAST_WIDTH;
        (self.grid && width < least).then(|| match self.meetings.lang {
            Lang::En => format!("a grid needs {least} columns and there are {width}; this is the list"),
            Lang::Zh => format!("网格需要 {least} 列，这里只有 {width} 列；改为列表"),
        })
    }

    fn is_grid(&self, width: usize) -> bool {
        self.grid && width >= grid::LEAST_WIDTH
    }

    /// The week of `now`, or of the date that was asked for.
    fn lines(&self, now: DateTime<Utc>, width: usize, colours: bool) -> Vec<String> {
        let about = (&self.meetings.community, &self.meetings.catalog);
        let shown =
            Shown::new(about, &self.meetings.series, self.question(now), Some(now).filter(|_| self.live));
        match self.is_grid(width) {
            true => grid::lines(&shown, width, colours),
            false => agenda::lines(&shown),
        }
    }

    fn watched(&self, clock: &dyn Fn() -> DateTime<Utc>) -> Result<u8, Failure> {
        let mut held = Held::take().map_err(|error| {
            Failure::Told(format!("no key can be read that would end it: {error}; leave `--watch` out"))
        })?;
        let mut on_screen = held.screen()?;
        watch::watch(
            clock,
            |most| held.wait(most),
            |now| {
                let columns = terminal::width();
                let size = terminal::size().unwrap_or(Size { columns, rows: usize::MAX });
                let screen = self.screen(now, size, terminal::has_colours());
                on_screen.write_all(&screen)
            },
        )?;
        Ok(CLEAN)
    }

    /// What a terminal of some size shows at an instant.
    fn screen(&self, now: DateTime<Utc>, size: Size, colours: bool) -> Vec<u8> {
        let narrow = self.too_narrow(size.columns);
        let lines = narrow.into_iter().chain(self.lines(now, size.columns, colours));
        // What the grid draws fits already, and may have colours, which have no width.
        let is_grid = self.is_grid(size.columns);
        let lines: Vec<String> = match is_grid {
            true => lines.collect(),
            false => lines.flat_map(|line| measure::folded(&line, size.columns)).collect(),
        };
        let at = civil(now, self.meetings.zone).format("%H:%M").to_string();
        let is_now = |line: &String| line.contains(&at) && line.contains('━');
        // The title, and in a grid the days.
        let days = lines.iter().position(|line| is_grid && line.contains('│'));
        let kept: Vec<usize> = [0].into_iter().chain(days).collect();
        let more = |above, below| match self.meetings.lang {
            Lang::En => format!("… {above} lines above, {below} below; q ends"),
            Lang::Zh => format!("… 上方还有 {above} 行，下方还有 {below} 行；按 q 结束"),
        };
        watch::screen(&lines, size, (&kept, lines.iter().position(is_now)), more)
    }
}
