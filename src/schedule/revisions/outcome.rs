//! What becomes of a meeting: stamped where it differs, remembered, and shown.

use super::record::record;
use super::stretch::happens;
use super::{Change, Moment, Remembered, What, content};
use crate::directory::{LockedSeries, MeetingId, MeetingName};
use crate::schedule::{Series, Stamp};

/// What becomes of a meeting: each series, with its record of before where it had one.
pub(super) struct Outcome<'n> {
    pub name: &'n MeetingName,
    pub id: MeetingId,
    pub series: Vec<(Series, Option<LockedSeries>)>,
    /// Whether its series of before are known: what is new then is another revision.
    pub revised: bool,
}

impl Outcome<'_> {
    /// Stamps what differs from its record, remembers all of it, and shows what happens.
    pub(super) fn publish(self, moment: Moment, to: &mut Remembered) {
        let Outcome { name, id, series, revised } = self;
        let goes_on = series.iter().any(|(series, _)| series.ended.is_none() && series.extra.is_none());
        for (mut series, before) in series {
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
                    Some(match (goes_on, series.extra.is_some()) {
                        (true, true) => What::Edited,
                        (true, false) => What::Revised,
                        (false, _) => What::Ended,
                    })
                }
                Some(before) if before.hash != hash => Some(What::Edited),
                Some(_) => None,
            };
            series.stamp = stamp(before.as_ref(), what.is_some(), moment);
            let mut record = record(name, &series, to.community.meeting(series.meeting));
            record.hash = hash;
            if series.ended.is_some() {
                let ended = before.as_ref().and_then(|before| before.ended);
                record.ended = Some(ended.unwrap_or(moment.stamp));
            } else {
                record.kept_before = before.as_ref().and_then(|before| before.kept_before);
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
