//! What one thread's connections share: its clock, its tally, and whether it keeps up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::date::DateClock;
use crate::http::limits::{Serving, cores};
use crate::http::metrics::Tally;
use crate::http::site::Site;

/// A look at the connections that comes so late says that requests may wait too.
const LATE: Duration = Duration::from_millis(200);
/// So many late ones on end say that they do: one may be a single long answer, or a machine that stood still.
const ON_END: u32 = 3;

/// What the workers are to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Serve,
    /// Finish what is in flight.
    Finish,
    /// Drop it.
    Abort,
}

/// One worker, as its connections know it.
#[derive(Debug)]
pub(super) struct Worker {
    pub site: Arc<Site>,
    pub serving: Arc<Serving>,
    pub tally: Arc<Tally>,
    pub date: DateClock,
    /// One for each connection of HTTP/2 that may have many requests under way.
    pub wide: Semaphore,
    began: Instant,
    /// Milliseconds since it began; as exact as the worker looks at it often.
    millis: AtomicU64,
    /// Late looks on end.
    late: AtomicU32,
}

impl Worker {
    pub(super) fn new(site: Arc<Site>, serving: Arc<Serving>) -> Worker {
        let tally = site.metrics.hire();
        let (millis, late) = (AtomicU64::new(0), AtomicU32::new(0));
        let wide = Semaphore::new(serving.limits.wide.div_ceil(cores()).min(Semaphore::MAX_PERMITS));
        Worker { site, serving, tally, date: DateClock::new(), wide, began: Instant::now(), millis, late }
    }

    /// Nanoseconds since it began.
    pub(super) fn nanos(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Milliseconds since it began, at the last look.
    pub(super) fn millis(&self) -> u64 {
        self.millis.load(Relaxed)
    }

    /// A look at the connections begins, so much later than it should. Where it is late, the next should come soon.
    pub(super) fn looks(&self, late: Duration) -> bool {
        self.millis.store(self.nanos() / 1_000_000, Relaxed);
        let on_end = if late >= LATE { self.late.load(Relaxed).saturating_add(1) } else { 0 };
        self.late.store(on_end, Relaxed);
        on_end > 0
    }

    /// Whether requests wait longer than they should: what is costly and not a feed is refused then.
    pub(super) fn is_busy(&self) -> bool {
        self.late.load(Relaxed) >= ON_END
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use http_body_util::BodyExt;
    use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, RETRY_AFTER};
    use hyper::http::request::Builder;
    use hyper::{Request, Response};

    use super::*;
    use crate::directory::load;
    use crate::http::Body;
    use crate::http::limits::Limits;
    use crate::http::publication::Publication;
    use crate::http::request::{Head, Peer};
    use crate::schedule::plan;

    /// One of a small community.
    pub(in super::super) fn worker(limits: Limits) -> Worker {
        let text = "sigs: [{ dir: sig-a, meetings: [{ description: M, cadence: every Friday 9:00 UTC }] }]";
        let community = load(text).community.expect("the test's own file is readable");
        let (series, _) = plan(&community);
        let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
        let site = Site::new(Publication::new(community, series, None), Arc::new(move || now));
        Worker::new(Arc::new(site), Arc::new(Serving { limits, access_log: None }))
    }

    fn answer(worker: &Worker, request: Builder) -> Response<Body> {
        let request = request.body(()).expect("a test's own request");
        let peer = Peer { address: None, secure: false };
        worker.site.reply(&Head { busy: worker.is_busy(), ..Head::of(&request, &peer) }).1.into_response()
    }

    /// Has it fall behind.
    pub(in super::super) fn fall_behind(worker: &Worker) {
        for _ in 0..ON_END {
            worker.looks(LATE);
        }
    }

    /// The page of groups as a browser is answered.
    fn page(worker: &Worker, lang: &'static str) -> String {
        let request = Request::get("/groups").header(ACCEPT, "text/html").header(ACCEPT_LANGUAGE, lang);
        let body = answer(worker, request).into_body();
        let mut polled = pin!(body.collect());
        match polled.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(whole)) => String::from_utf8(whole.to_bytes().to_vec()).expect("UTF-8"),
            Poll::Ready(Err(_)) | Poll::Pending => panic!("it is there at once"),
        }
    }

    #[test]
    fn one_that_falls_behind_refuses_pages_that_are_not_there_yet_and_no_feed() {
        let worker = worker(Limits::default());
        let status = |target: &'static str| {
            let response = answer(&worker, Request::get(target));
            (response.status().as_u16(), response.headers().contains_key(RETRY_AFTER))
        };
        assert_eq!(status("/?lang=zh"), (200, false));
        for _ in 1..ON_END {
            assert!(worker.looks(LATE));
            assert!(!worker.is_busy());
        }
        worker.looks(LATE);
        assert_eq!(status("/?lang=en"), (503, true));
        assert_eq!(status("/week.json"), (503, true));
        for (lang, heading, sentence) in [
            ("en", "<h1>Not at the moment</h1>", "ask again in some seconds"),
            ("zh", "<h1>暂时无法响应</h1>", "请几秒钟后再试"),
        ] {
            let page = page(&worker, lang);
            assert!(page.contains(heading) && page.contains(sentence), "{page}");
        }
        let kept_or_prepared = ["/?lang=zh", "/sig-a.ics", "/sig-a.ics?alarm=10m", "/custom.ics?only=sig-a"];
        for target in kept_or_prepared.into_iter().chain(["/all.jcal.json", "/readyz", "/metrics"]) {
            assert_eq!(status(target), (200, false), "{target}");
        }
        assert!(!worker.looks(Duration::ZERO));
        assert_eq!(status("/week.json"), (200, false));
    }
}
