//! jCal read back into content lines: it says what the .ics file says, line by line.

use chrono::TimeDelta;
use serde_json::Value;
use sigcal::directory::Lang;
use sigcal::feed::{Calendar, Options, ics, jcal};

use super::communities::Planned;

/// The content lines of a feed, unfolded.
fn unfolded(feed: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(feed).expect("a feed is UTF-8").replace("\r\n ", "");
    text.lines().map(str::to_owned).collect()
}

/// The content lines of a component (RFC 7265 4).
fn lines(component: &Value, into: &mut Vec<String>) {
    let [name, properties, components] = &component.as_array().expect("a component")[..] else {
        panic!("three parts in {component}")
    };
    let name = upper(name);
    into.push(format!("BEGIN:{name}"));
    into.extend(properties.as_array().expect("a list").iter().map(line));
    components.as_array().expect("a list").iter().for_each(|inner| lines(inner, into));
    into.push(format!("END:{name}"));
}

fn upper(name: &Value) -> String {
    let name = name.as_str().expect("a text");
    assert_eq!(name, name.to_ascii_lowercase(), "names are in small letters");
    name.to_ascii_uppercase()
}

fn line(property: &Value) -> String {
    let [name, parameters, kind, values @ ..] = &property.as_array().expect("a property")[..] else {
        panic!("no value in {property}")
    };
    let (name, kind) = (upper(name), kind.as_str().expect("a type"));
    let mut line = name.clone();
    let without_default = ["SOURCE", "CONFERENCE", "REFRESH-INTERVAL"].contains(&name.as_str());
    if kind == "date" || without_default {
        line += &format!(";VALUE={}", kind.to_ascii_uppercase());
    }
    for (key, value) in parameters.as_object().expect("an object") {
        let value = value.as_str().expect("a text");
        assert_ne!(key, "value", "the type says it (RFC 7265 3.5.1)");
        let bare = key == "tzid" || value.chars().all(|c| c.is_ascii_alphanumeric());
        let value = value.replace('^', "^^").replace('"', "^'").replace('\n', "^n");
        line +=
            &format!(";{}={}", key.to_ascii_uppercase(), if bare { value } else { format!("\"{value}\"") });
    }
    let values: Vec<String> = values.iter().map(|value| written(kind, value)).collect();
    assert!(!values.is_empty(), "{property}");
    format!("{line}:{}", values.join(","))
}

fn written(kind: &str, value: &Value) -> String {
    let text = || value.as_str().unwrap_or_else(|| panic!("{kind} {value}")).to_owned();
    match kind {
        "text" => text().replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n"),
        "unknown" | "uri" | "duration" => text(),
        "date" | "date-time" => text().replace(['-', ':'], ""),
        "utc-offset" => text().replace(':', ""),
        "integer" => value.as_u64().expect("a number").to_string(),
        "recur" => {
            let parts = value.as_object().expect("an object").iter().map(|(part, values)| {
                let one = |value: &Value| match (part.as_str(), value) {
                    ("until", until) => until.as_str().expect("a time").replace(['-', ':'], ""),
                    (_, Value::Number(number)) => number.to_string(),
                    (_, value) => value.as_str().expect("a word").to_owned(),
                };
                let values = values.as_array().map_or_else(
                    || one(values),
                    |values| values.iter().map(one).collect::<Vec<_>>().join(","),
                );
                format!("{}={values}", part.to_ascii_uppercase())
            });
            parts.collect::<Vec<_>>().join(";")
        }
        other => panic!("no type {other}"),
    }
}

/// Fails where the jCal of a calendar is not its iCalendar.
pub fn says_the_same(calendar: &Calendar, lang: Lang) {
    let source = Some("https://example.org/a.ics?only=b,c");
    let json = jcal::render(calendar, lang, source);
    let mut told = Vec::new();
    lines(&serde_json::from_slice(&json).expect("JSON"), &mut told);
    let wanted = unfolded(&ics::render(calendar, lang, source));
    assert_eq!(told, wanted, "{}", calendar.path);
    let text = std::str::from_utf8(&json).expect("UTF-8");
    assert_eq!(text.find('\n'), Some(text.len() - 1), "one line");
}

#[test]
fn every_line_of_every_feed_is_in_its_jcal() {
    for planned in [Planned::golden(), Planned::shipped()] {
        for calendar in planned.catalog.calendars() {
            for lang in [Lang::En, Lang::Zh] {
                says_the_same(calendar, lang);
            }
        }
        let options =
            Options { alarm: Some(TimeDelta::minutes(10)), hide_cancelled: true, hide_tentative: true };
        says_the_same(&planned.catalog.with_options(planned.calendar("all"), &options), Lang::En);
    }
}
