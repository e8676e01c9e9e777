//! What runs the requests of a connection of HTTP/2, each for so long and no longer.

use std::time::Duration;

use hyper::rt::Executor;

/// Runs each stream by itself (RFC 9113 5.1). One whose request does not come to its end in time, or whose client has no room for
/// the first octet of its answer, is reset; the others of its connection go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streams {
    pub time: Duration,
}

impl<S: Future<Output = ()> + Send + 'static> Executor<S> for Streams {
    fn execute(&self, stream: S) {
        // Who gives up a stream drops it, and that resets it.
        tokio::spawn(tokio::time::timeout(self.time, stream));
    }
}
