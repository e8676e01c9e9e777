//! A week as a grid: a column to each day, a row to each hour in which something happens.

mod cell;
mod hours;
mod ink;
mod notes;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{Days as DaysLater, NaiveDate, NaiveDateTime, Timelike};

use unicode_width::UnicodeWidthStr;

use super::measure::{cut, fitted, wrapped};
use super::shown::Shown;
use crate::cli::mark::visible;
use crate::cli::row::{Row, skipped_as_text, status};
use crate::directory::Lang;
use crate::page::WeekQuestion;
use crate::page::dates;
use crate::schedule::Status;
use crate::time::civil;
use cell::{CANCELLED, Cells, GOES_ON, ON_NOW, TENTATIVE};
use hours::{Days, Entry, Hours};
use ink::{Ink, Palette};
use notes::Notes;

/// `all day`, `09:00`, and a space.
const MARGIN: usize = 8;
/// The widths of a column: one that is narrower shows hardly anything of a title, and none has a use for more.
const NARROWEST: usize = 12;
const WIDEST: usize = 60;
/// How wide a terminal has to be.
pub(super) const LEAST_WIDTH: usize = MARGIN + 7 * (1 + NARROWEST);

/// The lines of a week in a terminal of at least [`LEAST_WIDTH`]. None is wider than it.
pub(super) fn lines(shown: &Shown<'_>, width: usize, colours: bool) -> Vec<String> {
    let WeekQuestion { from, zone, lang, .. } = shown.question;
    let column = (width.saturating_sub(MARGIN) / 7).saturating_sub(1).clamp(NARROWEST, WIDEST);
    let notes = Notes::new(&shown.rows);
    let palette = Palette { colours };
    let cells = Cells { width: column, palette, notes: &notes, now: shown.now, lang };
    let hours = Hours::new(&shown.rows, from, zone);
    let mut lines = broken(shown.head(), width);
    lines.push(String::new());
    if shown.rows.is_empty() {
        lines.push(shown.nothing().to_owned());
    } else {
        Grid { shown, cells: &cells, today: shown.now.map(|now| civil(now, zone).date()) }
            .draw(&hours, &mut lines);
    }
    let below = below(shown, &hours, &cells);
    if !below.is_empty() {
        lines.push(String::new());
        lines.extend(broken(below, width));
    }
    lines.extend(categories(shown, palette, width));
    lines
}

fn broken(lines: Vec<String>, width: usize) -> Vec<String> {
    lines.iter().flat_map(|line| wrapped(line, width, usize::MAX, 2)).collect()
}

struct Grid<'a> {
    shown: &'a Shown<'a>,
    cells: &'a Cells<'a>,
    today: Option<NaiveDate>,
}

impl Grid<'_> {
    fn draw(&self, hours: &Hours<'_>, lines: &mut Vec<String>) {
        let Shown { question: WeekQuestion { zone, lang, .. }, now, .. } = self.shown;
        lines.push(self.header());
        if hours.all_day.iter().any(|cell| !cell.is_empty()) {
            lines.push(self.rule("─"));
            self.band(lang.pick("all day", "全天"), &hours.all_day, lines);
        }
        let mut now = now.map(|now| civil(now, *zone));
        let mut before = None;
        for (hour, days) in &hours.hours {
            match now.take_if(|now| now.hour() < *hour) {
                Some(now) => lines.push(self.now_line(now)),
                // Hours that are left out are dotted.
                None if before.is_none_or(|before| before + 1 == *hour) => lines.push(self.rule("─")),
                None => lines.push(self.rule("┄")),
            }
            self.band(&format!("{hour:02}:00"), days, lines);
            before = Some(*hour);
        }
        lines.extend(now.map(|now| self.now_line(now)));
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let from = self.shown.question.from;
        (0..7).filter_map(move |n| from.checked_add_days(DaysLater::new(n)))
    }

    fn header(&self) -> String {
        let lang = self.cells.lang;
        let bar = self.cells.palette.paint("│", Ink::Rule);
        let days = self.days().map(|day| {
            let name = match lang {
                Lang::En => format!("{} {}", dates::weekday(day, lang), dates::day(day, lang)),
                Lang::Zh => format!("{} {}", dates::weekday(day, lang), day.format("%-m-%-d")),
            };
            let (name, ink) = match self.today == Some(day) {
                true => (format!("▸{name}"), Ink::Today),
                false => (name, Ink::Plain),
            };
            format!("{bar}{}", self.cells.palette.paint(&fitted(&name, self.cells.width), ink))
        });
        let line = " ".repeat(MARGIN) + &days.collect::<String>();
        line.trim_end().to_owned()
    }

    fn rule(&self, dash: &str) -> String {
        let days = format!("┼{}", dash.repeat(self.cells.width)).repeat(7);
        self.cells.palette.paint(&(dash.repeat(MARGIN) + &days), Ink::Rule)
    }

    fn now_line(&self, now: NaiveDateTime) -> String {
        let width = self.cells.width;
        let word = format!("━ {} ", self.cells.lang.pick("now", "现在"));
        let days = self.days().map(|day| match day == now.date() {
            true => {
                let rest = width - word.as_str().width();
                format!("╋{word}{}", "━".repeat(rest))
            }
            false => format!("┼{}", "─".repeat(width)),
        });
        let line = fitted(&now.format("%H:%M").to_string(), MARGIN) + &days.collect::<String>();
        self.cells.palette.paint(&line, Ink::Now)
    }

    /// The lines of an hour.
    fn band(&self, label: &str, days: &Days<'_>, lines: &mut Vec<String>) {
        let cells: Vec<Vec<String>> = days.iter().map(|entries| self.cells.lines(entries)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let bar = self.cells.palette.paint("│", Ink::Rule);
        let nothing = " ".repeat(self.cells.width);
        for n in 0..height {
            let margin = fitted(if n == 0 { label } else { "" }, MARGIN);
            let days = cells.iter().map(|cell| format!("{bar}{}", cell.get(n).unwrap_or(&nothing)));
            let line = margin + &days.collect::<String>();
            lines.push(line.trim_end().to_owned());
        }
    }
}

