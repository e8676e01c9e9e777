//! The fields of a request, whoever read them.

use std::slice::Iter;

use hyper::header::{HeaderMap, HeaderName, HeaderValue, ValueIter};

/// A line that a field has.
pub(in crate::http) type Line<'h> = (HeaderName, &'h [u8]);

/// The fields of a request.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) enum Fields<'h> {
    /// As hyper reads them.
    Map(&'h HeaderMap),
    /// As they came. Hardly any calendar program sends ten, so they are searched.
    Lines(&'h [Line<'h>]),
}

impl<'h> Fields<'h> {
    /// The values of a field, one for each of its lines.
    pub(in crate::http) fn all<'n>(self, name: &'n HeaderName) -> Values<'h, 'n> {
        match self {
            Fields::Map(map) => Values::Map(map.get_all(name).iter()),
            Fields::Lines(lines) => Values::Lines(lines.iter(), name),
        }
    }

    /// Those that are text.
    pub(in crate::http) fn texts<'n>(
        self,
        name: &'n HeaderName,
    ) -> impl Iterator<Item = &'h str> + use<'h, 'n> {
        self.all(name).filter_map(text)
    }

    /// Whether there is such a field.
    pub(in crate::http) fn have(self, name: &HeaderName) -> bool {
        self.all(name).next().is_some()
    }

    /// The value of a field that stands once.
    pub(in crate::http) fn only(self, name: &HeaderName) -> Option<&'h [u8]> {
        let mut values = self.all(name);
        values.next().filter(|_| values.next().is_none())
    }

    /// The same, where it is text.
    pub(in crate::http) fn only_text(self, name: &HeaderName) -> Option<&'h str> {
        self.only(name).and_then(text)
    }
}

/// The values of a field.
pub(in crate::http) enum Values<'h, 'n> {
    Map(ValueIter<'h, HeaderValue>),
    /// The lines that are still to be searched, and for which name.
    Lines(Iter<'h, Line<'h>>, &'n HeaderName),
}

impl<'h> Iterator for Values<'h, '_> {
    type Item = &'h [u8];

    fn next(&mut self) -> Option<&'h [u8]> {
        match self {
            Values::Map(values) => values.next().map(HeaderValue::as_bytes),
            Values::Lines(lines, name) => lines.find(|(other, _)| other == *name).map(|(_, value)| *value),
        }
    }
}

/// A value as text; what else may stand in one is nobody's word for anything (RFC 9110 5.5).
fn text(value: &[u8]) -> Option<&str> {
    let is_text = |octet: &u8| matches!(octet, b'\t' | b' '..=b'~');
    std::str::from_utf8(value).ok().filter(|_| value.iter().all(is_text))
}

#[cfg(test)]
mod tests {
    use hyper::header::{ACCEPT, HOST, RANGE};

    use super::*;

    #[test]
    fn they_are_the_same_whoever_read_them() {
        let lines: [(&str, &[u8]); 4] =
            [("Accept", b"a"), ("hOST", b"h"), ("ACCEPT", b"b\tc"), ("accept", b"\xc3\xa9")];
        let map: HeaderMap = lines
            .iter()
            .map(|(name, value)| {
                let value = HeaderValue::from_bytes(value).expect("a value");
                (name.parse::<HeaderName>().expect("a name"), value)
            })
            .collect();
        let lines = lines.map(|(name, value)| (name.parse::<HeaderName>().expect("a name"), value));
        for fields in [Fields::Map(&map), Fields::Lines(&lines)] {
            assert_eq!(fields.all(&ACCEPT).collect::<Vec<_>>(), [&b"a"[..], b"b\tc", b"\xc3\xa9"]);
            assert_eq!(fields.texts(&ACCEPT).collect::<Vec<_>>(), ["a", "b\tc"]);
            assert_eq!((fields.only(&HOST), fields.only(&ACCEPT)), (Some(&b"h"[..]), None));
            assert_eq!((fields.only_text(&HOST), fields.only_text(&RANGE)), (Some("h"), None));
            assert!(fields.have(&HOST) && !fields.have(&RANGE));
        }
    }
}
