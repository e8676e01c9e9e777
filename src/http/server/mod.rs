//! The server: a worker per core, and how it is asked to stop.

mod accept;
mod access;
mod connection;
mod connections;
mod date;
mod socket;
mod worker;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::{Semaphore, watch};

use crate::http::limits::Serving;
use crate::http::site::Site;
use accept::Acceptor;
use worker::{Order, Worker};

pub use socket::{BindError, Listen, Sockets, Tls, TlsError};

/// A server that is running.
#[derive(Debug)]
pub struct Server {
    sockets: Sockets,
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
        self.site.set_ready(false);
        self.orders.send_replace(Order::Abort);
    }
}

impl Server {
    /// Serves what comes to these sockets, on as many threads as the process may use cores.
    ///
    /// # Errors
    /// Where the system gives no thread, or no more descriptors.
    pub fn start(mut sockets: Sockets, site: Arc<Site>, serving: Serving) -> io::Result<Server> {
        let (orders, receiver) = watch::channel(Order::Serve);
        let stop = Stop { orders, site: Arc::clone(&site), drain_delay: serving.limits.drain_delay };
        let shares = sockets.by_worker();
        // The kernel spreads connections about evenly. Where one worker is full, who is given to it waits, although another has
        // room.
        let share = serving.limits.connections.div_ceil(shares.len()).min(Semaphore::MAX_PERMITS);
        let serving = Arc::new(serving);
        let mut workers = Vec::new();
        for (n, listeners) in shares.into_iter().enumerate() {
            let acceptor = Acceptor {
                listeners,
                worker: Arc::new(Worker::new(Arc::clone(&site), Arc::clone(&serving))),
                slots: Arc::new(Semaphore::new(share)),
                orders: receiver.clone(),
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let thread = thread::Builder::new().name(format!("http-{n}"));
            workers.push(thread.spawn(move || runtime.block_on(acceptor.run()))?);
        }
        Ok(Server { sockets, stop, workers })
    }

    /// What it listens on, with the ports that port 0 became.
    pub fn addresses(&self) -> impl Iterator<Item = &Listen> {
        self.sockets.addresses()
    }

    /// The first address and port, where it listens on one.
    pub fn addr(&self) -> Option<SocketAddr> {
        self.addresses().find_map(Listen::addr)
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
