//! The page of a calendar: a group's own, or what several groups have together.

mod group;
mod meeting;
mod words;

use askama::Template;

use super::card::color;
use super::frame::Frame;
use super::subscribe::Panel;
use super::zone_form::ZoneForm;
use super::{PageAsk, Source, changes, dates, overlap};
use crate::directory::{Group, Kind, Lang, MeetingId, OWN_EVENTS};
use crate::feed::Calendar;
use group::{Fact, facts};
use meeting::MeetingPart;
use words::{Words, words};

/// How many pieces of news a page tells.
const NEWS: usize = 10;

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage<'a> {
    frame: Frame,
    w: &'static Words,
    name: &'a str,
    mission: &'a str,
    facts: Vec<Fact<'a>>,
    remark: &'a str,
    zone: ZoneForm,
    meetings: Vec<MeetingPart<'a>>,
    is_group: bool,
    members: Vec<Member<'a>>,
    overlaps: Vec<String>,
    news: Vec<(String, String, String)>,
    panel: Panel,
    week: String,
}

/// A group of a calendar that several have together.
struct Member<'a> {
    slug: &'a str,
    name: String,
    mission: &'a str,
    color: usize,
}

/// The page of the calendar at a path; none where there is no calendar.
pub fn calendar(source: Source<'_>, path: &str, ask: &PageAsk) -> Option<String> {
    let calendar = source.catalog.calendar(path)?;
    let lang = ask.question.lang;
    let group = source.community.groups.iter().position(|group| group.slug == path);
    let own = group.map(|n| &source.community.groups[n]);
    let name = calendar.name.get(lang);
    let meetings: Vec<MeetingId> = match (own, path) {
        (Some(_), _) => meetings_of(source, group),
        (None, OWN_EVENTS) => meetings_of(source, None),
        (None, _) => vec![],
    };
    let w = words(lang);
    let address = |other: &dyn Fn(&mut PageAsk)| ask.with(|ask| other(ask)).address(path);
    let other = address(&|ask| (ask.question.lang, ask.said.lang) = (lang.other(), true));
    let week = ask.with(|ask| {
        ask.choice.selection.only = own.map(|group| group.slug.clone()).into_iter().collect();
        ask.choice.selection.categories =
            path.strip_prefix("category/").map(str::to_owned).into_iter().collect();
        ask.choice.kinds = Kind::at(path).into_iter().collect();
        if path == OWN_EVENTS {
            ask.choice.selection.only = vec![path.to_owned()];
        }
    });
    let page = CalendarPage {
        frame: Frame::new(source, ask.kept(), "groups", name, other),
        w,
        name,
        mission: own.map_or_else(|| calendar.description.get(lang), |group| group.mission.get(lang)),
        facts: own.map(|group| facts(group, source, ask.kept())).unwrap_or_default(),
        remark: own.map_or("", |group| group.remark.get(lang)),
        zone: ZoneForm::new(ask, path),
        meetings: meetings.iter().map(|id| MeetingPart::new(*id, source, ask)).collect(),
        is_group: own.is_some() || path == OWN_EVENTS,
        members: members(source, calendar, path, lang),
        overlaps: group
            .map(|group| overlap::coming(source, Some(group), ask.now, ask.question.zone, lang))
            .unwrap_or_default(),
        news: news(source, &meetings, lang),
        panel: Panel::new(source, path, lang),
        week: week.address("week"),
    };
    Some(page.render().expect("writing to a String does not fail, and the template has no other error"))
}

fn meetings_of(source: Source<'_>, group: Option<usize>) -> Vec<MeetingId> {
    source.community.meetings_by_group().remove(&group).unwrap_or_default()
}

/// The groups of a calendar that is not one group's own.
fn members<'a>(source: Source<'a>, calendar: &Calendar, path: &str, lang: Lang) -> Vec<Member<'a>> {
    let category = path.strip_prefix("category/");
    let kind = Kind::at(path);
    let is_in = |group: &Group| {
        path == "all"
            || category.is_some() && group.category.as_deref() == category
            || kind == Some(group.kind)
    };
    let groups = source.community.groups.iter().filter(|group| !group.gone && calendar.path != group.slug);
    let member = |group: &'a Group| Member {
        slug: &group.slug,
        name: group.title(lang),
        mission: group.mission.get(lang),
        color: color(Some(group), source),
    };
    groups.filter(|group| is_in(group)).map(member).collect()
}

/// What changed of these meetings lately: when, what, and how it is now.
fn news(source: Source<'_>, meetings: &[MeetingId], lang: Lang) -> Vec<(String, String, String)> {
    let of_these = source.news.iter().filter(|news| meetings.contains(&news.meeting)).take(NEWS);
    let told = of_these.map(|news| {
        let (title, text) = changes::told(source.community, news, lang);
        (dates::short(news.at.date_naive(), lang), title, text)
    });
    told.collect()
}
