//! The words of a question: the part of an address behind its question mark.

use form_urlencoded::parse;

use super::Refusal;
use super::refusal::{nearest, nearest_in_words, quoted};
use crate::directory::Lang;
use crate::feed::Selection;

/// How many words each list of a selection may hold.
const WORDS: usize = 100;

/// The words of a question about a week, not yet understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekQuery {
    /// A date in the week; today where it is not said.
    pub date: Option<String>,
    /// Whose clock; the community's where it is not said.
    pub zone: Option<String>,
    /// Groups and categories; all where both are empty.
    pub selection: Selection,
    /// The language.
    pub lang: Lang,
}

/// The words about a week, without those about the language.
pub(in crate::http) fn week(query: &str) -> Result<WeekQuery, Refusal> {
    let (date, zone) = (value(query, "date"), value(query, "zone"));
    Ok(WeekQuery { date, zone, selection: selection(query)?, lang: Lang::default() })
}

/// The last value of a key that is not empty; what other keys say is not ours.
pub(in crate::http) fn value(query: &str, key: &str) -> Option<String> {
    let values = parse(query.as_bytes()).filter(|(name, value)| name == key && !value.is_empty());
    values.last().map(|(_, value)| value.into_owned())
}

/// Every value of a key, as forms with several boxes send them.
pub(in crate::http) fn values(query: &str, key: &str) -> Vec<String> {
    parse(query.as_bytes()).filter(|(name, _)| name == key).map(|(_, value)| value.into_owned()).collect()
}

pub(in crate::http) fn lang(query: &str) -> Result<Option<Lang>, Refusal> {
    let Some(word) = value(query, "lang") else { return Ok(None) };
    // A whole tag may stand there: zh-CN, zh_TW, en-GB.
    match word.to_ascii_lowercase().split(['-', '_']).next() {
        Some("en") => Ok(Some(Lang::En)),
        Some("zh") => Ok(Some(Lang::Zh)),
        Some(_) | None => {
            let (en, zh) = nearest_in_words(nearest(&word, ["en", "zh"]));
            let word = quoted(&word);
            Err(Refusal::bad_request(
                format!("lang: {word} is no language of these calendars, which are in `en` and `zh`{en}"),
                format!("lang：这些日历没有 {word} 这种语言，只有 `en` 和 `zh`{zh}"),
            ))
        }
    }
}

/// The words of `only` and `category`, each once and sorted: the same selection is then the same calendar.
pub(in crate::http) fn selection(query: &str) -> Result<Selection, Refusal> {
    let mut selection = Selection::default();
    for (name, value) in parse(query.as_bytes()) {
        let words = match name.as_ref() {
            "only" => &mut selection.only,
            "category" => &mut selection.categories,
            _ => continue,
        };
        words.extend(value.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    let count = selection.only.len().max(selection.categories.len());
    if count > WORDS {
        return Err(Refusal::bad_request(
            format!("a list of a selection may hold {WORDS} words, not {count}; `all.ics` holds every group"),
            format!("一次选择最多列出 {WORDS} 个词，而不是 {count} 个；`all.ics` 包含所有小组"),
        ));
    }
    for words in [&mut selection.only, &mut selection.categories] {
        words.sort();
        words.dedup();
    }
    Ok(selection)
}
