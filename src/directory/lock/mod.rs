//! The lock file: what subscribers have been shown. A data file says how a community meets; its lock remembers since when,
//! and what was before.
//!
//! Here it is only read and written. What follows from it is decided by whoever knows series.

mod keys;
mod model;
mod read;
mod write;

pub use model::{Became, Lock, LockedException, LockedGroup, LockedSeries, MeetingName};
pub use read::read as read_lock;

#[cfg(test)]
mod tests;
