//! Who would have to be in several meetings: circles of groups with an audience in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{Shared, Slot};
use crate::directory::{Community, Kind};

/// In how many circles of one kind a group is looked at: it has a handful of leads, and there is work for each.
const MOST: usize = 16;

/// Groups with an audience in common.
pub(super) struct Circle {
    pub(super) audience: Audience,
    /// The places of the groups in [`Community::groups`].
    pub(super) groups: Vec<usize>,
}

/// What groups have in common.
pub(super) enum Audience {
    /// People who lead all of them, by name.
    Leads(Vec<String>),
    /// It is one group.
    Members,
    /// They are the SIGs behind this working group, and itself.
    Sigs(usize),
}

impl Audience {
    /// Whether anyone of it would have to be in both of two meetings.
    pub(super) fn is_of_both(&self, a: &Slot<'_>, b: &Slot<'_>) -> bool {
        // Who leads a SIG, or works with it, need not be in the meetings of its subprojects.
        let of_groups = a.subproject.is_none() && b.subproject.is_none() && a.group != b.group;
        match self {
            Audience::Leads(_) => of_groups,
            Audience::Members => true,
            Audience::Sigs(group) => of_groups && (a.group == *group || b.group == *group),
        }
    }

    /// Who would have to be in both of two meetings.
    pub(super) fn shared(&self, [a, b]: [&Slot<'_>; 2]) -> Shared {
        match self {
            Audience::Leads(names) => Shared::Leads(names.clone()),
            Audience::Members => match (a.subproject, b.subproject) {
                (Some(one), Some(other)) if one != other => Shared::Subprojects,
                (Some(_) | None, _) => Shared::Members,
            },
            Audience::Sigs(_) => Shared::Sig,
        }
    }
}

/// The circles of a community, those who are missed most first.
pub(super) fn circles(community: &Community) -> Vec<Circle> {
    let leads = leads(community).into_iter();
    let leads = leads.map(|(groups, names)| Circle { audience: Audience::Leads(names), groups });
    let members =
        (0..community.groups.len()).map(|n| Circle { audience: Audience::Members, groups: vec![n] });
    leads.chain(members).chain(sigs(community)).collect()
}

/// The groups that have leads in common, and who these are.
fn leads(community: &Community) -> BTreeMap<Vec<usize>, Vec<String>> {
    let mut by_name: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
    for (n, group) in community.groups.iter().enumerate() {
        for person in &group.leads {
            // However it is spaced and capitalized, it is one name.
            let name = person.name.en.split_whitespace().collect::<Vec<_>>().join(" ");
            let led = by_name.entry(name.to_lowercase()).or_insert_with(|| (name, BTreeSet::new()));
            led.1.insert(n);
        }
    }
    let mut looked_at = vec![0; community.groups.len()];
    let mut together: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
    for (name, groups) in by_name.into_values().filter(|(_, groups)| groups.len() > 1) {
        let groups: Vec<usize> = groups.into_iter().filter(|group| looked_at[*group] < MOST).collect();
        let known = together.contains_key(&groups);
        groups.iter().filter(|_| !known).for_each(|group| looked_at[*group] += 1);
        together.entry(groups).or_default().push(name);
    }
    together
}

/// Each working group with the SIGs behind it.
fn sigs(community: &Community) -> Vec<Circle> {
    let places: BTreeMap<&str, usize> =
        community.groups.iter().enumerate().map(|(n, group)| (group.slug.as_str(), n)).collect();
    let mut looked_at = vec![0; community.groups.len()];
    let mut circles = Vec::new();
    for (n, group) in community.groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Wg) {
        let mut groups = vec![n];
        for sig in group.stakeholders.iter().filter_map(|slug| places.get(slug.as_str())) {
            if looked_at[*sig] < MOST {
                looked_at[*sig] += 1;
                groups.push(*sig);
            }
        }
        circles.push(Circle { audience: Audience::Sigs(n), groups });
    }
    circles
}
