//! One connection: its requests are answered in plain HTTP/1.1 for as long as they are plain, and in full from then on.

mod answering;
mod full;
mod plain;
mod watch;
mod watched;

use std::pin::pin;
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::socket::Accepted;
use full::speak_in_full;
use plain::{End, answer_plain};
pub(in crate::http) use watch::{LAST_MOMENT, Watch};
use watched::Watched;

/// Serves one connection until either side closes it. What goes wrong on it concerns nobody else.
pub(in crate::http) async fn serve(accepted: Accepted, watch: Arc<Watch>, slot: OwnedSemaphorePermit) {
    let open = Open { watch: &watch, _slot: slot };
    // The client of a connection that breaks knows it.
    let _ = open.watch.until_aborted(pin!(speak(accepted, &watch))).await;
}

/// A connection's slot, and that it is counted as closed, however it ends.
struct Open<'w> {
    watch: &'w Watch,
    _slot: OwnedSemaphorePermit,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.watch.worker.tally.closed.add(1);
    }
}

async fn speak(accepted: Accepted, watch: &Arc<Watch>) -> std::io::Result<()> {
    let mut stream = Watched::new(accepted.ready().await?, Arc::clone(watch));
    match answer_plain(&mut stream, watch).await? {
        End::Over => Ok(()),
        End::Other { after_http1 } => speak_in_full(stream, watch, after_http1).await,
    }
}
