//! What `explain` says to a person: the text with its notes under the words that caused them, the reading in words and
//! as an RRULE, and when it comes next, here and there.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::told::{Coming, Rule, Told};
use crate::cadence::Note;
use crate::cli::mark::{marks, visible};
use crate::schedule::Shift;
use crate::time::{Zone, civil};

/// A text that is wider than this does not stand on one line of a terminal, and nothing can stand under its words.
const WIDEST: usize = 120;

pub(super) fn say(told: &Told, viewer: Zone, out: &mut impl Write) -> io::Result<()> {
    let verdict = format!("{}: ", told.verdict.as_str());
    let text = visible(&told.text);
    writeln!(out, "{verdict}{text}")?;
    for note in &told.notes {
        note_under(note, &told.text, verdict.len(), out)?;
    }
    for rule in &told.cadences {
        rule_in_words(rule, ("", ""), out)?;
    }
    for rule in &told.readings {
        rule_in_words(rule, ("perhaps ", "或为 "), out)?;
    }
    for part in &told.missing {
        writeln!(out, "  missing: the {}", part.as_str())?;
    }
    coming(&told.coming, viewer, out)?;
    shifts(&told.shifts, viewer, out)
}

/// A rule in both languages and as an RRULE.
fn rule_in_words(rule: &Rule, lead: (&str, &str), out: &mut impl Write) -> io::Result<()> {
    let (en, zh) = &rule.sentence;
    for (lead, sentence) in [(lead.0, en), (lead.1, zh)].iter().filter(|(_, sentence)| !sentence.is_empty()) {
        writeln!(out, "  {lead}{sentence}")?;
    }
    writeln!(out, "  {}RRULE:{}", " ".repeat(lead.0.len()), rule.rrule)
}

/// The note beneath its words, and what settles it.
fn note_under(note: &Note, text: &str, indent: usize, out: &mut impl Write) -> io::Result<()> {
    let (message, code) = (&note.message, note.code.as_str());
    let words = text.get(note.span.clone()).unwrap_or_default();
    let lead = if words.is_empty() {
        writeln!(out, "  note: {message} [{code}]")?;
        8
    } else if visible(text).width() > WIDEST {
        writeln!(out, "  note: `{}`: {message} [{code}]", visible(words))?;
        8
    } else {
        let marks = " ".repeat(indent) + &marks(text, note.span.clone());
        writeln!(out, "{marks} {message} [{code}]")?;
        marks.len() + 1
    };
    match note.code.remedy() {
        Some(remedy) => writeln!(out, "{}= {remedy}", " ".repeat(lead)),
        None => Ok(()),
    }
}

/// The next occurrences, a line each: in the meeting's zone, and in the viewer's where its clocks differ.
fn coming(coming: &[Coming], viewer: Zone, out: &mut impl Write) -> io::Result<()> {
    let at =
        |one: &Coming, zone: Zone| format!("{} {zone}", civil(one.start, zone).format("%a %Y-%m-%d %H:%M"));
    let home: Vec<String> = coming.iter().map(|one| at(one, one.zone)).collect();
    let width = home.iter().map(String::len).max().unwrap_or_default();
    for (one, home) in coming.iter().zip(home) {
        if civil(one.start, one.zone) == civil(one.start, viewer) {
            writeln!(out, "  next: {home}")?;
        } else {
            writeln!(out, "  next: {home:width$}  =  {}", at(one, viewer))?;
        }
    }
    Ok(())
}

/// From when on the hour is another one for the viewer.
fn shifts(shifts: &[(Shift, Zone)], viewer: Zone, out: &mut impl Write) -> io::Result<()> {
    for (shift, home) in shifts {
        let there = civil(shift.first, *home).format("%H:%M");
        let (from, here) = (shift.after.format("%a %Y-%m-%d"), shift.after.format("%H:%M"));
        let before = shift.before.format("%H:%M");
        writeln!(out, "  from {from} on, {there} {home} is {here} {viewer}, no longer {before}")?;
    }
    Ok(())
}
