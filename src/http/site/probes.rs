//! What the server says of itself: that it is there, whether traffic may come, and what it counted.

use std::sync::atomic::Ordering::Relaxed;

use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};
use serde_json::json;

use super::Site;
use crate::http::Body;
use crate::http::metrics::{CONTENT_TYPE as OPENMETRICS, State, exposition};
use crate::http::publication::Publication;
use crate::time::tzdb_version;

const TEXT: &str = "text/plain; charset=utf-8";

impl Site {
    pub(in crate::http) fn health(&self, publication: &Publication) -> Response<Body> {
        let health = json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            "tzdb": tzdb_version(),
            "community": publication.community().name.en,
            "publication": publication.version(),
            "groups": publication.community().groups.len(),
            "series": publication.series().len(),
            "calendars": publication.catalog().calendars().len(),
        });
        now(StatusCode::OK, "application/json; charset=utf-8", format!("{health}\n"))
    }

    pub(super) fn readiness(&self) -> Response<Body> {
        match self.ready.load(Relaxed) {
            true => {
                // What is wrong names files of this machine, which are nobody else's business.
                let stale = self.stale.load(Relaxed);
                let stale = if stale { "the newest data is not served; the log says why\n" } else { "" };
                now(StatusCode::OK, TEXT, format!("ready\n{stale}"))
            }
            false => now(StatusCode::SERVICE_UNAVAILABLE, TEXT, "not ready: stopping\n".to_owned()),
        }
    }

    /// The metrics.
    pub(in crate::http) fn exposition(&self, publication: &Publication) -> Response<Body> {
        let published_at = self.published_at.load(Relaxed);
        let now_at = u64::try_from((self.clock)().timestamp_millis()).unwrap_or(0);
        let state = State {
            version: publication.version().to_owned(),
            published_at: published_at as f64 / 1e3,
            age: now_at.saturating_sub(published_at) as f64 / 1e3,
            fresh: !self.stale.load(Relaxed),
            ready: self.ready.load(Relaxed),
            calendars: publication.catalog().calendars().len(),
            series: publication.series().len(),
            cache: publication.cache.used(),
            tzdb: tzdb_version().to_owned(),
        };
        now(StatusCode::OK, OPENMETRICS, exposition(&self.metrics, state))
    }
}

/// An answer that is true now and kept by nobody.
pub(in crate::http) fn now(status: StatusCode, content_type: &'static str, text: String) -> Response<Body> {
    let length = HeaderValue::from(text.len());
    let mut response = Response::new(Body::new(Bytes::from(text)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, length);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
