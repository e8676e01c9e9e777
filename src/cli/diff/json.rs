//! For programs: one object.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::Asked;
use super::told::{Told, day};
use crate::directory::Text;
use crate::schedule::{DateChange, Slot};
use crate::time::{Zone, rfc3339};

pub(super) fn write(told: &[Told<'_>], asked: Asked, out: &mut impl Write) -> io::Result<()> {
    let Asked { window, zone } = asked;
    let meetings: Vec<Value> = told.iter().map(|told| meeting(told, zone)).collect();
    let whole = json!({
        "from": day(window.from, zone),
        "to": day(window.to, zone),
        "zone": zone.tzid(),
        "meetings": meetings,
    });
    writeln!(out, "{whole:#}")
}

fn meeting(told: &Told<'_>, zone: Zone) -> Value {
    let difference = told.difference;
    let change = match (difference.old, difference.new) {
        (None, _) => "added",
        (_, None) => "ended",
        (Some(_), Some(_)) => "changed",
    };
    json!({
        "meeting": difference.meeting.to_string(),
        "formerly": difference.formerly.as_ref().map(ToString::to_string),
        "title": told.title,
        "change": change,
        "was": told.was,
        "is": told.is,
        "dates": difference.dates.iter().map(|date| date_json(date, zone)).collect::<Vec<_>>(),
        "edited": difference.details,
        "affects": {
            "people": told.affected.people,
            "groups": told.affected.groups,
            "feeds": told.affected.feeds.iter().map(|path| format!("/{path}.ics")).collect::<Vec<_>>(),
        },
    })
}

fn date_json(change: &DateChange, zone: Zone) -> Value {
    let (what, before, after, reason) = match change {
        DateChange::Moved { before, after, reason } => ("moved", Some(before), Some(after), reason),
        DateChange::Cancelled { before, reason } => ("cancelled", Some(before), None, reason),
        DateChange::Dropped { before, reason } => ("dropped", Some(before), None, reason),
        DateChange::Added { after, reason } => ("added", None, Some(after), reason),
    };
    let text = |text: &Text| json!({ "en": text.en, "zh": text.zh });
    json!({
        "change": what,
        "before": before.map(|slot| slot_json(*slot, zone)),
        "after": after.map(|slot| slot_json(*slot, zone)),
        "reason": reason.as_ref().map(text),
    })
}

/// In the community's zone and in UTC; dates where all-day.
fn slot_json(slot: Slot, zone: Zone) -> Value {
    if slot.all_day {
        return json!({ "start": day(slot.start, zone), "end": day(slot.end, zone), "all_day": true });
    }
    let utc = |instant: DateTime<Utc>| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    json!({
        "start": rfc3339(slot.start, zone),
        "end": rfc3339(slot.end, zone),
        "start_utc": utc(slot.start),
        "end_utc": utc(slot.end),
        "all_day": false,
    })
}
