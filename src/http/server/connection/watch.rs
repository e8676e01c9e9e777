//! What a worker knows of a connection: what phase it is in, and until when that may last.
//!
//! hyper's own timer would be armed anew for every request, which costs some percent of a small answer. Here each
//! connection notes a deadline, and the worker looks over all of them now and then (see [`super::super::connections`]).

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::super::date::HttpDate;
use super::super::worker::Worker;
use crate::http::limits::Limits;
use crate::http::request::Peer;
use crate::page::Base;

/// How long a request may take to come before it makes room for others. The worker's clock may be a second behind when it begins
/// to wait, so it has a second at least.
const ASKING_PATIENCE: Duration = Duration::from_secs(2);
/// The same for a client that takes nothing of its answer.
const SENDING_PATIENCE: Duration = Duration::from_secs(5);

/// So long a stop waits for a client that has nothing to be waited for, as far as is known.
pub(in crate::http) const LAST_MOMENT: Duration = Duration::from_millis(500);
/// How much a client may send after its last answer.
const MOST_PAST: u64 = 1 << 20;

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// Open, and nothing has come.
    Fresh,
    /// A part of a head has come, or a body is still to come.
    Asking,
    /// A head is whole, and nothing of the answer is sent.
    Answering,
    /// Some of an answer is sent, and perhaps not all.
    Sending,
    /// Every answer is sent.
    Idle,
    /// No other answer comes, and the client may still be sending what nobody reads.
    Leaving,
}

/// What a worker knows of a connection. Only its own thread touches it; the atomics cost nothing then.
#[derive(Debug)]
pub(in crate::http) struct Watch {
    pub worker: Arc<Worker>,
    /// Who is at the other end.
    pub peer: Peer,
    /// What the client calls the server, once it has said so.
    host: OnceLock<Box<[u8]>>,
    phase: AtomicU8,
    /// On the worker's clock, in milliseconds.
    deadline: AtomicU64,
    /// When the oldest request was whole whose answer is not yet on its way, in nanoseconds.
    asked_at: AtomicU64,
    /// How many such requests there are.
    asked: AtomicU32,
    /// Whether it speaks HTTP/2, where what comes is not always a request, and what goes not always an answer.
    multiplexed: AtomicBool,
    /// How many of its requests are not answered to their end; who gives one up is not known here.
    unanswered: AtomicU32,
    finishing: AtomicBool,
    aborted: AtomicBool,
    /// Whether the client may still be sending what nobody reads.
    unread: AtomicBool,
    /// How many octets of that came since it was told that the answer was the last.
    past: AtomicU64,
    /// The task's, as long as it is there.
    waker: Mutex<Option<Waker>>,
}

impl Watch {
    /// Whether a client calls the server what a server may be called. One that says the same each time is believed.
    pub(super) fn is_host(&self, text: &[u8]) -> bool {
        if self.host.get().is_some_and(|known| **known == *text) {
            return true;
        }
        let is_host = std::str::from_utf8(text).is_ok_and(Base::is_host);
        if is_host {
            // Where another is known already, that one stays.
            let _ = self.host.set(text.into());
        }
        is_host
    }

    pub(in crate::http) fn new(worker: Arc<Worker>, peer: Peer) -> Watch {
        worker.tally.opened.add(1);
        let deadline = worker.millis().saturating_add(millis(worker.serving.limits.head_time));
        Watch {
            worker,
            peer,
            host: OnceLock::new(),
            phase: AtomicU8::new(Phase::Fresh as u8),
            deadline: AtomicU64::new(deadline),
            asked_at: AtomicU64::new(0),
            asked: AtomicU32::new(0),
            multiplexed: AtomicBool::new(false),
            unanswered: AtomicU32::new(0),
            finishing: AtomicBool::new(false),
            aborted: AtomicBool::new(false),
            unread: AtomicBool::new(false),
            past: AtomicU64::new(0),
            waker: Mutex::default(),
        }
    }

    fn is(&self, phase: Phase) -> bool {
        self.phase.load(Relaxed) == phase as u8
    }

    fn enter(&self, phase: Phase, time: Duration) {
        self.phase.store(phase as u8, Relaxed);
        self.deadline.store(self.worker.millis().saturating_add(millis(time)), Relaxed);
    }

    /// It speaks HTTP/2 from now on.
    pub(super) fn multiplexes(&self) {
        self.multiplexed.store(true, Relaxed);
        self.idles();
    }

    /// Octets came. A head must be whole in time from its first octet on, however often another one drips.
    pub(super) fn read(&self, octets: usize) {
        self.worker.tally.received.add(octets as u64);
        if self.is(Phase::Fresh) {
            self.phase.store(Phase::Asking as u8, Relaxed);
        } else if !self.multiplexed.load(Relaxed) {
            self.begins();
        }
    }

    /// A part of a head is there, which came now or with the request before.
    pub(super) fn begins(&self) {
        if self.is(Phase::Idle) {
            self.enter(Phase::Asking, self.worker.serving.limits.head_time);
        }
    }

    /// A head is whole. Its body, where it has one, must come in time.
    pub(super) fn asked(&self) {
        if self.multiplexed.load(Relaxed) {
            // It is answered at once, or given up in the same breath. While others wait, only what is written gives it more time.
            if self.unanswered.fetch_add(1, Relaxed) == 0 && self.is(Phase::Idle) {
                self.idles();
            }
            return;
        }
        let before = self.asked.load(Relaxed);
        if before == 0 {
            self.asked_at.store(self.worker.nanos(), Relaxed);
        }
        self.asked.store(before.saturating_add(1), Relaxed);
        self.enter(Phase::Answering, self.worker.serving.limits.stall_time);
    }

