//! A meeting of a group, or an event of the community.

use std::collections::BTreeMap;

use super::group::words;
use super::value::{date, plain, text, url};
use super::{Settings, allow, changes, duration::duration, exceptions, timing};
use crate::directory::draft::MeetingDraft;
use crate::directory::keys::{self, Keys};
use crate::directory::node::Node;
use crate::directory::report::Report;
use crate::directory::{Meeting, Text};

/// A meeting of a group, or of one of its subprojects: several where it changed.
pub(super) fn read(
    node: &Node,
    subproject: Option<&str>,
    settings: &Settings,
    report: &mut Report,
) -> Vec<MeetingDraft> {
    let Some(keys) = Keys::of(node, &keys::MEETING, report) else { return vec![] };
    let description = text(&keys, "description", report);
    let first = meeting(&keys, description, subproject, settings, report);
    changes::stretches(first, &keys, settings, report)
}

/// An event: a meeting of no group, whose description is its name.
pub(super) fn event(node: &Node, settings: &Settings, report: &mut Report) -> Vec<MeetingDraft> {
    let Some(keys) = Keys::of(node, &keys::EVENT, report) else { return vec![] };
    let name = text(&keys, "name", report);
    let first = meeting(&keys, name, None, settings, report);
    changes::stretches(first, &keys, settings, report)
}

fn meeting(
    keys: &Keys<'_>,
    description: Text,
    subproject: Option<&str>,
    settings: &Settings,
    report: &mut Report,
) -> MeetingDraft {
    let place =
        ["description", "name"].iter().find_map(|key| keys.get(key)).unwrap_or(keys.node).place.clone();
    let timed = timing::read(keys, settings, report);
    let by_dates = keys.key("rrule").or(keys.key("on")).is_some();
    let key = plain(keys, "id", report).unwrap_or_else(|| match subproject {
        Some(subproject) => format!("{subproject}/{}", description.en),
        None => description.en.clone(),
    });
    let places = ["until", "duration"].iter().filter_map(|key| Some((*key, keys.get(key)?.place.clone())));
    let meeting = Meeting {
        group: None,
        subproject: subproject.map(str::to_owned),
        description,
        key,
        formerly: words(keys, "formerly", report),
        timing: timed.timing,
        zone: timed.zone,
        start: timed.start,
        until: date(keys, "until", report),
        revision: None,
        duration: duration(keys, "duration", by_dates, report),
        url: url(keys, "url", report),
        archive_url: url(keys, "archive_url", report),
        recordings_url: url(keys, "recordings_url", report),
        location: plain(keys, "location", report),
        details: text(keys, "details", report),
        tentative: tentative(keys, report),
        skips: exceptions::skips(keys, settings, report),
        cancelled: exceptions::cancelled(keys, report),
        moved: exceptions::moved(keys, report),
        extras: exceptions::extras(keys, report),
        allowances: allow::read(keys, report),
        cadence_place: timed.place.unwrap_or_else(|| place.clone()),
        anchor_place: None,
        gone: false,
        place,
    };
    let places = places.collect::<BTreeMap<_, _>>();
    MeetingDraft { meeting, written: timed.written, at: keys.node.at, places }
}

/// What `status` says.
fn tentative(keys: &Keys<'_>, report: &mut Report) -> bool {
    let Some(status) = keys.scalar("status", report) else { return false };
    if !["tentative", "confirmed"].contains(&status.text.as_str()) {
        report.error(
            "bad-status",
            &status.place,
            format!("`{}` is no status, and calendars show the meeting as confirmed", status.text),
            "write `tentative` or `confirmed`; dates on which it is cancelled stand under `cancelled`",
        );
    }
    status.text == "tentative"
}
