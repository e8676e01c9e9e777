//! Checks on cadences: what reading each one came to, said about the place in the file.

use crate::cadence::{Cadence, Note, NoteCode, Part, Reading, Verdict};
use crate::directory::draft::{Draft, MeetingDraft, Written};
use crate::directory::report::Report;
use crate::directory::{Place, Timing};

/// The meetings whose cadence was read from a text.
fn readings(draft: &Draft) -> impl Iterator<Item = (&MeetingDraft, &Reading)> {
    draft.meetings().filter_map(|meeting| match (&meeting.meeting.timing, &meeting.written) {
        (_, Written::Nothing | Written::Disagreeing(_)) | (Timing::Rules(_), _) => None,
        (Timing::Written(reading), Written::Cadence(_) | Written::Fields(_)) => Some((meeting, reading)),
    })
}

/// A meeting says when it happens, even if only that it has no fixed time.
pub(super) fn something_says_when(draft: &mut Draft, report: &mut Report) {
    for meeting in draft.meetings() {
        // Rules that could not be read, and misspelt keys, have a place of their own and a finding.
        if let (Timing::Written(_), Written::Nothing) = (&meeting.meeting.timing, &meeting.written)
            && meeting.meeting.cadence_place == meeting.meeting.place
            && meeting.meeting.extras.is_empty()
        {
            report.warning(
                "no-cadence",
                &meeting.meeting.place,
                "nothing says when this happens, and it is in no calendar".to_owned(),
                "add `cadence: weekly Thursday 9:00 PT`, or `cadence: TBD` where it is not settled",
            );
        }
    }
}

/// A cadence and fields that contradict each other are both not served.
pub(super) fn cadence_and_fields_agree(draft: &mut Draft, report: &mut Report) {
    for meeting in draft.meetings() {
        if let (Timing::Written(reading), Written::Disagreeing(cadence)) =
            (&meeting.meeting.timing, &meeting.written)
        {
            report.error(
                "cadence-fields-disagree",
                &cadence.place,
                format!(
                    "`{}` is not what `day`, `time`, `tz` and `frequency` say{}",
                    cadence.text,
                    all(reading)
                ),
                "keep the one that is right and remove the other",
            );
        }
    }
}

/// A cadence is in calendars only where it has one complete reading.
pub(super) fn verdicts(draft: &mut Draft, report: &mut Report) {
    for (meeting, reading) in readings(draft) {
        let place = place(meeting, reading.notes.first());
        let text = &reading.text;
        let check = reading.verdict.as_str();
        let why = reading.notes.first().map(|note| format!(": {}", note.message)).unwrap_or_default();
        match reading.verdict {
            Verdict::Exact | Verdict::Assumed => {}
            Verdict::Irregular => {
                let shown = match meeting.meeting.extras.is_empty() {
                    true => "and the meeting is in no calendar",
                    false => "and calendars have its extra meetings alone",
                };
                report.note(check, &place, format!("`{text}` states no recurrence, {shown}"), None);
            }
            Verdict::Incomplete if reading.missing == [Part::Hour] => report.note(
                check,
                &whole(meeting),
                format!("`{text}` does not say the hour: each date is an all-day, tentative event"),
                Some("add the hour once it is known, as `9:00 PT`"),
            ),
            Verdict::Incomplete => {
                let missing: Vec<_> = reading.missing.iter().map(|part| part.as_str()).collect();
                let message = format!("`{text}` does not say the {}", missing.join(" and the "));
                report.warning(check, &whole(meeting), message, &completed(&reading.missing));
            }
            Verdict::Ambiguous => {
                let doubt = doubt(reading);
                let place = self::place(meeting, doubt);
                let remedy = doubt.and_then(|note| note.code.remedy());
                let remedy = remedy.unwrap_or("write the one that is meant");
                report.warning(
                    check,
                    &place,
                    format!("`{text}` has several readings{}", all(reading)),
                    remedy,
                );
            }
            Verdict::Unreadable => {
                let remedy = "write it as `weekly Thursday 9:00 PT`, `every other Tuesday 16:00 UTC` \
                              or `每月第二个周三 9:00 PST`";
                report.error(check, &place, format!("`{text}` is not understood as a cadence{why}"), remedy);
            }
        }
    }
}

