//! How a request is answered, whoever read it.

use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{Request, Version};

use super::super::access::Record;
use super::watch::Watch;
use crate::http::answer::Reply;
use crate::http::request::{Refusal, RouteName};
use crate::http::site::{Head, Site};

/// What the access log will tell of a request, where there is one.
pub(super) fn record<'w>(watch: &'w Watch, request: &Request<()>) -> Option<Record<'w>> {
    let worker = &watch.worker;
    worker.serving.access_log.map(|addresses| {
        let client = watch.peer.address(request.headers(), &worker.site.proxies);
        Record::begin(request, client, addresses, worker)
    })
}

/// An answer, and whether it is the last on its connection.
pub(super) struct Answered {
    pub reply: Reply,
    pub last: bool,
}

/// The answer to a request whose body was read, or will not be.
pub(super) fn answer(
    watch: &Watch,
    request: &Request<()>,
    record: Option<Record<'_>>,
    read: bool,
) -> Answered {
    let worker = &watch.worker;
    let site: &Site = &worker.site;
    let (method, headers) = (request.method(), request.headers());
    let one_host = has_one_host(watch, request);
    let (route, mut reply) = if one_host {
        let busy = worker.is_busy();
        site.reply(&Head { method, uri: request.uri(), peer: &watch.peer, busy }, headers)
    } else {
        let refusal = Refusal::bad_request(
            "a request has one Host, a name or an address and perhaps a port".to_owned(),
            "一个请求只有一个 Host：域名或地址，可带端口".to_owned(),
        );
        (RouteName::Nothing, Reply::Made(refusal.answer(method, headers)))
    };
    // One that knows that the server stops asks for the next on another connection, instead of on one that closes.
    let last = (!read || !one_host || watch.is_finishing()) && request.version() <= Version::HTTP_11;
    if last {
        watch.leaves_unread();
    }
    worker.tally.answered(route, reply.status());
    if let Some(record) = record {
        reply = record.end(route, reply);
    }
    Answered { reply, last }
}

/// Whether a proxy before and the server behind mean the same host (RFC 9112 3.2). HTTP/2 has its own field for it, of which another
/// may differ in nothing (RFC 9113 8.3.1), and HTTP/1.0 may have none.
pub(super) fn has_one_host(watch: &Watch, request: &Request<()>) -> bool {
    let headers = request.headers();
    let Some(host) = headers.get(HOST) else { return request.version() != Version::HTTP_11 };
    // Only where a field stands twice are there more values than names.
    let once = headers.len() == headers.keys_len() || headers.get_all(HOST).iter().nth(1).is_none();
    let authority = request.uri().authority().filter(|_| request.version() == Version::HTTP_2);
    let same = |named: &Authority| host.as_bytes().eq_ignore_ascii_case(named.as_str().as_bytes());
    once && authority.is_none_or(same) && watch.is_host(host.as_bytes())
}
