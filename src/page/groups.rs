//! Every group: every calendar of a community, with the ways to subscribe to it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;

use super::frame::Frame;
use super::leads::leads;
use super::meeting::{channels, in_words, links, name, state, written};
use super::messages::{Messages, messages};
use super::{Base, Kept, Links, Source};
use crate::directory::{Community, Group, Kind, Lang, MeetingId, Text};
use crate::feed::{Catalog, Format};
use crate::schedule::Series;

#[derive(Template)]
#[template(path = "groups.html")]
struct GroupsPage<'a> {
    frame: Frame,
    heading: String,
    public: bool,
    sections: Vec<Section<'a>>,
    channels: Vec<(&'a str, &'a str, Option<&'a str>)>,
    /// All meetings in the formats that programs read, by what they are called.
    formats: [(&'static str, String); 2],
}

struct Section<'a> {
    id: String,
    heading: &'a str,
    /// The calendar of the section as a whole.
    own: Option<Card<'a>>,
    cards: Vec<Card<'a>>,
}

#[derive(Default)]
struct Card<'a> {
    id: &'a str,
    /// The path of its own page.
    page: &'a str,
    name: String,
    mission: &'a str,
    meetings: Vec<MeetingLine<'a>>,
    silent: bool,
    facts: Vec<(&'static str, String)>,
    remark: &'a str,
    links: Option<Links>,
}

struct MeetingLine<'a> {
    name: String,
    cadence: Cow<'a, str>,
    words: String,
    state: Option<&'static str>,
    links: Vec<(&'static str, &'a str)>,
}

/// The page of every group. Without a base, links are relative and those that need a host are left out.
pub fn groups(source: Source<'_>, kept: Kept) -> String {
    rendered(source, kept, false)
}

/// The same as a file among the files of a static host: it links to nothing that has to be asked of a server. The
/// feeds in Chinese are below `zh/`.
pub fn groups_file(source: Source<'_>, lang: Lang) -> String {
    rendered(source, Kept { lang, ..Kept::default() }, true)
}

fn rendered(source: Source<'_>, kept: Kept, exported: bool) -> String {
    let lang = kept.lang;
    let Source { community, series, catalog, base, .. } = source;
    let mut going_on: BTreeMap<MeetingId, Vec<&Series>> = BTreeMap::new();
    for series in series.iter().filter(|series| series.ended.is_none()) {
        going_on.entry(series.meeting).or_default().push(series);
    }
    let view = View {
        community,
        catalog,
        base,
        lang,
        exported,
        m: messages(lang),
        by_group: community.meetings_by_group(),
        series: going_on,
    };
    let other = match (lang, exported) {
        (lang, false) => format!("groups{}", Kept { lang: lang.other(), ..kept }.query()),
        (Lang::En, true) => "index.zh.html".to_owned(),
        (Lang::Zh, true) => "index.html".to_owned(),
    };
    let root = match base {
        Some(base) => base.path_to(""),
        // Files may be put into any folder of a host.
        None if exported => String::new(),
        None => "/".to_owned(),
    };
    let (folder, query) = match (lang, exported) {
        (Lang::En, _) => ("", ""),
        (Lang::Zh, false) => ("", "?lang=zh"),
        (Lang::Zh, true) => ("zh/", ""),
    };
    let all = |format: Format| format!("{root}{folder}{}{query}", format.path("all"));
    let formats = [(view.m.jcal, all(Format::JCal)), (view.m.jscalendar, all(Format::JsCalendar))];
    let page = GroupsPage {
        formats,
        frame: Frame { root, exported, ..Frame::new(source, kept, "groups", view.m.calendars, other) },
        heading: match community.name.is_empty() {
            true => view.m.title.to_owned(),
            false => format!("{}{}{}", community.name.get(lang), view.m.colon, view.m.calendars),
        },
        public: base.is_some_and(Base::is_public),
        sections: view.sections(),
        channels: channels(community, lang),
    };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}

struct View<'a> {
    community: &'a Community,
    catalog: &'a Catalog,
    base: Option<&'a Base>,
    lang: Lang,
    exported: bool,
    m: &'static Messages,
    by_group: BTreeMap<Option<usize>, Vec<MeetingId>>,
    /// The series of each meeting that go on.
    series: BTreeMap<MeetingId, Vec<&'a Series>>,
}

