//! When a connection is over, makes room for another, or has to finish.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::{LAST_MOMENT, Phase, Watch, millis};
use crate::http::limits::Limits;

/// How long a request may take to come before it makes room for others. The worker's clock may be a second behind when it begins
/// to wait, so it has a second at least.
const ASKING_PATIENCE: Duration = Duration::from_secs(2);
/// The same for a client that takes nothing of its answer.
const SENDING_PATIENCE: Duration = Duration::from_secs(5);

/// How much a client may send after its last answer.
const MOST_PAST: u64 = 1 << 20;

impl Watch {
    /// For how many milliseconds it has been in a phase that may last so long.
    fn lasted(&self, limit: Duration) -> u64 {
        let left = self.deadline.load(Relaxed).saturating_sub(self.worker.millis());
        millis(limit).saturating_sub(left)
    }

    /// How many answers it holds on to, if it does: its client takes nothing, or leaves some of many.
    pub(in crate::http::server) fn holds(&self) -> Option<u32> {
        let jams = self.is(Phase::Sending)
            && self.lasted(self.worker.serving.limits.stall_time) >= millis(SENDING_PATIENCE);
        let unanswered = self.unanswered.load(Relaxed);
        (jams || unanswered > 0).then_some(unanswered.max(1))
    }

    /// Whether its time is over.
    pub(in crate::http::server) fn expired(&self) -> bool {
        self.deadline.load(Relaxed) <= self.worker.millis()
    }

    /// How willingly it makes room for another, where it may: what is idle first, then what has not asked for a while, then what
    /// takes nothing of its answer; of each, what has waited longest.
    pub(in crate::http::server) fn makes_room(&self) -> Option<(u8, u64)> {
        let Limits { head_time, idle_time, stall_time, .. } = self.worker.serving.limits;
        let (turn, limit, patience) = if self.is(Phase::Idle) && self.unanswered.load(Relaxed) > 0 {
            (2, idle_time, SENDING_PATIENCE)
        } else if self.is(Phase::Idle) || self.is(Phase::Leaving) {
            (0, Duration::ZERO, Duration::ZERO)
        } else if self.is(Phase::Fresh) || self.is(Phase::Asking) {
            (1, head_time, ASKING_PATIENCE)
        } else if self.is(Phase::Sending) {
            (2, stall_time, SENDING_PATIENCE)
        } else {
            return None;
        };
        (self.lasted(limit) >= millis(patience)).then_some((turn, self.deadline.load(Relaxed)))
    }

    /// Whether it is to be closed, and is not yet.
    pub(in crate::http::server) fn is_aborted(&self) -> bool {
        self.aborted.load(Relaxed)
    }

    /// Asks the connection to finish what it does and to close. One that asked nothing yet, or was answered and still sends, has
    /// a last moment; so has one of HTTP/2 that was answered long ago, whose client may be asleep and not close.
    pub(in crate::http::server) fn finish(&self) {
        let Limits { idle_time, stall_time, .. } = self.worker.serving.limits;
        let answered = self.multiplexed.load(Relaxed) && self.unanswered.load(Relaxed) == 0;
        let sleeps = answered && self.is(Phase::Idle) && self.lasted(idle_time) >= millis(stall_time);
        if self.is(Phase::Fresh) || self.is(Phase::Leaving) || sleeps {
            let soon = self.worker.millis().saturating_add(millis(LAST_MOMENT));
            self.deadline.fetch_min(soon, Relaxed);
        }
        self.finishing.store(true, Relaxed);
        self.wake();
    }

    /// Whether it was asked to finish.
    pub(in crate::http::server) fn is_finishing(&self) -> bool {
        self.finishing.load(Relaxed)
    }

    /// Closes the connection, whatever it does.
    pub(in crate::http::server) fn abort(&self) {
        self.aborted.store(true, Relaxed);
        self.wake();
    }

    /// The client may be sending more of what it was answered to, and nobody will read that.
    pub(in crate::http::server) fn leaves_unread(&self) {
        self.unread.store(true, Relaxed);
    }

    /// Whether that is so.
    pub(in crate::http::server) fn is_left_unread(&self) -> bool {
        self.unread.load(Relaxed)
    }

    /// The client was told that no other answer comes.
    pub(in crate::http::server) fn leaves(&self) {
        if !self.is(Phase::Leaving) {
            let limit = self.worker.serving.limits.head_time;
            self.enter(Phase::Leaving, if self.is_finishing() { LAST_MOMENT.min(limit) } else { limit });
        }
    }

    /// Octets came that nobody reads: whether more of them may come.
    pub(in crate::http::server) fn reads_past(&self, octets: usize) -> bool {
        self.worker.tally.received.add(octets as u64);
        self.past.fetch_add(octets as u64, Relaxed) + (octets as u64) < MOST_PAST
    }
}
