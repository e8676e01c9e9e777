//! Prints a data file of as many groups as are asked for, the one that the benchmarks measure:
//! `cargo run --release --example large_community 10000 > large.yaml`.

#[path = "../benches/community/mod.rs"]
mod community;

use std::io::Write;

fn main() -> std::io::Result<()> {
    let groups = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(10_000);
    std::io::stdout().write_all(community::yaml(groups).as_bytes())
}
