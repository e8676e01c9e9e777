//! Whether the client has it already (RFC 9110 13).

use std::time::SystemTime;

use hyper::header::{HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH};

/// Whether a GET of something with this strong tag and date is a 304.
///
/// If-None-Match decides alone where it stands: If-Modified-Since is then not looked at (13.2.2).
pub(super) fn not_modified(headers: &HeaderMap, etag: &str, modified: Option<SystemTime>) -> bool {
    let mut tags = headers.get_all(IF_NONE_MATCH).iter().peekable();
    if tags.peek().is_some() {
        return tags.any(|line| std::str::from_utf8(line.as_bytes()).is_ok_and(|line| lists(line, etag)));
    }
    let Some(modified) = modified else { return false };
    let mut dates = headers.get_all(IF_MODIFIED_SINCE).iter();
    let (Some(date), None) = (dates.next(), dates.next()) else { return false };
    let date = date.to_str().ok().and_then(|date| httpdate::parse_http_date(date).ok());
    date.is_some_and(|date| modified <= date)
}

/// Whether a line of If-None-Match holds the tag, by the weak comparison (8.8.3.2), or is `*`.
fn lists(line: &str, etag: &str) -> bool {
    let mut rest = line.trim();
    if rest == "*" {
        return true;
    }
    // A comma may stand inside a tag, so the quotes lead and not the commas.
    while let Some(open) = rest.find('"') {
        let Some(length) = rest[open + 1..].find('"') else { return false };
        let end = open + length + 2;
        if &rest[open..end] == etag {
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

    fn asked(pairs: &[(hyper::header::HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, value.parse().expect("a test's own value"));
        }
        headers
    }

    fn known(pairs: &[(hyper::header::HeaderName, &str)]) -> bool {
        // 1 January 2026, 00:00 UTC
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
        not_modified(&asked(pairs), TAG, Some(modified))
    }

    #[test]
    fn a_tag_is_found_alone_in_a_list_weak_and_by_a_star() {
        for tags in [TAG, "W/\"abc-gz\"", "\"x\", \"abc-gz\"", "\"a,b\",W/\"abc-gz\" ", "*", " * "] {
            assert!(known(&[(IF_NONE_MATCH, tags)]), "{tags}");
        }
        assert!(known(&[(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, TAG)]));
        for tags in ["\"abc\"", "abc-gz", "\"x\"", "", "\"abc-gz", "\"x*\"", "\"ABC-GZ\""] {
            assert!(!known(&[(IF_NONE_MATCH, tags)]), "{tags}");
        }
    }

    #[test]
    fn a_tag_that_does_not_match_wins_over_a_date_that_does() {
        let date = "Thu, 01 Jan 2026 00:00:00 GMT";
        assert!(!known(&[(IF_NONE_MATCH, "\"other\""), (IF_MODIFIED_SINCE, date)]));
        assert!(known(&[(IF_MODIFIED_SINCE, date)]));
        assert!(known(&[(IF_MODIFIED_SINCE, "Thursday, 01-Jan-26 00:00:01 GMT")]));
        assert!(!known(&[(IF_MODIFIED_SINCE, "Wed, 31 Dec 2025 23:59:59 GMT")]));
        assert!(!known(&[(IF_MODIFIED_SINCE, "not a date")]));
        assert!(!known(&[(IF_MODIFIED_SINCE, date), (IF_MODIFIED_SINCE, date)]));
        assert!(!not_modified(&asked(&[(IF_MODIFIED_SINCE, date)]), TAG, None));
        assert!(!known(&[]));
    }
}
