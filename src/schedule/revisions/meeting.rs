//! One meeting: its planned series beside those that subscribers have.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::kept::{begun_before, kept};
use super::past::last_shown;
use super::record::{record, restored};
use super::same::{same_past, same_rule};
use super::stretch::{begun_at, ended_at, happens};
use super::{Change, Moment, Remembered, What, content};
use crate::directory::{Community, LockedSeries, Meeting, MeetingId, MeetingName};
use crate::schedule::ends::last_date;
use crate::schedule::{Series, Stamp};

/// What becomes of a meeting: each series, with its record of before where it had one.
pub(super) struct Outcome<'n> {
    name: &'n MeetingName,
    id: MeetingId,
    series: Vec<Settled>,
    /// Whether its series of before are known: what is new then is another revision.
    revised: bool,
}

/// What is known beside the meeting itself.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub community: &'k Community,
    /// Every UID that was ever given.
    pub uids: &'k BTreeSet<&'k str>,
}

/// A series as it is shown from now on.
struct Settled {
    series: Series,
    /// What was remembered of it.
    before: Option<LockedSeries>,
    /// Before which moment it is other than the data says.
    kept_before: Option<DateTime<Utc>>,
}

/// A series that subscribers have.
struct Shown {
    record: LockedSeries,
    series: Series,
}

/// Puts the planned series of a meeting beside its records.
pub(super) fn settle<'n>(
    name: &'n MeetingName,
    id: MeetingId,
    planned: Vec<Series>,
    records: Vec<LockedSeries>,
    known: Known<'_>,
    moment: Moment,
) -> Outcome<'n> {
    let revised = !records.is_empty();
    // What is kept of the past was past when it was remembered.
    let now = records.iter().filter_map(|record| record.kept_before).fold(moment.now, DateTime::max);
    let moment = Moment { now, ..moment };
    let (before, live): (Vec<LockedSeries>, Vec<LockedSeries>) =
        records.into_iter().partition(|record| record.ended.is_some());
    let shown = |record: LockedSeries| Shown { series: restored(&record, id), record };
    let mut live: Vec<Option<Shown>> = live.into_iter().map(|record| Some(shown(record))).collect();
    let mut planned: Vec<Option<Series>> = planned.into_iter().map(Some).collect();
    let mut series = Vec::new();
    for same in SAME {
        for new in &mut planned {
            let Some(candidate) = new.as_ref() else { continue };
            let is = |shown: &&mut Option<Shown>| {
                shown.as_ref().is_some_and(|shown| {
                    shown.series.extra.is_some() == candidate.extra.is_some()
                        && same(&shown.series, candidate, moment.now)
                })
            };
            let Some(found) = live.iter_mut().find(is) else { continue };
            if let (Some(new), Some(shown)) = (new.take(), found.take()) {
                let begins_later =
                    !before.is_empty() || !says_start(&new, known.community.meeting(new.meeting));
                let kept = kept(new, &shown.series, begins_later, moment.now);
                let (one, kept_before) = kept.unwrap_or_else(|| (ended(shown.series, moment), None));
                let kept_before = kept_before.max(shown.record.kept_before);
                series.push(Settled { series: one, before: Some(shown.record), kept_before });
            }
        }
    }
    for new in planned.into_iter().flatten() {
        // Who says since when it happens is believed. An edit says nothing of the past, nor does a meeting that is new.
        let meeting = known.community.meeting(new.meeting);
        let says_when = match (revised, meeting.revision) {
            _ if new.extra.is_some() => true,
            (true, Some(_)) => !known.uids.contains(new.uid.as_str()),
            (true, None) => false,
            (false, _) => known.uids.is_empty() || says_start(&new, meeting),
        };
        let begun = if says_when { Some(new.clone()) } else { begun_at(new.clone(), moment.now) };
        series.extend(begun.map(|begun| Settled {
            kept_before: begun_before(&new, &begun),
            series: unused(begun, known.uids),
            before: None,
        }));
    }
    for shown in live.into_iter().flatten() {
        let one = ended(shown.series, moment);
        series.push(Settled { series: one, before: Some(shown.record), kept_before: None });
    }
    series.extend(before.into_iter().map(|record| Settled {
        series: restored(&record, id),
        before: Some(record),
        kept_before: None,
    }));
    Outcome { name, id, series, revised }
}

