//! One worker: it accepts on its listeners, serves on its own thread, and looks over its connections' deadlines.

use std::future::{pending, poll_fn};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::MissedTickBehavior;

use super::connection::{Watch, serve};
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
const GREETING: Duration = Duration::from_millis(200);
/// Where all slots are taken, one of so many connections makes room.
const ROOM: usize = 32;
/// To close one takes some microseconds, and who asks meanwhile waits for all of them.
const CLOSED_AT_ONCE: usize = 256;
/// Between a look that came late and the next.
const SOON: Duration = Duration::from_millis(10);
/// Between two looks while the server stops.
const STOPPING_TICK: Duration = Duration::from_millis(10);

struct Connections {
    worker: Arc<Worker>,
    /// Those that are open, and some that are closed since the last look.
    open: Vec<Arc<Watch>>,
    /// How many of both there may be before the closed ones are forgotten.
    most: usize,
}

impl Acceptor {
    /// Serves until it is ordered to stop and every connection is done or out of time.
    pub(super) async fn run(self) -> io::Result<()> {
        let mut queues = Queues::open(self.listeners)?;
        let mut connections = Connections { worker: self.worker, open: Vec::new(), most: 64 };
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
        // Nobody new begins to connect, and who has begun is served, not reset.
        queues.turn_away();
        connections.finish();
        tokio::select! {
            biased;
            _ = orders.wait_for(|order| *order == Order::Abort) => {}
            () = tokio::time::sleep(GREETING) => {}
            () = connections.let_through(&mut queues, &self.slots) => {}
        }
        queues.close(|accepted, peer| {
            let slot = Arc::clone(&self.slots).try_acquire_owned();
            slot.is_ok_and(|slot| {
                connections.open(accepted, peer, slot);
                true
            })
        });
        connections.finish();
        connections.forget_closed();
        let deadline = tokio::time::sleep(connections.worker.serving.limits.stop_time);
        tokio::pin!(deadline);
        while !connections.open.is_empty() {
            tokio::select! {
                _ = orders.wait_for(|order| *order == Order::Abort) => break,
                () = &mut deadline => break,
                () = tokio::time::sleep(STOPPING_TICK) => { connections.look_over(Duration::ZERO); }
            }
        }
        Ok(())
    }
}

impl Connections {
    /// Often enough that no deadline is missed by more than a quarter of it.
    fn tick(&self) -> Duration {
        let limits = &self.worker.serving.limits;
        let shortest = limits.head_time.min(limits.idle_time).min(limits.stall_time);
        (shortest / 4).clamp(Duration::from_millis(10), Duration::from_secs(1))
    }

    fn open(&mut self, accepted: Accepted, peer: Peer, slot: OwnedSemaphorePermit) {
        let watch = Arc::new(Watch::new(Arc::clone(&self.worker), peer));
        tokio::spawn(serve(accepted, Arc::clone(&watch), slot));
        // Connections may come and go by the thousand between two looks.
        self.open.push(watch);
        if self.open.len() > self.most {
            self.forget_closed();
        }
    }

    /// Takes who comes through, until it is dropped or nobody can be taken any more.
    async fn let_through(&mut self, queues: &mut Queues, slots: &Arc<Semaphore>) {
        loop {
            match accept(queues, slots, None).await {
                (Ok((accepted, peer)), slot) => {
                    self.open(accepted, peer, slot);
                    self.worker.looks(Duration::ZERO);
                    if let Some(watch) = self.open.last() {
                        watch.finish();
                    }
                }
                (Err(error), _) if is_of_one_client(&error) => {}
                (Err(_), _) => return,
            }
        }
    }

    /// Tells each to end with the request that it is at. What time it has for that is counted from now.
    fn finish(&self) {
        self.worker.looks(Duration::ZERO);
        for watch in &self.open {
            watch.finish();
        }
    }

    /// Closes a few of those that can be done without, so that others have a slot.
    fn make_room(&self) {
        // Those that were told before have still to hear it.
        if self.open.iter().any(|watch| watch.is_aborted() && Arc::strong_count(watch) > 1) {
            return;
        }
        let willing = self.open.iter().filter(|watch| Arc::strong_count(watch) > 1);
        let mut willing: Vec<_> = willing.filter_map(|watch| Some((watch.makes_room()?, watch))).collect();
        willing.sort_unstable_by_key(|(willingly, _)| *willingly);
        for (_, watch) in willing.into_iter().take(self.open.len().div_ceil(ROOM)) {
            watch.abort();
        }
    }

    /// Forgets what is closed and closes what is out of time. Where that comes late, or more is out of time than is closed at
    /// once, the next look should come soon.
    fn look_over(&mut self, late: Duration) -> bool {
        let late = self.worker.looks(late);
        self.forget_closed();
        let mut expired = self.open.iter().filter(|watch| watch.expired() && !watch.is_aborted());
        for watch in expired.by_ref().take(CLOSED_AT_ONCE) {
            self.worker.tally.expired.add(1);
            watch.abort();
        }
        late || expired.next().is_some()
    }

    fn forget_closed(&mut self) {
        // The other one is the task's.
        self.open.retain(|watch| Arc::strong_count(watch) > 1);
        self.most = self.open.len() * 2 + 64;
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
    use super::super::worker::tests::worker;
    use super::*;
    use crate::http::limits::Limits;

    #[test]
    fn a_crowd_that_is_out_of_time_is_closed_a_few_at_a_time() {
        let worker = Arc::new(worker(Limits { head_time: Duration::ZERO, ..Limits::default() }));
        let watch = || Arc::new(Watch::new(Arc::clone(&worker), Peer { address: None, secure: false }));
        let watches: Vec<_> = (0..2 * CLOSED_AT_ONCE + 1).map(|_| watch()).collect();
        let mut connections = Connections { worker, open: watches.clone(), most: 64 };
        let closed = || watches.iter().filter(|watch| watch.is_aborted()).count();
        assert!(connections.look_over(Duration::ZERO));
        assert_eq!(closed(), CLOSED_AT_ONCE);
        assert!(connections.look_over(Duration::ZERO));
        assert!(!connections.look_over(Duration::ZERO));
        assert_eq!(closed(), watches.len());
    }

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
