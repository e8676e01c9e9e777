//! What checks say about readings; the readings are made here, so that these tests are about places.

use super::line;
use crate::cadence::{Note, NoteCode, Part, Reading, Verdict};
use crate::directory::Timing;
use crate::directory::checks;
use crate::directory::draft::Draft;
use crate::directory::report::Report;
use crate::directory::{load, read, schema};

fn draft(text: &str) -> Draft {
    let root = schema::tree(text).expect("YAML");
    let mut report = Report::default();
    let draft = read::draft(&root, &mut report).expect("a mapping");
    assert!(report.sorted().is_empty());
    draft
}

/// The findings where the only meeting's reading has this verdict and notes.
fn said(text: &str, verdict: Verdict, notes: &[(NoteCode, &str)]) -> Vec<String> {
    let mut draft = draft(text);
    let Timing::Written(reading) = &mut draft.events[0].meeting.timing else { panic!("a cadence") };
    let notes = notes.iter().map(|(code, word)| {
        let from = reading.text.find(word).expect("a word of the text");
        Note { code: *code, span: from..from + word.len(), message: format!("about `{word}`") }
    });
    let missing = if verdict == Verdict::Incomplete { vec![Part::Hour] } else { vec![] };
    let notes = notes.collect();
    *reading = Reading {
        verdict,
        notes,
        missing,
        cadences: vec![],
        readings: vec![],
        unknown: vec![],
        text: reading.text.clone(),
    };
    let mut report = Report::default();
    checks::run(&mut draft, &mut report);
    report.sorted().iter().map(line).collect()
}

const ANCHOR: &str = "= add `start: <a date it met>` to settle it";

#[test]
fn a_note_points_at_its_words_in_characters() {
    let text = "events:\n- name: E\n  cadence: 每双周周四 9:00 PST\n";
    let notes = [(NoteCode::NoAnchor, "双周"), (NoteCode::StandardTimeYearRound, "PST")];
    assert_eq!(
        said(text, Verdict::Assumed, &notes),
        [
            format!("3:13+2 Note no-anchor: about `双周` {ANCHOR}"),
            "3:23+3 Note standard-time-year-round: about `PST` = -".to_owned(),
        ]
    );
}

#[test]
fn quotes_count_as_columns_and_escapes_make_it_the_whole_text() {
    let notes = [(NoteCode::NoAnchor, "biweekly")];
    let quoted = "events:\n- {name: E, cadence: \"  biweekly Thursday\"}\n";
    assert_eq!(
        said(quoted, Verdict::Assumed, &notes),
        [format!("2:25+8 Note no-anchor: about `biweekly` {ANCHOR}")]
    );
    let escaped = "events:\n- {name: E, cadence: \"biweekly\\x20Thursday\"}\n";
    assert_eq!(
        said(escaped, Verdict::Assumed, &notes),
        [format!("2:22+22 Note no-anchor: about `biweekly` {ANCHOR}")]
    );
}

#[test]
fn a_note_on_one_of_four_fields_points_into_that_field() {
    let text =
        "events:\n- name: E\n  day: Thursday\n  time: 9:00\n  tz: PT (Pacific)\n  frequency: biweekly\n";
    let notes = [(NoteCode::NoAnchor, "biweekly"), (NoteCode::SameInstant, "Pacific")];
    assert_eq!(
        said(text, Verdict::Assumed, &notes),
        [
            "5:11+7 Note same-instant: about `Pacific` = -".to_owned(),
            format!("6:14+8 Note no-anchor: about `biweekly` {ANCHOR}"),
        ]
    );
}

