//! sigcal: cadences as people write them, as calendars that every calendar program agrees on.
pub mod cadence;
#[expect(clippy::print_stderr, reason = "the only floor that speaks to people")]
pub mod cli;
pub mod directory;
pub mod feed;
pub mod http;
pub mod page;
pub mod schedule;
pub mod time;
