//! Requests that two programs could read in two ways: each is answered once, and the connection is closed or goes on
//! with the next request, never with what stood in a body.

use std::io::Read as _;

use super::client::Client;
use super::community::Running;

/// What a request that is smuggled in would fetch.
const NEXT: &str = "GET /style.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// The statuses of everything that comes, until the server closes. Whoever leaves the connection open answers `NEXT`,
/// and closes then.
fn statuses(running: &Running, octets: &str) -> Vec<u16> {
    let mut client = Client::new(running.addr);
    client.send(octets);
    let mut told = Vec::new();
    // A reset is an end, too.
    let _ = client.reader.read_to_end(&mut told);
    let told = String::from_utf8_lossy(&told).into_owned();
    let lines = told.split("HTTP/1.1 ").skip(1);
    lines.map(|line| line[..3].parse().expect("a status")).collect()
}

#[test]
fn a_body_has_one_length_or_the_connection_ends() {
    let running = Running::new();
    let post = |headers: &str, body: &str| {
        format!("POST /all.ics HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{body}{NEXT}")
    };
    let length = 5 + NEXT.len();
    for (headers, body, wanted) in [
        // Two lengths that say the same are one.
        ("Content-Length: 4\r\nContent-Length: 4", "abcd", vec![405, 200]),
        ("Transfer-Encoding: chunked", "0\r\n\r\n", vec![405, 200]),
        ("Transfer-Encoding:\tchunked", "0;a=b\r\n\r\n", vec![405, 200]),
        ("Transfer-Encoding: gzip, chunked", "0\r\nHost: evil\r\n\r\n", vec![405, 200]),
        // The chunks count, and nothing after them (RFC 9112 6.1).
        (&format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"), "0\r\n\r\n", vec![405]),
        (&format!("Transfer-Encoding: chunked\r\nContent-Length: {length}"), "0\r\n\r\n", vec![405]),
        ("Content-Length: 4\r\nContent-Length: 5", "abcde", vec![400]),
        ("Content-Length: 4, 5", "abcd", vec![400]),
        ("Content-Length: +4", "abcd", vec![400]),
        ("Content-Length: -1", "", vec![400]),
        ("Content-Length: 0x4", "abcd", vec![400]),
        ("Content-Length: 4 4", "abcd", vec![400]),
        ("Content-Length: 99999999999999999999999", "abcd", vec![400]),
        ("Transfer-Encoding: xchunked", "0\r\n\r\n", vec![400]),
        ("Transfer-Encoding: \"chunked\"", "0\r\n\r\n", vec![400]),
        ("Transfer-Encoding: \u{b}chunked", "0\r\n\r\n", vec![400]),
        ("Transfer-Encoding: chunked, identity", "0\r\n\r\n", vec![400]),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n", vec![400]),
        ("Transfer-Encoding : chunked", "0\r\n\r\n", vec![400]),
        ("X-A: a\r\n Transfer-Encoding: chunked", "0\r\n\r\n", vec![400]),
        // The head is right, and what should be a chunk is none.
        ("Transfer-Encoding: chunked", "0x5\r\nabcde\r\n0\r\n\r\n", vec![405]),
        ("Transfer-Encoding: chunked", "fffffffffffffffff\r\n", vec![405]),
        ("Transfer-Encoding: chunked", "0\n\n", vec![405]),
    ] {
        assert_eq!(statuses(&running, &post(headers, body)), wanted, "{headers:?} {body:?}");
    }
    let old =
        format!("POST /all.ics HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{NEXT}");
    assert_eq!(statuses(&running, &old), [400], "HTTP/1.0 has no chunks");
    let get =
        format!("GET /robots.txt HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{NEXT}{NEXT}", NEXT.len());
    assert_eq!(statuses(&running, &get), [200, 200], "a body of a GET is read past");
}

#[test]
fn a_header_that_is_none_ends_the_connection() {
    let running = Running::new();
    for line in [
        "X-A: a\r\n b",
        "X-A: a\r\n\tb",
        "X-A : a",
        " X-A: a",
        "X A: a",
        "X-A: a\0b",
        "X-A: a\rb",
        "X-A: a\u{7f}",
        "X-\u{1}: a",
        ": a",
        "X-A",
        "(X): a",
    ] {
        let told =
            statuses(&running, &format!("GET /robots.txt HTTP/1.1\r\nHost: x\r\n{line}\r\n\r\n{NEXT}"));
        assert_eq!(told, [400], "{line:?}");
    }
    // A bare line feed may end a line (RFC 9112 2.2); it ends it for every line alike.
    let bare = format!("GET /robots.txt HTTP/1.1\nHost: x\n\n{NEXT}");
    assert_eq!(statuses(&running, &bare), [200, 200]);
}

#[test]
fn another_version_is_not_spoken() {
    let running = Running::new();
    for line in [
        "GET /robots.txt",
        "GET /robots.txt HTTP/0.9",
        "GET /robots.txt HTTP/1.2",
        "GET /robots.txt HTTP/2.0",
        "GET /robots.txt HTTP/1.1 HTTP/1.1",
        "GET  /robots.txt HTTP/1.1",
        "GET\t/robots.txt\tHTTP/1.1",
        "get /robots.txt http/1.1",
        "GET HTTP/1.1",
        "GET /a\u{1}b HTTP/1.1",
        "G(T / HTTP/1.1",
    ] {
        assert_eq!(statuses(&running, &format!("{line}\r\nHost: x\r\n\r\n{NEXT}")), [400], "{line:?}");
    }
    // Empty lines before a request are passed over (RFC 9112 2.2).
    assert_eq!(statuses(&running, &format!("\r\n\r\n{NEXT}")), [200]);
}

#[test]
fn a_target_is_a_path_or_a_whole_address_whose_host_counts() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for (method, target, status) in [
        ("GET", "*", 400),
        ("GET", "robots.txt", 400),
        ("GET", "example.org:443", 400),
        ("CONNECT", "example.org:443", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "*", 204),
        ("GET", "http://other/robots.txt", 200),
        ("HEAD", "HTTP://other:80/robots.txt", 200),
        ("GET", "http://user:word@other/?lang=en", 400),
        ("GET", "http://other", 200),
    ] {
        assert_eq!(client.ask(method, target, &[]).status, status, "{method} {target}");
    }
    let page = client.ask("GET", "http://right.example.org/?lang=en", &[("Host", "wrong.example.org")]);
    assert!(page.text().contains("webcal://right.example.org/") && !page.text().contains("wrong"));
    let page = client.ask("GET", "http://right.example.org/?lang=en", &[("Host", "\"><script>")]);
    assert_eq!(page.status, 400, "RFC 9112 3.2, also where the target's host counts");
    for host in ["", "a, b", "user@host", "a b", "a/b", "[::1", "x:y", "x:99999", "%61"] {
        for target in ["/", "/all.ics"] {
            let refused = Client::new(running.addr).ask("GET", target, &[("Host", host)]);
            assert_eq!((refused.status, refused.header("connection")), (400, Some("close")), "{host:?}");
        }
    }
}

#[test]
fn dots_and_slashes_are_letters_of_a_name() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in [
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd",
        "/./all.ics",
        "/sig-node.ics/../all.ics",
        "//all.ics",
        "/all.ics/",
        "/all.ics%00",
        "/all.ics;x=1",
        "/..\\..\\etc",
        "/%252e%252e/all.ics",
        "/%0d%0aX-Injected:%20yes",
        "/\u{8fd0}\u{7ef4}.ics",
    ] {
        let answer = client.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let plain = |(name, value): &(String, String)| !name.contains("injected") && !value.contains("etc");
        assert!(answer.headers.iter().all(plain), "{path}: {:?}", answer.headers);
    }
    // An escape is the letter that it stands for, of a slash, too.
    assert_eq!(client.get("/category%2Foperations.ics"), client.get("/category/operations.ics"));
    assert_eq!(client.get("/%61ll.ics").status, 200);
    assert_eq!(client.get("/%zz").status, 404);
}
