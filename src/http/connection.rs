//! One connection: what phase it is in, until when that may last, and how it is served.
//!
//! hyper's own timer would be armed anew for every request, which costs some percent of a small answer. Here each
//! connection notes a deadline, and the worker looks over all of them now and then (see [`super::accept`]).

use std::future::{Future, poll_fn};
use std::io;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker, ready};

use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, EXPECT, HOST, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::resource::Body;
use super::{Limits, Refusal, Site};

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Phase {
    /// Open, and nothing has come.
    Fresh,
    /// A part of a head has come.
    Head,
    /// A head is whole, and nothing of the answer is sent.
    Answering,
    /// Some of an answer is sent, and perhaps not all.
    Sending,
    /// The last answer is sent.
    Idle,
}

/// What a worker knows of a connection. Only its own thread touches it; the atomics cost nothing then.
#[derive(Debug)]
pub(super) struct Watch {
    /// The worker's clock, in milliseconds since it began; as exact as the worker looks at it often.
    clock: Arc<AtomicU64>,
    head: u64,
    idle: u64,
    stall: u64,
    phase: AtomicU8,
    deadline: AtomicU64,
    finishing: AtomicBool,
    aborted: AtomicBool,
    /// Whether the client may still be sending what nobody reads.
    unread: AtomicBool,
    /// The task's, as long as it is there.
    waker: Mutex<Option<Waker>>,
}

impl Watch {
    pub(super) fn new(clock: Arc<AtomicU64>, limits: &Limits) -> Watch {
        let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let head = millis(limits.head_time);
        let deadline = AtomicU64::new(clock.load(Relaxed).saturating_add(head));
        Watch {
            clock,
            head,
            idle: millis(limits.idle_time),
            stall: millis(limits.stall_time),
            phase: AtomicU8::new(Phase::Fresh as u8),
            deadline,
            finishing: AtomicBool::new(false),
            aborted: AtomicBool::new(false),
            unread: AtomicBool::new(false),
            waker: Mutex::default(),
        }
    }

    fn is(&self, phase: Phase) -> bool {
        self.phase.load(Relaxed) == phase as u8
    }

    fn enter(&self, phase: Phase, time: u64) {
        self.phase.store(phase as u8, Relaxed);
        self.deadline.store(self.clock.load(Relaxed).saturating_add(time), Relaxed);
    }

    /// Octets came. A head must be whole in time from its first octet on, however often another one drips.
    fn read(&self) {
        if self.is(Phase::Idle) {
            self.enter(Phase::Head, self.head);
        } else if self.is(Phase::Fresh) {
            self.phase.store(Phase::Head as u8, Relaxed);
        }
    }

    /// A head is whole. Its body, where it has one, must come in time.
    fn asked(&self) {
        self.enter(Phase::Answering, self.stall);
    }

    /// The client took some of the answer.
    fn wrote(&self) {
        self.enter(Phase::Sending, self.stall);
    }

    /// Everything that there was to send is sent. hyper also flushes while an answer is not there yet.
    fn flushed(&self) {
        if self.is(Phase::Sending) {
            self.enter(Phase::Idle, self.idle);
        }
    }

    /// Whether its time is over.
    pub(super) fn expired(&self) -> bool {
        self.deadline.load(Relaxed) <= self.clock.load(Relaxed)
    }

    /// Whether nothing is lost by closing it.
    pub(super) fn is_idle(&self) -> bool {
        self.is(Phase::Idle)
    }

    /// Asks the connection to finish what it does and to close. One that asked nothing yet has a moment to do so.
    pub(super) fn finish(&self, moment: u64) {
        if self.is(Phase::Fresh) {
            let soon = self.clock.load(Relaxed).saturating_add(moment);
            self.deadline.fetch_min(soon, Relaxed);
        }
        self.finishing.store(true, Relaxed);
        self.wake();
    }

    /// Closes the connection, whatever it does.
    pub(super) fn abort(&self) {
        self.aborted.store(true, Relaxed);
        self.wake();
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker() {
            waker.wake_by_ref();
        }
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().expect("nothing panics while the lock is held")
    }
}

/// A stream that notes on its watch what goes through it.
struct Watched {
    stream: TcpStream,
    watch: Arc<Watch>,
}

impl Watched {
    fn stream(self: Pin<&mut Self>) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.get_mut().stream)
    }

    fn wrote(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.watch.wrote();
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
        let before = buf.filled().len();
        let read = self.as_mut().stream().poll_read(cx, buf);
        if buf.filled().len() > before {
            self.watch.read();
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = self.as_mut().stream().poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
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
    /// and lose the answer on its way, so what comes is read past until the client has read the answer and closes.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.watch.unread.load(Relaxed) {
            return Poll::Ready(Ok(()));
        }
        ready!(self.as_mut().stream().poll_shutdown(cx))?;
        loop {
            let mut octets = [MaybeUninit::uninit(); 4096];
            let mut past = ReadBuf::uninit(&mut octets);
            ready!(self.as_mut().stream().poll_read(cx, &mut past))?;
            if past.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// Serves one connection until either side closes it. What goes wrong on it concerns nobody else.
pub(super) async fn serve(
    stream: TcpStream,
    site: Arc<Site>,
    watch: Arc<Watch>,
    head_size: usize,
    body_size: usize,
) {
    let io = TokioIo::new(Watched { stream, watch: Arc::clone(&watch) });
    let asked = Arc::new((site, Arc::clone(&watch)));
    let service = service_fn(move |request: Request<Incoming>| {
        let asked = Arc::clone(&asked);
        asked.1.asked();
        async move {
            let (site, watch) = &*asked;
            Ok::<_, std::convert::Infallible>(answer(site, request, watch, body_size).await)
        }
    });
    let mut builder = http1::Builder::new();
    builder.max_buf_size(head_size).header_read_timeout(None);
    let mut connection = pin!(builder.serve_connection(io, service));
    let (mut known, mut told) = (false, false);
    poll_fn(|cx| {
        if !known {
            known = true;
            *watch.waker() = Some(cx.waker().clone());
        }
        if watch.aborted.load(Relaxed) {
            return Poll::Ready(());
        }
        if !told && watch.finishing.load(Relaxed) {
            told = true;
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(cx).map(|_| ())
    })
    .await;
    // It would keep the task.
    *watch.waker() = None;
}

async fn answer(site: &Site, request: Request<Incoming>, watch: &Watch, body_size: usize) -> Response<Body> {
    let (head, body) = request.into_parts();
    // RFC 9112 3.2: a proxy before and the server behind must mean the same host.
    if head.version == Version::HTTP_11 && head.headers.get_all(HOST).iter().count() != 1 {
        let refusal = Refusal::bad_request("a request of HTTP/1.1 has one Host".to_owned());
        let mut response = refusal.answer(&head.method, &head.headers);
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        return response;
    }
    if body.is_end_stream() {
        return site.answer(&head.method, &head.uri, head.headers);
    }
    // No request here needs a body. A short one is read past, so that the connection can go on; a long one, or one
    // whose sender waits to be told to send it, is not worth that.
    let unread = head.headers.contains_key(EXPECT) || !read_past(body, body_size).await;
    let mut response = site.answer(&head.method, &head.uri, head.headers);
    if unread {
        watch.unread.store(true, Relaxed);
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
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
