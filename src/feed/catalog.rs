//! Which calendars a community has, and selections among its events.

use std::sync::Arc;

use super::words::{both, say};
use super::{Calendar, Event, compose};
use crate::directory::{Community, Kind, Lang, Text};
use crate::schedule::Series;

/// Every calendar of a community.
#[derive(Clone, Debug)]
pub struct Catalog {
    calendars: Vec<Calendar>,
    events: Vec<Arc<Event>>,
    groups: Vec<(String, Option<String>)>,
    categories: Vec<String>,
    frame: Frame,
}

/// What all calendars of a community share.
#[derive(Clone, Debug)]
struct Frame {
    community: Community,
}

/// What a visitor asks for: groups and categories, united.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Slugs of groups.
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

/// Colours of RFC 7986 5.9 (CSS3 names) that are readable on white and on black, each with its `#RRGGBB`.
const COLORS: [(&str, &str); 10] = [
    ("royalblue", "#4169E1"),
    ("seagreen", "#2E8B57"),
    ("chocolate", "#D2691E"),
    ("mediumorchid", "#BA55D3"),
    ("teal", "#008080"),
    ("crimson", "#DC143C"),
    ("slateblue", "#6A5ACD"),
    ("olivedrab", "#6B8E23"),
    ("steelblue", "#4682B4"),
    ("indianred", "#CD5C5C"),
];

impl Catalog {
    /// The calendars of a community and its series: `all`, `sigs`, `wgs`, `committees`, one per group, one per category.
    pub fn new(community: &Community, series: &[Series]) -> Catalog {
        let mut events: Vec<Arc<Event>> =
            series.iter().flat_map(|series| compose::events(community, series)).map(Arc::new).collect();
        events.sort_by(|a, b| a.uid.cmp(&b.uid));
        let groups =
            community.groups.iter().map(|group| (group.slug.clone(), group.category.clone())).collect();
        let categories = community.categories.iter().map(|category| category.key.clone()).collect();
        let frame = Frame { community: Community { meetings: vec![], ..community.clone() } };
        let mut catalog = Catalog { calendars: vec![], events, groups, categories, frame };
        catalog.calendars = catalog.standing();
        catalog
    }

    /// Every calendar, in the order in which an index lists them.
    pub fn calendars(&self) -> &[Calendar] {
        &self.calendars
    }

    /// Every event, sorted by UID.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// The calendar of a selection, with the same UIDs as everywhere.
    ///
    /// # Errors
    /// [`UnknownSelection`] where a word names no group or category.
    pub fn select(&self, selection: &Selection) -> Result<Calendar, UnknownSelection> {
        let slugs = || self.groups.iter().map(|(slug, _)| slug.as_str());
        for slug in &selection.only {
            known(slug, slugs())?;
        }
        for key in &selection.categories {
            known(key, self.categories.iter().map(String::as_str))?;
        }
        let chosen = |slug: &str, category: Option<&String>| {
            selection.only.iter().any(|only| only == slug)
                || category.is_some_and(|key| selection.categories.contains(key))
        };
        let groups: Vec<&str> = self
            .groups
            .iter()
            .filter(|(slug, category)| chosen(slug, category.as_ref()))
            .map(|(slug, _)| slug.as_str())
            .collect();
        let titles = |lang: Lang| {
            let groups =
                self.frame.community.groups.iter().filter(|group| groups.contains(&group.slug.as_str()));
            groups.map(|group| group.title(lang)).collect::<Vec<_>>().join(&say(lang, ", ", "、"))
        };
        let name = self.frame.named("selection", "自选会议");
        let description = both(titles);
        Ok(self.calendar("custom".to_owned(), name, description, 0, |event| {
            groups.contains(&event.group.as_str())
        }))
    }

