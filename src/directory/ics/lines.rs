//! Content lines: unfolded, numbered, each read by the `icalendar` crate's parser.
//!
//! The crate is given one line at a time. Given a whole file it fails at the first line it cannot read, does not
//! say where, runs on over mixed line endings, and recurses into nested components until the stack ends.

use icalendar::parser;

use super::super::Place;

/// A property with its parameters. Names are in capitals, TEXT values unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::directory) struct Property {
    pub(in crate::directory) name: String,
    params: Vec<(String, String)>,
    pub(in crate::directory) value: String,
    pub(in crate::directory) line: u32,
}

impl Property {
    /// The value of a parameter, without quotes.
    pub(in crate::directory) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(in crate::directory) fn place(&self) -> Place {
        let length = u32::try_from(self.name.chars().count()).unwrap_or(1).max(1);
        Place { line: self.line, column: 1, length }
    }
}

/// A content line and the number of the line it starts on.
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) text: String,
}

/// The unfolded lines of a file (RFC 5545 3.1), with any line ending, without empty ones.
pub(super) fn unfold(text: &str) -> Vec<Line> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<Line> = Vec::new();
    for (number, physical) in (1..).zip(text.split('\n')) {
        match (physical.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(line)) => line.text.push_str(rest),
            _ if physical.trim().is_empty() => {}
            _ => lines.push(Line { number, text: physical.to_owned() }),
        }
    }
    lines
}

/// Reads a property that stands on its own, as another format may quote one.
pub(in crate::directory) fn quoted(text: &str, number: u32) -> Option<Property> {
    property(&Line { number, text: text.to_owned() })
}

/// Reads one line; none where it is no property.
pub(super) fn property(line: &Line) -> Option<Property> {
    let end = line.text.find([':', ';'])?;
    let (name, rest) = line.text.split_at(end);
    let name = name.trim().to_ascii_uppercase();
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || !name.chars().all(known) {
        return None;
    }
    let written = format!("{name}{rest}");
    let read = parser::Property::try_from(written.as_str()).ok()?;
    let unquoted = |value: &str| value.trim().trim_matches('"').to_owned();
    let params = read
        .params
        .iter()
        .map(|param| {
            let value = param.val.as_ref().map(|value| unquoted(value.as_str()));
            (param.key.as_str().to_ascii_uppercase(), value.unwrap_or_default())
        })
        .collect();
    // NAME is TEXT too (RFC 7986 5.1), which the crate does not know.
    let value = if name == "NAME" { read.val.unescape_text() } else { read.val };
    Some(Property { params, value: value.as_str().to_owned(), line: line.number, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Option<Property>> {
        unfold(text).iter().map(property).collect()
    }

    #[test]
    fn a_line_is_unfolded_and_keeps_its_number() {
        let read = read("\u{feff}BEGIN:VEVENT\r\nSUMMARY:SIG\r\n  No\r\n\tde\r\n\r\nurl:https://a.example\n");
        let read: Vec<_> = read.into_iter().flatten().map(|p| (p.line, p.name, p.value)).collect();
        let want = [(2, "SUMMARY", "SIG Node"), (6, "URL", "https://a.example")];
        assert_eq!(read, want.map(|(line, name, value)| (line, name.to_owned(), value.to_owned())));
    }

    #[test]
    fn parameters_may_be_quoted_and_in_small_letters() {
        let read = read("dtstart;tzid=\"Europe/Berlin\";value=date-time:20260101T090000\nno colon\n:\nBÜG:1");
        let property = read[0].as_ref().expect("a property");
        assert_eq!(
            (property.param("TZID"), property.param("VALUE")),
            (Some("Europe/Berlin"), Some("date-time"))
        );
        assert_eq!(read[1..], [None, None, None]);
    }

    #[test]
    fn text_is_unescaped() {
        let read = read("SUMMARY:a\\, b\\n\\\\\nNAME:c\\;");
        assert_eq!(read.into_iter().flatten().map(|p| p.value).collect::<Vec<_>>(), ["a, b\n\\", "c;"]);
    }
}
