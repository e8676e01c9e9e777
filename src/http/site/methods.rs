//! OPTIONS: what may be done here.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, HeaderValue, ORIGIN,
};
use hyper::{Response, StatusCode};

use crate::http::Body;
use crate::http::request::{Fields, METHODS};

/// What scripts of other sites may send.
const FROM_OTHER_SITES: &str = "Accept, Accept-Language, Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Range, \
                                If-Unmodified-Since, Range";

/// What may be done here, for CalDAV clients that ask and for browsers that ask before a request from another site.
pub(in crate::http) fn methods(asked: Fields<'_>) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(METHODS));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if asked.have(&ORIGIN) && asked.have(&ACCESS_CONTROL_REQUEST_METHOD) {
        for (name, value) in [
            (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (ACCESS_CONTROL_ALLOW_HEADERS, FROM_OTHER_SITES),
            (ACCESS_CONTROL_MAX_AGE, "86400"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}
