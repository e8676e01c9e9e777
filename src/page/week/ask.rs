//! What a visitor asks of the week, and the addresses of what they may ask next.

use chrono::{DateTime, NaiveDate, Utc};
use form_urlencoded::Serializer;

use crate::directory::{Community, Group, Kind, Lang};
use crate::feed::{Chosen, Selection};
use crate::page::{Hours, WeekQuestion};

/// What a visitor asks of the week.
#[derive(Clone, Debug)]
pub struct WeekAsk {
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

/// The word of a kind in addresses, as in `/sigs.ics`.
pub(super) const KINDS: [(Kind, &str); 4] =
    [(Kind::Sig, "sigs"), (Kind::Wg, "wgs"), (Kind::Ug, "ugs"), (Kind::Committee, "committees")];

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

    /// Whether a group is shown, whatever it meets about.
    pub(super) fn shows(&self, chosen: &Chosen<'_>, group: &Group, lang: Lang) -> bool {
        self.names(chosen, Some(group)) && self.finds(&[&group.title(lang), &group.slug])
    }

    /// The kinds that a community has groups of, each with its word.
    pub(super) fn kinds_of(community: &Community) -> impl Iterator<Item = (Kind, &'static str)> {
        KINDS
            .into_iter()
            .filter(|(kind, _)| community.groups.iter().any(|group| group.kind == *kind && !group.gone))
    }
}

impl WeekAsk {
    /// The same with something else asked.
    pub(in crate::page) fn with(&self, other: impl FnOnce(&mut WeekAsk)) -> WeekAsk {
        let mut ask = self.clone();
        other(&mut ask);
        ask
    }

    /// What was said, as the keys and values of an address.
    pub(in crate::page) fn pairs(&self) -> Vec<(&'static str, String)> {
        let Choice { selection, kinds, text } = &self.choice;
        let words = KINDS.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, word)| *word);
        let words: Vec<&str> = words.collect();
        let lang = match self.question.lang {
            Lang::En => "en",
            Lang::Zh => "zh",
        };
        let hours = match self.hours {
            Hours::Of24 => "24",
            Hours::Of12 => "12",
        };
        let all = [
            ("date", self.said.date.map(|date| date.to_string())),
            ("zone", self.said.zone.then(|| self.question.zone.tzid().to_owned())),
            ("kind", Some(words.join(","))),
            ("category", Some(selection.categories.join(","))),
            ("only", Some(selection.only.join(","))),
            ("q", Some(text.clone())),
            ("h", self.said.hours.then(|| hours.to_owned())),
            ("lang", self.said.lang.then(|| lang.to_owned())),
        ];
        let said = all.into_iter().filter_map(|(key, value)| Some((key, value?)));
        said.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of what is asked: `week?date=2026-11-23&zone=Asia/Shanghai`, below a folder.
    pub(in crate::page) fn address(&self, path: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        // A slash may stand in a query as it is (RFC 3986 3.4), and zones are read by people.
        let query = query.finish().replace("%2F", "/").replace("%2C", ",");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// The kind of groups that a calendar holds, by its path.
pub(in crate::page) fn kind_of(path: &str) -> Option<Kind> {
    KINDS.into_iter().find(|(_, word)| *word == path).map(|(kind, _)| kind)
}
