//! Plain requests and all others are read by two readers: nobody can tell by the answer which one it was.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::client::{Answer, Client};
use super::community::{Running, publication, site};
use sigcal::http::{Addresses, Limits, Proxies, Proxy, Serving, Site};

/// A client whose requests are none of the plain ones: from one with a body on, a connection has the other reader.
fn in_full(running: &Running) -> Client {
    let mut client = Client::new(running.addr);
    assert_eq!(client.ask("GET", "/robots.txt", &[("Content-Length", "0")]).status, 200);
    client
}

/// An answer with its fields in the order of their names.
fn sorted(mut answer: Answer) -> Answer {
    answer.headers.sort();
    answer
}

/// A method, a target and fields.
type Asked<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

#[test]
fn the_answer_is_the_same_whoever_reads_the_request() {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let keyed = Site::new(publication(None), Arc::new(move || now)).with_surrogate_keys(true);
    let logged = Serving { access_log: Some(Addresses::Off), ..Serving::default() };
    let tag = Client::new(Running::new().addr).get("/sig-node.ics").header("etag").expect("a tag").to_owned();
    let asked: &[Asked] = &[
        ("GET", "/sig-node.ics", &[]),
        ("HEAD", "/sig-node.ics", &[]),
        ("GET", "/all.ics", &[("Accept-Encoding", "gzip")]),
        ("HEAD", "/all.ics", &[("Accept-Encoding", "br")]),
        ("GET", "/sig-node.ics", &[("If-None-Match", &tag)]),
        ("HEAD", "/sig-node.ics", &[("If-None-Match", &tag)]),
        ("GET", "/sig-node.ics", &[("If-Match", "\"other\"")]),
        ("GET", "/sig-node.ics", &[("Range", "bytes=2-5")]),
        ("GET", "/sig-node.ics", &[("Range", "bytes=999999-")]),
        ("GET", "/sig-node.ics?alarm=10m", &[]),
        ("GET", "/custom.ics?only=sig-node", &[]),
        ("GET", "/sig-node.ics", &[("Accept", "application/calendar+json")]),
        ("GET", "/?lang=zh", &[("Accept", "text/html")]),
        ("GET", "/nothing", &[("Accept", "application/json")]),
        ("HEAD", "/nothing", &[]),
        ("GET", "/week.json?zone=Nowhere", &[("Accept", "text/html")]),
        ("HEAD", "/healthz", &[]),
        ("GET", "/sig-node.ics", &[("If-None-Match", "\"other\""), ("If-None-Match", &tag)]),
        ("GET", "/sig-node.ics", &[("If-Match", &tag), ("If-Match", "\"other\"")]),
        ("GET", "/sig-node.ics", &[("Range", "bytes=2-5"), ("Range", "bytes=2-5")]),
        ("GET", "/all.ics", &[("Accept-Encoding", "deflate"), ("ACCEPT-ENCODING", "gzip;q=0.5, br;q=0.1")]),
        ("GET", "/all.ics", &[("Accept-Encoding", ""), ("Accept", "\u{e9}, application/calendar+json")]),
        ("GET", "/", &[("Accept-Language", "de"), ("Accept-Language", "zh")]),
        ("GET", "/", &[("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "a.example, b.example")]),
        ("GET", "/", &[("X-Forwarded-Host", "a.example"), ("X-Forwarded-Host", "b.example")]),
        ("GET", "/", &[("Forwarded", "host=a.example"), ("X-Forwarded-Host", "b.example")]),
        ("GET", "/?a|b", &[]),
        ("GET", "/sig-node.ics", &[("Host", "a b")]),
        ("GET", "/sig-node.ics", &[("Connection", "close")]),
        ("GET", "/sig-node.ics", &[("Connection", "keep-alive")]),
    ];
    let behind = Site::new(publication(None), Arc::new(move || now))
        .behind(Proxies(vec![Proxy::Network("127.0.0.0/8".parse().expect("a network"))]));
    let plainly = Serving::default;
    for (site, serving) in [
        (site(None), plainly()),
        (Arc::new(keyed), plainly()),
        (Arc::new(behind), plainly()),
        (site(None), logged),
    ] {
        let running = Running::on(&[], None, site, serving);
        for (method, target, fields) in asked {
            let fields = [*fields, &[("X-Request-Id", "a-name-of-its-own")]].concat();
            let answers = [Client::new(running.addr), in_full(&running)].map(|mut client| {
                let answer = sorted(client.ask(method, target, &fields));
                let ends = answer.header("connection") == Some("close");
                assert!(!ends || client.closed(), "{method} {target} {fields:?}");
                answer
            });
            assert_eq!(answers[0], answers[1], "{method} {target} {fields:?}");
        }
    }
}

#[test]
fn an_answer_bears_the_date() {
    let running = Running::new();
    let before = SystemTime::now() - Duration::from_secs(1);
    let mut stream = TcpStream::connect(running.addr).expect("the server listens");
    stream.write_all(b"HEAD /all.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut head = String::new();
    stream.read_to_string(&mut head).expect("an answer");
    let dates: Vec<_> = head.lines().filter_map(|line| line.strip_prefix("date: ")).collect();
    let [date] = dates[..] else { panic!("{head}") };
    let date = httpdate::parse_http_date(date).expect("a date of HTTP");
    assert!((before..=SystemTime::now()).contains(&date), "{head}");
}

#[test]
fn whoever_asks_plainly_and_then_otherwise_is_answered_in_order() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    client.send(
        "GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nHEAD /all.ics HTTP/1.1\r\nHost: x\r\n\r\n\
         POST /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /GET /sig-node.ics HT",
    );
    let (robots, head, posted) = (client.receive(false), client.receive(true), client.receive(false));
    assert_eq!((robots.status, head.status, posted.status), (200, 200, 405));
    assert_eq!(robots.header("content-type"), Some("text/plain; charset=utf-8"));
    client.send("TP/1.1\r\nHost: x\r\n\r\n");
    assert!(client.receive(false).text().starts_with("BEGIN:VCALENDAR"));
}

#[test]
fn a_head_that_comes_octet_by_octet_is_answered_by_whom_it_is_for() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for (head, status) in [
        ("GET /all.ics HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        ("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("PUT /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
    ] {
        for place in 0..head.len() {
            client.send(&head[place..=place]);
        }
        assert_eq!(client.receive(false).status, status, "{head}");
    }
}

#[test]
fn whoever_is_in_the_middle_of_a_head_when_the_server_stops_is_answered() {
    let mut running = Running::new();
    let mut client = Client::new(running.addr);
    // With an answer in between, the server has read what comes after it in the same segment.
    client.send("GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nGET /sig-node.ics HTTP/1.1\r\nHost: x\r\n");
    assert_eq!(client.receive(false).status, 200);
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    client.send("\r\n");
    let answer = client.receive(false);
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert!(client.closed());
    server.join().expect("it stopped in order");
}

#[test]
fn a_last_answer_is_not_lost_however_the_octets_after_its_request_fall() {
    let running = Running::new();
    let start = "GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: ";
    let whole = Client::new(running.addr).get("/openapi.json").body;
    // Where the request ends with what is read at once, and around that.
    for size in [4095, 4096, 4097, 8192] {
        let head = format!("{start}{}\r\n\r\n", "a".repeat(size - start.len() - 4));
        let mut stream = TcpStream::connect(running.addr).expect("the server listens");
        stream
            .write_all((head + "GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())
            .expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer, and no reset after it");
        assert!(answer.ends_with(&whole), "{size}: {} octets", answer.len());
    }
}

#[test]
fn an_empty_line_after_a_request_begins_no_other() {
    let limits = Limits { head_time: Duration::from_secs(60), ..Limits::default() };
    let mut running = Running::with(site(None), &limits);
    let mut client = Client::new(running.addr);
    client.send("GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
    assert_eq!(client.receive(false).status, 200);
    let began = Instant::now();
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    assert!(client.closed());
    server.join().expect("it stopped in order");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_head_that_began_with_the_request_before_has_its_time_and_no_more() {
    let limits = Limits { head_time: Duration::from_millis(200), ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut client = Client::new(running.addr);
    let began = Instant::now();
    client.send("GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nG");
    assert_eq!(client.receive(false).status, 200);
    assert!(client.closed());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_connection_that_spoke_http_1_1_goes_on_with_it() {
    let running = Running::new();
    // An empty line is none of HTTP/2.
    let mut stream = TcpStream::connect(running.addr).expect("the server listens");
    stream.write_all(b"\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").expect("it reads");
    let mut octets = Vec::new();
    stream.read_to_end(&mut octets).expect("the end");
    assert!(octets.is_empty() || octets.starts_with(b"HTTP/1.1 400 "), "{octets:?}");

    let mut stream = TcpStream::connect(running.addr).expect("the server listens");
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    stream
        .write_all(
            format!("HEAD /all.ics HTTP/1.1\r\nHost: x\r\n\r\n{preface}\0\0\0\x04\0\0\0\0\0").as_bytes(),
        )
        .expect("it reads");
    let mut octets = Vec::new();
    stream.read_to_end(&mut octets).expect("an answer, and the end");
    let end = octets.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    let rest = &octets[end..];
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 400 "), "{rest:?}");
}

#[test]
fn a_long_answer_is_whole_however_slowly_it_is_taken() {
    let running = Running::new();
    let whole = Client::new(running.addr).get("/openapi.json").body;
    let mut stream = TcpStream::connect(running.addr).expect("the server listens");
    let asked = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    let times = 400;
    let mut asking = stream.try_clone().expect("a descriptor");
    let asks = std::thread::spawn(move || {
        asking.write_all(asked.repeat(times).as_bytes()).expect("it reads");
        asking.shutdown(std::net::Shutdown::Write).expect("it is open");
    });
    let mut octets = Vec::new();
    stream.read_to_end(&mut octets).expect("answers");
    asks.join().expect("it wrote");
    let starts = octets.windows(15).filter(|octets| octets == b"HTTP/1.1 200 OK").count();
    let bodies = octets.windows(whole.len()).filter(|octets| *octets == whole).count();
    assert_eq!((starts, bodies), (times, times));
}
