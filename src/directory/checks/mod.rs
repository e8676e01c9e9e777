//! The named checks: one table of small functions, each over the whole draft.
//!
//! To add one, write a function in the file it belongs to, and a line in [`CHECKS`].

mod allowances;
mod cadences;
mod groups;
mod meetings;

use super::draft::Draft;
use super::report::Report;

/// A check: the names of its findings, and what it does. It may mark a group as not to be served, resolve a
/// name, or make a key unique; whatever it does, it says so.
pub(super) struct Check {
    #[cfg_attr(not(test), expect(dead_code, reason = "the names are for the tests and the documentation"))]
    pub(super) names: &'static [&'static str],
    run: fn(&mut Draft, &mut Report),
}

/// Every check, in the order in which they run.
pub(super) const CHECKS: &[Check] = &[
    Check { names: &["no-slug", "bad-slug", "reserved-slug"], run: groups::slugs_are_paths },
    Check { names: &["duplicate-slug"], run: groups::slugs_are_unique },
    Check { names: &["former-name"], run: groups::former_slugs_are_free },
    Check { names: &["no-groups"], run: groups::something_is_listed },
    Check { names: &["no-name"], run: groups::groups_have_names },
    Check { names: &["unknown-category"], run: groups::categories_are_known },
    Check { names: &["unknown-sig"], run: groups::stakeholders_are_known },
    Check { names: &["no-description"], run: meetings::meetings_have_descriptions },
    Check { names: &["duplicate-key"], run: meetings::keys_are_unique },
    Check { names: &["former-name"], run: meetings::former_keys_are_free },
    Check { names: &["unknown-meeting"], run: allowances::others_are_known },
    Check { names: &["until-before-start"], run: meetings::meetings_end_after_they_start },
    Check { names: &["no-cadence"], run: cadences::something_says_when },
    Check { names: &["cadence-fields-disagree"], run: cadences::cadence_and_fields_agree },
    Check { names: &["incomplete", "ambiguous", "unreadable", "irregular"], run: cadences::verdicts },
    Check { names: &["no-anchor"], run: cadences::assumptions },
    Check { names: &[], run: cadences::anchors_have_places },
];

/// Runs them all.
pub(super) fn run(draft: &mut Draft, report: &mut Report) {
    for check in CHECKS {
        (check.run)(draft, report);
    }
}
