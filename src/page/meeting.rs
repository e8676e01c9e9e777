//! What is said of a meeting on every page: its cadence, and the links that may be followed.

use std::borrow::Cow;

use super::messages::messages;
use crate::directory::{Community, Lang, Meeting, Timing};
use crate::schedule::Series;

/// The cadence of a meeting as it was written.
pub(super) fn written(meeting: &Meeting) -> Cow<'_, str> {
    match &meeting.timing {
        // The four fields of sigs.yaml are read as one text with bars between them.
        Timing::Written(reading) if reading.text.contains('|') => reading.text.replace(" | ", " ").into(),
        Timing::Written(reading) => reading.text.as_str().into(),
        Timing::Rules(rules) => rules.rrules.join(" ").into(),
    }
}

/// The cadence of a meeting as one sentence; nothing where it was not understood.
pub(super) fn in_words(meeting: &Meeting, lang: Lang) -> String {
    match (&meeting.timing, lang) {
        (Timing::Written(reading), Lang::En) => reading.sentence_en(),
        (Timing::Written(reading), Lang::Zh) => reading.sentence_zh(),
        (Timing::Rules(_), _) => String::new(),
    }
}

/// What of a cadence its reader supplied, where that makes a meeting uncertain. What ended is of a cadence before, of which
/// nothing is assumed any more.
pub(super) fn assumed<'a>(
    meeting: &'a Meeting,
    series: &Series,
    lang: Lang,
) -> impl Iterator<Item = &'a str> {
    let notes = match (&meeting.timing, series.ended) {
        (Timing::Written(reading), None) => &reading.notes[..],
        (Timing::Written(_) | Timing::Rules(_), _) => &[],
    };
    let notes = notes.iter().filter(|note| note.code.assumes());
    notes.map(move |note| lang.pick(note.message.as_str(), note.code.meaning().1))
}

/// What a meeting is called among those of its group.
pub(super) fn name(meeting: &Meeting, lang: Lang) -> String {
    let description = meeting.description.get(lang);
    match &meeting.subproject {
        Some(subproject) if !description.contains(subproject.as_str()) => {
            format!("{subproject}: {description}")
        }
        Some(_) | None => description.to_owned(),
    }
}

/// What is not as usual about a meeting, by its series that go on: it has no times, or one of them may be otherwise.
pub(super) fn state<'a>(going_on: impl Iterator<Item = &'a Series>, lang: Lang) -> Option<&'static str> {
    let m = messages(lang);
    let tentative = going_on.map(|series| series.tentative).reduce(|one, other| one || other);
    match tentative {
        None => Some(m.no_times),
        Some(true) => Some(m.tentative),
        Some(false) => None,
    }
}

/// Where a meeting is joined, read up on and seen again: each link that may be followed, with what it is called.
pub(super) fn links(meeting: &Meeting, lang: Lang) -> Vec<(&'static str, &str)> {
    let m = messages(lang);
    let links =
        [(m.join, &meeting.url), (m.agenda, &meeting.archive_url), (m.recordings, &meeting.recordings_url)];
    links.into_iter().filter_map(|(word, url)| Some((word, followable(url.as_deref())?))).collect()
}

/// Where a community talks: the name of each channel, what it is for, and where it is.
pub(super) fn channels(community: &Community, lang: Lang) -> Vec<(&str, &str, Option<&str>)> {
    let told = community.channels.iter().map(|channel| {
        (channel.name.get(lang), channel.purpose.get(lang), followable(channel.url.as_deref()))
    });
    told.collect()
}

/// A link from the data, where following it can do no harm: no `javascript:`, no `data:`.
pub(super) fn followable(url: Option<&str>) -> Option<&str> {
    url.filter(|url| {
        let start = url.trim_start();
        let has =
            |scheme: &str| start.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        ["https://", "http://", "mailto:"].into_iter().any(has)
    })
}
