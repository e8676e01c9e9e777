//! One meeting: its planned series beside those that subscribers have.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::kept::kept;
use super::outcome::Outcome;
use super::record::restored;
use super::same::SAME;
use super::stretch::{begun_at, ended_at, never};
use crate::directory::{Community, LockedSeries, Meeting, MeetingId, MeetingName, Skip};
use crate::schedule::ends::last_date;
use crate::schedule::{Exception, Series};

/// What is known beside the meeting itself.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub community: &'k Community,
    /// Every UID that was ever given.
    pub uids: &'k BTreeSet<&'k str>,
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
    now: DateTime<Utc>,
) -> Outcome<'n> {
    let revised = !records.is_empty();
    let cadenced = records.iter().filter(|record| record.extra.is_none());
    let latest = cadenced.map(|record| record.rules.dtstart.date()).max();
    // What is kept of the past was past when it was remembered.
    let now = records.iter().filter_map(|record| record.kept_before).fold(now, DateTime::max);
    let (before, live): (Vec<LockedSeries>, Vec<LockedSeries>) =
        records.into_iter().partition(|record| record.ended.is_some());
    let shown = |record: LockedSeries| Shown { series: restored(&record, id), record };
    let ends = Ends { said: first_stretch(known.community, id), planned: dates_moved(&planned), now };
    let mut live: Vec<Option<Shown>> = live.into_iter().map(|record| Some(shown(record))).collect();
    let mut planned: Vec<Option<Series>> = planned.into_iter().map(Some).collect();
    let mut series = Vec::new();
    for same in SAME {
        for new in &mut planned {
            let Some(candidate) = new.as_ref() else { continue };
            let is = |shown: &&mut Option<Shown>| {
                shown.as_ref().is_some_and(|shown| same(&shown.series, candidate, now))
            };
            let Some(found) = live.iter_mut().find(is) else { continue };
            if let (Some(new), Some(Shown { record, series: old })) = (new.take(), found.take()) {
                let one = kept(new, &old, now).unwrap_or_else(|| ends.end(old));
                series.push((one, Some(record)));
            }
        }
    }
    for new in planned.into_iter().flatten() {
        // An edit says nothing of the past, nor does a meeting that is new. A date of a change or of an extra meeting does.
        let says_when = match known.community.meeting(new.meeting).revision {
            _ if known.uids.is_empty() || new.extra.is_some() => true,
            // One that was taken up before is edited like anything else.
            Some(from) => {
                revised && !known.uids.contains(new.uid.as_str()) && latest.is_none_or(|begun| begun < from)
            }
            None => false,
        };
        let begun = if says_when { Some(new) } else { begun_at(new, now) };
        series.extend(begun.map(|begun| (unused(begun, known.uids), None)));
    }
    for shown in live.into_iter().flatten() {
        series.push((ends.end(shown.series), Some(shown.record)));
    }
    series.extend(before.into_iter().map(|record| (restored(&record, id), Some(record))));
    Outcome { name, id, series, revised }
}

/// How series of a meeting end at a moment.
struct Ends<'m> {
    /// What the data says of single dates.
    said: &'m Meeting,
    /// Dates that are moved as the data has it, by a series that goes on or begins.
    planned: BTreeSet<NaiveDate>,
    now: DateTime<Utc>,
}

impl Ends<'_> {
    fn end(&self, series: Series) -> Series {
        let start = series.start.civil();
        let skips = |skip: &Skip| {
            skip.from == start.date() && skip.to == skip.from && skip.at.is_none_or(|at| at == start.time())
        };
        let ended = if series.extra.is_some() && self.said.skips.iter().any(skips) {
            never(series)
        } else {
            let moved = |date| self.said.moved.iter().any(|moved| moved.on == date);
            ended_at(series, self.now, |date| moved(date) && !self.planned.contains(&date))
        };
        Series { ended: last_date(&ended), ..ended }
    }
}

fn first_stretch(community: &Community, id: MeetingId) -> &Meeting {
    let stretches = community.meetings[..=id.0].iter().rev();
    let mut whole = stretches.skip_while(|stretch| stretch.revision.is_some());
    whole.next().unwrap_or(community.meeting(id))
}

fn dates_moved(planned: &[Series]) -> BTreeSet<NaiveDate> {
    let exceptions = planned.iter().flat_map(|series| &series.exceptions);
    exceptions
        .filter_map(|exception| match exception {
            Exception::Moved { from, .. } => from.map(|from| from.date()),
            Exception::Excluded { .. } | Exception::Cancelled { .. } => None,
        })
        .collect()
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
