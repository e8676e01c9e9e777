//! Dates on which a meeting does not happen, happens otherwise, or happens besides.

use chrono::{NaiveDate, NaiveTime};

use super::Settings;
use super::duration::duration;
use super::value::{date, date_of, date_time_of, parse_date, parse_date_time, text};
use crate::directory::keys::{self, Keys, wrong_shape};
use crate::directory::node::{Node, Scalar};
use crate::directory::report::{Report, meant, nearest};
use crate::directory::{Cancelled, Extra, Moved, Skip, Text};

/// A skip list of the community: one skip, or a list of them.
pub(super) fn shared_skips(node: &Node, report: &mut Report) -> Vec<Skip> {
    node.items().iter().filter_map(|item| own_skip(item, report)).collect()
}

/// A meeting's skips: names of the community's lists, and dates of its own.
pub(super) fn skips(keys: &Keys<'_>, settings: &Settings, report: &mut Report) -> Vec<Skip> {
    let mut skips = Vec::new();
    for item in keys.items("skip") {
        match item.scalar() {
            Some(name)
                if !name.text.starts_with(|c: char| c.is_ascii_digit()) || is_list(&name.text, settings) =>
            {
                match settings.skips.get(&name.text) {
                    Some(shared) => {
                        skips.extend(shared.iter().map(|skip| Skip {
                            shared: true,
                            place: name.place.clone(),
                            ..skip.clone()
                        }));
                    }
                    None => report.error(
                        "unknown-skip",
                        &name.place,
                        format!("the community has no skip list `{}`", name.text),
                        &meant(
                            nearest(&name.text, settings.skips.keys().map(String::as_str)),
                            "add it under `skip:` of the community, or give a date",
                        ),
                    ),
                }
            }
            Some(_) | None => skips.extend(own_skip(item, report)),
        }
    }
    skips
}

fn is_list(name: &str, settings: &Settings) -> bool {
    parse_date(name).is_none() && settings.skips.contains_key(name)
}

/// `2025-12-26`, `{ on: 2025-12-26 }` or `{ from: …, to: … }`, with a reason.
fn own_skip(node: &Node, report: &mut Report) -> Option<Skip> {
    if let Some(scalar) = node.scalar() {
        let (on, at) = one_of(scalar, report)?;
        let (reason, place) = (Text::default(), scalar.place.clone());
        return Some(Skip { from: on, to: on, at, reason, shared: false, place });
    }
    let keys = Keys::of(node, &keys::SKIP, report)?;
    let reason = text(&keys, "reason", report);
    let one = on(&keys, report);
    let (from, to) = (date(&keys, "from", report), date(&keys, "to", report));
    let (from, to, at) = match (one, from, to) {
        (Some((on, at)), None, None) => (on, on, at),
        (None, Some(from), Some(to)) => (from, to, None),
        _ => {
            let is_date = |text: &str| parse_date(text).is_some() || parse_date_time(text).is_some();
            let bad = ["on", "from", "to"]
                .iter()
                .any(|key| keys.get(key).is_some_and(|node| node.scalar().is_none_or(|s| !is_date(&s.text))));
            if !bad {
                missing(node, "a skip has either `on`, or `from` and `to`", report);
            }
            return None;
        }
    };
    if to < from {
        report.error(
            "backward-skip",
            &node.place,
            format!("the skip ends on {to}, before it begins on {from}"),
            "swap the two dates",
        );
        return None;
    }
    Some(Skip { from, to, at, reason, shared: false, place: node.place.clone() })
}

/// The dates on which a meeting was cancelled.
pub(super) fn cancelled(keys: &Keys<'_>, report: &mut Report) -> Vec<Cancelled> {
    keys.items("cancelled").iter().filter_map(|item| one_cancelled(item, report)).collect()
}

fn one_cancelled(node: &Node, report: &mut Report) -> Option<Cancelled> {
    if let Some(scalar) = node.scalar() {
        let (on, at) = one_of(scalar, report)?;
        return Some(Cancelled { on, at, reason: Text::default(), place: scalar.place.clone() });
    }
    let keys = Keys::of(node, &keys::CANCELLED, report)?;
    if keys.get("on").is_none() {
        missing(node, "a cancelled date has `on`", report);
    }
    let (on, at) = on(&keys, report)?;
    Some(Cancelled { on, at, reason: text(&keys, "reason", report), place: node.place.clone() })
}

/// The dates on which a meeting happens at another time.
pub(super) fn moved(keys: &Keys<'_>, report: &mut Report) -> Vec<Moved> {
    keys.items("moved").iter().filter_map(|item| one_moved(item, report)).collect()
}

fn one_moved(node: &Node, report: &mut Report) -> Option<Moved> {
    if node.scalar().is_some() {
        wrong_shape(node, "a moved date", "a mapping, as `{ on: 2026-02-06, to: 2026-02-05 11:00 }`", report);
        return None;
    }
    let keys = Keys::of(node, &keys::MOVED, report)?;
    if keys.get("on").is_none() || keys.get("to").is_none() {
        missing(node, "a moved date has `on` and `to`", report);
    }
    let on = on(&keys, report);
    let to = keys.scalar("to", report).and_then(|scalar| date_time_of(scalar, report));
    let reason = text(&keys, "reason", report);
    let (on, at) = on?;
    Some(Moved { on, at, to: to?, reason, place: node.place.clone() })
}

/// The dates on which a meeting happens besides those of its cadence.
pub(super) fn extras(keys: &Keys<'_>, report: &mut Report) -> Vec<Extra> {
    keys.items("extra").iter().filter_map(|item| one_extra(item, report)).collect()
}

fn one_extra(node: &Node, report: &mut Report) -> Option<Extra> {
    if let Some(scalar) = node.scalar() {
        let (on, at) = one_of(scalar, report)?;
        let (reason, place) = (Text::default(), scalar.place.clone());
        return Some(Extra { on, at, duration: None, reason, place });
    }
    let keys = Keys::of(node, &keys::EXTRA, report)?;
    if keys.get("on").is_none() {
        missing(node, "an extra meeting has `on`", report);
    }
    let duration = duration(&keys, "duration", false, report);
    let reason = text(&keys, "reason", report);
    let (on, at) = on(&keys, report)?;
    Some(Extra { on, at, duration, reason, place: node.place.clone() })
}

/// What stands under `on`.
fn on(keys: &Keys<'_>, report: &mut Report) -> Option<(NaiveDate, Option<NaiveTime>)> {
    one_of(keys.scalar("on", report)?, report)
}

/// A date, or one of several times on a date: `2026-02-06`, `2026-02-06 11:00`.
fn one_of(scalar: &Scalar, report: &mut Report) -> Option<(NaiveDate, Option<NaiveTime>)> {
    match parse_date_time(&scalar.text) {
        Some(civil) => Some((civil.date(), Some(civil.time()))),
        None => Some((date_of(scalar, report)?, None)),
    }
}

fn missing(node: &Node, what: &str, report: &mut Report) {
    report.error(
        "missing-key",
        &node.place,
        format!("{what}, and one is missing or too many are given"),
        "give it as `2025-10-24`",
    );
}
