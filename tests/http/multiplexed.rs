//! HTTP/2 by prior knowledge (RFC 9113 3.3), on the port that also speaks HTTP/1.1.

use std::convert::Infallible;
use std::future::Future;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

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
fn a_request_that_does_not_come_to_its_end_is_given_up_and_the_others_of_its_connection_go_on() {
    let limits = Limits { stall_time: Duration::from_millis(200), ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let addr = running.addr;
    block_on(async {
        let mut sender = connected(addr).await;
        let endless = request(addr, "POST", "/all.ics", b"").map(|_| Empty { ends: false });
        let mut given_up = pin!(sender.send_request(endless));
        let mut others = sender.clone();
        let mut asked = async || {
            others.ready().await.expect("it is open");
            let whole = request(addr, "GET", "/readyz", b"").map(|_| Empty { ends: true });
            others.send_request(whole).await.expect("an answer").status()
        };
        let latest = tokio::time::Instant::now() + Duration::from_secs(30);
        loop {
            tokio::select! {
                biased;
                answer = &mut given_up => break assert!(answer.is_err(), "it was never whole"),
                status = asked() => assert_eq!(status, StatusCode::OK),
                () = tokio::time::sleep_until(latest) => panic!("nobody gives it up"),
            };
        }
        assert_eq!(asked().await, StatusCode::OK);
    });
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
