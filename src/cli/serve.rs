//! `sigcal serve`: the community over HTTP, until it is told to stop.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::directory::{Community, Lang};
use crate::http::{Limits, Publication, Server, Site, Stop};
use crate::page::Base;
use crate::schedule::Series;

/// How to serve, resolved from arguments and the configuration file.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address visitors use, where it is configured.
    pub base: Option<Base>,
    /// What one visitor may take up.
    pub limits: Limits,
}

impl Default for ServeConfig {
    fn default() -> ServeConfig {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
        ServeConfig { listen, base: None, limits: Limits::default() }
    }
}

/// Serves a loaded community until SIGTERM or SIGINT; a second one does not wait for what is in flight.
///
/// # Errors
/// A sentence with the remedy, where it could not serve.
pub fn run(config: ServeConfig, community: Community, series: Vec<Series>) -> Result<(), String> {
    let publication = Publication::new(community, series, config.base);
    let name = publication.community().name.get(Lang::En).to_owned();
    let calendars = publication.catalog().calendars().len();
    let site = Arc::new(Site::new(publication, Arc::new(super::now)));
    // The signals are caught before the line is printed that says the server is there to be stopped.
    let signals = catch_signals().map_err(|error| format!("cannot catch signals: {error}"))?;
    let server = Server::start(config.listen, site, &config.limits).map_err(|error| error.to_string())?;
    let word = if calendars == 1 { "calendar" } else { "calendars" };
    let community = if name.is_empty() { String::from("a community without a name") } else { name };
    eprintln!("sigcal: serving {community}: {calendars} {word} at http://{}/", server.addr());
    signals.stop_with(server.stop());
    server.join().map_err(|error| format!("stopped serving: {error}"))
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
