//! Which calendars a community has, and selections among its events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{both, say};
use super::{Calendar, Event, compose};
use crate::directory::{Community, Group, Kind, Lang, Text};
use crate::schedule::Series;

/// Every calendar of a community.
#[derive(Clone, Debug)]
pub struct Catalog {
    calendars: Vec<Calendar>,
    /// The place of each in `calendars`, by path.
    by_path: BTreeMap<String, usize>,
    events: Vec<Arc<Event>>,
    /// The place of each in `events`, by UID.
    by_uid: BTreeMap<String, usize>,
    /// The places of a group's events in `events`, ascending, by slug.
    by_group: BTreeMap<String, Vec<usize>>,
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
        let mut by_group: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_uid = BTreeMap::new();
        for (n, event) in events.iter().enumerate() {
            by_uid.entry(event.uid.clone()).or_insert(n);
            by_group.entry(event.group.clone()).or_default().push(n);
        }
        let frame = Frame { community: Community { meetings: vec![], ..community.clone() } };
        let mut catalog =
            Catalog { calendars: vec![], by_path: BTreeMap::new(), events, by_uid, by_group, frame };
        catalog.calendars = catalog.standing();
        let paths = catalog.calendars.iter().enumerate();
        catalog.by_path = paths.map(|(n, calendar)| (calendar.path.clone(), n)).collect();
        catalog
    }

    /// Every calendar, in the order in which an index lists them.
    pub fn calendars(&self) -> &[Calendar] {
        &self.calendars
    }

    /// The calendar at a path.
    pub fn calendar(&self, path: &str) -> Option<&Calendar> {
        self.by_path.get(path).map(|n| &self.calendars[*n])
    }

    /// Every event, sorted by UID.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// The event of a UID.
    pub fn event(&self, uid: &str) -> Option<&Arc<Event>> {
        self.by_uid.get(uid).map(|n| &self.events[*n])
    }

    /// The calendar of a selection, with the same UIDs as everywhere.
    ///
    /// # Errors
    /// [`UnknownSelection`] where a word names no group or category.
    pub fn select(&self, selection: &Selection) -> Result<Calendar, UnknownSelection> {
        let community = &self.frame.community;
        let slugs = community.groups.iter().map(|group| group.slug.as_str());
        let keys = community.categories.iter().map(|category| category.key.as_str());
        all_known(&selection.only, slugs)?;
        all_known(&selection.categories, keys)?;
        let only: BTreeSet<&str> = selection.only.iter().map(String::as_str).collect();
        let chosen = |group: &&Group| {
            only.contains(group.slug.as_str())
                || group.category.as_ref().is_some_and(|key| selection.categories.contains(key))
        };
        let groups: Vec<&Group> = community.groups.iter().filter(chosen).collect();
        let titles = |lang: Lang| {
            let titles: Vec<String> = groups.iter().map(|group| group.title(lang)).collect();
            titles.join(&say(lang, ", ", "、"))
        };
        let name = self.frame.named("selection", "自选会议");
        Ok(self.of_groups("custom".to_owned(), name, both(titles), 0, &groups))
    }

    fn standing(&self) -> Vec<Calendar> {
        let community = &self.frame.community;
        let members = |wanted: &dyn Fn(&Group) -> bool| -> Vec<&Group> {
            community.groups.iter().filter(|group| wanted(group)).collect()
        };
        let mut all = vec![self.made(
            "all".to_owned(),
            self.frame.named("all meetings", "全部会议"),
            self.frame.described("Every meeting of the community", "社区的全部会议"),
            0,
            self.events.clone(),
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
            let (name, description) = (self.frame.named(en, zh), self.frame.described(en_long, zh_long));
            let groups = members(&|group| group.kind == kind);
            all.push(self.of_groups(path.to_owned(), name, description, n + 1, &groups));
        }
        for (n, category) in community.categories.iter().enumerate() {
            let name = both(|lang| format!("{}: {}", community.name.get(lang), category.name.get(lang)));
            let description = both(|lang| {
                say(lang, "Every group of the category ", "该类别的全部小组：") + category.name.get(lang)
            });
            let groups = members(&|group| group.category.as_ref() == Some(&category.key));
            all.push(self.of_groups(format!("category/{}", category.key), name, description, n, &groups));
        }
        for group in &community.groups {
            let name =
                both(|lang| format!("{} {}", community.name.get(lang), group.title(lang)).trim().to_owned());
            let description = both(|lang| group.mission.get(lang).to_owned());
            let color =
                community.categories.iter().position(|known| Some(&known.key) == group.category.as_ref());
            all.push(self.of_groups(group.slug.clone(), name, description, color.unwrap_or(8), &[group]));
        }
        all
    }

    /// The calendar of some groups.
    fn of_groups(
        &self,
        path: String,
        name: Text,
        description: Text,
        color: usize,
        groups: &[&Group],
    ) -> Calendar {
        let places = groups.iter().filter_map(|group| self.by_group.get(&group.slug)).flatten();
        let mut places: Vec<usize> = places.copied().collect();
        places.sort_unstable();
        places.dedup();
        let events = places.into_iter().map(|n| Arc::clone(&self.events[n])).collect();
        self.made(path, name, description, color, events)
    }

    fn made(
        &self,
        path: String,
        name: Text,
        description: Text,
        color: usize,
        mut events: Vec<Arc<Event>>,
    ) -> Calendar {
        let community = &self.frame.community;
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

/// Whether all of these words are known. The known ones are gone through once, however many words there are.
fn all_known<'k>(
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
