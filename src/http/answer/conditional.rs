//! Whether the client has it already, wants it at all, and how much of it (RFC 9110 13, 14).

use std::ops::Range;
use std::time::SystemTime;

use hyper::Method;
use hyper::header::{
    HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE,
};

use super::range::{Octets, octets};
use crate::http::request::Fields;

/// What a GET or HEAD comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All of it.
    Whole,
    /// These octets of it.
    Part(Range<usize>),
    /// The client has it.
    NotModified,
    /// The client wants another than there is.
    Failed,
    /// It has none of the octets that are wanted.
    Unsatisfiable,
}

/// What is sent of a representation with this strong tag, date and number of octets, in the order of 13.2.2.
pub(in crate::http) fn outcome(
    method: &Method,
    fields: Fields<'_>,
    etag: &str,
    modified: Option<SystemTime>,
    length: usize,
) -> Outcome {
    // A date counts only where there is no tag: one is known to the second, the other to the octet.
    let wanted = if fields.have(&IF_MATCH) {
        lists(fields, &IF_MATCH, etag, Comparison::Strong)
    } else {
        !fields.have(&IF_UNMODIFIED_SINCE)
            || dates(fields, &IF_UNMODIFIED_SINCE, modified).is_none_or(|(now, then)| now <= then)
    };
    if !wanted {
        return Outcome::Failed;
    }
    let known = if fields.have(&IF_NONE_MATCH) {
        lists(fields, &IF_NONE_MATCH, etag, Comparison::Weak)
    } else {
        fields.have(&IF_MODIFIED_SINCE)
            && dates(fields, &IF_MODIFIED_SINCE, modified).is_some_and(|(now, then)| now <= then)
    };
    if known {
        return Outcome::NotModified;
    }
    // A range is for GET alone (14.2).
    if !fields.have(&RANGE) || method != Method::GET {
        return Outcome::Whole;
    }
    let part = match fields.only_text(&RANGE).map(|range| octets(range, length)) {
        None | Some(Octets::All) => Outcome::Whole,
        Some(Octets::Some(octets)) => Outcome::Part(octets),
        Some(Octets::None) => Outcome::Unsatisfiable,
    };
    match fields.have(&IF_RANGE) {
        false => part,
        // Whoever has a part of another is sent the whole, and never refused.
        true if is_of(fields, etag) && matches!(part, Outcome::Part(_)) => part,
        true => Outcome::Whole,
    }
}

/// Whether If-Range says that the client's part is of what has this tag.
///
/// A date never does: it would have to be known that nothing changed twice in its second (13.1.5, 8.8.2.2), and
/// Last-Modified is a date of the data, which a newer program or another coding writes in other octets.
fn is_of(fields: Fields<'_>, etag: &str) -> bool {
    fields.only(&IF_RANGE) == Some(etag.as_bytes())
}

/// The date of what is there and the one of a header, where both are dates.
fn dates(
    fields: Fields<'_>,
    name: &HeaderName,
    modified: Option<SystemTime>,
) -> Option<(SystemTime, SystemTime)> {
    let asked = httpdate::parse_http_date(fields.only_text(name)?).ok()?;
    Some((modified?, asked))
}

/// How tags are compared (8.8.3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// A weak tag is none.
    Strong,
    /// A weak tag is as good as a strong one.
    Weak,
}

/// Whether the lines of a header hold the tag, or are `*`.
fn lists(fields: Fields<'_>, name: &HeaderName, etag: &str, comparison: Comparison) -> bool {
    fields.all(name).any(|line| {
        // Nearly everybody sends back the one tag that they were given.
        line == etag.as_bytes() || std::str::from_utf8(line).is_ok_and(|line| holds(line, etag, comparison))
    })
}

