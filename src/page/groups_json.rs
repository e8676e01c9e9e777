//! `/groups.json`: the groups and their meetings, for programs. No clock is in it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::meeting::{followable, in_words, written};
use super::{Links, Source};
use crate::directory::{Contact, Group, Kind, Lang, Meeting, MeetingId, Person, Text, Timing};
use crate::feed::Format;
use crate::schedule::Series;

/// The groups of a community, in the order of the file, then its own events. Paths of feeds start at the host.
pub fn groups_json(source: Source<'_>) -> String {
    let Source { community, series, catalog, base, .. } = source;
    let feed =
        |path: &str| catalog.calendar(path).map(|calendar| Links::of(base, &calendar.path, "", "").feed);
    let mut planned: BTreeMap<MeetingId, Vec<&Series>> = BTreeMap::new();
    for series in series.iter().filter(|series| series.ended.is_none()) {
        planned.entry(series.meeting).or_default().push(series);
    }
    let by_group = community.meetings_by_group();
    let meetings = |group: Option<usize>| -> Vec<MeetingJson<'_>> {
        let ids = by_group.get(&group).map(Vec::as_slice).unwrap_or_default().iter();
        let series = |id: &MeetingId| planned.get(id).map(Vec::as_slice).unwrap_or_default();
        ids.map(|id| meeting_json(community.meeting(*id), series(id))).collect()
    };
    let groups = community.groups.iter().enumerate().filter(|(_, group)| !group.gone);
    let groups = groups.map(|(n, group)| group_json(group, feed(&group.slug), meetings(Some(n))));
    let categories = community.categories.iter().map(|category| CategoryJson {
        key: &category.key,
        name: (&category.name).into(),
        feed: feed(&format!("category/{}", category.key)),
    });
    // A feed's path ends in one of these; it is written with the first.
    let formats =
        Format::ALL.map(|format| FormatJson { ending: format.ending(), content_type: format.content_type() });
    let whole = GroupsJson {
        community: CommunityJson {
            name: (&community.name).into(),
            zone: community.zone.map(|zone| zone.tzid()),
        },
        formats,
        categories: categories.collect(),
        groups: groups.collect(),
        events: EventsJson { feed: feed("events"), meetings: meetings(None) },
    };
    serde_json::to_string(&whole).expect("it has no key that is not a text")
}

#[derive(Serialize)]
struct GroupsJson<'a> {
    community: CommunityJson<'a>,
    formats: [FormatJson; Format::ALL.len()],
    categories: Vec<CategoryJson<'a>>,
    groups: Vec<GroupJson<'a>>,
    events: EventsJson<'a>,
}

#[derive(Serialize)]
struct CommunityJson<'a> {
    name: TextJson<'a>,
    zone: Option<&'static str>,
}

#[derive(Serialize)]
struct FormatJson {
    ending: &'static str,
    content_type: &'static str,
}

#[derive(Serialize)]
struct CategoryJson<'a> {
    key: &'a str,
    name: TextJson<'a>,
    feed: Option<String>,
}

#[derive(Serialize)]
struct EventsJson<'a> {
    feed: Option<String>,
    meetings: Vec<MeetingJson<'a>>,
}

#[derive(Serialize)]
struct TextJson<'a> {
    en: &'a str,
    zh: Option<&'a str>,
}

impl<'a> From<&'a Text> for TextJson<'a> {
    fn from(text: &'a Text) -> TextJson<'a> {
        TextJson { en: &text.en, zh: text.zh.as_deref() }
    }
}

fn said(text: &Text) -> Option<TextJson<'_>> {
    (!text.is_empty()).then(|| text.into())
}

