//! The YAML of yaml2ical: a meeting per file, each with one schedule or several, all in UTC.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::item::{Item, Said, Spoken, once, one_line};
use super::{Calendar, Files, keys};
use crate::cadence::{Cadence, Clock, Nth, Parity, Rule, sentence_en, weekday_code};
use crate::directory::keys::{Keys, wrong_shape};
use crate::directory::node::{Node, Scalar};
use crate::directory::report::{Report, meant, nearest};
use crate::directory::{Community, schema};
use crate::time::Zone;

/// How often: what yaml2ical calls it, besides `first-monday` and the like.
const FREQUENCIES: [&str; 9] = [
    "weekly",
    "biweekly-odd",
    "biweekly-even",
    "quadweekly",
    "quadweekly-week-1",
    "quadweekly-week-2",
    "quadweekly-week-3",
    "quadweekly-alternate",
    "adhoc",
];

const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The meetings of all files.
pub(super) fn read(files: &mut Files<'_>, calendar: &mut Calendar) {
    for file in 0..files.count() {
        match schema::tree(files.text(file)) {
            Ok(root) => meeting(&root, file, calendar, files.report(file)),
            Err(finding) => files.report(file).push(finding),
        }
    }
}

fn meeting(root: &Node, file: usize, calendar: &mut Calendar, report: &mut Report) {
    let Some(keys) = Keys::of(root, &keys::MEETING, report) else { return };
    let text = |key, report: &mut Report| keys.scalar(key, report).map_or("", |scalar| scalar.text.as_str());
    let project = text("project", report);
    let mut said = Said::default();
    said.add(text("description", report));
    let agenda = text("agenda_url", report);
    match super::item::is_web_address(agenda) {
        true => said.archive_url = Some(agenda.to_owned()),
        false => said.add(&labelled("Agenda", agenda)),
    }
    for (label, key) in
        [("Agenda", "agenda"), ("Project", "project_url"), ("Chair", "chair"), ("Meeting id", "meeting_id")]
    {
        match keys.get(key) {
            // Several chairs are listed.
            Some(node) if node.items().iter().all(|item| item.scalar().is_some()) => {
                let names: Vec<&str> =
                    node.items().iter().filter_map(Node::scalar).map(|s| s.text.as_str()).collect();
                let joined = if names.len() == 1 { names.concat() } else { names.join(", ") };
                said.add(&labelled(label, &joined));
            }
            Some(node) => wrong_shape(node, &format!("`{key}`"), "a text", report),
            None => {}
        }
    }
    let slots = keys.items("schedule");
    if slots.is_empty() {
        report.error(
            "left-out",
            &root.place,
            format!("`{}` is left out: it has no `schedule`", one_line(project)),
            "give it one, with `time`, `day`, `irc` and `frequency`",
        );
    }
    for slot in slots {
        if let Some(item) = schedule(slot, (file, project), &said, report) {
            calendar.items.push(item);
        }
    }
}

fn labelled(label: &str, text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("{label}: {text}"),
    }
}

fn schedule(node: &Node, (file, project): (usize, &str), said: &Said, report: &mut Report) -> Option<Item> {
    let keys = Keys::of(node, &keys::SCHEDULE, report)?;
    let mut needed = |key: &str| {
        let found = keys.scalar(key, report).filter(|scalar| !scalar.text.is_empty());
        if found.is_none() {
            refuse::<()>(node, project, &format!("it has no `{key}`"), report);
        }
        found
    };
    let (time, day, frequency) = (needed("time")?, needed("day")?, needed("frequency")?);
    let adhoc = frequency.text == "adhoc";
    let Some(clock) = clock(&time.text) else {
        return refuse(time_node(&keys, node), project, "its `time` is none as `1400`", report);
    };
    let Some(weekday) = weekday(&day.text) else {
        return refuse(
            keys.get("day").unwrap_or(node),
            project,
            &format!("`{}` is no weekday", day.text),
            report,
        );
    };
    let start = match keys.scalar("start_date", report) {
        Some(scalar) => Some(date(scalar, report)?),
        None => None,
    };
    let place = frequency.place.clone();
    let (rules, spoken) = match adhoc {
        true => (None, Spoken { text: "on demand".to_owned(), start: None }),
        false => {
            let Some((rule, shape)) = recurrence(&frequency.text, weekday) else {
                let all = FREQUENCIES.into_iter().chain(["first-monday"]);
                let remedy =
                    meant(nearest(&frequency.text, all), "write `weekly`, `biweekly-odd`, `first-monday` …");
                let message =
                    format!("`{}` is left out: `{}` is no frequency", one_line(project), frequency.text);
                report.error("left-out", &frequency.place, message, &remedy);
                return None;
            };
            let begin = start.unwrap_or(Community::default().first_date());
            let mut rules = once(begin.and_time(clock), Some(Zone::utc()), false);
            rules.rrules.push(rule);
            let cadence = |rule| Cadence {
                rule,
                clock: Some(Clock { time: clock, end: None }),
                zone: Some(Zone::utc()),
                start: None,
                until: None,
                delay: 0,
            };
            let text = shape.map(|shape| sentence_en(&cadence(shape)));
            (Some(rules), Spoken { text: text.unwrap_or_default(), start })
        }
    };
    let mut item = Item::new(file, place, project, rules);
    item.spoken = Some(spoken).filter(|spoken| !spoken.text.is_empty());
    item.duration = TimeDelta::minutes(match keys.scalar("duration", report) {
        None => 60,
        Some(scalar) => match scalar.text.parse::<u32>() {
            Ok(minutes) => minutes.into(),
            Err(_) => {
                return refuse(
                    keys.get("duration").unwrap_or(node),
                    project,
                    "its `duration` is no number of minutes",
                    report,
                );
            }
        },
    });
    item.said = said.clone();
    if let Some(irc) = keys.scalar("irc", report).filter(|irc| !irc.text.is_empty()) {
        item.said.at(&match irc.text.starts_with('#') || super::item::is_web_address(&irc.text) {
            true => irc.text.clone(),
            false => format!("#{}", irc.text),
        });
    }
    for skipped in keys.items("skip_dates") {
        let Some(keys) = Keys::of(skipped, &keys::SKIP_DATE, report) else { continue };
        let reason = keys.scalar("reason", report).map_or_else(String::new, |reason| reason.text.clone());
        let Some(on) = keys.scalar("skip_date", report).and_then(|scalar| date(scalar, report)) else {
            continue;
        };
        item.cancelled.push((on, reason, skipped.place.clone()));
    }
    Some(item)
}

