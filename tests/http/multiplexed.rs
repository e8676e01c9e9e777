//! HTTP/2 by prior knowledge (RFC 9113 3.3), on the port that also speaks HTTP/1.1.

use std::convert::Infallible;
use std::future::Future;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame};
use hyper::client::conn::http2::{self, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use sigcal::http::Limits;

use super::client::Client;
use super::community::{Running, site};

fn block_on<T>(does: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(does)
}

async fn connected<B>(addr: SocketAddr) -> SendRequest<B>
where
    B: Body<Data = Bytes, Error = Infallible> + Unpin + Send + 'static,
{
    let stream = tokio::net::TcpStream::connect(addr).await.expect("the server listens");
    let (sender, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("a connection");
    tokio::spawn(connection);
    sender
}

fn request(addr: SocketAddr, method: &str, target: &str, body: &'static [u8]) -> Request<Full<Bytes>> {
    let uri = format!("http://{addr}{target}");
    Request::builder().method(method).uri(uri).body(Full::from(body)).expect("a request")
}

#[test]
fn many_requests_under_way_on_one_connection_are_all_answered_as_http_1_answers_them() {
    let running = Running::new();
    let addr = running.addr;
    let targets: Vec<String> =
        ["/sig-node.ics", "/all.ics", "/custom.ics?only=sig-node", "/nothing", "/week.json"]
            .iter()
            .cycle()
            .take(100)
            .map(|target| (*target).to_owned())
            .collect();
    let mut plain = Client::new(addr);
    let expected: Vec<(u16, Vec<u8>)> = targets
        .iter()
        .map(|target| plain.ask("GET", target, &[("Host", &addr.to_string())]))
        .map(|answer| (answer.status, answer.body))
        .collect();
    let answers = block_on(async {
        let mut sender = connected(addr).await;
        let mut under_way = Vec::new();
        for target in &targets {
            sender.ready().await.expect("room");
            under_way.push(sender.send_request(request(addr, "GET", target, b"")));
        }
        let mut answers = Vec::new();
        for answer in under_way {
            let answer = answer.await.expect("an answer");
            let status = answer.status().as_u16();
            answers.push((status, answer.into_body().collect().await.expect("a body").to_bytes().to_vec()));
        }
        answers
    });
    assert_eq!(answers, expected);
}

#[test]
fn a_body_that_nobody_wants_is_refused_and_the_connection_goes_on() {
    let running = Running::new();
    static LARGE: [u8; 300_000] = [b'x'; 300_000];
    block_on(async {
        let mut sender = connected(running.addr).await;
        let refused = sender.send_request(request(running.addr, "PUT", "/all.ics", &LARGE)).await;
        assert_eq!(refused.expect("an answer").status(), StatusCode::METHOD_NOT_ALLOWED);
        sender.ready().await.expect("it is open");
        let next = sender.send_request(request(running.addr, "GET", "/all.ics", b"")).await;
        assert_eq!(next.expect("an answer").status(), StatusCode::OK);
    });
}

/// An empty body that comes to its end, or does not.
struct Empty {
    ends: bool,
}

impl Body for Empty {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.ends { Poll::Ready(None) } else { Poll::Pending }
    }
}

#[test]
fn a_request_whose_body_never_ends_is_answered_and_the_connection_goes_on() {
    let running = Running::new();
    let addr = running.addr;
    block_on(async {
        let mut sender = connected(addr).await;
        // More of them than may be under way at a time.
        let asked = [("PUT", false, 405), ("GET", false, 200), ("GET", true, 200)].into_iter().cycle();
        for (method, ends, status) in asked.take(200) {
            let asked = request(addr, method, "/all.ics", b"").map(|_| Empty { ends });
            let answer = sender.send_request(asked).await.expect("an answer");
            assert_eq!(answer.status(), status);
            sender.ready().await.expect("it is open");
        }
    });
}

/// A client that writes its own frames (RFC 9113 4.1).
struct Raw(TcpStream);

impl Raw {
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const GOAWAY: u8 = 7;

    /// One that asks for a feed with some more fields, and has room for so many octets of it.
    fn asking(addr: SocketAddr, window: u32, fields: &[u8]) -> Raw {
        let mut raw = Raw(TcpStream::connect(addr).expect("the server listens"));
        raw.0.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
        raw.0.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").expect("the server reads");
        // SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 6.5.2).
        raw.send(Raw::SETTINGS, 0, 0, &[&[0, 4][..], &window.to_be_bytes()].concat());
        // GET, http, a path and an authority (RFC 7541 6.1 and 6.2.1); END_STREAM and END_HEADERS.
        raw.send(Raw::HEADERS, 5, 1, &[&b"\x82\x86\x44\x0d/sig-node.ics\x41\x01h"[..], fields].concat());
        raw
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u32, octets: &[u8]) {
        self.send_at_once(&[(kind, flags, stream, octets)]);
    }

    fn send_at_once(&mut self, frames: &[(u8, u8, u32, &[u8])]) {
        let frames = frames.iter().map(|(kind, flags, stream, octets)| {
            let size = u32::try_from(octets.len()).expect("a short frame").to_be_bytes();
            [&size[1..], &[*kind, *flags], &stream.to_be_bytes(), octets].concat()
        });
        // Where the server has closed, what it said is still read.
        let _ = self.0.write_all(&frames.collect::<Vec<_>>().concat());
    }

    /// The next frame: its type, its flags, and what it bears; none where the server closes.
    fn receive(&mut self) -> Option<(u8, u8, Vec<u8>)> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).ok()?;
        let mut octets = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
        self.0.read_exact(&mut octets).ok()?;
        Some((head[3], head[4], octets))
    }
}

