//! Checks on what meetings allow.

use std::collections::BTreeMap;

use super::groups::SUGGESTIONS;
use crate::directory::draft::{Draft, MeetingDraft};
use crate::directory::report::{Report, meant, nearest};
use crate::directory::{Allowance, Other};

/// What an overlap may be with is a group of the file, or one of its meetings. An allowance with another is left out.
pub(super) fn others_are_known(draft: &mut Draft, report: &mut Report) {
    // Most files have none, and need no table.
    if !draft.meetings().any(|meeting| meeting.meeting.allowances.iter().any(|one| one.with.is_some())) {
        return;
    }
    let keys = |meetings: &[MeetingDraft]| meetings.iter().map(|draft| draft.meeting.key.clone()).collect();
    let groups = draft.groups.iter().filter(|group| group.served);
    let known: BTreeMap<String, Vec<String>> =
        groups.map(|group| (group.group.slug.clone(), keys(&group.meetings))).collect();
    let mut suggestions = SUGGESTIONS;
    for (_, meeting) in draft.meetings_mut() {
        // The stretches of a meeting allow the same, which is said once.
        let says = meeting.meeting.revision.is_none();
        meeting.meeting.allowances.retain(|allowance| {
            let Some((other, message)) = unknown(allowance, &known) else { return true };
            if says {
                let near = suggestions.checked_sub(1).and_then(|left| {
                    suggestions = left;
                    nearest_other(other, &known)
                });
                let remedy =
                    meant(near.as_deref(), "name a group by its `dir`, or a meeting as `dir/description`");
                report.warning("unknown-meeting", &allowance.place, message, &remedy);
            }
            false
        });
    }
}

/// What an allowance is with that is not there.
fn unknown<'a>(
    allowance: &'a Allowance,
    known: &BTreeMap<String, Vec<String>>,
) -> Option<(&'a Other, String)> {
    let other = allowance.with.as_ref()?;
    let message = match (known.get(&other.slug), &other.key) {
        (None, _) => format!("no group is called `{}`, and nothing is allowed", other.slug),
        (Some(keys), Some(key)) if !keys.contains(key) => {
            format!("`{}` has no meeting `{key}`, and nothing is allowed", other.slug)
        }
        (Some(_), _) => return None,
    };
    Some((other, message))
}

fn nearest_other(other: &Other, known: &BTreeMap<String, Vec<String>>) -> Option<String> {
    match (known.get(&other.slug), &other.key) {
        (None, _) => nearest(&other.slug, known.keys().map(String::as_str)).map(str::to_owned),
        (Some(keys), key) => {
            let near = nearest(key.as_ref()?, keys.iter().map(String::as_str))?;
            Some(format!("{}/{near}", other.slug))
        }
    }
}
