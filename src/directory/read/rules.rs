//! The rules of an `rrule`, and the single dates under `on`, with a start and a zone.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::Settings;
use super::value::{parse_date, parse_date_time};
use crate::directory::keys::{Keys, wrong_shape};
use crate::directory::node::Scalar;
use crate::directory::report::Report;
use crate::directory::{Place, Recur, RuleSet, When};
use crate::time::{Zone, civil as civil_in, phrase_at, resolve};

/// The rules of an `rrule`, which need a start and a zone, and what `on` adds to them; or the dates under `on` alone.
pub(super) fn read(
    keys: &Keys<'_>,
    zone: Option<&Scalar>,
    settings: &Settings,
    report: &mut Report,
) -> Option<RuleSet> {
    let rules = texts(keys, "rrule", report);
    let dates: Vec<Date> =
        texts(keys, "on", report).into_iter().filter_map(|scalar| date(scalar, settings, report)).collect();
    let start = keys.scalar("start", report);
    let earliest = dates.iter().min_by_key(|date| date.civil);
    let (first, place) = match (rules.first(), earliest) {
        (Some(rule), _) => (began(rule, start, report), &rule.place),
        (None, Some(first)) => {
            if let Some(start) = start {
                report.error(
                    "two-timings",
                    &start.place,
                    "both `start` and `on` say when it happens; `on` is read".to_owned(),
                    "remove one of the two, or add a `cadence` or an `rrule`",
                );
            }
            (Some((first.civil, first.all_day)), &first.place)
        }
        (None, None) => return None,
    };
    let sound: Vec<String> = rules.iter().filter_map(|rule| rule_of(rule, report)).collect();
    let all_day = first.is_some_and(|(_, all_day)| all_day);
    let own = earliest.filter(|_| rules.is_empty()).and_then(|date| date.zone);
    let zone = match (all_day, own) {
        // Dates are the same everywhere.
        (true, _) => None,
        (false, Some(own)) if dates.iter().all(|date| date.zone.is_some()) => Some(own),
        (false, _) => Some(zone_of(place, zone, settings, report)?),
    };
    // Where some name no zone, the first one's own is not that of all.
    let dtstart = match (first?, own, zone) {
        ((civil, _), Some(own), Some(zone)) if own != zone => civil_in(resolve(civil, own), zone),
        ((civil, _), _, _) => civil,
    };
    if sound.len() < rules.len() {
        return None;
    }
    let mut rdates = Vec::new();
    for date in &dates {
        if date.all_day != all_day {
            report.error(
                "two-timings",
                &date.place,
                "dates with a time of day stand beside dates without".to_owned(),
                "list what lasts the whole day as an event of its own",
            );
            continue;
        }
        let when = match date.zone {
            Some(own) if zone != Some(own) => When::Instant(resolve(date.civil, own)),
            Some(_) | None => When::Civil(date.civil),
        };
        let is_start = rules.is_empty() && earliest.is_some_and(|first| std::ptr::eq(first, date));
        if !is_start && !rdates.contains(&when) {
            rdates.push(when);
        }
    }
    Some(RuleSet {
        uid: None,
        dtstart,
        zone,
        all_day,
        rrules: sound,
        exrules: vec![],
        rdates,
        exdates: vec![],
        overrides: vec![],
    })
}

/// The texts under a key: one, or a list of them.
fn texts<'n>(keys: &Keys<'n>, key: &str, report: &mut Report) -> Vec<&'n Scalar> {
    let mut texts = Vec::new();
    for node in keys.items(key) {
        match node.scalar() {
            Some(scalar) => texts.push(scalar),
            None => wrong_shape(node, &format!("each of `{key}`"), "a text", report),
        }
    }
    texts
}

/// A rule as the general expansion takes it.
fn rule_of(rrule: &Scalar, report: &mut Report) -> Option<String> {
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
    sound.is_ok().then_some(value)
}

/// When a rule begins, and whether it is about whole days, which have no time.
fn began(rrule: &Scalar, start: Option<&Scalar>, report: &mut Report) -> Option<(NaiveDateTime, bool)> {
    let Some(start) = start else {
        report.error(
            "rrule",
            &rrule.place,
            "an `rrule` starts at no time that the file gives".to_owned(),
            "add `start:` with a date and a time, as `start: 2025-10-24 09:00`",
        );
        return None;
    };
    let whole = |date: NaiveDate| (date.and_time(NaiveTime::MIN), true);
    let began = parse_date_time(&start.text).map(|civil| (civil, false));
    let began = began.or_else(|| parse_date(&start.text).map(whole));
    if began.is_none() {
        no_date(start, report);
    }
    began
}

fn no_date(scalar: &Scalar, report: &mut Report) {
    report.error(
        "bad-date",
        &scalar.place,
        format!("`{}` is no date, with a time of day or without", scalar.text),
        "write it as `2026-02-05 11:00`, or as `2026-02-05` for the whole day",
    );
}

/// One date under `on`.
struct Date {
    civil: NaiveDateTime,
    all_day: bool,
    /// The zone it names itself.
    zone: Option<Zone>,
    place: Place,
}

/// `2026-03-03`, `2026-03-03 9:00` or `2026-03-03 9:00 PT`.
fn date(scalar: &Scalar, settings: &Settings, report: &mut Report) -> Option<Date> {
    let text = &scalar.text;
    let place = scalar.place.clone();
    if let Some(date) = parse_date(text) {
        return Some(Date { civil: date.and_time(NaiveTime::MIN), all_day: true, zone: None, place });
    }
    // Behind the date and the time stands the zone.
    let end = text.match_indices([' ', 'T']).nth(1).map_or(text.len(), |(at, _)| at);
    let end = if text[..end].contains(['T', ' ']) { end } else { text.len() };
    let civil = parse_date_time(&text[..end]);
    let Some(civil) = civil else {
        no_date(scalar, report);
        return None;
    };
    let phrase = text[end..].trim();
    let zone = match phrase.is_empty() {
        true => None,
        false => {
            let at = text.len() - text[end..].trim_start().len();
            let place = scalar.place_of(&(at..text.len()));
            let phrase = Scalar { text: phrase.to_owned(), place, at: scalar.at, verbatim: None };
            Some(zone_written(&phrase, settings, report)?)
        }
    };
    Some(Date { civil, all_day: false, zone, place })
}

/// The zone of a rule's start: `tz` by name or as a phrase with one meaning, else the community's.
fn zone_of(
    place: &Place,
    written: Option<&Scalar>,
    settings: &Settings,
    report: &mut Report,
) -> Option<Zone> {
    let Some(written) = written else {
        if settings.zone.is_none() {
            report.error(
                "rrule",
                place,
                "nothing says in which zone the rule's times are".to_owned(),
                "add `tz:` here, or `zone:` to the community",
            );
        }
        return settings.zone;
    };
    zone_written(written, settings, report)
}

pub(super) fn zone_written(written: &Scalar, settings: &Settings, report: &mut Report) -> Option<Zone> {
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
