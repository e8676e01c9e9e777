//! Content lines (RFC 5545 3.1): escaping, folding, nothing that could add a line of its own.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::content::{Content, TimeForm, Value};

/// Content lines, as octets.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
}

/// The longest line, without its CRLF (RFC 5545 3.1).
const OCTETS: usize = 75;

/// Properties that have no type unless VALUE says it (RFC 7986 5).
const WITHOUT_DEFAULT: [&str; 3] = ["SOURCE", "CONFERENCE", "REFRESH-INTERVAL"];

impl Lines {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes a line in pieces of at most 75 octets, cut neither inside a character nor inside an escape.
    fn fold(&mut self, line: &str) {
        let mut rest = line;
        let mut room = OCTETS;
        while rest.len() > room {
            let (piece, after) = rest.split_at(cut(rest, room));
            self.bytes.extend_from_slice(piece.as_bytes());
            self.bytes.extend_from_slice(b"\r\n ");
            rest = after;
            room = OCTETS - 1;
        }
        self.bytes.extend_from_slice(rest.as_bytes());
        self.bytes.extend_from_slice(b"\r\n");
    }
}

impl Content for Lines {
    fn begin(&mut self, component: &'static str) {
        self.fold(&format!("BEGIN:{component}"));
    }

    fn end(&mut self, component: &'static str) {
        self.fold(&format!("END:{component}"));
    }

    fn property(&mut self, name: &'static str, parameters: &[(&'static str, &str)], value: Value<'_>) {
        let mut line = String::from(name);
        match &value {
            Value::Time(_, TimeForm::Date) => line.push_str(";VALUE=DATE"),
            Value::Time(_, TimeForm::Zoned(tzid)) => line.extend([";TZID=", tzid]),
            Value::Uri(_) if WITHOUT_DEFAULT.contains(&name) => line.push_str(";VALUE=URI"),
            Value::Duration(_) if WITHOUT_DEFAULT.contains(&name) => line.push_str(";VALUE=DURATION"),
            _ => {}
        }
        for (parameter, value) in parameters {
            line.extend([";", parameter, "="]);
            line.push_str(&self::parameter(value));
        }
        line.push(':');
        match value {
            Value::Token(plain) | Value::Uri(plain) | Value::Recur(plain) => line.push_str(plain),
            Value::Text(text) | Value::Unknown(text) => line.push_str(&escape(text)),
            Value::Texts(texts) => {
                line.push_str(&texts.iter().map(|text| escape(text)).collect::<Vec<_>>().join(","));
            }
            Value::Instant(time) => line.push_str(&instant(time)),
            Value::Time(civil, TimeForm::Date) => line.push_str(&civil.format("%Y%m%d").to_string()),
            Value::Time(civil, TimeForm::Utc) => line.push_str(&instant(civil.and_utc())),
            Value::Time(civil, TimeForm::Zoned(_) | TimeForm::Floating) => line.push_str(&self::civil(civil)),
            Value::Offset(seconds) => line.push_str(&offset(seconds, "")),
            Value::Duration(length) => line.push_str(&duration(length)),
            Value::Integer(number) => line.push_str(&number.to_string()),
        }
        self.fold(&line);
    }
}

/// The last place up to `room` octets where a line may be cut: it begins where none is cut inside an escape.
fn cut(line: &str, room: usize) -> usize {
    let at = (0..=room).rev().find(|n| line.is_char_boundary(*n)).unwrap_or(room);
    let slashes = line[..at].bytes().rev().take_while(|octet| *octet == b'\\').count();
    let inside = slashes % 2 == 1 && line[at..].starts_with(['\\', ';', ',', 'n']);
    if inside { at - 1 } else { at }
}

/// A civil time as in `20251024T090000`.
pub(super) fn civil(time: NaiveDateTime) -> String {
    let (date, time) = (time.date(), time.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    // Ten times as fast as a format of chrono's, and a feed holds many.
    format!("{:04}{:02}{:02}T{hour:02}{minute:02}{second:02}", date.year(), date.month(), date.day())
}

/// An instant as in `20251024T160000Z`.
pub(super) fn instant(time: DateTime<Utc>) -> String {
    civil(time.naive_utc()) + "Z"
}

/// A DURATION (RFC 5545 3.3.6) as in `PT50M`, `PT4H` and `-PT10M`.
pub(in crate::feed) fn duration(length: TimeDelta) -> String {
    let sign = if length < TimeDelta::zero() { "-" } else { "" };
    match length.num_seconds().abs() {
        0 => "PT0S".to_owned(),
        seconds if seconds % 3600 == 0 => format!("{sign}PT{}H", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{sign}PT{}M", seconds / 60),
        seconds => format!("{sign}PT{seconds}S"),
    }
}

/// An offset as in `-0800`, with something between its parts; seconds only where there are some.
pub(in crate::feed) fn offset(seconds: i32, between: &str) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => format!("{sign}{hours:02}{between}{minutes:02}"),
        rest => format!("{sign}{hours:02}{between}{minutes:02}{between}{rest:02}"),
    }
}

/// A plain text as TEXT (RFC 5545 3.3.11).
pub(in crate::feed) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A parameter's value, quoted unless it is a word, with carets for what quotes cannot hold (RFC 6868).
fn parameter(text: &str) -> String {
    if text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-') && !text.is_empty() {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '^' => quoted.push_str("^^"),
            '\n' => quoted.push_str("^n"),
            '"' => quoted.push_str("^'"),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::content::plain;
    use super::*;

    fn written(name: &'static str, value: &str) -> String {
        let mut lines = Lines::default();
        lines.text(name, value);
        String::from_utf8(lines.into_bytes()).expect("text in, text out")
    }

    #[test]
    fn text_cannot_add_a_line() {
        assert_eq!(
            written("SUMMARY", "a;b,c\\d\r\nATTENDEE:mailto:x@y\u{7}\u{2028}e\n"),
            "SUMMARY:a\\;b\\,c\\\\d\\nATTENDEE:mailto:x@y\\ne\r\n"
        );
        assert_eq!(written("SUMMARY", " \u{0}"), "");
    }

    #[test]
    fn lines_are_cut_neither_in_a_character_nor_in_an_escape() {
        for pad in 0..8 {
            let value = format!("{}{}", "x".repeat(pad), "会议\\,;e\u{301}👩‍💻\n".repeat(40));
            let line = written("DESCRIPTION", &value);
            for piece in line.split("\r\n") {
                assert!(piece.len() <= 75, "{} octets", piece.len());
                let slashes = piece.len() - piece.trim_end_matches('\\').len();
                assert_eq!(slashes % 2, 0, "cut inside an escape: {piece}");
            }
            let unfolded = line.replace("\r\n ", "");
            assert_eq!(unfolded.trim_end(), format!("DESCRIPTION:{}", escape(&plain(&value))));
        }
    }

    #[test]
    fn a_parameter_holds_anything() {
        assert_eq!(parameter("a \"b\"^c\nd\u{1}"), "\"a ^'b^'^^c^nd\"");
    }
}
