//! UIDs: derived, never random, so that the same meeting has the same one in every process and every feed.

use uuid::Uuid;

use crate::directory::{Community, Meeting, OWN_EVENTS};

/// What stands before the number of a further series: U+001F, which stands doubled where a key has it.
const PART: char = '\u{1f}';

/// The UID of a meeting's series. `part` tells the series of one meeting apart; the first has none.
pub(super) fn derive<'m>(community: &'m Community, meeting: &'m Meeting, part: usize) -> String {
    // What it was called first stays in it.
    let group = meeting.group.map_or(OWN_EVENTS, |group| {
        let group = &community.groups[group];
        group.formerly.first().unwrap_or(&group.slug)
    });
    let elsewhere =
        |former: &'m String| former.split_once('/').filter(|(group, _)| was_a_group(community, group));
    let (group, key) = match meeting.formerly.first() {
        Some(former) => elsewhere(former).unwrap_or((group, former)),
        None => (group, meeting.key.as_str()),
    };
    let key = key.replace(PART, "\u{1f}\u{1f}");
    let mut name = format!("sigcal/{}/{group}/{key}", community.name.en);
    if let Some(from) = meeting.revision {
        name += &format!("{PART}from {from}");
    }
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
