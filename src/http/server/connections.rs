//! A worker's open connections: each is told when its time is over, when others need its slot, and when the server stops.

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use super::connection::{Watch, serve};
use super::socket::Accepted;
use super::worker::Worker;
use crate::http::request::Peer;

/// Where all slots are taken, one of so many connections makes room.
const ROOM: usize = 32;
/// To close one takes some microseconds, and who asks meanwhile waits for all of them.
const CLOSED_AT_ONCE: usize = 256;
/// With fewer than so many, those that are closed are not worth forgetting before the next look.
const FEW: usize = 64;

/// The connections of one worker.
pub(super) struct Connections {
    worker: Arc<Worker>,
    /// Those that are open, and some that are closed since the last look.
    open: Vec<Arc<Watch>>,
    /// How many of both there may be before the closed ones are forgotten.
    most: usize,
    /// Whether each ends with the request that it is at.
    finishing: bool,
}

impl Connections {
    pub(super) fn new(worker: Arc<Worker>) -> Connections {
        Connections { worker, open: Vec::new(), most: FEW, finishing: false }
    }

    /// How often to look over them, so that no deadline is missed by more than a quarter of it.
    pub(super) fn tick(&self) -> Duration {
        let limits = &self.worker.serving.limits;
        let shortest = limits.head_time.min(limits.idle_time).min(limits.stall_time);
        (shortest / 4).clamp(Duration::from_millis(10), Duration::from_secs(1))
    }

    /// Serves one more.
    pub(super) fn open(&mut self, accepted: Accepted, peer: Peer, slot: OwnedSemaphorePermit) {
        let watch = Arc::new(Watch::new(Arc::clone(&self.worker), peer));
        if self.finishing {
            self.worker.looks(Duration::ZERO);
            watch.finish();
        }
        tokio::spawn(serve(accepted, Arc::clone(&watch), slot));
        self.open.push(watch);
        // Connections may come and go by the thousand between two looks.
        if self.open.len() > self.most {
            self.forget_closed();
        }
    }

    /// Tells each to end with the request that it is at, also those to come. What time they have for that is counted from now.
    pub(super) fn finish(&mut self) {
        self.finishing = true;
        self.worker.looks(Duration::ZERO);
        for watch in &self.open {
            watch.finish();
        }
    }

    /// Closes a few of those that can be done without, so that others have a slot.
    pub(super) fn make_room(&self) {
        // Those that were told before have still to hear it.
        if self.open.iter().any(|watch| watch.is_aborted() && is_open(watch)) {
            return;
        }
        let willing = self.open.iter().filter(|watch| is_open(watch));
        let mut willing: Vec<_> = willing.filter_map(|watch| Some((watch.makes_room()?, watch))).collect();
        willing.sort_unstable_by_key(|(willingly, _)| *willingly);
        for (_, watch) in willing.into_iter().take(self.open.len().div_ceil(ROOM)) {
            watch.abort();
        }
    }

    /// Closes a few of those that hold on to most answers, so that there is memory for others.
    fn relieve(&self) {
        let holding = self.open.iter().filter(|watch| is_open(watch) && !watch.is_aborted());
        let mut holding: Vec<_> = holding.filter_map(|watch| Some((watch.holds()?, watch))).collect();
        holding.sort_unstable_by_key(|(answers, _)| Reverse(*answers));
        for (_, watch) in holding.into_iter().take(self.open.len().div_ceil(ROOM)) {
            watch.abort();
        }
    }

    /// Forgets what is closed and closes what is out of time. Where that comes late, or more is out of time than is closed at
    /// once, the next look should come soon.
    pub(super) fn look_over(&mut self, late: Duration) -> bool {
        let late = self.worker.looks(late);
        self.forget_closed();
        let mut expired = self.open.iter().filter(|watch| watch.expired() && !watch.is_aborted());
        for watch in expired.by_ref().take(CLOSED_AT_ONCE) {
            self.worker.tally.expired.add(1);
            watch.abort();
        }
        let more = expired.next().is_some();
        if self.worker.site.is_stretched() {
            self.relieve();
        }
        late || more
    }

    /// Whether none is open, as far as was looked.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    fn forget_closed(&mut self) {
        self.open.retain(is_open);
        self.most = self.open.len() * 2 + FEW;
    }
}

/// Whether a connection is: its task has the other hold on the watch.
fn is_open(watch: &Arc<Watch>) -> bool {
    Arc::strong_count(watch) > 1
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
        let mut connections = Connections { open: watches.clone(), ..Connections::new(worker) };
        let closed = || watches.iter().filter(|watch| watch.is_aborted()).count();
        assert!(connections.look_over(Duration::ZERO));
        assert_eq!(closed(), CLOSED_AT_ONCE);
        assert!(connections.look_over(Duration::ZERO));
        assert!(!connections.look_over(Duration::ZERO));
        assert_eq!(closed(), watches.len());
    }

    #[test]
    fn whoever_holds_most_is_closed_first_and_who_holds_nothing_never() {
        let worker = Arc::new(worker(Limits::default()));
        let watches: Vec<_> = (0..=ROOM)
            .map(|answers| {
                let watch = Arc::new(Watch::new(Arc::clone(&worker), Peer { address: None, secure: false }));
                watch.multiplexes();
                (0..answers).for_each(|_| watch.asked());
                watch
            })
            .collect();
        let connections = Connections { open: watches.clone(), ..Connections::new(worker) };
        let closed = || (0..=ROOM).filter(|place| watches[*place].is_aborted()).collect::<Vec<_>>();
        connections.relieve();
        assert_eq!(closed(), [ROOM - 1, ROOM]);
        (0..ROOM).for_each(|_| connections.relieve());
        assert_eq!(closed(), (1..=ROOM).collect::<Vec<_>>());
    }
}
