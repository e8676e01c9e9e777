//! The community as the floors above see it: resolved, in memory, without the file's spelling.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Allowance, Cancelled, Extra, Lang, Levels, Moved, Place, Skip, Text, Timing};
use crate::time::Zone;

/// A community: its groups, their meetings, and what holds for all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Community {
    /// `Kubernetes`.
    pub name: Text,
    /// The zone where a meeting names none; used with a note.
    pub zone: Option<Zone>,
    /// How long a meeting lasts that does not say; an hour unless the file says otherwise.
    pub duration: Option<TimeDelta>,
    /// The date on or after which series start that give none.
    pub start: Option<NaiveDate>,
    /// The community's page, where one is given.
    pub url: Option<String>,
    /// How people in it communicate: a name, and what to know about it.
    pub channels: Vec<Channel>,
    /// How bad the findings of its checks are, where it says so.
    pub levels: Levels,
    /// Categories by key, in the order of the file.
    pub categories: Vec<Category>,
    /// SIGs, working groups, user groups and committees, in the order of the file.
    pub groups: Vec<Group>,
    /// Every meeting of every group, and the community's own events, in the order of the file.
    pub meetings: Vec<Meeting>,
    /// When anything of a group last changed, by slug, where a lock remembers it: also what is shown no more.
    pub changed: BTreeMap<String, DateTime<Utc>>,
}

/// A way in which a community communicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// `Slack`.
    pub name: Text,
    /// What it is used for.
    pub purpose: Text,
    /// Where it is, where the file says.
    pub url: Option<String>,
}

/// A subject area that groups belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The key, as in `/category/<key>.ics`.
    pub key: String,
    /// Its name.
    pub name: Text,
}

/// What kind of body a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A special interest group (`sigs`).
    Sig,
    /// A working group (`workinggroups`).
    Wg,
    /// A user group (`usergroups`).
    Ug,
    /// A committee or another body of governance (`committees`).
    Committee,
}

impl Kind {
    /// Every kind, in the order in which a community lists them.
    pub const ALL: [Kind; 4] = [Kind::Sig, Kind::Wg, Kind::Ug, Kind::Committee];

    /// The path of the calendar of all groups of the kind, which is its word in addresses.
    pub fn path(self) -> &'static str {
        match self {
            Kind::Sig => "sigs",
            Kind::Wg => "wgs",
            Kind::Ug => "ugs",
            Kind::Committee => "committees",
        }
    }

    /// The kind whose groups have a calendar at a path.
    pub fn at(path: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.path() == path)
    }
}

/// A SIG, working group, user group or committee.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What it is.
    pub kind: Kind,
    /// The name in paths and selections: `sig-node`.
    pub slug: String,
    /// Slugs it had before, the oldest first.
    pub formerly: Vec<String>,
    /// `Node`.
    pub name: Text,
    /// What it covers.
    pub mission: Text,
    /// The key of its category, one of the community's.
    pub category: Option<String>,
    /// Who leads it.
    pub leads: Vec<Person>,
    /// How to reach it.
    pub contact: Contact,
    /// The slugs of the SIGs that lead or back a working group.
    pub stakeholders: Vec<String>,
    /// What a working group is for.
    pub aim: Text,
    /// Where it stands.
    pub status: Text,
    /// The year it was founded, where it is marked as new.
    pub since: Option<i32>,
    /// The date on which it ends, where that is stated.
    pub until: Option<NaiveDate>,
    /// A remark of the file's author, such as that no details are known.
    pub remark: Text,
    /// Whether only the lock file knows it any more: its calendar stays, with what was.
    pub gone: bool,
    /// Where it is in the file.
    pub place: Place,
}

/// Someone who leads a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: Text,
    /// Who employs them.
    pub company: Option<String>,
    /// Their role, as the file's key names it: `chair`, `tech lead`, `lead`.
    pub role: &'static str,
}

/// How to reach a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The Slack channel, without `#`.
    pub slack: Option<String>,
    /// The mailing list, an address or a page.
    pub mailing_list: Option<String>,
}

/// What stands in place of a group's slug for the community's own events; no group may have it.
pub const OWN_EVENTS: &str = "events";

/// A meeting of [`Community::meetings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeetingId(pub usize);