    /// The date, when the last head was whole.
    pub(super) fn date(&self) -> HttpDate {
        self.worker.date.at(self.asked_at.load(Relaxed))
    }

    /// The body of a request is still to come, which nobody needs: who sends it makes room as who sends a head does.
    pub(super) fn awaits_body(&self) {
        self.enter(Phase::Asking, self.worker.serving.limits.head_time);
    }

    /// It came, or is not waited for.
    pub(super) fn answers(&self) {
        self.enter(Phase::Answering, self.worker.serving.limits.stall_time);
    }

    /// The client took some octets, which in HTTP/1 are of an answer.
    pub(super) fn wrote(&self, octets: usize) {
        self.worker.tally.sent.add(octets as u64);
        if !self.multiplexed.load(Relaxed) {
            self.enter(Phase::Sending, self.worker.serving.limits.stall_time);
        }
    }

    /// In HTTP/2, some of them were of answers, and so many answers are whole.
    pub(super) fn wrote_answers(&self, whole: u32) {
        let unanswered = self.unanswered.load(Relaxed);
        self.unanswered.store(unanswered.saturating_sub(whole), Relaxed);
        self.enter(Phase::Sending, self.worker.serving.limits.stall_time);
    }

    /// Everything that there was to send is sent. hyper also flushes while an answer is not there yet.
    pub(super) fn flushed(&self) {
        if self.is(Phase::Sending) && self.multiplexed.load(Relaxed) {
            self.idles();
        } else if self.is(Phase::Sending) {
            // Where nothing was asked, hyper has refused a head that it does not read to its end.
            if self.asked.load(Relaxed) == 0 {
                self.leaves_unread();
            }
            let time = self.worker.nanos().saturating_sub(self.asked_at.load(Relaxed));
            self.worker.tally.took(self.asked.load(Relaxed), Duration::from_nanos(time));
            self.asked.store(0, Relaxed);
            self.idles();
        }
    }

    /// There is nothing to send at the moment.
    fn idles(&self) {
        self.enter(Phase::Idle, self.worker.serving.limits.idle_time);
    }

    /// For how many milliseconds it has been in a phase that may last so long.
    fn lasted(&self, limit: Duration) -> u64 {
        let left = self.deadline.load(Relaxed).saturating_sub(self.worker.millis());
        millis(limit).saturating_sub(left)
    }

    /// How many answers it holds on to, if it does: its client takes nothing, or leaves some of many.
    pub(in crate::http) fn holds(&self) -> Option<u32> {
        let jams = self.is(Phase::Sending)
            && self.lasted(self.worker.serving.limits.stall_time) >= millis(SENDING_PATIENCE);
        let unanswered = self.unanswered.load(Relaxed);
        (jams || unanswered > 0).then_some(unanswered.max(1))
    }

    /// The client may be sending more of what it was answered to, and nobody will read that.
    pub(super) fn leaves_unread(&self) {
        self.unread.store(true, Relaxed);
    }

    /// Whether that is so.
    pub(super) fn is_left_unread(&self) -> bool {
        self.unread.load(Relaxed)
    }

    /// The client was told that no other answer comes.
    pub(super) fn leaves(&self) {
        if !self.is(Phase::Leaving) {
            let limit = self.worker.serving.limits.head_time;
            self.enter(Phase::Leaving, if self.is_finishing() { LAST_MOMENT.min(limit) } else { limit });
        }
    }

    /// Octets came that nobody reads: whether more of them may come.
    pub(super) fn reads_past(&self, octets: usize) -> bool {
        self.worker.tally.received.add(octets as u64);
        self.past.fetch_add(octets as u64, Relaxed) + (octets as u64) < MOST_PAST
    }

    /// Whether its time is over.
    pub(in crate::http) fn expired(&self) -> bool {
        self.deadline.load(Relaxed) <= self.worker.millis()
    }

    /// How willingly it makes room for another, where it may: what is idle first, then what has not asked for a while, then what
    /// takes nothing of its answer; of each, what has waited longest.
    pub(in crate::http) fn makes_room(&self) -> Option<(u8, u64)> {
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
    pub(in crate::http) fn is_aborted(&self) -> bool {
        self.aborted.load(Relaxed)
    }

    /// Asks the connection to finish what it does and to close. One that asked nothing yet, or was answered and still sends, has
    /// a last moment; so has one of HTTP/2 that was answered long ago, whose client may be asleep and not close.
    pub(in crate::http) fn finish(&self) {
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

    /// Whether a part of a head or of a body has come, and the rest is waited for.
    pub(super) fn is_being_asked(&self) -> bool {
        self.is(Phase::Asking)
    }

    /// Whether it was asked to finish.
    pub(super) fn is_finishing(&self) -> bool {
        self.finishing.load(Relaxed)
    }

    /// Closes the connection, whatever it does.
    pub(in crate::http) fn abort(&self) {
        self.aborted.store(true, Relaxed);
        self.wake();
    }

    /// What a connection does, until it is done or aborted.
    pub(super) async fn until_aborted<T>(&self, mut does: Pin<&mut impl Future<Output = T>>) -> Option<T> {
        let mut known = false;
        let outcome = poll_fn(|cx| {
            if !known {
                known = true;
                *self.waker() = Some(cx.waker().clone());
            }
            // What has come until now is still answered.
            match does.as_mut().poll(cx) {
                Poll::Pending if self.aborted.load(Relaxed) => Poll::Ready(None),
                polled => polled.map(Some),
            }
        })
        .await;
        // It would keep the task.
        *self.waker() = None;
        outcome
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker() {
            waker.wake_by_ref();
        }
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().expect("nothing panics while the lock is held")
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
