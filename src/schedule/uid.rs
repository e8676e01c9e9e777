//! UIDs: derived, never random, so that the same meeting has the same one in every process and every feed.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::directory::{Community, Meeting, OWN_EVENTS};

/// What stands before the number of a further series: U+001F, which stands doubled where a key has it.
const PART: char = '\u{1f}';

/// The UID of a meeting's series. `part` tells the series of one meeting apart; the first has none.
pub(super) fn derive(community: &Community, meeting: &Meeting, part: usize) -> String {
    let mut name = name(community, meeting);
    if let Some(from) = meeting.revision {
        name += &format!("{PART}from {from}");
    }
    of_part(name, part)
}

/// The UID of an extra meeting on a date: whatever becomes of its cadence, and wherever it is moved, it is the same one.
/// `part` tells several on one date apart.
pub(super) fn derive_extra(community: &Community, meeting: &Meeting, on: NaiveDate, part: usize) -> String {
    of_part(format!("{}{PART}extra {on}", name(community, meeting)), part)
}

/// The name of a meeting, from which the UIDs of all of its series are derived.
fn name(community: &Community, meeting: &Meeting) -> String {
    // What it was called first stays in it.
    let group = meeting.group.map_or(OWN_EVENTS, |group| {
        let group = &community.groups[group];
        group.formerly.first().unwrap_or(&group.slug)
    });
    let (group, key) = match meeting.formerly.first() {
        Some(former) => match former.split_once('/') {
            // It was another group's.
            Some((elsewhere, key)) if was_a_group(community, elsewhere) => (elsewhere, key),
            Some(_) | None => (group, former.as_str()),
        },
        None => (group, meeting.key.as_str()),
    };
    let key = key.replace(PART, "\u{1f}\u{1f}");
    format!("sigcal/{}/{group}/{key}", community.name.en)
}

fn of_part(mut name: String, part: usize) -> String {
    if part > 0 {
        // A slash would make the second series of `R` that of a meeting with the key `R/2`.
        name += &format!("{PART}{}", part + 1);
    }
    // RFC 9562 5.5, in its name space for names of no other kind.
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string()
}

/// Whether a name is that of a group, now or before.
fn was_a_group(community: &Community, name: &str) -> bool {
    community
        .groups
        .iter()
        .any(|group| group.slug == name || group.formerly.iter().any(|former| former == name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::directory::load;
    use crate::schedule::plan;

    #[test]
    fn a_change_has_a_uid_of_its_own_and_leaves_that_of_the_past() {
        let uids = |changes: &str| {
            let text = format!(
                "events:\n- {{ name: R, start: 2026-01-05, cadence: every Monday 9:00 UTC{changes} }}\n"
            );
            let (series, _) = plan(&load(&text).community.expect("a community"));
            series.into_iter().map(|series| series.uid).collect::<Vec<_>>()
        };
        let before = uids("");
        let changed = uids(", changes: [{ from: 2026-06-05, cadence: every Friday 9:00 UTC }]");
        let again = uids(
            ", changes: [{ from: 2026-06-05, cadence: every Friday 9:00 UTC }, { from: 2026-09-01, duration: 30m }]",
        );
        assert_eq!(before, changed[..1]);
        assert_eq!(changed, again[..2]);
        assert_eq!(again.iter().collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn a_name_of_before_keeps_the_uid_and_no_other_name_is_taken_for_one() {
        let uid = |text: &str| {
            let (series, _) = plan(&load(text).community.expect("a community"));
            series[0].uid.clone()
        };
        let meeting = |name: &str| format!("[{{ description: {name}, cadence: every Monday 9:00 UTC }}]");
        let group = |dir: &str, name: &str| {
            format!("sigs:\n- {{ dir: {dir}, name: A, meetings: {} }}\n", meeting(name))
        };
        let before = uid(&group("sig-a", "R"));
        assert_eq!(uid(&group("sig-b, formerly: sig-a", "R")), before);
        assert_eq!(uid(&group("sig-a", "S, formerly: R")), before);
        assert_eq!(uid(&group("sig-b, formerly: sig-a", "S, formerly: [R, Q]")), before);
        // Moved to another group, whose slug has to be known.
        let moved = group("sig-b", "S, formerly: sig-a/R") + "- { dir: sig-a, name: A }\n";
        assert_eq!(uid(&moved), before);
        // A slash in a name is a slash.
        assert_ne!(uid(&group("sig-a", "sig-a/R")), before);
    }

    #[test]
    fn an_extra_meeting_keeps_its_uid_whatever_becomes_of_the_meeting() {
        let uid = |keys: &str| {
            let text = format!("events:\n- {{ name: R, start: 2026-01-05, {keys} }}\n");
            let (series, _) = plan(&load(&text).community.expect("a community"));
            series.into_iter().find(|series| series.extra.is_some()).expect("an extra meeting").uid
        };
        let once = uid("cadence: every Monday 9:00 UTC, extra: 2026-06-11 16:00");
        for keys in [
            "cadence: on demand, tz: UTC, extra: [2026-06-11 17:00]",
            "cadence: every Monday 9:00 UTC, extra: 2026-06-11, moved: [{ on: 2026-06-11, to: 2026-06-12 9:00 }]",
            "cadence: every Monday 9:00 UTC, extra: 2026-06-11, changes: [{ from: 2026-06-05, cadence: every Friday 9:00 UTC }]",
        ] {
            assert_eq!(uid(keys), once, "{keys}");
        }
        assert_ne!(uid("cadence: every Monday 9:00 UTC, extra: 2026-06-12 16:00"), once);
    }

    #[test]
    fn no_key_is_that_of_a_further_series_of_another_meeting() {
        let text = "events:\n\
            - { name: R, cadence: first and third Monday 9:00 UTC }\n\
            - { name: R/2, cadence: Tuesday 9:00 UTC }\n\
            - { name: \"R\\x1F2\", cadence: Tuesday 9:00 UTC }\n";
        let (series, _) = plan(&load(text).community.expect("a community"));
        let uids: BTreeSet<&str> = series.iter().map(|series| series.uid.as_str()).collect();
        assert_eq!((series.len(), uids.len()), (4, 4));
    }
}
