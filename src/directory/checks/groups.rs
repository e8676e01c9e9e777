//! Checks on groups: their slugs, names, categories and the SIGs behind them.

use std::collections::BTreeMap;

use crate::directory::draft::{Draft, GroupDraft};
use crate::directory::read::is_slug;
use crate::directory::report::{Report, meant, nearest};
use crate::directory::{Kind, Place};

/// The server's own paths, which no group can have.
const RESERVED: [&str; 18] = [
    "all",
    "sigs",
    "wgs",
    "ugs",
    "committees",
    "custom",
    "week",
    "groups",
    "category",
    "healthz",
    "readyz",
    "metrics",
    "robots",
    "openapi",
    "changes",
    "events",
    "community",
    "embed",
];

/// A group is served under its `dir`, so that has to be a path, and a free one.
pub(super) fn slugs_are_paths(draft: &mut Draft, report: &mut Report) {
    for group in &mut draft.groups {
        let slug = &group.group.slug;
        let place = &group.group.place;
        let fault = if slug.is_empty() {
            let remedy = format!("add `dir: {}`, the path it is served under", proposed(group));
            Some(("no-slug", "a group without a `dir` has no path and is not served".to_owned(), remedy))
        } else if !is_slug(slug) {
            let remedy = format!("use small letters, digits and `-` only, as `{}`", proposed(group));
            Some(("bad-slug", format!("`{slug}` cannot be a path, and the group is not served"), remedy))
        } else if RESERVED.contains(&slug.as_str()) {
            let remedy = format!("give the group another `dir`, as `{}-{slug}`", prefix(group.group.kind));
            Some(("reserved-slug", format!("`{slug}` is a path of the server itself"), remedy))
        } else {
            None
        };
        if let Some((check, message, remedy)) = fault {
            report.error(check, place, message, &remedy);
            group.served = false;
        }
    }
}

fn prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Sig => "sig",
        Kind::Wg => "wg",
        Kind::Ug => "ug",
        Kind::Committee => "committee",
    }
}

/// A slug that a group could have, from what it says about itself.
fn proposed(group: &GroupDraft) -> String {
    let from = [&group.group.slug, &group.group.name.en].into_iter().map(|text| slugified(text));
    let found = from.into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| "name".to_owned());
    let prefix = prefix(group.group.kind);
    match found.starts_with(&format!("{prefix}-")) {
        true => found,
        false => format!("{prefix}-{found}"),
    }
}

fn slugified(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// Of two groups with one slug, the first is served.
pub(super) fn slugs_are_unique(draft: &mut Draft, report: &mut Report) {
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    for group in draft.groups.iter_mut().filter(|group| group.served) {
        let (slug, place) = (&group.group.slug, &group.group.place);
        match first.get(slug) {
            Some(line) => {
                let message = format!("`{slug}` is already the group in line {line}; this one is not served");
                report.error("duplicate-slug", place, message, "give one of the two another `dir`");
                group.served = false;
            }
            None => {
                first.insert(slug.clone(), place.line);
            }
        }
    }
}

/// A slug that a group had before is no other group's.
pub(super) fn former_slugs_are_free(draft: &mut Draft, report: &mut Report) {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for group in draft.groups.iter().filter(|group| group.served).map(|group| &group.group) {
        taken.insert(group.slug.clone(), group.place.line);
    }
    for group in draft.groups.iter_mut().map(|group| &mut group.group) {
        let place = &group.place;
        group.formerly.retain(|former| {
            let (message, remedy) = match taken.get(former) {
                _ if !is_slug(former) => {
                    (format!("`{former}` was never a path"), "write the `dir` that the group had before")
                }
                Some(line) => (
                    format!(
                        "`{former}` is the group in line {line}, and not what this one was called before"
                    ),
                    "leave one of the two out",
                ),
                None => {
                    taken.insert(former.clone(), place.line);
                    return true;
                }
            };
            report.warning("former-name", place, message, remedy);
            false
        });
    }
}

/// A file without a group or an event has nothing to serve.
pub(super) fn something_is_listed(draft: &mut Draft, report: &mut Report) {
    if draft.groups.is_empty() && draft.meetings().next().is_none() {
        let message = "the file lists no groups and no events, and there is nothing to serve".to_owned();
        let start = Place { line: 1, column: 1, length: 1 };
        report.warning(
            "no-groups",
            &start,
            message,
            "list groups under `sigs:`, `workinggroups:` or `committees:`",
        );
    }
}

/// A group without a name is called by its slug.
pub(super) fn groups_have_names(draft: &mut Draft, report: &mut Report) {
    for group in draft.groups.iter_mut().map(|group| &mut group.group) {
        if group.name.is_empty() {
            let message = format!("`{}` has no name and is called by its path", group.slug);
            report.warning("no-name", &group.place, message, "add `name:`");
            group.name = group.slug.as_str().into();
        }
    }
}

/// A category is one of the community's.
pub(super) fn categories_are_known(draft: &mut Draft, report: &mut Report) {
    for at in 0..draft.groups.len() {
        let Some(written) = draft.groups[at].category.clone() else { continue };
        if draft.category(&written.text).is_some() {
            continue;
        }
        let known = draft.community.categories.iter().map(|category| category.key.as_str());
        report.warning(
            "unknown-category",
            &written.place,
            format!("the community has no category `{}`, and the group is in none", written.text),
            &meant(nearest(&written.text, known), "add it under `categories:` of the community"),
        );
        draft.groups[at].group.category = None;
    }
}

/// For how many unknown names the nearest known one is looked for: each look goes through all of them.
pub(super) const SUGGESTIONS: usize = 100;

/// The SIGs behind a group are SIGs of the file, by `dir` or by name.
pub(super) fn stakeholders_are_known(draft: &mut Draft, report: &mut Report) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for sig in draft.groups.iter().filter(|group| group.served).map(|group| &group.group) {
        let names = [Some(&sig.slug), Some(&sig.name.en), sig.name.zh.as_ref()];
        for name in names.into_iter().flatten().filter(|_| sig.kind == Kind::Sig) {
            known.entry(name.to_lowercase()).or_insert_with(|| sig.slug.clone());
        }
    }
    let mut nearest_to: BTreeMap<String, Option<String>> = BTreeMap::new();
    for group in &mut draft.groups {
        for written in &group.stakeholders {
            let name = written.text.to_lowercase();
            let slug = known.get(&name).or_else(|| known.get(&format!("sig-{}", slugified(&name))));
            match slug {
                Some(slug) if group.group.stakeholders.contains(slug) => {}
                Some(slug) => group.group.stakeholders.push(slug.clone()),
                None => {
                    if nearest_to.len() < SUGGESTIONS && !nearest_to.contains_key(&name) {
                        let near = nearest(&written.text, known.keys().map(String::as_str));
                        nearest_to.insert(name.clone(), near.and_then(|near| known.get(near)).cloned());
                    }
                    let near = nearest_to.get(&name).and_then(Option::as_deref);
                    let message = format!("`{}` is no SIG of this file, and is left out", written.text);
                    let remedy = meant(near, "name a SIG by its `dir`");
                    report.warning("unknown-sig", &written.place, message, &remedy);
                }
            }
        }
    }
}