impl<'a> View<'a> {
    fn sections(&self) -> Vec<Section<'a>> {
        let has = |kind| self.community.groups.iter().any(|group| group.kind == kind && !group.gone);
        let kinds = Kind::ALL.into_iter().filter(|kind| has(*kind)).map(Kind::path);
        let combined = ["all"].into_iter().chain(kinds).filter_map(|path| self.calendar(path));
        let mut sections = vec![Section {
            id: "part-combined".into(),
            heading: self.m.combined,
            own: None,
            cards: combined.collect(),
        }];
        for category in &self.community.categories {
            let own = self.calendar(&format!("category/{}", category.key));
            let members = |group: &Group| group.category.as_deref() == Some(&category.key);
            let heading = category.name.get(self.lang);
            sections.push(Section {
                id: format!("part-category-{}", category.key),
                heading,
                own,
                cards: self.groups(members),
            });
        }
        let homeless = |kind| move |group: &Group| group.kind == kind && group.category.is_none();
        let sigs = if self.community.categories.is_empty() { self.m.sigs } else { self.m.other_sigs };
        for (id, heading, kind) in [
            ("part-sigs", sigs, Kind::Sig),
            ("part-wgs", self.m.wgs, Kind::Wg),
            ("part-ugs", self.m.ugs, Kind::Ug),
            ("part-committees", self.m.committees, Kind::Committee),
        ] {
            sections.push(Section { id: id.into(), heading, own: None, cards: self.groups(homeless(kind)) });
        }
        sections.push(Section {
            id: "part-events".into(),
            heading: self.m.events,
            own: self.calendar("events"),
            cards: self.events(),
        });
        sections.retain(|section| !section.cards.is_empty());
        sections
    }

    /// A calendar that is not one group's.
    fn calendar(&self, path: &str) -> Option<Card<'a>> {
        let calendar = self.catalog.calendar(path)?;
        let page = &calendar.path;
        let name = calendar.name.get(self.lang).to_owned();
        let mission = calendar.description.get(self.lang);
        Some(Card { page, links: self.links(path), name, mission, ..Card::default() })
    }

    fn links(&self, path: &str) -> Option<Links> {
        let calendar = self.catalog.calendar(path)?;
        let name = calendar.name.get(self.lang);
        let mut links = match (self.lang, self.exported) {
            (Lang::En, _) => Links::of(self.base, path, name, ""),
            (Lang::Zh, false) => Links::of(self.base, path, name, "?lang=zh"),
            (Lang::Zh, true) => Links::of(self.base, &format!("zh/{path}"), name, ""),
        };
        if let (true, None) = (self.exported, self.base) {
            links.feed = links.feed.trim_start_matches('/').to_owned();
        }
        Some(links)
    }

    fn groups(&self, wanted: impl Fn(&Group) -> bool) -> Vec<Card<'a>> {
        let groups = self.community.groups.iter().enumerate();
        groups
            .filter(|(_, group)| wanted(group) && !group.gone)
            .map(|(n, group)| self.group(n, group))
            .collect()
    }

    fn group(&self, n: usize, group: &'a Group) -> Card<'a> {
        let meetings: Vec<MeetingLine<'a>> = self.meetings(Some(n)).map(|id| self.meeting(id)).collect();
        Card {
            id: &group.slug,
            page: &group.slug,
            name: group.title(self.lang),
            mission: group.mission.get(self.lang),
            silent: meetings.is_empty(),
            meetings,
            facts: self.facts(group),
            remark: group.remark.get(self.lang),
            links: self.links(&group.slug),
        }
    }

    fn events(&self) -> Vec<Card<'a>> {
        self.meetings(None)
            .map(|id| Card {
                name: self.community.meeting(id).description.get(self.lang).to_owned(),
                meetings: vec![self.meeting(id)],
                ..Card::default()
            })
            .collect()
    }

    /// The meetings of a group, or the community's own events.
    fn meetings(&self, group: Option<usize>) -> impl Iterator<Item = MeetingId> {
        self.by_group.get(&group).into_iter().flatten().copied()
    }

    fn meeting(&self, id: MeetingId) -> MeetingLine<'a> {
        let meeting = self.community.meeting(id);
        MeetingLine {
            name: name(meeting, self.lang),
            cadence: written(meeting),
            words: in_words(meeting, self.lang),
            state: state(self.series.get(&id).into_iter().flatten().copied(), self.lang),
            links: links(meeting, self.lang),
        }
    }

    fn facts(&self, group: &Group) -> Vec<(&'static str, String)> {
        let slack = group.contact.slack.iter().map(|channel| format!("Slack #{channel}"));
        let list = group
            .contact
            .mailing_list
            .iter()
            .map(|list| format!("{}{}{list}", self.m.mailing_list, self.m.colon));
        let text = |text: &Text| text.get(self.lang).to_owned();
        let join = |parts: Vec<String>| parts.join(self.m.list_separator);
        let mut facts = vec![
            (self.m.leads, join(leads(group, self.lang))),
            (self.m.contact, join(slack.chain(list).collect())),
            (self.m.stakeholders, join(group.stakeholders.clone())),
            (self.m.aim, text(&group.aim)),
            (self.m.status, text(&group.status)),
            (self.m.since, group.since.map(|year| year.to_string()).unwrap_or_default()),
            (self.m.until, group.until.map(|last| last.to_string()).unwrap_or_default()),
        ];
        facts.retain(|(_, fact)| !fact.is_empty());
        facts
    }
}
