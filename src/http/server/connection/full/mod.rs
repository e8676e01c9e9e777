//! HTTP/1.1 and HTTP/2 in full, as hyper speaks them.

mod frames;
mod gathered;
mod service;

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};

use super::watch::Watch;
use super::watched::{Protocol, Watched};
use gathered::Gathered;
use service::service;

/// How many requests may be under way on one connection of HTTP/2. Each takes some kilobytes for as long as its client does not
/// take its answer.
const STREAMS: u32 = 128;
/// How many where many connections are such already.
const FEW_STREAMS: u32 = 4;
/// How many octets of bodies one connection of HTTP/2 may send that nobody asked for.
const WINDOW: u32 = 64 * 1024;

/// Speaks what the client speaks, to the end of the connection. One that spoke HTTP/1.1 goes on with it (RFC 9113 3.4).
pub(super) async fn speak_in_full(
    mut stream: Watched,
    watch: &Arc<Watch>,
    after_http1: bool,
) -> io::Result<()> {
    let protocol = if after_http1 { Protocol::Http1 } else { stream.protocol().await? };
    // Few connections come here, and each holds what its own protocol needs.
    match protocol {
        Protocol::Http1 => Box::pin(speak_http1(stream, watch)).await,
        Protocol::Http2 => Box::pin(speak_http2(stream, watch)).await,
    }
    Ok(())
}

async fn speak_http1(stream: Watched, watch: &Arc<Watch>) {
    let mut builder = http1::Builder::new();
    // With half-closed connections allowed, hyper reads nothing more before it has answered: not even into an empty buffer.
    builder.max_buf_size(watch.worker.serving.limits.head_size).header_read_timeout(None).half_close(true);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service(watch)));
    let mut told = false;
    poll_fn(|cx| {
        // It is polled before it is told, because hyper closes at once what has read nothing.
        while connection.as_mut().poll(cx).is_pending() {
            // Of a head that has begun to come, hyper would not wait for the end. Its answer is the last anyway.
            if told || !watch.is_finishing() || watch.is_being_asked() {
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
    let stream = Gathered::new(stream, watch);
    let head_size = u32::try_from(watch.worker.serving.limits.head_size).unwrap_or(u32::MAX);
    let wide = watch.worker.wide.try_acquire().ok();
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .max_concurrent_streams(if wide.is_some() { STREAMS } else { FEW_STREAMS })
        .max_header_list_size(head_size)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream.clone()), service(watch)));
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
