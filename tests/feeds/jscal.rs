//! JSCalendar read back by its own words (RFC 8984): it happens when `week` says it does.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::{Map, Value};
use sigcal::directory::Lang;
use sigcal::feed::{Calendar, jscal};
use sigcal::time::{Zone, resolve};

use super::communities::{Happening, Planned, of_series, same, window};

/// The occurrences of a Group from 2025-10 to 2027-12, found by its recurrence rules and overrides alone.
pub fn happenings(calendar: &Calendar, lang: Lang) -> BTreeSet<Happening> {
    let bytes = jscal::render(calendar, lang, Some("https://example.org/a.jscal.json"));
    let group: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(group["@type"], "Group");
    assert_eq!(group["locale"], if lang == Lang::En { "en" } else { "zh-CN" });
    let entries = group["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), calendar.events.len(), "an object for each event, its overrides inside");
    entries.iter().flat_map(of_event).collect()
}

fn of_event(event: &Value) -> Vec<Happening> {
    let event = event.as_object().expect("an object");
    let starts = starts(event);
    let mut overrides: BTreeMap<NaiveDateTime, &Value> = BTreeMap::new();
    for (id, patch) in event.get("recurrenceOverrides").and_then(Value::as_object).into_iter().flatten() {
        overrides.insert(time(id), patch);
    }
    // An override of what is no instance would be one more (4.3.5).
    for id in overrides.keys() {
        let far = NaiveDate::from_ymd_opt(2041, 1, 1).expect("a date");
        assert!(id.date() > far || starts.contains(id), "{id} of {starts:?}");
    }
    let instances = starts.into_iter().filter_map(|id| {
        let mut instance = event.clone();
        instance.insert("start".into(), Value::String(id.format("%Y-%m-%dT%H:%M:%S").to_string()));
        for (key, value) in overrides.get(&id).and_then(|patch| patch.as_object()).into_iter().flatten() {
            instance.insert(key.clone(), value.clone());
        }
        (instance.get("excluded") != Some(&Value::Bool(true))).then_some(instance)
    });
    instances.filter_map(|instance| happening(&instance)).collect()
}

fn happening(event: &Map<String, Value>) -> Option<Happening> {
    let whole_day = event.get("showWithoutTime") == Some(&Value::Bool(true));
    let start = instant(event, time(text(event, "start")));
    let end = start + length(text(event, "duration"));
    let shown = |instant: DateTime<Utc>| match whole_day {
        true => instant.format("%Y-%m-%d").to_string(),
        false => instant.format("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
    };
    (window().from <= start && start < window().to).then(|| Happening {
        uid: of_series(text(event, "uid")).to_owned(),
        start: shown(start),
        end: shown(end),
        cancelled: event["status"] == "cancelled",
    })
}

fn text<'e>(event: &'e Map<String, Value>, key: &str) -> &'e str {
    event.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no {key} in {event:?}"))
}

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").expect("a LocalDateTime")
}

fn instant(event: &Map<String, Value>, civil: NaiveDateTime) -> DateTime<Utc> {
    let zone = event.get("timeZone").and_then(Value::as_str).unwrap_or("Etc/UTC");
    resolve(civil, Zone::named(zone).expect("an IANA name"))
}

/// A Duration (1.4.6): `P1D`, `PT1H30M`.
fn length(text: &str) -> Duration {
    let mut total = Duration::zero();
    let mut number = 0;
    for c in text.chars() {
        match c {
            'P' | 'T' => {}
            'D' => total += Duration::days(std::mem::take(&mut number)),
            'H' => total += Duration::hours(std::mem::take(&mut number)),
            'M' => total += Duration::minutes(std::mem::take(&mut number)),
            'S' => total += Duration::seconds(std::mem::take(&mut number)),
            digit => number = number * 10 + i64::from(digit.to_digit(10).expect("a digit")),
        }
    }
    total
}

