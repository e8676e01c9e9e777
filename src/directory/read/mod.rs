//! From the tree to a draft of the community: one reader per thing.

mod allow;
mod changes;
mod community;
mod duration;
mod exceptions;
mod group;
mod meeting;
mod people;
mod rules;
mod timing;
mod turns;
mod value;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::keys::{self, Keys};
use super::node::Node;
use super::report::Report;
use super::{Kind, Skip};
use crate::time::Zone;

pub(super) use duration::LONGEST_EVENT;
pub use duration::parse as parse_duration;
pub(super) use group::is_slug;
pub(super) use value::{is_web_address, text};

/// What the community settles for all of its meetings.
#[derive(Debug, Default)]
struct Settings {
    zone: Option<Zone>,
    /// Zone phrases, in capitals.
    zones: BTreeMap<String, Zone>,
    /// Skip lists by name.
    skips: BTreeMap<String, Vec<Skip>>,
}

/// The groups' keys, in the order in which groups are listed.
const KINDS: [(&str, Kind); 4] = [
    ("sigs", Kind::Sig),
    ("workinggroups", Kind::Wg),
    ("usergroups", Kind::Ug),
    ("committees", Kind::Committee),
];

/// The draft of a file; nothing where the file is no mapping.
pub(super) fn draft(root: &Node, report: &mut Report) -> Option<Draft> {
    let keys = Keys::of(root, &keys::FILE, report)?;
    let (community, settings) = match keys.get("community") {
        Some(node) => community::read(node, report),
        None => Default::default(),
    };
    let mut draft = Draft { community, ..Draft::default() };
    for (key, kind) in KINDS {
        let groups = keys.items(key).iter();
        draft.groups.extend(groups.filter_map(|node| group::read(node, kind, &settings, report)));
    }
    let events = keys.items("events").iter();
    draft.events.extend(events.flat_map(|node| meeting::event(node, &settings, report)));
    draft.zones = settings.zones;
    turns::settle(&mut draft);
    Some(draft)
}
