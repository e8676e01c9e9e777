//! An `rrule` with its start and its zone.

use super::Settings;
use super::value::date_time_of;
use crate::directory::node::Scalar;
use crate::directory::report::Report;
use crate::directory::{Recur, RuleSet};
use crate::time::{Zone, phrase_at};

/// The rules of an `rrule`, which needs a start with a time of day, and a zone.
pub(super) fn read(
    rrule: &Scalar,
    start: Option<&Scalar>,
    zone: Option<&Scalar>,
    settings: &Settings,
    report: &mut Report,
) -> Option<RuleSet> {
    let value = rrule.text.to_uppercase();
    let value = value.strip_prefix("RRULE:").unwrap_or(&value).trim().to_owned();
    let sound = Recur::parse(&value).map_err(|error| {
        report.error(
            "rrule",
            &rrule.place,
            error.to_string(),
            "write it as `FREQ=MONTHLY;BYDAY=2WE` (RFC 5545 3.3.10)",
        );
    });
    let dtstart = match start {
        Some(start) => date_time_of(start, report),
        None => {
            report.error(
                "rrule",
                &rrule.place,
                "an `rrule` starts at no time that the file gives".to_owned(),
                "add `start:` with a date and a time, as `start: 2025-10-24 09:00`",
            );
            None
        }
    };
    let zone = zone_of(rrule, zone, settings, report);
    sound.ok()?;
    Some(RuleSet {
        uid: None,
        dtstart: dtstart?,
        zone: Some(zone?),
        all_day: false,
        rrules: vec![value],
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
    })
}

/// The zone of a rule's start: `tz` by name or as a phrase with one meaning, else the community's.
fn zone_of(
    rrule: &Scalar,
    written: Option<&Scalar>,
    settings: &Settings,
    report: &mut Report,
) -> Option<Zone> {
    let Some(written) = written else {
        if settings.zone.is_none() {
            report.error(
                "rrule",
                &rrule.place,
                "nothing says in which zone the rule's times are".to_owned(),
                "add `tz:` here, or `zone:` to the community",
            );
        }
        return settings.zone;
    };
    if let Some(zone) = settings.zones.get(&written.text.to_uppercase()) {
        return Some(*zone);
    }
    // Phrases before names: by its name `EST` never has summer time, which is not what people mean.
    match phrase_at(&written.text) {
        Some((_, phrase)) if phrase.zones.len() == 1 => phrase.zones.first().copied(),
        Some((_, phrase)) => {
            let zones: Vec<_> = phrase.zones.iter().map(|zone| format!("`{}`", zone.tzid())).collect();
            report.error(
                "unknown-zone",
                &written.place,
                format!("`{}` may be {}", written.text, zones.join(" or ")),
                "write the zone's name, or settle the letters under `zones:` of the community",
            );
            None
        }
        None => super::community::zone(written, report),
    }
}
