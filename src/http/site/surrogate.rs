//! `Surrogate-Key`: by what a cache in front forgets an answer (as Varnish's xkey, Fastly and others read it).

use hyper::Response;
use hyper::header::{CACHE_CONTROL, HeaderName, HeaderValue};

use percent_encoding::percent_decode_str;

use crate::feed::Format;
use crate::http::Body;
use crate::http::request::RouteName;

pub(super) const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// Whether a cache in front may keep an answer: no refusal, and nothing that is for one client.
pub(super) fn is_kept_by_caches(response: &Response<Body>) -> bool {
    let refused = response.status().is_client_error() || response.status().is_server_error();
    let policy =
        response.headers().get(CACHE_CONTROL).and_then(|policy| policy.to_str().ok()).unwrap_or_default();
    !refused && !policy.contains("private") && !policy.contains("no-store")
}

/// The keys of an answer at a path: one that everything has, what kind it is, and of a feed the calendar, whatever the format
/// and the options. What is kept by nobody has none.
pub(in crate::http) fn keys(route: RouteName, path: &str) -> Option<HeaderValue> {
    let kind = match route {
        RouteName::Feed | RouteName::Selection | RouteName::Week | RouteName::Page | RouteName::Document => {
            route.name()
        }
        RouteName::Probe | RouteName::Methods | RouteName::Nothing => return None,
    };
    let path = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let calendar = Format::of_path(&path).filter(|_| route == RouteName::Feed).map(|(calendar, _)| calendar);
    let keys = match calendar {
        Some(calendar) => format!("sigcal {kind} {calendar}"),
        None => format!("sigcal {kind}"),
    };
    HeaderValue::from_str(&keys).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_has_one_key_in_every_format() {
        let of = |route, path| keys(route, path).map(|keys| keys.to_str().expect("ASCII").to_owned());
        for path in ["/sig-node.ics", "/sig-node.jcal.json", "/sig%2Dnode.ics"] {
            assert_eq!(of(RouteName::Feed, path).as_deref(), Some("sigcal feed sig-node"));
        }
        assert_eq!(of(RouteName::Selection, "/custom.ics").as_deref(), Some("sigcal selection"));
        assert_eq!(of(RouteName::Probe, "/healthz"), None);
    }
}
