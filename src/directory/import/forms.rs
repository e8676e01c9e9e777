//! An event in the words of a data file: as a cadence where one says it, else as rules or dates.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::item::{Item, Said, instant, wall};
use super::sentence;
use crate::directory::write;
use crate::directory::{RuleSet, When};
use crate::time::Zone;

/// The civil starts of rules on a date, which a floor above knows how to follow.
pub type Starts<'f> = dyn Fn(&RuleSet, NaiveDate) -> Vec<NaiveDateTime> + 'f;

/// Names by which events are told apart, so that each has its own.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// A name that nothing else has, and whether it has to be written.
    fn unique(&mut self, id: Option<&str>, name: &str) -> (String, bool) {
        let wanted = id.map(str::trim).filter(|id| !id.is_empty()).unwrap_or(name);
        let numbered = (2_u64..).map(|n| format!("{wanted}/{n}"));
        let mut all = std::iter::once(wanted.to_owned()).chain(numbered);
        let unique = all.find(|id| !self.0.contains(id)).unwrap_or_default();
        let written = unique != name;
        self.0.insert(unique.clone());
        (unique, written)
    }
}

/// What is different on single dates, as YAML.
#[derive(Debug, Default)]
struct Exceptions {
    skip: Vec<String>,
    cancelled: Vec<String>,
    moved: Vec<String>,
    /// Starts that are not to be listed where single dates are.
    gone: BTreeSet<chrono::DateTime<chrono::Utc>>,
    /// Events of their own in place of single instances.
    own: String,
}

/// An event in the words of a data file, the best first: items of `events`. Nothing where no words say it.
pub(super) fn forms(item: &Item, ids: &mut Ids, starts: &Starts<'_>) -> Vec<String> {
    let (id, written) = ids.unique(item.id.as_deref(), &item.name);
    let begin = || {
        let mut yaml = write::Item::default();
        yaml.add("name", &write::scalar(&item.name));
        if written {
            yaml.add("id", &write::scalar(&id));
        }
        yaml
    };
    let Some(rules) = &item.rules else {
        let mut yaml = begin();
        yaml.text("cadence", item.spoken.as_ref().map_or("TBD", |spoken| &spoken.text));
        said(&mut yaml, &item.said);
        return vec![yaml.finish()];
    };
    let exceptions = exceptions(item, rules, &id, ids, starts);
    let end = |mut yaml: write::Item, dates_only: bool| {
        length(&mut yaml, item.duration, rules.all_day);
        said(&mut yaml, &item.said);
        if !dates_only {
            yaml.list("skip", &exceptions.skip);
        }
        yaml.list("cancelled", &exceptions.cancelled);
        yaml.list("moved", &exceptions.moved);
        yaml.finish() + &exceptions.own
    };
    if rules.rrules.is_empty() {
        let dates = single_dates(rules, &exceptions);
        // All that is left of it may be its changed instances.
        if dates.is_empty() {
            return Some(exceptions.own.clone()).filter(|own| !own.is_empty()).into_iter().collect();
        }
        let mut yaml = begin();
        on(&mut yaml, &dates, rules);
        return vec![end(yaml, true)];
    }
    let mut forms = Vec::new();
    if let Some((cadence, start, until)) = sentence::of(item, rules, starts) {
        let mut yaml = begin();
        yaml.text("cadence", &cadence);
        for (key, date) in [("start", start), ("until", until)] {
            if let Some(date) = date {
                yaml.add(key, &date.to_string());
            }
        }
        forms.push(end(yaml, false));
    }
    let mut yaml = begin();
    let quoted: Vec<String> = rules.rrules.iter().map(|rule| write::scalar(rule)).collect();
    match &quoted[..] {
        [one] => yaml.add("rrule", one),
        several => yaml.list("rrule", several),
    }
    yaml.add("start", &moment(rules.dtstart, rules.all_day));
    let further: Vec<String> =
        rules.rdates.iter().map(|when| moment(wall(*when, rules.zone), rules.all_day)).collect();
    yaml.list("on", &further);
    if let Some(zone) = rules.zone {
        yaml.add("tz", &write::scalar(zone.tzid()));
    }
    forms.push(end(yaml, false));
    // Where its rules never happen, its changed instances do.
    forms.extend(Some(exceptions.own.clone()).filter(|own| !own.is_empty()));
    forms
}

/// The dates of an event without rules that are left once the excluded ones are gone.
fn single_dates(rules: &RuleSet, exceptions: &Exceptions) -> Vec<NaiveDateTime> {
    let all = std::iter::once(When::Civil(rules.dtstart)).chain(rules.rdates.iter().copied());
    let left = all.filter(|when| !exceptions.gone.contains(&instant(*when, rules.zone)));
    let mut dates: Vec<NaiveDateTime> = left.map(|when| wall(when, rules.zone)).collect();
    dates.sort();
    dates.dedup();
    dates
}