#[test]
fn each_verdict_is_said_once_at_its_level() {
    let text = "events:\n- name: E\n  cadence: weekly Thursday\n";
    assert_eq!(said(text, Verdict::Exact, &[]), Vec::<String>::new());
    assert_eq!(
        said(text, Verdict::Incomplete, &[]),
        [
            "3:12+15 Note incomplete: `weekly Thursday` does not say the hour: each date is an all-day, tentative event \
          = add the hour once it is known, as `9:00 PT`"
        ]
    );
    assert_eq!(
        said(
            text,
            Verdict::Ambiguous,
            &[(NoteCode::NoAnchor, "weekly"), (NoteCode::AmbiguousPosition, "Thursday")]
        ),
        ["3:19+8 Warning ambiguous: `weekly Thursday` has several readings = \
          write `every other Thursday` or `second Thursday of the month`"]
    );
    assert_eq!(
        said(text, Verdict::Irregular, &[]),
        [
            "3:12+15 Note irregular: `weekly Thursday` states no recurrence, and the meeting is in no calendar = -"
        ]
    );
    assert_eq!(
        said(text, Verdict::Unreadable, &[(NoteCode::NotUnderstood, "weekly")]),
        [
            "3:12+6 Error unreadable: `weekly Thursday` is not understood as a cadence: about `weekly` = write it as \
          `weekly Thursday 9:00 PT`, `every other Tuesday 16:00 UTC` or `每月第二个周三 9:00 PST`"
        ]
    );
}

/// Every finding of an event with these keys.
fn found(keys: &str) -> Vec<String> {
    let text = format!("community: {{ zones: {{ ist: Asia/Kolkata }} }}\nevents:\n- name: E\n{keys}");
    load(&text).findings.iter().map(line).collect()
}

#[test]
fn a_cadence_and_fields_may_stand_together_where_they_agree() {
    let fields = "  day: Thursdays\n  time: 9am\n  tz: PT (Pacific Time)\n  frequency: weekly\n";
    assert_eq!(found(&format!("  cadence: weekly Thursday 9:00 PT\n{fields}")), Vec::<String>::new());
    assert_eq!(
        found(&format!("  cadence: weekly Friday 9:00 PT\n{fields}")),
        [
            "4:12+21 Error cadence-fields-disagree: `weekly Friday 9:00 PT` is not what `day`, `time`, `tz` and \
          `frequency` say: `FREQ=WEEKLY;BYDAY=FR` at 09:00 America/Los_Angeles or `FREQ=WEEKLY;BYDAY=TH` at 09:00 \
          America/Los_Angeles = keep the one that is right and remove the other"
        ]
    );
}

#[test]
fn the_community_settles_a_zone_phrase_in_any_case() {
    assert_eq!(found("  cadence: weekly Thursday 14:00 IST\n"), Vec::<String>::new());
}

#[test]
fn a_start_settles_which_week_is_meant() {
    let biweekly = "  cadence: biweekly Thursday 9:00 PT\n";
    let anchor = found(biweekly);
    assert_eq!(anchor.len(), 1);
    assert!(anchor[0].starts_with("4:12+8 Note no-anchor") && anchor[0].ends_with(ANCHOR), "{anchor:?}");
    assert_eq!(found(&format!("{biweekly}  start: 2025-10-23\n")), Vec::<String>::new());
}

#[test]
fn a_slip_in_a_key_is_not_also_a_missing_cadence() {
    assert_eq!(
        found("  cadance: weekly Thursday 14:00 IST\n"),
        ["4:3+7 Warning unknown-key: an event has no key `cadance` = did you mean `cadence`?"]
    );
    assert_eq!(found("  durration: 1h\n").len(), 2, "a slip in another key settles nothing");
}

#[test]
fn readings_that_differ_in_their_days_alone_say_the_time_once() {
    assert_eq!(
        found("  cadence: monthly Thursday 9:00 PT\n"),
        [
            "4:12+7 Warning ambiguous: `monthly Thursday 9:00 PT` has several readings: `FREQ=MONTHLY;BYDAY=1TH` or \
          `FREQ=MONTHLY;BYDAY=2TH` or `FREQ=MONTHLY;BYDAY=3TH` or `FREQ=MONTHLY;BYDAY=4TH` or \
          `FREQ=MONTHLY;BYDAY=-1TH`, each at 09:00 America/Los_Angeles = add the position, as `second Thursday of the month`"
        ]
    );
}

#[test]
fn a_zone_that_nobody_gives_is_not_also_assumed() {
    // The schedule says it, as an error.
    assert_eq!(load("events:\n- { name: E, cadence: first and third Thursday 9:00 }\n").findings, []);
}
