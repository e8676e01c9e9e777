//! Who asks: the other end of a connection, or whom a proxy there says it asks for, where it is trusted.

use std::net::IpAddr;

use hyper::header::{FORWARDED, HOST, HeaderName};
use ipnet::IpNet;

use super::refusal::quoted;
use super::{Fields, Refusal};
use crate::page::Base;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// From where it is believed for whom a request is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// Any address of a network.
    Network(IpNet),
    /// Any Unix socket.
    Unix,
}

/// All of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(pub Vec<Proxy>);

impl Proxies {
    /// Whether one at this address is believed; no address is that of a Unix socket.
    fn trust(&self, address: Option<IpAddr>) -> bool {
        self.0.iter().any(|proxy| match (proxy, address) {
            (Proxy::Network(network), Some(address)) => network.contains(&address),
            (Proxy::Unix, None) => true,
            (Proxy::Network(_), None) | (Proxy::Unix, Some(_)) => false,
        })
    }
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) struct Peer {
    /// None on a Unix socket.
    pub address: Option<IpAddr>,
    /// Whether the connection itself is TLS.
    pub secure: bool,
}

/// For whom a request is made, and what it was sent to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    client: Option<IpAddr>,
    proto: Option<String>,
    host: Option<String>,
}

impl Peer {
    /// The client's address, where it is known.
    pub(in crate::http) fn address(&self, fields: Fields<'_>, proxies: &Proxies) -> Option<IpAddr> {
        self.told(fields, proxies).map_or(self.address, |told| told.client)
    }

    /// The base that a request was sent to; nothing where it does not say (HTTP/1.0).
    pub(in crate::http) fn base(
        &self,
        authority: Option<&str>,
        fields: Fields<'_>,
        proxies: &Proxies,
    ) -> Result<Option<Base>, Refusal> {
        let told = self.told(fields, proxies).unwrap_or_default();
        let host = match (told.host.as_deref(), authority) {
            (Some(host), _) | (None, Some(host)) => host,
            (None, None) if fields.have(&HOST) => fields.texts(&HOST).next().unwrap_or("?"),
            (None, None) => return Ok(None),
        };
        let base = Base::of_host(host).map_err(|invalid| {
            let zh = format!("Host：{} 不是地址", quoted(&invalid.text));
            Refusal::bad_request(format!("Host: {invalid}"), zh)
        })?;
        let secure = match told.proto.as_deref() {
            Some(proto) => proto.eq_ignore_ascii_case("https"),
            None => self.secure,
        };
        Ok(Some(if secure { base.secure() } else { base }))
    }

    /// Whether a proxy says where it was asked. A client may have said it, and the proxy handed it through: what is answered then
    /// is not for others.
    pub(in crate::http) fn is_told(&self, fields: Fields<'_>, proxies: &Proxies) -> bool {
        self.told(fields, proxies).is_some_and(|told| told.host.is_some() || told.proto.is_some())
    }

    /// What a trusted proxy says. `Forwarded` (RFC 7239) and `X-Forwarded-*` are both understood; where both stand and differ,
    /// one of them is the client's own and was handed through, and neither is believed.
    fn told(&self, fields: Fields<'_>, proxies: &Proxies) -> Option<Told> {
        if proxies.0.is_empty() || !proxies.trust(self.address) {
            return None;
        }
        match (forwarded(fields, proxies, self.address), x_forwarded(fields, proxies, self.address)) {
            (Some(one), None) | (None, Some(one)) => Some(one),
            (Some(one), Some(other)) if one == other => Some(one),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

/// The words of a header's lines, as one list.
fn list<'h>(fields: Fields<'h>, name: &HeaderName) -> Vec<&'h str> {
    fields
        .texts(name)
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The nearest address that is not a trusted proxy's. Each proxy adds its own client at the end, so whatever stands before
/// one that is not trusted may be invented.
fn client<'w>(words: impl DoubleEndedIterator<Item = &'w str>, proxies: &Proxies) -> Option<IpAddr> {
    let mut last = None;
    for word in words.rev() {
        last = address(word);
        if last.is_none_or(|address| !proxies.trust(Some(address))) {
            break;
        }
    }
    last
}

/// `192.0.2.7`, `192.0.2.7:80`, `[2001:db8::7]`, `[2001:db8::7]:80` and `2001:db8::7`.
fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim_matches('"');
    let bare = word.parse::<IpAddr>().ok();
    let with_port = || word.parse::<std::net::SocketAddr>().ok().map(|addr| addr.ip());
    let bracketed = || word.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    bare.or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

fn forwarded(fields: Fields<'_>, proxies: &Proxies, peer: Option<IpAddr>) -> Option<Told> {
    let words = list(fields, &FORWARDED);
    if words.is_empty() {
        return None;
    }
    let mut told = Told::default();
    for word in words.iter().rev() {
        // What cannot be read was not written by who is trusted.
        let Some(Ok(hop)) = rfc7239::parse(word).next() else { break };
        let unquoted = |text: &str| text.trim_matches('"').to_owned();
        // Who says nothing of its client is the client, as far as is known.
        let from = hop.forwarded_for.map_or(peer, |node| address(&node.to_string()));
        told = Told { client: from, proto: hop.protocol.map(unquoted), host: hop.host.map(unquoted) };
        if from.is_none_or(|address| !proxies.trust(Some(address))) {
            break;
        }
    }
    Some(told)
}

fn x_forwarded(fields: Fields<'_>, proxies: &Proxies, peer: Option<IpAddr>) -> Option<Told> {
    let last = |name| list(fields, name).last().map(|word| (*word).to_owned());
    let words = list(fields, &X_FORWARDED_FOR);
    let told = Told {
        client: if words.is_empty() { peer } else { client(words.iter().copied(), proxies) },
        proto: last(&X_FORWARDED_PROTO),
        host: last(&X_FORWARDED_HOST),
    };
    let says_something = !words.is_empty() || told.proto.is_some() || told.host.is_some();
    says_something.then_some(told)
}

#[cfg(test)]
mod tests {
    use super::super::Line;
    use super::*;

