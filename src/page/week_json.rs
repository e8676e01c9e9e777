//! A week's occurrences as JSON: what `/week.json` and `sigcal week --format json` both answer.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::Serialize;

use super::meeting::{assumed, followable, written};
use crate::cadence::sentence_en;
use crate::directory::{Community, Group, Lang, OWN_EVENTS};
use crate::feed::Catalog;
use crate::schedule::{AgendaItem, Series, SkippedItem, Start, Status, agenda, skipped_in};
use crate::time::{Window, Zone, resolve, rfc3339};

/// Which days, for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekQuestion {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// Whose days they are, and whose clock the times are on.
    pub zone: Zone,
    /// The language of summaries and reasons.
    pub lang: Lang,
}

/// A week, ready to be written as JSON.
#[derive(Debug, Serialize)]
pub struct WeekJson<'a> {
    zone: &'static str,
    from: String,
    to: String,
    occurrences: Vec<OccurrenceJson<'a>>,
    skipped: Vec<SkippedJson<'a>>,
}

/// An occurrence, ready to be written as JSON.
#[derive(Debug, Serialize)]
pub struct OccurrenceJson<'a> {
    uid: &'a str,
    recurrence_id: String,
    summary: Cow<'a, str>,
    group: &'a str,
    start: String,
    end: String,
    all_day: bool,
    status: &'static str,
    moved_from: Option<String>,
    extra: bool,
    reason: Option<String>,
    zone: Option<&'static str>,
    notes: Vec<Cow<'a, str>>,
    cadence: Cow<'a, str>,
    category: Option<&'a str>,
    url: Option<&'a str>,
    archive_url: Option<&'a str>,
    location: Option<&'a str>,
}

/// What would have been.
#[derive(Debug, Serialize)]
pub(super) struct SkippedJson<'a> {
    uid: &'a str,
    summary: &'a str,
    group: &'a str,
    start: String,
    all_day: bool,
    reason: Option<&'a str>,
}

/// The occurrences of some series in a window, by start, and apart from them what is skipped there.
///
/// `start` and `end` are RFC 3339 in the asked zone, dates where all-day (`end` is then the day after the last,
/// as DTEND is). `recurrence_id` is the original start, in the series' own zone. `to` is the day after the last.
pub fn week_json<'a>(
    community: &'a Community,
    series: impl IntoIterator<Item = &'a Series>,
    catalog: &'a Catalog,
    question: WeekQuestion,
) -> WeekJson<'a> {
    let WeekQuestion { from, to, zone, lang } = question;
    let window = Window::days(from, to, zone);
    let series: Vec<&Series> = series.into_iter().collect();
    let items = agenda(series.iter().copied(), window, zone).into_iter();
    let skipped = skipped_in(series, window, zone).into_iter();
    WeekJson {
        zone: zone.tzid(),
        from: from.to_string(),
        to: to.to_string(),
        occurrences: items.map(|item| occurrence_json(community, catalog, item, zone, lang)).collect(),
        skipped: skipped.map(|item| skipped_json(community, catalog, item, zone, lang)).collect(),
    }
}

fn slug(group: Option<&Group>) -> &str {
    group.map_or(OWN_EVENTS, |group| group.slug.as_str())
}

pub(super) fn skipped_json<'a>(
    community: &'a Community,
    catalog: &'a Catalog,
    item: SkippedItem<'a>,
    zone: Zone,
    lang: Lang,
) -> SkippedJson<'a> {
    let SkippedItem { series, skipped, .. } = item;
    SkippedJson {
        uid: &series.uid,
        summary: catalog.title_of(series, lang),
        group: slug(community.group_of(series.meeting)),
        start: shown(skipped.at, series.start, zone),
        all_day: matches!(series.start, Start::AllDay(_)),
        reason: Some(skipped.reason.get(lang)).filter(|reason| !reason.is_empty()),
    }
}

/// A civil time of a series in the asked zone; a date where it has no hour.
fn shown(at: NaiveDateTime, start: Start, zone: Zone) -> String {
    match start {
        Start::AllDay(_) => at.date().to_string(),
        Start::Timed(_, own) => rfc3339(resolve(at, own), zone),
        Start::Floating(_) => rfc3339(resolve(at, zone), zone),
    }
}

/// An occurrence as a week has it.
pub fn occurrence_json<'a>(
    community: &'a Community,
    catalog: &'a Catalog,
    item: AgendaItem<'a>,
    zone: Zone,
    lang: Lang,
) -> OccurrenceJson<'a> {
    let summary = catalog.title(&item, lang);
    let AgendaItem { series, occurrence } = item;
    let meeting = community.meeting(series.meeting);
    let group = community.group_of(series.meeting);
    let (all_day, start, end) = match series.start {
        Start::AllDay(_) => {
            let first = occurrence.civil.date();
            let days = TimeDelta::days(series.duration.num_days().max(1));
            (true, first.to_string(), first.checked_add_signed(days).unwrap_or(first).to_string())
        }
        Start::Timed(..) | Start::Floating(_) => {
            (false, rfc3339(occurrence.start, zone), rfc3339(occurrence.end, zone))
        }
    };
    let own_zone = series.start.zone().unwrap_or(zone);
    let recurrence_id = shown(occurrence.recurrence_id, series.start, own_zone);
    let status = match occurrence.status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    };
    let reason = occurrence.reason.map(|reason| reason.get(lang).to_owned());
    let reason = reason.filter(|reason| !reason.is_empty());
    let mut notes: Vec<Cow<'a, str>> = reason.clone().into_iter().map(Cow::Owned).collect();
    notes.extend(assumed(meeting, series, lang).map(Cow::Borrowed));
    OccurrenceJson {
        uid: &series.uid,
        recurrence_id,
        summary,
        group: slug(group),
        start,
        end,
        all_day,
        status,
        moved_from: occurrence.moved_from.map(|from| shown(from, series.start, zone)),
        extra: series.extra.is_some(),
        reason,
        zone: series.start.zone().map(Zone::tzid),
        notes,
        cadence: match (series.ended, &series.cadence) {
            (Some(_), Some(cadence)) => Cow::Owned(sentence_en(cadence)),
            (None, _) | (Some(_), None) => written(meeting),
        },
        category: group.and_then(|group| group.category.as_deref()),
        url: followable(meeting.url.as_deref()),
        archive_url: followable(meeting.archive_url.as_deref()),
        location: meeting.location.as_deref(),
    }
}
