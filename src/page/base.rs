//! Where this server is reached, and the links that follow from it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What must not stand as itself in a path's segment (RFC 3986 3.3); the slash may.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The address under which visitors reach this server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Base {
    /// `https`, where the configuration says so; a `Host` header does not tell.
    scheme: Option<&'static str>,
    /// `calendar.example.org`, `localhost:8080`.
    authority: String,
    /// The path before every other, without a slash at its end; mostly empty.
    path: String,
}

/// An address that no visitor could reach, or that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBase {
    /// What was given.
    pub text: String,
}

impl fmt::Display for InvalidBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text.chars().filter(|c| !c.is_control()).take(80).collect();
        write!(f, "`{text}` is no address; it is written like `https://calendar.example.org`")
    }
}

impl std::error::Error for InvalidBase {}

/// The ways to subscribe to one calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The feed itself, relative to the server's root.
    pub feed: String,
    /// For programs that subscribe to what they are handed: Apple Calendar, Outlook, Thunderbird, GNOME.
    pub webcal: Option<String>,
    /// Google Calendar. None where Google could not reach this server.
    pub google: Option<String>,
    /// Outlook on the web, likewise.
    pub outlook: Option<String>,
}

impl Base {
    /// The base of a configured URL: `https://calendar.example.org`, with or without a path.
    ///
    /// # Errors
    /// [`InvalidBase`] where it is not `http` or `https`, a host and perhaps a port and a path.
    pub fn configured(url: &str) -> Result<Base, InvalidBase> {
        let invalid = || InvalidBase { text: url.to_owned() };
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
            _ => return Err(invalid()),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = path.trim_end_matches('/');
        let plain = |c: u8| c.is_ascii_alphanumeric() || b"-._~/".contains(&c);
        if !path.bytes().all(plain) || path.starts_with('/') || path.contains("//") {
            return Err(invalid());
        }
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        let authority = authority_of(authority).ok_or_else(invalid)?;
        Ok(Base { scheme: Some(scheme), authority, path })
    }

    /// The base that a request's `Host` names. Only a host and a port pass: no markup, no path, no user.
    ///
    /// # Errors
    /// [`InvalidBase`] where the header holds anything else.
    pub fn of_host(host: &str) -> Result<Base, InvalidBase> {
        let authority = authority_of(host).ok_or_else(|| InvalidBase { text: host.to_owned() })?;
        Ok(Base { scheme: None, authority, path: String::new() })
    }

    /// The same by HTTPS.
    #[must_use]
    pub fn secure(self) -> Base {
        Base { scheme: Some("https"), ..self }
    }

    /// Whether a text is a host, and perhaps a port, and nothing else.
    pub fn is_host(text: &str) -> bool {
        host_and_port(text).is_some()
    }

    /// The host and, where there is one, the port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The path of a resource as a visitor writes it.
    pub fn path_to(&self, path: &str) -> String {
        format!("{}/{}", self.path, utf8_percent_encode(path, PATH))
    }

    /// The path of a resource where nobody said what is before it.
    pub fn at_root(path: &str) -> String {
        format!("/{}", utf8_percent_encode(path, PATH))
    }

    /// The whole URL of a resource, where the scheme is known.
    pub fn url_of(&self, path: &str) -> Option<String> {
        self.scheme.map(|scheme| format!("{scheme}://{}{}", self.authority, self.path_to(path)))
    }

    /// Whether Google and Microsoft could fetch from here: not from this machine or a private network.
    pub fn is_public(&self) -> bool {
        let bare = self.authority.strip_prefix('[').and_then(|rest| rest.split(']').next());
        let host = bare.unwrap_or_else(|| self.authority.split(':').next().unwrap_or_default());
        match host.parse::<IpAddr>() {
            Ok(IpAddr::V4(ip)) => !(is_internal_v4(ip)),
            Ok(IpAddr::V6(ip)) => !is_internal_v6(ip),
            Err(_) => {
                host.contains('.')
                    && ![".local", ".internal", ".localhost"].iter().any(|end| host.ends_with(end))
            }
        }
    }
}

fn is_internal_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
}

fn is_internal_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified()
}

/// `host` or `host:port`, in small letters, where the text is exactly that.
fn authority_of(text: &str) -> Option<String> {
    Base::is_host(text).then(|| text.to_ascii_lowercase())
}