#[test]
fn a_host_is_the_authority_or_not_there() {
    let running = Running::new();
    // The field's name and statuses are by their places in a table (RFC 7541 A).
    const OK: u8 = 0x88;
    const BAD_REQUEST: u8 = 0x8c;
    for (field, status) in [("", OK), ("\x66\x01h", OK), ("\x66\x01H", OK), ("\x66\x04evil", BAD_REQUEST)] {
        let mut raw = Raw::asking(running.addr, 65_535, field.as_bytes());
        let fields = loop {
            if let (Raw::HEADERS, _, fields) = raw.receive().expect("an answer") {
                break fields;
            }
        };
        assert_eq!(fields[0], status, "{field:?}");
    }
}

#[test]
fn only_some_connections_may_have_many_requests_under_way() {
    let running = Running::with(site(None), &Limits { wide: 1, ..Limits::default() });
    // One more than there are workers, so that one of them has two.
    let count = 1 + std::thread::available_parallelism().map_or(1, usize::from);
    let mut connections: Vec<Raw> = (0..count).map(|_| Raw::asking(running.addr, 65_535, b"")).collect();
    let streams = connections.iter_mut().map(|raw| {
        let (kind, _, settings) = raw.receive().expect("a frame");
        assert_eq!(kind, Raw::SETTINGS, "they come first");
        // SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 6.5.2).
        let most = settings.chunks(6).find(|setting| setting[..2] == [0, 3]).expect("it is said");
        u32::from_be_bytes([most[2], most[3], most[4], most[5]])
    });
    let streams: Vec<u32> = streams.collect();
    assert!(streams.iter().all(|most| [4, 128].contains(most)), "{streams:?}");
    assert!(streams.contains(&4) && streams.contains(&128), "{streams:?}");
}

