//! SIGTERM and SIGINT stop the server, SIGHUP has it read its files anew.

use std::sync::mpsc::Sender;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::manager;
use crate::http::Stop;

/// SIGHUP, caught.
pub(super) struct HangUps {
    runtime: Runtime,
    hang_up: Signal,
}

/// The signals, caught.
pub(super) struct Signals {
    runtime: Runtime,
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl HangUps {
    pub(super) fn catch() -> std::io::Result<HangUps> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let inside = runtime.enter();
        let hang_up = signal(SignalKind::hangup())?;
        drop(inside);
        Ok(HangUps { runtime, hang_up })
    }

    /// Catches those that stop, too. Until then the system does with them what it does: it ends the process, unless that is
    /// the first of a container.
    pub(super) fn and_stops(self) -> std::io::Result<Signals> {
        let HangUps { runtime, hang_up } = self;
        let inside = runtime.enter();
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        drop(inside);
        Ok(Signals { runtime, terminate, interrupt, hang_up })
    }
}

impl Signals {
    /// The first signal to stop finishes, the second aborts. All are waited for beside the server, not before it.
    /// `watches_data` is whether any of what is read anew is the data, of which the manager is told where that is done.
    pub(super) fn obey(self, stop: Stop, again: Vec<Sender<()>>, watches_data: bool) {
        let Signals { runtime, mut terminate, mut interrupt, mut hang_up } = self;
        std::thread::spawn(move || {
            runtime.block_on(async {
                let mut finishing = false;
                loop {
                    tokio::select! {
                        _ = hang_up.recv() => {
                            if !watches_data {
                                // Whoever asked waits to hear that it is done.
                                manager::reloading();
                                manager::ready();
                            }
                            for files in &again {
                                // Whoever would read them is there as long as the process.
                                let _ = files.send(());
                            }
                            continue;
                        }
                        _ = terminate.recv() => {}
                        _ = interrupt.recv() => {}
                    }
                    if finishing {
                        break stop.abort();
                    }
                    finishing = true;
                    manager::stopping();
                    // The drain delay sleeps, and a second signal must not wait for it.
                    let stop = stop.clone();
                    std::thread::spawn(move || stop.finish());
                }
            });
        });
    }
}
