//! `sigcal explain team.ics`: the events that people already have.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::NEXT;
use super::told::{Coming, Rule, Told};
use crate::cadence::{Cadence, Clock, Verdict};
use crate::cli::{Failure, data};
use crate::directory::{Community, Lang, Recur, RuleSet};
use crate::schedule::{Recurrence, Series, Start, occurrences, shape_of, shifts};
use crate::time::{Window, Zone};

/// What each event of an .ics file says. `viewer` is whose days floating and all-day events fill.
pub(super) fn told(path: &Path, viewer: Zone, now: DateTime<Utc>) -> Result<Vec<Told>, Failure> {
    let (community, series) = data::load(Some(path))?.usable()?;
    Ok(series.iter().map(|series| event(&community, series, viewer, now)).collect())
}

fn event(community: &Community, series: &Series, viewer: Zone, now: DateTime<Utc>) -> Told {
    let rules = match &series.recurrence {
        Recurrence::General(rules) => rules.rrules.iter().map(|text| rule(series, rules, text)).collect(),
        Recurrence::Once | Recurrence::Rule(_) => vec![],
    };
    let year = Window { from: now, to: now + TimeDelta::days(366) };
    let home = match series.start {
        Start::Timed(_, zone) => zone,
        Start::AllDay(_) | Start::Floating(_) => viewer,
    };
    let starts = occurrences(series, year, viewer).into_iter().map(|occurrence| occurrence.start);
    let starts: Vec<_> = starts.filter(|start| *start > now).collect();
    Told {
        text: community.meeting(series.meeting).description.get(Lang::En).to_owned(),
        verdict: Verdict::Exact,
        cadences: rules,
        readings: vec![],
        missing: vec![],
        notes: vec![],
        coming: starts.iter().take(NEXT).map(|start| Coming { start: *start, zone: home }).collect(),
        shifts: shifts(&starts, home, viewer).into_iter().map(|shift| (shift, home)).collect(),
    }
}

fn rule(series: &Series, rules: &RuleSet, text: &str) -> Rule {
    let start = rules.dtstart;
    let clock = (!rules.all_day).then(|| Clock {
        time: start.time(),
        end: (series.duration > TimeDelta::zero()).then(|| (start + series.duration).time()),
    });
    let zone = match series.start {
        Start::Timed(_, zone) => Some(zone),
        Start::AllDay(_) | Start::Floating(_) => None,
    };
    let shape = Recur::parse(text).ok().as_ref().and_then(shape_of);
    let told =
        shape.map(|rule| Rule::from(&Cadence { rule, clock, zone, start: None, until: None, delay: 0 }));
    Rule {
        rrule: text.to_owned(),
        time: clock.map(|clock| clock.time),
        end: clock.and_then(|clock| clock.end),
        zone,
        start: Some(start.date()),
        until: None,
        sentence: told.map(|told| told.sentence).unwrap_or_default(),
    }
}
