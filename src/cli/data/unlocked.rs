//! What the data says and its lock does not remember yet.

use std::collections::BTreeMap;

use super::{Data, sort};
use crate::directory::{Finding, Level, MeetingName, Place};
use crate::schedule::{Change, What};

/// What the data says and its lock does not remember yet, as findings at its meetings.
pub(super) fn unlocked(data: &Data, level: Level) -> Vec<Finding> {
    let Some((community, _)) = &data.community else { return vec![] };
    let mut places: BTreeMap<MeetingName, &Place> = BTreeMap::new();
    for meeting in community.meetings.iter().filter(|meeting| !meeting.gone) {
        places.entry(MeetingName::of(community, meeting)).or_insert(&meeting.place);
    }
    let first = Place { line: 1, column: 1, length: 1 };
    let finding = |line: (&MeetingName, &'static str)| Finding {
        level,
        check: "unlocked",
        place: places.get(line.0).copied().unwrap_or(&first).clone(),
        message: format!("`{}` {}, and the lock file does not remember it", line.0, line.1),
        remedy: Some(format!("run `sigcal lock {}`, and commit what it writes", data.name)),
    };
    let changes = data.changes.as_deref().unwrap_or_default();
    by_meeting(changes).into_iter().map(|(name, what)| finding((name, clause(what)))).collect()
}

/// What `--locked` demands: a lock file that remembers everything.
pub(in crate::cli) fn must_be_locked(data: &mut Data) {
    data.findings.retain(|finding| finding.check != "unlocked");
    let more = match &data.changes {
        Some(_) => unlocked(data, Level::Error),
        None => vec![Finding {
            level: Level::Error,
            check: "no-lock",
            place: Place { line: 1, column: 1, length: 1 },
            message: "there is no lock file beside the data".to_owned(),
            remedy: Some(format!("run `sigcal lock {}`, and commit what it writes", data.name)),
        }],
    };
    data.findings.extend(more);
    sort(&mut data.findings);
}

/// What happened to each meeting, in a word: of several series, what matters most.
pub(in crate::cli) fn by_meeting(changes: &[Change]) -> BTreeMap<&MeetingName, &What> {
    let mut by_meeting: BTreeMap<&MeetingName, &What> = BTreeMap::new();
    for change in changes {
        let what = by_meeting.entry(&change.meeting).or_insert(&change.what);
        if weight(&change.what) > weight(what) {
            *what = &change.what;
        }
    }
    by_meeting
}

fn weight(what: &What) -> u8 {
    match what {
        What::Edited => 0,
        What::Renamed(_) => 1,
        What::Added => 2,
        What::Ended => 3,
        What::Revised => 4,
    }
}

fn clause(what: &What) -> &'static str {
    match what {
        What::Added => "is new",
        What::Edited => "was edited",
        What::Revised => "happens otherwise",
        What::Ended => "has ended",
        What::Renamed(_) => "was renamed",
    }
}
