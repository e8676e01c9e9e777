//! `/groups.json`: the groups and their meetings, for programs. No clock is in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::meeting::{followable, in_words, written};
use super::{Base, Links};
use crate::directory::{Community, Group, Kind, Lang, Meeting, MeetingId, Text, Timing};
use crate::feed::{Catalog, Format};
use crate::schedule::Series;

/// The groups of a community, in the order of the file, then its own events. Paths of feeds start at the host.
pub fn groups_json(
    community: &Community,
    series: &[Series],
    catalog: &Catalog,
    base: Option<&Base>,
) -> Value {
    let feed =
        |path: &str| catalog.calendar(path).map(|calendar| Links::of(base, &calendar.path, "", "").feed);
    let mut planned: BTreeMap<MeetingId, Vec<&Series>> = BTreeMap::new();
    for series in series.iter().filter(|series| series.ended.is_none()) {
        planned.entry(series.meeting).or_default().push(series);
    }
    let by_group = community.meetings_by_group();
    let meetings = |group: Option<usize>| -> Vec<Value> {
        let ids = by_group.get(&group).map(Vec::as_slice).unwrap_or_default().iter();
        let series = |id: &MeetingId| planned.get(id).map(Vec::as_slice).unwrap_or_default();
        ids.map(|id| meeting_json(community.meeting(*id), series(id))).collect()
    };
    let groups: Vec<Value> = community
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.gone)
        .map(|(n, group)| group_json(group, feed(&group.slug), meetings(Some(n))))
        .collect();
    let categories = community.categories.iter().map(|category| {
        json!({ "key": category.key, "name": text(&category.name), "feed": feed(&format!("category/{}", category.key)) })
    });
    // A feed's path ends in one of these; it is written with the first.
    let formats = Format::ALL.into_iter();
    let formats =
        formats.map(|format| json!({ "ending": format.ending(), "content_type": format.content_type() }));
    json!({
        "community": { "name": text(&community.name), "zone": community.zone.map(|zone| zone.tzid()) },
        "formats": formats.collect::<Vec<_>>(),
        "categories": categories.collect::<Vec<_>>(),
        "groups": groups,
        "events": { "feed": feed("events"), "meetings": meetings(None) },
    })
}

fn text(text: &Text) -> Value {
    json!({ "en": text.en, "zh": text.zh })
}

fn said(value: &Text) -> Option<Value> {
    (!value.is_empty()).then(|| text(value))
}

fn group_json(group: &Group, feed: Option<String>, meetings: Vec<Value>) -> Value {
    let kind = match group.kind {
        Kind::Sig => "sig",
        Kind::Wg => "wg",
        Kind::Ug => "ug",
        Kind::Committee => "committee",
    };
    let leads = group
        .leads
        .iter()
        .map(|person| json!({ "name": text(&person.name), "company": person.company, "role": person.role }));
    json!({
        "slug": group.slug,
        "kind": kind,
        "name": text(&group.name),
        "category": group.category,
        "mission": said(&group.mission),
        "leads": leads.collect::<Vec<_>>(),
        "contact": { "slack": group.contact.slack, "mailing_list": group.contact.mailing_list },
        "stakeholders": group.stakeholders,
        "aim": said(&group.aim),
        "status": said(&group.status),
        "since": group.since,
        "until": group.until.map(|last| last.to_string()),
        "remark": said(&group.remark),
        "feed": feed,
        "meetings": meetings,
    })
}

fn meeting_json(meeting: &Meeting, series: &[&Series]) -> Value {
    let (verdict, missing, notes) = match &meeting.timing {
        Timing::Written(reading) => (
            reading.verdict.as_str(),
            reading.missing.iter().map(|part| part.as_str()).collect(),
            reading
                .notes
                .iter()
                .map(|note| json!({ "code": note.code.as_str(), "message": note.message }))
                .collect(),
        ),
        Timing::Rules(_) => ("exact", vec![], vec![]),
    };
    json!({
        "description": text(&meeting.description),
        "subproject": meeting.subproject,
        "cadence": written(meeting),
        "sentence": { "en": in_words(meeting, Lang::En), "zh": in_words(meeting, Lang::Zh) },
        "verdict": verdict,
        "missing": Vec::from_iter::<Vec<&str>>(missing),
        "notes": Vec::from_iter::<Vec<Value>>(notes),
        "tentative": series.iter().any(|series| series.tentative),
        "uids": series.iter().map(|series| series.uid.as_str()).collect::<Vec<_>>(),
        "url": followable(meeting.url.as_deref()),
        "archive_url": followable(meeting.archive_url.as_deref()),
        "recordings_url": followable(meeting.recordings_url.as_deref()),
        "location": meeting.location,
        "details": said(&meeting.details),
    })
}
