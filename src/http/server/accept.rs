//! What a worker does on its thread: it accepts on its listeners, and looks over its connections now and then.

use std::future::{pending, poll_fn};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::MissedTickBehavior;

use super::connection::LAST_MOMENT;
use super::connections::Connections;
use super::socket::{Accepted, Listener, Queues, is_of_one_client};
use super::worker::{Order, Worker};
use crate::http::request::Peer;

/// What one thread needs to serve.
pub(super) struct Acceptor {
    pub listeners: Vec<Listener>,
    pub worker: Arc<Worker>,
    /// One for each connection that may be open on this worker.
    pub slots: Arc<Semaphore>,
    pub orders: watch::Receiver<Order>,
}

/// How long who has begun to connect may take to come through while the server stops.
const GREETING: Duration = LAST_MOMENT;
/// Between a look that came late and the next.
const SOON: Duration = Duration::from_millis(10);
/// Between two looks while the server stops.
const STOPPING_TICK: Duration = Duration::from_millis(10);

impl Acceptor {
    /// Serves until it is ordered to stop and every connection is done or out of time.
    pub(super) async fn run(self) -> io::Result<()> {
        let mut queues = Queues::open(self.listeners)?;
        let stop_time = self.worker.serving.limits.stop_time;
        let mut connections = Connections::new(self.worker);
        let mut ticks = tokio::time::interval(connections.tick());
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut backoff = Backoff::default();
        let mut orders = self.orders;
        loop {
            tokio::select! {
                biased;
                _ = orders.wait_for(|order| *order != Order::Serve) => break,
                due = ticks.tick() => {
                    if connections.look_over(due.elapsed()) {
                        ticks.reset_after(SOON);
                    }
                    if self.slots.available_permits() == 0 {
                        connections.make_room();
                    }
                }
                (accepted, slot) = accept(&mut queues, &self.slots, backoff.pause()) => match accepted {
                    Ok((accepted, peer)) => {
                        backoff = Backoff::default();
                        connections.open(accepted, peer, slot);
                        if self.slots.available_permits() == 0 {
                            connections.make_room();
                        }
                    }
                    Err(error) => {
                        backoff.after(&error);
                        if !is_of_one_client(&error) {
                            tracing::warn!("cannot accept a connection: {error}");
                            connections.make_room();
                        }
                    }
                },
            }
        }
        stop(queues, connections, &self.slots, orders, stop_time).await;
        Ok(())
    }
}

/// Finishes what is open, and what has begun to connect, until all is done or out of time.
async fn stop(
    mut queues: Queues,
    mut connections: Connections,
    slots: &Arc<Semaphore>,
    mut orders: watch::Receiver<Order>,
    stop_time: Duration,
) {
    // Nobody new begins to connect, and who has begun is served, not reset.
    queues.turn_away();
    connections.finish();
    tokio::select! {
        biased;
        _ = orders.wait_for(|order| *order == Order::Abort) => {}
        () = tokio::time::sleep(GREETING) => {}
        () = let_through(&mut connections, &mut queues, slots) => {}
    }
    queues.close(|accepted, peer| {
        let slot = Arc::clone(slots).try_acquire_owned();
        slot.is_ok_and(|slot| {
            connections.open(accepted, peer, slot);
            true
        })
    });
    let deadline = tokio::time::sleep(stop_time);
    tokio::pin!(deadline);
    while !connections.is_empty() {
        tokio::select! {
            _ = orders.wait_for(|order| *order == Order::Abort) => break,
            () = &mut deadline => break,
            () = tokio::time::sleep(STOPPING_TICK) => { connections.look_over(Duration::ZERO); }
        }
    }
}

/// Serves who comes through, until it is dropped or nobody can be taken any more.
async fn let_through(connections: &mut Connections, queues: &mut Queues, slots: &Arc<Semaphore>) {
    loop {
        match accept(queues, slots, None).await {
            (Ok((accepted, peer)), slot) => connections.open(accepted, peer, slot),
            (Err(error), _) if is_of_one_client(&error) => {}
            (Err(_), _) => return,
        }
    }
}

/// The next connection, once there is a slot for it and the pause after an error is over.
async fn accept(
    queues: &mut Queues,
    slots: &Arc<Semaphore>,
    pause: Option<Duration>,
) -> (io::Result<(Accepted, Peer)>, OwnedSemaphorePermit) {
    if let Some(pause) = pause {
        tokio::time::sleep(pause).await;
    }
    let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return pending().await };
    (poll_fn(|cx| queues.poll_accept(cx)).await, slot)
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
        if !is_of_one_client(error) {
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
