//! What goes through a connection, and what that says of where it stands.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::{Phase, Watch};
use crate::http::server::date::HttpDate;

impl Watch {
    /// It speaks HTTP/2 from now on.
    pub(in crate::http::server) fn multiplexes(&self) {
        self.multiplexed.store(true, Relaxed);
        self.idles();
    }

    /// Octets came. A head must be whole in time from its first octet on, however often another one drips.
    pub(in crate::http::server) fn read(&self, octets: usize) {
        self.worker.tally.received.add(octets as u64);
        if self.is(Phase::Fresh) {
            self.phase.store(Phase::Asking as u8, Relaxed);
        } else if !self.multiplexed.load(Relaxed) {
            self.begins();
        }
    }

    /// A part of a head is there, which came now or with the request before.
    pub(in crate::http::server) fn begins(&self) {
        if self.is(Phase::Idle) {
            self.enter(Phase::Asking, self.worker.serving.limits.head_time);
        }
    }

    /// A head is whole. Its body, where it has one, must come in time.
    pub(in crate::http::server) fn asked(&self) {
        if self.multiplexed.load(Relaxed) {
            // It is answered at once, or given up in the same breath. While others wait, only what is written gives it more time.
            if self.unanswered.fetch_add(1, Relaxed) == 0 && self.is(Phase::Idle) {
                self.idles();
            }
            return;
        }
        let before = self.pending.load(Relaxed);
        if before == 0 {
            self.asked_at.store(self.worker.nanos(), Relaxed);
        }
        self.pending.store(before.saturating_add(1), Relaxed);
        self.enter(Phase::Answering, self.worker.serving.limits.stall_time);
    }

    /// The date, when the last head was whole.
    pub(in crate::http::server) fn date(&self) -> HttpDate {
        self.worker.date.at(self.asked_at.load(Relaxed))
    }

    /// The body of a request is still to come, which nobody needs: who sends it makes room as who sends a head does.
    pub(in crate::http::server) fn awaits_body(&self) {
        self.enter(Phase::Asking, self.worker.serving.limits.head_time);
    }

    /// It came, or is not waited for.
    pub(in crate::http::server) fn body_ended(&self) {
        self.enter(Phase::Answering, self.worker.serving.limits.stall_time);
    }

    /// The client took some octets, which in HTTP/1 are of an answer.
    pub(in crate::http::server) fn wrote(&self, octets: usize) {
        self.worker.tally.sent.add(octets as u64);
        if !self.multiplexed.load(Relaxed) {
            self.enter(Phase::Sending, self.worker.serving.limits.stall_time);
        }
    }

    /// In HTTP/2, some of them were of answers, and so many answers are whole.
    pub(in crate::http::server) fn wrote_answers(&self, whole: u32) {
        let unanswered = self.unanswered.load(Relaxed);
        self.unanswered.store(unanswered.saturating_sub(whole), Relaxed);
        self.enter(Phase::Sending, self.worker.serving.limits.stall_time);
    }

    /// Everything that there was to send is sent. hyper also flushes while an answer is not there yet.
    pub(in crate::http::server) fn flushed(&self) {
        if !self.is(Phase::Sending) {
            return;
        }
        if !self.multiplexed.load(Relaxed) {
            let answers = self.pending.load(Relaxed);
            // Where nothing was asked, hyper has refused a head that it does not read to its end.
            if answers == 0 {
                self.leaves_unread();
            }
            let time = self.worker.nanos().saturating_sub(self.asked_at.load(Relaxed));
            self.worker.tally.took(answers, Duration::from_nanos(time));
            self.pending.store(0, Relaxed);
        }
        self.idles();
    }

    /// There is nothing to send at the moment.
    fn idles(&self) {
        self.enter(Phase::Idle, self.worker.serving.limits.idle_time);
    }

    /// Whether a part of a head or of a body has come, and the rest is waited for.
    pub(in crate::http::server) fn is_being_asked(&self) -> bool {
        self.is(Phase::Asking)
    }
}
