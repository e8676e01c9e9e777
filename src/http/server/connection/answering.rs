//! How the requests of a connection are answered.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, EXPECT, HOST, HeaderValue};
use hyper::service::{Service, service_fn};
use hyper::{Request, Response, Version};

use super::super::access::Record;
use super::Watch;
use crate::http::Body;
use crate::http::request::{Refusal, RouteName};
use crate::http::site::{Head, Site};

/// What answers the requests of a connection.
pub(super) fn answering(
    watch: &Arc<Watch>,
) -> impl Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> + use<> {
    let watch = Arc::clone(watch);
    service_fn(move |request: Request<Incoming>| {
        watch.asked();
        if request.body().is_end_stream() {
            return Answer::Made(Some(answer(&watch, &request, record(&watch, &request), true)));
        }
        let watch = Arc::clone(&watch);
        Answer::Waits(Box::pin(async move {
            let record = record(&watch, &request);
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, ());
            let read = is_read_past(&watch, &request, body).await;
            answer(&watch, &request, record, read)
        }))
    })
}

/// An answer, which nearly always is there at once.
enum Answer {
    Made(Option<Response<Body>>),
    /// For a body to be read past.
    Waits(Pin<Box<dyn Future<Output = Response<Body>> + Send>>),
}

impl Future for Answer {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Answer::Made(response) => response.take().map_or(Poll::Pending, |made| Poll::Ready(Ok(made))),
            Answer::Waits(answer) => answer.as_mut().poll(cx).map(Ok),
        }
    }
}

fn record<'w, B>(watch: &'w Watch, request: &Request<B>) -> Option<Record<'w>> {
    let worker = &watch.worker;
    worker.serving.access_log.map(|addresses| {
        let client = watch.peer.address(request.headers(), &worker.site.proxies);
        Record::begin(request, client, addresses, worker)
    })
}

/// The answer to a request whose body was read, or will not be.
fn answer<B>(watch: &Watch, request: &Request<B>, record: Option<Record<'_>>, read: bool) -> Response<Body> {
    let worker = &watch.worker;
    let site: &Site = &worker.site;
    let (method, headers) = (request.method(), request.headers());
    let one_host = has_one_host(watch, request);
    let (route, mut response) = if one_host {
        let busy = worker.is_busy();
        site.reply(&Head { method, uri: request.uri(), peer: &watch.peer, busy }, headers)
    } else {
        let refusal = Refusal::bad_request(
            "a request has one Host, a name or an address and perhaps a port".to_owned(),
            "一个请求只有一个 Host：域名或地址，可带端口".to_owned(),
        );
        (RouteName::Nothing, refusal.answer(method, headers))
    };
    // One that knows that the server stops asks for the next on another connection, instead of on one that closes.
    if (!read || !one_host || watch.is_finishing()) && request.version() <= Version::HTTP_11 {
        if !read {
            watch.leaves_unread();
        }
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    worker.tally.answered(route, response.status());
    if let Some(record) = record {
        record.end(route, &mut response);
    }
    response
}

/// Whether a proxy before and the server behind mean the same host (RFC 9112 3.2). HTTP/2 has its own field for it, and HTTP/1.0
/// may have none.
fn has_one_host<B>(watch: &Watch, request: &Request<B>) -> bool {
    let headers = request.headers();
    let Some(host) = headers.get(HOST) else { return request.version() != Version::HTTP_11 };
    // Only where a field stands twice are there more values than names.
    let once = headers.len() == headers.keys_len() || headers.get_all(HOST).iter().nth(1).is_none();
    once && watch.is_host(host.as_bytes())
}

/// No request here needs a body. A short one is read past, so that the connection can go on; a long one, or one whose sender
/// waits to be told to send it, is not worth that.
async fn is_read_past(watch: &Watch, request: &Request<()>, body: Incoming) -> bool {
    if !has_one_host(watch, request) || request.headers().contains_key(EXPECT) {
        return false;
    }
    watch.awaits_body();
    let read = ends_within(body, watch.worker.serving.limits.body_size).await;
    watch.answers();
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
