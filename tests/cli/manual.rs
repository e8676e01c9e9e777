//! The manual and the completions: both are of the arguments that the program takes.

use super::program::{says, sigcal};

/// What `sigcal --help` lists.
fn commands() -> Vec<String> {
    let help = sigcal(&["--help"]).out;
    let listed = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let names =
        listed.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The long options of a command, as its help has them.
fn options(command: &str) -> Vec<String> {
    let help = sigcal(&[command, "--help"]).out;
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let long = lines.filter_map(|line| line.split_once("--")).map(|(_, rest)| rest);
    long.map(|rest| {
        rest.split(|c: char| c != '-' && !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
    })
    .collect()
}

#[test]
fn every_command_and_every_option_is_in_the_manual() {
    let program = sigcal(&["man"]).out;
    assert!(program.contains(".TH sigcal 1"), "{program}");
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        // In roff, a dash that is meant is escaped.
        assert!(program.contains(&format!("sigcal\\-{command}(1)")), "{command}: {program}");
        let page = sigcal(&["man", &command]).out;
        assert!(
            page.contains(&format!(".TH sigcal\\-{command} 1"))
                || page.contains(&format!(".TH sigcal-{command} 1"))
        );
        for option in options(&command) {
            let escaped = format!("\\-\\-{}", option.replace('-', "\\-"));
            assert!(page.contains(&escaped), "{command} --{option}: {page}");
        }
    }
    let said = sigcal(&["man", "serv"]);
    assert!(said.err.starts_with("sigcal: `serv` is no command; there are serve, check, week, "), "{said:?}");
    says(&said, 2, said.err.trim_end());
}

#[test]
fn every_command_and_every_option_is_completed_in_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sigcal(&["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (Some(0), ""));
        for command in commands() {
            assert!(script.out.contains(&command), "{shell} {command}");
            for option in options(&command) {
                assert!(script.out.contains(&option), "{shell} {command} --{option}");
            }
        }
    }
    assert_eq!(sigcal(&["completions", "tcsh"]).code, Some(2));
}