/// The host and the port of a text that is exactly that (RFC 3986 3.2.2, without user and escapes).
fn host_and_port(text: &str) -> Option<(&str, Option<&str>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (ip, after) = rest.split_once(']')?;
            ip.parse::<Ipv6Addr>().ok()?;
            (&text[..ip.len() + 2], if after.is_empty() { None } else { Some(after.strip_prefix(':')?) })
        }
        None => {
            let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
            let plain = host.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._".contains(&c));
            if host.is_empty() || host.len() > 253 || !plain {
                return None;
            }
            (host, port)
        }
    };
    let digits = |port: &str| port.bytes().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok();
    port.is_none_or(digits).then_some((host, port))
}

impl Links {
    /// The links of a calendar's path (`sig-node`) and name. Without a base, only the relative one is known.
    pub fn of(base: Option<&Base>, path: &str, name: &str, query: &str) -> Links {
        let file = format!("{path}.ics");
        let feed = match base {
            Some(base) => base.path_to(&file),
            None => Base::at_root(&file),
        };
        let feed = format!("{feed}{query}");
        let webcal = base.map(|base| format!("webcal://{}{feed}", base.authority));
        let public = webcal.as_ref().filter(|_| base.is_some_and(Base::is_public));
        // Google takes the address with webcal: and adds it at once; with https: it asks for a calendar's ID.
        let google = public.map(|webcal| {
            let query = Serializer::new(String::new()).append_pair("cid", webcal).finish();
            format!("https://calendar.google.com/calendar/r?{query}")
        });
        let outlook = public.zip(base).map(|(webcal, base)| {
            let url = base.scheme.map(|scheme| format!("{scheme}://{}{feed}", base.authority));
            let url = url.as_deref().unwrap_or(webcal);
            let query =
                Serializer::new(String::new()).append_pair("url", url).append_pair("name", name).finish();
            format!("https://outlook.live.com/calendar/0/addfromweb?{query}")
        });
        Links { feed, webcal, google, outlook }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_host_and_a_port_and_nothing_else() {
        let host = |text: &str| Base::of_host(text).map(|base| base.authority).ok();
        assert_eq!(host("Calendar.Example.org").as_deref(), Some("calendar.example.org"));
        assert_eq!(host("localhost:8080").as_deref(), Some("localhost:8080"));
        assert_eq!(host("[::1]:80").as_deref(), Some("[::1]:80"));
        for bad in [
            "",
            ":80",
            "a b",
            "a/b",
            "a\"onload=",
            "<script>",
            "user@host",
            "host:",
            "host:99999",
            "host:8o",
            "[::1",
            "[<b>]",
            "[::1]x",
            "host:80:80",
            "a%22",
        ] {
            assert_eq!(host(bad), None, "{bad}");
        }
    }

    #[test]
    fn links_keep_the_port_and_offer_no_service_that_could_not_reach_it() {
        let local = Base::of_host("localhost:8080").expect("a host");
        let links = Links::of(Some(&local), "sig-node", "SIG Node", "");
        assert_eq!(links.feed, "/sig-node.ics");
        assert_eq!(links.webcal.as_deref(), Some("webcal://localhost:8080/sig-node.ics"));
        assert_eq!((links.google, links.outlook), (None, None));
        for private in ["10.0.0.7", "192.168.1.5:8080", "127.0.0.1", "[fe80::1]", "intranet", "nas.local"] {
            assert!(!Base::of_host(private).expect("a host").is_public(), "{private}");
        }
    }

    #[test]
    fn links_of_a_configured_base_have_its_scheme_and_path() {
        let base = Base::configured("https://example.org/cal/").expect("a base");
        let links = Links::of(Some(&base), "category/a b", "A & B", "?lang=zh");
        assert_eq!(links.feed, "/cal/category/a%20b.ics?lang=zh");
        assert_eq!(links.webcal.as_deref(), Some("webcal://example.org/cal/category/a%20b.ics?lang=zh"));
        assert_eq!(
            links.google.as_deref(),
            Some(
                "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fexample.org%2Fcal%2Fcategory%2Fa%2520b.ics%3Flang%3Dzh"
            )
        );
        assert!(links.outlook.expect("a public base").ends_with("a%2520b.ics%3Flang%3Dzh&name=A+%26+B"));
        assert_eq!(base.url_of("all.ics").as_deref(), Some("https://example.org/cal/all.ics"));
        for bad in
            ["example.org", "ftp://example.org", "https://", "https://a b", "https://h/\"x", "https://h//x"]
        {
            assert!(Base::configured(bad).is_err(), "{bad}");
        }
    }
}
