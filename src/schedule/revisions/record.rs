//! A series as a lock remembers it, and back.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::cadence::{Context, read, sentence_en};
use crate::directory::{
    Became, LockedException, LockedSeries, Meeting, MeetingId, MeetingName, Recur, RuleSet, Text, When,
};
use crate::schedule::ends::last_date;
use crate::schedule::{Exception, Recurrence, Series, Skipped, Stamp, Start, shape_of};

/// What is to be remembered of a series.
pub(super) fn record(name: &MeetingName, series: &Series, meeting: &Meeting) -> LockedSeries {
    LockedSeries {
        meeting: name.clone(),
        uid: series.uid.clone(),
        title: meeting.description.clone(),
        subproject: meeting.subproject.clone(),
        cadence: series.cadence.as_ref().map(sentence_en),
        rules: rules(series),
        duration: series.duration,
        until: series.until,
        tentative: series.tentative,
        extra: series.extra.clone(),
        exceptions: exceptions(series),
        hash: String::new(),
        sequence: series.stamp.sequence,
        created: series.stamp.created,
        modified: series.stamp.modified,
        ended: None,
        kept_before: None,
    }
}

/// The rules by which a series happens, whatever shape it has them in.
pub(super) fn rules(series: &Series) -> RuleSet {
    let (zone, all_day) = match series.start {
        Start::Timed(_, zone) => (Some(zone), false),
        Start::AllDay(_) => (None, true),
        Start::Floating(_) => (None, false),
    };
    let dtstart = series.start.civil();
    let own = |rrules| RuleSet {
        uid: None,
        dtstart,
        zone,
        all_day,
        rrules,
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
    };
    match &series.recurrence {
        Recurrence::Once => own(vec![]),
        Recurrence::Rule(rule) => own(vec![rule.to_string()]),
        Recurrence::General(rules) => RuleSet { uid: None, zone, ..(**rules).clone() },
    }
}

/// The series that is remembered.
pub(super) fn restored(record: &LockedSeries, meeting: MeetingId) -> Series {
    let rules = &record.rules;
    let start = match (rules.all_day, rules.zone) {
        (true, _) => Start::AllDay(rules.dtstart.date()),
        (false, Some(zone)) => Start::Timed(rules.dtstart, zone),
        (false, None) => Start::Floating(rules.dtstart),
    };
    // What sigcal says of a cadence is that cadence when it is read.
    let said = record.cadence.as_ref().map(|text| read(text, Context::default()));
    let series = Series {
        uid: record.uid.clone(),
        meeting,
        cadence: said.and_then(|reading| reading.cadences.into_iter().next()),
        start,
        duration: record.duration,
        recurrence: recurrence(rules),
        until: record.until,
        exceptions: record
            .exceptions
            .iter()
            .filter(|exception| is_of_rule(exception, record, &start))
            .map(unlocked)
            .collect(),
        skipped: record.exceptions.iter().filter_map(skipped).collect(),
        extra: record.extra.clone(),
        tentative: record.tentative,
        stamp: Stamp { sequence: record.sequence, created: record.created, modified: record.modified },
        ended: None,
    };
    Series { ended: record.ended.and_then(|_| last_date(&series)), ..series }
}

/// The simplest form of some rules.
fn recurrence(rules: &RuleSet) -> Recurrence {
    let RuleSet { rrules, exrules, rdates, exdates, overrides, .. } = rules;
    let is_plain = exrules.is_empty() && rdates.is_empty() && exdates.is_empty() && overrides.is_empty();
    let shape =
        |rule: &String| shape_of(&Recur::parse(rule).ok()?).filter(|shape| shape.to_string() == *rule);
    match (is_plain, rrules.as_slice()) {
        (true, []) => Some(Recurrence::Once),
        (true, [rule]) => shape(rule).map(Recurrence::Rule),
        _ => None,
    }
    .unwrap_or_else(|| Recurrence::General(Box::new(rules.clone())))
}

/// What is skipped before a series begins, or after its last date, is told, and is none of its rule.
fn is_of_rule(exception: &LockedException, record: &LockedSeries, start: &Start) -> bool {
    let LockedException { original, became, .. } = exception;
    let at = match start {
        Start::Timed(_, zone) => crate::time::resolve(*original, *zone),
        Start::AllDay(_) | Start::Floating(_) => original.and_utc(),
    };
    let is_once = record.rules.rrules.is_empty() && record.rules.rdates.is_empty();
    let within = match is_once {
        true => *original == record.rules.dtstart,
        false => *original >= record.rules.dtstart && record.until.is_none_or(|until| at <= until),
    };
    within || *became != Became::Skipped
}

/// When a time of rules is; without a zone, as if it were in UTC.
pub(super) fn instant_of(rules: &RuleSet, when: When) -> DateTime<Utc> {
    match (when, rules.zone) {
        (When::Instant(instant), _) => instant,
        (When::Civil(civil), Some(zone)) => crate::time::resolve(civil, zone),
        (When::Civil(civil), None) => civil.and_utc(),
    }
}

/// What a series is told not to be as its rules have it, by original start.
fn exceptions(series: &Series) -> Vec<LockedException> {
    let since = series.stamp.modified;
    let locked = |original, at, became, reason: &Text| LockedException {
        original,
        at,
        became,
        one_of_several: false,
        reason: reason.clone(),
        since,
    };
    let skipped = |skipped: &Skipped| LockedException {
        one_of_several: skipped.one_of_several,
        ..locked(skipped.original, skipped.at, Became::Skipped, &skipped.reason)
    };
    let mut all: Vec<LockedException> = series.skipped.iter().map(skipped).collect();
    let told: BTreeSet<NaiveDateTime> = series.skipped.iter().map(|skipped| skipped.original).collect();
    let silent = Text::default();
    all.extend(series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Excluded { original } if told.contains(original) => None,
        Exception::Excluded { original } => Some(locked(*original, *original, Became::Excluded, &silent)),
        Exception::Cancelled { original, at, reason } => {
            Some(locked(*original, *at, Became::Cancelled, reason))
        }
        Exception::Moved { original, from: None, to, reason } => {
            Some(locked(*original, *original, Became::LaidOut(*to), reason))
        }
        Exception::Moved { original, from: Some(from), to, reason } => {
            Some(locked(*original, *from, Became::Moved(*to), reason))
        }
    }));
    all.sort_by_key(|exception| exception.original);
    all
}

fn unlocked(exception: &LockedException) -> Exception {
    let LockedException { original, at, reason, .. } = exception;
    let (original, at, reason) = (*original, *at, reason.clone());
    match exception.became {
        Became::Excluded | Became::Skipped => Exception::Excluded { original },
        Became::Cancelled => Exception::Cancelled { original, at, reason },
        Became::LaidOut(to) => Exception::Moved { original, from: None, to, reason },
        Became::Moved(to) => Exception::Moved { original, from: Some(at), to, reason },
    }
}

fn skipped(exception: &LockedException) -> Option<Skipped> {
    let LockedException { original, at, became, reason, .. } = exception;
    (*became == Became::Skipped).then(|| Skipped {
        original: *original,
        at: *at,
        one_of_several: exception.one_of_several,
        reason: reason.clone(),
    })
}
