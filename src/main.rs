//! The `sigcal` program: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    sigcal::cli::main()
}
