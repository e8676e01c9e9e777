//! What an iCalendar object is made of, whichever way it is written: components, and properties that know their type.
//!
//! The components are put together once, for [`super::Lines`] and for [`crate::feed::jcal`] alike. So both say the same.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// How the times of an event are written: all of them alike (RFC 5545 3.3.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::feed) enum TimeForm {
    Date,
    Utc,
    Zoned(&'static str),
    Floating,
}

/// The value of a property, by its type (RFC 5545 3.3).
pub(in crate::feed) enum Value<'v> {
    /// A TEXT of our own tokens, in which nothing has to be escaped.
    Token(&'v str),
    /// TEXT, as [`plain`] leaves it.
    Text(&'v str),
    /// A list of TEXT.
    Texts(&'v [Cow<'v, str>]),
    /// TEXT in a property that no standard knows, whose type is then unknown to readers (RFC 7265 5.1).
    Unknown(&'v str),
    /// URI, as [`is_uri`] wants it.
    Uri(&'v str),
    /// DATE-TIME in UTC.
    Instant(DateTime<Utc>),
    /// DATE or DATE-TIME.
    Time(NaiveDateTime, TimeForm),
    /// UTC-OFFSET, in seconds east.
    Offset(i32),
    /// DURATION; a negative one is before.
    Duration(TimeDelta),
    /// RECUR, as RFC 5545 3.3.10 writes it.
    Recur(&'v str),
    /// INTEGER.
    Integer(u32),
}

/// Where components and their properties go. In a component, properties come before the components inside.
pub(in crate::feed) trait Content {
    /// Begins a component.
    fn begin(&mut self, component: &'static str);

    /// Ends the component that was begun last.
    fn end(&mut self, component: &'static str);

    /// Writes a property. No parameter is VALUE or TZID: the value knows these.
    fn property(&mut self, name: &'static str, parameters: &[(&'static str, &str)], value: Value<'_>);

    /// A property whose value is a token of our own: no text from outside.
    fn token(&mut self, name: &'static str, value: &str) {
        self.property(name, &[], Value::Token(value));
    }

    /// A property of type TEXT. Nothing is written for an empty text.
    fn text(&mut self, name: &'static str, value: &str) {
        let value = plain(value);
        if !value.is_empty() {
            self.property(name, &[], Value::Text(&value));
        }
    }

    /// A property that no standard knows. Nothing is written for an empty text.
    fn unknown(&mut self, name: &'static str, value: &str) {
        let value = plain(value);
        if !value.is_empty() {
            self.property(name, &[], Value::Unknown(&value));
        }
    }

    /// A property of type URI. What is no URI is not written.
    fn uri(&mut self, name: &'static str, parameters: &[(&'static str, &str)], value: &str) {
        if is_uri(value) {
            self.property(name, parameters, Value::Uri(value));
        }
    }
}

/// A text without what no format can hold: line ends are one character, other controls are dropped, because XML-based
/// programs refuse them.
pub(in crate::feed) fn plain(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let other = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !trimmed.contains(other) {
        return Cow::Borrowed(trimmed);
    }
    let trimmed = trimmed.replace("\r\n", "\n");
    let kept = trimmed.chars().filter_map(|c| match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\t' => Some(' '),
        // Byte order marks inside a text confuse the same parsers that one at the start does.
        '\u{feff}' => None,
        c => (!c.is_control()).then_some(c),
    });
    Cow::Owned(kept.collect())
}

/// A scheme and no space or control: enough that the value cannot end its line or be taken for text.
pub(in crate::feed) fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
    });
    scheme
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_one_word_with_a_scheme() {
        assert!(is_uri("https://zoom.us/j/1?pwd=a,b;c"));
        for text in ["zoom.us", "https://a b", "javascript", "https://a\r\nX:y", "1:2", "mailto:"] {
            assert!(!is_uri(text), "{text}");
        }
    }

    #[test]
    fn a_text_has_one_kind_of_line_end_and_no_control() {
        assert_eq!(plain(" a\r\nb\u{2028}c\u{85}d\te\u{feff}\u{7}f\r\n"), "a\nb\nc\nd ef");
        assert!(matches!(plain("a\nb"), Cow::Borrowed("a\nb")));
    }
}
