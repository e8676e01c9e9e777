//! A SIG, working group, user group or committee.

use super::value::{date, plain, text};
use super::{Settings, meeting, people};
use crate::directory::draft::GroupDraft;
use crate::directory::keys::{self, Keys, wrong_shape};
use crate::directory::node::{Node, Scalar};
use crate::directory::report::Report;
use crate::directory::{Contact, Group, Kind};

/// A group with its meetings and those of its subprojects.
pub(super) fn read(node: &Node, kind: Kind, settings: &Settings, report: &mut Report) -> Option<GroupDraft> {
    let keys = Keys::of(node, &keys::GROUP, report)?;
    let dir = keys.scalar("dir", report);
    let category = keys.scalar("category", report).cloned();
    let place = dir.map_or(&node.place, |dir| &dir.place).clone();
    let group = Group {
        kind,
        slug: dir.map(|dir| dir.text.clone()).unwrap_or_default(),
        formerly: words(&keys, "formerly", report),
        name: text(&keys, "name", report),
        mission: text(&keys, "mission_statement", report),
        category: category.as_ref().map(|category| category.text.clone()),
        leads: keys.get("leadership").map(|node| people::leads(node, report)).unwrap_or_default(),
        contact: keys.get("contact").map_or_else(Contact::default, |node| people::contact(node, report)),
        stakeholders: vec![],
        aim: text(&keys, "aim", report),
        status: text(&keys, "status", report),
        since: since(&keys, report),
        until: date(&keys, "until", report),
        remark: text(&keys, "remark", report),
        gone: false,
        place,
    };
    let stakeholders = [names(&keys, "lead_sigs", report), names(&keys, "stakeholder_sigs", report)].concat();
    let meetings = keys.items("meetings").iter();
    let mut meetings: Vec<_> =
        meetings.flat_map(|node| meeting::read(node, None, settings, report)).collect();
    for node in keys.items("subprojects") {
        let Some(keys) = Keys::of(node, &keys::SUBPROJECT, report) else { continue };
        let name = plain(&keys, "name", report).unwrap_or_default();
        let theirs = keys.items("meetings").iter();
        meetings.extend(theirs.flat_map(|node| meeting::read(node, Some(&name), settings, report)));
    }
    Some(GroupDraft { group, category, stakeholders, meetings, served: true })
}

/// The texts of a list.
fn names(keys: &Keys<'_>, key: &str, report: &mut Report) -> Vec<Scalar> {
    let mut names = Vec::new();
    for node in keys.items(key) {
        match node.scalar() {
            Some(scalar) => names.push(scalar.clone()),
            None => wrong_shape(node, &format!("each of `{key}`"), "a text", report),
        }
    }
    names
}

/// The same without their places.
pub(super) fn words(keys: &Keys<'_>, key: &str, report: &mut Report) -> Vec<String> {
    names(keys, key, report).into_iter().map(|scalar| scalar.text).collect()
}

fn since(keys: &Keys<'_>, report: &mut Report) -> Option<i32> {
    let scalar = keys.scalar("since", report)?;
    let year = scalar.text.parse().ok().filter(|year| (1900..2200).contains(year));
    if year.is_none() {
        report.error(
            "bad-date",
            &scalar.place,
            format!("`{}` is no year", scalar.text),
            "write the year it was founded as `2025`",
        );
    }
    year
}

/// Whether a text can be a path: small letters, digits and dashes.
pub(in crate::directory) fn is_slug(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