fn time_node<'n>(keys: &Keys<'n>, node: &'n Node) -> &'n Node {
    keys.get("time").unwrap_or(node)
}

fn refuse<T>(node: &Node, project: &str, why: &str, report: &mut Report) -> Option<T> {
    let message = format!("a schedule of `{}` is left out: {why}", one_line(project));
    report.error("left-out", &node.place, message, "mend it, or write the meeting by hand");
    None
}

/// `1400`; an hour without its zero is taken too, as YAML may have read a number.
fn clock(text: &str) -> Option<NaiveTime> {
    let digits = text.replace(':', "");
    let number: u32 = digits.parse().ok().filter(|_| (3..=4).contains(&digits.len()))?;
    NaiveTime::from_hms_opt(number / 100, number % 100, 0)
}

/// A weekday by its English name.
fn weekday(name: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    NAMES.iter().zip(DAYS).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, day)| day)
}

/// `20150609`, or with dashes.
fn date(scalar: &Scalar, report: &mut Report) -> Option<NaiveDate> {
    let digits = scalar.text.replace('-', "");
    let date = crate::directory::stamp::date(&digits).filter(|date| super::forms::is_within_years(*date));
    if date.is_none() {
        let message = format!("`{}` is no date", scalar.text);
        report.error("bad-date", &scalar.place, message, "write it as `20150609`");
    }
    date
}

/// A frequency as a rule of RFC 5545 and, where a cadence says it, in our own shapes. Odd and even weeks, and those of
/// the turns of four, are ISO weeks: a year with a week 53 is followed by a week 1.
fn recurrence(frequency: &str, day: Weekday) -> Option<(String, Option<Rule>)> {
    let code = weekday_code(day);
    let weekly = |interval, parity| Some(Rule::Weekly { interval, days: vec![day], parity });
    let weeks = |first: usize, step: usize| {
        let numbers: Vec<String> = (first..=53).step_by(step).map(|n| n.to_string()).collect();
        format!("FREQ=YEARLY;BYWEEKNO={};BYDAY={code}", numbers.join(","))
    };
    Some(match frequency {
        "weekly" => (format!("FREQ=WEEKLY;BYDAY={code}"), weekly(1, None)),
        "biweekly-odd" => (weeks(1, 2), weekly(2, Some(Parity::Odd))),
        "biweekly-even" => (weeks(2, 2), weekly(2, Some(Parity::Even))),
        "quadweekly" => (weeks(4, 4), None),
        "quadweekly-week-1" => (weeks(1, 4), None),
        "quadweekly-week-2" | "quadweekly-alternate" => (weeks(2, 4), None),
        "quadweekly-week-3" => (weeks(3, 4), None),
        monthly => {
            let (ordinal, named) = monthly.split_once('-')?;
            let ordinal = ORDINALS.iter().position(|known| *known == ordinal)? + 1;
            // The name of the frequency says which weekday, whatever `day` says.
            let named = weekday(named)?;
            let nth = Nth { ordinal: i32::try_from(ordinal).ok()?, day: named };
            let rule = format!("FREQ=MONTHLY;BYDAY={ordinal}{}", weekday_code(named));
            (rule, Some(Rule::Monthly { interval: 1, months: vec![], nths: vec![nth] }))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frequency_is_a_rule() {
        for frequency in FREQUENCIES.iter().filter(|frequency| **frequency != "adhoc") {
            let (rule, _) = recurrence(frequency, Weekday::Thu).expect("a frequency of the table");
            assert!(crate::directory::Recur::parse(&rule).is_ok(), "{rule}");
        }
        assert_eq!(
            recurrence("third-friday", Weekday::Fri).map(|(rule, _)| rule).as_deref(),
            Some("FREQ=MONTHLY;BYDAY=3FR")
        );
        assert_eq!(recurrence("fortnightly", Weekday::Fri), None);
    }

    #[test]
    fn a_time_has_three_or_four_digits() {
        let told = |text| clock(text).map(|time| time.to_string());
        assert_eq!(
            [told("1400"), told("0900"), told("900"), told("09:30")].map(Option::unwrap_or_default),
            ["14:00:00", "09:00:00", "09:00:00", "09:30:00"]
        );
        assert_eq!([told("2400"), told("14"), told("1a00"), told("")], [None, None, None, None]);
    }
}
