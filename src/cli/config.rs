//! The settings of `sigcal serve`: arguments before the configuration file, that before the defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_saphyr::{DefaultMessageFormatter, Location, MessageFormatter, Spanned};

use super::Failure;
use crate::http::Limits;
use crate::page::Base;

/// How to serve.
pub(super) struct Config {
    pub listen: SocketAddr,
    pub base: Option<Base>,
    pub limits: Limits,
}

/// The configuration file, in YAML.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The address to listen on, as `0.0.0.0:8080`.
    listen: Option<Spanned<String>>,
    /// The address visitors use, as `https://calendars.example.org`.
    base_url: Option<Spanned<String>>,
    /// For how long `/readyz` says that the server stops before it does, as `5s`.
    drain_delay: Option<Spanned<String>>,
}

/// What may be set, by arguments or by the configuration file.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub listen: Option<SocketAddr>,
    pub base: Option<Base>,
    pub drain_delay: Option<Duration>,
}

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Config {
    /// Settles every setting once.
    pub(super) fn resolve(asked: Settings, file: Option<&Path>) -> Result<Config, Failure> {
        let in_file = match file {
            Some(path) => settings(&read(path)?, &path.display().to_string()).map_err(Failure::Told)?,
            None => Settings::default(),
        };
        let mut limits = Limits::default();
        limits.drain_delay = asked.drain_delay.or(in_file.drain_delay).unwrap_or(limits.drain_delay);
        Ok(Config {
            listen: asked.listen.or(in_file.listen).unwrap_or(DEFAULT_LISTEN),
            base: asked.base.or(in_file.base),
            limits,
        })
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Told(format!("could not read `{}`: {error}", path.display())))
}

/// The settings in a file's text, or what is wrong in it and where: `file:line:col: …`.
fn settings(text: &str, name: &str) -> Result<Settings, String> {
    let at = |location: Option<&Location>, what: &str| match location {
        Some(location) => format!("{name}:{}:{}: {what}", location.line(), location.column()),
        None => format!("{name}: {what}"),
    };
    let file: File = serde_saphyr::from_str(text).map_err(|error| {
        let why =
            DefaultMessageFormatter.format_message(error.without_snippet()).replace(char::is_control, " ");
        at(error.location().as_ref(), &why)
    })?;
    let listen = file.listen.map(|listen| {
        super::parse_listen(&listen.value).map_err(|why| at(Some(&listen.defined), &format!("listen: {why}")))
    });
    let base = file.base_url.map(|url| {
        Base::configured(&url.value).map_err(|why| at(Some(&url.defined), &format!("base_url: {why}")))
    });
    let drain_delay = file.drain_delay.map(|time| {
        super::parse_time(&time.value).map_err(|why| at(Some(&time.defined), &format!("drain_delay: {why}")))
    });
    Ok(Settings {
        listen: listen.transpose()?,
        base: base.transpose()?,
        drain_delay: drain_delay.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_is_wrong_is_named_with_its_place() {
        let said = |text| settings(text, "c.yaml").expect_err("wrong");
        assert!(
            said("listen: 8080\n").starts_with("c.yaml:1:9: listen: `8080` is no address and port; write")
        );
        let base = said("# ours\nbase_url: ftp://x\n");
        assert!(base.starts_with("c.yaml:2:11: base_url: `ftp://x` is no address"), "{base}");
        let unknown = said("lisen: 127.0.0.1:80\n");
        assert!(unknown.starts_with("c.yaml:1:1: ") && !unknown.contains('\n'), "{unknown}");
        assert!(unknown.ends_with("listen, base_url, drain_delay"), "{unknown}");
        assert!(
            said("drain_delay: soon\n").starts_with("c.yaml:1:14: drain_delay: `soon` is no length of time")
        );
        let sound = "listen: 0.0.0.0:80\nbase_url: https://x.org\ndrain_delay: 5s\n";
        let Settings { listen, base, drain_delay } = settings(sound, "c").expect("sound");
        assert!(listen.is_some() && base.is_some());
        assert_eq!(drain_delay, Some(Duration::from_secs(5)));
    }
}
