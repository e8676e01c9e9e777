//! The settings of `sigcal serve`: arguments before the configuration file, that before the defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use serde::Deserialize;

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
    listen: Option<SocketAddr>,
    /// The address visitors use, as `https://calendars.example.org`.
    base_url: Option<String>,
}

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Config {
    /// Settles every setting once.
    pub(super) fn resolve(
        listen: Option<SocketAddr>,
        base: Option<Base>,
        file: Option<&Path>,
    ) -> Result<Config, Failure> {
        let file = file.map_or_else(|| Ok(File::default()), read)?;
        let configured = match file.base_url {
            Some(url) => Some(Base::configured(&url).map_err(|error| Failure::Told(error.to_string()))?),
            None => None,
        };
        Ok(Config {
            listen: listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            base: base.or(configured),
            limits: Limits::default(),
        })
    }
}

fn read(path: &Path) -> Result<File, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Told(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| told(&error))?;
    serde_saphyr::from_str(&text).map_err(|error| told(&error))
}
