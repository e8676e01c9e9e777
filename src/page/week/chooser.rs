//! What can be chosen among, and what is.

use super::ask::Choice;
use super::{WeekAsk, Words, card};
use crate::directory::{Group, Kind, OWN_EVENTS};
use crate::feed::Chosen;
use crate::page::Source;
use crate::page::messages::Messages;

/// Something that can be chosen.
pub(super) struct Box<'a> {
    pub value: &'a str,
    pub name: String,
    pub chosen: bool,
    pub color: usize,
}

/// Everything that can be chosen.
pub(super) struct Chooser<'a> {
    pub kinds: Vec<Box<'a>>,
    pub categories: Vec<Box<'a>>,
    pub groups: Vec<Box<'a>>,
    pub text: String,
    /// How much of it is shown, where it is not everything.
    pub shown: Option<String>,
    /// The feed of what is shown, below the root.
    pub feed: String,
    /// Whether that is of a part.
    pub is_part: bool,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(
        source: Source<'a>,
        ask: &WeekAsk,
        chosen: &Chosen<'_>,
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
        let of_group = |group: &'a Group| Box {
            value: &group.slug,
            name: group.title(lang),
            chosen: group.names().any(|name| selection.only.iter().any(|word| word == name)),
            color: card::color(Some(group), source),
        };
        let events = has_events.then(|| Box {
            value: OWN_EVENTS,
            name: words.own_events.to_owned(),
            chosen: selection.only.iter().any(|word| word == OWN_EVENTS),
            color: 0,
        });
        let shown: Vec<&str> = groups()
            .filter(|group| ask.choice.shows(chosen, group, lang))
            .map(|group| group.slug.as_str())
            .chain(has_events.then_some(OWN_EVENTS).filter(|_| {
                ask.choice.names(chosen, None) && ask.choice.finds(&[words.own_events, OWN_EVENTS])
            }))
            .collect();
        let all = groups().count() + usize::from(has_events);
        let is_part = !ask.choice.is_all();
        Chooser {
            kinds: Choice::kinds_of(source.community)
                .map(|(kind, word)| Box {
                    value: word,
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
                .map(|(n, category)| Box {
                    value: &category.key,
                    name: category.name.get(lang).to_owned(),
                    chosen: selection.categories.contains(&category.key),
                    color: n % 9 + 1,
                })
                .collect(),
            groups: groups().map(of_group).chain(events).collect(),
            text: text.clone(),
            shown: is_part.then(|| words.shown(shown.len(), all)),
            feed: feed(&ask.choice, &shown),
            is_part,
        }
    }
}

/// The calendar of what is shown: one that has a path of its own, or a selection.
fn feed(choice: &Choice, shown: &[&str]) -> String {
    let Choice { selection, kinds, text } = choice;
    match (&selection.only[..], &selection.categories[..], &kinds[..]) {
        ([], [], []) if text.is_empty() => "all".to_owned(),
        ([], [], [kind]) if text.is_empty() => {
            let word = super::ask::KINDS.iter().find(|(known, _)| known == kind);
            word.map_or("all", |(_, word)| word).to_owned()
        }
        ([], [category], []) if text.is_empty() => format!("category/{category}"),
        ([group], [], []) if text.is_empty() && shown == [group.as_str()] => group.clone(),
        _ => format!("custom?only={}", shown.join(",")),
    }
}
