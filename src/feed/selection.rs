//! Selections among the groups of a community.

use std::collections::BTreeSet;

/// What a visitor asks for: groups and categories, united.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Slugs of groups, or `events` for the community's own.
    pub only: Vec<String>,
    /// Keys of categories.
    pub categories: Vec<String>,
}

/// A selection names something that the community does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelection {
    /// The word that is not known.
    pub word: String,
    /// The nearest word that is.
    pub nearest: Option<String>,
}

/// Whether all of these words are known. The known ones are gone through once, however many words there are.
pub(super) fn all_known<'k>(
    words: &[String],
    known: impl Iterator<Item = &'k str> + Clone,
) -> Result<(), UnknownSelection> {
    let mut left: BTreeSet<&str> = words.iter().map(String::as_str).collect();
    known.clone().for_each(|known| {
        left.remove(known);
    });
    // Of several unknown words, the first is named.
    let Some(word) = words.iter().find(|word| left.contains(word.as_str())) else { return Ok(()) };
    let near =
        known.map(|known| (strsim::jaro_winkler(word, known), known)).filter(|(score, _)| *score > 0.7);
    let nearest = near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known.to_owned());
    Err(UnknownSelection { word: word.to_owned(), nearest })
}
