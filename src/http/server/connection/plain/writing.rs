//! An answer as HTTP/1.1 writes it (RFC 9112 4).

use std::io::Cursor;

use http_body_util::BodyExt;
use hyper::body::{Buf, Bytes};
use hyper::header::CONTENT_LENGTH;
use hyper::{Method, Response, StatusCode};

use super::super::watch::Watch;
use crate::http::Body;
use crate::http::answer::{Fixed, Reply, write_lines};

/// Most heads are shorter.
const USUAL: usize = 768;

/// The octets of an answer, after which perhaps no other comes on the connection.
pub(super) async fn written(reply: Reply, method: &Method, last: bool, watch: &Watch) -> impl Buf + use<> {
    let mut head = begun(reply.status(), &watch.date(), last);
    let body = match reply {
        Reply::Fixed(Fixed { lines, body, .. }) => {
            head.extend_from_slice(lines.octets());
            body
        }
        Reply::Made(response) => {
            let body = finish(&mut head, response).await;
            if method == Method::HEAD { Bytes::new() } else { body }
        }
    };
    Cursor::new(head).chain(body)
}

/// The line of a status, and the fields that are of the moment.
fn begun(status: StatusCode, date: &[u8], last: bool) -> Vec<u8> {
    let mut head = Vec::with_capacity(USUAL);
    match status {
        StatusCode::OK => head.extend_from_slice(b"HTTP/1.1 200 OK\r\ndate: "),
        StatusCode::NOT_MODIFIED => head.extend_from_slice(b"HTTP/1.1 304 Not Modified\r\ndate: "),
        other => head.extend_from_slice(format!("HTTP/1.1 {other}\r\ndate: ").as_bytes()),
    }
    head.extend_from_slice(date);
    head.extend_from_slice(if last { b"\r\nconnection: close\r\n" } else { b"\r\n" });
    head
}

/// Writes the fields of a response, and gives its body.
async fn finish(head: &mut Vec<u8>, mut response: Response<Body>) -> Bytes {
    write_lines(response.headers(), head);
    // It is whole, and there at once.
    let frame = response.body_mut().frame().await;
    let body = frame.and_then(|frame| frame.ok()?.into_data().ok()).unwrap_or_default();
    let has_none = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if !has_none && !response.headers().contains_key(CONTENT_LENGTH) {
        head.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    body
}
