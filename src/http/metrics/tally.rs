//! What one worker counts. Only its own thread writes, so that counting is a load and a store; anybody may read.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use hyper::StatusCode;

use crate::http::request::RouteName;

/// The status codes that this server answers with; a last place is for any other.
pub(super) const STATUSES: [u16; 13] = [200, 304, 206, 204, 302, 400, 404, 405, 412, 414, 416, 503, 0];

/// The upper bounds of the latency histogram, in seconds.
pub(super) const BOUNDS: [f64; 12] =
    [0.000_01, 0.000_03, 0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0];

/// A number that only grows.
#[derive(Debug, Default)]
pub(in crate::http) struct Count(AtomicU64);

impl Count {
    pub(in crate::http) fn add(&self, more: u64) {
        self.0.store(self.get().wrapping_add(more), Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// What one worker counted. Aligned, so that no two workers write to one line of the processor's cache.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(in crate::http) struct Tally {
    answers: [[Count; STATUSES.len()]; RouteName::ALL.len()],
    pub received: Count,
    pub sent: Count,
    pub opened: Count,
    pub closed: Count,
    /// Connections that were closed because their time was over.
    pub expired: Count,
    /// Answers by the bound below which they stayed, and those above all.
    times: [Count; BOUNDS.len() + 1],
    nanos: Count,
}

impl Tally {
    pub(in crate::http) fn answered(&self, route: RouteName, status: StatusCode) {
        let last = STATUSES.len() - 1;
        let place = STATUSES.iter().position(|known| *known == status.as_u16()).unwrap_or(last);
        self.answers[route as usize][place].add(1);
    }

    /// So many answers were on their way after a time.
    pub(in crate::http) fn took(&self, answers: u32, time: Duration) {
        let seconds = time.as_secs_f64();
        let place = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        self.times[place].add(answers.into());
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.add(nanos.saturating_mul(answers.into()));
    }

    /// Answers by kind and status, those that there were.
    pub(super) fn answers(&self) -> impl Iterator<Item = (RouteName, usize, u64)> {
        RouteName::ALL.into_iter().flat_map(move |route| {
            let of_kind = self.answers[route as usize].iter().enumerate();
            of_kind.map(move |(place, count)| (route, place, count.get())).filter(|(_, _, count)| *count > 0)
        })
    }

    /// How many answers stayed below each bound and not below the one before, and how many seconds all took.
    pub(super) fn times(&self) -> ([u64; BOUNDS.len() + 1], f64) {
        let nanos = self.nanos.get();
        (std::array::from_fn(|place| self.times[place].get()), nanos as f64 / 1e9)
    }
}
