//! `sigcal serve`: the community over HTTP, until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::config::Config;
use super::data;
use super::{CLEAN, Failure};
use crate::directory::Lang;
use crate::http::{Publication, Server, Site, Stop};
use crate::page::Base;

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
    /// A YAML file with the settings `listen` and `base_url`; arguments come before it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Serves a community until SIGTERM or SIGINT; a second one does not wait for what is in flight.
pub(super) fn run(serve: Serve) -> Result<u8, Failure> {
    let config = Config::resolve(serve.listen, serve.base_url, serve.config.as_deref())?;
    let data = data::load(serve.data.as_deref())?;
    data.say_what_to_mend();
    let name = data.name.clone();
    let news = data.news.clone();
    let (community, series) = data.usable()?;
    let publication = Publication::new(community, series, config.base).remembering(&news);
    let title = publication.community().name.get(Lang::En).to_owned();
    let calendars = publication.catalog().calendars().len();
    let site = Arc::new(Site::new(publication, Arc::new(super::now)));
    // The signals are caught before the line is printed that says the server is there to be stopped.
    let signals = catch_signals().map_err(|error| Failure::Told(format!("cannot catch signals: {error}")))?;
    let server = Server::start(config.listen, site, &config.limits)
        .map_err(|error| Failure::Told(error.to_string()))?;
    let word = if calendars == 1 { "calendar" } else { "calendars" };
    let title = if title.is_empty() { name } else { title };
    eprintln!("sigcal: serving {title}: {calendars} {word} at http://{}/", server.addr());
    signals.stop_with(server.stop());
    server.join().map_err(|error| Failure::Told(format!("stopped serving: {error}")))?;
    Ok(CLEAN)
}

struct Signals {
    runtime: tokio::runtime::Runtime,
    terminate: Signal,
    interrupt: Signal,
}

fn catch_signals() -> std::io::Result<Signals> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let inside = runtime.enter();
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    drop(inside);
    Ok(Signals { runtime, terminate, interrupt })
}

impl Signals {
    /// The first signal finishes, the second aborts. Both are waited for beside the server, not before it.
    fn stop_with(self, stop: Stop) {
        let Signals { runtime, mut terminate, mut interrupt } = self;
        std::thread::spawn(move || {
            runtime.block_on(async {
                let any = async |terminate: &mut Signal, interrupt: &mut Signal| {
                    tokio::select! {
                        _ = terminate.recv() => {}
                        _ = interrupt.recv() => {}
                    }
                };
                any(&mut terminate, &mut interrupt).await;
                // The drain delay sleeps, and a second signal must not wait for it.
                let finishing = stop.clone();
                std::thread::spawn(move || finishing.finish());
                any(&mut terminate, &mut interrupt).await;
                stop.abort();
            });
        });
    }
}