#[derive(Serialize)]
struct GroupJson<'a> {
    slug: &'a str,
    kind: &'static str,
    name: TextJson<'a>,
    category: Option<&'a str>,
    mission: Option<TextJson<'a>>,
    leads: Vec<PersonJson<'a>>,
    contact: ContactJson<'a>,
    stakeholders: &'a [String],
    aim: Option<TextJson<'a>>,
    status: Option<TextJson<'a>>,
    since: Option<i32>,
    until: Option<String>,
    remark: Option<TextJson<'a>>,
    feed: Option<String>,
    meetings: Vec<MeetingJson<'a>>,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    name: TextJson<'a>,
    company: Option<&'a str>,
    role: &'static str,
}

impl<'a> From<&'a Person> for PersonJson<'a> {
    fn from(person: &'a Person) -> PersonJson<'a> {
        PersonJson { name: (&person.name).into(), company: person.company.as_deref(), role: person.role }
    }
}

#[derive(Serialize)]
struct ContactJson<'a> {
    slack: Option<&'a str>,
    mailing_list: Option<&'a str>,
}

impl<'a> From<&'a Contact> for ContactJson<'a> {
    fn from(contact: &'a Contact) -> ContactJson<'a> {
        ContactJson { slack: contact.slack.as_deref(), mailing_list: contact.mailing_list.as_deref() }
    }
}

fn group_json<'a>(group: &'a Group, feed: Option<String>, meetings: Vec<MeetingJson<'a>>) -> GroupJson<'a> {
    GroupJson {
        slug: &group.slug,
        kind: match group.kind {
            Kind::Sig => "sig",
            Kind::Wg => "wg",
            Kind::Ug => "ug",
            Kind::Committee => "committee",
        },
        name: (&group.name).into(),
        category: group.category.as_deref(),
        mission: said(&group.mission),
        leads: group.leads.iter().map(PersonJson::from).collect(),
        contact: (&group.contact).into(),
        stakeholders: &group.stakeholders,
        aim: said(&group.aim),
        status: said(&group.status),
        since: group.since,
        until: group.until.as_ref().map(NaiveDate::to_string),
        remark: said(&group.remark),
        feed,
        meetings,
    }
}

#[derive(Serialize)]
struct MeetingJson<'a> {
    description: TextJson<'a>,
    subproject: Option<&'a str>,
    cadence: Cow<'a, str>,
    sentence: Sentence,
    verdict: &'static str,
    missing: Vec<&'static str>,
    notes: Vec<NoteJson<'a>>,
    tentative: bool,
    uids: Vec<&'a str>,
    url: Option<&'a str>,
    archive_url: Option<&'a str>,
    recordings_url: Option<&'a str>,
    location: Option<&'a str>,
    details: Option<TextJson<'a>>,
}

#[derive(Serialize)]
struct Sentence {
    en: String,
    zh: String,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    code: &'static str,
    message: &'a str,
}

fn meeting_json<'a>(meeting: &'a Meeting, series: &[&'a Series]) -> MeetingJson<'a> {
    let (verdict, missing, notes) = match &meeting.timing {
        Timing::Written(reading) => {
            let notes = reading.notes.iter();
            let notes = notes.map(|note| NoteJson { code: note.code.as_str(), message: &note.message });
            let missing = reading.missing.iter().map(|part| part.as_str());
            (reading.verdict.as_str(), missing.collect(), notes.collect())
        }
        Timing::Rules(_) => ("exact", vec![], vec![]),
    };
    MeetingJson {
        description: (&meeting.description).into(),
        subproject: meeting.subproject.as_deref(),
        cadence: written(meeting),
        sentence: Sentence { en: in_words(meeting, Lang::En), zh: in_words(meeting, Lang::Zh) },
        verdict,
        missing,
        notes,
        tentative: series.iter().any(|series| series.tentative),
        uids: series.iter().map(|series| series.uid.as_str()).collect(),
        url: followable(meeting.url.as_deref()),
        archive_url: followable(meeting.archive_url.as_deref()),
        recordings_url: followable(meeting.recordings_url.as_deref()),
        location: meeting.location.as_deref(),
        details: said(&meeting.details),
    }
}
