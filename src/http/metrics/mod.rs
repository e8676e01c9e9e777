//! What is counted, and how it is told (OpenMetrics 1.0).

mod exposition;
mod tally;

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard};

pub(super) use exposition::{CONTENT_TYPE, State, exposition};
pub(super) use tally::Tally;

/// What is counted beside answers, and every worker's tally.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    workers: Mutex<Vec<Arc<Tally>>>,
    pub published: AtomicU64,
    pub failed: AtomicU64,
    /// Answers that were refused because the server was busy.
    pub shed: AtomicU64,
}

impl Metrics {
    /// A tally for one more worker.
    pub(super) fn hire(&self) -> Arc<Tally> {
        let tally = Arc::<Tally>::default();
        self.workers().push(Arc::clone(&tally));
        tally
    }

    fn workers(&self) -> MutexGuard<'_, Vec<Arc<Tally>>> {
        self.workers.lock().expect("nothing panics while the lock is held")
    }
}

/// One more of what any thread may count.
pub(super) fn count(number: &AtomicU64) {
    number.fetch_add(1, Relaxed);
}
