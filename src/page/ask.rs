//! What a visitor asks of a page, and the addresses of what they may ask next.

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use form_urlencoded::Serializer;

use super::{Hours, WeekQuestion};
use crate::directory::{Community, Group, Kind, Lang};
use crate::feed::{Chosen, Selection};
use crate::time::Zone;

/// The years of dates that can be asked for.
pub const YEARS: Range<i32> = 1970..2200;

/// The first day of a week that can be asked for, where there is one.
pub fn first_askable(from: NaiveDate) -> Option<NaiveDate> {
    from.iter_days().take(7).find(|day| YEARS.contains(&day.year()))
}

/// What of a visitor's words goes along to every other page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The language of the page.
    pub lang: Lang,
    /// The zone, where it was said.
    pub zone: Option<Zone>,
    /// How the clock is read, where it was said.
    pub hours: Option<Hours>,
}

impl Kept {
    /// The query that says it: `?zone=Asia/Shanghai&lang=zh`.
    pub fn query(self) -> String {
        let said = [
            ("zone", self.zone.map(Zone::tzid)),
            ("h", self.hours.map(Hours::word)),
            ("lang", Some(self.lang.word())),
        ];
        written(said.into_iter().filter_map(|(key, value)| Some((key, value?))))
    }
}

/// What a visitor asks of a page.
#[derive(Clone, Debug)]
pub struct PageAsk {
    /// Which days, for whom.
    pub question: WeekQuestion,
    /// When they ask.
    pub now: DateTime<Utc>,
    /// Which groups.
    pub choice: Choice,
    /// How they read the clock.
    pub hours: Hours,
    /// What of it was said: the rest is as it is for everybody.
    pub said: Said,
}

/// Which of the things that have a default were said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// A date, as a day of the week that is shown.
    pub date: Option<NaiveDate>,
    /// The zone.
    pub zone: bool,
    /// The language.
    pub lang: bool,
    /// The hours of the clock.
    pub hours: bool,
}

/// Which groups' meetings are shown: those of the selection and of the kinds, and of these what a text is found in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Groups and categories.
    pub selection: Selection,
    /// Kinds of groups.
    pub kinds: Vec<Kind>,
    /// A text in the name of a group or a meeting, in small letters.
    pub text: String,
}

impl Choice {
    /// Whether everything is shown.
    pub fn is_all(&self) -> bool {
        self.names_nothing() && self.text.is_empty()
    }

    fn names_nothing(&self) -> bool {
        self.selection.is_empty() && self.kinds.is_empty()
    }

    /// Whether a group is chosen, before the text is looked at; none is the community itself.
    pub(super) fn names(&self, chosen: &Chosen<'_>, group: Option<&Group>) -> bool {
        self.names_nothing()
            || chosen.has(group)
            || group.is_some_and(|group| self.kinds.contains(&group.kind))
    }

    /// Whether the text is found in any of these.
    pub(super) fn finds(&self, texts: &[&str]) -> bool {
        self.text.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&self.text))
    }

    /// The kinds that a community has groups of.
    pub(super) fn kinds_of(community: &Community) -> impl Iterator<Item = Kind> {
        let has = |kind: &Kind| community.groups.iter().any(|group| group.kind == *kind && !group.gone);
        Kind::ALL.into_iter().filter(has)
    }
}

impl PageAsk {
    /// The same with something else asked.
    pub(super) fn with(&self, other: impl FnOnce(&mut PageAsk)) -> PageAsk {
        let mut ask = self.clone();
        other(&mut ask);
        ask
    }

    /// What was said, as the keys and values of an address.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let Choice { selection, kinds, text } = &self.choice;
        let words: Vec<&str> =
            Kind::ALL.into_iter().filter(|kind| kinds.contains(kind)).map(Kind::path).collect();
        let all = [
            ("date", self.said.date.map(|date| date.to_string())),
            ("zone", self.said.zone.then(|| self.question.zone.tzid().to_owned())),
            ("kind", Some(words.join(","))),
            ("category", Some(selection.categories.join(","))),
            ("only", Some(selection.only.join(","))),
            ("q", Some(text.clone())),
            ("h", self.said.hours.then(|| self.hours.word().to_owned())),
            ("lang", self.said.lang.then(|| self.question.lang.word().to_owned())),
        ];
        let said = all.into_iter().filter_map(|(key, value)| Some((key, value?)));
        said.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of what is asked: `week?date=2026-11-23&zone=Asia/Shanghai`, below a folder.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{path}{}", written(self.pairs()))
    }

    /// What goes along to every other page.
    pub fn kept(&self) -> Kept {
        Kept {
            lang: self.question.lang,
            zone: self.said.zone.then_some(self.question.zone),
            hours: self.said.hours.then_some(self.hours),
        }
    }
}

/// A query with its question mark; nothing where nothing is said.
fn written<V: AsRef<str>>(pairs: impl IntoIterator<Item = (&'static str, V)>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    // A slash may stand in a query as it is (RFC 3986 3.4), and zones are read by people.
    let query = query.finish().replace("%2F", "/").replace("%2C", ",");
    if query.is_empty() { query } else { format!("?{query}") }
}
