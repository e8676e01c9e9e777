//! What the clocks make of the hours in a grid, as notes below it: meetings that are later or earlier alike share one.

use chrono::{NaiveDate, TimeDelta};

use crate::cli::row::Row;
use crate::directory::Lang;
use crate::page::dates;
use crate::schedule::ClockNote;

/// Marks of notes. No week has had more notes than this.
const MARKS: [&str; 9] = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/// What several meetings' notes have in common: when, whether it is ahead, and how much later.
type Alike = (NaiveDate, bool, TimeDelta);

pub(super) struct Notes {
    alike: Vec<Alike>,
}

impl Notes {
    pub(super) fn new(rows: &[Row]) -> Notes {
        let mut all: Vec<Alike> = rows.iter().filter_map(|row| row.note).map(alike).collect();
        all.sort_unstable();
        all.dedup();
        Notes { alike: all }
    }

    /// The mark of a meeting's note.
    pub(super) fn mark(&self, row: &Row) -> Option<&'static str> {
        let own = alike(row.note?);
        let place = self.alike.iter().position(|known| *known == own)?;
        MARKS.get(place).or(MARKS.last()).copied()
    }

    /// The notes, a line each.
    pub(super) fn lines(&self, lang: Lang) -> Vec<String> {
        let told = |((on, ahead, later), mark): (&Alike, &&str)| {
            let (on, long) = (dates::day(*on, lang), dates::duration(later.abs(), lang));
            match (lang, *later > TimeDelta::zero()) {
                (Lang::En, late) => {
                    let (word, than) =
                        (if *ahead { "from" } else { "since" }, if late { "later" } else { "earlier" });
                    format!("{mark} {word} {on} {long} {than} for you")
                }
                (Lang::Zh, late) => {
                    let (word, than) = (if *ahead { "将" } else { "已" }, if late { "晚" } else { "早" });
                    format!("{mark} {on}起对你{word}{than} {long}")
                }
            }
        };
        self.alike.iter().zip(&MARKS).map(told).collect()
    }
}

fn alike(note: ClockNote) -> Alike {
    (note.on, note.ahead, note.after - note.before)
}
