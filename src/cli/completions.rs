//! `sigcal completions`: what a shell needs to complete the program's arguments.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Arguments, CLEAN, Failure};

#[derive(Args)]
pub(super) struct Completions {
    /// The shell that the script is for.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(asked: Completions, out: &mut impl Write) -> Result<u8, Failure> {
    let mut script = Vec::new();
    generate(asked.shell, &mut Arguments::command(), "sigcal", &mut script);
    out.write_all(&script)?;
    Ok(CLEAN)
}
