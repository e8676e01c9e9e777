//! `--allow`, `--note`, `--warn`, `--deny`: how bad the findings of a check are for whoever runs it.

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::Failure;
use crate::directory::{Finding, Level, Levels, Place, Setting, check_named, is_never_served};

#[derive(Args)]
pub(super) struct Flags {
    /// Do not tell what this check finds, whatever the file says under `checks`. May be given several times, as the next
    /// three.
    #[arg(long, value_name = "CHECK", value_parser = named)]
    allow: Vec<&'static str>,
    /// What this check finds is a note.
    #[arg(long, value_name = "CHECK", value_parser = named)]
    note: Vec<&'static str>,
    /// What this check finds is a warning.
    #[arg(long, value_name = "CHECK", value_parser = named)]
    warn: Vec<&'static str>,
    /// What this check finds is an error.
    #[arg(long, value_name = "CHECK", value_parser = named)]
    deny: Vec<&'static str>,
}

fn named(name: &str) -> Result<&'static str, String> {
    check_named(name).map_err(|nearest| match nearest {
        Some(nearest) => format!("no check is called `{name}`; did you mean `{nearest}`?"),
        None => format!(
            "no check is called `{name}`; give the name that stands before what it finds, as `overlap`"
        ),
    })
}

/// What is asked for.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) levels: Levels,
    /// What of it has no effect.
    pub(super) findings: Vec<Finding>,
}

impl Flags {
    /// # Errors
    /// A sentence, where two things are asked for of one check.
    pub(super) fn read(&self) -> Result<Asked, Failure> {
        let of = |setting: Setting| match setting {
            Setting::Allow => &self.allow,
            Setting::Note => &self.note,
            Setting::Warn => &self.warn,
            Setting::Deny => &self.deny,
        };
        let mut asked = Asked::default();
        let mut set: BTreeMap<&str, Setting> = BTreeMap::new();
        let flags = Setting::ALL
            .into_iter()
            .flat_map(|setting| of(setting).iter().map(move |check| (*check, setting)));
        for (check, setting) in flags {
            match set.insert(check, setting) {
                Some(other) if other == setting => continue,
                Some(other) => {
                    let (one, other) = (other.as_str(), setting.as_str());
                    return Err(Failure::Told(format!(
                        "`--{one} {check}` and `--{other} {check}` contradict each other; give one of the two"
                    )));
                }
                None => {}
            }
            asked.levels.set(check, setting);
            if setting != Setting::Deny && is_never_served(check) {
                asked.findings.push(without_effect(check, setting));
            }
        }
        Ok(asked)
    }
}

fn without_effect(check: &str, setting: Setting) -> Finding {
    Finding {
        level: Level::Warning,
        check: "not-allowable",
        place: Place { line: 1, column: 1, length: 1 },
        message: format!(
            "`--{} {check}`: what `{check}` finds is not served, and stays an error",
            setting.as_str()
        ),
        remedy: Some("mend what it finds, and give this no more".to_owned()),
    }
}