/// What the marks mean, and what there was no room for in the grid.
fn below(shown: &Shown<'_>, hours: &Hours<'_>, cells: &Cells<'_>) -> Vec<String> {
    let WeekQuestion { zone, lang, .. } = shown.question;
    let mut lines = cells.notes.lines(lang);
    let entries: Vec<&Entry> = hours.hours.values().chain([&hours.all_day]).flatten().flatten().collect();
    let has = |mark: &str| match mark == GOES_ON {
        true => entries.iter().any(|entry| !entry.begins),
        false => entries.iter().any(|entry| entry.begins && cells.mark(entry) == Some(mark)),
    };
    let marks = [
        (ON_NOW, lang.pick("on now", "正在进行")),
        (CANCELLED, status(Status::Cancelled, lang)),
        (TENTATIVE, status(Status::Tentative, lang)),
        (GOES_ON, lang.pick("goes on", "继续")),
    ];
    let marks = marks.into_iter().filter(|(mark, _)| has(mark));
    let marks: Vec<String> = marks.map(|(mark, means)| format!("{mark} {means}")).collect();
    lines.extend(Some(marks.join("  ")).filter(|marks| !marks.is_empty()));
    let day = |date: NaiveDate| format!("{} {}", dates::weekday(date, lang), dates::day(date, lang));
    let unusual = |row: &Row| {
        let remarks = row.unusual();
        (!remarks.is_empty()).then(|| {
            let time = if row.all_day { String::new() } else { row.start.format("%H:%M ").to_string() };
            format!("{} {time}{}  ({})", day(row.day), row.summary, remarks.join(", "))
        })
    };
    lines.extend(shown.rows.iter().filter_map(unusual));
    let skipped = shown.skipped.iter().map(|item| {
        format!("{} {}", day(civil(item.start, zone).date()), skipped_as_text(item, shown.catalog, lang))
    });
    lines.extend(skipped);
    lines
}

/// Which colour is which category's, where there are colours.
fn categories(shown: &Shown<'_>, palette: Palette, width: usize) -> Vec<String> {
    let seen: BTreeSet<usize> = shown.rows.iter().filter_map(|row| row.category).collect();
    let mut lines: Vec<String> = Vec::new();
    let mut taken = width;
    for place in seen.into_iter().filter(|_| palette.colours) {
        let name = shown.community.categories[place].name.get(shown.question.lang);
        let name = cut(&format!("■ {}", visible(name)), width);
        let needs = name.as_str().width();
        if taken + 2 + needs > width {
            lines.push(String::new());
            taken = 0;
        } else {
            taken += 2;
        }
        if let Some(line) = lines.last_mut() {
            let gap = if taken == 0 { "" } else { "  " };
            *line += &format!("{gap}{}", palette.paint(&name, Ink::Category(place)));
        }
        taken += needs;
    }
    lines
}
