//! Any request's head, answered by a site without a socket: a line with the method and the address, then a header to
//! a line.
#![no_main]

use std::sync::{Arc, OnceLock};

use hyper::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, VARY};
use hyper::{Method, StatusCode, Uri};
use libfuzzer_sys::fuzz_target;
use sigcal::directory::{KUBERNETES, load};
use sigcal::http::{Publication, Site};
use sigcal::schedule::plan;

/// The community that sigcal ships with, on a Tuesday.
fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let community = load(KUBERNETES).community.expect("the shipped file is readable");
        let (series, _) = plan(&community);
        let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
        Site::new(Publication::new(community, series, None), Arc::new(move || now))
    })
}

/// What hyper would make of it, which refuses what is no method, no address and no header.
fn head(text: &[u8]) -> Option<(Method, Uri, HeaderMap)> {
    let mut lines = text.split(|byte| *byte == b'\n');
    let first = std::str::from_utf8(lines.next()?).ok()?;
    let (method, uri) = first.split_once(' ')?;
    let mut headers = HeaderMap::new();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        headers.append(name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?);
    }
    Some((method.parse().ok()?, uri.parse().ok()?, headers))
}

fuzz_target!(|text: &[u8]| {
    let Some((method, uri, headers)) = head(text) else { return };
    let reads = method == Method::GET || method == Method::HEAD;
    let answer = |headers: &HeaderMap| site().answer(&method, &uri, headers.clone());
    let (one, two) = (answer(&headers), answer(&headers));
    assert_eq!((one.status(), one.headers()), (two.status(), two.headers()), "the same to the same");
    let status = one.status();
    assert!(!status.is_server_error() && !status.is_informational(), "{status}");
    let refused = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::URI_TOO_LONG];
    assert!(reads || method == Method::OPTIONS || refused.contains(&status), "{status}");
    if status == StatusCode::OK && reads {
        assert!(one.headers().contains_key(CONTENT_TYPE));
    }
    // Whoever has this very answer is told that it is still the same.
    if let (StatusCode::OK, true, Some(tag)) = (status, reads, one.headers().get(ETAG)) {
        let mut has = headers.clone();
        has.insert("if-none-match", tag.clone());
        let again = answer(&has);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(
            (again.headers().get(ETAG), again.headers().get(VARY)),
            (Some(tag), one.headers().get(VARY))
        );
    }
});
