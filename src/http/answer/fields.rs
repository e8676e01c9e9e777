//! Which fields a request has of those that change the answer to it.

use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, RANGE,
};

/// The fields of a request, looked over in one pass: nearly nobody asks for more than one of these, and a look-up for each
/// would cost everybody.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Fields<'h> {
    pub headers: &'h HeaderMap,
    there: u8,
}

/// A field that changes an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::http) enum Field {
    Accept = 1,
    AcceptEncoding = 1 << 1,
    IfMatch = 1 << 2,
    IfUnmodifiedSince = 1 << 3,
    IfNoneMatch = 1 << 4,
    IfModifiedSince = 1 << 5,
    Range = 1 << 6,
    IfRange = 1 << 7,
}

/// What makes an answer depend on more than what is there and what the client takes.
const CONDITIONS: u8 = !(Field::Accept as u8 | Field::AcceptEncoding as u8);

impl<'h> Fields<'h> {
    pub(in crate::http) fn of(headers: &'h HeaderMap) -> Fields<'h> {
        let bit = |name: &HeaderName| match *name {
            ACCEPT => Field::Accept as u8,
            ACCEPT_ENCODING => Field::AcceptEncoding as u8,
            IF_MATCH => Field::IfMatch as u8,
            IF_UNMODIFIED_SINCE => Field::IfUnmodifiedSince as u8,
            IF_NONE_MATCH => Field::IfNoneMatch as u8,
            IF_MODIFIED_SINCE => Field::IfModifiedSince as u8,
            RANGE => Field::Range as u8,
            IF_RANGE => Field::IfRange as u8,
            _ => 0,
        };
        Fields { headers, there: headers.keys().fold(0, |there, name| there | bit(name)) }
    }

    /// Whether a field is there.
    pub(in crate::http) fn have(&self, field: Field) -> bool {
        self.there & field as u8 != 0
    }

    /// Whether a condition or a range is there.
    pub(super) fn have_conditions(&self) -> bool {
        self.there & CONDITIONS != 0
    }
}
