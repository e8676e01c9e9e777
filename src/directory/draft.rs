//! The community while it is being read: with the places of what was written, and what is not to be served.

use std::collections::BTreeMap;

use super::node::Scalar;
use super::{Category, Community, Group, Meeting, Place};
use crate::cadence::{Fields, Span};
use crate::time::Zone;

/// A community with the places that checks point at.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Everything but groups and meetings.
    pub(super) community: Community,
    pub(super) groups: Vec<GroupDraft>,
    pub(super) events: Vec<MeetingDraft>,
    /// What zone phrases mean in this community, in capitals.
    pub(super) zones: BTreeMap<String, Zone>,
}

/// A group with its places.
#[derive(Debug)]
pub(super) struct GroupDraft {
    pub(super) group: Group,
    /// The category as written.
    pub(super) category: Option<Scalar>,
    /// The SIGs behind it as written, by slug or by name.
    pub(super) stakeholders: Vec<Scalar>,
    pub(super) meetings: Vec<MeetingDraft>,
    /// Whether it is served; not where its slug cannot be a path.
    pub(super) served: bool,
}

/// A meeting with its places.
#[derive(Debug)]
pub(super) struct MeetingDraft {
    pub(super) meeting: Meeting,
    pub(super) written: Written,
    /// Where its mapping begins, as [`Node::at`](super::node::Node::at).
    pub(super) at: usize,
    /// Where `until` and `duration` are.
    pub(super) places: BTreeMap<&'static str, Place>,
}

/// The texts that say when a meeting happens.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// A `cadence`.
    Cadence(Scalar),
    /// The four fields: frequency, day, time, zone, as in [`Fields::text`].
    Fields([Option<Scalar>; 4]),
    /// A cadence and fields that say otherwise.
    Disagreeing(Scalar),
    /// Rules, or nothing at all.
    Nothing,
}

impl Written {
    /// The four fields as the cadence floor takes them.
    pub(super) fn fields(written: &[Option<Scalar>; 4]) -> Fields {
        let [frequency, day, time, tz] = written.each_ref().map(|field| match field {
            Some(scalar) => scalar.text.clone(),
            None => String::new(),
        });
        Fields { day, time, tz, frequency }
    }

    /// Where a span of the reading's text is in the file; the whole where the text is made of several fields.
    pub(super) fn place_of(&self, span: &Span) -> Option<Place> {
        match self {
            Written::Cadence(scalar) | Written::Disagreeing(scalar) => Some(scalar.place_of(span)),
            Written::Fields(fields) => {
                let (_, spans) = Written::fields(fields).text();
                let parts =
                    || fields.iter().zip(&spans).filter_map(|(field, at)| Some((field.as_ref()?, at)));
                let within = parts().find(|(_, at)| at.start <= span.start && span.start < at.end);
                let (field, at) = within.or_else(|| parts().next())?;
                let inner = |n: usize| n.clamp(at.start, at.end) - at.start;
                Some(field.place_of(&(inner(span.start)..inner(span.end))))
            }
            Written::Nothing => None,
        }
    }
}

impl Draft {
    /// The category of a key.
    pub(super) fn category(&self, key: &str) -> Option<&Category> {
        self.community.categories.iter().find(|category| category.key == key)
    }

    /// Every meeting, in the order of the file.
    pub(super) fn meetings(&self) -> impl Iterator<Item = &MeetingDraft> {
        self.groups.iter().flat_map(|group| &group.meetings).chain(&self.events)
    }

    /// Every meeting, and whether it is a group's.
    pub(super) fn meetings_mut(&mut self) -> impl Iterator<Item = (bool, &mut MeetingDraft)> {
        let groups =
            self.groups.iter_mut().flat_map(|group| &mut group.meetings).map(|meeting| (true, meeting));
        groups.chain(self.events.iter_mut().map(|event| (false, event)))
    }

    /// What is served.
    pub(super) fn finish(self) -> Community {
        let mut community = self.community;
        for draft in self.groups.into_iter().filter(|draft| draft.served) {
            let group = community.groups.len();
            community.groups.push(draft.group);
            let meetings = draft.meetings.into_iter().map(|draft| draft.meeting);
            community.meetings.extend(meetings.map(|meeting| Meeting { group: Some(group), ..meeting }));
        }
        community.meetings.extend(self.events.into_iter().map(|draft| draft.meeting));
        community
    }
}
