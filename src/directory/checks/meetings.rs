//! Checks on meetings: what tells them apart, and how long they run.

use std::collections::{BTreeMap, BTreeSet};

use crate::directory::draft::{Draft, MeetingDraft};
use crate::directory::report::Report;

/// Calendars show a meeting by its description.
pub(super) fn meetings_have_descriptions(draft: &mut Draft, report: &mut Report) {
    for (of_group, meeting) in draft.meetings_mut() {
        if meeting.meeting.description.is_empty() {
            let (key, name) = if of_group { ("description", "Meeting") } else { ("name", "Event") };
            let message = format!("nothing says what this is called; calendars show it as `{name}`");
            report.warning("no-description", &meeting.meeting.place, message, &format!("add `{key}:`"));
            meeting.meeting.description = name.into();
            if meeting.meeting.key.is_empty() || meeting.meeting.key.ends_with('/') {
                meeting.meeting.key.push_str(name);
            }
        }
    }
}

/// A UID is derived from a meeting's key, so no two of a group have the same.
pub(super) fn keys_are_unique(draft: &mut Draft, report: &mut Report) {
    for group in &mut draft.groups {
        unique(&mut group.meetings, report);
    }
    unique(&mut draft.events, report);
}

fn unique(meetings: &mut [MeetingDraft], report: &mut Report) {
    // A key that someone wrote is never given away as the suffixed one of another meeting.
    let mut taken: BTreeSet<String> = meetings.iter().map(|draft| draft.meeting.key.clone()).collect();
    // Per key: the line of its first meeting, and the last number given out.
    let mut seen: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut last = String::new();
    for meeting in meetings.iter_mut().map(|draft| &mut draft.meeting) {
        // A change is of the meeting before it.
        if meeting.revision.is_some() {
            meeting.key.clone_from(&last);
            continue;
        }
        let key = meeting.key.clone();
        last.clone_from(&key);
        let Some((line, number)) = seen.get_mut(&key) else {
            seen.insert(key, (meeting.place.line, 1));
            continue;
        };
        while taken.contains(&meeting.key) {
            *number += 1;
            meeting.key = format!("{key}#{number}");
        }
        taken.insert(meeting.key.clone());
        last.clone_from(&meeting.key);
        report.warning(
            "duplicate-key",
            &meeting.place,
            format!(
                "`{key}` is already the meeting in line {line}; only the order of the file tells them apart"
            ),
            "give each an `id:` of its own, or another description",
        );
    }
}

/// A key that a meeting had before is no other meeting's: their UIDs would be one.
pub(super) fn former_keys_are_free(draft: &mut Draft, report: &mut Report) {
    let slugs: Vec<String> = draft.groups.iter().map(|group| group.group.slug.clone()).collect();
    let lists = draft.groups.iter_mut().map(|group| &mut group.meetings).zip(slugs);
    let mut lists: Vec<_> = lists.chain([(&mut draft.events, "events".to_owned())]).collect();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for (meetings, slug) in &lists {
        taken.extend(
            meetings.iter().map(|draft| (format!("{slug}/{}", draft.meeting.key), draft.meeting.place.line)),
        );
    }
    for (meetings, slug) in &mut lists {
        let mut last = Vec::new();
        for meeting in meetings.iter_mut().map(|draft| &mut draft.meeting) {
            // A change has the names of the meeting that it is of.
            if meeting.revision.is_some() {
                meeting.formerly.clone_from(&last);
                continue;
            }
            let place = &meeting.place;
            meeting.formerly.retain(|former| {
                let here = format!("{slug}/{former}");
                let Some(line) = taken.get(&here).or_else(|| taken.get(former)) else {
                    taken.insert(here, place.line);
                    return true;
                };
                let message = format!(
                    "`{former}` is the meeting in line {line}, and not what this one was called before"
                );
                report.warning("former-name", place, message, "leave one of the two out");
                false
            });
            last.clone_from(&meeting.formerly);
        }
    }
}

/// A meeting does not end before it starts.
pub(super) fn meetings_end_after_they_start(draft: &mut Draft, report: &mut Report) {
    for (_, draft) in draft.meetings_mut() {
        let meeting = &draft.meeting;
        if let (Some(start), Some(until)) = (meeting.start, meeting.until)
            && until < start
        {
            report.error(
                "until-before-start",
                draft.places.get("until").unwrap_or(&meeting.place),
                format!("the meeting ends on {until}, before it starts on {start}"),
                "swap the two dates, or remove the meeting",
            );
        }
    }
}
