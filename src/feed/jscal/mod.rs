//! JSCalendar (RFC 8984): a Group of Events. What iCalendar says in several components is one object here, and
//! instances that differ are patches of it.

mod event;
mod recur;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::Calendar;
use super::ics::calendar::PRODUCT;
use super::ics::content::{is_uri, plain};
use super::jcal::instant;
use crate::directory::Lang;

/// The bytes of a calendar, with a line end: one Group (RFC 8984 2.3), without spaces. The same calendar has the same
/// bytes, always.
///
/// `source` is the URL the feed is served at, where that is known (RFC 8984 5.3.2).
pub fn render(calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
    let group = Group { calendar, lang, source };
    let mut bytes = serde_json::to_vec(&group).expect("every key is a text");
    bytes.push(b'\n');
    bytes
}

/// A calendar as a Group (RFC 8984 5.3), written event by event: a large one is never a tree in memory.
struct Group<'c> {
    calendar: &'c Calendar,
    lang: Lang,
    source: Option<&'c str>,
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut group = serializer.serialize_map(None)?;
        for (key, value) in head(self) {
            group.serialize_entry(&key, &value)?;
        }
        group.serialize_entry("entries", &Entries(self))?;
        group.end()
    }
}

struct Entries<'g>(&'g Group<'g>);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Group { calendar, lang, .. } = self.0;
        serializer.collect_seq(calendar.events.iter().map(|one| event::object(one, calendar.alarm, *lang)))
    }
}

fn head(group: &Group<'_>) -> Map<String, Value> {
    let Group { calendar, lang, source } = group;
    let mut object = Map::new();
    let mut say = |key: &str, value: Value| object.insert(key.to_owned(), value);
    say("@type", json!("Group"));
    say("uid", json!(calendar.uid));
    say("prodId", json!(PRODUCT));
    say("updated", json!(instant(calendar.modified)));
    for (key, text) in [("title", &calendar.name), ("description", &calendar.description)] {
        let text = plain(text.get(*lang));
        if !text.is_empty() {
            say(key, json!(text));
        }
    }
    if let Some(url) = calendar.url.as_deref().filter(|url| is_uri(url)) {
        say("links", json!({ "1": { "@type": "Link", "href": url, "rel": "describedby" } }));
    }
    say("locale", json!(lang.tag()));
    say("color", json!(calendar.color));
    if let Some(source) = source.filter(|source| is_uri(source)) {
        say("source", json!(source));
    }
    object
}
