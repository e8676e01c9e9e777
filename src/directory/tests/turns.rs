//! Meetings that take turns with another one of their group.

use crate::directory::{Timing, load};

/// Of each meeting of a group, its start, its codes, and what is said of the other.
fn told(meetings: &str) -> Vec<String> {
    let text = format!(
        "community: {{ start: 2025-10-22 }}\nsigs:\n- dir: sig-a\n  name: A\n  meetings:\n{meetings}"
    );
    let community = load(&text).community.expect("a community");
    let one = |meeting: &crate::directory::Meeting| {
        let Timing::Written(reading) = &meeting.timing else { panic!("a cadence") };
        let notes: Vec<_> =
            reading.notes.iter().map(|note| format!("{} ({})", note.code.as_str(), note.message)).collect();
        let start = meeting.start.map_or("no start".to_owned(), |start| start.to_string());
        format!("{start}: {}", notes.join(", "))
    };
    community.meetings.iter().map(one).collect()
}

const OTHER: &str = "  - { description: Triage, cadence: every other Monday 9:00 UTC }\n";
const TURN: &str =
    "  - { description: APAC, cadence: 'biweekly Tuesday 7:30 UTC, interleaved with the Regular Meeting' }\n";

#[test]
fn the_weeks_between_those_of_a_meeting_with_an_anchor_are_settled() {
    let regular =
        "  - { description: Regular Meeting, cadence: biweekly Friday 9:00 UTC, start: 2026-01-09 }\n";
    assert_eq!(
        told(&[regular, OTHER, TURN].concat()),
        [
            "2026-01-09: ",
            "no start: no-anchor (no date says which of the weeks is meant)",
            "2026-01-13: relative-to-other (in the weeks between those of `Regular Meeting`)",
        ]
    );
}

#[test]
fn without_an_anchor_two_meetings_still_never_fall_in_one_week() {
    // The other one first happens on Friday 24 October 2025.
    let regular = "  - { description: Regular Meeting, cadence: biweekly Friday 9:00 UTC }\n";
    assert_eq!(
        told(&[TURN, regular].concat()),
        [
            "2025-10-28: no-anchor (no date says which of the weeks is meant), relative-to-other (in the weeks between \
             those of `Regular Meeting`)",
            "no start: no-anchor (no date says which of the weeks is meant)",
        ]
    );
}

#[test]
fn what_names_no_meeting_of_the_group_is_left_as_it_is() {
    let weekly = "  - { description: Regular Meeting, cadence: weekly Friday 9:00 UTC }\n";
    let told = told(&[TURN, weekly].concat());
    assert_eq!(
        told[0],
        "no start: no-anchor (no date says which of the weeks is meant), relative-to-other (takes turns with another \
         meeting, which settles its weeks)"
    );
}
