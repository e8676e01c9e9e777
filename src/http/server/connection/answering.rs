//! How a request is answered, whoever read it.

use hyper::Version;
use hyper::header::HOST;

use super::super::access::Record;
use super::watch::Watch;
use crate::http::answer::Reply;
use crate::http::request::{Head, Refusal, RouteName};

/// What the access log will tell of a request, where there is one.
pub(super) fn record<'w>(watch: &'w Watch, head: &Head<'_>) -> Option<Record<'w>> {
    let worker = &watch.worker;
    worker.serving.access_log.map(|addresses| {
        let client = watch.peer.address(head.fields, &worker.site.proxies);
        Record::begin(head, client, addresses, worker)
    })
}

/// An answer, and whether it is the last on its connection.
pub(super) struct Answered {
    pub reply: Reply,
    pub last: bool,
}

/// The answer to a request whose body was read, or will not be.
pub(super) fn answer(watch: &Watch, head: &Head<'_>, record: Option<Record<'_>>, read: bool) -> Answered {
    let worker = &watch.worker;
    let one_host = has_one_host(watch, head);
    let (route, mut reply) = if one_host {
        worker.site.reply(&Head { busy: worker.is_busy(), ..*head })
    } else {
        let refusal = Refusal::bad_request(
            "a request has one Host, a name or an address and perhaps a port".to_owned(),
            "一个请求只有一个 Host：域名或地址，可带端口".to_owned(),
        );
        (RouteName::Nothing, Reply::Made(refusal.answer(head.method, head.fields)))
    };
    // One that knows that the server stops asks for the next on another connection, instead of on one that closes.
    let last = (!read || !one_host || watch.is_finishing()) && head.version <= Version::HTTP_11;
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
pub(super) fn has_one_host(watch: &Watch, head: &Head<'_>) -> bool {
    let mut hosts = head.fields.all(&HOST);
    let Some(host) = hosts.next() else { return head.version != Version::HTTP_11 };
    let authority = head.authority.filter(|_| head.version == Version::HTTP_2);
    let same = |named: &str| host.eq_ignore_ascii_case(named.as_bytes());
    hosts.next().is_none() && authority.is_none_or(same) && watch.is_host(host)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hyper::{Request, StatusCode};

    use super::*;
    use crate::http::limits::Limits;
    use crate::http::request::Peer;
    use crate::http::server::worker::tests::{fall_behind, worker};

    #[test]
    fn a_worker_that_is_behind_refuses_what_it_has_to_make() {
        let worker = Arc::new(worker(Limits::default()));
        let watch = Watch::new(Arc::clone(&worker), Peer { address: None, secure: false });
        let status = |target: &str| {
            let request = Request::get(target).header(HOST, "h").body(()).expect("a test's own request");
            answer(&watch, &Head::of(&request, &watch.peer), None, true).reply.status()
        };
        assert_eq!(status("/?lang=zh"), StatusCode::OK);
        fall_behind(&worker);
        assert_eq!(status("/?lang=en"), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status("/all.ics"), StatusCode::OK);
    }
}