/// What a group lists: a description, a cadence, links, exceptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The group, an index into [`Community::groups`]; none for the community's own events.
    pub group: Option<usize>,
    /// The subproject that meets, where it is not the group as a whole.
    pub subproject: Option<String>,
    /// `Regular SIG Meeting`.
    pub description: Text,
    /// What the UID is derived from: the `id`, else the description with its subproject. Unique in its group.
    pub key: String,
    /// Keys it had before, the oldest first; one with its group's slug before it where it was another group's.
    pub formerly: Vec<String>,
    /// When it happens.
    pub timing: Timing,
    /// Whose wall clock that is on, where it names one zone.
    pub zone: Option<Zone>,
    /// The date from which on it happens; also the anchor.
    pub start: Option<NaiveDate>,
    /// The last date on which it may happen.
    pub until: Option<NaiveDate>,
    /// The date from which on it is like this, where it was otherwise before (`changes` in a data file).
    pub revision: Option<NaiveDate>,
    /// How long it lasts.
    pub duration: Option<TimeDelta>,
    /// Where to join.
    pub url: Option<String>,
    /// The agenda and notes.
    pub archive_url: Option<String>,
    /// Recordings.
    pub recordings_url: Option<String>,
    /// Where in the world, where it is a place.
    pub location: Option<String>,
    /// What it is about, at length.
    pub details: Text,
    /// Whether its times are not certain.
    pub tentative: bool,
    // What differs is that of the meeting as a whole: where it changed, it stands in the first.
    /// Dates on which it does not happen.
    pub skips: Vec<Skip>,
    /// Dates on which it was cancelled, and shown as such.
    pub cancelled: Vec<Cancelled>,
    /// Dates on which it happens at another time.
    pub moved: Vec<Moved>,
    /// Dates on which it happens besides.
    pub extras: Vec<Extra>,
    /// Whether only the lock file knows it any more.
    pub gone: bool,
    /// What may be found in it and is meant.
    pub allowances: Vec<Allowance>,
    /// Where it is in the file.
    pub place: Place,
    /// Where its cadence is in the file.
    pub cadence_place: Place,
    /// Where the cadence leaves open which of the weeks is meant, if it does.
    pub anchor_place: Option<Place>,
}

impl Community {
    /// Every meeting with its changes, in the order of the file: the first of each has what differs.
    pub fn wholes(&self) -> impl Iterator<Item = (MeetingId, &[Meeting])> {
        let mut next = 0;
        self.meetings.chunk_by(|_, later| later.revision.is_some()).map(move |whole| {
            let first = MeetingId(next);
            next += whole.len();
            (first, whole)
        })
    }

    /// The meeting behind an id.
    pub fn meeting(&self, id: MeetingId) -> &Meeting {
        &self.meetings[id.0]
    }

    /// For each meeting, what it was at first: the changes of a meeting follow it.
    pub fn first_stretches(&self) -> Vec<MeetingId> {
        let mut first = MeetingId(0);
        let meetings = self.meetings.iter().enumerate();
        let stretches = meetings.map(|(n, meeting)| {
            if meeting.revision.is_none() {
                first = MeetingId(n);
            }
            first
        });
        stretches.collect()
    }

    /// The group that a meeting belongs to.
    pub fn group_of(&self, id: MeetingId) -> Option<&Group> {
        self.meeting(id).group.map(|group| &self.groups[group])
    }

    /// The meetings that every group has now, and under none the community's own events, each in the order of the
    /// file.
    pub fn meetings_by_group(&self) -> BTreeMap<Option<usize>, Vec<MeetingId>> {
        let mut by_group: BTreeMap<Option<usize>, Vec<MeetingId>> = BTreeMap::new();
        for (n, meeting) in self.meetings.iter().enumerate().filter(|(_, meeting)| !meeting.gone) {
            by_group.entry(meeting.group).or_default().push(MeetingId(n));
        }
        by_group
    }

    /// The group of a slug.
    pub fn group(&self, slug: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.slug == slug)
    }
}

impl Group {
    /// Its slug, and those that it had before.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(&self.slug).chain(&self.formerly).map(String::as_str)
    }

    /// The name with its kind: `SIG Node`, `Steering Committee`, 节点 SIG.
    pub fn title(&self, lang: Lang) -> String {
        let name = self.name.get(lang);
        let (mark, in_chinese) = match self.kind {
            Kind::Sig => ("SIG", false),
            Kind::Wg => ("WG", false),
            Kind::Ug => ("UG", false),
            Kind::Committee => ("Committee", lang == Lang::Zh && self.name.zh.is_some()),
        };
        let has_mark = name.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(mark));
        match self.kind {
            _ if has_mark || in_chinese => name.to_owned(),
            Kind::Sig | Kind::Wg | Kind::Ug => format!("{mark} {name}"),
            Kind::Committee => format!("{name} {mark}"),
        }
    }
}
