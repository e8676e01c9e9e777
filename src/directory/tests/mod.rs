//! Tests of loading as a whole.

mod allowances;
mod cadences;
mod changes;
mod dates;
mod findings;
mod hostile;
mod shipped;
mod turns;
mod upstream;

use super::{Finding, Loaded};
use crate::cadence::{NoteCode, Verdict};

/// `line:column+length level check: message = remedy`, as one line.
fn line(finding: &Finding) -> String {
    let Finding { level, check, place, message, remedy } = finding;
    let remedy = remedy.as_deref().unwrap_or("-");
    format!("{}:{}+{} {level:?} {check}: {message} = {remedy}", place.line, place.column, place.length)
}

/// Whether a finding is about how a cadence was read, which the cadence floor decides.
fn is_about_a_cadence(finding: &Finding) -> bool {
    let verdicts = [Verdict::Incomplete, Verdict::Ambiguous, Verdict::Irregular, Verdict::Unreadable];
    verdicts.iter().any(|verdict| verdict.as_str() == finding.check)
        || NoteCode::ALL.iter().any(|code| code.as_str() == finding.check)
}

/// Every finding that is not about how a cadence was read.
fn lines(loaded: &Loaded) -> Vec<String> {
    loaded.findings.iter().filter(|finding| !is_about_a_cadence(finding)).map(line).collect()
}
