//! `sigcal serve`: the community over HTTP, until it is told to stop.

mod reload;
mod signals;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use clap::Args;

use super::config::{Config, Settings};
use super::data::{self, Data};
use super::{CLEAN, Failure};
use crate::directory::Lang;
use crate::http::{Publication, Server, Site};
use crate::page::Base;
use reload::{Look, Reload};
use signals::Signals;

#[derive(Args)]
pub(super) struct Serve {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// The address to listen on; port 0 takes a free one. 127.0.0.1:8080 where none is given.
    #[arg(long, value_name = "ADDR", value_parser = super::parse_listen)]
    listen: Option<SocketAddr>,
    /// The address visitors use, as `https://calendars.example.org`, where it is another one.
    #[arg(long, value_name = "URL", value_parser = super::parse_base)]
    base_url: Option<Base>,
    /// Once told to stop, for how long `/readyz` says so before no more connections are accepted, as `5s`: what balances the
    /// load has to look elsewhere first. Not at all where none is given.
    #[arg(long, value_name = "TIME", value_parser = super::parse_time)]
    drain_delay: Option<Duration>,
    /// A YAML file with the settings `listen`, `base_url` and `drain_delay`; arguments come before it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Serves a community until SIGTERM or SIGINT; a second one does not wait for what is in flight.
pub(super) fn run(serve: Serve) -> Result<u8, Failure> {
    let asked = Settings { listen: serve.listen, base: serve.base_url, drain_delay: serve.drain_delay };
    let config = Config::resolve(asked, serve.config.as_deref())?;
    let file = serve.data.clone().filter(|path| path != Path::new("-"));
    let seen = file.as_deref().map(Look::at);
    let data = data::load(serve.data.as_deref())?;
    data.say_what_to_mend();
    let name = data.name.clone();
    let publication = published(data, config.base.clone(), None)?;
    let title = publication.community().name.get(Lang::En).to_owned();
    let calendars = publication.catalog().calendars().len();
    let site = Arc::new(Site::new(publication, Arc::new(super::now)));
    // The signals are caught before the line is printed that says the server is there to be stopped.
    let signals =
        Signals::catch().map_err(|error| Failure::Told(format!("cannot catch signals: {error}")))?;
    let server = Server::start(config.listen, Arc::clone(&site), &config.limits)
        .map_err(|error| Failure::Told(error.to_string()))?;
    let word = if calendars == 1 { "calendar" } else { "calendars" };
    let title = if title.is_empty() { name } else { title };
    eprintln!("sigcal: serving {title}: {calendars} {word} at http://{}/", server.addr());
    let squeezed = Arc::clone(&site);
    thread::spawn(move || squeezed.squeeze());
    let reload = file.zip(seen).map(|(path, seen)| {
        let (ask, asked) = mpsc::channel();
        let reload = Reload { path, base: config.base, site };
        thread::spawn(move || reload.watch(&asked, seen));
        ask
    });
    signals.obey(server.stop(), reload);
    server.join().map_err(|error| Failure::Told(format!("stopped serving: {error}")))?;
    Ok(CLEAN)
}

/// What is served of data; of what is the same as before, nothing is made again.
fn published(data: Data, base: Option<Base>, before: Option<&Publication>) -> Result<Publication, Failure> {
    let news = data.news.clone();
    let (community, series) = data.usable()?;
    Ok(Publication::after(before, community, series, base).remembering(&news))
}