    fn proxies() -> Proxies {
        Proxies(vec![Proxy::Network("10.0.0.0/8".parse().expect("a network")), Proxy::Unix])
    }

    fn peer(address: &str) -> Peer {
        Peer { address: address.parse().ok(), secure: false }
    }

    fn headers<'h>(lines: &[(&str, &'h str)]) -> Vec<Line<'h>> {
        let line =
            |(name, value): &(&str, &'h str)| (name.parse().expect("a test's own name"), value.as_bytes());
        lines.iter().map(line).collect()
    }

    fn client_of(from: &str, lines: &[(&str, &str)]) -> Option<String> {
        peer(from).address(Fields::Lines(&headers(lines)), &proxies()).map(|address| address.to_string())
    }

    #[test]
    fn a_client_is_whom_the_last_trusted_proxy_saw() {
        let x = "x-forwarded-for";
        for (from, lines, client) in [
            ("192.0.2.1", &[(x, "198.51.100.9")][..], "192.0.2.1"),
            ("10.1.1.1", &[], "10.1.1.1"),
            ("10.1.1.1", &[(x, "198.51.100.9")], "198.51.100.9"),
            ("10.1.1.1", &[(x, "1.2.3.4, 198.51.100.9, 10.2.2.2")], "198.51.100.9"),
            ("10.1.1.1", &[(x, "[2001:db8::1]:443")], "2001:db8::1"),
            ("10.1.1.1", &[(x, "10.3.3.3")], "10.3.3.3"),
            ("unix", &[(x, "198.51.100.9:1234")], "198.51.100.9"),
            ("10.1.1.1", &[("x-forwarded-proto", "https")], "10.1.1.1"),
            ("10.1.1.1", &[("forwarded", "proto=https")], "10.1.1.1"),
            (
                "10.1.1.1",
                &[("forwarded", "for=1.2.3.4, for=\"[2001:db8::1]:80\";proto=https")],
                "2001:db8::1",
            ),
            ("10.1.1.1", &[("forwarded", "for=198.51.100.9"), (x, "198.51.100.9")], "198.51.100.9"),
            ("10.1.1.1", &[("forwarded", "for=1.2.3.4"), (x, "198.51.100.9")], "10.1.1.1"),
        ] {
            assert_eq!(client_of(from, lines).as_deref(), Some(client), "{from} {lines:?}");
        }
        assert_eq!(client_of("10.1.1.1", &[(x, "unknown")]), None);
        assert_eq!(client_of("10.1.1.1", &[("forwarded", "for=_hidden, for=10.2.2.2")]), None);
    }

    fn base(from: &str, lines: &[(&str, &str)]) -> Option<String> {
        let lines = headers(&[lines, &[("host", "inner:8080")]].concat());
        let base = peer(from).base(None, Fields::Lines(&lines), &proxies()).ok()??;
        Some(base.url_of("").unwrap_or_else(|| format!("//{}/", base.authority())))
    }

    #[test]
    fn links_lead_where_the_trusted_proxy_was_asked() {
        let (proto, host) = ("x-forwarded-proto", "x-forwarded-host");
        let outside = &[(proto, "https"), (host, "calendars.example.org")];
        assert_eq!(base("10.1.1.1", outside).as_deref(), Some("https://calendars.example.org/"));
        assert_eq!(base("192.0.2.1", outside).as_deref(), Some("//inner:8080/"));
        assert_eq!(base("unix", &[(proto, "https")]).as_deref(), Some("https://inner:8080/"));
        let forwarded = [("forwarded", "for=198.51.100.9;host=\"cal.example.org:8443\";proto=https")];
        assert_eq!(base("10.1.1.1", &forwarded).as_deref(), Some("https://cal.example.org:8443/"));
        let both = [("forwarded", "host=evil.example"), (host, "calendars.example.org")];
        assert_eq!(base("10.1.1.1", &both).as_deref(), Some("//inner:8080/"));
        for evil in ["evil\"><b>", "evil.example/path", "user@evil.example"] {
            assert_eq!(base("10.1.1.1", &[(host, evil), (proto, "https")]), None, "{evil}");
        }
    }
}
