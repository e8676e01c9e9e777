//! The access log: an event for each request, which whoever runs the server may write down.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use hyper::body::Body as _;
use hyper::header::{HeaderName, HeaderValue, USER_AGENT};

use super::worker::Worker;
use crate::http::answer::Reply;
use crate::http::limits::Addresses;
use crate::http::request::{Fields, Head, RouteName};

/// By what a request is found again in the logs of everything it went through.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long such a name may be that somebody else gave it.
const ID_SIZE: usize = 64;

/// A request that is being answered.
pub(super) struct Record<'w> {
    worker: &'w Worker,
    id: String,
    client: Option<IpAddr>,
    method: String,
    uri: String,
    version: hyper::Version,
    agent: Option<String>,
    began: u64,
}

impl Record<'_> {
    pub(super) fn begin<'w>(
        head: &Head<'_>,
        client: Option<IpAddr>,
        addresses: Addresses,
        worker: &'w Worker,
    ) -> Record<'w> {
        Record {
            worker,
            id: given_id(head.fields).unwrap_or_else(new_id),
            client: client.and_then(|address| shown(address, addresses)),
            method: head.method.to_string(),
            uri: head.query.map_or_else(|| head.path.to_owned(), |query| format!("{}?{query}", head.path)),
            version: head.version,
            agent: head.fields.all(&USER_AGENT).next().map(printable),
            began: worker.nanos(),
        }
    }

    /// Tells of the answer, and the client by what it is told.
    pub(super) fn end(self, route: RouteName, reply: Reply) -> Reply {
        let mut response = reply.into_response();
        if let Ok(id) = HeaderValue::from_str(&self.id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        let micros = self.worker.nanos().saturating_sub(self.began) / 1000;
        // Texts are quoted by whatever writes them, so that what a client sent stays within its place.
        tracing::info!(
            target: "access",
            id = self.id,
            client = self.client.map(tracing::field::display),
            method = self.method,
            uri = self.uri,
            version = ?self.version,
            route = route.name(),
            status = response.status().as_u16(),
            bytes = if self.method == "HEAD" { Some(0) } else { response.body().size_hint().exact() },
            micros,
            agent = self.agent,
            "request"
        );
        Reply::Made(response)
    }
}

/// A text without what would move a terminal's cursor; JSON lets some of that through.
fn printable(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).replace(char::is_control, "\u{fffd}")
}

/// The name that a request brings along, where it is one: letters, digits and a few marks.
fn given_id(fields: Fields<'_>) -> Option<String> {
    let id = fields.only_text(&REQUEST_ID)?;
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"-._:+/=".contains(&c);
    let sound = !id.is_empty() && id.len() <= ID_SIZE && id.bytes().all(plain);
    sound.then(|| id.to_owned())
}

/// A name that no other request has: which start of the server, and which request since.
fn new_id() -> String {
    static START: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    static REQUEST: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}-{:08x}", *START, REQUEST.fetch_add(1, Relaxed))
}

fn shown(address: IpAddr, addresses: Addresses) -> Option<IpAddr> {
    match (addresses, address) {
        (Addresses::Off, _) => None,
        (Addresses::Full, address) => Some(address),
        (Addresses::Truncated, IpAddr::V4(v4)) => Some(IpAddr::V4((u32::from(v4) & !0xff).into())),
        (Addresses::Truncated, IpAddr::V6(v6)) => {
            Some(IpAddr::V6((u128::from(v6) & !(u128::MAX >> 48)).into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_down_as_far_as_it_may_be() {
        let seen = |text: &str, addresses| {
            let address = text.parse().expect("a test's own address");
            shown(address, addresses).map(|shown| shown.to_string())
        };
        assert_eq!(seen("192.0.2.77", Addresses::Truncated).as_deref(), Some("192.0.2.0"));
        assert_eq!(seen("2001:db8:1:2:3::9", Addresses::Truncated).as_deref(), Some("2001:db8:1::"));
        assert_eq!(seen("192.0.2.77", Addresses::Full).as_deref(), Some("192.0.2.77"));
        assert_eq!(seen("192.0.2.77", Addresses::Off), None);
    }

    #[test]
    fn a_request_keeps_a_name_that_is_one() {
        let given = |text: &str| given_id(Fields::Lines(&[(REQUEST_ID, text.as_bytes())]));
        assert_eq!(given("7f3a-01.b").as_deref(), Some("7f3a-01.b"));
        for bad in ["", "a b", "a\"b", &"a".repeat(65)] {
            assert_eq!(given(bad), None, "{bad}");
        }
        assert_ne!(new_id(), new_id());
    }
}
