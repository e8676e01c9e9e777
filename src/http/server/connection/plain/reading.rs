//! What has come of a request, and whether it is plain.

use std::mem::MaybeUninit;

use httparse::Status;
use hyper::Method;
use hyper::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HeaderName, TRANSFER_ENCODING, UPGRADE};

use crate::http::request::Line;

/// So many fields has a plain request at most.
const FIELDS: usize = 32;

/// Why octets are no plain request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotPlain {
    /// More is needed to know.
    Yet,
    /// They are something else, or not sound.
    AtAll,
}

/// A request that is plain.
#[derive(Debug)]
pub(super) struct Plain<'o> {
    pub method: Method,
    /// The path and the query.
    pub address: &'o str,
    pub path: &'o str,
    pub query: Option<&'o str>,
    pub fields: Vec<Line<'o>>,
    /// How many octets it is of those that came.
    pub size: usize,
    /// Whether its client wants no other answer on the connection.
    pub last: bool,
}

/// How many octets of empty lines there are before a request, which some clients send after the one before (RFC 9112 2.2).
pub(super) fn empty_lines(octets: &[u8]) -> usize {
    let mut rest = octets;
    while let Some(more) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
        rest = more;
    }
    octets.len() - rest.len()
}

/// The plain request that octets begin with.
pub(super) fn plain(octets: &[u8]) -> Result<Plain<'_>, NotPlain> {
    let mut fields = [const { MaybeUninit::uninit() }; FIELDS];
    let mut head = httparse::Request::new(&mut []);
    match head.parse_with_uninit_headers(octets, &mut fields) {
        Ok(Status::Complete(size)) => whole(size, &head).ok_or(NotPlain::AtAll),
        Ok(Status::Partial) => Err(NotPlain::Yet),
        Err(_) => Err(NotPlain::AtAll),
    }
}

/// A request whose head is so many octets, where it is plain.
fn whole<'o>(size: usize, head: &httparse::Request<'_, 'o>) -> Option<Plain<'o>> {
    let method = match head.method? {
        "GET" => Method::GET,
        "HEAD" => Method::HEAD,
        _ => return None,
    };
    let address = head.path.filter(|_| head.version == Some(1))?;
    let (path, query) = parts(address)?;
    let mut fields = Vec::with_capacity(head.headers.len());
    let mut last = None;
    for field in head.headers.iter() {
        let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
        match name {
            // A body, or something to agree upon first.
            CONTENT_LENGTH | TRANSFER_ENCODING | EXPECT | UPGRADE => return None,
            CONNECTION if last.is_some() => return None,
            CONNECTION if field.value.eq_ignore_ascii_case(b"keep-alive") => last = Some(false),
            CONNECTION if field.value.eq_ignore_ascii_case(b"close") => last = Some(true),
            CONNECTION => return None,
            _ => {}
        }
        fields.push((name, field.value));
    }
    Some(Plain { method, address, path, query, fields, size, last: last.unwrap_or_default() })
}

