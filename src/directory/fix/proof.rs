//! Whether a text that was edited says what it said before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::fields::codes;
use crate::cadence::{Note, NoteCode, Reading, Verdict};
use crate::directory::{Community, Extent, Meeting, MeetingId, Place, Timing};

/// Whether two communities are the same but for where things stand in the file, how a cadence is written, and the
/// `start` of the meetings that got an anchor.
///
/// # Errors
/// The first meeting that differs; none where something else does.
pub fn same_but_for_anchors(
    before: &Community,
    after: &Community,
    anchors: &BTreeMap<MeetingId, NaiveDate>,
) -> Result<(), Option<MeetingId>> {
    for (n, (was, is)) in before.meetings.iter().zip(&after.meetings).enumerate() {
        let was = match anchors.get(&MeetingId(n)) {
            Some(date) => anchored(without_places(was), *date),
            None => without_places(was),
        };
        if was != without_places(is) {
            return Err(Some(MeetingId(n)));
        }
    }
    let rest = |community: &Community| {
        let mut rest = community.clone();
        rest.meetings.clear();
        rest.groups.iter_mut().for_each(|group| group.place = NOWHERE);
        (community.meetings.len(), rest)
    };
    if rest(before) == rest(after) { Ok(()) } else { Err(None) }
}

const NOWHERE: Place = Place { line: 0, column: 0, length: 0 };

/// A meeting without what depends on how and where it is written.
fn without_places(meeting: &Meeting) -> Meeting {
    let mut meeting = meeting.clone();
    (meeting.place, meeting.cadence_place, meeting.anchor_place) = (NOWHERE, NOWHERE, None);
    meeting.skips.iter_mut().for_each(|skip| skip.place = NOWHERE);
    meeting.cancelled.iter_mut().for_each(|cancelled| cancelled.place = NOWHERE);
    meeting.moved.iter_mut().for_each(|moved| moved.place = NOWHERE);
    for allowance in &mut meeting.allowances {
        (allowance.place, allowance.meeting) = (NOWHERE, Extent::default());
    }
    meeting.extras.iter_mut().for_each(|extra| extra.place = NOWHERE);
    if let Timing::Written(reading) = &mut meeting.timing {
        reading.text.clear();
        reading.unknown.clear();
        let code_alone = |code| Note { code, span: 0..0, message: String::new() };
        reading.notes = codes(&reading.notes).into_iter().map(code_alone).collect();
    }
    meeting
}

/// A meeting as it has to be once it has an anchor: nothing else changes, and no other note goes.
fn anchored(meeting: Meeting, date: NaiveDate) -> Meeting {
    let timing = match meeting.timing {
        Timing::Written(reading) => {
            let mut notes = reading.notes;
            notes.retain(|note| note.code != NoteCode::NoAnchor);
            let assumed = notes.iter().any(|note| note.code.assumes());
            let verdict = match reading.verdict {
                Verdict::Assumed if !assumed => Verdict::Exact,
                verdict => verdict,
            };
            Timing::Written(Reading { notes, verdict, ..reading })
        }
        rules @ Timing::Rules(_) => rules,
    };
    Meeting { timing, start: Some(date), ..meeting }
}
