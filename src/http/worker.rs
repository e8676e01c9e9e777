//! What one thread's connections share: its clock, its tally, and whether it keeps up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::metrics::Tally;
use super::{Serving, Site};

/// A look at the connections that comes so late says that requests wait too.
const LATE: Duration = Duration::from_millis(200);

/// One worker, as its connections know it.
#[derive(Debug)]
pub(super) struct Worker {
    pub site: Arc<Site>,
    pub serving: Arc<Serving>,
    pub tally: Arc<Tally>,
    began: Instant,
    /// Milliseconds since it began; as exact as the worker looks at it often.
    millis: AtomicU64,
    busy: AtomicBool,
}

impl Worker {
    pub(super) fn new(site: Arc<Site>, serving: Arc<Serving>) -> Worker {
        let tally = site.metrics.hire();
        let (millis, busy) = (AtomicU64::new(0), AtomicBool::new(false));
        Worker { site, serving, tally, began: Instant::now(), millis, busy }
    }

    /// Nanoseconds since it began.
    pub(super) fn nanos(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Milliseconds since it began, at the last look.
    pub(super) fn millis(&self) -> u64 {
        self.millis.load(Relaxed)
    }

    /// A look at the connections begins, so much later than it should.
    pub(super) fn looks(&self, late: Duration) {
        self.millis.store(self.nanos() / 1_000_000, Relaxed);
        self.busy.store(late >= LATE, Relaxed);
    }

    /// Whether requests wait longer than they should: what is costly and not a feed is refused then.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Relaxed)
    }
}
