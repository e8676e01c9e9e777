//! What is answered: octets that were made with their resource, or a response of its own.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Response, StatusCode};

use super::lines::Lines;
use crate::http::Body;

/// What is answered.
#[derive(Debug)]
pub(in crate::http) enum Reply {
    /// As it was made with its resource: nothing of it is made for one request.
    Fixed(Fixed),
    /// Made for one request.
    Made(Response<Body>),
}

/// An answer that is the same each time.
#[derive(Debug)]
pub(in crate::http) struct Fixed {
    pub status: StatusCode,
    pub lines: Lines,
    pub body: Bytes,
}

impl Reply {
    pub(in crate::http) fn status(&self) -> StatusCode {
        match self {
            Reply::Fixed(fixed) => fixed.status,
            Reply::Made(response) => response.status(),
        }
    }

    /// One whose fields can be changed.
    pub(in crate::http) fn into_response(self) -> Response<Body> {
        match self {
            Reply::Fixed(Fixed { status, lines, body }) => {
                let mut response = Response::new(Full::new(body));
                *response.status_mut() = status;
                *response.headers_mut() = lines.fields();
                response
            }
            Reply::Made(response) => response,
        }
    }
}
