//! The community at a glance: who there is, how they belong together, when they meet, and how to take part.

mod diagram;
mod hours;
mod words;

use std::collections::BTreeMap;

use askama::Template;
use chrono::TimeDelta;

use super::card::{Card, color};
use super::frame::Frame;
use super::meeting::{channels, followable};
use super::messages::messages;
use super::zone_form::ZoneForm;
use super::{PageAsk, Source, overlap};
use crate::directory::{Kind, MeetingId};
use crate::schedule::agenda;
use crate::time::Window;
use diagram::Diagram;
use hours::{HeatMap, Reach};
use words::{Words, words};

/// For how long meetings are counted.
const MONTH: TimeDelta = TimeDelta::days(28);
/// How many overlaps are told.
const OVERLAPS: usize = 20;

#[derive(Template)]
#[template(path = "community.html")]
struct CommunityPage<'a> {
    frame: Frame,
    w: &'static Words,
    zone: ZoneForm,
    committees: Vec<(&'a str, String, &'a str)>,
    diagram: Diagram,
    heat: HeatMap,
    reach: Vec<Reach>,
    overlaps: Vec<String>,
    channels: Vec<(&'a str, &'a str, Option<&'a str>)>,
    groups: Vec<TakingPart<'a>>,
    /// Whether any of them says where it is read.
    has_links: bool,
}

/// How one takes part in a group.
struct TakingPart<'a> {
    slug: &'a str,
    name: String,
    color: usize,
    slack: Option<&'a str>,
    /// The list, and whether it is an address.
    list: Option<(&'a str, bool)>,
    join: Option<&'a str>,
    agenda: Option<&'a str>,
    recordings: Option<&'a str>,
    next: Option<(String, String)>,
}

/// The page of a community.
pub fn community(source: Source<'_>, ask: &PageAsk) -> String {
    let (lang, zone) = (ask.question.lang, ask.question.zone);
    let w = words(lang);
    let month = Window { from: ask.now, to: ask.now + MONTH };
    let items = agenda(source.series.iter(), month, zone);
    // What takes whole days is at no hour.
    let timed = items.iter().filter(|item| item.series.start.zone().is_some());
    let starts: Vec<_> = timed.map(|item| (item.occurrence.start, item.occurrence.end)).collect();
    let by_group = source.community.meetings_by_group();
    // They are sorted, so that the first one of a meeting is its next.
    let mut next: BTreeMap<MeetingId, usize> = BTreeMap::new();
    for (n, item) in items.iter().enumerate() {
        next.entry(item.series.meeting).or_insert(n);
    }
    let next_of = |ids: &[MeetingId]| {
        let item = &items[*ids.iter().filter_map(|id| next.get(id)).min()?];
        let card = Card::new(0, item.clone(), source, ask);
        Some((card.start_for_programs, format!("{} {}", card.day_words, card.from).trim_end().to_owned()))
    };
    let groups: Vec<TakingPart<'_>> = source
        .community
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.gone)
        .map(|(n, group)| {
            let ids = by_group.get(&Some(n)).map(Vec::as_slice).unwrap_or_default();
            let meetings = || ids.iter().map(|id| source.community.meeting(*id));
            TakingPart {
                slug: &group.slug,
                name: group.title(lang),
                color: color(Some(group), source),
                slack: group.contact.slack.as_deref(),
                list: group
                    .contact
                    .mailing_list
                    .as_deref()
                    .map(|list| (list, followable(Some(list)).is_some())),
                join: meetings().find_map(|meeting| followable(meeting.url.as_deref())),
                agenda: meetings().find_map(|meeting| followable(meeting.archive_url.as_deref())),
                recordings: meetings().find_map(|meeting| followable(meeting.recordings_url.as_deref())),
                next: next_of(ids),
            }
        })
        .collect();
    let committees =
        source.community.groups.iter().filter(|group| group.kind == Kind::Committee && !group.gone);
    let other = ask.with(|ask| (ask.question.lang, ask.said.lang) = (lang.other(), true));
    let page = CommunityPage {
        frame: Frame::new(
            source,
            ask.kept(),
            "community",
            messages(lang).the_community,
            other.address("community"),
        ),
        w,
        zone: ZoneForm::new(ask, "community"),
        committees: committees
            .map(|group| (group.slug.as_str(), group.title(lang), group.mission.get(lang)))
            .collect(),
        diagram: Diagram::new(source, lang),
        heat: HeatMap::new(&starts, month, ask),
        reach: Reach::of_places(&starts, lang),
        overlaps: overlap::coming(source, None, ask.now, zone, lang).into_iter().take(OVERLAPS).collect(),
        channels: channels(source.community, lang),
        has_links: groups
            .iter()
            .any(|group| group.join.is_some() || group.agenda.is_some() || group.recordings.is_some()),
        groups,
    };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}
