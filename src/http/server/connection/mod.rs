//! One connection: which protocol is spoken on it, and how its requests are answered.

mod answering;
mod gathered;
mod watch;
mod watched;

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::OwnedSemaphorePermit;

use super::socket::Accepted;
use answering::answering;
use gathered::Gathered;
pub(in crate::http) use watch::Watch;
use watched::{Protocol, Watched};

/// How many requests may be under way on one connection of HTTP/2.
const STREAMS: u32 = 128;
/// How many octets of bodies one connection of HTTP/2 may send that nobody asked for.
const WINDOW: u32 = 64 * 1024;

/// Serves one connection until either side closes it. What goes wrong on it concerns nobody else.
pub(in crate::http) async fn serve(accepted: Accepted, watch: Arc<Watch>, slot: OwnedSemaphorePermit) {
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
    // With half-closed connections allowed, hyper reads nothing more before it has answered: not even into an empty buffer.
    builder.max_buf_size(watch.worker.serving.limits.head_size).header_read_timeout(None).half_close(true);
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
