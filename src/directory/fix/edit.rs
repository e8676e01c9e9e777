//! Edits of a text by byte ranges, and where what they wrote stands afterwards.

use std::ops::Range;

use super::{Outcome, Repair};
use crate::directory::Place;
use crate::directory::node::characters;

/// New text in place of a range of bytes; nothing but a place where both are empty.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// What to say about it.
    pub(super) told: Option<Told>,
}

/// What is said about an edit; its place is known once all of them are made.
#[derive(Debug)]
pub(super) struct Told {
    /// How many bytes of the edit's text stand before what is pointed at, and how many characters that has.
    pub(super) skip: usize,
    pub(super) length: u32,
    pub(super) outcome: Outcome,
    pub(super) check: &'static str,
    pub(super) message: String,
    pub(super) remedy: Option<String>,
}

impl Edit {
    pub(super) fn removal(range: Range<usize>) -> Edit {
        Edit { range, text: String::new(), told: None }
    }
}

/// The text with all edits made, and what is said about them, in the order of the file. Edits do not overlap.
pub(super) fn apply(source: &str, mut edits: Vec<Edit>) -> (String, Vec<Repair>) {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    join_at_the_end(source, &mut edits);
    let (mut text, mut kept) = (String::with_capacity(source.len()), 0);
    let mut told = Vec::new();
    for edit in edits {
        text.push_str(source.get(kept..edit.range.start).unwrap_or_default());
        if let Some(said) = edit.told {
            told.push((text.len() + said.skip, said));
        }
        text.push_str(&edit.text);
        kept = kept.max(edit.range.end);
    }
    text.push_str(source.get(kept..).unwrap_or_default());
    let mut lines = Lines { text: &text, seen: 0, line: 1, begins: 0 };
    let repairs = told.into_iter().map(|(at, said)| Repair {
        outcome: said.outcome,
        check: said.check,
        place: lines.place(at, said.length),
        message: said.message,
        remedy: said.remedy,
    });
    let repairs = repairs.collect();
    (text, repairs)
}

/// A file whose last line has no line end keeps none where its last lines go: the line end before them goes too.
fn join_at_the_end(source: &str, edits: &mut [Edit]) {
    if source.ends_with(['\n', '\r']) {
        return;
    }
    let mut first = None;
    let mut from = source.len();
    for (n, edit) in edits.iter().enumerate().rev() {
        let line = source[..edit.range.start].ends_with(['\n', '\r']);
        if !(line && edit.text.is_empty() && edit.range.end == from && !edit.range.is_empty()) {
            break;
        }
        (first, from) = (Some(n), edit.range.start);
    }
    let before = &source[..from];
    let before = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']));
    if let (Some(edit), Some(before)) = (first.and_then(|n| edits.get_mut(n)), before) {
        edit.range.start = before.len();
    }
}

/// Counting lines forwards.
struct Lines<'t> {
    text: &'t str,
    seen: usize,
    line: u32,
    begins: usize,
}

impl Lines<'_> {
    fn place(&mut self, at: usize, length: u32) -> Place {
        let bytes = self.text.as_bytes();
        while self.seen < at {
            let ends = match bytes[self.seen] {
                b'\n' => true,
                b'\r' => bytes.get(self.seen + 1) != Some(&b'\n'),
                _ => false,
            };
            self.seen += 1;
            if ends {
                self.line = self.line.saturating_add(1);
                self.begins = self.seen;
            }
        }
        let before = self.text.get(self.begins..at).unwrap_or_default();
        Place { line: self.line, column: characters(before).saturating_add(1), length: length.max(1) }
    }
}
