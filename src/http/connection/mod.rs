//! One connection: which protocol is spoken on it, and how its requests are answered.

mod gathered;
mod watch;
mod watched;

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::Poll;

use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, EXPECT, HOST, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::{http1, http2};
use hyper::service::{Service, service_fn};
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::OwnedSemaphorePermit;

use super::Body;
use super::access;
use super::reply::Head;
use super::route_name::RouteName;
use super::socket::Accepted;
use super::{Refusal, Site};
use gathered::Gathered;
pub(super) use watch::Watch;
use watched::{Protocol, Watched};

/// How many requests may be under way on one connection of HTTP/2.
const STREAMS: u32 = 128;
/// How many octets of bodies one connection of HTTP/2 may send that nobody asked for.
const WINDOW: u32 = 64 * 1024;

/// Serves one connection until either side closes it. What goes wrong on it concerns nobody else.
pub(super) async fn serve(accepted: Accepted, watch: Arc<Watch>, slot: OwnedSemaphorePermit) {
    let open = Open { watch: &watch, _slot: slot };
    // The client of a connection that breaks knows it.
    let _ = open.watch.until_aborted(pin!(speak(accepted, &watch))).await;
}

/// A connection's slot, and that it is counted as closed, however it ends.
struct Open<'w> {
    watch: &'w Watch,
    _slot: OwnedSemaphorePermit,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.watch.worker.tally.closed.add(1);
    }
}

async fn speak(accepted: Accepted, watch: &Arc<Watch>) -> std::io::Result<()> {
    let mut stream = Watched::new(accepted.ready().await?, Arc::clone(watch));
    match stream.protocol().await? {
        Protocol::Http1 => speak_http1(stream, watch).await,
        // Few speak it, and what it needs is large: it is not to lie beside what the others need.
        Protocol::Http2 => Box::pin(speak_http2(stream, watch)).await,
    }
    Ok(())
}

async fn speak_http1(stream: Watched, watch: &Arc<Watch>) {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(watch.worker.serving.limits.head_size).header_read_timeout(None);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), answering(watch)));
    let mut told = false;
    poll_fn(|cx| {
        // It is polled before it is told, because hyper closes at once what has read nothing.
        while connection.as_mut().poll(cx).is_pending() {
            if told || !watch.is_finishing() {
                return Poll::Pending;
            }
            told = true;
            connection.as_mut().graceful_shutdown();
        }
        Poll::Ready(())
    })
    .await;
}

async fn speak_http2(stream: Watched, watch: &Arc<Watch>) {
    watch.multiplexes();
    let stream = Gathered::new(stream);
    let head_size = u32::try_from(watch.worker.serving.limits.head_size).unwrap_or(u32::MAX);
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(head_size)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream.clone()), answering(watch)));
    let mut told = false;
    poll_fn(|cx| {
        if connection.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        if !told && watch.is_finishing() {
            told = true;
            connection.as_mut().graceful_shutdown();
            // What it has to say of that, it writes when it is polled again.
            cx.waker().wake_by_ref();
        }
        match stream.poll_send(cx) {
            Poll::Ready(Err(_)) => Poll::Ready(()),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Pending,
        }
    })
    .await;
}

/// What answers the requests of a connection.
fn answering(
    watch: &Arc<Watch>,
) -> impl Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send> + use<> {
    let watch = Arc::clone(watch);
    service_fn(move |request: Request<Incoming>| {
        let watch = Arc::clone(&watch);
        watch.asked();
        async move { Ok::<_, Infallible>(answer(&watch, request).await) }
    })
}

async fn answer(watch: &Watch, request: Request<Incoming>) -> Response<Body> {
    let worker = &watch.worker;
    let site: &Site = &worker.site;
    let (head, body) = request.into_parts();
    let one_host = has_one_host(watch, &head);
    let record = worker.serving.access_log.map(|addresses| {
        access::Record::begin(&head, watch.peer.address(&head.headers, &site.proxies), addresses, worker)
    });
    // No request here needs a body. A short one is read past, so that the connection can go on; a long one, or one
    // whose sender waits to be told to send it, is not worth that.
    let read = body.is_end_stream()
        || one_host && !head.headers.contains_key(EXPECT) && {
            watch.awaits_body();
            let read = read_past(body, worker.serving.limits.body_size).await;
            watch.answers();
            read
        };
    let asked = Head { method: &head.method, uri: &head.uri, peer: &watch.peer, busy: worker.is_busy() };
    let (route, mut response) = match one_host {
        true => site.reply(&asked, &head.headers),
        false => {
            let refusal = Refusal::bad_request(
                "a request has one Host, a name or an address and perhaps a port".to_owned(),
                "一个请求只有一个 Host：域名或地址，可带端口".to_owned(),
            );
            (RouteName::Nothing, refusal.answer(&head.method, &head.headers))
        }
    };
    // One that knows that the server stops asks for the next on another connection, instead of on one that closes.
    if (!read || !one_host || watch.is_finishing()) && head.version <= Version::HTTP_11 {
        watch.unread.store(!read, Relaxed);
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
fn has_one_host(watch: &Watch, head: &Parts) -> bool {
    let headers = &head.headers;
    let Some(host) = headers.get(HOST) else { return head.version != Version::HTTP_11 };
    // Only where a field stands twice are there more values than names.
    let once = headers.len() == headers.keys_len() || headers.get_all(HOST).iter().nth(1).is_none();
    once && watch.is_host(host.as_bytes())
}

/// Whether a body came to its end within so many octets.
async fn read_past(mut body: Incoming, octets: usize) -> bool {
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
