//! What a lock remembers, as news for those who subscribe: what is new, what happens otherwise, what ended, and dates that
//! differ.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::names::Names;
use super::record::restored;
use super::stretch::happens;
use crate::directory::{Became, Community, Lock, LockedException, LockedSeries, MeetingId, Text};
use crate::schedule::Series;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// The same for the same news, for ever.
    pub uid: String,
    /// The meeting.
    pub meeting: MeetingId,
    /// When it was remembered.
    pub at: DateTime<Utc>,
    /// What it is.
    pub what: Headline,
}

/// What is new.
#[derive(Clone, Debug, PartialEq)]
pub enum Headline {
    /// A meeting that was not there.
    Added(Box<Series>),
    /// A single meeting besides those of a cadence.
    Extra(Box<Series>),
    /// A meeting happens otherwise.
    Revised {
        /// How it was.
        before: Box<Series>,
        /// How it is.
        after: Box<Series>,
    },
    /// A meeting is no more.
    Ended(Box<Series>),
    /// Something else about it differs: what it is called, where to join, until when it goes.
    Edited,
    /// Dates that are not as the rule has them, all for one reason.
    Dates {
        /// The series, in whose zone the dates are.
        series: Box<Series>,
        /// What became of each, and when it would have been.
        dates: Vec<(NaiveDateTime, Became)>,
        /// Why.
        reason: Text,
    },
}

/// The news that a lock remembers of a community, the newest first. What its first lock held is no news.
pub fn news(community: &Community, lock: &Lock) -> Vec<News> {
    let Some(first) = lock.series.iter().map(|series| series.created).min() else { return vec![] };
    let names = Names::new(community);
    let mut by_meeting: BTreeMap<MeetingId, Vec<&LockedSeries>> = BTreeMap::new();
    for record in &lock.series {
        if let Some(id) = names.id(&names.current(&record.meeting)) {
            by_meeting.entry(id).or_default().push(record);
        }
    }
    let mut all = Vec::new();
    for (id, records) in by_meeting {
        for record in &records {
            all.extend(of_series(record, &records, id, first));
            all.extend(of_dates(record, id));
        }
    }
    all.sort_by(|a, b| (b.at, &a.uid).cmp(&(a.at, &b.uid)));
    all
}

/// What a series itself is news of.
fn of_series(
    record: &LockedSeries,
    records: &[&LockedSeries],
    id: MeetingId,
    first: DateTime<Utc>,
) -> Vec<News> {
    let series = || Box::new(restored(record, id));
    let mut others = records.iter().filter(|other| other.extra.is_none());
    let ended_then = others.clone().find(|other| other.ended == Some(record.created));
    let mut all = Vec::new();
    let mut say = |kind: &str, at: DateTime<Utc>, what: Headline| {
        let uid = format!("{}/{kind}/{}", record.uid, at.timestamp());
        all.push(News { uid, meeting: id, at, what });
    };
    if record.extra.is_some() {
        of_extra(record, *series(), first, say);
        return all;
    }
    match ended_then {
        Some(before) => {
            let before = Box::new(restored(before, id));
            say("revised", record.created, Headline::Revised { before, after: series() });
        }
        None if record.created > first => say("added", record.created, Headline::Added(series())),
        None => {}
    }
    let dates_differ = record.exceptions.iter().any(|exception| exception.since == record.modified);
    match record.ended {
        None if record.sequence > 0 && !dates_differ => say("edited", record.modified, Headline::Edited),
        // Otherwise its successor says it.
        Some(ended) if others.all(|other| other.ended.is_some() && other.created != ended) => {
            say("ended", ended, Headline::Ended(series()));
        }
        None | Some(_) => {}
    }
    all
}

/// What an extra meeting is news of: it follows no other, and when it is over, that is none.
fn of_extra(
    record: &LockedSeries,
    series: Series,
    first: DateTime<Utc>,
    mut say: impl FnMut(&str, DateTime<Utc>, Headline),
) {
    let reason = record.extra.clone().unwrap_or_default();
    match record.ended {
        Some(ended) if !happens(&series) => {
            let dates = vec![(series.start.civil(), Became::Skipped)];
            say("dropped", ended, Headline::Dates { series: Box::new(series), dates, reason });
        }
        None if record.sequence > 0 => say("edited", record.modified, Headline::Edited),
        None | Some(_) => {}
    }
    if record.created > first {
        say("extra", record.created, Headline::Extra(Box::new(restored(record, MeetingId(0)))));
    }
}

/// When dates were remembered, and why they differ, in both languages.
type Together<'l> = (DateTime<Utc>, &'l str, Option<&'l str>);

/// The dates of a series that differ, put together where they were remembered at once and for one reason.
fn of_dates(record: &LockedSeries, id: MeetingId) -> Vec<News> {
    let mut together: BTreeMap<Together<'_>, Vec<&LockedException>> = BTreeMap::new();
    // What was there from the start is part of the series.
    let told = |exception: &&LockedException| {
        let of_rule = matches!(exception.became, Became::Excluded | Became::LaidOut(_));
        exception.since > record.created && !of_rule
    };
    for exception in record.exceptions.iter().filter(told) {
        let LockedException { since, reason, .. } = exception;
        together.entry((*since, &reason.en, reason.zh.as_deref())).or_default().push(exception);
    }
    let news = |((at, ..), exceptions): (Together<'_>, Vec<&LockedException>)| News {
        uid: format!("{}/dates/{}/{}", record.uid, at.timestamp(), exceptions[0].reason.en),
        meeting: id,
        at,
        what: Headline::Dates {
            series: Box::new(restored(record, id)),
            dates: exceptions.iter().map(|exception| (exception.at, exception.became)).collect(),
            reason: exceptions[0].reason.clone(),
        },
    };
    together.into_iter().map(news).collect()
}
