//! jCal (RFC 7265): the same components, properties and parameters as iCalendar, as JSON.

mod recur;

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};
use serde_json::{Map, Value as Json, json};

use super::Calendar;
use super::ics::content::{Content, TimeForm, Value};
use super::ics::{self, line};
use crate::directory::Lang;

/// The bytes of a calendar, with a line end: one array (RFC 7265 3.2), without spaces. The same calendar has the same
/// bytes, always.
///
/// `source` is the URL the feed is served at, where that is known (RFC 7986 5.8).
pub fn render(calendar: &Calendar, lang: Lang, source: Option<&str>) -> Vec<u8> {
    let mut array = Array::default();
    ics::write(calendar, lang, source, &mut array);
    array.text.push('\n');
    array.text.into_bytes()
}

/// A component is `["name", [properties], [components]]` (RFC 7265 3.3). It is written as it comes: a large calendar is
/// never a tree in memory.
#[derive(Default)]
struct Array {
    text: String,
    /// Where each component that is open stands, the innermost last.
    open: Vec<At>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    FirstProperty,
    Property,
    Component,
}

impl Content for Array {
    fn begin(&mut self, component: &'static str) {
        match self.open.last_mut() {
            None => {}
            Some(at @ (At::FirstProperty | At::Property)) => {
                *at = At::Component;
                self.text.push_str("],[");
            }
            Some(At::Component) => self.text.push(','),
        }
        self.open.push(At::FirstProperty);
        self.text.push_str(&format!("[\"{}\",[", component.to_ascii_lowercase()));
    }

    fn end(&mut self, _: &'static str) {
        self.text.push_str(match self.open.pop() {
            Some(At::Component) | None => "]]",
            Some(At::FirstProperty | At::Property) => "],[]]",
        });
    }

    fn property(&mut self, name: &'static str, parameters: &[(&'static str, &str)], value: Value<'_>) {
        match self.open.last_mut() {
            Some(at @ At::FirstProperty) => *at = At::Property,
            Some(At::Property | At::Component) | None => self.text.push(','),
        }
        self.text.push_str(&property(name, parameters, value).to_string());
    }
}

