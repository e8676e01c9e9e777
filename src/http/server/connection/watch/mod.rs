//! What a worker knows of a connection: what phase it is in, and until when that may last.
//!
//! hyper's own timer would be armed anew for every request, which costs some percent of a small answer. Here each
//! connection notes a deadline, and the worker looks over all of them now and then (see [`super::super::connections`]).

mod ending;
mod passing;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::super::worker::Worker;
use crate::http::request::Peer;
use crate::page::Base;

/// So long a stop waits for a client that has nothing to be waited for, as far as is known.
pub(in crate::http) const LAST_MOMENT: Duration = Duration::from_millis(500);

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// Open, and nothing has come.
    Fresh,
    /// A part of a head has come, or a body is still to come.
    Asking,
    /// A head is whole, and nothing of the answer is sent; of HTTP/1 alone, where an answer is to one request.
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
    pending: AtomicU32,
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
            pending: AtomicU32::new(0),
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
