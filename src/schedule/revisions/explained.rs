//! Dates that differ, and are of a revision before.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::names::Names;
use super::record::instant_of;
use crate::directory::{Community, Finding, Lock, MeetingId, MeetingName, When};

/// Leaves out findings that say that a meeting does not happen on a date, where its lock remembers what became of that date,
/// and it was before an instant: the cadence is another one by now, and the exception was one of the old.
pub fn without_explained(
    community: &Community,
    lock: &Lock,
    now: DateTime<Utc>,
    findings: &mut Vec<Finding>,
) {
    if findings.iter().all(|finding| finding.check != "not-an-occurrence") {
        return;
    }
    let names = Names::new(community);
    let known: BTreeSet<(MeetingName, NaiveDate)> = lock
        .series
        .iter()
        .flat_map(|series| {
            let name = names.current(&series.meeting);
            let past = series
                .exceptions
                .iter()
                .filter(|exception| instant_of(&series.rules, When::Civil(exception.original)) < now);
            past.map(move |exception| (name.clone(), exception.at.date()))
        })
        .collect();
    let mut explained = BTreeSet::new();
    for (n, meeting) in community.meetings.iter().enumerate() {
        let name = names.of(MeetingId(n));
        let skips = meeting.skips.iter().map(|skip| (skip.from, &skip.place));
        let cancelled = meeting.cancelled.iter().map(|cancelled| (cancelled.on, &cancelled.place));
        let moved = meeting.moved.iter().map(|moved| (moved.on, &moved.place));
        let all = skips.chain(cancelled).chain(moved);
        explained.extend(all.filter(|(on, _)| known.contains(&(name.clone(), *on))).map(|(_, place)| place));
    }
    findings.retain(|finding| finding.check != "not-an-occurrence" || !explained.contains(&finding.place));
}
