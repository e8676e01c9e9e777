//! An Event (RFC 8984 5.1), with what differs in its `recurrenceOverrides`.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Map, Value, json};

use super::recur;
use crate::directory::Lang;
use crate::feed::ics::content::{is_uri, plain};
use crate::feed::ics::event::join;
use crate::feed::ics::timezone::tzid;
use crate::feed::jcal::{civil, instant};
use crate::feed::{Event, Override};
use crate::schedule::{Start, Status};

/// The members of an object, as they are written.
type Object = Map<String, Value>;

pub(super) fn object(event: &Event, alarm: Option<TimeDelta>, lang: Lang) -> Object {
    let mut object = Object::new();
    let mut say = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    say("@type", json!("Event"));
    say("uid", json!(plain(&event.uid)));
    say("created", json!(instant(event.stamp.created)));
    say("updated", json!(instant(event.stamp.modified)));
    say("sequence", json!(event.stamp.sequence));
    for (key, text) in [("title", &event.summary), ("description", &event.description)] {
        let text = plain(text.get(lang));
        if !text.is_empty() {
            say(key, json!(text));
        }
    }
    say("locale", json!(lang.tag()));
    say("start", json!(civil(event.start.civil())));
    match event.start {
        Start::Timed(_, zone) => say("timeZone", json!(tzid(zone))),
        Start::AllDay(_) => say("showWithoutTime", json!(true)),
        // Without a zone, it is the same civil time everywhere (4.7.1).
        Start::Floating(_) => {}
    }
    say("duration", json!(duration(event, event.duration)));
    if let Some(rule) = recur::rule(event) {
        say("recurrenceRules", json!([rule]));
    }
    let overrides = overrides(event, alarm, lang);
    if !overrides.is_empty() {
        say("recurrenceOverrides", Value::Object(overrides));
    }
    say("status", json!(status(event.status)));
    say("freeBusyStatus", json!(free_busy(event.transparent || event.status == Status::Cancelled)));
    places(event, lang, &mut say);
    let keywords = event.categories.iter().map(|category| plain(category.get(lang)).into_owned());
    let keywords: Object =
        keywords.filter(|keyword| !keyword.is_empty()).map(|keyword| (keyword, json!(true))).collect();
    if !keywords.is_empty() {
        say("keywords", Value::Object(keywords));
    }
    if let Some(alerts) = alerts(alarm, event.status) {
        say("alerts", alerts);
    }
    object
}

/// Where it is: a place to join at, and a place in the world unless it is the same.
fn places(event: &Event, lang: Lang, say: &mut impl FnMut(&str, Value)) {
    let conference = event.conference.as_deref().filter(|uri| is_uri(uri));
    let location = event.location.as_deref().filter(|place| conference != Some(place)).map(plain);
    if let Some(location) = location.filter(|location| !location.is_empty()) {
        say("locations", json!({ "1": { "@type": "Location", "name": location } }));
    }
    if let Some(uri) = conference {
        let features = json!({ "video": true });
        let place =
            json!({ "@type": "VirtualLocation", "name": join(lang), "uri": uri, "features": features });
        say("virtualLocations", json!({ "1": place }));
    }
    // Where to join is said already.
    if let Some(url) = event.url.as_deref().filter(|url| is_uri(url) && conference != Some(url)) {
        say("links", json!({ "1": { "@type": "Link", "href": url, "rel": "describedby" } }));
    }
}

/// What differs, by the start that the rule gives (RFC 8984 4.3.5).
fn overrides(event: &Event, alarm: Option<TimeDelta>, lang: Lang) -> Object {
    let mut patches: BTreeMap<NaiveDateTime, Value> = BTreeMap::new();
    for excluded in &event.exdates {
        patches.insert(*excluded, json!({ "excluded": true }));
    }
    for changed in &event.overrides {
        patches.insert(changed.recurrence_id, Value::Object(patch(event, changed, alarm, lang)));
    }
    patches.into_iter().map(|(start, patch)| (civil(start), patch)).collect()
}

/// What is different from the event (RFC 8984 1.4.9), and nothing else.
fn patch(event: &Event, changed: &Override, alarm: Option<TimeDelta>, lang: Lang) -> Object {
    let mut patch = Object::new();
    let mut differs = |key: &str, value: Value, from: Value| {
        if value != from {
            patch.insert(key.to_owned(), value);
        }
    };
    let start = event.starts_at(changed);
    differs("start", json!(civil(start)), json!(civil(changed.recurrence_id)));
    let length = changed.duration.unwrap_or(event.duration);
    differs("duration", json!(duration(event, length)), json!(duration(event, event.duration)));
    let title = changed.summary.as_deref().unwrap_or_else(|| event.summary.get(lang));
    differs("title", json!(plain(title)), json!(plain(event.summary.get(lang))));
    let description = event.described(changed, lang);
    differs("description", json!(plain(&description)), json!(plain(event.description.get(lang))));
    differs("status", json!(status(changed.status)), json!(status(event.status)));
    let free = |status| json!(free_busy(event.transparent || status == Status::Cancelled));
    differs("freeBusyStatus", free(changed.status), free(event.status));
    differs("alerts", json!(alerts(alarm, changed.status)), json!(alerts(alarm, event.status)));
    patch
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    }
}

fn free_busy(free: bool) -> &'static str {
    if free { "free" } else { "busy" }
}

/// A Duration (RFC 8984 1.4.6): days of the calendar where the event has no hour, and hours that are hours where it has.
fn duration(event: &Event, length: TimeDelta) -> String {
    match event.start {
        Start::AllDay(_) => format!("P{}D", length.num_days().max(1)),
        Start::Timed(..) | Start::Floating(_) => exact(length),
    }
}

fn exact(length: TimeDelta) -> String {
    let seconds = length.num_seconds().abs();
    let parts = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let written: String =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if written.is_empty() { "PT0S".to_owned() } else { format!("PT{written}") }
}

/// The reminders of an event. Nobody wants to be reminded of what does not take place.
fn alerts(alarm: Option<TimeDelta>, status: Status) -> Option<Value> {
    let before = alarm.filter(|_| status != Status::Cancelled)?;
    Some(json!({ "1": alert(before) }))
}

/// A reminder so long before the start (RFC 8984 4.5.2).
fn alert(before: TimeDelta) -> Value {
    let sign = if before > TimeDelta::zero() { "-" } else { "" };
    let trigger = json!({ "@type": "OffsetTrigger", "offset": format!("{sign}{}", exact(before)) });
    json!({ "@type": "Alert", "trigger": trigger, "action": "display" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_only_the_parts_it_needs() {
        for (minutes, want) in [(0, "PT0S"), (45, "PT45M"), (60, "PT1H"), (90, "PT1H30M"), (1440, "PT24H")] {
            assert_eq!(exact(TimeDelta::minutes(minutes)), want);
        }
        assert_eq!(exact(TimeDelta::seconds(61)), "PT1M1S");
    }

    #[test]
    fn a_reminder_is_before_the_start() {
        let offset = |minutes| alert(TimeDelta::minutes(minutes))["trigger"]["offset"].clone();
        assert_eq!((offset(10), offset(0)), (json!("-PT10M"), json!("PT0S")));
    }
}
