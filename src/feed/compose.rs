//! From series to events, as every writer sees them.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

use super::words::{self, both};
use super::{Event, Override};
use crate::directory::{Community, RuleSet, Text, When};
use crate::schedule::{DEFAULT_START, Exception, Recurrence, Series, Start, Status};
use crate::time::{civil, resolve};

/// When a community's data is taken to have been made, where nothing remembers its changes.
pub(super) fn stamp(community: &Community) -> DateTime<Utc> {
    community.start.unwrap_or(DEFAULT_START).and_time(NaiveTime::MIN).and_utc()
}

/// The events of a series: one, and for an imported series one more for each further rule and date, because
/// programs agree neither on several RRULEs in one event nor on RDATE.
pub(super) fn events(community: &Community, series: &Series) -> Vec<Event> {
    let whole = event(community, series);
    let Recurrence::General(rules) = &series.recurrence else { return vec![whole] };
    let part = |name: String, start: NaiveDateTime, recurrence: Recurrence| Event {
        uid: format!("{}-{name}", whole.uid),
        start: series.start.at(start),
        exdates: if matches!(recurrence, Recurrence::Once) { vec![] } else { whole.exdates.clone() },
        recurrence,
        overrides: vec![],
        ..whole.clone()
    };
    let mut events = vec![whole.clone()];
    for (n, rule) in rules.rrules.iter().enumerate().skip(1) {
        let alone = RuleSet { rrules: vec![rule.clone()], rdates: vec![], ..(**rules).clone() };
        events.push(part(format!("rule-{}", n + 1), rules.dtstart, Recurrence::General(Box::new(alone))));
    }
    for date in &rules.rdates {
        let start = wall(*date, series.start);
        if start != rules.dtstart && !whole.exdates.contains(&start) {
            events.push(part(start.format("%Y%m%dT%H%M%S").to_string(), start, Recurrence::Once));
        }
    }
    events
}

fn event(community: &Community, series: &Series) -> Event {
    let meeting = community.meeting(series.meeting);
    let group = community.group_of(series.meeting);
    let stamp = stamp(community);
    let all_day = matches!(series.start, Start::AllDay(_));
    let status = if series.tentative { Status::Tentative } else { Status::Confirmed };
    let category = group.and_then(|group| group.category.as_ref());
    let category = community.categories.iter().find(|known| Some(&known.key) == category);
    Event {
        uid: series.uid.clone(),
        group: group.map_or("events", |group| &group.slug).to_owned(),
        start: series.start,
        duration: series.duration,
        recurrence: series.recurrence.clone(),
        until: series.until,
        exdates: exdates(series),
        overrides: overrides(series, status),
        summary: both(|lang| words::summary(group, meeting, lang)),
        description: both(|lang| words::description(community, series, lang)),
        location: meeting.location.clone().or_else(|| meeting.url.clone()),
        url: meeting.archive_url.clone().or_else(|| meeting.url.clone()),
        conference: meeting.url.clone(),
        categories: category.map(|category| category.name.clone()).into_iter().collect(),
        status,
        transparent: all_day,
        sequence: 0,
        created: stamp,
        modified: stamp,
    }
}

/// What a calendar without meetings holds, because no calendar may be empty: a day that says so.
pub(super) fn nothing_announced(community: &Community, path: &str, name: &Text) -> Event {
    let stamp = stamp(community);
    let key = format!("sigcal/{}/{path}/nothing-announced", community.name.en);
    Event {
        uid: Uuid::new_v5(&Uuid::NAMESPACE_OID, key.as_bytes()).to_string(),
        group: path.to_owned(),
        start: Start::AllDay(stamp.date_naive()),
        duration: TimeDelta::days(1),
        recurrence: Recurrence::Once,
        until: None,
        exdates: vec![],
        overrides: vec![],
        summary: both(|lang| words::say(lang, "No meetings announced: ", "尚无会议安排：") + name.get(lang)),
        description: both(|lang| {
            let en = "No time is announced yet. Meetings appear here once there is one.";
            words::say(lang, en, "尚未公布会议时间；公布后会议将出现在此日历中。")
        }),
        location: None,
        url: None,
        conference: None,
        categories: vec![],
        status: Status::Tentative,
        transparent: true,
        sequence: 0,
        created: stamp,
        modified: stamp,
    }
}

fn exdates(series: &Series) -> Vec<NaiveDateTime> {
    let excluded = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Excluded { original, .. } => Some(*original),
        Exception::Cancelled { .. } | Exception::Moved { .. } => None,
    });
    let imported = match &series.recurrence {
        Recurrence::General(rules) => rules.exdates.iter().map(|when| wall(*when, series.start)).collect(),
        Recurrence::Once | Recurrence::Rule(_) => vec![],
    };
    excluded.chain(imported).collect()
}

fn overrides(series: &Series, planned: Status) -> Vec<Override> {
    let own = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Excluded { .. } => None,
        Exception::Cancelled { original, reason } => Some((*original, *original, Status::Cancelled, reason)),
        Exception::Moved { original, to, reason } => Some((*original, *to, planned, reason)),
    });
    let own = own.map(|(recurrence_id, start, status, reason)| Override {
        recurrence_id,
        start,
        duration: None,
        summary: None,
        status,
        reason: reason.clone(),
    });
    let imported = match &series.recurrence {
        Recurrence::General(rules) => rules.overrides.iter().map(|changed| Override {
            recurrence_id: wall(changed.recurrence_id, series.start),
            start: wall(changed.start, series.start),
            duration: changed.duration,
            summary: changed.summary.clone(),
            status: if changed.cancelled { Status::Cancelled } else { planned },
            reason: Text::default(),
        }),
        Recurrence::Once | Recurrence::Rule(_) => return own.collect(),
    };
    own.chain(imported).collect()
}

/// A time as the wall clock of a series shows it.
fn wall(when: When, start: Start) -> NaiveDateTime {
    match (when, start) {
        (When::Civil(civil), Start::Timed(_, zone)) => self::civil(resolve(civil, zone), zone),
        (When::Civil(civil), Start::AllDay(_) | Start::Floating(_)) => civil,
        (When::Instant(instant), Start::Timed(_, zone)) => civil(instant, zone),
        (When::Instant(instant), Start::AllDay(_) | Start::Floating(_)) => instant.naive_utc(),
    }
}
