//! What is said of a meeting on every page: its cadence, and the links that may be followed.

use std::borrow::Cow;

use crate::directory::{Lang, Meeting, Timing};

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

/// A link from the data, where following it can do no harm: no `javascript:`, no `data:`.
pub(super) fn followable(url: Option<&str>) -> Option<&str> {
    url.filter(|url| {
        let start = url.trim_start();
        let has =
            |scheme: &str| start.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        ["https://", "http://", "mailto:"].into_iter().any(has)
    })
}
