//! An answer as HTTP/1.1 writes it (RFC 9112 4).

use std::io::Cursor;

use hyper::body::{Buf, Bytes};
use hyper::header::CONTENT_LENGTH;
use hyper::{Method, StatusCode};

use crate::http::answer::{Fixed, Reply, write_lines};

/// Most heads are shorter.
const USUAL: usize = 768;

/// The octets of an answer, after which perhaps no other comes on the connection.
pub(super) fn written(reply: Reply, method: &Method, last: bool, date: &[u8]) -> impl Buf + use<> {
    let mut head = Vec::with_capacity(USUAL);
    match reply.status() {
        StatusCode::OK => head.extend_from_slice(b"HTTP/1.1 200 OK\r\ndate: "),
        StatusCode::NOT_MODIFIED => head.extend_from_slice(b"HTTP/1.1 304 Not Modified\r\ndate: "),
        other => head.extend_from_slice(format!("HTTP/1.1 {other}\r\ndate: ").as_bytes()),
    }
    head.extend_from_slice(date);
    head.extend_from_slice(if last { b"\r\nconnection: close\r\n" } else { b"\r\n" });
    let body = match reply {
        Reply::Fixed(Fixed { lines, body, .. }) => {
            head.extend_from_slice(lines.octets());
            body
        }
        Reply::Made(response) => {
            let fields = response.headers();
            let told = fields.contains_key(CONTENT_LENGTH) || response.status() == StatusCode::NOT_MODIFIED;
            debug_assert!(told, "every answer to a GET or HEAD says how long it is");
            write_lines(fields, &mut head);
            head.extend_from_slice(b"\r\n");
            response.into_body().into_inner().unwrap_or_default()
        }
    };
    Cursor::new(head).chain(if method == Method::HEAD { Bytes::new() } else { body })
}
