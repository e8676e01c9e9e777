//! What hyper asks for the answer to a request.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, EXPECT, HeaderValue};
use hyper::service::{Service, service_fn};
use hyper::{Request, Response, Version};

use super::super::answering::{Answered, answer, has_one_host, record};
use super::super::watch::Watch;
use crate::http::Body;
use crate::http::request::Head;

/// What answers the requests of a connection.
pub(super) fn service(
    watch: &Arc<Watch>,
) -> impl Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> + use<> {
    let watch = Arc::clone(watch);
    service_fn(move |request: Request<Incoming>| {
        watch.asked();
        let (watch, asked_at) = (Arc::clone(&watch), watch.worker.nanos());
        // hyper keeps room for one on each connection, also while it is idle.
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let request = Request::from_parts(parts, ());
            let head = Head::of(&request, &watch.peer);
            let record = record(&watch, &head);
            let read = body.is_end_stream() || is_read_past(&watch, &head, body).await;
            let Answered { reply, last } = answer(&watch, &head, record, read);
            if head.version == Version::HTTP_2 {
                // When it is sent depends on the others of its connection.
                let took = watch.worker.nanos().saturating_sub(asked_at);
                watch.worker.tally.took(1, Duration::from_nanos(took));
            }
            let mut response = reply.into_response();
            if last {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(response)
        })
    })
}

/// No request here needs a body. A short one is read past, so that the connection can go on; a long one, or one whose sender
/// waits to be told to send it, is not worth that. In HTTP/2 the others go on anyway, and its client is told that it may stop
/// (RFC 9113 8.1).
async fn is_read_past(watch: &Watch, head: &Head<'_>, body: Incoming) -> bool {
    if head.version == Version::HTTP_2 {
        return true;
    }
    if !has_one_host(watch, head) || head.fields.have(&EXPECT) {
        return false;
    }
    watch.awaits_body();
    let read = ends_within(body, watch.worker.serving.limits.body_size).await;
    watch.body_ended();
    read
}

/// Whether a body comes to its end within so many octets.
async fn ends_within(mut body: Incoming, octets: usize) -> bool {
    let mut left = octets;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return false };
        match left.checked_sub(frame.data_ref().map_or(0, |data| data.len())) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}
