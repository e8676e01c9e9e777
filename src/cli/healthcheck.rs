//! `sigcal healthcheck`: whether a server is ready, for containers with no shell to ask it in.
//!
//! Names are not looked up, as those of `--listen` are not: the program needs no resolver, and asks no other host for one.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::{CLEAN, FOUND, Failure};

/// For how long an answer is awaited, connecting included.
const PATIENCE: Duration = Duration::from_secs(5);
/// Octets of an answer that are read: what a probe says is shorter.
const MOST: u64 = 16 << 10;

#[derive(Args)]
pub(super) struct Healthcheck {
    /// What is asked, over plain HTTP: `http://127.0.0.1:9000/healthz`, or `unix:/run/sigcal/http`. Without a path it is `/readyz`.
    #[arg(default_value = "http://127.0.0.1:8080/readyz", value_parser = Question::parse)]
    url: Question,
}

/// Exits with 0 where the answer is 200, and with 1 otherwise: container engines take any other number as they like.
pub(super) fn run(asked: Healthcheck) -> Result<u8, Failure> {
    match asked.url.answered(PATIENCE) {
        Ok(()) => Ok(CLEAN),
        Err(why) => {
            eprintln!("sigcal: {why}");
            Ok(FOUND)
        }
    }
}

/// Whom to ask what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    at: At,
    /// What the server is called by who asks: the `Host` (RFC 9112 3.2).
    host: String,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    /// One after the other, until one takes the connection.
    Tcp(Vec<SocketAddr>),
    Unix(PathBuf),
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            At::Tcp(_) => write!(f, "http://{}{}", self.host, self.path),
            At::Unix(socket) => write!(f, "unix:{}", socket.display()),
        }
    }
}

impl Question {
    fn parse(url: &str) -> Result<Question, String> {
        const READY: &str = "/readyz";
        let wanted = "write `http://127.0.0.1:8080/readyz`, or `unix:/run/sigcal/http`";
        if let Some(socket) = url.strip_prefix("unix:") {
            if socket.is_empty() {
                return Err(format!("`unix:` names no file; {wanted}"));
            }
            let host = "localhost".to_owned();
            return Ok(Question { at: At::Unix(socket.into()), host, path: READY.to_owned() });
        }
        if url.starts_with("https:") {
            return Err(format!("`{url}` is HTTPS, and plain HTTP is what is asked over; {wanted}"));
        }
        let Some(rest) = url.strip_prefix("http://") else {
            return Err(format!("`{url}` is no address of a server; {wanted}"));
        };
        let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        // `http://a` and `http://a/` are the same (RFC 9110 4.2.3).
        let path = if path.starts_with('/') && path != "/" { path } else { READY };
        // What is no character of a URL would be a line of its own in the request.
        if !path.bytes().all(|octet| octet.is_ascii_graphic() && octet != b'#') {
            return Err(format!("`{}` is no path; {wanted}", path.escape_debug()));
        }
        let addresses = addresses(host)
            .ok_or_else(|| format!("`{host}` is no address, and names are not looked up; {wanted}"))?;
        Ok(Question { at: At::Tcp(addresses), host: host.to_owned(), path: path.to_owned() })
    }

    /// Asks once. `Ok` is a 200; otherwise a sentence says what is wrong and what to do.
    fn answered(&self, patience: Duration) -> Result<(), String> {
        let (tell, told) = channel();
        let question = self.clone();
        // On a thread of its own, so that one clock is enough for connecting, writing and reading. It ends with the process.
        thread::spawn(move || tell.send(question.ask()));
        let late = |_| {
            let seconds = patience.as_secs_f32();
            format!(
                "`{self}` gave no answer within {seconds} s; its log says what it is at, and a restart helps"
            )
        };
        told.recv_timeout(patience).map_err(late)?
    }

