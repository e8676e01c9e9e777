//! `sigcal man`: the manual, a page for the program and one for each command.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use super::{Arguments, CLEAN, Failure};

#[derive(Args)]
pub(super) struct Man {
    /// The command whose page is printed, sigcal-serve(1) for `serve`; sigcal(1) where none is named.
    command: Option<String>,
}

pub(super) fn run(asked: Man, out: &mut impl Write) -> Result<u8, Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    // Until it is built, a command does not know what it belongs to.
    program.build();
    let command = match &asked.command {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| {
            let all: Vec<_> = program.get_subcommands().map(|command| command.get_name()).collect();
            Failure::Told(format!("`{name}` is no command; there are {}", all.join(", ")))
        })?,
    };
    Page::new(command.clone()).source(format!("sigcal {}", env!("CARGO_PKG_VERSION"))).render(out)?;
    Ok(CLEAN)
}
