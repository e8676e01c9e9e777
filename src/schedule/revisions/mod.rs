//! Revisions: an edit of a cadence ends the series that subscribers have and begins another, so that the past stays what
//! it was. A lock remembers what they have been shown.
//!
//! [`remember`] goes through the meetings one by one (`meeting.rs`). `past.rs` says what of a series has happened, `same.rs`
//! whether two series are the same one, `kept.rs` lets one go on, `stretch.rs` begins and ends them, `record.rs` is a series in a lock and back,
//! `names.rs` who was called what before, and `content.rs` what a subscriber sees of a series.

mod content;
mod explained;
mod kept;
mod meeting;
mod names;
mod news;
mod outcome;
mod past;
mod record;
mod same;
mod stretch;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::Series;
use crate::directory::{Community, Group, Lock, LockedGroup, LockedSeries, MeetingId, MeetingName};
pub use explained::without_explained;
use meeting::Known;
pub(super) use names::Names;
pub use news::{Headline, News, news};

/// What comes of the data and of what was remembered before.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The community, with the groups and meetings that only the lock knows any more.
    pub community: Community,
    /// What subscribers are shown: the series of the data under their remembered UIDs, in the order of the file, then
    /// what has ended.
    pub series: Vec<Series>,
    /// What is to be remembered from now on.
    pub lock: Lock,
    /// How that differs from what was remembered, by meeting.
    pub changes: Vec<Change>,
}

/// Something that subscribers have not been shown yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The meeting.
    pub meeting: MeetingName,
    /// What happened to it.
    pub what: What,
}

/// What happened to a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A series is new.
    Added,
    /// A series differs, and its past does not: its UID stays.
    Edited,
    /// A series begins where another ends.
    Revised,
    /// A series ends.
    Ended,
    /// It was called otherwise.
    Renamed(MeetingName),
}

/// The moment of a change.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// What starts before it has happened.
    now: DateTime<Utc>,
    /// What is written as the date of the change.
    stamp: DateTime<Utc>,
}

/// What subscribers are shown of data and its lock, for whoever only reads them: what was edited since the lock was written
/// is taken to have been edited then, because nobody knows what is past.
pub fn recall(community: Community, planned: Vec<Series>, lock: &Lock) -> Remembered {
    let since = lock.latest().max(lock.begun).unwrap_or_else(|| community.first_stamp());
    put_beside(community, planned, Some(lock), since)
}

/// Puts what is planned beside what was remembered. What started before `now` stays as it was shown; where the data
/// says when something ended, changed or did not happen, that holds for the past too.
///
/// Nothing but what changed depends on `now`, and its stamp only on the day: the same edit, remembered twice on one day with
/// no meeting between, is the same lock.
pub fn remember(
    community: Community,
    planned: Vec<Series>,
    lock: Option<&Lock>,
    now: DateTime<Utc>,
) -> Remembered {
    let mut remembered = put_beside(community.clone(), planned.clone(), lock, now);
    // Who reads it must find what was written, and knows only what the lock says is past.
    let read = recall(community, planned.clone(), &remembered.lock);
    let is_read = |record: &LockedSeries| read.lock.series.contains(record);
    let written = remembered.lock.series.iter();
    let differ: BTreeSet<MeetingName> =
        written.filter(|record| !is_read(record)).map(|record| record.meeting.clone()).collect();
    let names = Names::new(&remembered.community);
    for name in differ {
        let own = planned.iter().filter(|series| *names.of(series.meeting) == name);
        keep(&mut remembered.lock, &name, own, now);
    }
    remembered
}

/// Notes in the records of a meeting what of it was past.
fn keep<'p>(
    lock: &mut Lock,
    name: &MeetingName,
    planned: impl Iterator<Item = &'p Series>,
    now: DateTime<Utc>,
) {
    let own = |record: &LockedSeries| record.meeting == *name;
    let shown: Vec<Series> = lock
        .series
        .iter()
        .filter(|record| own(record))
        .map(|record| record::restored(record, MeetingId(0)))
        .collect();
    let last = |series: &Series| past::last_past(series, now);
    let last = shown.iter().filter_map(last).chain(planned.filter_map(last)).max();
    let last = last.map(|last| last + TimeDelta::seconds(1));
    for record in lock.series.iter_mut().filter(|record| own(record) && record.ended.is_none()) {
        record.kept_before = record.kept_before.max(last);
    }
}

fn put_beside(
    community: Community,
    planned: Vec<Series>,
    lock: Option<&Lock>,
    now: DateTime<Utc>,
) -> Remembered {
    let empty = Lock::default();
    let known = lock.unwrap_or(&empty);
    let moment = Moment { now, stamp: stamp(&community, known, now) };
    let names = Names::new(&community);
    let mut plans: BTreeMap<MeetingName, Vec<Series>> = BTreeMap::new();
    for series in planned {
        plans.entry(names.of(series.meeting).clone()).or_default().push(series);
    }
    let mut records: BTreeMap<MeetingName, Vec<LockedSeries>> = BTreeMap::new();
    let mut changes = Vec::new();
    for record in &known.series {
        let name = names.current(&record.meeting);
        if name != record.meeting {
            changes.push(Change { meeting: name.clone(), what: What::Renamed(record.meeting.clone()) });
        }
        records.entry(name.clone()).or_default().push(LockedSeries { meeting: name, ..record.clone() });
    }
    let mut remembered = Remembered { community, series: vec![], lock: Lock::default(), changes };
    remembered.lock.begun = match lock {
        Some(lock) => lock.begun,
        None => Some(day(now)),
    };
    remembered.lock.groups = names::groups(&mut remembered.community, &known.groups);
    let uids: BTreeSet<&str> = known.series.iter().map(|record| record.uid.as_str()).collect();
    let all: BTreeSet<MeetingName> = plans.keys().chain(records.keys()).cloned().collect();
    for name in all {
        let planned = plans.remove(&name).unwrap_or_default();
        let records = records.remove(&name).unwrap_or_default();
        let id = names.id(&name).or_else(|| names::restore(&mut remembered.community, &name, &records));
        let Some(id) = id else {
            // Of a group that nobody knows; a merge may bring it back.
            remembered.lock.series.extend(records);
            continue;
        };
        let known = Known { community: &remembered.community, uids: &uids };
        let outcome = meeting::settle(&name, id, planned, records, known, moment.now);
        outcome.publish(moment, &mut remembered);
    }
    remembered.series.sort_by_key(|series| (series.ended.is_some(), series.meeting));
    remembered.lock.sort();
    remembered.changes.dedup();
    remembered
}

/// The date of a change: its day, because who looks at it is a calendar program that wants it to grow, and later than every
/// other, because an HTTP client compares the newest.
fn stamp(community: &Community, lock: &Lock, now: DateTime<Utc>) -> DateTime<Utc> {
    match lock.latest() {
        Some(latest) => day(now).max(latest + TimeDelta::seconds(1)),
        None => community.first_stamp(),
    }
}

fn day(now: DateTime<Utc>) -> DateTime<Utc> {
    now.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// A group as a lock remembers it.
fn locked_group(group: &Group) -> LockedGroup {
    let Group { kind, slug, formerly, name, category, .. } = group;
    LockedGroup {
        slug: slug.clone(),
        formerly: formerly.clone(),
        kind: *kind,
        name: name.clone(),
        category: category.clone(),
    }
}
