//! Who was called what before, and what only a lock knows any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::directory::{
    Community, Contact, Group, LockedGroup, LockedSeries, Meeting, MeetingId, MeetingName, OWN_EVENTS, Place,
    Text, Timing,
};

/// Places in the data of what is not in it.
const NOWHERE: Place = Place { line: 1, column: 1, length: 1 };

/// The meetings of a community by name, now and before.
pub(in crate::schedule) struct Names {
    by_id: Vec<MeetingName>,
    ids: BTreeMap<MeetingName, MeetingId>,
    former: BTreeMap<MeetingName, MeetingName>,
    /// Slugs that groups had before, and those that they have now.
    former_groups: BTreeMap<String, String>,
}

impl Names {
    pub(in crate::schedule) fn new(community: &Community) -> Names {
        let by_id: Vec<MeetingName> =
            community.meetings.iter().map(|meeting| MeetingName::of(community, meeting)).collect();
        // Of the stretches of one meeting, the last says what it is like now.
        let ids: BTreeMap<MeetingName, MeetingId> =
            by_id.iter().enumerate().map(|(n, name)| (name.clone(), MeetingId(n))).collect();
        let mut former = BTreeMap::new();
        for (meeting, now) in community.meetings.iter().zip(&by_id) {
            for before in former_names(community, meeting, now) {
                if !ids.contains_key(&before) {
                    former.entry(before).or_insert_with(|| now.clone());
                }
            }
        }
        let mut former_groups = BTreeMap::new();
        for group in &community.groups {
            for before in group.formerly.iter().filter(|before| community.group(before).is_none()) {
                former_groups.entry(before.clone()).or_insert_with(|| group.slug.clone());
            }
        }
        Names { by_id, ids, former, former_groups }
    }

    /// The meetings that a community has now: one of each name.
    pub(in crate::schedule) fn all(&self, community: &Community) -> Vec<(&MeetingName, MeetingId)> {
        let there = self.ids.iter().filter(|(_, id)| !community.meeting(**id).gone);
        there.map(|(name, id)| (name, *id)).collect()
    }

    /// What a meeting is called.
    pub(in crate::schedule) fn of(&self, id: MeetingId) -> &MeetingName {
        &self.by_id[id.0]
    }

    /// The meeting that is called so.
    pub(super) fn id(&self, name: &MeetingName) -> Option<MeetingId> {
        self.ids.get(name).copied()
    }

    /// What is called now what was called so; the same where nobody says that it was renamed.
    pub(in crate::schedule) fn current(&self, name: &MeetingName) -> MeetingName {
        if let Some(now) = self.former.get(name) {
            return now.clone();
        }
        // A meeting that is no more goes with its group.
        match self.former_groups.get(&name.group) {
            Some(group) => MeetingName { group: group.clone(), key: name.key.clone() },
            None => name.clone(),
        }
    }
}

fn former_names(community: &Community, meeting: &Meeting, now: &MeetingName) -> Vec<MeetingName> {
    let groups = meeting.group.map(|group| community.groups[group].formerly.as_slice()).unwrap_or_default();
    let groups: Vec<&String> = std::iter::once(&now.group).chain(groups).collect();
    let keys = std::iter::once(&now.key).chain(&meeting.formerly);
    let here = keys
        .flat_map(|key| groups.iter().map(|group| MeetingName { group: (*group).clone(), key: key.clone() }));
    // It may have been another group's.
    let elsewhere = meeting.formerly.iter().filter_map(|whole| whole.split_once('/'));
    let elsewhere =
        elsewhere.map(|(group, key)| MeetingName { group: group.to_owned(), key: key.to_owned() });
    here.chain(elsewhere).filter(|name| name != now).collect()
}

/// The groups to be remembered: those of the data, and those that only the lock knows, which the community gets back.
pub(super) fn groups(community: &mut Community, locked: &[LockedGroup]) -> Vec<LockedGroup> {
    take_former(community, locked);
    let mut groups: Vec<LockedGroup> = community.groups.iter().map(super::locked_group).collect();
    let known: BTreeSet<&String> =
        community.groups.iter().flat_map(|group| group.formerly.iter().chain([&group.slug])).collect();
    let gone: Vec<&LockedGroup> = locked.iter().filter(|group| !known.contains(&group.slug)).collect();
    groups.extend(gone.iter().map(|group| (*group).clone()));
    let has = |key: &&String| community.categories.iter().any(|category| category.key == **key);
    let restored: Vec<Group> = gone
        .into_iter()
        .map(|group| Group { category: group.category.as_ref().filter(has).cloned(), ..restored(group) })
        .collect();
    community.groups.extend(restored);
    groups
}

/// Gives groups the slugs that only the lock knows they had: an address that was given away stays one.
fn take_former(community: &mut Community, locked: &[LockedGroup]) {
    let slugs: BTreeSet<String> = community.groups.iter().map(|group| group.slug.clone()).collect();
    for group in &mut community.groups {
        let is_it = |known: &&LockedGroup| known.slug == group.slug || group.formerly.contains(&known.slug);
        let former: Vec<String> =
            locked.iter().filter(is_it).flat_map(|known| known.formerly.iter().cloned()).collect();
        for slug in former {
            if !slugs.contains(&slug) && !group.formerly.contains(&slug) {
                group.formerly.push(slug);
            }
        }
    }
}

fn restored(group: &LockedGroup) -> Group {
    Group {
        kind: group.kind,
        slug: group.slug.clone(),
        formerly: group.formerly.clone(),
        name: group.name.clone(),
        mission: Text::default(),
        category: None,
        leads: vec![],
        contact: Contact::default(),
        stakeholders: vec![],
        aim: Text::default(),
        status: Text::default(),
        since: None,
        until: None,
        remark: Text::default(),
        gone: true,
        place: NOWHERE,
    }
}

/// A meeting that only its records know, put back into the community. None where its group is not known either.
pub(super) fn restore(
    community: &mut Community,
    name: &MeetingName,
    records: &[LockedSeries],
) -> Option<MeetingId> {
    let last = records.last()?;
    let group = match name.group.as_str() {
        OWN_EVENTS => None,
        slug => Some(community.groups.iter().position(|group| group.slug == slug)?),
    };
    community.meetings.push(Meeting {
        group,
        subproject: last.subproject.clone(),
        description: last.title.clone(),
        key: name.key.clone(),
        formerly: vec![],
        timing: Timing::Rules(Box::new(last.rules.clone())),
        zone: last.rules.zone,
        start: Some(last.rules.dtstart.date()),
        until: None,
        revision: None,
        duration: Some(last.duration),
        url: None,
        archive_url: None,
        recordings_url: None,
        location: None,
        details: Text::default(),
        tentative: last.tentative,
        skips: vec![],
        cancelled: vec![],
        moved: vec![],
        extras: vec![],
        allowances: vec![],
        gone: true,
        place: NOWHERE,
        cadence_place: NOWHERE,
        anchor_place: None,
    });
    Some(MeetingId(community.meetings.len() - 1))
}
