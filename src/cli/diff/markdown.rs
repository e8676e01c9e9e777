//! For a comment on a pull request.

use std::io::{self, Write};

use super::Asked;
use super::told::{SHOWN, Told, headline, local, plural, universal};
use crate::directory::{Lang, Text};
use crate::page::dates;
use crate::schedule::{DateChange, Slot};
use crate::time::Zone;

pub(super) fn write(told: &[Told<'_>], asked: Asked, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "### Calendar changes\n")?;
    let headline = headline(told.len(), asked);
    if told.is_empty() {
        return writeln!(out, "{headline}.");
    }
    writeln!(out, "{headline}. Times are in {}.", asked.zone)?;
    told.iter().try_for_each(|told| meeting(told, asked.zone, out))
}

fn meeting(told: &Told<'_>, zone: Zone, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n#### {} {}\n", plain(&told.title), told.what)?;
    if let Some(former) = &told.difference.formerly {
        writeln!(out, "It was called {}.\n", plain(&former.to_string()))?;
    }
    match (&told.was, &told.is) {
        (Some(was), Some(is)) if was != is => {
            writeln!(out, "Was: {}  \nIs: {}\n", plain(was), plain(is))?;
        }
        (None, Some(is)) => writeln!(out, "{}\n", plain(is))?,
        (Some(was), None) => writeln!(out, "Was: {}\n", plain(was))?,
        (Some(_), Some(_)) | (None, None) => {}
    }
    let dates = &told.difference.dates;
    if !dates.is_empty() {
        writeln!(out, "| before | after | why |\n| --- | --- | --- |")?;
        dates.iter().take(SHOWN).try_for_each(|date| writeln!(out, "{}", row(date, zone)))?;
        if let Some(more) = dates.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(out, "\nAnd {}.", plural(more, "more date"))?;
        }
        writeln!(out)?;
    }
    if !told.difference.details.is_empty() {
        writeln!(out, "Edited: `{}`.\n", told.difference.details.join("`, `"))?;
    }
    let people = told.affected.people.iter().chain(&told.affected.groups).map(|name| plain(name));
    let feeds = told.affected.feeds.iter().map(|path| format!("`/{path}.ics`"));
    writeln!(out, "Affects {}.", people.chain(feeds).collect::<Vec<_>>().join(", "))
}

fn row(change: &DateChange, zone: Zone) -> String {
    let one = |slot: &Slot| {
        let utc = universal(*slot, zone).map(|utc| format!(" ({utc})")).unwrap_or_default();
        format!("{}{utc}", local(*slot, zone))
    };
    let why =
        |reason: &Option<Text>| reason.as_ref().map(|reason| plain(reason.get(Lang::En))).unwrap_or_default();
    let (before, after, why) = match change {
        DateChange::Moved { before, after, reason } if before.start == after.start => {
            let long = |slot: &Slot| dates::duration(slot.end - slot.start, Lang::En);
            let length = |slot: &Slot| format!("{}, {}", one(slot), long(slot));
            (length(before), length(after), why(reason))
        }
        DateChange::Moved { before, after, reason } => (one(before), one(after), why(reason)),
        DateChange::Cancelled { before, reason } => (one(before), "cancelled".to_owned(), why(reason)),
        DateChange::Dropped { before, reason } => (one(before), "does not happen".to_owned(), why(reason)),
        DateChange::Added { after, reason } => (String::new(), one(after), why(reason)),
    };
    format!("| {before} | {after} | {why} |")
}

/// A text as Markdown that shows just that text: no markup, no link, and nobody is mentioned.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            c if c.is_control() => plain.push(' '),
            '@' => plain.push_str("@<!-- -->"),
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            // A number behind it would be a link.
            '#' => plain.push_str("#<!-- -->"),
            c if "\\`*_{}[]()+!|>~".contains(c) => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    // So would a bare address.
    plain.replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(
            plain("a|b *c* <b> [x](https://e) @all\n#1 www.e.org"),
            "a\\|b \\*c\\* &lt;b\\> \\[x\\]\\(https:<!-- -->//e\\) @<!-- -->all #<!-- -->1 www<!-- -->.e.org"
        );
    }
}
