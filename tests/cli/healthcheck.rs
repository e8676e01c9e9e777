//! `sigcal healthcheck`: what it asks, and what it makes of every kind of answer.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use super::program::{Outcome, Serving, folder, says, sigcal};

const REMEDY: &str = "start `sigcal serve`, or give the address that its `--listen` has";

fn asked(url: &str) -> Outcome {
    sigcal(&["healthcheck", url])
}

/// A server that answers one connection with some octets, and hands back what it was asked.
fn once(answer: &'static str) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("it is asked");
        let mut octets = [0; 1000];
        let length = stream.read(&mut octets).expect("a request");
        stream.write_all(answer.as_bytes()).expect("it is read");
        String::from_utf8_lossy(&octets[..length]).into_owned()
    });
    (url, served)
}

#[test]
fn a_server_that_is_ready_is_healthy_and_one_that_stops_is_not() {
    let serving = Serving::start(&["--drain-delay", "5s"], &[]);
    let url = format!("http://{}", serving.addr);
    let healthy = Outcome { code: Some(0), out: String::new(), err: String::new() };
    assert_eq!(asked(&url), healthy);
    assert_eq!(asked(&format!("http://localhost:{}/healthz", serving.addr.port())), healthy);
    let said = format!("sigcal: `{url}/sig-nod` answered 404 ");
    let absent = asked(&format!("{url}/sig-nod"));
    assert!(absent.code == Some(1) && absent.err.starts_with(&said), "{absent:?}");
    serving.signal("TERM");
    // The signal takes its way.
    let stopping =
        (0..).map(|_| asked(&url)).find(|outcome| *outcome != healthy).expect("it says that it stops");
    let said = format!(
        "sigcal: `{url}/readyz` answered 503 (not ready: stopping), not 200; the server's log says why"
    );
    says(&stopping, 1, &said);
}

#[test]
fn a_server_at_a_unix_socket_is_asked_there() {
    let socket = folder("healthcheck").join("http");
    let url = format!("unix:{}", socket.display());
    let said = format!("sigcal: `{url}` cannot be reached: No such file or directory (os error 2); {REMEDY}");
    says(&asked(&url), 1, &said);
    let _serving = Serving::start(&["--listen", &url], &[]);
    assert_eq!(asked(&url).code, Some(0));
}

#[test]
fn it_asks_for_readiness_by_one_plain_request() {
    let (url, served) = once("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(asked(&url).code, Some(0));
    let wanted = format!(
        "GET /readyz HTTP/1.1\r\nHost: {}\r\nUser-Agent: sigcal-healthcheck/{}\r\nConnection: close\r\n\r\n",
        url.trim_start_matches("http://"),
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(served.join().expect("it was asked"), wanted);
}

#[test]
fn whatever_is_not_a_200_is_one_sentence_and_exit_code_1() {
    for (answer, what) in [
        ("HTTP/1.1 500 \r\n\r\n", "`URL/readyz` answered 500, not 200; the server's log says why"),
        // What a server says cannot write to a terminal as it likes.
        (
            "HTTP/1.1 418 a\r\n\r\n\u{1b}[2J\r\nmore",
            "`URL/readyz` answered 418 (\\u{1b}[2J), not 200; the server's log says why",
        ),
        (
            "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
            "`URL/readyz` answered 301, not 200; the server's log says why",
        ),
        ("\u{15}\u{3}\u{3}", "what answers at `URL/readyz` is no plain HTTP; name a port without `tls:`"),
        ("", "what answers at `URL/readyz` is no plain HTTP; name a port without `tls:`"),
    ] {
        let (url, served) = once(answer);
        says(&asked(&url), 1, &format!("sigcal: {}", what.replace("URL", &url)));
        served.join().expect("it was asked");
    }
}

#[test]
fn a_server_that_is_not_there_or_says_nothing_is_not_healthy() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    // Who connects is taken by the kernel, and never answered.
    let said = format!(
        "sigcal: `{url}/readyz` gave no answer within 5 s; its log says what it is at, and a restart helps"
    );
    says(&asked(&url), 1, &said);
    drop(listener);
    let said =
        format!("sigcal: `{url}/readyz` cannot be reached: Connection refused (os error 111); {REMEDY}");
    says(&asked(&url), 1, &said);
    assert_eq!(asked("https://127.0.0.1/").code, Some(2));
}