#[test]
fn who_gives_up_what_it_asks_does_not_stay_for_ever() {
    let limits = Limits { idle_time: Duration::from_millis(300), ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut raw = Raw::asking(running.addr, 65_535, b"");
    let latest = Instant::now() + Duration::from_secs(30);
    // In one breath a request and its end (RST_STREAM, CANCEL; RFC 9113 6.4), and what tells that they were read.
    for stream in (3..).step_by(2) {
        let asked = (Raw::HEADERS, 5, stream, &b"\x82\x86\x84\x41\x01h"[..]);
        raw.send_at_once(&[asked, (3, 0, stream, &[0, 0, 0, 8]), (Raw::PING, 0, 0, &[0; 8])]);
        let frames = std::iter::from_fn(|| raw.receive());
        if !frames.map(|(kind, ..)| kind).any(|kind| kind == Raw::PING) {
            return;
        }
        assert!(Instant::now() < latest, "it stays");
    }
}

#[test]
fn an_answer_that_is_not_taken_does_not_stay_for_ever_whatever_else_its_client_says() {
    let limits = Limits { idle_time: Duration::from_millis(300), ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut raw = Raw::asking(running.addr, 0, b"");
    let latest = Instant::now() + Duration::from_secs(30);
    let (mut begun, mut pongs) = (false, 0);
    loop {
        raw.send(Raw::PING, 0, 0, &[0; 8]);
        match raw.receive() {
            Some((Raw::PING, ..)) => pongs += 1,
            Some((kind, ..)) => {
                assert_ne!(kind, 0, "there is no room for DATA");
                begun |= kind == Raw::HEADERS;
            }
            None => break,
        }
        assert!(Instant::now() < latest, "it stays");
    }
    assert!(begun && pongs > 0, "it was answered meanwhile");
}

#[test]
fn a_stop_does_not_wait_for_a_client_that_has_its_answers_and_sleeps() {
    let hour = Duration::from_secs(3600);
    let limits = Limits { idle_time: hour, stop_time: hour, stall_time: Duration::ZERO, ..Limits::default() };
    let mut running = Running::with(site(None), &limits);
    let mut raw = Raw::asking(running.addr, 65_535, b"");
    while !raw.receive().expect("an answer").2.ends_with(b"END:VCALENDAR\r\n") {}
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    let (ended, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || ended.send(server.join()));
    // It is asked for a PONG that does not come.
    while raw.receive().expect("a GOAWAY").0 != Raw::GOAWAY {}
    end.recv_timeout(Duration::from_secs(30)).expect("it ends").expect("in order");
}

#[test]
fn a_preface_that_comes_in_parts_is_one_and_what_only_begins_like_it_is_not() {
    let running = Running::new();
    let mut stream = std::net::TcpStream::connect(running.addr).expect("the server listens");
    stream.set_nodelay(true).expect("a socket");
    // An empty SETTINGS frame follows it (RFC 9113 3.4).
    for part in [&b"PRI * HT"[..], b"TP/2.0\r\n\r\nSM\r\n\r", b"\n\0\0\0\x04\0\0\0\0\0"] {
        stream.write_all(part).expect("the server reads");
    }
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).expect("a frame");
    assert_eq!(frame[3], 4, "SETTINGS come first");
    let mut other = Client::new(running.addr);
    other.send("PRI /x HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(other.receive(false).status, 405);
}

#[test]
fn a_connection_that_asks_nothing_is_closed_and_one_that_stops_is_let_finish() {
    let short = Duration::from_millis(200);
    let limits = Limits { head_time: short, idle_time: short, ..Limits::default() };
    let running = Running::with(site(None), &limits);
    block_on(async {
        let mut sender = connected(running.addr).await;
        let answer = sender.send_request(request(running.addr, "GET", "/readyz", b"")).await;
        assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
        while sender.ready().await.is_ok() {
            tokio::task::yield_now().await;
        }
    });
    let mut running = Running::new();
    block_on(async {
        let mut sender = connected(running.addr).await;
        let asked = sender.send_request(request(running.addr, "GET", "/all.ics", b""));
        assert_eq!(asked.await.expect("an answer").status(), StatusCode::OK);
        let server = running.server.take().expect("it runs");
        server.stop().finish();
        let ended = tokio::task::spawn_blocking(|| server.join());
        ended.await.expect("a thread").expect("it ends although a connection was open");
    });
}
