//! Single meetings besides those of a cadence: a series of one start each, because programs disagree on RDATE.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::landing::Landing;
use super::{DEFAULT_DURATION, length_of};
use crate::cadence::{Clock, Verdict};
use crate::directory::{Community, Extra, Finding, Level, Meeting, MeetingId, Timing};
use crate::schedule::{Recurrence, Series, Stamp, Start, uid};

/// When a meeting usually starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usual {
    /// At this time; till when, where its text says so.
    Time(Clock),
    /// On days without an hour.
    AllDay,
    /// At no time, or at several.
    Unknown,
}

/// Adds the extra meetings of a meeting and its changes. What holds on the date of one says whose clock it is on, how long
/// it lasts, and where to join. Hands back where they are.
pub(super) fn add<'m>(
    community: &Community,
    (first, whole): (MeetingId, &'m [Meeting]),
    all: &mut Vec<Series>,
    findings: &mut Vec<Finding>,
) -> Vec<Landing<'m>> {
    let mut extras: Vec<&Extra> = whole.iter().flat_map(|meeting| &meeting.extras).collect();
    extras.sort_by_key(|extra| (extra.on, extra.at));
    let mut on_date: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    let mut landings = Vec::new();
    for extra in extras {
        let part = on_date.entry(extra.on).or_default();
        let n = whole.iter().rposition(|meeting| meeting.revision.is_none_or(|from| from <= extra.on));
        let n = n.unwrap_or_default();
        let uid = uid::derive_extra(community, &whole[n], extra.on, *part);
        *part += 1;
        match series(community, &whole[n], MeetingId(first.0 + n), extra, uid) {
            Ok(one) => {
                landings.push(Landing {
                    uid: one.uid.clone(),
                    original: one.start.civil(),
                    place: &extra.place,
                });
                all.push(one);
            }
            Err(finding) => findings.push(finding),
        }
    }
    landings
}

fn series(
    community: &Community,
    meeting: &Meeting,
    id: MeetingId,
    extra: &Extra,
    uid: String,
) -> Result<Series, Finding> {
    let usual = usual(&meeting.timing);
    let start = match (extra.at, usual) {
        (Some(time), _) | (None, Usual::Time(Clock { time, .. })) => {
            let zone = meeting.zone.or(community.zone).ok_or_else(|| {
                let message = format!("nothing says in which zone the extra meeting on `{}` is", extra.on);
                error("no-zone", extra, message, "add `tz:` to the meeting, or set `community: { zone: … }`")
            })?;
            Start::Timed(extra.on.and_time(time), zone)
        }
        (None, Usual::AllDay) => Start::AllDay(extra.on),
        (None, Usual::Unknown) => {
            let message =
                format!("the extra meeting on `{}` has no time, and the meeting no usual one", extra.on);
            return Err(error("no-time", extra, message, &format!("write it as `{} 16:00`", extra.on)));
        }
    };
    let days = |length: TimeDelta| TimeDelta::days(length.num_days().max(1));
    let told = match usual {
        Usual::Time(clock) => length_of(clock),
        Usual::AllDay | Usual::Unknown => None,
    };
    let length = extra.duration.or(meeting.duration).or(told);
    let (duration, hour_unknown) = match (start, &meeting.timing) {
        (Start::AllDay(_), Timing::Rules(_)) => (days(length.unwrap_or_default()), false),
        (Start::AllDay(_), Timing::Written(_)) => (TimeDelta::days(1), true),
        // What lasts for days has them as its usual length; an hour of one of them has not.
        (Start::Timed(..) | Start::Floating(_), _) => {
            let length = if usual == Usual::AllDay { extra.duration } else { length };
            (length.or(community.duration).unwrap_or(DEFAULT_DURATION), false)
        }
    };
    Ok(Series {
        uid,
        meeting: id,
        cadence: None,
        start,
        duration,
        recurrence: Recurrence::Once,
        until: None,
        exceptions: vec![],
        skipped: vec![],
        extra: Some(extra.reason.clone()),
        tentative: meeting.tentative || hour_unknown,
        stamp: Stamp::first(community.first_stamp()),
        ended: None,
    })
}

/// The time that all cadences of a meeting have, also where it is not settled which of them is meant.
fn usual(timing: &Timing) -> Usual {
    match timing {
        Timing::Rules(rules) if rules.all_day => Usual::AllDay,
        Timing::Rules(rules) => Usual::Time(Clock { time: rules.dtstart.time(), end: None }),
        Timing::Written(reading) => {
            let all = if reading.cadences.is_empty() { &reading.readings } else { &reading.cadences };
            match all.first().map(|cadence| cadence.clock) {
                Some(clock) if all.iter().any(|cadence| cadence.clock != clock) => Usual::Unknown,
                Some(Some(clock)) => Usual::Time(clock),
                Some(None) if reading.verdict == Verdict::Incomplete => Usual::AllDay,
                Some(None) | None => Usual::Unknown,
            }
        }
    }
}

fn error(check: &'static str, extra: &Extra, message: String, remedy: &str) -> Finding {
    let (place, remedy) = (extra.place.clone(), Some(remedy.to_owned()));
    Finding { level: Level::Error, check, place, message, remedy }
}
