//! What a lock file remembers.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::directory::{Community, Kind, Meeting, OWN_EVENTS, RuleSet, Text};

/// Everything that subscribers have been shown. Equal locks are written in the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The day on which it was first written.
    pub begun: Option<DateTime<Utc>>,
    /// Every group that ever had a calendar, by slug: its calendar stays when the group has gone.
    pub groups: Vec<LockedGroup>,
    /// Every series, by meeting, start and UID.
    pub series: Vec<LockedSeries>,
}

impl Lock {
    /// When the newest change was remembered.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.series.iter().map(|series| series.modified).max()
    }

    /// Puts groups and series in the order in which they are written.
    pub fn sort(&mut self) {
        self.groups.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.series.sort_by(|a, b| {
            (&a.meeting, a.rules.dtstart, &a.uid).cmp(&(&b.meeting, b.rules.dtstart, &b.uid))
        });
    }
}

/// A group as it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedGroup {
    /// Its `dir`.
    pub slug: String,
    /// Slugs that it had before: their calendars stay, too.
    pub formerly: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: Text,
    /// The key of its category.
    pub category: Option<String>,
}

/// Which meeting a series is of: `sig-node/Regular meeting`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeetingName {
    /// The slug of its group, `events` for the community's own.
    pub group: String,
    /// The key of the meeting in its group.
    pub key: String,
}

impl MeetingName {
    /// What a meeting of a community is called.
    pub fn of(community: &Community, meeting: &Meeting) -> MeetingName {
        let group = meeting.group.map_or(OWN_EVENTS, |group| community.groups[group].slug.as_str());
        MeetingName { group: group.to_owned(), key: meeting.key.clone() }
    }
}

impl fmt::Display for MeetingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.key)
    }
}

/// One revision of a meeting: a series as it was shown last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedSeries {
    /// The meeting it makes concrete.
    pub meeting: MeetingName,
    /// Never given to another series.
    pub uid: String,
    /// What the meeting is called.
    pub title: Text,
    /// The subproject that meets, where it is not the group as a whole.
    pub subproject: Option<String>,
    /// The cadence in words.
    pub cadence: Option<String>,
    /// The first start and the rules. Its `uid` is none.
    pub rules: RuleSet,
    /// How long each occurrence lasts.
    pub duration: TimeDelta,
    /// The last instant at which an occurrence may start.
    pub until: Option<DateTime<Utc>>,
    /// Whether its dates or times were not certain.
    pub tentative: bool,
    /// Why it happens, where it is a single meeting besides those of the cadence.
    pub extra: Option<Text>,
    /// Occurrences that are not as the rules have them, by original start.
    pub exceptions: Vec<LockedException>,
    /// A hash of everything that a subscriber sees of it.
    pub hash: String,
    /// How often it changed (RFC 5545 3.8.7.4).
    pub sequence: u32,
    /// When it was first shown.
    pub created: DateTime<Utc>,
    /// When it last changed.
    pub modified: DateTime<Utc>,
    /// When it was remembered that it had ended: another revision follows it, or the meeting is gone.
    pub ended: Option<DateTime<Utc>>,
    /// What started before it stays as it is here, although the data does not say so any more.
    pub kept_before: Option<DateTime<Utc>>,
}

/// An occurrence that is not as the rules have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedException {
    /// The start by the rules, in the zone of the series.
    pub original: NaiveDateTime,
    /// When people thought it would be: another time where no rule says what is meant.
    pub at: NaiveDateTime,
    /// What became of it.
    pub became: Became,
    /// Whether others on that date may happen.
    pub one_of_several: bool,
    /// Why.
    pub reason: Text,
    /// When it was remembered.
    pub since: DateTime<Utc>,
}

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is left out, and nobody is told: no rule says what is meant.
    Excluded,
    /// It is not shown, and people are told so.
    Skipped,
    /// It is shown as cancelled.
    Cancelled,
    /// It happens at another civil time, because no rule says what is meant.
    LaidOut(NaiveDateTime),
    /// It was moved to another civil time.
    Moved(NaiveDateTime),
}
