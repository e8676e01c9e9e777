//! Content lines (RFC 5545 3.1): escaping, folding, nothing that could add a line of its own.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};

/// Content lines, as octets.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
}

/// How the times of an event are written: all of them alike (RFC 5545 3.3.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeForm {
    Date,
    Utc,
    Zoned(&'static str),
    Floating,
}

/// The longest line, without its CRLF (RFC 5545 3.1).
const OCTETS: usize = 75;

impl Lines {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A property whose value is made of tokens of our own: no text from outside.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A property of type TEXT. Nothing is written for an empty text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let escaped = escape(value);
        if !escaped.is_empty() {
            self.fold(&format!("{name}:{escaped}"));
        }
    }

    /// A property whose value is a list of TEXT.
    pub(super) fn texts<'v>(&mut self, name: &str, values: impl IntoIterator<Item = &'v str>) {
        let escaped: Vec<String> = values.into_iter().map(escape).filter(|value| !value.is_empty()).collect();
        if !escaped.is_empty() {
            self.fold(&format!("{name}:{}", escaped.join(",")));
        }
    }

    /// A property of type URI. What is no URI is not written.
    pub(super) fn uri(&mut self, name: &str, value: &str) {
        if is_uri(value) {
            self.fold(&format!("{name}:{value}"));
        }
    }

    /// A property of type DATE-TIME in UTC.
    pub(super) fn instant(&mut self, name: &str, value: DateTime<Utc>) {
        self.fold(&format!("{name}:{}", instant(value)));
    }

    /// A DATE or DATE-TIME of one type and in one zone.
    pub(super) fn time(&mut self, name: &str, civil: NaiveDateTime, form: TimeForm) {
        let line = match form {
            TimeForm::Date => format!("{name};VALUE=DATE:{}", civil.format("%Y%m%d")),
            TimeForm::Utc => format!("{name}:{}", instant(civil.and_utc())),
            TimeForm::Zoned(tzid) => format!("{name};TZID={tzid}:{}", self::civil(civil)),
            TimeForm::Floating => format!("{name}:{}", self::civil(civil)),
        };
        self.fold(&line);
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

/// A DURATION (RFC 5545 3.3.6) as in `PT50M`.
pub(super) fn duration(length: TimeDelta) -> String {
    match length.num_seconds() {
        seconds if seconds % 60 == 0 => format!("PT{}M", seconds / 60),
        seconds => format!("PT{seconds}S"),
    }
}

/// TEXT (RFC 5545 3.3.11). Line ends become `\n`; other controls are dropped, because XML-based programs refuse them.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n");
    for c in text.trim().chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            // Byte order marks inside a text confuse the same parsers that one at the start does.
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A parameter's value, quoted, with carets for what quotes cannot hold (RFC 6868).
pub(super) fn parameter(text: &str) -> String {
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

/// A scheme and no space or control: enough that the value cannot end its line or be taken for text.
pub(super) fn is_uri(text: &str) -> bool {
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

    fn written(name: &str, value: &str) -> String {
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
            assert_eq!(unfolded.trim_end(), format!("DESCRIPTION:{}", escape(&value)));
        }
    }

    #[test]
    fn a_parameter_holds_anything() {
        assert_eq!(parameter("a \"b\"^c\nd\u{1}"), "\"a ^'b^'^^c^nd\"");
    }

    #[test]
    fn a_uri_is_one_word_with_a_scheme() {
        assert!(is_uri("https://zoom.us/j/1?pwd=a,b;c"));
        for text in ["zoom.us", "https://a b", "javascript", "https://a\r\nX:y", "1:2", "mailto:"] {
            assert!(!is_uri(text), "{text}");
        }
    }
}
