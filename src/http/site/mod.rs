//! What is served, for as long as the server runs: a publication that can be swapped, what is known beside it, and the
//! answer to every route.

mod methods;
mod pages;
mod probes;
mod reply;
mod surrogate;
mod week;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};

use crate::http::metrics::{Metrics, count};
use crate::http::publication::Publication;
use crate::http::request::Proxies;

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A publication that can be swapped, and what answers from it.
pub struct Site {
    publication: ArcSwap<Publication>,
    clock: Clock,
    ready: AtomicBool,
    pub(in crate::http) proxies: Proxies,
    surrogate_keys: bool,
    /// Whose pages may frame a week, as `frame-ancestors` has it (CSP 3).
    framed_by: String,
    pub(in crate::http) metrics: Metrics,
    /// Since when the publication is served, in milliseconds since 1970.
    published_at: AtomicU64,
    /// Whether the newest data is not what is served.
    stale: AtomicBool,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("publication", &self.publication).finish_non_exhaustive()
    }
}

impl Site {
    /// A site that is ready.
    pub fn new(publication: Publication, clock: Clock) -> Site {
        let site = Site {
            publication: ArcSwap::from_pointee(publication),
            clock,
            ready: AtomicBool::new(true),
            proxies: Proxies::default(),
            surrogate_keys: false,
            framed_by: "'none'".to_owned(),
            metrics: Metrics::default(),
            published_at: AtomicU64::new(0),
            stale: AtomicBool::new(false),
        };
        site.note_publishing();
        site
    }

    /// Behind proxies that are believed for whom they ask.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Site {
        Site { proxies, ..self }
    }

    /// With keys by which caches in front forget answers, where these are wanted.
    #[must_use]
    pub fn with_surrogate_keys(self, surrogate_keys: bool) -> Site {
        Site { surrogate_keys, ..self }
    }

    /// Where a week may stand in pages of these origins, as `https://example.org`.
    #[must_use]
    pub fn framed_by(self, origins: &[String]) -> Site {
        let framed_by = if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") };
        Site { framed_by, ..self }
    }

    fn note_publishing(&self) {
        let millis = u64::try_from((self.clock)().timestamp_millis()).unwrap_or(0);
        self.published_at.store(millis, Ordering::Relaxed);
    }

    /// Serves another publication from the next request on. Those under way finish with the one they began with.
    pub fn publish(&self, publication: Publication) {
        self.publication.store(Arc::new(publication));
        self.note_publishing();
        count(&self.metrics.published);
        self.stale.store(false, Ordering::Relaxed);
    }

    /// Says in `/readyz` and the metrics that newer data is not served.
    pub fn reload_failed(&self) {
        count(&self.metrics.failed);
        self.stale.store(true, Ordering::Relaxed);
    }

    /// The publication that is served now.
    pub fn publication(&self) -> Arc<Publication> {
        self.publication.load_full()
    }

    /// Whether `/readyz` says that traffic may come.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Relaxed);
    }
}
