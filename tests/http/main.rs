//! The server over real sockets: what fetchers, browsers and impatient clients meet.

mod anew;
mod answers;
mod asked;
mod client;
mod community;
mod conditional;
mod connections;
mod formats;
mod hostile;
mod links;
mod metrics;
mod model;
mod multiplexed;
mod openapi;
mod page;
mod plain;
mod problems;
mod proxies;
mod ranges;
mod sockets;
mod week;
