//! Content lines (RFC 5545 3.1): escaping, folding, nothing that could add a line of its own.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

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

    /// Adds whole lines that were written before.
    pub(super) fn append(&mut self, lines: &[u8]) {
        self.bytes.extend_from_slice(lines);
    }

    /// Ends the line that began at a place, in pieces of at most 75 octets, cut neither inside a character nor inside an
    /// escape. Most lines are shorter, and stay where they were written.
    fn end_line(&mut self, began: usize) {
        if self.bytes.len() - began > OCTETS {
            let line = self.bytes.split_off(began);
            let (mut rest, mut room) = (&line[..], OCTETS);
            while rest.len() > room {
                let (piece, after) = rest.split_at(cut(rest, room));
                self.bytes.extend_from_slice(piece);
                self.bytes.extend_from_slice(b"\r\n ");
                (rest, room) = (after, OCTETS - 1);
            }
            self.bytes.extend_from_slice(rest);
        }
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

impl Content for Lines {
    fn begin(&mut self, component: &'static str) {
        self.push("BEGIN:");
        self.push(component);
        self.push("\r\n");
    }

    fn end(&mut self, component: &'static str) {
        self.push("END:");
        self.push(component);
        self.push("\r\n");
    }

    fn property(&mut self, name: &'static str, parameters: &[(&'static str, &str)], value: Value<'_>) {
        let began = self.bytes.len();
        self.push(name);
        match &value {
            Value::Time(_, TimeForm::Date) => self.push(";VALUE=DATE"),
            Value::Time(_, TimeForm::Zoned(tzid)) => [";TZID=", tzid].into_iter().for_each(|t| self.push(t)),
            Value::Uri(_) if WITHOUT_DEFAULT.contains(&name) => self.push(";VALUE=URI"),
            Value::Duration(_) if WITHOUT_DEFAULT.contains(&name) => self.push(";VALUE=DURATION"),
            _ => {}
        }
        for (parameter, value) in parameters {
            [";", parameter, "=", &self::parameter(value)].into_iter().for_each(|text| self.push(text));
        }
        self.push(":");
        match value {
            Value::Token(plain) | Value::Uri(plain) | Value::Recur(plain) => self.push(plain),
            Value::Text(text) | Value::Unknown(text) => escape_into(text, &mut self.bytes),
            Value::Texts(texts) => {
                for (n, text) in texts.iter().enumerate() {
                    self.push(if n == 0 { "" } else { "," });
                    escape_into(text, &mut self.bytes);
                }
            }
            Value::Instant(time) => {
                civil_into(time.naive_utc(), &mut self.bytes);
                self.push("Z");
            }
            Value::Time(civil, TimeForm::Date) => date_into(civil.date(), &mut self.bytes),
            Value::Time(civil, TimeForm::Utc) => {
                civil_into(civil, &mut self.bytes);
                self.push("Z");
            }
            Value::Time(civil, TimeForm::Zoned(_) | TimeForm::Floating) => civil_into(civil, &mut self.bytes),
            Value::Offset(seconds) => self.push(&offset(seconds, "")),
            Value::Duration(length) => self.push(&duration(length)),
            Value::Integer(number) => self.push(&number.to_string()),
        }
        self.end_line(began);
    }
}

/// The last place up to `room` octets where a line may be cut: it begins where none is cut inside an escape.
fn cut(line: &[u8], room: usize) -> usize {
    let begins_character = |n: &usize| line[*n] & 0b1100_0000 != 0b1000_0000;
    let at = (0..=room).rev().find(begins_character).unwrap_or(room);
    let slashes = line[..at].iter().rev().take_while(|octet| **octet == b'\\').count();
    let inside = slashes % 2 == 1 && matches!(line[at], b'\\' | b';' | b',' | b'n');
    if inside { at - 1 } else { at }
}

/// A civil time as in `20251024T090000`, digit by digit: many times as fast as a format, and a feed holds many.
fn civil_into(time: NaiveDateTime, bytes: &mut Vec<u8>) {
    date_into(time.date(), bytes);
    let time = time.time();
    bytes.push(b'T');
    [time.hour(), time.minute(), time.second()].into_iter().for_each(|part| two_digits(part, bytes));
}

/// A date as in `20251024`.
fn date_into(date: NaiveDate, bytes: &mut Vec<u8>) {
    match u32::try_from(date.year()) {
        Ok(year) if year <= 9999 => {
            [year / 100, year % 100, date.month(), date.day()]
                .into_iter()
                .for_each(|part| two_digits(part, bytes));
        }
        _ => bytes.extend_from_slice(date.format("%Y%m%d").to_string().as_bytes()),
    }
}

fn two_digits(number: u32, bytes: &mut Vec<u8>) {
    let digit = |number: u32| b'0' + (number % 10) as u8;
    bytes.extend_from_slice(&[digit(number / 10), digit(number)]);
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
    let mut escaped = Vec::with_capacity(text.len());
    escape_into(text, &mut escaped);
    String::from_utf8(escaped).expect("between whole characters, only whole characters were added")
}

fn escape_into(text: &str, bytes: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|octet| matches!(octet, b'\\' | b';' | b',' | b'\n')) {
        let (plain, after) = rest.split_at(at);
        bytes.extend_from_slice(plain);
        bytes.push(b'\\');
        bytes.push(if after[0] == b'\n' { b'n' } else { after[0] });
        rest = &after[1..];
    }
    bytes.extend_from_slice(rest);
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
