//! Where single occurrences come to lie: on an hour that a clock skips or repeats, or where the meeting happens anyway.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::clock;
use crate::directory::{Finding, Level, Place};
use crate::schedule::{Exception, Series, Start, Status, occurrences};
use crate::time::{Window, Zone, resolve};

/// An occurrence that the data names, and where it does.
pub(super) struct Landing<'m> {
    /// Of its series.
    pub(super) uid: String,
    /// Its civil start by the rule.
    pub(super) original: NaiveDateTime,
    pub(super) place: &'m Place,
}

/// Says what is doubtful about extra meetings. One at a time at which the meeting happens anyway is taken out.
pub(super) fn of_extras(landings: &[Landing<'_>], all: &mut Vec<Series>, findings: &mut Vec<Finding>) {
    for landing in landings {
        // What was moved or cancelled is looked at where the file says so.
        let as_planned = |series: &Series| series.uid == landing.uid && series.exceptions.is_empty();
        let Some(n) = all.iter().position(as_planned) else { continue };
        let (series, start) = (&all[n], all[n].start.civil());
        if meets(all, landing, instant(series, start)) {
            let message =
                format!("extra: the meeting happens on `{}` anyway, and is shown once", shown(series, start));
            let remedy = "remove it, or `skip` the usual one where this one is another";
            findings.push(anyway(landing, message, remedy));
            all.remove(n);
        } else {
            findings.extend(odd("extra", "it is at", start, series, landing));
        }
    }
}

/// Says what is doubtful about where moved and cancelled occurrences were, and where they are.
pub(super) fn of_exceptions(landings: &[Landing<'_>], all: &[Series], findings: &mut Vec<Finding>) {
    for landing in landings {
        let Some(series) = all.iter().find(|series| series.uid == landing.uid) else { continue };
        let is_named = |exception: &&Exception| exception.original() == landing.original;
        match series.exceptions.iter().find(is_named) {
            Some(Exception::Moved { from, to, .. }) => {
                findings.extend(from.and_then(|from| odd("moved", "it was at", from, series, landing)));
                findings.extend(odd("moved", "it is at", *to, series, landing));
                if meets(all, landing, instant(series, *to)) {
                    let message = format!("moved: the meeting happens on `{}` anyway", shown(series, *to));
                    let remedy = "move it to another time, or write `skip` where the two are one";
                    findings.push(anyway(landing, message, remedy));
                }
            }
            Some(Exception::Cancelled { at, .. }) => {
                findings.extend(odd("cancelled", "it was at", *at, series, landing));
            }
            Some(Exception::Excluded { .. }) | None => {}
        }
    }
}

fn odd(
    key: &str,
    verb: &str,
    civil: NaiveDateTime,
    series: &Series,
    landing: &Landing<'_>,
) -> Option<Finding> {
    clock::odd(key, verb, civil, series.start.zone()?, landing.place)
}

fn instant(series: &Series, civil: NaiveDateTime) -> DateTime<Utc> {
    resolve(civil, series.start.zone().unwrap_or_else(Zone::utc))
}

/// Whether another occurrence of the meeting starts at an instant.
fn meets(all: &[Series], landing: &Landing<'_>, start: DateTime<Utc>) -> bool {
    let window = Window { from: start, to: start + TimeDelta::seconds(1) };
    all.iter().any(|series| {
        let is_itself = |original: NaiveDateTime| (&series.uid, original) == (&landing.uid, landing.original);
        occurrences(series, window, Zone::utc()).iter().any(|other| {
            other.start == start && other.status != Status::Cancelled && !is_itself(other.recurrence_id)
        })
    })
}

fn anyway(landing: &Landing<'_>, message: String, remedy: &str) -> Finding {
    let (place, remedy) = (landing.place.clone(), Some(remedy.to_owned()));
    Finding { level: Level::Warning, check: "happens-anyway", place, message, remedy }
}

fn shown(series: &Series, civil: NaiveDateTime) -> String {
    match series.start {
        Start::AllDay(_) => civil.date().to_string(),
        Start::Timed(..) | Start::Floating(_) => civil.format("%Y-%m-%d %H:%M").to_string(),
    }
}
