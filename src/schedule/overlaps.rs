//! Meetings at the same time that the same people would have to be in.
//!
//! Only meetings with an audience in common are compared: one sweep over the sorted occurrences of each circle of groups.
//! What is compared is what happens, not rules: of two rules, the exceptions, the clocks and the weeks decide.

mod circles;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::occurrences::each_occurrence;
use super::plan::DEFAULT_DURATION;
use super::{Recurrence, Series, Start, Status};
use crate::cadence::Rule;
use crate::directory::{Community, MeetingId};
use crate::time::{Window, Zone};
use circles::{Audience, circles};

/// With how many others at one time an occurrence is compared: nobody is in more, and a file that has more is none
/// that anyone meets by.
const AT_ONCE: usize = 16;

/// Two meetings that are at the same time for the same people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The two, by their place in the file. Of a meeting that changes, its first stretch.
    pub meetings: [MeetingId; 2],
    /// Who would have to be in both.
    pub shared: Shared,
    /// How certain it is.
    pub certainty: Certainty,
    /// On which dates, as the later of the two counts them.
    pub dates: BTreeSet<NaiveDate>,
}

/// Who would have to be in two meetings, those who are missed most first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// People who lead both groups, by name.
    Leads(Vec<String>),
    /// The members of the group that both are of.
    Members,
    /// Those of a group who are in both of two subprojects.
    Subprojects,
    /// Those of a SIG who are in the working group that it is behind.
    Sig,
}

/// How certain it is that two meetings overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The weeks or the times of at least one are a guess.
    Guess,
    /// This one, which begins first, does not say how long it lasts.
    Length(MeetingId),
    /// The file says so.
    Certain,
}

/// One occurrence of a meeting.
#[derive(Clone, Copy)]
struct Slot<'a> {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// The date on the meeting's own wall clock.
    date: NaiveDate,
    group: usize,
    subproject: Option<&'a str>,
    /// The first stretch of the meeting.
    id: MeetingId,
    series: &'a Series,
}

/// Every overlap in a window, by the place of the later meeting in the file and then of the earlier. Whole days,
/// what is cancelled and what takes no time overlap with nothing. `zone` is whose clock floating times are on.
pub fn overlaps(community: &Community, series: &[Series], window: Window, zone: Zone) -> Vec<Overlap> {
    let by_group = slots(community, series, window, zone);
    let mut found = BTreeMap::new();
    for circle in circles(community) {
        let mut slots: Vec<Slot<'_>> =
            circle.groups.iter().flat_map(|group| &by_group[*group]).copied().collect();
        slots.sort_by_key(|slot| (slot.start, slot.id));
        let mut running: Vec<Slot<'_>> = Vec::new();
        for slot in slots {
            running.retain(|other| other.end > slot.start);
            for other in &running {
                if circle.audience.is_of_both(other, &slot) && !is_one(community, other, &slot) {
                    add(&mut found, community, [other, &slot], &circle.audience);
                }
            }
            if running.len() < AT_ONCE {
                running.push(slot);
            }
        }
    }
    let mut found: Vec<Overlap> = found.into_values().collect();
    found.sort_by_key(|overlap| {
        let [earlier, later] = overlap.meetings.map(|id| community.meeting(id).place.clone());
        (later, earlier)
    });
    found
}

/// What happens in a window, by group.
fn slots<'a>(
    community: &'a Community,
    series: &'a [Series],
    window: Window,
    zone: Zone,
) -> Vec<Vec<Slot<'a>>> {
    let mut by_group = vec![Vec::new(); community.groups.len()];
    let first_stretches = community.first_stretches();
    let mut dates = Vec::new();
    for series in series.iter().filter(|series| !matches!(series.start, Start::AllDay(_))) {
        let meeting = community.meeting(series.meeting);
        let Some(group) = meeting.group else { continue };
        let (id, subproject) = (first_stretches[series.meeting.0], meeting.subproject.as_deref());
        each_occurrence(series, window, zone, &mut dates, &mut |occurrence| {
            let (start, end, date) = (occurrence.start, occurrence.end, occurrence.civil.date());
            if occurrence.status != Status::Cancelled && start < end {
                by_group[group].push(Slot { start, end, date, group, subproject, id, series });
            }
        });
    }
    by_group
}

/// Whether two that are at one time are one meeting: two series of it, or the same call, which several list.
fn is_one(community: &Community, a: &Slot<'_>, b: &Slot<'_>) -> bool {
    let [one, other] = [a, b].map(|slot| community.meeting(slot.series.meeting));
    let same_call = one.url.is_some() && one.url == other.url && a.start == b.start;
    // A group may have one room for all of its meetings.
    a.id == b.id || same_call && (a.group != b.group || one.description == other.description)
}

/// Adds one time to what two meetings overlap at. `pair` is by start.
fn add(
    found: &mut BTreeMap<[MeetingId; 2], Overlap>,
    community: &Community,
    pair: [&Slot<'_>; 2],
    audience: &Audience,
) {
    let certainty = certainty(community, pair);
    let mut by_place = pair;
    by_place.sort_by_key(|slot| (&community.meeting(slot.id).place, slot.id));
    let meetings = by_place.map(|slot| slot.id);
    let overlap = found.entry(meetings).or_insert_with(|| Overlap {
        meetings,
        shared: audience.shared(pair),
        certainty,
        dates: BTreeSet::new(),
    });
    overlap.certainty = overlap.certainty.max(certainty);
    overlap.dates.insert(by_place[1].date);
    // Whoever leads both is of one circle, with all who lead the same groups.
    if let (Shared::Leads(known), Audience::Leads(more)) = (&mut overlap.shared, audience)
        && let Some(first) = more.first()
        && !known.contains(first)
    {
        known.extend(more.iter().cloned());
        known.sort();
    }
}

/// How certain it is that two overlap, of which the first does not begin later.
fn certainty(community: &Community, [first, second]: [&Slot<'_>; 2]) -> Certainty {
    let settled = |slot: &Slot<'_>| !slot.series.tentative;
    // What happens every week meets the other one in whatever week that is.
    let whichever_week = |weekly: &Slot<'_>, other: &Slot<'_>| {
        let other = community.meeting(other.series.meeting);
        let every_week =
            matches!(weekly.series.recurrence, Recurrence::Rule(Rule::Weekly { interval: 1, .. }));
        settled(weekly) && every_week && other.anchor_place.is_some() && !other.tentative
    };
    let is_known =
        settled(first) && settled(second) || whichever_week(first, second) || whichever_week(second, first);
    // What is not as long as is assumed is as long as the data says.
    let says_length = community.duration.is_some()
        || first.series.duration != DEFAULT_DURATION
        || community.meeting(first.series.meeting).duration.is_some()
        || first.series.cadence.as_ref().and_then(|cadence| cadence.clock?.end).is_some();
    match (is_known, first.start == second.start || says_length) {
        (false, _) => Certainty::Guess,
        (true, false) => Certainty::Length(first.id),
        (true, true) => Certainty::Certain,
    }
}

#[cfg(test)]
mod tests;