/// `["name", {parameters}, "type", value …]` (RFC 7265 3.4). VALUE is the type, and no parameter (3.5.1).
fn property(name: &str, parameters: &[(&'static str, &str)], value: Value<'_>) -> Json {
    let mut said: Map<String, Json> = Map::new();
    if let Value::Time(_, TimeForm::Zoned(tzid)) = value {
        said.insert("tzid".to_owned(), json!(tzid));
    }
    said.extend(parameters.iter().map(|(name, value)| (name.to_ascii_lowercase(), json!(value))));
    let (kind, values) = typed(value);
    let head = [json!(name.to_ascii_lowercase()), Json::Object(said), json!(kind)];
    Json::Array(head.into_iter().chain(values).collect())
}

/// The type of a value and how it is written (RFC 7265 3.6).
fn typed(value: Value<'_>) -> (&'static str, Vec<Json>) {
    match value {
        Value::Token(text) | Value::Text(text) => ("text", vec![json!(text)]),
        Value::Texts(texts) => ("text", texts.iter().map(|text| json!(text)).collect()),
        // What has no known type stands as it does in iCalendar, escapes and all (5.1).
        Value::Unknown(text) => ("unknown", vec![json!(line::escape(text))]),
        Value::Uri(uri) => ("uri", vec![json!(uri)]),
        Value::Instant(time) => ("date-time", vec![json!(instant(time))]),
        Value::Time(time, TimeForm::Date) => ("date", vec![json!(time.format("%Y-%m-%d").to_string())]),
        Value::Time(time, TimeForm::Utc) => ("date-time", vec![json!(instant(time.and_utc()))]),
        Value::Time(time, TimeForm::Zoned(_) | TimeForm::Floating) => ("date-time", vec![json!(civil(time))]),
        Value::Offset(seconds) => ("utc-offset", vec![json!(line::offset(seconds, ":"))]),
        Value::Duration(length) => ("duration", vec![json!(line::duration(length))]),
        Value::Recur(rule) => ("recur", vec![recur::object(rule)]),
        Value::Integer(number) => ("integer", vec![json!(number)]),
    }
}

/// A civil time as in `2025-10-24T09:00:00` (RFC 7265 3.6.5).
pub(super) fn civil(time: NaiveDateTime) -> String {
    let (date, time) = (time.date(), time.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    // Ten times as fast as a format of chrono's, and a feed holds many.
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", date.year(), date.month(), date.day())
}

/// An instant as in `2025-10-24T16:00:00Z`.
pub(super) fn instant(time: DateTime<Utc>) -> String {
    civil(time.naive_utc()) + "Z"
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use std::borrow::Cow;

    fn written(name: &'static str, parameters: &[(&'static str, &str)], value: Value<'_>) -> String {
        property(name, parameters, value).to_string()
    }

    #[test]
    fn each_type_is_written_as_its_section_says() {
        let time =
            NaiveDateTime::parse_from_str("2025-10-24 09:00", "%Y-%m-%d %H:%M").expect("a test's own time");
        let zoned = TimeForm::Zoned("America/Los_Angeles");
        let texts = [Cow::Borrowed("a,b"), Cow::Borrowed("c")];
        for (value, want) in [
            (Value::Token("2.0"), r#"["x",{},"text","2.0"]"#),
            (Value::Text("a;\n\"b\\"), r#"["x",{},"text","a;\n\"b\\"]"#),
            (Value::Texts(&texts), r#"["x",{},"text","a,b","c"]"#),
            (Value::Unknown("a, b"), r#"["x",{},"unknown","a\\, b"]"#),
            (Value::Uri("https://a/?b,c"), r#"["x",{},"uri","https://a/?b,c"]"#),
            (Value::Instant(time.and_utc()), r#"["x",{},"date-time","2025-10-24T09:00:00Z"]"#),
            (Value::Time(time, TimeForm::Date), r#"["x",{},"date","2025-10-24"]"#),
            (Value::Time(time, TimeForm::Utc), r#"["x",{},"date-time","2025-10-24T09:00:00Z"]"#),
            (
                Value::Time(time, zoned),
                r#"["x",{"tzid":"America/Los_Angeles"},"date-time","2025-10-24T09:00:00"]"#,
            ),
            (Value::Time(time, TimeForm::Floating), r#"["x",{},"date-time","2025-10-24T09:00:00"]"#),
            (Value::Offset(-28_800), r#"["x",{},"utc-offset","-08:00"]"#),
            (Value::Offset(-28_378), r#"["x",{},"utc-offset","-07:52:58"]"#),
            (Value::Duration(TimeDelta::minutes(-10)), r#"["x",{},"duration","-PT10M"]"#),
            (Value::Recur("FREQ=DAILY"), r#"["x",{},"recur",{"freq":"DAILY"}]"#),
            (Value::Integer(3), r#"["x",{},"integer",3]"#),
        ] {
            assert_eq!(written("X", &[], value), want);
        }
        let labelled = written("CONFERENCE", &[("LABEL", "a \"b\"")], Value::Uri("https://a"));
        assert_eq!(labelled, r#"["conference",{"label":"a \"b\""},"uri","https://a"]"#);
    }

    #[test]
    fn components_close_what_they_open() {
        let mut array = Array::default();
        array.begin("VCALENDAR");
        array.token("VERSION", "2.0");
        array.begin("VTIMEZONE");
        array.begin("STANDARD");
        array.end("STANDARD");
        array.end("VTIMEZONE");
        array.begin("VEVENT");
        array.token("A", "1");
        array.token("B", "2");
        array.end("VEVENT");
        array.end("VCALENDAR");
        assert_eq!(
            array.text,
            r#"["vcalendar",[["version",{},"text","2.0"]],[["vtimezone",[],[["standard",[],[]]]],["vevent",[["a",{},"text","1"],["b",{},"text","2"]],[]]]]"#
        );
    }
}