/// The local starts, by the `rrule` crate. `until` is left to us, because it is local here.
fn starts(event: &Map<String, Value>) -> BTreeSet<NaiveDateTime> {
    let first = time(text(event, "start"));
    let mut all = BTreeSet::from([first]);
    for rule in event.get("recurrenceRules").and_then(Value::as_array).into_iter().flatten() {
        let rule = rule.as_object().expect("an object");
        let (parts, until) = parts(rule);
        let set = format!("DTSTART:{}\nRRULE:{parts}", first.format("%Y%m%dT%H%M%SZ"));
        let last = NaiveDate::from_ymd_opt(2042, 1, 1).expect("a date").and_time(NaiveTime::MIN);
        let set = rrule::RRuleSet::from_str(&set).unwrap_or_else(|bad| panic!("{set}: {bad}"));
        let set = set.before(last.and_utc().with_timezone(&rrule::Tz::UTC));
        let dates = set.all(u16::MAX).dates.into_iter().map(|date| date.naive_utc());
        all.extend(dates.filter(|date| until.is_none_or(|until| *date <= until)));
    }
    all
}

/// A RecurrenceRule as RFC 5545 writes it, and its end.
fn parts(rule: &Map<String, Value>) -> (String, Option<NaiveDateTime>) {
    assert_eq!(rule["@type"], "RecurrenceRule");
    let mut parts = vec![format!("FREQ={}", text(rule, "frequency").to_uppercase())];
    let mut until = None;
    let list = |value: &Value, one: &dyn Fn(&Value) -> String| {
        value.as_array().expect("a list").iter().map(one).collect::<Vec<_>>().join(",")
    };
    for (key, value) in rule {
        let part = match key.as_str() {
            "@type" | "frequency" => continue,
            "until" => {
                until = Some(time(value.as_str().expect("a time")));
                continue;
            }
            "interval" | "count" => format!("{}={value}", key.to_uppercase()),
            "firstDayOfWeek" => format!("WKST={}", value.as_str().expect("a day").to_uppercase()),
            "bySetPosition" => format!("BYSETPOS={}", list(value, &Value::to_string)),
            "byDay" => format!(
                "BYDAY={}",
                list(value, &|day| {
                    let nth = day.get("nthOfPeriod").map(Value::to_string).unwrap_or_default();
                    nth + &day["day"].as_str().expect("a day").to_uppercase()
                })
            ),
            "byMonth" => {
                format!("BYMONTH={}", list(value, &|month| month.as_str().expect("a text").to_owned()))
            }
            "byMonthDay" | "byYearDay" | "byWeekNo" | "byHour" | "byMinute" | "bySecond" => {
                format!("{}={}", key.to_uppercase(), list(value, &Value::to_string))
            }
            other => panic!("no part of a rule: {other}"),
        };
        parts.push(part);
    }
    (parts.join(";"), until)
}

fn agree(planned: &Planned) {
    for calendar in planned.catalog.calendars() {
        let (found, wanted) = (happenings(calendar, Lang::En), planned.week(&calendar.path));
        match wanted.is_empty() {
            // The day that stands in for meetings is in no week.
            true => assert_eq!(found.len(), 1, "{}", calendar.path),
            false => same(&calendar.path, &found, &wanted),
        }
        same(&calendar.path, &found, &happenings(calendar, Lang::Zh));
    }
}

#[test]
fn every_shape_as_jscalendar_has_the_occurrences_of_the_week() {
    agree(&Planned::golden());
}

#[test]
fn every_shipped_feed_as_jscalendar_has_the_occurrences_of_the_week() {
    agree(&Planned::shipped());
}

#[test]
fn no_zone_needs_a_definition_and_uids_are_those_of_the_feeds() {
    let planned = Planned::golden();
    let calendar = planned.calendar("all");
    let bytes = jscal::render(calendar, Lang::En, None);
    let group: Value = serde_json::from_slice(&bytes).expect("JSON");
    let uids: Vec<&str> = calendar.events.iter().map(|event| event.uid.as_str()).collect();
    let entries = group["entries"].as_array().expect("a list");
    assert_eq!(entries.iter().map(|event| event["uid"].as_str().expect("a UID")).collect::<Vec<_>>(), uids);
    assert!(entries.iter().all(|event| event.get("timeZones").is_none()));
    let calendars: BTreeSet<&str> =
        planned.catalog.calendars().iter().map(|calendar| calendar.uid.as_str()).collect();
    assert_eq!(calendars.len(), planned.catalog.calendars().len(), "each calendar has a UID of its own");
}
