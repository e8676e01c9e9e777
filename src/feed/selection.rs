//! Selections among the groups of a community.

use std::collections::BTreeSet;

use crate::directory::{Community, Group, OWN_EVENTS};

/// What a visitor asks for: groups and categories, united.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Slugs of groups, now or before, or `events` for the community's own.
    pub only: Vec<String>,
    /// Keys of categories.
    pub categories: Vec<String>,
}

/// A selection names something that the community does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelection {
    /// What it was taken for: `group` or `category`.
    pub what: &'static str,
    /// The word that is not known.
    pub word: String,
    /// The nearest word that is.
    pub nearest: Option<String>,
}

/// A selection of which every word is known.
#[derive(Clone, Debug)]
pub struct Chosen<'s> {
    only: BTreeSet<&'s str>,
    categories: BTreeSet<&'s str>,
}

impl Selection {
    /// Whether nothing is asked for in particular.
    pub fn is_empty(&self) -> bool {
        self.only.is_empty() && self.categories.is_empty()
    }

    /// What it chooses of a community; `has_events` says whether that has meetings of its own.
    pub(super) fn of(&self, community: &Community, has_events: bool) -> Result<Chosen<'_>, UnknownSelection> {
        let slugs = community.groups.iter().flat_map(Group::names);
        let slugs = slugs.chain(has_events.then_some(OWN_EVENTS));
        let keys = community.categories.iter().map(|category| category.key.as_str());
        Ok(Chosen {
            only: all_known("group", &self.only, slugs)?,
            categories: all_known("category", &self.categories, keys)?,
        })
    }
}

impl Chosen<'_> {
    /// Whether a group is among what was chosen; none is the community itself.
    pub fn has(&self, group: Option<&Group>) -> bool {
        let Some(group) = group else { return self.only.contains(OWN_EVENTS) };
        let category = group.category.as_ref();
        group.names().any(|name| self.only.contains(name))
            || category.is_some_and(|key| self.categories.contains(key.as_str()))
    }
}

/// The words, all of which are known. The known ones are gone through once, however many words there are.
fn all_known<'w, 'k>(
    what: &'static str,
    words: &'w [String],
    known: impl Iterator<Item = &'k str> + Clone,
) -> Result<BTreeSet<&'w str>, UnknownSelection> {
    let all: BTreeSet<&str> = words.iter().map(String::as_str).collect();
    if all.is_empty() {
        return Ok(all);
    }
    let mut left = all.clone();
    known.clone().for_each(|known| {
        left.remove(known);
    });
    // Of several unknown words, the first is named.
    let Some(word) = words.iter().find(|word| left.contains(word.as_str())) else { return Ok(all) };
    // `node` is short for `sig-node`.
    let short = known.clone().find(|known| known.split('-').skip(1).any(|part| part == word));
    let near =
        known.map(|known| (strsim::jaro_winkler(word, known), known)).filter(|(score, _)| *score > 0.7);
    let nearest = short.or_else(|| near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known));
    let nearest = nearest.map(str::to_owned);
    Err(UnknownSelection { what, word: word.to_owned(), nearest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;

    #[test]
    fn a_group_is_chosen_by_any_name_that_it_had_and_by_its_category() {
        let text = "community: { categories: { a: Tools } }\nsigs:\n\
                    - { dir: sig-b, formerly: sig-a, name: B }\n- { dir: sig-c, name: C, category: a }\n";
        let community = load(text).community.expect("a community");
        let chosen = |only: &[&str], category: &[&str]| {
            let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            let selection = Selection { only: words(only), categories: words(category) };
            let chosen = selection.of(&community, true).map_err(|unknown| (unknown.what, unknown.word))?;
            Ok(std::iter::once(None)
                .chain(community.groups.iter().map(Some))
                .map(|group| chosen.has(group))
                .collect::<Vec<_>>())
        };
        assert_eq!(chosen(&["sig-a"], &[]), Ok(vec![false, true, false]));
        assert_eq!(chosen(&["events", "sig-b"], &["a"]), Ok(vec![true; 3]));
        assert_eq!(chosen(&["sig-a", "sig-d"], &[]), Err(("group", "sig-d".to_owned())));
        assert_eq!(chosen(&[], &["sig-b"]), Err(("category", "sig-b".to_owned())));
    }
}
