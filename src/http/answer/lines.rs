//! Fields as HTTP/1.1 writes them (RFC 9112 5), which is how those of a resource are kept.

use hyper::body::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

/// Fields as HTTP/1.1 writes them, to the empty line after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Lines(Bytes);

/// More than any answer has.
const MOST: usize = 32;

impl Lines {
    pub(super) fn of(fields: &HeaderMap) -> Lines {
        debug_assert!(fields.len() <= MOST, "they could not be read back");
        let mut octets = Vec::new();
        write_lines(fields, &mut octets);
        octets.extend_from_slice(b"\r\n");
        Lines(octets.into_boxed_slice().into())
    }

    /// The fields one by one, for what needs them so.
    pub(super) fn fields(&self) -> HeaderMap {
        let mut lines = [httparse::EMPTY_HEADER; MOST];
        let Ok(httparse::Status::Complete((_, lines))) = httparse::parse_headers(&self.0, &mut lines) else {
            return HeaderMap::new();
        };
        let field = |line: &httparse::Header<'_>| {
            let name = HeaderName::from_bytes(line.name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_maybe_shared(self.0.slice_ref(line.value)).ok()?))
        };
        lines.iter().filter_map(field).collect()
    }

    pub(in crate::http) fn octets(&self) -> &Bytes {
        &self.0
    }
}

/// Writes each field on its line.
pub(in crate::http) fn write_lines(fields: &HeaderMap, octets: &mut Vec<u8>) {
    for (name, value) in fields {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            octets.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_the_same_when_they_are_read_back() {
        let mut fields = HeaderMap::new();
        for (name, value) in [("etag", "\"a: b\""), ("vary", "Accept"), ("vary", "Range"), ("x-empty", "")] {
            let name = HeaderName::from_static(name);
            fields.append(name, HeaderValue::from_static(value));
        }
        let lines = Lines::of(&fields);
        assert_eq!(
            lines.octets()[..],
            *b"etag: \"a: b\"\r\nvary: Accept\r\nvary: Range\r\nx-empty: \r\n\r\n"
        );
        assert_eq!(lines.fields(), fields);
        assert_eq!(Lines::of(&HeaderMap::new()).fields(), HeaderMap::new());
    }
}
