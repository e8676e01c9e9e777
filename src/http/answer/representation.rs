//! What is sent of a resource in one coding: its octets, all or some of them, and the fields of each answer.

use std::ops::Range;

use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING,
    CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderValue, LAST_MODIFIED, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Response, StatusCode};

use super::encoding::Encoding;
use super::held::Held;
use super::kind::ResourceKind;
use super::lines::Lines;
use super::reply::{Fixed, Reply};
use crate::directory::Text;
use crate::feed::etag;
use crate::http::Body;
use crate::http::request::{Fields, Refusal};

/// Bytes in one encoding, and the fields of a 200 and of a 304 of them.
#[derive(Debug)]
pub(super) struct Representation {
    body: Bytes,
    etag: String,
    of_200: Lines,
    of_304: Lines,
}

impl Representation {
    /// Its octets in memory.
    pub(in crate::http) fn size(&self) -> usize {
        let lines = self.of_200.octets().len() + self.of_304.octets().len();
        self.body.len() + self.etag.len() + lines
    }

    /// Has its octets counted for as long as anybody has them.
    pub(super) fn count(&mut self, held: &Held) {
        self.body = held.counted(std::mem::take(&mut self.body));
    }

    /// Its octets.
    pub(in crate::http) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Its strong tag.
    pub(in crate::http) fn etag(&self) -> &str {
        &self.etag
    }

    /// The 200.
    pub(in crate::http) fn whole(&self, method: &Method) -> Reply {
        let body = if method == Method::HEAD { Bytes::new() } else { self.body.clone() };
        Reply::Fixed(Fixed { status: StatusCode::OK, lines: self.of_200.clone(), body })
    }

    /// The 304.
    pub(super) fn not_modified(&self) -> Reply {
        let lines = self.of_304.clone();
        Reply::Fixed(Fixed { status: StatusCode::NOT_MODIFIED, lines, body: Bytes::new() })
    }

    /// The 206 of some octets, with what a 200 says beside them.
    pub(in crate::http) fn part(&self, octets: Range<usize>) -> Reply {
        let (first, last) = (octets.start, octets.end - 1);
        let (status, lines) = (StatusCode::PARTIAL_CONTENT, self.of_200.clone());
        let mut response =
            Reply::Fixed(Fixed { status, lines, body: self.body.slice(octets) }).into_response();
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(last - first + 1));
        self.ranged(&mut response, &format!("{first}-{last}"));
        Reply::Made(response)
    }

    /// The 416: none of the octets that are wanted is there.
    pub(super) fn unsatisfiable(&self, method: &Method, asked: Fields<'_>) -> Reply {
        let sentence = format!("Range: there are {} octets here, the first of them is 0", self.body.len());
        let sentence = Text { en: sentence, zh: None };
        let refusal = Refusal { status: StatusCode::RANGE_NOT_SATISFIABLE, sentence };
        let mut response = refusal.answer(method, asked);
        self.ranged(&mut response, "*");
        Reply::Made(response)
    }

    /// The 412: another than there is was wanted.
    pub(in crate::http) fn failed(&self, method: &Method, asked: Fields<'_>) -> Reply {
        let sentence = format!(
            "what is here is another than If-Match or If-Unmodified-Since wants; its tag is {}",
            self.etag
        );
        let sentence = Text { en: sentence, zh: None };
        let refusal = Refusal { status: StatusCode::PRECONDITION_FAILED, sentence };
        Reply::Made(refusal.answer(method, asked))
    }

    fn ranged(&self, response: &mut Response<Body>, range: &str) {
        let headers = response.headers_mut();
        let range = HeaderValue::from_str(&format!("bytes {range}/{}", self.body.len()));
        headers.extend(range.ok().map(|range| (CONTENT_RANGE, range)));
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }

    /// The same in a coding. Its tag is one of its own octets, which another release of a coder may write otherwise.
    pub(in crate::http) fn coded(&self, encoding: Encoding, bytes: Vec<u8>) -> Representation {
        let name = encoding.name().unwrap_or_default();
        let etag = etag(&bytes);
        let (mut of_200, mut of_304) = (self.of_200.fields(), self.of_304.fields());
        if let Ok(tag) = HeaderValue::from_str(&etag) {
            of_200.insert(ETAG, tag.clone());
            of_304.insert(ETAG, tag);
        }
        of_200.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        of_200.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        Representation { of_200: Lines::of(&of_200), of_304: Lines::of(&of_304), body: kept(bytes), etag }
    }

    pub(in crate::http) fn new(body: Bytes, etag: String, kind: &ResourceKind) -> Representation {
        let fixed = HeaderValue::from_static;
        let made = |text: String| HeaderValue::from_str(&text).ok();
        let mut of_304 = HeaderMap::from_iter([
            (CACHE_CONTROL, fixed(kind.cache_control)),
            (VARY, fixed(kind.vary)),
            (ACCESS_CONTROL_ALLOW_ORIGIN, fixed("*")),
        ]);
        of_304.extend(made(etag.clone()).map(|tag| (ETAG, tag)));
        let mut of_200 = of_304.clone();
        // A 304 has no more than caches need to find what they keep (RFC 9110 15.4.5).
        if let Some(modified) = kind.modified {
            of_200.extend(made(httpdate::fmt_http_date(modified.into())).map(|date| (LAST_MODIFIED, date)));
        }
        of_200.extend([(CONTENT_TYPE, fixed(kind.content_type)), (X_CONTENT_TYPE_OPTIONS, fixed("nosniff"))]);
        of_200.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        of_200.extend(kind.lang.map(|lang| (CONTENT_LANGUAGE, fixed(lang.tag()))));
        if let Some(name) = &kind.filename {
            of_200.extend(
                made(format!("inline; filename=\"{name}\"")).map(|value| (CONTENT_DISPOSITION, value)),
            );
        }
        if let Some(policy) = &kind.content_security_policy {
            of_200.extend(made(policy.to_string()).map(|policy| (CONTENT_SECURITY_POLICY, policy)));
            of_200.insert(REFERRER_POLICY, fixed("no-referrer"));
        }
        Representation { body, etag, of_200: Lines::of(&of_200), of_304: Lines::of(&of_304) }
    }
}

/// Octets without the room that was left for more of them.
pub(in crate::http) fn kept(mut octets: Vec<u8>) -> Bytes {
    octets.shrink_to_fit();
    octets.into()
}
