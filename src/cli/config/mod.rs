//! The settings of `sigcal serve`: arguments before the configuration file, that before the defaults.
//!
//! Each setting is described once, in [`Settings`]: as an argument with dashes, in the file by the same name with underscores.

mod file;
mod words;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::Failure;
use crate::http::{Addresses, Limits, Listen, Proxies, Proxy, Serving};
use crate::page::Base;

/// What may be set, by arguments or by the configuration file.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Settings {
    /// Where to listen: `127.0.0.1:8080`, `tls:0.0.0.0:8443` for HTTPS, `unix:/run/sigcal/http`; port 0 takes a free one. May
    /// be given several times. 127.0.0.1:8080 where none is given and no socket is handed over by systemd.
    #[arg(long, value_name = "ADDR", value_parser = words::listen)]
    listen: Vec<Listen>,
    /// The address visitors use, as `https://calendars.example.org`, where it is another one.
    #[arg(long, value_name = "URL", value_parser = super::parse_base)]
    base_url: Option<Base>,
    /// Once told to stop, for how long `/readyz` says so before no more connections are accepted, as `5s`: what balances the
    /// load has to look elsewhere first. Not at all where none is given.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    drain_delay: Option<Duration>,
    /// The certificate for HTTPS with those that vouch for it, in PEM. It is read anew when it changes.
    #[arg(long, value_name = "FILE")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, in PEM.
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// An address or a network of proxies that are believed for whom they ask (`Forwarded`, `X-Forwarded-For`, `-Proto`,
    /// `-Host`), as `10.0.0.0/8`; `unix` for those at a Unix socket. May be given several times. Nobody is, where none is given.
    #[arg(long, value_name = "NETWORK", value_parser = words::proxy)]
    trusted_proxy: Vec<Proxy>,
    /// Whether answers have a `Surrogate-Key`, by which a cache in front forgets them, `yes` or `no`. No, where it is not given.
    #[arg(long, value_name = "YES|NO", value_parser = words::yes, num_args = 0..=1, require_equals = true,
          default_missing_value = "yes")]
    surrogate_key: Option<bool>,
    /// A site whose pages may hold a week (`/embed/week`), as `https://example.org`. May be given several times. No site may, where
    /// none is given.
    #[arg(long, value_name = "ORIGIN", value_parser = words::origin)]
    embed_in: Vec<String>,
    /// Whether a line is written for each request, `yes` or `no`. No, where it is not given.
    #[arg(long, value_name = "YES|NO", value_parser = words::yes, num_args = 0..=1, require_equals = true,
          default_missing_value = "yes")]
    access_log: Option<bool>,
    /// What of a client's address is in that line: `off`, `truncated` (its network: 24 bits of IPv4, 48 of IPv6) or `full`.
    /// Truncated, where it is not given.
    #[arg(long, value_name = "HOW MUCH", value_parser = words::addresses)]
    log_addresses: Option<Addresses>,
    /// How the log is written, on standard error: `text`, or `json` with an object to a line. Text, where it is not given.
    #[arg(long, value_name = "FORMAT", value_parser = words::log_format)]
    log_format: Option<LogFormat>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LogFormat {
    #[default]
    Text,
    Json,
}

/// How to serve.
#[derive(Debug)]
pub(super) struct Config {
    /// Where, as far as it was said.
    pub listen: Vec<Listen>,
    pub base: Option<Base>,
    pub tls: Option<TlsFiles>,
    pub proxies: Proxies,
    pub surrogate_keys: bool,
    pub embed_in: Vec<String>,
    pub log_format: LogFormat,
    pub serving: Serving,
}

/// Where the certificate and its key are.
#[derive(Clone, Debug)]
pub(super) struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Where to listen if nothing says it.
pub(super) const DEFAULT_LISTEN: Listen =
    Listen::Http(SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080));

impl Config {
    /// Settles every setting once.
    pub(super) fn resolve(asked: Settings, file: Option<&Path>) -> Result<Config, Failure> {
        let in_file = match file {
            Some(path) => file::settings(&read(path)?, &path.display().to_string()).map_err(Failure::Told)?,
            None => Settings::default(),
        };
        let Settings {
            listen,
            base_url,
            drain_delay,
            tls_certificate,
            tls_key,
            trusted_proxy,
            surrogate_key,
            embed_in,
            access_log,
            log_addresses,
            log_format,
        } = asked.or(in_file);
        let tls = match (tls_certificate, tls_key) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                let sentence = "HTTPS needs both `--tls-certificate` and `--tls-key`";
                return Err(Failure::Told(sentence.to_owned()));
            }
        };
        let mut limits = Limits::default();
        limits.drain_delay = drain_delay.unwrap_or(limits.drain_delay);
        let addresses = log_addresses.unwrap_or(Addresses::Truncated);
        let access_log = access_log.unwrap_or(false).then_some(addresses);
        Ok(Config {
            listen,
            base: base_url,
            tls,
            proxies: Proxies(trusted_proxy),
            surrogate_keys: surrogate_key.unwrap_or(false),
            embed_in,
            log_format: log_format.unwrap_or_default(),
            serving: Serving { limits, access_log },
        })
    }
}

impl Settings {
    /// These, and of the others what these do not say.
    fn or(self, others: Settings) -> Settings {
        Settings {
            listen: either(self.listen, others.listen),
            base_url: self.base_url.or(others.base_url),
            drain_delay: self.drain_delay.or(others.drain_delay),
            tls_certificate: self.tls_certificate.or(others.tls_certificate),
            tls_key: self.tls_key.or(others.tls_key),
            trusted_proxy: either(self.trusted_proxy, others.trusted_proxy),
            surrogate_key: self.surrogate_key.or(others.surrogate_key),
            embed_in: either(self.embed_in, others.embed_in),
            access_log: self.access_log.or(others.access_log),
            log_addresses: self.log_addresses.or(others.log_addresses),
            log_format: self.log_format.or(others.log_format),
        }
    }
}

/// The first, where it holds anything.
fn either<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
    if one.is_empty() { other } else { one }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Told(format!("could not read `{}`: {error}", path.display())))
}
