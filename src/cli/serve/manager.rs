//! The service manager that started the server, where it is systemd: the sockets it hands over, and what it is told.
//! Without one, nothing is handed over and nothing is told (sd_listen_fds(3), sd_notify(3)).

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use listenfd::ListenFd;
use sd_notify::NotifyState;

use crate::cli::Failure;
use crate::http::Sockets;

/// Takes the sockets that are handed over; those whose name begins with `tls` are for HTTPS. Says how many there were.
pub(super) fn inherit(sockets: &mut Sockets) -> Result<usize, Failure> {
    let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
    let names: Vec<&str> = names.split(':').collect();
    let mut handed = ListenFd::from_env();
    let told = |error: &dyn std::fmt::Display| Failure::Told(error.to_string());
    for n in 0..handed.len() {
        let secure = names.get(n).is_some_and(|name| name.starts_with("tls"));
        if let Ok(Some(listener)) = handed.take_tcp_listener(n) {
            sockets.inherit_tcp(listener, secure).map_err(|error| told(&error))?;
        } else if let Ok(Some(listener)) = handed.take_unix_listener(n) {
            sockets.inherit_unix(listener).map_err(|error| told(&error))?;
        } else {
            let what = format!(
                "socket {n} that was handed over is none that connections come to; use ListenStream="
            );
            return Err(Failure::Told(what));
        }
    }
    Ok(handed.len())
}

/// Whether it was told that the server stops: it is told nothing else after that.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Requests are answered.
pub(super) fn ready() {
    if !STOPPING.load(Relaxed) {
        tell(&[NotifyState::Ready]);
    }
}

/// The data is being read anew.
pub(super) fn reloading() {
    if !STOPPING.load(Relaxed)
        && let Ok(now) = NotifyState::monotonic_usec_now()
    {
        tell(&[NotifyState::Reloading, now]);
    }
}

/// The server was told to stop.
pub(super) fn stopping() {
    STOPPING.store(true, Relaxed);
    tell(&[NotifyState::Stopping]);
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!("could not tell the service manager: {error}");
    }
}