/// What an assumed reading assumes, note by note.
pub(super) fn assumptions(draft: &mut Draft, report: &mut Report) {
    let community_zone = draft.community.zone;
    for (meeting, reading) in readings(draft)
        .filter(|(_, reading)| matches!(reading.verdict, Verdict::Assumed | Verdict::Incomplete))
    {
        // Where the community has no zone either, nothing is assumed: the schedule says that there is none.
        let assumed = |note: &&Note| note.code != NoteCode::NoZone || community_zone.is_some();
        for note in reading.notes.iter().filter(assumed) {
            let place = place(meeting, Some(note));
            report.note(note.code.as_str(), &place, note.message.clone(), note.code.remedy());
        }
    }
}

/// The schedule knows which week is taken where none is meant for sure; it needs to know where to say so.
pub(super) fn anchors_have_places(draft: &mut Draft, _: &mut Report) {
    for (_, meeting) in draft.meetings_mut() {
        let Timing::Written(reading) = &meeting.meeting.timing else { continue };
        let open = reading.notes.iter().find(|note| note.code == NoteCode::NoAnchor).cloned();
        meeting.meeting.anchor_place = open.map(|note| place(meeting, Some(&note)));
    }
}

fn place(meeting: &MeetingDraft, note: Option<&Note>) -> Place {
    note.and_then(|note| meeting.written.place_of(&note.span)).unwrap_or_else(|| whole(meeting))
}

fn whole(meeting: &MeetingDraft) -> Place {
    meeting.meeting.cadence_place.clone()
}

/// The readings of a text that has several.
fn all(reading: &Reading) -> String {
    let when = |cadence: &Cadence| {
        let clock = cadence.clock.map(|clock| clock.time.format(" at %H:%M").to_string()).unwrap_or_default();
        let zone = cadence.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
        clock + &zone
    };
    let Some(first) = reading.readings.first().map(when) else { return String::new() };
    // Of many that differ in their days alone, the time is said once.
    let once = reading.readings.len() > 2 && reading.readings.iter().all(|cadence| when(cadence) == first);
    let rule = |cadence: &Cadence| {
        let when = if once { String::new() } else { when(cadence) };
        format!("`{}`{when}", cadence.rule)
    };
    let rules = reading.readings.iter().map(rule).collect::<Vec<_>>().join(" or ");
    if once && !first.is_empty() { format!(": {rules}, each{first}") } else { format!(": {rules}") }
}

/// What to add where these parts are missing.
fn completed(missing: &[Part]) -> String {
    let named: Vec<_> = missing.iter().map(|part| format!("the {}", part.as_str())).collect();
    let days = match (missing.contains(&Part::Position), missing.contains(&Part::Weekday)) {
        (true, _) => Some("second Thursday of the month"),
        (false, true) => Some("Thursday"),
        (false, false) => None,
    };
    let hour = missing.contains(&Part::Hour).then_some("9:00 PT");
    let example: Vec<_> = days.into_iter().chain(hour).collect();
    format!("add {}, as `{}`", named.join(" and "), example.join(" "))
}

/// The note that says why a text has several readings.
fn doubt(reading: &Reading) -> Option<&Note> {
    let doubtful = |note: &&Note| {
        matches!(
            note.code,
            NoteCode::AmbiguousZone
                | NoteCode::AmbiguousPosition
                | NoteCode::NoPosition
                | NoteCode::Contradiction
                | NoteCode::TimesDisagree
        )
    };
    reading.notes.iter().find(doubtful).or(reading.notes.first())
}