/// Whether a series that was shown is a planned one, at an instant.
type Same = fn(&Series, &Series, DateTime<Utc>) -> bool;

/// What makes a planned series one that subscribers have, the surest first.
const SAME: [Same; 4] = [
    // An extra meeting is that of its date.
    |old, new, now| {
        old.uid == new.uid && (new.extra.is_some() || same_rule(old, new) || same_past(old, new, now))
    },
    |old, new, _| same_rule(old, new) && (old.start == new.start || old.until == new.until),
    |old, new, now| same_rule(old, new) || same_past(old, new, now),
    // Of what has not happened yet, there is no past to keep.
    |old, _, now| last_shown(old, now).is_none(),
];

/// Whether the data says from which date on a series happens.
fn says_start(series: &Series, meeting: &Meeting) -> bool {
    meeting.start.is_some() || series.cadence.as_ref().is_some_and(|cadence| cadence.start.is_some())
}

fn ended(series: Series, moment: Moment) -> Series {
    let ended = ended_at(series, moment.now);
    Series { ended: last_date(&ended), ..ended }
}

/// A series under a UID that no other ever had.
fn unused(mut new: Series, uids: &BTreeSet<&str>) -> Series {
    let (first, mut from) = (new.uid.clone(), new.start.civil().date().to_string());
    while uids.contains(new.uid.as_str()) {
        let name = format!("sigcal/revision/{first}/{from}");
        new.uid = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string();
        from.push('+');
    }
    new
}

impl Outcome<'_> {
    /// Stamps what differs from its record, remembers all of it, and shows what happens.
    pub(super) fn publish(self, moment: Moment, to: &mut Remembered) {
        let Outcome { name, id, series, revised } = self;
        for Settled { mut series, before, kept_before } in series {
            // What ended is of the meeting as it is now, whatever stretch of it was planned first.
            if series.ended.is_some() {
                series.meeting = id;
            }
            let hash = content::hash(&to.community, &series);
            // An extra meeting that the data forgets is one that has happened.
            let over = series.extra.is_some() && happens(&series);
            let what = match &before {
                None if revised && series.extra.is_some() => Some(What::Edited),
                None if revised => Some(What::Revised),
                None => Some(What::Added),
                Some(before) if before.ended.is_none() && series.ended.is_some() && !over => {
                    Some(What::Ended)
                }
                Some(before) if before.hash != hash => Some(What::Edited),
                Some(_) => None,
            };
            series.stamp = stamp(before.as_ref(), what.is_some(), moment);
            let mut record = record(name, &series, to.community.meeting(series.meeting));
            record.hash = hash;
            record.kept_before = kept_before;
            if series.ended.is_some() {
                let ended = before.as_ref().and_then(|before| before.ended);
                record.ended = Some(ended.unwrap_or(moment.stamp));
            }
            if let Some(before) = &before {
                for exception in &mut record.exceptions {
                    let known = before.exceptions.iter().find(|known| {
                        (known.original, known.at, known.became, &known.reason)
                            == (exception.original, exception.at, exception.became, &exception.reason)
                    });
                    exception.since = known.map_or(exception.since, |known| known.since);
                }
            }
            to.changes.extend(what.map(|what| Change { meeting: name.clone(), what }));
            // Another group that it was of shows it no more.
            let formerly = &to.community.meeting(series.meeting).formerly;
            let elsewhere = formerly.iter().filter_map(|former| former.split_once('/'));
            let groups: Vec<String> =
                elsewhere.map(|(group, _)| group).chain([name.group.as_str()]).map(str::to_owned).collect();
            for group in groups {
                let changed = to.community.changed.entry(group).or_insert(series.stamp.modified);
                *changed = series.stamp.modified.max(*changed);
            }
            to.lock.series.push(record);
            if happens(&series) {
                to.series.push(series);
            }
        }
    }
}

fn stamp(before: Option<&LockedSeries>, changed: bool, moment: Moment) -> Stamp {
    match before {
        None => Stamp::first(moment.stamp),
        Some(before) => Stamp {
            sequence: before.sequence.saturating_add(u32::from(changed)),
            created: before.created,
            modified: if changed { moment.stamp } else { before.modified },
        },
    }
}
