//! The program as its users run it: the real binary, its output whole and its exit code.

mod check;
#[path = "../http/client.rs"]
#[allow(dead_code, reason = "the server's own tests use the rest")]
mod client;
mod data;
mod diff;
mod explain;
mod export;
mod fix;
mod healthcheck;
mod import;
mod levels;
mod lock;
mod log;
mod manager;
mod manual;
mod next;
mod program;
mod reload;
mod serve;
mod terminal;
mod tls;
mod week;
mod week_clocks;
mod week_grid;
