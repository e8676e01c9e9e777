//! Something ready to be sent: its bytes in each encoding, with every header it will have.

use std::sync::OnceLock;
use std::time::SystemTime;

use hyper::Method;
use hyper::body::Bytes;
use hyper::header::ACCEPT_ENCODING;

use super::conditional::{Outcome, outcome};
use super::encoding::{Effort, Encoding, LARGE, chosen};
use super::held::Held;
use super::kind::ResourceKind;
use super::reply::Reply;
use super::representation::{Representation, kept};
use crate::feed::{etag, quick_etag};
use crate::http::request::Fields;

/// Something ready to be sent.
#[derive(Debug)]
pub struct Resource {
    identity: Representation,
    /// Made with it for what is made at load, else for the first who wants it.
    gzip: OnceLock<Representation>,
    /// Made aside for what is kept for long, else for the first who wants it.
    zstd: OnceLock<Representation>,
    /// Made aside.
    brotli: OnceLock<Representation>,
    /// Whether it is long enough to be coded.
    long: bool,
    /// Whether somebody waits for it, who may want no coding at all.
    waited_for: bool,
    modified: Option<SystemTime>,
    /// Where its octets are counted, if they are.
    held: Option<Held>,
}

/// What is smaller gains nothing from compression: it fits into one packet as it is.
const COMPRESSED_FROM: usize = 256;

impl Resource {
    pub(in crate::http) fn new(body: impl Into<Vec<u8>>, kind: &ResourceKind) -> Resource {
        let body = kept(body.into());
        let waited_for = kind.effort == Effort::Least;
        let tag = if waited_for && body.len() >= LARGE { quick_etag(&body) } else { etag(&body) };
        let long = body.len() >= COMPRESSED_FROM;
        let identity = Representation::new(body, tag, kind);
        let (gzip, brotli, zstd) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let resource =
            Resource { identity, gzip, brotli, zstd, long, waited_for, modified: kind.date(), held: None };
        if !waited_for {
            resource.code(Encoding::Gzip, kind.effort);
        }
        resource
    }

    /// The same, whose octets are counted from now on.
    #[must_use]
    pub(in crate::http) fn counted(mut self, held: &Held) -> Resource {
        self.identity.count(held);
        let codings = [&mut self.gzip, &mut self.zstd, &mut self.brotli];
        codings.into_iter().filter_map(OnceLock::get_mut).for_each(|coded| coded.count(held));
        self.held = Some(held.clone());
        self
    }

    /// Whether it is of these bytes, and of a kind that differs in nothing that the data says.
    pub(in crate::http) fn is(&self, body: &[u8], kind: &ResourceKind) -> bool {
        self.identity.body()[..] == *body && self.modified == kind.date()
    }

    /// Codes it as small as can be. Takes long, and may run beside answers.
    pub(in crate::http) fn squeeze(&self, effort: Effort) {
        for encoding in [Encoding::Gzip, Encoding::Brotli, Encoding::Zstd] {
            self.code(encoding, effort);
        }
    }

    /// Codes it, where that was not done and makes it smaller.
    fn code(&self, encoding: Encoding, effort: Effort) {
        let Some(place) = self.place(encoding).filter(|place| self.long && place.get().is_none()) else {
            return;
        };
        if let Some(coded) = encoding.of(self.identity.body(), effort)
            && (coded.len() < self.identity.body().len() || encoding == Encoding::Gzip)
        {
            let mut coded = self.identity.coded(encoding, coded);
            if let Some(held) = &self.held {
                coded.count(held);
            }
            // Another thread may have been faster, with the same bytes.
            let _ = place.set(coded);
        }
    }

    fn place(&self, encoding: Encoding) -> Option<&OnceLock<Representation>> {
        match encoding {
            Encoding::Identity => None,
            Encoding::Gzip => Some(&self.gzip),
            Encoding::Zstd => Some(&self.zstd),
            Encoding::Brotli => Some(&self.brotli),
        }
    }

    /// What it is in a coding, where it was made.
    fn coded(&self, encoding: Encoding) -> Option<&Representation> {
        self.place(encoding).map_or(Some(&self.identity), OnceLock::get)
    }

    /// How many octets it holds in memory, with those that were coded since it was made.
    pub(in crate::http) fn size(&self) -> usize {
        let codings = [Encoding::Identity, Encoding::Gzip, Encoding::Zstd, Encoding::Brotli].into_iter();
        let held = codings.filter_map(|encoding| self.coded(encoding)).map(Representation::size);
        size_of::<Resource>() + held.sum::<usize>()
    }

    /// The tag of its plain bytes.
    pub(in crate::http) fn etag(&self) -> &str {
        self.identity.etag()
    }

    /// The plain bytes.
    pub fn bytes(&self) -> &Bytes {
        self.identity.body()
    }

    /// The answer to a GET or HEAD.
    pub(in crate::http) fn answer(&self, method: &Method, fields: Fields<'_>) -> Reply {
        let quickly_made =
            |encoding| self.long && self.waited_for && matches!(encoding, Encoding::Gzip | Encoding::Zstd);
        let is_there = |encoding| self.coded(encoding).is_some() || quickly_made(encoding);
        let encoding = match fields.have(&ACCEPT_ENCODING) {
            true => chosen(fields, is_there),
            false => Encoding::Identity,
        };
        if quickly_made(encoding) {
            self.code(encoding, Effort::Least);
        }
        let chosen = self.coded(encoding).unwrap_or(&self.identity);
        match outcome(method, fields, chosen.etag(), self.modified, chosen.body().len()) {
            Outcome::Whole => chosen.whole(method),
            Outcome::NotModified => chosen.not_modified(),
            Outcome::Part(octets) => chosen.part(octets),
            Outcome::Failed => chosen.failed(method, fields),
            Outcome::Unsatisfiable => chosen.unsatisfiable(method, fields),
        }
    }
}
