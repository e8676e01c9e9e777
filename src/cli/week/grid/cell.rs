//! What stands in an hour of a day.

use chrono::{DateTime, Timelike, Utc};

use super::super::measure::{cut, fitted, wrapped};
use super::hours::Entry;
use super::ink::{Ink, Palette};
use super::notes::Notes;
use crate::directory::Lang;
use crate::schedule::Status;

/// The least width in which meetings stand side by side.
const LEAST_SIDE_BY_SIDE: usize = 14;
/// How many rows of meetings a cell has; where there are more, the last says how many.
const MOST_ROWS: usize = 5;
/// How many lines a title takes.
const LINES_OF_TITLE: usize = 2;

/// Marks before a title.
pub(super) const ON_NOW: &str = "▶";
pub(super) const CANCELLED: &str = "×";
pub(super) const TENTATIVE: &str = "?";
pub(super) const GOES_ON: &str = "┆";

/// What all cells of a grid have in common.
pub(super) struct Cells<'a> {
    pub(super) width: usize,
    pub(super) palette: Palette,
    pub(super) notes: &'a Notes,
    pub(super) now: Option<DateTime<Utc>>,
    pub(super) lang: Lang,
}

impl Cells<'_> {
    /// The lines of a cell, each as wide as its column. Meetings at the same time stand side by side where there is room.
    pub(super) fn lines(&self, entries: &[Entry<'_>]) -> Vec<String> {
        let lanes = match overlap(entries) {
            true => (self.width / LEAST_SIDE_BY_SIDE).clamp(1, entries.len().max(1)),
            false => 1,
        };
        let rows: Vec<&[Entry]> = entries.chunks(lanes).collect();
        let shown = if rows.len() > MOST_ROWS { MOST_ROWS - 1 } else { rows.len() };
        let mut lines: Vec<String> =
            rows[..shown].iter().flat_map(|row| self.side_by_side(row, lanes)).collect();
        let more: usize = rows[shown..].iter().map(|row| row.len()).sum();
        if more > 0 {
            let told = match self.lang {
                Lang::En => format!("+{more} more"),
                Lang::Zh => format!("另有 {more} 场"),
            };
            lines.push(fitted(&told, self.width));
        }
        lines
    }

    fn side_by_side(&self, entries: &[Entry<'_>], lanes: usize) -> Vec<String> {
        // A lane has a space beside it; what cannot be shared out is left over at the end.
        let width = (self.width + 1) / lanes - 1;
        let lanes: Vec<(Ink, Vec<String>)> =
            entries.iter().map(|entry| (self.ink(entry), self.entry(entry, width))).collect();
        let height = lanes.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
        let line = |n: usize| {
            let parts = lanes.iter().map(|(ink, lines)| {
                let text = fitted(lines.get(n).map_or("", String::as_str), width);
                self.palette.paint(&text, *ink)
            });
            let taken = lanes.len() * (width + 1) - 1;
            parts.collect::<Vec<_>>().join(" ") + &" ".repeat(self.width - taken)
        };
        (0..height).map(line).collect()
    }

    fn ink(&self, entry: &Entry<'_>) -> Ink {
        match (entry.row.status, entry.row.category) {
            (Status::Cancelled, _) => Ink::Cancelled,
            (Status::Confirmed | Status::Tentative, Some(place)) => Ink::Category(place),
            (Status::Confirmed | Status::Tentative, None) => Ink::Plain,
        }
    }

    /// A meeting: its times where they are not whole hours, and its title.
    fn entry(&self, entry: &Entry<'_>, width: usize) -> Vec<String> {
        let row = entry.row;
        let ragged = row.end.minute() != 0;
        if !entry.begins {
            let until =
                if entry.ends && ragged { format!("–{} ", row.end.format("%H:%M")) } else { String::new() };
            return vec![cut(&format!("{GOES_ON} {until}{}", row.summary), width)];
        }
        let mark = self.mark(entry).map(|mark| format!("{mark} ")).unwrap_or_default();
        let title = format!("{mark}{}", row.summary);
        let mut lines = match self.notes.mark(row) {
            None => wrapped(&title, width, LINES_OF_TITLE, 1),
            Some(note) => noted(&title, note, width),
        };
        let whole_hours = entry.ends && row.start.minute() == 0 && !ragged;
        if !row.all_day && !whole_hours {
            lines
                .insert(0, cut(&format!("{}–{}", row.start.format("%H:%M"), row.end.format("%H:%M")), width));
        }
        lines
    }

    /// The mark of what is cancelled, not certain, or going on at this moment.
    pub(super) fn mark(&self, entry: &Entry<'_>) -> Option<&'static str> {
        let lasts = entry.row.lasts;
        let is_on = self.now.is_some_and(|now| lasts.from <= now && now < lasts.to) && !entry.row.all_day;
        match entry.row.status {
            Status::Cancelled => Some(CANCELLED),
            Status::Confirmed | Status::Tentative if is_on => Some(ON_NOW),
            Status::Tentative => Some(TENTATIVE),
            Status::Confirmed => None,
        }
    }
}

/// A title with the mark of its note, which stands whatever is cut, and never on a line of its own.
fn noted(title: &str, note: &str, width: usize) -> Vec<String> {
    let whole = wrapped(&format!("{title}{note}"), width, usize::MAX, 1);
    if whole.len() <= LINES_OF_TITLE && whole.last().is_some_and(|last| last.trim_start() != note) {
        return whole;
    }
    let mut lines = wrapped(title, width - 1, LINES_OF_TITLE, 1);
    if let Some(last) = lines.last_mut() {
        *last += note;
    }
    lines
}

/// Whether any of some meetings begins while another goes on.
fn overlap(entries: &[Entry<'_>]) -> bool {
    let mut lasts: Vec<_> = entries.iter().map(|entry| entry.row.lasts).collect();
    lasts.sort_by_key(|lasts| lasts.from);
    lasts.windows(2).any(|pair| pair[1].from < pair[0].to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_note_stands_behind_the_title_or_what_is_left_of_it() {
        assert_eq!(noted("SIG AI/ML: 例会", "¹", 16), ["SIG AI/ML: 例会¹"]);
        assert_eq!(noted("SIG AI/ML: 例会", "¹", 14), ["SIG AI/ML: 例", " 会¹"]);
        assert_eq!(noted("SIG AI/ML: 例会", "¹", 15), ["SIG AI/ML: 例", " 会¹"]);
        assert_eq!(noted("SIG Node", "¹", 8), ["SIG", " Node¹"]);
        assert_eq!(noted("SIG API Machinery: Regular", "²", 13), ["SIG API", " Machinery:…²"]);
    }
}
