//! `sigcal serve`: the community over HTTP, until it is told to stop.

mod certificate;
mod files;
mod log;
mod manager;
mod reload;
mod signals;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use clap::Args;

use super::config::{Config, DEFAULT_LISTEN, Settings};
use super::data::{self, Data};
use super::{CLEAN, Failure};
use crate::directory::Lang;
use crate::http::{BindError, Publication, Server, Site, Sockets, Tls};
use crate::page::Base;
use reload::Reload;
use signals::HangUps;

#[derive(Args)]
pub(super) struct Serve {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// A YAML file with settings: the arguments above by the same names, with underscores. Arguments come before it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Serves a community until SIGTERM or SIGINT; a second one does not wait for what is in flight.
pub(super) fn run(serve: Serve) -> Result<u8, Failure> {
    let config = Config::resolve(serve.settings, serve.config.as_deref())?;
    let _log = log::begin(config.log_format);
    // Whoever asks for the data anew while it is read for the first time is heard then, and ends nothing.
    let failed = |error: io::Error| Failure::Told(format!("cannot catch signals: {error}"));
    let hang_ups = HangUps::catch().map_err(failed)?;
    let file = serve.data.clone().filter(|path| path != Path::new("-"));
    let seen = file.as_deref().map(reload::look);
    let data = data::load(serve.data.as_deref())?;
    if let Some(what) = data.what_to_mend() {
        tracing::warn!("{what}");
    }
    // Whoever serves already goes on with what was; one that begins has nothing better than not to begin.
    if data.is_locked()
        && let Some(why) = data.first_error().or_else(|| data.loses())
    {
        return Err(Failure::Told(format!("what subscribers were shown would end: {why}")));
    }
    let (name, locked) = (data.name.clone(), data.is_locked());
    let publication = published(data, config.base.clone(), None)?;
    let title = publication.community().name.get(Lang::En).to_owned();
    let title = if title.is_empty() { name } else { title };
    let calendars = calendars(&publication);
    let site = Site::new(publication, Arc::new(super::now)).behind(config.proxies.clone());
    let site = site.with_surrogate_keys(config.surrogate_keys).framed_by(&config.embed_in);
    let site = Arc::new(site);
    let certificate = config.tls.clone().map(|files| (files.look(), files));
    let tls = config.tls.as_ref().map(|files| files.load()).transpose()?;
    let sockets = open(&config, tls.clone())?;
    // The signals are caught before the line is printed that says the server is there to be stopped.
    let signals = hang_ups.and_stops().map_err(failed)?;
    let server = Server::start(sockets, Arc::clone(&site), config.serving)
        .map_err(|error| Failure::Told(format!("cannot serve: {error}")))?;
    let places: Vec<String> = server.addresses().map(ToString::to_string).collect();
    tracing::info!("serving {title}: {calendars} at {}", places.join(", "));
    manager::ready();
    squeeze_aside(&site);
    let mut again = Vec::new();
    let watches_data = file.is_some();
    again.extend(file.zip(seen).map(|(path, seen)| {
        let mut reload = Reload { path, base: config.base, site, locked };
        seen.whenever_others(move || reload.reload())
    }));
    again.extend(
        certificate.zip(tls).map(|((seen, files), tls)| seen.whenever_others(move || files.renew(&tls))),
    );
    signals.obey(server.stop(), again, watches_data);
    server.join().map_err(|error| Failure::Told(format!("stopped serving: {error}")))?;
    Ok(CLEAN)
}

/// Everything that is listened on: what is handed over, and what is asked for.
fn open(config: &Config, tls: Option<Tls>) -> Result<Sockets, Failure> {
    let mut sockets = Sockets::new(tls);
    let handed = manager::inherit(&mut sockets)?;
    let alone = if config.listen.is_empty() && handed == 0 { vec![DEFAULT_LISTEN] } else { vec![] };
    for listen in config.listen.iter().chain(&alone) {
        sockets.bind(listen).map_err(|error| Failure::Told(format!("{error}{}", remedy(&error))))?;
    }
    Ok(sockets)
}

/// What to do about an address that cannot be listened on, as the end of the sentence that says so.
fn remedy(error: &BindError) -> String {
    let Some(addr) = error.at.addr() else {
        return match error.source.kind() {
            io::ErrorKind::AddrInUse => "; stop it, or choose another path".to_owned(),
            io::ErrorKind::NotFound => "; make the folder first".to_owned(),
            io::ErrorKind::PermissionDenied => "; choose a folder that this user may write to".to_owned(),
            _ => String::new(),
        };
    };
    match error.source.kind() {
        io::ErrorKind::AddrInUse => {
            let free = SocketAddr::new(addr.ip(), 0);
            format!("; stop it, or choose another with `--listen`, as `--listen {free}`")
        }
        io::ErrorKind::PermissionDenied => "; choose a port from 1024 on".to_owned(),
        io::ErrorKind::AddrNotAvailable => "; `0.0.0.0` is all of them".to_owned(),
        io::ErrorKind::InvalidInput => {
            "; name both files, as `--tls-certificate FILE --tls-key FILE`".to_owned()
        }
        _ => String::new(),
    }
}

/// What is served of data; of what is the same as before, nothing is made again.
fn published(data: Data, base: Option<Base>, before: Option<&Publication>) -> Result<Publication, Failure> {
    let news = data.news.clone();
    let (community, series) = data.usable()?;
    Ok(Publication::after(before, community, series, base).remembering(&news))
}

fn calendars(publication: &Publication) -> String {
    match publication.catalog().calendars().len() {
        1 => "1 calendar".to_owned(),
        more => format!("{more} calendars"),
    }
}

/// Makes what is served smaller, beside the answers.
fn squeeze_aside(site: &Arc<Site>) {
    let site = Arc::clone(site);
    thread::spawn(move || site.squeeze());
}