    fn standing(&self) -> Vec<Calendar> {
        let community = &self.frame.community;
        let of_kind = |kind: Kind| {
            let slugs = community
                .groups
                .iter()
                .filter(move |group| group.kind == kind)
                .map(|group| group.slug.as_str());
            slugs.collect::<Vec<_>>()
        };
        let mut all = vec![self.calendar(
            "all".to_owned(),
            self.frame.named("all meetings", "全部会议"),
            self.frame.described("Every meeting of the community", "社区的全部会议"),
            0,
            |_| true,
        )];
        let kinds = [
            (
                "sigs",
                Kind::Sig,
                "SIG meetings",
                "SIG 会议",
                "Every special interest group",
                "全部特别兴趣小组",
            ),
            ("wgs", Kind::Wg, "working groups", "工作组会议", "Every working group", "全部工作组"),
            ("committees", Kind::Committee, "committees", "委员会会议", "Every committee", "全部委员会"),
        ];
        for (n, (path, kind, en, zh, en_long, zh_long)) in kinds.into_iter().enumerate() {
            let slugs = of_kind(kind);
            let (name, description) = (self.frame.named(en, zh), self.frame.described(en_long, zh_long));
            all.push(self.calendar(path.to_owned(), name, description, n + 1, |event| {
                slugs.contains(&event.group.as_str())
            }));
        }
        for (n, category) in community.categories.iter().enumerate() {
            let in_category = |slug: &str| {
                self.groups.iter().any(|(s, c)| s == slug && c.as_deref() == Some(&category.key))
            };
            let name = both(|lang| format!("{}: {}", community.name.get(lang), category.name.get(lang)));
            let description = both(|lang| {
                say(lang, "Every group of the category ", "该类别的全部小组：") + category.name.get(lang)
            });
            all.push(self.calendar(format!("category/{}", category.key), name, description, n, |event| {
                in_category(&event.group)
            }));
        }
        for group in &community.groups {
            let name =
                both(|lang| format!("{} {}", community.name.get(lang), group.title(lang)).trim().to_owned());
            let description = both(|lang| group.mission.get(lang).to_owned());
            let color =
                community.categories.iter().position(|known| Some(&known.key) == group.category.as_ref());
            all.push(self.calendar(group.slug.clone(), name, description, color.unwrap_or(8), |event| {
                event.group == group.slug
            }));
        }
        all
    }

    fn calendar(
        &self,
        path: String,
        name: Text,
        description: Text,
        color: usize,
        chosen: impl Fn(&Event) -> bool,
    ) -> Calendar {
        let community = &self.frame.community;
        let mut events: Vec<Arc<Event>> = self.events.iter().filter(|event| chosen(event)).cloned().collect();
        if events.is_empty() {
            events.push(Arc::new(compose::nothing_announced(community, &path, &name)));
        }
        let modified =
            events.iter().map(|event| event.modified).max().unwrap_or_else(|| compose::stamp(community));
        let (color, color_hex) = COLORS[color % COLORS.len()];
        Calendar { path, name, description, color, color_hex, modified, url: community.url.clone(), events }
    }
}

impl Frame {
    /// `Kubernetes: all meetings`.
    fn named(&self, en: &str, zh: &str) -> Text {
        let name = &self.community.name;
        match name.is_empty() {
            true => both(|lang| say(lang, en, zh)),
            false => both(|lang| format!("{}: {}", name.get(lang), say(lang, en, zh))),
        }
    }

    fn described(&self, en: &str, zh: &str) -> Text {
        both(|lang| say(lang, en, zh))
    }
}

fn known<'k>(word: &str, words: impl Iterator<Item = &'k str> + Clone) -> Result<(), UnknownSelection> {
    if words.clone().any(|known| known == word) {
        return Ok(());
    }
    let near =
        words.map(|known| (strsim::jaro_winkler(word, known), known)).filter(|(score, _)| *score > 0.7);
    let nearest = near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known.to_owned());
    Err(UnknownSelection { word: word.to_owned(), nearest })
}