fn on(yaml: &mut write::Item, dates: &[NaiveDateTime], rules: &RuleSet) {
    let zone = rules.zone.map(Zone::tzid);
    match (dates, zone) {
        ([one], Some(zone)) => yaml.add("on", &format!("{} {zone}", moment(*one, rules.all_day))),
        ([one], None) => yaml.add("on", &moment(*one, rules.all_day)),
        (several, zone) => {
            yaml.list("on", &several.iter().map(|date| moment(*date, rules.all_day)).collect::<Vec<_>>());
            if let Some(zone) = zone {
                yaml.add("tz", &write::scalar(zone));
            }
        }
    }
}

/// `2026-03-03 09:00`, without the time for a whole day.
fn moment(civil: NaiveDateTime, all_day: bool) -> String {
    let form = match (all_day, civil.second()) {
        (true, _) => "%Y-%m-%d",
        (false, 0) => "%Y-%m-%d %H:%M",
        (false, _) => "%Y-%m-%d %H:%M:%S",
    };
    civil.format(form).to_string()
}

fn length(yaml: &mut write::Item, duration: TimeDelta, all_day: bool) {
    if all_day && duration == TimeDelta::days(1) {
        return;
    }
    let (days, hours) = (duration.num_days(), duration.num_hours() % 24);
    let (minutes, seconds) = (duration.num_minutes() % 60, duration.num_seconds() % 60);
    let mut text = String::new();
    for (number, unit) in [(days, 'd'), (hours, 'h'), (minutes, 'm')] {
        if number > 0 && !(unit == 'm' && seconds > 0) {
            text += &format!("{number}{unit}");
        }
    }
    if seconds > 0 {
        text += &format!("{:.6}m", (minutes * 60 + seconds) as f64 / 60.0);
    }
    yaml.add("duration", if text.is_empty() { "0m" } else { &text });
}

fn said(yaml: &mut write::Item, said: &Said) {
    for (key, text) in [("url", &said.url), ("archive_url", &said.archive_url), ("location", &said.location)]
    {
        yaml.text(key, text.as_deref().unwrap_or_default());
    }
    yaml.text("details", &said.details.join("\n\n"));
    if said.tentative {
        yaml.add("status", "tentative");
    }
}

/// A start that rules have, as an exception names it: the date, with the time where there are several on it.
pub(super) fn named(rules: &RuleSet, when: When, starts: &Starts<'_>) -> Option<(NaiveDateTime, String)> {
    let date = wall(when, rules.zone).date();
    // At the year's end a clock far away may show another one.
    let all = starts(rules, date);
    let hit =
        all.iter().find(|start| instant(When::Civil(**start), rules.zone) == instant(when, rules.zone))?;
    Some((*hit, moment(*hit, all.len() == 1)))
}

fn exceptions(item: &Item, rules: &RuleSet, id: &str, ids: &mut Ids, starts: &Starts<'_>) -> Exceptions {
    let mut made = Exceptions::default();
    for (when, _) in &item.excluded {
        if let Some((_, text)) = named(rules, *when, starts)
            && made.gone.insert(instant(*when, rules.zone))
        {
            made.skip.push(text);
        }
    }
    for (date, _) in &item.skipped {
        let all = starts(rules, *date);
        made.gone.extend(all.iter().map(|start| instant(When::Civil(*start), rules.zone)));
        // The whole date says what single times of it said.
        made.skip.retain(|other| !other.starts_with(&date.to_string()));
        made.skip.push(date.to_string());
    }
    made.cancelled.extend(item.cancelled.iter().map(|(on, reason, _)| with_reason(&on.to_string(), reason)));
    for change in &item.changes {
        let original = instant(change.original, rules.zone);
        if made.gone.contains(&original) && named(rules, change.original, starts).is_some() {
            continue;
        }
        let hit = named(rules, change.original, starts);
        let same = (&change.name, change.duration, &change.said) == (&item.name, item.duration, &item.said);
        match hit {
            Some((_, text)) if change.cancelled => made.cancelled.push(text),
            None if change.cancelled => {}
            Some((_, text)) if same => {
                if instant(change.start, rules.zone) != original {
                    let to = moment(wall(change.start, rules.zone), false);
                    made.moved.push(format!("{{ on: {text}, to: {to} }}"));
                }
            }
            hit => {
                if let Some((_, text)) = hit {
                    made.gone.insert(original);
                    made.skip.push(text);
                }
                let to = wall(change.start, rules.zone);
                let mut yaml = write::Item::default();
                yaml.add("name", &write::scalar(&change.name));
                let own = format!("{id}/{}", moment(wall(change.original, rules.zone), rules.all_day));
                let (own, _) = ids.unique(Some(&own), &change.name);
                yaml.add("id", &write::scalar(&own));
                on(&mut yaml, &[to], rules);
                length(&mut yaml, change.duration, rules.all_day);
                said(&mut yaml, &change.said);
                made.own += &yaml.finish();
            }
        }
    }
    made.skip.sort();
    made
}

fn with_reason(date: &str, reason: &str) -> String {
    match reason.trim() {
        "" => date.to_owned(),
        // Within braces, commas and brackets would end a plain text.
        reason => format!("{{ on: {date}, reason: {} }}", write::scalar(&super::item::one_line(reason))),
    }
}

/// Whether a date can stand in a data file.
pub(super) fn is_within_years(date: NaiveDate) -> bool {
    (1900..2200).contains(&date.year())
}

/// Midnight of a date.
pub(super) fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}
