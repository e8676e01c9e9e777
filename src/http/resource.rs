//! Something ready to be sent: its bytes in each encoding, with every header it will have.

use std::sync::OnceLock;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper::{Method, Response};

use super::conditional::{Outcome, outcome};
use super::encoding::{Effort, Encoding, chosen};
use super::representation::Representation;
use crate::directory::Lang;
use crate::feed::etag;

/// An answer's body: whole, and shared with the publication.
pub(super) type Body = Full<Bytes>;

/// What a resource is, beside its bytes.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub content_type: &'static str,
    pub cache_control: &'static str,
    pub vary: &'static str,
    pub modified: Option<DateTime<Utc>>,
    /// The name a browser saves it under.
    pub filename: Option<String>,
    pub lang: Option<Lang>,
    pub content_security_policy: Option<&'static str>,
    pub effort: Effort,
}

/// For what changes with the data only: caches may keep it for minutes, and for a week where the server is away. `s-maxage`
/// says that it is public, too (RFC 9111 5.2.2.10).
pub(super) const CACHE_DATA: &str =
    "max-age=300, s-maxage=600, stale-while-revalidate=3600, stale-if-error=604800";
/// For what changes with the clock.
pub(super) const CACHE_CLOCK: &str =
    "max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400";

/// Where the format of an answer is chosen by Accept as well.
pub(super) const BY_FORMAT: &str = "Accept-Encoding, Accept";
/// For a format that was named at the path of another: caches that do not look at Vary would hand it to calendar
/// programs, so only the client's own may keep it.
pub(super) const CACHE_NEGOTIATED: &str = "private, max-age=300";

impl Kind {
    /// Text that changes with the data only.
    pub(super) fn of_data(content_type: &'static str, modified: Option<DateTime<Utc>>) -> Kind {
        Kind {
            content_type,
            cache_control: CACHE_DATA,
            vary: "Accept-Encoding",
            modified,
            filename: None,
            lang: None,
            content_security_policy: None,
            effort: Effort::More,
        }
    }
}

/// Something ready to be sent.
#[derive(Debug)]
pub struct Resource {
    identity: Representation,
    gzip: Option<Representation>,
    /// Made aside for what is kept for long.
    brotli: OnceLock<Representation>,
    zstd: OnceLock<Representation>,
    modified: Option<SystemTime>,
}

/// What is smaller gains nothing from compression: it fits into one packet as it is.
const COMPRESSED_FROM: usize = 256;

impl Resource {
    pub(super) fn new(body: impl Into<Bytes>, kind: &Kind) -> Resource {
        let body = body.into();
        let tag = etag(&body);
        let identity = Representation::new(body, tag, kind);
        let long = identity.body().len() >= COMPRESSED_FROM;
        let gzip = Some(Encoding::Gzip).filter(|_| long);
        let gzip = gzip.and_then(|gzip| Some(identity.coded(gzip, gzip.of(identity.body(), kind.effort)?)));
        Resource { identity, gzip, brotli: OnceLock::new(), zstd: OnceLock::new(), modified: date(kind) }
    }

    /// Whether it is of these bytes, and of a kind that differs in nothing that the data says.
    pub(super) fn is(&self, body: &[u8], kind: &Kind) -> bool {
        self.identity.body()[..] == *body && self.modified == date(kind)
    }

    /// Codes it as small as can be. Takes long, and may run beside answers.
    pub(super) fn squeeze(&self, effort: Effort) {
        if self.gzip.is_none() {
            return;
        }
        for (encoding, place) in [(Encoding::Brotli, &self.brotli), (Encoding::Zstd, &self.zstd)] {
            if place.get().is_none()
                && let Some(coded) = encoding.of(self.identity.body(), effort)
                && coded.len() < self.identity.body().len()
            {
                // Another thread may have been faster, with the same bytes.
                let _ = place.set(self.identity.coded(encoding, coded));
            }
        }
    }

    /// What it is in a coding, where it was made.
    fn coded(&self, encoding: Encoding) -> Option<&Representation> {
        match encoding {
            Encoding::Identity => Some(&self.identity),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Zstd => self.zstd.get(),
            Encoding::Brotli => self.brotli.get(),
        }
    }

    /// How many octets it holds in memory.
    pub(super) fn size(&self) -> usize {
        self.identity.body().len() + self.gzip.as_ref().map_or(0, |gzip| gzip.body().len())
    }

    /// The tag of its plain bytes.
    pub(super) fn etag(&self) -> &str {
        self.identity.etag()
    }

    /// The plain bytes.
    pub fn bytes(&self) -> &Bytes {
        self.identity.body()
    }

    /// The answer to a GET or HEAD. The request's own header map is emptied and used again.
    pub(super) fn answer(&self, method: &Method, headers: HeaderMap) -> Response<Body> {
        let encoding = chosen(&headers, |encoding| self.coded(encoding).is_some());
        let chosen = self.coded(encoding).unwrap_or(&self.identity);
        match outcome(method, &headers, chosen.etag(), self.modified, chosen.body().len()) {
            Outcome::Whole => chosen.whole(method, headers),
            Outcome::NotModified => chosen.not_modified(headers),
            Outcome::Part(octets) => chosen.part(octets, headers),
            Outcome::Failed => chosen.failed(method, &headers),
            Outcome::Unsatisfiable => chosen.unsatisfiable(method, &headers),
        }
    }
}

/// A date of HTTP has whole seconds; rounding down keeps it from lying in the client's future.
fn date(kind: &Kind) -> Option<SystemTime> {
    kind.modified.map(|modified| SystemTime::from(modified - sub_seconds(modified)))
}

fn sub_seconds(instant: DateTime<Utc>) -> chrono::TimeDelta {
    chrono::TimeDelta::nanoseconds(instant.timestamp_subsec_nanos().into())
}
