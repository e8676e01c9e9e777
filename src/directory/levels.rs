//! How bad a check's findings are, as a community or whoever runs the check wants it.

use std::collections::BTreeMap;

use super::{Finding, Level};

/// What becomes of a check's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// They are not told.
    Allow,
    /// They are notes.
    Note,
    /// They are warnings.
    Warn,
    /// They are errors.
    Deny,
}

impl Setting {
    /// Every setting, the mildest first.
    pub const ALL: [Setting; 4] = [Setting::Allow, Setting::Note, Setting::Warn, Setting::Deny];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Setting::Allow => "allow",
            Setting::Note => "note",
            Setting::Warn => "warn",
            Setting::Deny => "deny",
        }
    }

    /// The level of findings; none where they are not told.
    fn level(self) -> Option<Level> {
        match self {
            Setting::Allow => None,
            Setting::Note => Some(Level::Note),
            Setting::Warn => Some(Level::Warning),
            Setting::Deny => Some(Level::Error),
        }
    }
}

/// What is set, by the name of the check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Setting>);

impl Levels {
    /// Sets what becomes of a check's findings. What was set before counts no more.
    pub fn set(&mut self, check: &'static str, setting: Setting) {
        self.0.insert(check, setting);
    }

    /// These, but where others are set too: those.
    pub fn overridden_by(&self, others: &Levels) -> Levels {
        Levels(self.0.iter().chain(&others.0).map(|(check, setting)| (*check, *setting)).collect())
    }

    /// Gives findings the levels that are set, and takes out those that are not to be told. What is not served stays an
    /// error, whatever is set.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| match self.0.get(finding.check).map(|setting| setting.level()) {
            Some(set) if finding.level < Level::Error => {
                finding.level = set.unwrap_or(finding.level);
                set.is_some()
            }
            Some(_) | None => true,
        });
    }
}
