//! The server: a worker per core, and how it is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::{Semaphore, watch};

use super::accept::Worker;
use super::bind::bind;
use super::{BindError, Limits, Site};

/// What the workers are to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Serve,
    /// Finish what is in flight.
    Finish,
    /// Drop it.
    Abort,
}

/// A server that is running.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: Stop,
    workers: Vec<JoinHandle<io::Result<()>>>,
}

/// The means to stop a server, from any thread.
#[derive(Clone, Debug)]
pub struct Stop {
    orders: watch::Sender<Order>,
    site: Arc<Site>,
    drain_delay: std::time::Duration,
}

impl Stop {
    /// No new connections; what is in flight is finished, within the limit for that. `/readyz` says so at once,
    /// and the drain delay passes first, so that a balancer can look elsewhere. Waits for that delay.
    pub fn finish(&self) {
        self.site.set_ready(false);
        if !self.drain_delay.is_zero() {
            thread::sleep(self.drain_delay);
        }
        self.orders.send_if_modified(|order| {
            let serving = *order == Order::Serve;
            if serving {
                *order = Order::Finish;
            }
            serving
        });
    }

    /// Everything ends now.
    pub fn abort(&self) {
        self.orders.send_replace(Order::Abort);
    }
}

impl Server {
    /// Listens and serves on as many threads as the process may use cores. When this returns, the address is open.
    ///
    /// # Errors
    /// [`BindError`] where the address cannot be listened on.
    pub fn start(listen: SocketAddr, site: Arc<Site>, limits: &Limits) -> Result<Server, BindError> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let failed = |source| BindError { addr: listen, source };
        let listeners = bind(listen, cores)?;
        let addr = listeners[0].local_addr().map_err(failed)?;
        let (orders, receiver) = watch::channel(Order::Serve);
        let stop = Stop { orders, site: Arc::clone(&site), drain_delay: limits.drain_delay };
        // The kernel spreads connections evenly, so each worker has its share and none waits for another.
        let share = limits.connections.div_ceil(listeners.len()).min(Semaphore::MAX_PERMITS);
        let mut workers = Vec::new();
        for (n, listener) in listeners.into_iter().enumerate() {
            let worker = Worker {
                listener,
                site: Arc::clone(&site),
                limits: limits.clone(),
                slots: Arc::new(Semaphore::new(share)),
                orders: receiver.clone(),
            };
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
            let thread = thread::Builder::new().name(format!("http-{n}"));
            workers.push(thread.spawn(move || runtime.block_on(worker.run())).map_err(failed)?);
        }
        Ok(Server { addr, stop, workers })
    }

    /// The address, with the port that port 0 became.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The means to stop it.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Waits until it has stopped.
    ///
    /// # Errors
    /// Where a worker could not serve at all.
    pub fn join(self) -> io::Result<()> {
        for worker in self.workers {
            worker.join().unwrap_or_else(|_| Err(io::Error::other("a worker of the server panicked")))?;
        }
        Ok(())
    }
}
