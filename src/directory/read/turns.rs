//! Meetings that take turns with another one of their group: `biweekly, alternating with the regular meeting`.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::cadence::{Cadence, NoteCode, Reading, Rule};
use crate::directory::draft::{Draft, MeetingDraft};
use crate::directory::{Lang, Timing};

/// Puts every such meeting in the weeks that the other one leaves free. Where a date settles the weeks of the other one,
/// it settles these too.
pub(super) fn settle(draft: &mut Draft) {
    let first_date = draft.community.first_date();
    for group in &mut draft.groups {
        for n in 0..group.meetings.len() {
            let Some(other) = other_meeting(&group.meetings, n) else { continue };
            let other = &group.meetings[other].meeting;
            let (name, met) = (other.description.get(Lang::En).to_owned(), other.start);
            let Some((cadence, _)) = every_other_week(&other.timing) else { continue };
            let (met, theirs) = (met.or(cadence.start), first_day(cadence));
            let meeting = &mut group.meetings[n].meeting;
            let Some((ours, Some(day))) = every_other_week(&meeting.timing).map(|(c, _)| (c, first_day(c)))
            else {
                continue;
            };
            if meeting.start.or(ours.start).is_some() {
                continue;
            }
            meeting.start = theirs.and_then(|theirs| week_after(met.unwrap_or(first_date), theirs, day));
            if let Timing::Written(reading) = &mut meeting.timing {
                tell(reading, &name, met.is_some());
            }
        }
    }
}

/// The meeting of the group that another one takes turns with: the one that its text names, or the only one there is.
fn other_meeting(meetings: &[MeetingDraft], n: usize) -> Option<usize> {
    let Timing::Written(reading) = &meetings[n].meeting.timing else { return None };
    let note = reading.notes.iter().find(|note| note.code == NoteCode::RelativeToOther)?;
    let named = reading.text.get(note.span.end..).unwrap_or_default().to_lowercase();
    let candidates: Vec<usize> = (0..meetings.len())
        .filter(|other| *other != n)
        .filter(|other| {
            every_other_week(&meetings[*other].meeting.timing).is_some_and(|(_, relative)| !relative)
        })
        .collect();
    // The more of its description stands in the text, the likelier is it meant.
    let words_named = |other: &usize| {
        let description = meetings[*other].meeting.description.get(Lang::En).to_lowercase();
        let words =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
        let said = words(&named);
        words(&description).iter().filter(|word| !word.is_empty() && said.contains(word)).count()
    };
    let most = candidates.iter().map(words_named).max()?;
    match candidates.iter().filter(|other| words_named(other) == most).collect::<Vec<_>>()[..] {
        [only] => Some(*only),
        _ => None,
    }
}

/// The cadence of a meeting every other week, and whether it takes turns with another.
fn every_other_week(timing: &Timing) -> Option<(&Cadence, bool)> {
    let Timing::Written(reading) = timing else { return None };
    let relative = reading.notes.iter().any(|note| note.code == NoteCode::RelativeToOther);
    match &reading.cadences[..] {
        [cadence @ Cadence { rule: Rule::Weekly { interval: 2, parity: None, .. }, .. }] => {
            Some((cadence, relative))
        }
        _ => None,
    }
}

fn first_day(cadence: &Cadence) -> Option<Weekday> {
    match &cadence.rule {
        Rule::Weekly { days, .. } => days.first().copied(),
        _ => None,
    }
}

/// The weekday `day` of the week after the one in which the other meeting, on `theirs`, first happens.
fn week_after(met: NaiveDate, theirs: Weekday, day: Weekday) -> Option<NaiveDate> {
    let first = met.iter_days().take(7).find(|date| date.weekday() == theirs)?;
    let monday = first.week(Weekday::Mon).checked_first_day()?;
    monday.checked_add_days(Days::new(7 + u64::from(day.num_days_from_monday())))
}

/// The note says which meeting it is; where the weeks of that one are known, these are too.
fn tell(reading: &mut Reading, name: &str, settled: bool) {
    for note in reading.notes.iter_mut().filter(|note| note.code == NoteCode::RelativeToOther) {
        note.message = format!("in the weeks between those of `{name}`");
    }
    reading.notes.retain(|note| !settled || note.code != NoteCode::NoAnchor);
}
