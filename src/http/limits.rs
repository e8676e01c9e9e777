//! How to serve, and what one visitor may take up.

use std::fs;
use std::num::NonZero;
use std::thread;
use std::time::Duration;

/// How to serve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// What one visitor may take up.
    pub limits: Limits,
    /// Whether each request is told of, and what of its client's address.
    pub access_log: Option<Addresses>,
}

/// What of a client's address is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// Nothing.
    Off,
    /// Its network: the first 24 bits of IPv4, the first 48 of IPv6.
    Truncated,
    /// All of it.
    Full,
}

/// Limits, with defaults that hold for a server on the open internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections, shared out among the workers, at least one each; those above wait in the listener's queue.
    pub connections: usize,
    /// Those of HTTP/2 on which many requests may be under way, shared out likewise; on the others it is a few.
    pub wide: usize,
    /// From a connection's opening, or a request's first byte, to the end of its head.
    pub head_time: Duration,
    /// Between two requests on one connection; of HTTP/2, without a request, or an octet taken of an answer.
    pub idle_time: Duration,
    /// Without a byte taken from an answer, the time to make it among it.
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
            connections: connections_within(descriptors(), memory(), cores()),
            wide: wide_within(memory()),
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

/// As many connections as leave descriptors for listeners, data files and logs, and two thirds of the memory.
fn connections_within(descriptors: u64, memory: u64, cores: usize) -> usize {
    /// What a connection takes that hyper reads, while a head comes; one that asks plainly has a tenth of it.
    const EACH: u64 = 32 * 1024;
    // Each worker has a few of its own.
    let spare = 32 + 16 * cores as u64;
    let most = descriptors.saturating_sub(spare).min(memory / 3 / EACH);
    usize::try_from(most).unwrap_or(MOST).clamp(16, MOST)
}

/// As many connections with many requests under way as take a sixth of the memory.
fn wide_within(memory: u64) -> usize {
    /// What such a connection takes whose client takes none of the answers.
    const EACH: u64 = 768 * 1024;
    usize::try_from(memory / 6 / EACH).unwrap_or(MOST).clamp(1, MOST)
}

/// How many octets answers may hold that somebody asked for: those that are kept, and those that are still being sent.
pub(in crate::http) fn room_for_answers() -> (usize, usize) {
    let share = usize::try_from(memory() / 8).unwrap_or(usize::MAX);
    (share.min(16 << 20), share.min(1 << 30))
}

/// However much there is.
const MOST: usize = 65_536;

/// How many cores the process may use: there is a worker for each.
pub(in crate::http) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// How many files the process may have open, where the system tells; else what is usual.
fn descriptors() -> u64 {
    of_process("Max open files").unwrap_or(1024)
}

/// How many octets of memory the process may have: what the machine has, its own limits and its control group's leave.
fn memory() -> u64 {
    let own = ["Max data size", "Max address space"].into_iter().filter_map(of_process);
    let text = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let groups = text("/proc/self/cgroup");
    let group = groups.lines().find_map(|line| line.strip_prefix("0::")).unwrap_or("/");
    let group = text(&format!("/sys/fs/cgroup{}/memory.max", group.trim_end_matches('/')));
    let machine = text("/proc/meminfo");
    let machine = machine.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let machine = machine.and_then(number).map(|kibioctets| kibioctets * 1024);
    own.chain(number(&group)).chain(machine).min().unwrap_or(u64::MAX)
}

/// A limit of the process that is one (proc_pid_limits(5)).
fn of_process(name: &str) -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    number(limits.lines().find_map(|line| line.strip_prefix(name))?)
}

/// The number that a text begins with; `unlimited` and `max` are none.
fn number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_stay_below_the_descriptors_and_the_memory() {
        let gigabytes = |n: u64| n << 30;
        assert_eq!(connections_within(1024, gigabytes(4), 2), 960);
        assert_eq!(connections_within(20, gigabytes(4), 2), 16);
        assert_eq!(connections_within(1_000_000, gigabytes(64), 2), MOST);
        assert_eq!(connections_within(1_000_000, 64_000_000, 2), 651);
        assert_eq!(connections_within(1024, gigabytes(4), 32), 480);
        assert_eq!([1, 64_000_000, gigabytes(64)].map(wide_within), [1, 13, 14_563]);
        assert!(descriptors() > 16 && (1 << 24..u64::MAX).contains(&memory()));
        assert_eq!(
            (number("  4096  8192  files"), number("unlimited bytes"), number("max\n")),
            (Some(4096), None, None)
        );
    }
}
