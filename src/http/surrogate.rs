//! `Surrogate-Key`: by what a cache in front forgets an answer (as Varnish's xkey, Fastly and others read it).

use hyper::header::{HeaderName, HeaderValue};

use percent_encoding::percent_decode_str;

use super::metrics::Asked;
use crate::feed::Format;

pub(super) const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// The keys of an answer at a path: one that everything has, what kind it is, and of a feed the calendar, whatever the format
/// and the options. What is kept by nobody has none.
pub(super) fn keys(asked: Asked, path: &str) -> Option<HeaderValue> {
    let kind = match asked {
        Asked::Feed | Asked::Selection | Asked::Week | Asked::Page | Asked::Document => asked.name(),
        Asked::Probe | Asked::Methods | Asked::Nothing => return None,
    };
    let path = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let calendar = Format::of_path(&path).filter(|_| asked == Asked::Feed).map(|(calendar, _)| calendar);
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
        let of = |asked, path| keys(asked, path).map(|keys| keys.to_str().expect("ASCII").to_owned());
        for path in ["/sig-node.ics", "/sig-node.jcal.json", "/sig%2Dnode.ics"] {
            assert_eq!(of(Asked::Feed, path).as_deref(), Some("sigcal feed sig-node"));
        }
        assert_eq!(of(Asked::Selection, "/custom.ics").as_deref(), Some("sigcal selection"));
        assert_eq!(of(Asked::Probe, "/healthz"), None);
    }
}
