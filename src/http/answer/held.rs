//! How many octets answers hold that were rendered because somebody asked: those that are kept for the next one, and those that
//! somebody is still being sent, however slowly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use hyper::body::Bytes;

/// A count of octets that are held. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub(in crate::http) struct Held(Arc<AtomicUsize>);

/// Octets that are counted for as long as anybody has them.
struct Counted {
    octets: Bytes,
    held: Held,
}

impl Held {
    /// How many there are now.
    pub(in crate::http) fn octets(&self) -> usize {
        self.0.load(Relaxed)
    }

    /// The same octets, counted.
    pub(super) fn counted(&self, octets: Bytes) -> Bytes {
        self.0.fetch_add(octets.len(), Relaxed);
        Bytes::from_owner(Counted { octets, held: self.clone() })
    }
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.octets
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.held.0.fetch_sub(self.octets.len(), Relaxed);
    }
}
