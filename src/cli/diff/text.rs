//! For people, in a terminal.

use std::io::{self, Write};

use super::Asked;
use super::told::{SHOWN, Told, headline, local, plural, universal};
use crate::cli::mark::visible;
use crate::directory::{Lang, Text};
use crate::page::dates;
use crate::schedule::{DateChange, Slot};
use crate::time::Zone;

pub(super) fn write(told: &[Told<'_>], asked: Asked, out: &mut impl Write) -> io::Result<()> {
    let headline = headline(told.len(), asked);
    if told.is_empty() {
        return writeln!(out, "{headline}.");
    }
    writeln!(out, "{headline}, {}", asked.zone)?;
    told.iter().try_for_each(|told| meeting(told, asked.zone, out))
}

fn meeting(told: &Told<'_>, zone: Zone, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{} {}", visible(&told.title), told.what)?;
    if let Some(former) = &told.difference.formerly {
        writeln!(
            out,
            "  called  {} → {}",
            visible(&former.to_string()),
            visible(&told.difference.meeting.to_string())
        )?;
    }
    if told.was != told.is {
        for (word, words) in [("was", &told.was), ("is", &told.is)] {
            if let Some(words) = words {
                writeln!(out, "  {word:<6}  {}", visible(words))?;
            }
        }
    }
    let dates = &told.difference.dates;
    for date in dates.iter().take(SHOWN) {
        writeln!(out, "  {}", change(date, zone))?;
    }
    if let Some(more) = dates.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        writeln!(out, "  and {}", plural(more, "more date"))?;
    }
    if !told.difference.details.is_empty() {
        writeln!(out, "  edited  {}", told.difference.details.join(", "))?;
    }
    let feeds: Vec<String> = told.affected.feeds.iter().map(|path| format!("/{path}.ics")).collect();
    let whom = [told.affected.people.as_slice(), &told.affected.groups, &feeds].concat();
    writeln!(out, "  for     {}", visible(&whom.join(", ")))
}

/// `moved   Fri 2026-11-27 09:00 → Thu 2026-12-03 10:00  (17:00 UTC → 18:00 UTC)  room`.
fn change(change: &DateChange, zone: Zone) -> String {
    let one = |slot: Slot| {
        let utc = universal(slot, zone).map(|utc| format!("  ({utc})")).unwrap_or_default();
        format!("{}{utc}", local(slot, zone))
    };
    let because = |reason: &Option<Text>| {
        reason.as_ref().map(|reason| format!("  {}", visible(reason.get(Lang::En)))).unwrap_or_default()
    };
    match change {
        DateChange::Moved { before, after, reason } if before.start == after.start => {
            let length = |slot: &Slot| dates::duration(slot.end - slot.start, Lang::En);
            format!("length  {}  {} → {}{}", one(*before), length(before), length(after), because(reason))
        }
        DateChange::Moved { before, after, reason } => {
            let utc = match (universal(*before, zone), universal(*after, zone)) {
                (Some(before), Some(after)) => format!("  ({before} → {after})"),
                (Some(utc), None) | (None, Some(utc)) => format!("  ({utc})"),
                (None, None) => String::new(),
            };
            format!("moved   {} → {}{utc}{}", local(*before, zone), local(*after, zone), because(reason))
        }
        DateChange::Cancelled { before, reason } => format!("cancel  {}{}", one(*before), because(reason)),
        DateChange::Dropped { before, reason } => format!("drop    {}{}", one(*before), because(reason)),
        DateChange::Added { after, reason } => format!("add     {}{}", one(*after), because(reason)),
    }
}
