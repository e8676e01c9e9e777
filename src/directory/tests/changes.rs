//! `changes`: each stretch of a meeting with its own dates.

use crate::directory::{Timing, load};

/// Each stretch as one line, and what was found.
fn told(keys: &str) -> (Vec<String>, Vec<String>) {
    let text =
        format!("events:\n- {{ name: E, start: 2026-01-05, cadence: every Monday 9:00 UTC, {keys} }}\n");
    let loaded = load(&text);
    let date = |date: Option<chrono::NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
    let line = |meeting: &crate::directory::Meeting| {
        let Timing::Written(reading) = &meeting.timing else { panic!("a cadence") };
        let skips: Vec<String> =
            meeting.skips.iter().map(|skip| format!("{}..{}", skip.from, skip.to)).collect();
        format!(
            "{} {} to {}: {} {:?} {}",
            date(meeting.revision),
            date(meeting.start),
            date(meeting.until),
            reading.text,
            meeting.duration.map(|long| long.num_minutes()),
            skips.join(" ")
        )
    };
    let meetings = loaded.community.expect("a community").meetings.iter().map(line).collect();
    (meetings, loaded.findings.into_iter().map(|finding| finding.message).collect())
}

#[test]
fn what_was_before_ends_and_what_follows_begins() {
    let changes = "changes: [{ from: 2026-06-05, cadence: every Friday 9:00 UTC }, { from: 2026-09-04, duration: 30m }]";
    assert_eq!(
        told(&format!(
            "duration: 45m, until: 2026-12-31, skip: [{{ from: 2026-06-01, to: 2026-06-08 }}], {changes}"
        )),
        (
            vec![
                "- 2026-01-05 to 2026-06-04: every Monday 9:00 UTC Some(45) 2026-06-01..2026-06-08"
                    .to_owned(),
                "2026-06-05 2026-06-05 to 2026-09-03: every Friday 9:00 UTC Some(45) ".to_owned(),
                "2026-09-04 2026-09-04 to 2026-12-31: every Friday 9:00 UTC Some(30) ".to_owned(),
            ],
            vec![]
        )
    );
}

#[test]
fn a_change_that_cannot_be_is_said_and_left_out() {
    let base = "- 2026-01-05 to -: every Monday 9:00 UTC None ".to_owned();
    for (keys, message) in [
        ("changes: [{ cadence: every Friday 9:00 UTC }]", "a change does not say from when on it holds"),
        (
            "changes: [{ from: 2026-01-05, cadence: every Friday 9:00 UTC }]",
            "the change is from 2026-01-05 on, and what it changes from 2026-01-05 on",
        ),
        ("changes: [{ from: soon, cadence: every Friday 9:00 UTC }]", "`soon` is no date"),
    ] {
        assert_eq!(told(keys), (vec![base.clone()], vec![message.to_owned()]), "{keys}");
    }
}
