//! `sigcal serve`: the community over HTTP, until it is told to stop.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
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

/// Could not run.
const FAILED: u8 = 2;

/// Serves a loaded community until SIGTERM or SIGINT; a second one does not wait for what is in flight.
pub fn run(config: ServeConfig, community: Community, series: Vec<Series>) -> ExitCode {
    let publication = Publication::new(community, series, config.base);
    let name = publication.community().name.get(Lang::En).to_owned();
    let calendars = publication.catalog().calendars().len();
    let site = Arc::new(Site::new(publication, Arc::new(now)));
    // The signals are caught before the line is printed that says the server is there to be stopped.
    let signals = match catch_signals() {
        Ok(signals) => signals,
        Err(error) => return failed(&format!("cannot catch signals: {error}")),
    };
    let server = match Server::start(config.listen, site, &config.limits) {
        Ok(server) => server,
        Err(error) => return failed(&error.to_string()),
    };
    let word = if calendars == 1 { "calendar" } else { "calendars" };
    let community = if name.is_empty() { String::from("a community without a name") } else { name };
    eprintln!("sigcal: serving {community}: {calendars} {word} at http://{}/", server.addr());
    signals.stop_with(server.stop());
    match server.join() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn failed(sentence: &str) -> ExitCode {
    eprintln!("sigcal: {sentence}");
    ExitCode::from(FAILED)
}

struct Signals {
    runtime: tokio::runtime::Runtime,
    terminate: Signal,
    interrupt: Signal,
}

fn catch_signals() -> std::io::Result<Signals> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _inside = runtime.enter();
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    drop(_inside);
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
