//! Slow, greedy and unlucky clients, and a server that is asked to stop.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::client::Client;
use super::community::{Running, publication, site};
use sigcal::http::Limits;

fn short() -> Limits {
    let short = Duration::from_millis(200);
    Limits { head_time: short, idle_time: short, stall_time: short, ..Limits::default() }
}

#[test]
fn a_head_that_drips_is_cut_off() {
    let running = Running::with(site(None), &short());
    let began = Instant::now();
    let mut silent = Client::new(running.addr);
    let mut half = Client::new(running.addr);
    half.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    let mut second = Client::new(running.addr);
    assert_eq!(second.get("/robots.txt").status, 200);
    second.send("GET / HT");
    for client in [&mut silent, &mut half, &mut second] {
        assert!(client.closed());
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_request_of_http_1_1_has_one_host() {
    let running = Running::new();
    for hosts in ["", "Host: a\r\nHost: b\r\n"] {
        let mut client = Client::new(running.addr);
        client.send(&format!("GET /robots.txt HTTP/1.1\r\n{hosts}\r\n"));
        let answer = client.receive(false);
        assert_eq!(
            (answer.status, answer.text()),
            (400, "a request has one Host, a name or an address and perhaps a port\n"),
            "{hosts:?}"
        );
        assert!(client.closed());
    }
}

#[test]
fn an_idle_connection_is_closed() {
    let running = Running::with(site(None), &short());
    let mut client = Client::new(running.addr);
    assert_eq!(client.get("/robots.txt").status, 200);
    assert!(client.closed());
}

#[test]
fn too_long_addresses_and_headers_are_refused_by_their_own_codes() {
    let running = Running::new();
    let long = Client::new(running.addr).get(&format!("/{}", "a".repeat(5000)));
    assert_eq!(long.status, 414);
    let large = Client::new(running.addr).ask("GET", "/", &[("X-Large", &"a".repeat(20_000))]);
    assert_eq!(large.status, 431);
    let lines: Vec<(String, &str)> = (0..150).map(|n| (format!("X-{n}"), "1")).collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(Client::new(running.addr).ask("GET", "/", &lines).status, 431);
    let mut nonsense = Client::new(running.addr);
    nonsense.send("\u{16}\u{3}\u{1} nonsense\r\n\r\n");
    assert_eq!(nonsense.receive(false).status, 400);
    assert!(nonsense.closed());
}

#[test]
fn a_long_body_is_not_read_to_its_end() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    client.send(
        "PUT /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n",
    );
    let answer = client.receive(false);
    assert_eq!((answer.status, answer.header("connection")), (405, Some("close")));
    assert!(client.closed());
}

/// Its answer is there, and it goes on sending what nobody reads.
fn sending_on(running: &Running) -> TcpStream {
    let mut client = TcpStream::connect(running.addr).expect("the server listens");
    let sent = "POST /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n".to_owned();
    client.write_all((sent + &"x".repeat(70_000)).as_bytes()).expect("the server reads");
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("an answer, and nothing after it");
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    client
}

#[test]
fn what_comes_after_the_answer_to_a_long_body_is_read_past_only_for_a_while() {
    let running = Running::new();
    let mut client = sending_on(&running);
    let sent = (1..1000).find(|_| client.write_all(&[b'x'; 64 * 1024]).is_err());
    assert!(sent.is_some(), "64 MB were read past");
    let received = received(&mut Client::new(running.addr));
    assert!(received > 1 << 20, "{received}");
}

/// How many octets the server has received.
fn received(client: &mut Client) -> u64 {
    let metrics = client.get("/metrics");
    let received =
        metrics.text().lines().find_map(|line| line.strip_prefix("sigcal_http_received_bytes_total "));
    received.and_then(|octets| octets.parse().ok()).expect("a number of octets")
}

#[test]
fn a_stop_does_not_wait_for_who_sends_what_nobody_reads() {
    let long = Duration::from_secs(3600);
    let limits =
        Limits { head_time: long, idle_time: long, stall_time: long, stop_time: long, ..Limits::default() };
    let mut running = Running::with(site(None), &limits);
    let _sending = sending_on(&running);
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    server.join().expect("it stopped in order");
}

#[test]
fn a_client_whose_head_is_too_large_can_read_why() {
    let running = Running::new();
    let mut client = TcpStream::connect(running.addr).expect("the server listens");
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "a".repeat(200_000));
    client.write_all(head.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("an answer, and no reset after it");
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[test]
fn requests_sent_together_are_answered_in_order() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let one = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    client.send(&[one("/robots.txt"), one("/nothing"), one("/style.css")].concat());
    let statuses: Vec<u16> = (0..3).map(|_| client.receive(false).status).collect();
    assert_eq!(statuses, [200, 404, 200]);
}

#[test]
fn connections_above_the_limit_wait_until_an_idle_one_makes_room() {
    // The stall time only makes the worker look often.
    let limits = Limits { connections: 1, stall_time: Duration::from_secs(1), ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut clients: Vec<Client> = (0..5).map(|_| Client::new(running.addr)).collect();
    for client in &mut clients {
        client.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    for client in &mut clients {
        assert_eq!(client.receive(false).status, 200);
    }
}

/// A client with a request in flight: its answer waits for the body's last octets. The head came in one segment with
/// a request that is answered already, so the server has it.
fn waiting_for_a_body(running: &Running) -> Client {
    let mut client = Client::new(running.addr);
    client.send(
        "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\nPOST /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n<x",
    );
    assert_eq!(client.receive(false).status, 200);
    client
}

#[test]
fn a_stop_finishes_the_request_in_flight_and_closes_what_is_idle() {
    let mut running = Running::with(site(None), &Limits::default());
    let mut idle = Client::new(running.addr);
    assert_eq!(idle.get("/readyz").status, 200);
    let mut busy = waiting_for_a_body(&running);
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    assert!(idle.closed());
    busy.send("/>");
    assert_eq!(busy.receive(false).status, 405);
    assert!(busy.closed());
    server.join().expect("it stopped in order");
    assert!(TcpStream::connect(running.addr).is_err(), "nobody listens any more");
}

#[test]
fn a_request_that_comes_once_the_server_stops_is_answered_on_a_connection_that_was_open() {
    let mut running = Running::with(site(None), &Limits::default());
    let mut client = Client::new(running.addr);
    let server = running.server.take().expect("it runs");
    server.stop().finish();
    // Who comes now is not answered, and asks again after a second.
    while TcpStream::connect_timeout(&running.addr, Duration::from_millis(50)).is_ok() {}
    let answer = client.get("/robots.txt");
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert!(client.closed());
    server.join().expect("it stopped in order");
}

#[test]
fn a_request_that_has_begun_to_come_when_the_server_stops_is_answered() {
    for before in
        ["GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"]
    {
        let mut running = Running::with(site(None), &Limits::default());
        let mut client = Client::new(running.addr);
        client.send(before);
        client.receive(false);
        let mut other = Client::new(running.addr);
        // To ask how much was received is to send some more.
        let (mut seen, second) = (received(&mut other), received(&mut other));
        let question = second - seen;
        seen = second;
        let part = "GET /readyz HTTP/1.1\r\nHo";
        client.send(part);
        let whole = second + part.len() as u64;
        let mut questions = 0;
        while seen < whole + questions * question {
            seen = received(&mut other);
            questions += 1;
        }
        let server = running.server.take().expect("it runs");
        server.stop().finish();
        assert!(other.closed());
        client.send("st: x\r\n\r\n");
        let answer = client.receive(false);
        assert_eq!((answer.status, answer.header("connection")), (503, Some("close")), "{before}");
        assert!(client.closed());
        server.join().expect("it stopped in order");
    }
}

#[test]
fn a_stop_does_not_wait_for_ever_and_a_second_one_not_at_all() {
    for (stop_time, abort) in [(Duration::from_millis(100), false), (Duration::from_secs(3600), true)] {
        let mut running = Running::with(site(None), &Limits { stop_time, ..Limits::default() });
        let mut stuck = waiting_for_a_body(&running);
        let server = running.server.take().expect("it runs");
        server.stop().finish();
        if abort {
            server.stop().abort();
        }
        server.join().expect("it stopped in order");
        assert!(stuck.closed());
    }
}

#[test]
fn a_new_publication_is_served_whole_from_the_next_request_on() {
    let site = site(None);
    let running = Running::with(site.clone(), &Limits::default());
    let mut client = Client::new(running.addr);
    assert_eq!(client.get("/groups.json").json()["groups"].as_array().map(Vec::len), Some(3));
    let (mut community, series) = super::community::community();
    community.groups.push(community.groups[2].clone());
    site.publish(sigcal::http::Publication::new(community, series, None));
    assert_eq!(client.get("/groups.json").json()["groups"].as_array().map(Vec::len), Some(4));
    site.publish(publication(None));
    assert_eq!(client.get("/groups.json").json()["groups"].as_array().map(Vec::len), Some(3));
}

#[test]
fn whoever_keeps_the_body_of_a_request_back_makes_room() {
    // The idle time only makes the workers look often.
    let (idle_time, head_time) = (Duration::from_secs(1), Duration::from_secs(60));
    let limits = Limits { connections: 1, idle_time, head_time, ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut keeping: Vec<Client> = (0..4).map(|_| Client::new(running.addr)).collect();
    for client in &mut keeping {
        client.send("POST /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
    }
    // Each that is before it has a moment; the client has less patience than what stalls is given.
    assert_eq!(Client::new(running.addr).get("/readyz").status, 200);
}

#[test]
fn whoever_takes_nothing_of_an_answer_makes_room() {
    // The idle time only makes the workers look often.
    let (idle_time, stall_time) = (Duration::from_secs(1), Duration::from_secs(3600));
    let limits = Limits { connections: 1, idle_time, stall_time, ..Limits::default() };
    let running = Running::with(site(None), &limits);
    let mut taking_nothing: Vec<Client> = (0..4).map(|_| Client::new(running.addr)).collect();
    for client in &mut taking_nothing {
        // More than both ends keep for each other.
        client.send(&"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
    }
    assert_eq!(Client::new(running.addr).get("/readyz").status, 200);
}
