//! Plain requests of HTTP/1.1, as nearly every calendar program sends them and nothing else: a GET or HEAD without a body.
//! They are read and answered here, because hyper takes far more for one. From the first request on that is anything
//! else, the connection is hyper's.

mod reading;
mod writing;

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Poll, ready};

use hyper::Version;
use hyper::body::Buf;
use tokio::io::AsyncWrite;

use super::answering::{answer, record};
use super::watch::Watch;
use super::watched::Watched;
use crate::http::request::{Fields, Head};
use reading::{NotPlain, Plain, empty_lines, plain};
use writing::written;

/// A head that is longer and still not whole is hyper's.
const LONGEST: usize = 4096;

/// How a connection's plain requests came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The connection is over.
    Over,
    /// Something else came, which is still to be taken from the stream: before or after anything of HTTP/1.1.
    Other { after_http1: bool },
}

/// Answers the plain requests of a connection for as long as nothing else comes.
pub(super) async fn answer_plain(stream: &mut Watched, watch: &Watch) -> io::Result<End> {
    let mut after_http1 = false;
    loop {
        let empty = empty_lines(stream.received());
        stream.take(empty);
        after_http1 |= empty > 0;
        match reply_to(stream.received(), watch) {
            Ok(Outgoing { taken, octets, last }) => {
                stream.take(taken);
                send(stream, octets).await?;
                if last {
                    break;
                }
                after_http1 = true;
            }
            Err(NotPlain::Yet) if stream.received().len() < LONGEST => {
                if !more(stream, watch, after_http1).await? {
                    break;
                }
            }
            Err(_) => return Ok(End::Other { after_http1 }),
        }
    }
    poll_fn(|cx| Pin::new(&mut *stream).poll_shutdown(cx)).await?;
    Ok(End::Over)
}

/// Waits for more octets: where the server stops, not for another request than the one that has begun to come.
async fn more(stream: &mut Watched, watch: &Watch, after_http1: bool) -> io::Result<bool> {
    let begun = !stream.received().is_empty();
    if begun {
        watch.begins();
    }
    poll_fn(|cx| match stream.poll_more(cx) {
        Poll::Pending if after_http1 && !begun && watch.is_finishing() => Poll::Ready(Ok(false)),
        read => read.map_ok(|octets| octets > 0),
    })
    .await
}

/// What is to be sent for a request.
struct Outgoing<B> {
    /// How many octets the request took of those that came.
    taken: usize,
    octets: B,
    /// Whether it is the last answer on the connection.
    last: bool,
}

/// The reply to the plain request that what came begins with.
fn reply_to(received: &[u8], watch: &Watch) -> Result<Outgoing<impl Buf + use<>>, NotPlain> {
    let Plain { method, address, path, query, fields, size, last } = plain(received)?;
    watch.asked();
    let head = Head {
        method: &method,
        version: Version::HTTP_11,
        address,
        path,
        query,
        authority: None,
        fields: Fields::Lines(&fields),
        peer: &watch.peer,
        busy: false,
    };
    let answered = answer(watch, &head, record(watch, &head), true);
    let last = last || answered.last;
    let octets = written(answered.reply, &method, last, &watch.date());
    Ok(Outgoing { taken: size, octets, last })
}

/// Sends all of it; as tokio's `write_all_buf`, which gets ready for sixty slices, where these are two.
async fn send(stream: &mut Watched, mut answer: impl Buf) -> io::Result<()> {
    poll_fn(|cx| {
        while answer.has_remaining() {
            let mut slices = [IoSlice::new(&[]); 2];
            let filled = answer.chunks_vectored(&mut slices);
            match ready!(Pin::new(&mut *stream).poll_write_vectored(cx, &slices[..filled]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                octets => answer.advance(octets),
            }
        }
        Pin::new(&mut *stream).poll_flush(cx)
    })
    .await
}
