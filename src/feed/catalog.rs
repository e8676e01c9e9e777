//! Which calendars a community has, and selections among its events.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::words::{both, capitalized, say};
use super::{Calendar, Chosen, Event, Selection, UnknownSelection, compose, options};
use crate::directory::{Community, Group, Kind, Lang, OWN_EVENTS, Text};
use crate::schedule::{AgendaItem, Series};

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
    /// Events of which something is cancelled, as they are where that is hidden; none where nothing is left.
    without_cancelled: BTreeMap<String, Vec<Arc<Event>>>,
    frame: Frame,
}

/// What all calendars of a community share.
#[derive(Clone, Debug)]
struct Frame {
    community: Community,
    /// Whether it has meetings outside groups.
    has_events: bool,
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
    /// The calendars of a community and its series: `all`, `sigs`, `wgs`, `committees`, one per group, one per category;
    /// `ugs` where it has user groups, `events` where it has meetings outside groups.
    pub fn new(community: &Community, series: &[Series]) -> Catalog {
        Catalog::after(None, community, series)
    }

    /// The same. Events that are as they were before are those of before, with what was written of them.
    pub fn after(before: Option<&Catalog>, community: &Community, series: &[Series]) -> Catalog {
        let shared = |event: Event| {
            let known = before.and_then(|before| before.event(&event.uid)).filter(|known| ***known == event);
            known.map_or_else(|| Arc::new(event), Arc::clone)
        };
        let mut events: Vec<Arc<Event>> = Vec::new();
        let mut first_of = Vec::new();
        for series in series {
            let own = compose::events(community, series);
            first_of.extend(own.first().map(|first| (series.uid.clone(), first.uid.clone())));
            events.extend(own.into_iter().map(shared));
        }
        events.sort_by(|a, b| a.uid.cmp(&b.uid));
        let mut by_group: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_uid = BTreeMap::new();
        for (n, event) in events.iter().enumerate() {
            by_uid.entry(event.uid.clone()).or_insert(n);
            by_group.entry(event.group.clone()).or_default().push(n);
        }
        // Of single dates, that of the series itself may be skipped.
        for (series, first) in first_of {
            if let Some(n) = by_uid.get(&first).copied() {
                by_uid.entry(series).or_insert(n);
            }
        }
        let has_events = community.meetings.iter().any(|meeting| meeting.group.is_none());
        let frame = Frame { community: Community { meetings: vec![], ..community.clone() }, has_events };
        let without_cancelled = options::without_cancelled(community, series);
        let mut catalog = Catalog {
            calendars: vec![],
            by_path: BTreeMap::new(),
            events,
            by_uid,
            by_group,
            without_cancelled,
            frame,
        };
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

    /// The event of a UID; of a series whose first date is not there, another of it.
    pub fn event(&self, uid: &str) -> Option<&Arc<Event>> {
        self.by_uid.get(uid).map(|n| &self.events[*n])
    }

    /// The title of a series, which names its group.
    pub fn title_of(&self, series: &Series, lang: Lang) -> &str {
        self.event(&series.uid).map_or("", |event| event.summary.get(lang))
    }

    /// The title of an occurrence: its own, where it has one, else that of its series.
    pub fn title<'a>(&'a self, item: &AgendaItem<'_>, lang: Lang) -> Cow<'a, str> {
        match &item.occurrence.summary {
            Some(own) => Cow::Owned(own.clone()),
            None => Cow::Borrowed(self.title_of(item.series, lang)),
        }
    }

    /// What a selection chooses.
    ///
    /// # Errors
    /// [`UnknownSelection`] where a word names no group or category.
    pub fn chosen<'s>(&self, selection: &'s Selection) -> Result<Chosen<'s>, UnknownSelection> {
        selection.of(&self.frame.community, self.frame.has_events)
    }

    /// The calendar of a selection, with the same UIDs as everywhere.
    ///
    /// # Errors
    /// [`UnknownSelection`] where a word names no group or category.
    pub fn select(&self, selection: &Selection) -> Result<Calendar, UnknownSelection> {
        let community = &self.frame.community;
        let chosen = self.chosen(selection)?;
        let groups: Vec<&Group> = community.groups.iter().filter(|group| chosen.has(Some(group))).collect();
        let own_events = chosen.has(None);
        let titles = |lang: Lang| {
            let titles = groups.iter().map(|group| group.title(lang));
            let events = own_events.then(|| say(lang, "community events", "社区活动"));
            titles.chain(events).collect::<Vec<String>>().join(&say(lang, ", ", "、"))
        };
        let name = self.frame.named("selection", "自选会议");
        let slugs = groups.iter().map(|group| group.slug.as_str()).chain(own_events.then_some(OWN_EVENTS));
        let calendar = self.of_groups("custom".to_owned(), name, both(titles), 0, slugs);
        // Every selection is a calendar of its own.
        let words = format!("custom {}/{}", selection.only.join(","), selection.categories.join(","));
        Ok(Calendar { uid: compose::calendar_uid(community, &words), ..calendar })
    }

    /// An event as it is where what is cancelled is hidden.
    pub(super) fn without_cancelled(&self, event: &Arc<Event>) -> Vec<Arc<Event>> {
        self.without_cancelled.get(&event.uid).map_or_else(|| vec![Arc::clone(event)], Vec::clone)
    }

    /// What stands in a calendar of which nothing is left.
    pub(super) fn nothing_announced(&self, calendar: &Calendar) -> Event {
        compose::nothing_announced(&self.frame.community, &calendar.path, &calendar.name)
    }

    fn standing(&self) -> Vec<Calendar> {
        let community = &self.frame.community;
        let members = |wanted: &dyn Fn(&Group) -> bool| -> Vec<&str> {
            let groups = community.groups.iter().filter(|group| wanted(group));
            groups.map(|group| group.slug.as_str()).collect()
        };
        let mut all = vec![self.made(
            "all".to_owned(),
            self.frame.named("all meetings", "全部会议"),
            described("Every meeting of the community", "社区的全部会议"),
            0,
            (self.events.clone(), community.changed.values().max().copied()),
        )];
        let kinds = [
            (Kind::Sig, "SIG meetings", "SIG 会议", "Every special interest group", "全部特别兴趣小组"),
            (Kind::Wg, "working groups", "工作组会议", "Every working group", "全部工作组"),
            (Kind::Committee, "committees", "委员会会议", "Every committee", "全部委员会"),
            (Kind::Ug, "user groups", "用户组会议", "Every user group", "全部用户组"),
        ];
        for (n, (kind, en, zh, en_long, zh_long)) in kinds.into_iter().enumerate() {
            let (name, description) = (self.frame.named(en, zh), described(en_long, zh_long));
            let slugs = members(&|group| group.kind == kind);
            // Hardly any community has user groups any more.
            if kind != Kind::Ug || !slugs.is_empty() {
                all.push(self.of_groups(kind.path().to_owned(), name, description, n + 1, slugs));
            }
        }
        if self.frame.has_events {
            let name = self.frame.named("community events", "社区活动");
            let description = described("Every meeting that is no group's", "不属于任何小组的会议");
            all.push(self.of_groups(OWN_EVENTS.to_owned(), name, description, 5, [OWN_EVENTS]));
        }
        for (n, category) in community.categories.iter().enumerate() {
            let name = self.frame.titled(|lang| category.name.get(lang).to_owned());
            let description = both(|lang| {
                say(lang, "Every group of the category ", "该类别的全部小组：") + category.name.get(lang)
            });
            let groups = members(&|group| group.category.as_ref() == Some(&category.key));
            all.push(self.of_groups(format!("category/{}", category.key), name, description, n, groups));
        }
        for group in &community.groups {
            let name =
                both(|lang| format!("{} {}", community.name.get(lang), group.title(lang)).trim().to_owned());
            let description = both(|lang| group.mission.get(lang).to_owned());
            let color =
                community.categories.iter().position(|known| Some(&known.key) == group.category.as_ref());
            let slug = group.slug.as_str();
            // An address that was given away stays one, whatever the group is called now.
            let former = group.formerly.iter().filter(|former| community.group(former).is_none());
            for path in std::iter::once(&group.slug).chain(former) {
                let (name, description) = (name.clone(), description.clone());
                all.push(self.of_groups(path.clone(), name, description, color.unwrap_or(8), [slug]));
            }
        }
        all
    }

    /// The calendar of some groups, by their slugs.
    fn of_groups<'s>(
        &self,
        path: String,
        name: Text,
        description: Text,
        color: usize,
        slugs: impl IntoIterator<Item = &'s str>,
    ) -> Calendar {
        let slugs: Vec<&str> = slugs.into_iter().collect();
        let changed = slugs.iter().filter_map(|slug| self.frame.community.changed.get(*slug).copied()).max();
        let places = slugs.into_iter().filter_map(|slug| self.by_group.get(slug)).flatten();
        let mut places: Vec<usize> = places.copied().collect();
        places.sort_unstable();
        places.dedup();
        let events = places.into_iter().map(|n| Arc::clone(&self.events[n])).collect();
        self.made(path, name, description, color, (events, changed))
    }

    fn made(
        &self,
        path: String,
        name: Text,
        description: Text,
        color: usize,
        (mut events, changed): (Vec<Arc<Event>>, Option<DateTime<Utc>>),
    ) -> Calendar {
        let community = &self.frame.community;
        if events.is_empty() {
            events.push(Arc::new(compose::nothing_announced(community, &path, &name)));
        }
        let modified = events.iter().map(|event| event.stamp.modified).max().max(changed);
        let modified = modified.unwrap_or_else(|| community.first_stamp());
        let (color, color_hex) = COLORS[color % COLORS.len()];
        let uid = compose::calendar_uid(community, &path);
        let url = community.url.clone();
        Calendar { uid, path, name, description, color, color_hex, modified, url, alarm: None, events }
    }
}

