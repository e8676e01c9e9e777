//! A week's occurrences as JSON: what `/week.json` and `sigcal week --format json` both answer.

use std::borrow::Cow;

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use super::meeting::{followable, written};
use crate::directory::{Community, Lang, Timing};
use crate::feed::Catalog;
use crate::schedule::{AgendaItem, Series, Start, Status, agenda};
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
}

#[derive(Debug, Serialize)]
struct OccurrenceJson<'a> {
    uid: &'a str,
    recurrence_id: String,
    summary: Cow<'a, str>,
    group: &'a str,
    start: String,
    end: String,
    all_day: bool,
    status: &'static str,
    zone: Option<&'static str>,
    notes: Vec<Cow<'a, str>>,
    cadence: Cow<'a, str>,
    category: Option<&'a str>,
    url: Option<&'a str>,
    archive_url: Option<&'a str>,
    location: Option<&'a str>,
}

/// The occurrences of some series in a window, by start.
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
    let items = agenda(series, Window::days(from, to, zone), zone).into_iter();
    WeekJson {
        zone: zone.tzid(),
        from: from.to_string(),
        to: to.to_string(),
        occurrences: items.map(|item| occurrence_json(community, catalog, item, zone, lang)).collect(),
    }
}

fn occurrence_json<'a>(
    community: &'a Community,
    catalog: &'a Catalog,
    item: AgendaItem<'a>,
    zone: Zone,
    lang: Lang,
) -> OccurrenceJson<'a> {
    let AgendaItem { series, occurrence } = item;
    let meeting = community.meeting(series.meeting);
    let group = community.group_of(series.meeting);
    let summary = match (occurrence.summary, catalog.event(&series.uid)) {
        (Some(own), _) => Cow::Owned(own),
        (None, Some(event)) => Cow::Borrowed(event.summary.get(lang)),
        (None, None) => Cow::Borrowed(meeting.description.get(lang)),
    };
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
    let recurrence_id = match series.start {
        Start::AllDay(_) => occurrence.recurrence_id.date().to_string(),
        Start::Timed(_, own) => rfc3339(resolve(occurrence.recurrence_id, own), own),
        Start::Floating(_) => rfc3339(resolve(occurrence.recurrence_id, zone), zone),
    };
    let status = match occurrence.status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    };
    let reason = occurrence.reason.map(|reason| reason.get(lang).to_owned());
    let mut notes: Vec<Cow<'a, str>> =
        reason.into_iter().filter(|reason| !reason.is_empty()).map(Cow::Owned).collect();
    if let Timing::Written(reading) = &meeting.timing {
        let assumed = reading.notes.iter().filter(|note| note.code.assumes());
        notes.extend(assumed.map(|note| Cow::Borrowed(note.message.as_str())));
    }
    OccurrenceJson {
        uid: &series.uid,
        recurrence_id,
        summary,
        group: group.map_or("events", |group| group.slug.as_str()),
        start,
        end,
        all_day,
        status,
        zone: match series.start {
            Start::Timed(_, own) => Some(own.tzid()),
            Start::AllDay(_) | Start::Floating(_) => None,
        },
        notes,
        cadence: written(meeting),
        category: group.and_then(|group| group.category.as_deref()),
        url: followable(meeting.url.as_deref()),
        archive_url: followable(meeting.archive_url.as_deref()),
        location: meeting.location.as_deref(),
    }
}
