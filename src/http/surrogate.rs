//! `Surrogate-Key`: by what a cache in front forgets an answer (as Varnish's xkey, Fastly and others read it).

use hyper::header::{HeaderName, HeaderValue};

use percent_encoding::percent_decode_str;

use super::route_name::RouteName;
use crate::feed::Format;

pub(super) const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// The keys of an answer at a path: one that everything has, what kind it is, and of a feed the calendar, whatever the format
/// and the options. What is kept by nobody has none.
pub(super) fn keys(route: RouteName, path: &str) -> Option<HeaderValue> {
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