/// The path and the query of an address, of what may stand there (RFC 3986 3.3, 3.4): hyper takes more.
fn parts(address: &str) -> Option<(&str, Option<&str>)> {
    let mut mark = None;
    for (place, octet) in address.bytes().enumerate() {
        match octet {
            b'?' => mark = mark.or(Some(place)),
            b'!' | b'$'..=b';' | b'=' | b'@'..=b'Z' | b'_' | b'a'..=b'z' | b'~' => {}
            _ => return None,
        }
    }
    let (path, query) = match mark {
        Some(place) => (&address[..place], Some(&address[place + 1..])),
        None => (address, None),
    };
    path.starts_with('/').then_some((path, query))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::{Arc, Mutex};

    use hyper::body::{Body as _, Incoming};
    use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue};
    use hyper::server::conn::http1;
    use hyper::service::service_fn;
    use hyper::{Request, Response};
    use hyper_util::rt::TokioIo;
    use proptest::prelude::*;
    use proptest::sample::select;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const NEXT: &[u8] = b"GET /next HTTP/1.1\r\nhost: next\r\n\r\n";

    fn is_plain(octets: &[u8]) -> bool {
        plain(octets).is_ok()
    }

    #[test]
    fn what_asks_for_no_more_than_an_answer_is_plain() {
        let head = b"GET /a.ics?b=c?d HTTP/1.1\r\nHost: h:80\r\nAccept: a\r\naccept: b\r\n\r\nGET /";
        let Plain { method, address, path, query, fields, size, last } =
            plain(head).expect("a plain request");
        assert_eq!((method, address), (Method::GET, "/a.ics?b=c?d"));
        assert_eq!((path, query), ("/a.ics", Some("b=c?d")));
        assert_eq!(fields, [(HOST, &b"h:80"[..]), (ACCEPT, b"a"), (ACCEPT, b"b")]);
        assert_eq!((size, last), (head.len() - 5, false));
        let last = |field: &str| {
            plain(format!("HEAD / HTTP/1.1\r\n{field}\r\n\r\n").as_bytes()).map(|request| request.last)
        };
        assert_eq!(last("Connection: Close"), Ok(true));
        assert_eq!(last("Connection: keep-alive"), Ok(false));
    }

    #[test]
    fn what_is_not_sound_or_more_than_a_question_is_not_plain() {
        for line in [
            "POST / HTTP/1.1",
            "GET / HTTP/1.0",
            "GET * HTTP/1.1",
            "GET http://h/ HTTP/1.1",
            "GET /a b HTTP/1.1",
            "PRI * HTTP/2.0",
        ] {
            assert!(!is_plain(format!("{line}\r\nhost: h\r\n\r\n").as_bytes()), "{line}");
        }
        for field in [
            "Content-Length: 0",
            "Transfer-Encoding: chunked",
            "Expect: 100-continue",
            "Upgrade: h2c",
            "Connection: upgrade",
            "Connection: close, x",
            "Connection: close\r\nConnection: close",
            "a b: c",
            "a : b",
            " a: b",
            &"a: b\r\n".repeat(FIELDS + 1),
        ] {
            assert!(!is_plain(format!("GET / HTTP/1.1\r\n{field}\r\n\r\n").as_bytes()), "{field}");
        }
        let whole = b"GET / HTTP/1.1\r\nhost: h\r\n\r\n";
        assert!(is_plain(whole));
        assert!((0..whole.len()).all(|size| plain(&whole[..size]).err() == Some(NotPlain::Yet)));
    }

    #[test]
    fn a_plain_address_is_of_what_an_address_may_have() {
        // RFC 3986 3.3 and 3.4: pchar, and `/` and `?`.
        const MARKS: &str = "-._~!$&'()*+,;=:@%/?";
        for letter in ('\0'..='\u{ff}').filter(|letter| *letter != ' ') {
            let may_stand = letter.is_ascii_alphanumeric() || MARKS.contains(letter);
            for address in [format!("/a{letter}b"), format!("/?a{letter}b")] {
                let head = format!("GET {address} HTTP/1.1\r\nhost: h\r\n\r\n");
                assert_eq!(is_plain(head.as_bytes()), may_stand, "{address}");
            }
        }
    }

    /// The requests that hyper reads of octets, each with whether a body comes with it.
    fn by_hyper(octets: &[u8]) -> Vec<(Request<()>, bool)> {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let (mut client, server) = tokio::io::duplex(1 << 20);
            client.write_all(octets).await.expect("there is room");
            client.shutdown().await.expect("it can be closed");
            let service = service_fn(|request: Request<Incoming>| {
                let (head, body) = request.into_parts();
                let has_body = !body.is_end_stream();
                seen.lock().expect("one thread").push((Request::from_parts(head, ()), has_body));
                async { Ok::<_, Infallible>(Response::new(String::new())) }
            });
            let mut builder = http1::Builder::new();
            builder.half_close(true).header_read_timeout(None);
            // What is not sound, it says to the client.
            let _ = builder.serve_connection(TokioIo::new(server), service).await;
            client.read_to_end(&mut Vec::new()).await.expect("it is closed");
        });
        Arc::into_inner(seen).expect("nobody else").into_inner().expect("one thread")
    }

    /// Heads, most of them nearly right.
    fn heads() -> impl Strategy<Value = Vec<u8>> {
        // Each of many parts may be wrong, so most of each are right.
        let mostly = |right: Vec<&'static str>, others: Vec<&'static str>| prop_oneof![8 => select(right), 1 => select(others)];
        let method = mostly(vec!["GET", "HEAD"], vec!["POST", "get", "OPTIONS", "GET\t", "\r\nGET"]);
        let target = mostly(
            vec!["/", "/a.ics?b=c", "//a", "/%2e/"],
            vec!["/a#b", "/a|b?c", "/\"<>", "/\u{e9}", "*", "http://h/a", "/a b", "", "/?"],
        );
        let version = mostly(vec!["HTTP/1.1"], vec!["HTTP/1.0", "HTTP/2.0", "HTTP/1.1 ", ""]);
        let named = mostly(
            vec!["Host: h", "Accept: a", "accept:\tb ", "If-None-Match: \"a\"", "X-Odd:", "X-Odd: \u{e9}\tb"],
            vec!["X Odd: a", "X-Odd : a", " X: a", ": a", "X", "X: a\rb", "X: a\0b", "TE: trailers"],
        );
        let meant = mostly(
            vec!["Connection: close", "connection: Keep-Alive", "Connection: keep-alive"],
            vec![
                "Connection: close, x",
                "Connection: upgrade",
                "Content-Length: 0",
                "Content-Length: 5",
                "Content-Length: +5",
                "Transfer-Encoding: chunked",
                "Expect: 100-continue",
                "Upgrade: h2c",
            ],
        );
        let end = || mostly(vec!["\r\n"], vec!["\n"]);
        let field =
            (prop_oneof![2 => named, 1 => meant], end()).prop_map(|(field, end)| [field, end].concat());
        let line = (method, target, version, end())
            .prop_map(|(method, target, version, end)| format!("{method} {target} {version}{end}"));
        let fields = prop::collection::vec(field, 0..5).prop_map(|fields| fields.concat());
        let slip = prop::option::weighted(0.1, (any::<prop::sample::Index>(), any::<u8>()));
        (line, fields, end(), slip).prop_map(|(line, fields, end, slip)| {
            let mut octets = [line, fields, end.to_owned()].concat().into_bytes();
            if let Some((place, octet)) = slip {
                let place = place.index(octets.len());
                octets[place] = octet;
            }
            octets
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_plain_is_what_hyper_reads(head in heads()) {
            let octets = [&head, NEXT].concat();
            if let Ok(Plain { method, address, path, query, fields, size, last }) = plain(&octets) {
                let mut by_hyper = by_hyper(&octets).into_iter();
                let (first, has_body) = by_hyper.next().expect("hyper reads it, too");
                prop_assert_eq!(first.method(), method);
                prop_assert_eq!(first.uri().to_string(), address);
                prop_assert_eq!((first.uri().path(), first.uri().query()), (path, query));
                let fields = fields.into_iter().map(|(name, value)| (name, HeaderValue::from_bytes(value).expect("a value")));
                prop_assert_eq!(first.headers(), &fields.collect::<HeaderMap>());
                prop_assert!(!has_body);
                let (this, rest) = octets.split_at(size);
                prop_assert!(this.ends_with(b"\n\r\n") || this.ends_with(b"\n\n"));
                // A slip may end the head early, and the rest of it is no request then.
                prop_assert!(rest.ends_with(NEXT));
                let targets = |requests: &mut dyn Iterator<Item = (Request<()>, bool)>| {
                    requests.map(|(request, _)| request.uri().to_string()).collect::<Vec<_>>()
                };
                let next = targets(&mut self::by_hyper(rest).into_iter());
                prop_assert_eq!(targets(&mut by_hyper), if last { Vec::new() } else { next });
            }
        }
    }
}
