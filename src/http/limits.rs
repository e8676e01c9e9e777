//! What one visitor may take up.

use std::time::Duration;

use super::Addresses;

/// How to serve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// What one visitor may take up.
    pub limits: Limits,
    /// Whether each request is told of, and what of its client's address.
    pub access_log: Option<Addresses>,
}

/// Limits, with defaults that hold for a server on the open internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections, shared out among the workers, at least one each; those above wait in the listener's queue.
    pub connections: usize,
    /// From a connection's opening, or a request's first byte, to the end of its head.
    pub head_time: Duration,
    /// Between two requests on one connection.
    pub idle_time: Duration,
    /// Without a byte taken from an answer.
    pub stall_time: Duration,
    /// The octets of a request's head; more is a 431.
    pub head_size: usize,
    /// The octets of a body that are read and thrown away before the connection is closed instead.
    pub body_size: usize,
    /// For requests in flight, once the server is asked to stop.
    pub stop_time: Duration,
    /// Between saying that the server is not ready any more and the end of accepting.
    pub drain_delay: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: connections_below(descriptor_limit()),
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(75),
            stall_time: Duration::from_secs(30),
            head_size: 16 * 1024,
            body_size: 64 * 1024,
            stop_time: Duration::from_secs(10),
            drain_delay: Duration::ZERO,
        }
    }
}

/// As many connections as leave descriptors for listeners, data files and logs.
fn connections_below(descriptors: usize) -> usize {
    descriptors.saturating_sub(64).clamp(16, 20_000)
}

/// The process' limit of open files, where the system tells; else what is usual.
fn descriptor_limit() -> usize {
    const USUAL: usize = 1024;
    let Ok(limits) = std::fs::read_to_string("/proc/self/limits") else { return USUAL };
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|soft| soft.parse().ok()).unwrap_or(USUAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_stay_below_the_descriptors() {
        assert_eq!(connections_below(1024), 960);
        assert_eq!(connections_below(20), 16);
        assert_eq!(connections_below(1_000_000), 20_000);
        assert!(descriptor_limit() > 16);
    }
}
