//! `changes`: from a date on, a meeting happens otherwise, and the past stays as it was. Each stretch becomes a meeting of
//! its own, with the key of the first and the date from which on it holds.

use chrono::NaiveDate;

use super::value::{date, plain, url};
use super::{Settings, duration::duration, timing};
use crate::directory::draft::{MeetingDraft, Written};
use crate::directory::keys::{self, Keys};
use crate::directory::node::Node;
use crate::directory::report::Report;
use crate::directory::{Meeting, Timing};

/// A meeting as its stretches, the first of which is the meeting itself. `keys` are those of the meeting.
pub(super) fn stretches(
    first: MeetingDraft,
    keys: &Keys<'_>,
    settings: &Settings,
    report: &mut Report,
) -> Vec<MeetingDraft> {
    let mut all = vec![first];
    for node in keys.items("changes") {
        let before = all.last().expect("the meeting itself is there");
        all.extend(stretch(node, before, settings, report));
    }
    let ends: Vec<Option<NaiveDate>> =
        all.iter().skip(1).map(|next| next.meeting.start.and_then(|from| from.pred_opt())).collect();
    for (draft, end) in all.iter_mut().zip(ends.into_iter().chain([None])) {
        draft.meeting.until = [draft.meeting.until, end].into_iter().flatten().min();
    }
    all
}

/// The meeting from the date of a change on. What the change does not say is as before.
fn stretch(
    node: &Node,
    before: &MeetingDraft,
    settings: &Settings,
    report: &mut Report,
) -> Option<MeetingDraft> {
    let keys = Keys::of(node, &keys::CHANGE, report)?;
    let place = keys.get("from").unwrap_or(node).place.clone();
    let Some(from) = date(&keys, "from", report) else {
        if keys.get("from").is_none() {
            let message = "a change does not say from when on it holds".to_owned();
            report.error("bad-change", &place, message, "add `from: <its first date>`");
        }
        return None;
    };
    let (start, until) = (before.meeting.start, before.meeting.until);
    if let Some(start) = start.filter(|start| *start >= from) {
        let message = format!("the change is from {from} on, and what it changes from {start} on");
        report.error("bad-change", &place, message, "list changes by date, each after the one before");
        return None;
    }
    if let Some(until) = until.filter(|until| *until < from) {
        let message = format!("the change is from {from} on, after the meeting ends on {until}");
        report.error("bad-change", &place, message, "correct `until` or `from`");
        return None;
    }
    let timed = timing::read_from(&keys, Some(from), settings, report);
    // Where only the length or a link changes, it happens as before.
    let same = matches!(timed.written, Written::Nothing) && timed.place.is_none();
    let by_dates = matches!(if same { &before.meeting.timing } else { &timed.timing }, Timing::Rules(_));
    if same && by_dates {
        let message = "a change of rules or dates does not say when it happens from then on".to_owned();
        report.error("bad-change", &place, message, "write them again, with their first date as `start`");
        return None;
    }
    let (timing, written, cadence_place) = match same {
        true => (before.meeting.timing.clone(), before.written.clone(), before.meeting.cadence_place.clone()),
        false => (timed.timing, timed.written, timed.place.unwrap_or_else(|| place.clone())),
    };
    let meeting = Meeting {
        timing,
        zone: timed.zone.or(before.meeting.zone),
        start: timed.start.or(Some(from)),
        revision: Some(from),
        duration: duration(&keys, "duration", by_dates, report).or(before.meeting.duration),
        url: url(&keys, "url", report).or_else(|| before.meeting.url.clone()),
        archive_url: url(&keys, "archive_url", report).or_else(|| before.meeting.archive_url.clone()),
        location: plain(&keys, "location", report).or_else(|| before.meeting.location.clone()),
        // The first has those of all.
        skips: vec![],
        cancelled: vec![],
        moved: vec![],
        extras: vec![],
        cadence_place,
        place,
        ..before.meeting.clone()
    };
    let places = before.places.clone();
    Some(MeetingDraft { meeting, written, at: node.at, places })
}
