//! What can be chosen among, and what is.

use std::collections::BTreeSet;

use super::words::Words;
use crate::directory::{Group, Kind, Lang, OWN_EVENTS};
use crate::feed::{Chosen, Selection};
use crate::page::card::color;
use crate::page::messages::Messages;
use crate::page::{Choice, PageAsk, Source};
use crate::schedule::Series;

/// Something that can be chosen.
pub(super) struct Checkbox<'a> {
    pub value: &'a str,
    pub name: String,
    pub chosen: bool,
    pub color: usize,
}

/// Everything that can be chosen.
pub(super) struct Chooser<'a> {
    pub kinds: Vec<Checkbox<'a>>,
    pub categories: Vec<Checkbox<'a>>,
    pub groups: Vec<Checkbox<'a>>,
    pub text: String,
    /// How much of it is shown, where it is not everything.
    pub shown: Option<String>,
    /// The feed of the groups that are shown, below the root; none where there are none, or too many to be named.
    pub feed: Option<String>,
    /// What the same week for programs is asked, where it can be.
    pub json: Option<Selection>,
    /// Whether that is of a part.
    pub is_part: bool,
    /// Whether a text is looked for, and is in nothing.
    pub finds_nothing: bool,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(
        source: Source<'a>,
        ask: &PageAsk,
        chosen: &Chosen<'_>,
        meetings: &[&Series],
        m: &Messages,
        words: &Words,
    ) -> Chooser<'a> {
        let lang = ask.question.lang;
        let Choice { selection, kinds, text } = &ask.choice;
        let groups = || source.community.groups.iter().filter(|group| !group.gone);
        let has_events = source.catalog.calendar(OWN_EVENTS).is_some();
        let kind_name = |kind| match kind {
            Kind::Sig => m.sigs,
            Kind::Wg => m.wgs,
            Kind::Ug => m.ugs,
            Kind::Committee => m.committees,
        };
        let of_group = |group: &'a Group| Checkbox {
            value: &group.slug,
            name: group.title(lang),
            chosen: group.names().any(|name| selection.only.iter().any(|word| word == name)),
            color: color(Some(group), source),
        };
        let events = has_events.then(|| Checkbox {
            value: OWN_EVENTS,
            name: m.events.to_owned(),
            chosen: selection.only.iter().any(|word| word == OWN_EVENTS),
            color: 0,
        });
        // A group is shown whose name or one of whose meetings the text is in.
        let meet: BTreeSet<Option<&str>> = meetings
            .iter()
            .map(|series| source.community.group_of(series.meeting).map(|group| group.slug.as_str()))
            .collect();
        let is_shown = |group: Option<&Group>, texts: &[&str]| {
            let meets = meet.contains(&group.map(|group| group.slug.as_str()));
            ask.choice.names(chosen, group) && (meets || ask.choice.finds(texts))
        };
        let shown: Vec<&str> = groups()
            .filter(|group| {
                is_shown(Some(group), &[&group.title(Lang::En), &group.title(Lang::Zh), &group.slug])
            })
            .map(|group| group.slug.as_str())
            .chain(has_events.then_some(OWN_EVENTS).filter(|events| is_shown(None, &[m.events, events])))
            .collect();
        let all = groups().count() + usize::from(has_events);
        let is_part = !ask.choice.is_all();
        Chooser {
            kinds: Choice::kinds_of(source.community)
                .map(|kind| Checkbox {
                    value: kind.path(),
                    name: kind_name(kind).to_owned(),
                    chosen: kinds.contains(&kind),
                    color: 0,
                })
                .collect(),
            categories: source
                .community
                .categories
                .iter()
                .enumerate()
                .map(|(n, category)| Checkbox {
                    value: &category.key,
                    name: category.name.get(lang).to_owned(),
                    chosen: selection.categories.contains(&category.key),
                    color: n % 9 + 1,
                })
                .collect(),
            groups: groups().map(of_group).chain(events).collect(),
            text: text.clone(),
            shown: is_part.then(|| words.shown(shown.len(), all)),
            feed: feed(source, &ask.choice, &shown),
            json: match kinds.is_empty() && text.is_empty() {
                true => Some(selection.clone()),
                false => can_be_named(&shown).then(|| Selection {
                    only: shown.iter().map(|slug| (*slug).to_owned()).collect(),
                    categories: vec![],
                }),
            },
            is_part,
            finds_nothing: shown.is_empty() && !text.is_empty(),
        }
    }
}

/// How many groups a selection may name.
const MOST_NAMED: usize = 100;

fn can_be_named(shown: &[&str]) -> bool {
    (1..=MOST_NAMED).contains(&shown.len())
}

/// The calendar of what is shown: one that has a path of its own, or a selection.
fn feed(source: Source<'_>, choice: &Choice, shown: &[&str]) -> Option<String> {
    let Choice { selection, kinds, text } = choice;
    let path = match (&selection.only[..], &selection.categories[..], &kinds[..]) {
        _ if !text.is_empty() => None,
        ([], [], []) => Some("all".to_owned()),
        ([], [], [kind]) => Some(kind.path().to_owned()),
        ([], [category], []) => Some(format!("category/{category}")),
        ([group], [], []) if shown == [group.as_str()] => Some(group.clone()),
        _ => None,
    };
    let path = path.filter(|path| source.catalog.calendar(path).is_some());
    path.or_else(|| can_be_named(shown).then(|| format!("custom?only={}", shown.join(","))))
}
