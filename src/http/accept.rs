//! One worker: it accepts on its own listener, serves on its own thread, and looks over its connections' deadlines.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::connection::{Watch, serve};
use super::server::Order;
use super::{Limits, Site};

/// What one thread needs to serve.
pub(super) struct Worker {
    pub listener: std::net::TcpListener,
    pub site: Arc<Site>,
    pub limits: Limits,
    /// One for each connection that may be open on this worker.
    pub slots: Arc<Semaphore>,
    pub orders: watch::Receiver<Order>,
}

/// How long a connection that has asked nothing may still do so while the server stops, in milliseconds.
const LAST_MOMENT: u64 = 250;
/// Between two looks while the server stops.
const STOPPING_TICK: Duration = Duration::from_millis(10);

struct Connections {
    began: Instant,
    clock: Arc<AtomicU64>,
    /// Those that are open, and some that are closed since the last look.
    open: Vec<Arc<Watch>>,
    /// How many of both there may be before the closed ones are forgotten.
    most: usize,
}

impl Worker {
    /// Serves until it is ordered to stop and every connection is done or out of time.
    pub(super) async fn run(self) -> io::Result<()> {
        let listener = TcpListener::from_std(self.listener.try_clone()?)?;
        let mut connections = Connections {
            began: Instant::now(),
            clock: Arc::new(AtomicU64::new(0)),
            open: Vec::new(),
            most: 64,
        };
        let mut ticks = tokio::time::interval(self.tick());
        let mut backoff = Backoff::default();
        let mut orders = self.orders.clone();
        loop {
            tokio::select! {
                biased;
                _ = orders.wait_for(|order| *order != Order::Serve) => break,
                _ = ticks.tick() => connections.look_over(self.slots.available_permits() == 0),
                (accepted, slot) = accept(&listener, &self.slots, backoff.pause()) => match accepted {
                    Ok(stream) => {
                        backoff = Backoff::default();
                        self.open(&mut connections, stream, slot);
                    }
                    Err(error) => backoff.after(&error),
                },
            }
        }
        // Those who reached the listener before it closes are served, not reset.
        while let Ok((stream, _)) = self.listener.accept() {
            let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else { break };
            if stream.set_nonblocking(true).is_err() {
                continue;
            }
            if let Ok(stream) = TcpStream::from_std(stream) {
                self.open(&mut connections, stream, slot);
            }
        }
        drop(listener);
        let stop_time = self.limits.stop_time;
        drop(self);
        // The new tasks are polled once, so that they can be told.
        tokio::task::yield_now().await;
        connections.look_over(false);
        for watch in &connections.open {
            watch.finish(LAST_MOMENT);
        }
        let deadline = tokio::time::sleep(stop_time);
        tokio::pin!(deadline);
        while !connections.open.is_empty() {
            tokio::select! {
                _ = orders.wait_for(|order| *order == Order::Abort) => break,
                () = &mut deadline => break,
                () = tokio::time::sleep(STOPPING_TICK) => connections.look_over(false),
            }
        }
        Ok(())
    }

    /// Often enough that no deadline is missed by more than a quarter of it.
    fn tick(&self) -> Duration {
        let shortest = self.limits.head_time.min(self.limits.idle_time).min(self.limits.stall_time);
        (shortest / 4).clamp(Duration::from_millis(10), Duration::from_secs(1))
    }

    fn open(&self, connections: &mut Connections, stream: TcpStream, slot: OwnedSemaphorePermit) {
        let watch = Arc::new(Watch::new(Arc::clone(&connections.clock), &self.limits));
        let served = serve(
            stream,
            Arc::clone(&self.site),
            Arc::clone(&watch),
            self.limits.head_size,
            self.limits.body_size,
        );
        tokio::spawn(async move {
            served.await;
            drop(slot);
        });
        connections.add(watch);
    }
}

impl Connections {
    /// Forgets what is closed and closes what is out of time; where all slots are taken, also what is idle.
    fn look_over(&mut self, full: bool) {
        let millis = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.clock.store(millis, Ordering::Relaxed);
        for watch in &self.open {
            if watch.expired() || (full && watch.is_idle()) {
                watch.abort();
            }
        }
        self.forget_closed();
    }

    /// Connections may come and go by the thousand between two looks.
    fn add(&mut self, watch: Arc<Watch>) {
        self.open.push(watch);
        if self.open.len() > self.most {
            self.forget_closed();
        }
    }

    fn forget_closed(&mut self) {
        // The other one is the task's.
        self.open.retain(|watch| Arc::strong_count(watch) > 1);
        self.most = self.open.len() * 2 + 64;
    }
}

/// The next connection, once there is a slot for it and the pause after an error is over.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    pause: Option<Duration>,
) -> (io::Result<TcpStream>, OwnedSemaphorePermit) {
    if let Some(pause) = pause {
        tokio::time::sleep(pause).await;
    }
    let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return pending().await };
    (listener.accept().await.map(|(stream, _)| stream), slot)
}

/// How long to wait after an error of accept, which would else repeat at once: out of descriptors, out of memory.
#[derive(Default)]
struct Backoff {
    until: Option<Instant>,
    length: Duration,
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(10);
    const LONGEST: Duration = Duration::from_secs(1);

    fn after(&mut self, error: &io::Error) {
        let one_client_only = matches!(
            error.kind(),
            io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
        );
        if !one_client_only {
            self.length = (self.length * 2).clamp(Self::FIRST, Self::LONGEST);
            self.until = Some(Instant::now() + self.length);
        }
    }

    fn pause(&self) -> Option<Duration> {
        self.until
            .map(|until| until.saturating_duration_since(Instant::now()))
            .filter(|pause| !pause.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_accept_back_off_and_those_of_one_client_do_not() {
        let mut backoff = Backoff::default();
        backoff.after(&io::ErrorKind::ConnectionAborted.into());
        assert_eq!(backoff.pause(), None);
        let lengths: Vec<u128> = (0..9)
            .map(|_| {
                backoff.after(&io::Error::other("too many open files"));
                backoff.length.as_millis()
            })
            .collect();
        assert_eq!(lengths, [10, 20, 40, 80, 160, 320, 640, 1000, 1000]);
    }
}
