//! What would end only because it cannot be read: subscribers would lose meetings by a slip of the pen.

use std::collections::BTreeSet;

use super::Data;
use crate::cadence::Verdict;
use crate::directory::{Community, Level, Meeting, MeetingName, Timing};
use crate::schedule::{Change, What};

impl Data {
    /// The first error, in a sentence with its place.
    pub(in crate::cli) fn first_error(&self) -> Option<String> {
        let error = self.to_mend().into_iter().find(|finding| finding.level == Level::Error)?;
        let (name, place) = (&self.name, &error.place);
        Some(format!(
            "{name}:{}:{}: {}; `sigcal check {name}` says all that is wrong",
            place.line, place.column, error.message
        ))
    }

    /// Which locked meeting would end only because it cannot be read any more.
    pub(in crate::cli) fn loses(&self) -> Option<String> {
        let (community, _) = self.community.as_ref()?;
        lost(self.changes.as_deref()?, &unread(community)).map(|lost| format!("{}: {lost}", self.name))
    }
}

/// The meetings whose cadence says too little, or what nobody can read.
pub(in crate::cli) fn unread(community: &Community) -> BTreeSet<MeetingName> {
    let is_unread = |meeting: &&Meeting| match &meeting.timing {
        Timing::Written(reading) => {
            matches!(reading.verdict, Verdict::Incomplete | Verdict::Ambiguous | Verdict::Unreadable)
        }
        Timing::Rules(_) => false,
    };
    let unread = community.meetings.iter().filter(is_unread);
    unread.map(|meeting| MeetingName::of(community, meeting)).collect()
}

/// Which of the meetings that cannot be read would end, in a sentence with a remedy.
pub(in crate::cli) fn lost(changes: &[Change], unread: &BTreeSet<MeetingName>) -> Option<String> {
    let ends = |change: &&Change| change.what == What::Ended && unread.contains(&change.meeting);
    let meeting = &changes.iter().find(ends)?.meeting;
    Some(format!(
        "`{meeting}` would end, because its cadence cannot be read any more; mend it, or write `cadence: TBD` where it is \
         to end"
    ))
}
