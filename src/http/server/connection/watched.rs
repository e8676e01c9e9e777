//! A stream that notes on its watch what goes through it.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::body::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::socket::Stream;
use super::watch::Watch;

/// With what a client says that it speaks HTTP/2 (RFC 9113 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// How much is read at once.
const PIECE: usize = 4096;
/// A head and a body that are no longer are written as one: to copy them costs less than what the system does for two.
const SHORT: usize = 4096;

/// What a client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// A stream that notes on its watch what goes through it.
pub(super) struct Watched {
    stream: Stream,
    watch: Arc<Watch>,
    /// What has come, and is still to be taken by who speaks the protocol.
    received: Bytes,
}

impl Watched {
    pub(super) fn new(stream: Stream, watch: Arc<Watch>) -> Watched {
        Watched { stream, watch, received: Bytes::new() }
    }

    /// What the client speaks, by its first octets. They are read once, so this costs no call to the system.
    pub(super) async fn protocol(&mut self) -> io::Result<Protocol> {
        loop {
            if !PREFACE.starts_with(&self.received[..self.received.len().min(PREFACE.len())]) {
                return Ok(Protocol::Http1);
            }
            if self.received.len() >= PREFACE.len() {
                return Ok(Protocol::Http2);
            }
            if poll_fn(|cx| self.poll_more(cx)).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// What has come and is not taken.
    pub(super) fn received(&self) -> &[u8] {
        &self.received
    }

    /// Takes so many octets of that.
    pub(super) fn take(&mut self, octets: usize) {
        self.received.advance(octets);
        if self.received.is_empty() {
            // An idle connection holds no memory for what it sent.
            self.received = Bytes::new();
        }
    }

    /// Waits for more than that, and says how many octets came.
    pub(super) fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut octets = [MaybeUninit::uninit(); PIECE];
        let mut read = ReadBuf::uninit(&mut octets);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut read))?;
        let more = read.filled();
        self.watch.read(more.len());
        self.received = if self.received.is_empty() {
            Bytes::copy_from_slice(more)
        } else {
            [&self.received, more].concat().into()
        };
        Poll::Ready(Ok(more.len()))
    }

    /// Reads what nobody wants, and says whether more of it may come.
    fn poll_past(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut octets = [MaybeUninit::uninit(); PIECE];
        let mut past = ReadBuf::uninit(&mut octets);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut past))?;
        let more = past.filled().len();
        Poll::Ready(Ok(more > 0 && self.watch.reads_past(more)))
    }

    fn stream(self: Pin<&mut Self>) -> Pin<&mut Stream> {
        Pin::new(&mut self.get_mut().stream)
    }

    fn wrote(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(octets @ 1..)) = written {
            self.watch.wrote(octets);
        }
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.received.is_empty() {
            let now = self.received.len().min(buf.remaining());
            buf.put_slice(&self.received[..now]);
            self.take(now);
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        let read = self.as_mut().stream().poll_read(cx, buf);
        let more = buf.filled().len() - before;
        if more > 0 {
            self.watch.read(more);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let written = self.as_mut().stream().poll_write(cx, octets);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [octets] = slices {
            return self.poll_write(cx, octets);
        }
        if slices.iter().map(|slice| slice.len()).sum::<usize>() <= SHORT {
            let mut octets = [MaybeUninit::uninit(); SHORT];
            let mut whole = ReadBuf::uninit(&mut octets);
            slices.iter().for_each(|slice| whole.put_slice(slice));
            return self.poll_write(cx, whole.filled());
        }
        let written = self.as_mut().stream().poll_write_vectored(cx, slices);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = self.as_mut().stream().poll_flush(cx);
        if flushed.is_ready() {
            self.watch.flushed();
        }
        flushed
    }

    /// Closing the socket says that everything was sent. Where the client is still sending, that would reset the connection
    /// and lose the answer on its way, so what comes is read past, for a while, until the client has read the answer and closes.
    /// TLS says itself that nothing more comes (RFC 8446 6.1).
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The system may have more than was ever read.
        let has_more = matches!(self.poll_past(cx), Poll::Ready(Ok(true)));
        if has_more || !self.received.is_empty() {
            self.watch.leaves_unread();
        }
        let unread = self.watch.is_left_unread();
        if unread || matches!(self.stream, Stream::Tls(_)) {
            ready!(self.as_mut().stream().poll_shutdown(cx))?;
        }
        if unread {
            self.watch.leaves();
            while ready!(self.poll_past(cx))? {}
        }
        Poll::Ready(Ok(()))
    }
}
