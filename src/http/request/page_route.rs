//! Which page is asked for, and with which words.

use std::borrow::Cow;

use super::Refusal;
use super::query::WeekQuery;
use super::refusal::{nearest, nearest_in_words, quoted};
use crate::directory::{Kind, Lang};
use crate::page::Hours;

/// A page for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageName<'a> {
    /// `/` and `/week`
    Week,
    /// `/embed/week`, to stand in another site.
    Embed,
    /// `/groups`: every calendar.
    Groups,
    /// `/community`: the community at a glance.
    Community,
    /// `/sig-node`, `/category/operations`, `/all`: a calendar by its path.
    Calendar(Cow<'a, str>),
}

/// The words of a question to a page, not yet understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageQuery {
    /// Which week, where, and which groups; its language is that of `lang`, where that is said.
    pub week: WeekQuery,
    /// Kinds of groups.
    pub kinds: Vec<Kind>,
    /// A text to find, in small letters.
    pub text: String,
    /// How the clock is read.
    pub hours: Option<Hours>,
    /// The language, where it is said.
    pub lang: Option<Lang>,
}

/// How long a text may be that is looked for.
const TEXT: usize = 100;

impl<'a> PageName<'a> {
    /// The page at a path without the leading slash, where its form is that of a page.
    pub(in crate::http) fn at(path: Cow<'a, str>) -> Result<PageName<'a>, Cow<'a, str>> {
        match path.as_ref() {
            "" | "week" => Ok(PageName::Week),
            "embed/week" => Ok(PageName::Embed),
            "groups" => Ok(PageName::Groups),
            "community" => Ok(PageName::Community),
            other if other.rsplit('/').next().is_some_and(|last| last.contains('.')) => Err(path),
            _ => Ok(PageName::Calendar(path)),
        }
    }
}

impl PageQuery {
    pub(in crate::http) fn new(
        week: WeekQuery,
        lang: Option<Lang>,
        kinds: &[String],
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<PageQuery, Refusal> {
        let text = value("q").unwrap_or_default().trim().to_lowercase();
        if text.chars().count() > TEXT {
            return Err(Refusal::bad_request(
                format!("q: a text to find has at most {TEXT} letters"),
                format!("q：要查找的文字最多 {TEXT} 个字"),
            ));
        }
        let kinds = kinds
            .iter()
            .flat_map(|words| words.split(','))
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(kind);
        let mut kinds: Vec<Kind> = kinds.collect::<Result<_, _>>()?;
        kinds.sort_unstable();
        kinds.dedup();
        Ok(PageQuery { week, kinds, text, hours: value("h").map(|word| hours(&word)).transpose()?, lang })
    }
}

fn kind(word: &str) -> Result<Kind, Refusal> {
    Kind::at(word).ok_or_else(|| {
        let (en, zh) = nearest_in_words(nearest(word, Kind::ALL.map(Kind::path)));
        let word = quoted(word);
        Refusal::bad_request(
            format!("kind: {word} is none of `sigs`, `wgs`, `ugs` and `committees`{en}"),
            format!("kind：{word} 不是 `sigs`、`wgs`、`ugs`、`committees` 之一{zh}"),
        )
    })
}

pub(in crate::http) fn hours(word: &str) -> Result<Hours, Refusal> {
    match word {
        "24" => Ok(Hours::Of24),
        "12" => Ok(Hours::Of12),
        _ => Err(Refusal::bad_request(
            format!("h: {} is neither `12` nor `24`", quoted(word)),
            format!("h：{} 既不是 `12` 也不是 `24`", quoted(word)),
        )),
    }
}
