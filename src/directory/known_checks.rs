//! The checks by name: what a data file and the command line may set the level of.
//!
//! The names are part of the language of data files, so they are known here, also those of what the floors above find.

use super::Level::{self, Error, Note, Warning};
use super::report::nearest;
use crate::cadence::NoteCode;

/// A check's name, and the levels that its findings have unless they are set.
pub type KnownCheck = (&'static str, &'static [Level]);

/// Every check but those with the code of a note about a cadence, in the order of the documentation.
pub const KNOWN_CHECKS: &[KnownCheck] = &[
    ("yaml", &[Error]),
    ("encoding", &[Error]),
    ("too-large", &[Error]),
    ("empty", &[Error]),
    ("feed-size", &[Note, Warning]),
    ("unknown-key", &[Warning]),
    ("repeated-key", &[Error]),
    ("wrong-shape", &[Error]),
    ("missing-key", &[Error]),
    ("bad-date", &[Error]),
    ("bad-duration", &[Error]),
    ("backward-skip", &[Error]),
    ("bad-status", &[Error]),
    ("unknown-zone", &[Error]),
    ("not-a-url", &[Warning]),
    ("invisible-characters", &[Warning]),
    ("no-slug", &[Error]),
    ("bad-slug", &[Error]),
    ("reserved-slug", &[Error]),
    ("duplicate-slug", &[Error]),
    ("former-name", &[Warning]),
    ("unlocked", &[Note, Error]),
    ("no-lock", &[Error]),
    ("no-groups", &[Warning]),
    ("no-name", &[Warning]),
    ("no-description", &[Warning]),
    ("unknown-category", &[Warning]),
    ("unknown-sig", &[Warning]),
    ("unknown-skip", &[Error]),
    ("duplicate-key", &[Warning]),
    ("no-cadence", &[Warning]),
    ("cadence-fields-disagree", &[Error]),
    ("two-timings", &[Error]),
    ("irregular", &[Note]),
    ("incomplete", &[Note, Warning]),
    ("ambiguous", &[Warning]),
    ("unreadable", &[Error]),
    ("until-before-start", &[Error]),
    ("ends-before-it-starts", &[Error]),
    ("never-happens", &[Error]),
    ("no-zone", &[Error]),
    ("laid-out", &[Note]),
    ("no-time", &[Error]),
    ("not-an-occurrence", &[Error, Note]),
    ("happens-anyway", &[Warning]),
    ("clock-change", &[Warning, Note]),
    ("two-exceptions", &[Error]),
    ("hour-of-all-day", &[Warning]),
    ("rrule", &[Error]),
    ("rule-too-long", &[Error]),
    ("bad-change", &[Error]),
    ("overlap", &[Note, Warning]),
    ("ends-soon", &[Note]),
    ("ended", &[Warning]),
    ("meets-after-end", &[Warning]),
    ("unknown-check", &[Warning]),
    ("bad-level", &[Warning]),
    ("not-allowable", &[Warning]),
    ("unknown-meeting", &[Warning]),
    ("unused-allow", &[Note]),
];

/// The checks of .ics files that data files do not have.
const ICS: &[KnownCheck] = &[
    ("not-icalendar", &[Error]),
    ("unbalanced-component", &[Warning]),
    ("unreadable-line", &[Warning]),
    ("unreadable-time", &[Warning, Error]),
    ("unreadable-rule", &[Error]),
    ("unreadable-duration", &[Warning]),
    ("long-event", &[Warning]),
    ("missing-start", &[Error]),
    ("missing-uid", &[Warning]),
    ("duplicate-uid", &[Warning]),
    ("cancelled-event", &[Note]),
    ("override-range", &[Warning]),
];

/// Every check there is.
fn all() -> impl Iterator<Item = KnownCheck> {
    let notes = NoteCode::ALL.iter().map(|code| (code.as_str(), &[Note][..]));
    KNOWN_CHECKS.iter().chain(ICS).copied().chain(notes)
}

/// The name of a check as the program has it.
///
/// # Errors
/// The nearest name that there is, where no check has this one.
pub fn check_named(name: &str) -> Result<&'static str, Option<&'static str>> {
    let mut names = all().map(|(known, _)| known);
    names.find(|known| *known == name).ok_or_else(|| nearest(name, all().map(|(known, _)| known)))
}

/// Whether all that a check finds is left out of what is served, so that no level makes up for it.
pub fn is_never_served(check: &str) -> bool {
    all().filter(|(known, _)| *known == check).all(|(_, levels)| levels.iter().all(|level| *level == Error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_stands_for_one_check() {
        let names: Vec<_> = all().map(|(name, _)| name).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        // `no-zone` is both: a cadence that names none, and a community without one.
        assert_eq!(names.len() - distinct.len(), 1, "{names:?}");
    }

    #[test]
    fn a_name_that_is_not_known_has_a_nearest() {
        assert_eq!(check_named("overlap"), Ok("overlap"));
        assert_eq!(check_named("no-anchor"), Ok("no-anchor"));
        assert_eq!(check_named("overlaps"), Err(Some("overlap")));
        assert_eq!(check_named("colour"), Err(None));
        assert!(
            is_never_served("unreadable") && !is_never_served("incomplete") && !is_never_served("no-zone")
        );
    }
}
