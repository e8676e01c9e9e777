//! A series as a lock remembers it, and back.

use chrono::{DateTime, Utc};

use crate::cadence::{Context, read, sentence_en};
use crate::directory::{
    Became, LockedException, LockedSeries, Meeting, MeetingId, MeetingName, RuleSet, When,
};
use crate::schedule::ends::last_date;
use crate::schedule::{Exception, Recurrence, Series, Stamp, Start};

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
        exceptions: series
            .exceptions
            .iter()
            .map(|exception| locked(exception, series.stamp.modified))
            .collect(),
        hash: String::new(),
        sequence: series.stamp.sequence,
        created: series.stamp.created,
        modified: series.stamp.modified,
        ended: None,
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
        recurrence: Recurrence::General(Box::new(rules.clone())),
        until: record.until,
        exceptions: record.exceptions.iter().map(unlocked).collect(),
        tentative: record.tentative,
        stamp: Stamp { sequence: record.sequence, created: record.created, modified: record.modified },
        ended: None,
    };
    Series { ended: record.ended.and_then(|_| last_date(&series)), ..series }
}

/// When a time of rules is; without a zone, as if it were in UTC.
pub(super) fn instant_of(rules: &RuleSet, when: When) -> DateTime<Utc> {
    match (when, rules.zone) {
        (When::Instant(instant), _) => instant,
        (When::Civil(civil), Some(zone)) => crate::time::resolve(civil, zone),
        (When::Civil(civil), None) => civil.and_utc(),
    }
}

fn locked(exception: &Exception, since: DateTime<Utc>) -> LockedException {
    let original = exception.original();
    let (became, reason) = match exception {
        Exception::Excluded { reason, .. } => (Became::Skipped, reason),
        Exception::Cancelled { at, reason, .. } => (Became::Cancelled(*at), reason),
        Exception::Moved { to, reason, .. } => (Became::Moved(*to), reason),
    };
    LockedException { original, became, reason: reason.clone(), since }
}

fn unlocked(exception: &LockedException) -> Exception {
    let LockedException { original, reason, .. } = exception;
    let (original, reason) = (*original, reason.clone());
    match exception.became {
        Became::Skipped => Exception::Excluded { original, reason },
        Became::Cancelled(at) => Exception::Cancelled { original, at, reason },
        Became::Moved(to) => Exception::Moved { original, to, reason },
    }
}
