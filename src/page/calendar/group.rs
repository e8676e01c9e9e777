//! What there is to know of a group beside its meetings.

use crate::directory::{Group, Text};
use crate::page::frame::root;
use crate::page::leads::leads;
use crate::page::meeting::followable;
use crate::page::messages::messages;
use crate::page::{Kept, Source};

/// Something to know, and where it leads.
pub(super) struct Fact<'a> {
    pub label: &'static str,
    /// Texts, each with where it leads, if anywhere.
    pub parts: Vec<(String, Option<String>)>,
    pub separator: &'a str,
}

pub(super) fn facts<'a>(group: &'a Group, source: Source<'a>, kept: Kept) -> Vec<Fact<'a>> {
    let lang = kept.lang;
    let m = messages(lang);
    let ours = |path: &str| format!("{}{path}{}", root(source.base), kept.query());
    let plain = |text: String| (text, None);
    let text = |text: &Text| match text.get(lang) {
        "" => vec![],
        said => vec![plain(said.to_owned())],
    };
    let category = group.category.as_deref().and_then(|key| {
        let category = source.community.categories.iter().find(|category| category.key == key)?;
        Some((category.name.get(lang).to_owned(), Some(ours(&format!("category/{key}")))))
    });
    let stakeholders = group.stakeholders.iter().map(|slug| {
        let known = source.community.group(slug);
        (known.map_or_else(|| slug.clone(), |group| group.title(lang)), known.map(|group| ours(&group.slug)))
    });
    let slack = group.contact.slack.iter().map(|channel| plain(format!("Slack #{channel}")));
    let list = group.contact.mailing_list.iter().map(|list| match followable(Some(list)) {
        Some(url) => (m.mailing_list.to_owned(), Some(url.to_owned())),
        None => plain(format!("{}{}{list}", m.mailing_list, m.colon)),
    });
    let facts = [
        (m.category, category.into_iter().collect::<Vec<_>>()),
        (m.leads, leads(group, lang).into_iter().map(plain).collect()),
        (m.contact, slack.chain(list).collect()),
        (m.stakeholders, stakeholders.collect()),
        (m.aim, text(&group.aim)),
        (m.status, text(&group.status)),
        (m.since, group.since.map(|year| plain(year.to_string())).into_iter().collect()),
        (m.until, group.until.map(|last| plain(last.to_string())).into_iter().collect()),
    ];
    let facts = facts.into_iter().filter(|(_, parts)| !parts.is_empty());
    facts.map(|(label, parts)| Fact { label, parts, separator: m.list_separator }).collect()
}