fn holds(line: &str, etag: &str, comparison: Comparison) -> bool {
    let mut rest = line.trim();
    if rest == "*" {
        return true;
    }
    // A comma may stand inside a tag, so the quotes lead and not the commas.
    while let Some(open) = rest.find('"') {
        let Some(length) = rest[open + 1..].find('"') else { return false };
        let end = open + length + 2;
        let weak = rest[..open].ends_with("W/");
        if &rest[open..end] == etag && !(weak && comparison == Comparison::Strong) {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const TAG: &str = "\"abc-gz\"";
    const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";
    const LATER: &str = "Thursday, 01-Jan-26 00:00:01 GMT";
    const EARLIER: &str = "Wed, 31 Dec 2025 23:59:59 GMT";

    fn asked(method: &Method, pairs: &[(HeaderName, &str)], modified: Option<SystemTime>) -> Outcome {
        let lines: Vec<_> = pairs.iter().map(|(name, value)| (name.clone(), value.as_bytes())).collect();
        outcome(method, Fields::Lines(&lines), TAG, modified, 100)
    }

    fn get(pairs: &[(HeaderName, &str)]) -> Outcome {
        // 1 January 2026, 00:00 UTC
        asked(&Method::GET, pairs, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)))
    }

    #[test]
    fn a_tag_is_found_alone_in_a_list_weak_and_by_a_star() {
        for tags in [TAG, "W/\"abc-gz\"", "\"x\", \"abc-gz\"", "\"a,b\",W/\"abc-gz\" ", "*", " * "] {
            assert_eq!(get(&[(IF_NONE_MATCH, tags)]), Outcome::NotModified, "{tags}");
        }
        assert_eq!(get(&[(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, TAG)]), Outcome::NotModified);
        for tags in ["\"abc\"", "abc-gz", "\"x\"", "", "\"abc-gz", "\"x*\"", "\"ABC-GZ\""] {
            assert_eq!(get(&[(IF_NONE_MATCH, tags)]), Outcome::Whole, "{tags}");
        }
    }

    #[test]
    fn a_tag_that_must_match_does_so_strongly() {
        for tags in [TAG, "*", "\"x\", \"abc-gz\"", "W/\"abc-gz\", \"abc-gz\""] {
            assert_eq!(get(&[(IF_MATCH, tags)]), Outcome::Whole, "{tags}");
        }
        for tags in ["W/\"abc-gz\"", "\"x\"", "", "abc-gz", "\"W/\"abc-gz"] {
            assert_eq!(get(&[(IF_MATCH, tags)]), Outcome::Failed, "{tags}");
        }
        assert_eq!(get(&[(IF_MATCH, TAG), (IF_UNMODIFIED_SINCE, EARLIER)]), Outcome::Whole);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, EARLIER)]), Outcome::Failed);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, DATE)]), Outcome::Whole);
        assert_eq!(get(&[(IF_UNMODIFIED_SINCE, "soon")]), Outcome::Whole);
        assert_eq!(get(&[(IF_MATCH, "\"x\""), (IF_NONE_MATCH, TAG)]), Outcome::Failed);
        assert_eq!(get(&[(IF_MATCH, TAG), (IF_NONE_MATCH, TAG)]), Outcome::NotModified);
    }

    #[test]
    fn a_tag_that_does_not_match_wins_over_a_date_that_does() {
        assert_eq!(get(&[(IF_NONE_MATCH, "\"other\""), (IF_MODIFIED_SINCE, DATE)]), Outcome::Whole);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, DATE)]), Outcome::NotModified);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, LATER)]), Outcome::NotModified);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, EARLIER)]), Outcome::Whole);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, "not a date")]), Outcome::Whole);
        assert_eq!(get(&[(IF_MODIFIED_SINCE, DATE), (IF_MODIFIED_SINCE, DATE)]), Outcome::Whole);
        assert_eq!(asked(&Method::GET, &[(IF_MODIFIED_SINCE, DATE)], None), Outcome::Whole);
        assert_eq!(get(&[]), Outcome::Whole);
    }

    #[test]
    fn a_part_is_of_what_its_tag_says_and_a_date_says_nothing() {
        let part = |value| get(&[(RANGE, "bytes=10-19"), (IF_RANGE, value)]);
        assert_eq!(part(TAG), Outcome::Part(10..20));
        for other in ["W/\"abc-gz\"", "\"x\"", "*", DATE, "", "\"x\", \"abc-gz\""] {
            assert_eq!(part(other), Outcome::Whole, "{other}");
        }
        assert_eq!(get(&[(RANGE, "bytes=100-"), (IF_RANGE, TAG)]), Outcome::Whole);
        assert_eq!(get(&[(RANGE, "bytes=100-")]), Outcome::Unsatisfiable);
        assert_eq!(get(&[(RANGE, "bytes=100-"), (IF_NONE_MATCH, TAG)]), Outcome::NotModified);
        assert_eq!(get(&[(IF_RANGE, TAG)]), Outcome::Whole);
        assert_eq!(get(&[(RANGE, "bytes=0-1"), (RANGE, "bytes=0-1")]), Outcome::Whole);
        assert_eq!(asked(&Method::HEAD, &[(RANGE, "bytes=100-")], None), Outcome::Whole);
    }
}