impl Frame {
    /// `Kubernetes: all meetings`.
    fn named(&self, en: &str, zh: &str) -> Text {
        self.titled(|lang| say(lang, en, zh))
    }

    /// A title after the community's name; the title alone, as a sentence begins, where it has none.
    fn titled(&self, title: impl Fn(Lang) -> String) -> Text {
        let name = &self.community.name;
        both(|lang| match name.is_empty() {
            true => capitalized(&title(lang)),
            false => format!("{}: {}", name.get(lang), title(lang)),
        })
    }
}

fn described(en: &str, zh: &str) -> Text {
    both(|lang| say(lang, en, zh))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    fn catalog(text: &str) -> Catalog {
        let community = load(text).community.expect("a community");
        let (series, _) = plan(&community);
        Catalog::new(&community, &series)
    }

    fn summaries(calendar: &Calendar) -> Vec<&str> {
        calendar.events.iter().map(|event| event.summary.get(Lang::En)).collect()
    }

    const BOTH: &str = "usergroups:\n- { dir: ug-a, name: A, meetings: [{ description: M, cadence: weekly Monday 9:00 UTC }] }\n\
                        events:\n- { name: Office hours, cadence: weekly Friday 9:00 UTC }\n";

    #[test]
    fn user_groups_and_events_have_calendars_where_there_are_any() {
        let both = catalog(BOTH);
        assert_eq!(summaries(both.calendar("ugs").expect("a user group")), ["UG A: M"]);
        assert_eq!(summaries(both.calendar("events").expect("an event")), ["Office hours"]);
        let neither = catalog("sigs:\n- { dir: sig-a, name: A }\n");
        assert!(neither.calendar("ugs").is_none() && neither.calendar("events").is_none());
    }

    #[test]
    fn without_a_name_of_the_community_titles_stand_alone() {
        let nameless = catalog("community: { categories: { a: Tools } }\nsigs:\n- { dir: sig-a, name: A }\n");
        let names = |lang| nameless.calendars().iter().map(|one| one.name.get(lang)).collect::<Vec<_>>();
        assert_eq!(
            names(Lang::En),
            ["All meetings", "SIG meetings", "Working groups", "Committees", "Tools", "SIG A"]
        );
        assert_eq!(names(Lang::Zh)[0], "全部会议");
    }

    #[test]
    fn events_can_be_selected_where_there_are_any() {
        let only = |words: &[&str]| Selection {
            only: words.iter().map(|word| (*word).to_owned()).collect(),
            categories: vec![],
        };
        let both = catalog(BOTH);
        let selected = both.select(&only(&["events"])).expect("known");
        assert_eq!(
            (summaries(&selected), selected.description.get(Lang::En)),
            (vec!["Office hours"], "community events")
        );
        assert_eq!(summaries(&both.select(&only(&["events", "ug-a"])).expect("known")).len(), 2);
        assert!(catalog("sigs:\n- { dir: sig-a, name: A }\n").select(&only(&["events"])).is_err());
    }
}
