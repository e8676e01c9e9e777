//! Settings from the words that say them.

use std::time::Duration;

use super::LogFormat;
use crate::http::{Addresses, Listen, Proxy};
use crate::page::Base;

/// Where to listen. Names are not looked up: they may be several addresses.
pub(super) fn listen(text: &str) -> Result<Listen, String> {
    if let Some(path) = text.strip_prefix("unix:") {
        return match path {
            "" => Err("`unix:` names no file; write `unix:/run/sigcal/http`".to_owned()),
            path => Ok(Listen::Unix(path.into())),
        };
    }
    let (scheme, rest) = text.strip_prefix("tls:").map_or(("", text), |rest| ("tls:", rest));
    let addr = rest.parse().map_err(|_| {
        let port = rest.rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).unwrap_or(8080);
        let all = format!("`{scheme}0.0.0.0:{port}` for every address of this machine");
        format!("`{text}` is no address and port; write `{scheme}127.0.0.1:{port}`, or {all}")
    })?;
    Ok(if scheme.is_empty() { Listen::Http(addr) } else { Listen::Https(addr) })
}

pub(super) fn time(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text)
        .map_err(|why| format!("`{text}` is no length of time: {why}; write `5s` or `2m`"))
}

pub(super) fn proxy(text: &str) -> Result<Proxy, String> {
    if text == "unix" {
        return Ok(Proxy::Unix);
    }
    let alone = || text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from).ok();
    let network = text.parse::<ipnet::IpNet>().ok().or_else(alone);
    network.map(Proxy::Network).ok_or_else(|| {
        format!(
            "`{text}` is no address and no network; write `10.0.0.7`, `10.0.0.0/8` or `fd00::/8`, or `unix`"
        )
    })
}

/// A site, as a browser calls it (RFC 6454).
pub(super) fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_one = host.is_some_and(Base::is_host);
    is_one
        .then(|| text.to_owned())
        .ok_or_else(|| format!("`{text}` is no site; write `https://example.org`, without a path"))
}

pub(super) fn yes(text: &str) -> Result<bool, String> {
    one_of(text, &[("yes", true), ("no", false), ("true", true), ("false", false)])
}

pub(super) fn addresses(text: &str) -> Result<Addresses, String> {
    // What YAML makes of an `off` without quotes.
    let text = if text == "false" { "off" } else { text };
    let known = [("off", Addresses::Off), ("truncated", Addresses::Truncated), ("full", Addresses::Full)];
    one_of(text, &known)
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    one_of(text, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
}

fn one_of<T: Copy>(text: &str, known: &[(&str, T)]) -> Result<T, String> {
    let found = known.iter().find(|(word, _)| *word == text).map(|(_, meant)| *meant);
    found.ok_or_else(|| {
        let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        format!("`{text}` is none of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_understood_is_told_how_to_be_written() {
        let said = |text| listen(text).expect_err("no address");
        let all = "or `0.0.0.0:8080` for every address of this machine";
        assert_eq!(said("8080"), format!("`8080` is no address and port; write `127.0.0.1:8080`, {all}"));
        assert_eq!(said("localhost:8080").split("; ").nth(1), said("8080").split("; ").nth(1));
        assert!(said("tls:8443").contains("write `tls:127.0.0.1:8443`"));
        assert!(said("unix:").contains("unix:/run/sigcal/http"));
        assert!(proxy("10.0.0.0/99").expect_err("no network").contains("`10.0.0.0/8`"));
        assert!(origin("https://example.org/page").is_err() && origin("https://a; script-src *").is_err());
        assert_eq!(origin("https://example.org:8443").as_deref(), Ok("https://example.org:8443"));
        assert_eq!(yes("perhaps"), Err("`perhaps` is none of `yes`, `no`, `true`, `false`".to_owned()));
    }

    #[test]
    fn what_is_listened_on_is_an_address_or_a_file() {
        let addr = "0.0.0.0:8443".parse().expect("a test's own address");
        assert_eq!(listen("tls:0.0.0.0:8443"), Ok(Listen::Https(addr)));
        assert_eq!(listen("0.0.0.0:8443"), Ok(Listen::Http(addr)));
        assert_eq!(listen("unix:/run/x"), Ok(Listen::Unix("/run/x".into())));
        assert_eq!(proxy("10.1.2.3"), proxy("10.1.2.3/32"));
    }
}
