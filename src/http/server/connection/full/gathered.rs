//! A stream that gathers what is written until there is nothing more to write at the moment.
//!
//! HTTP/2 writes each frame by itself; many answers then leave in one call to the system.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::watch::Watch;
use super::super::watched::Watched;
use super::frames::Frames;

/// So many octets are gathered and no more.
const MOST: usize = 16 * 1024;

/// Two hands on one stream: one for who speaks HTTP/2 on it, one to send off what that wrote.
#[derive(Clone)]
pub(super) struct Gathered(Arc<Mutex<Outbox>>);

struct Outbox {
    stream: Watched,
    watch: Arc<Watch>,
    octets: Vec<u8>,
    /// How many of these are gone.
    sent: usize,
    /// Where among the frames that is.
    frames: Frames,
}

impl Gathered {
    pub(super) fn new(stream: Watched, watch: &Arc<Watch>) -> Gathered {
        let (octets, sent, frames) = (Vec::new(), 0, Frames::default());
        Gathered(Arc::new(Mutex::new(Outbox { stream, watch: Arc::clone(watch), octets, sent, frames })))
    }

    /// Sends off what was gathered.
    pub(super) fn poll_send(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.outbox().poll_send(cx)
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.0.lock().expect("nothing panics while the lock is held")
    }
}

impl Outbox {
    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.sent < self.octets.len() {
            let stream = Pin::new(&mut self.stream);
            match ready!(stream.poll_write(cx, &self.octets[self.sent..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                more => {
                    let seen = self.frames.follow(&self.octets[self.sent..self.sent + more]);
                    if seen.answers {
                        self.watch.wrote_answers(seen.ends);
                    }
                    self.sent += more;
                }
            }
        }
        // An idle connection holds no memory for what it may write some day.
        if self.sent > 0 {
            (self.octets, self.sent) = (Vec::new(), 0);
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.octets.len() < MOST { Poll::Ready(Ok(())) } else { self.poll_send(cx) }
    }
}

impl AsyncRead for Gathered {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.outbox().stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Gathered {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let mut outbox = self.outbox();
        ready!(outbox.poll_room(cx))?;
        outbox.octets.extend_from_slice(octets);
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut outbox = self.outbox();
        ready!(outbox.poll_room(cx))?;
        slices.iter().for_each(|slice| outbox.octets.extend_from_slice(slice));
        Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Nothing goes yet: see [`Gathered::poll_send`].
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut outbox = self.outbox();
        ready!(outbox.poll_send(cx))?;
        Pin::new(&mut outbox.stream).poll_shutdown(cx)
    }
}