    fn ask(&self) -> Result<(), String> {
        let refused = |why: io::Error| {
            let remedy = "start `sigcal serve`, or give the address that its `--listen` has";
            format!("`{self}` cannot be reached: {why}; {remedy}")
        };
        let answer = match &self.at {
            At::Tcp(addresses) => self.exchange(TcpStream::connect(&addresses[..]).map_err(refused)?),
            At::Unix(socket) => self.exchange(UnixStream::connect(socket).map_err(refused)?),
        };
        let answer = String::from_utf8_lossy(&answer);
        let head = answer.lines().next().and_then(|line| line.strip_prefix("HTTP/1."));
        match head.and_then(|version| version.split(' ').nth(1)) {
            Some("200") => Ok(()),
            Some(status) => {
                let said = answer.split_once("\r\n\r\n").and_then(|(_, body)| body.lines().next());
                let said =
                    said.filter(|said| !said.is_empty()).map(|said| format!(" ({})", said.escape_debug()));
                let (status, said) = (status.escape_debug(), said.unwrap_or_default());
                Err(format!("`{self}` answered {status}{said}, not 200; the server's log says why"))
            }
            None => Err(format!("what answers at `{self}` is no plain HTTP; name a port without `tls:`")),
        }
    }

    /// What is answered, as far as it comes: an answer that is cut off is judged by what is there of it.
    fn exchange(&self, mut stream: impl Read + Write) -> Vec<u8> {
        let (host, path, version) = (&self.host, &self.path, env!("CARGO_PKG_VERSION"));
        let asked = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: sigcal-healthcheck/{version}\r\nConnection: close\r\n\r\n"
        );
        let mut answer = Vec::new();
        if stream.write_all(asked.as_bytes()).is_ok() {
            let _ = stream.take(MOST).read_to_end(&mut answer);
        }
        answer
    }
}

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost`; port 80 where none is named.
fn addresses(host: &str) -> Option<Vec<SocketAddr>> {
    const PORT: u16 = 80;
    let of = |ip: IpAddr| vec![SocketAddr::new(ip, PORT)];
    if let Some(after) = host.strip_prefix("localhost") {
        let port = if after.is_empty() { PORT } else { after.strip_prefix(':')?.parse().ok()? };
        let ips = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        return Some(ips.map(|ip| SocketAddr::new(ip, port)).to_vec());
    }
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    (host.parse().ok().map(|addr| vec![addr]))
        .or_else(|| host.parse::<Ipv4Addr>().ok().map(|ip| of(ip.into())))
        .or_else(|| bracketed?.parse::<Ipv6Addr>().ok().map(|ip| of(ip.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_whom_to_ask_what() {
        for (url, means) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/readyz"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/readyz"),
            ("http://[::1]:8080/healthz?x=1", "http://[::1]:8080/healthz?x=1"),
            ("http://10.0.0.7", "http://10.0.0.7/readyz"),
            ("unix:/run/sigcal/http", "unix:/run/sigcal/http"),
        ] {
            assert_eq!(Question::parse(url).map(|question| question.to_string()), Ok(means.to_owned()));
        }
        let at =
            |host| addresses(host).map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(at("localhost:81"), Some(vec!["127.0.0.1:81".to_owned(), "[::1]:81".to_owned()]));
        assert_eq!(at("[::1]"), Some(vec!["[::1]:80".to_owned()]));
        for none in ["localhost.example.org", "sigcal:8080", "127.0.0.1:", "::1", "me@127.0.0.1", ""] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_told_how_to_be_written() {
        let remedy = "write `http://127.0.0.1:8080/readyz`, or `unix:/run/sigcal/http`";
        for (url, why) in [
            ("127.0.0.1:8080", "`127.0.0.1:8080` is no address of a server"),
            ("https://127.0.0.1/", "`https://127.0.0.1/` is HTTPS, and plain HTTP is what is asked over"),
            ("http://sigcal/readyz", "`sigcal` is no address, and names are not looked up"),
            ("http://127.0.0.1/a\r\nb: c", "`/a\\r\\nb: c` is no path"),
            ("unix:", "`unix:` names no file"),
        ] {
            assert_eq!(Question::parse(url), Err(format!("{why}; {remedy}")));
        }
    }
}
