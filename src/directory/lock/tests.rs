use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::*;
use crate::directory::{Kind, RuleOverride, RuleSet, Text, When};
use crate::time::Zone;

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a test's own time")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("a test's own instant")
}

/// A lock in which every key stands.
fn full() -> Lock {
    let name = Text { en: "Node: \"the\" one".to_owned(), zh: Some("节点".to_owned()) };
    let exception = |original, shown, became, reason: &str| LockedException {
        original: at(original),
        at: at(shown),
        became,
        one_of_several: became == Became::Skipped,
        reason: reason.into(),
        since: instant("2026-01-02T03:04:05Z"),
    };
    let rules = RuleSet {
        uid: None,
        dtstart: at("2026-01-05 09:30"),
        zone: Some(Zone::named("America/Los_Angeles").expect("a zone")),
        all_day: false,
        rrules: vec!["FREQ=WEEKLY;BYDAY=MO,TU".to_owned()],
        exrules: vec!["FREQ=YEARLY".to_owned()],
        rdates: vec![When::Civil(at("2026-02-01 09:30"))],
        exdates: vec![When::Instant(instant("2026-02-02T17:30:00Z"))],
        overrides: vec![RuleOverride {
            recurrence_id: When::Civil(at("2026-03-02 09:30")),
            start: When::Instant(instant("2026-03-02T18:30:00Z")),
            duration: Some(TimeDelta::minutes(90)),
            summary: Some("Retro, at last".to_owned()),
            cancelled: true,
        }],
    };
    let series = LockedSeries {
        meeting: MeetingName { group: "sig-node".to_owned(), key: "ci/Regular, a/b\nc".to_owned() },
        uid: "b2".to_owned(),
        title: name.clone(),
        subproject: Some("ci".to_owned()),
        cadence: Some("every Monday and Tuesday at 09:30 Pacific time".to_owned()),
        rules,
        duration: TimeDelta::minutes(45),
        until: Some(instant("2026-12-31T17:30:00Z")),
        tentative: true,
        extra: Some("crunch".into()),
        exceptions: vec![
            exception("2026-01-05 09:30", "2026-01-05 09:30", Became::Excluded, ""),
            exception("2026-01-06 09:30", "2026-01-06 09:30", Became::Skipped, ""),
            exception("2026-01-12 09:30", "2026-01-12 09:30", Became::Cancelled, "no agenda"),
            exception("2026-01-13 09:30", "2026-01-14 09:30", Became::Cancelled, "ill"),
            exception(
                "2026-01-19 09:30",
                "2026-01-19 09:30",
                Became::Moved(at("2026-01-20 11:00")),
                "room: #2",
            ),
            exception("2026-01-20 09:30", "2026-01-21 09:30", Became::Moved(at("2026-01-20 11:00")), ""),
            exception("2026-01-26 09:30", "2026-01-26 09:30", Became::LaidOut(at("2026-01-27 09:30")), ""),
        ],
        hash: "0123456789abcdef".to_owned(),
        sequence: 3,
        created: instant("2026-01-01T00:00:00Z"),
        modified: instant("2026-01-02T00:00:01Z"),
        ended: Some(instant("2026-01-02T00:00:01Z")),
        kept_before: Some(instant("2026-01-01T00:00:01Z")),
    };
    let all_day = LockedSeries {
        meeting: MeetingName { group: "events".to_owned(), key: "Conference".to_owned() },
        uid: "a1".to_owned(),
        title: Text::default(),
        subproject: None,
        cadence: None,
        rules: RuleSet {
            dtstart: at("2026-03-24 00:00"),
            zone: None,
            all_day: true,
            rrules: vec![],
            exrules: vec![],
            rdates: vec![],
            exdates: vec![],
            overrides: vec![],
            uid: None,
        },
        duration: TimeDelta::days(3),
        until: None,
        tentative: false,
        extra: Some(Text::default()),
        exceptions: vec![],
        ended: None,
        ..series.clone()
    };
    let group = LockedGroup {
        slug: "sig-node".to_owned(),
        formerly: vec!["sig-kubelet".to_owned(), "sig-vm".to_owned()],
        kind: Kind::Sig,
        name,
        category: Some("operations".to_owned()),
    };
    Lock { begun: Some(instant("2026-01-01T00:00:00Z")), groups: vec![group], series: vec![all_day, series] }
}

#[test]
fn what_is_written_reads_back() {
    assert_eq!(read_lock(&full().to_string()), Ok(full()));
    assert_eq!(read_lock(&Lock::default().to_string()), Ok(Lock::default()));
}

#[test]
fn a_series_is_a_block_of_a_line_per_fact() {
    let written = Lock { begun: None, groups: vec![], series: full().series.split_off(1) }.to_string();
    let lines: Vec<&str> = written.lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "groups: []",
            "series:",
            "  - meeting: \"sig-node/ci/Regular, a/b\\nc\"",
            "    uid: b2",
            "    title: { en: 'Node: \"the\" one', zh: 节点 }",
            "    subproject: ci",
            "    cadence: every Monday and Tuesday at 09:30 Pacific time",
            "    start: 2026-01-05 09:30",
            "    zone: America/Los_Angeles",
            "    rrule: ['FREQ=WEEKLY;BYDAY=MO,TU']",
            "    exrule: [FREQ=YEARLY]",
            "    rdate: [2026-02-01 09:30]",
            "    exdate: [2026-02-02T17:30:00Z]",
            "    overrides: [{ of: 2026-03-02 09:30, start: 2026-03-02T18:30:00Z, duration: PT1H30M, \
             summary: 'Retro, at last', cancelled: true }]",
            "    duration: PT45M",
            "    until: 2026-12-31T17:30:00Z",
            "    tentative: true",
            "    extra: { reason: crunch }",
            "    excluded: [{ on: 2026-01-05 09:30, since: 2026-01-02T03:04:05Z }]",
            "    skipped: [{ on: 2026-01-06 09:30, one_of_several: true, since: 2026-01-02T03:04:05Z }]",
            "    cancelled:",
            "      - { on: 2026-01-12 09:30, reason: no agenda, since: 2026-01-02T03:04:05Z }",
            "      - { on: 2026-01-13 09:30, at: 2026-01-14 09:30, reason: ill, since: 2026-01-02T03:04:05Z }",
            "    laid_out: [{ on: 2026-01-26 09:30, to: 2026-01-27 09:30, since: 2026-01-02T03:04:05Z }]",
            "    moved:",
            "      - { on: 2026-01-19 09:30, to: 2026-01-20 11:00, reason: 'room: #2', since: 2026-01-02T03:04:05Z }",
            "      - { on: 2026-01-20 09:30, at: 2026-01-21 09:30, to: 2026-01-20 11:00, since: 2026-01-02T03:04:05Z }",
            "    sequence: 3",
            "    created: 2026-01-01T00:00:00Z",
            "    modified: 2026-01-02T00:00:01Z",
            "    hash: 0123456789abcdef",
            "    ended: 2026-01-02T00:00:01Z",
            "    kept_before: 2026-01-01T00:00:01Z",
        ]
    );
}

#[test]
fn whatever_is_strange_in_a_lock_is_an_error_with_its_place() {
    let said = |text: &str| -> Vec<String> {
        let findings = read_lock(text).expect_err("something is wrong");
        let told = findings.iter().map(|found| {
            format!("{}:{} {}: {}", found.place.line, found.place.column, found.check, found.message)
        });
        told.collect()
    };
    let written = full().to_string();
    let broken = |from: &str, to: &str| said(&written.replacen(from, to, 1));
    assert_eq!(broken("PT45M", "soon"), ["29:15 wrong-value: `soon` is not a length of time"]);
    assert_eq!(broken("    uid: b2\n", ""), ["17:5 missing-key: there is no `uid` here"]);
    assert_eq!(broken("uid: b2", "uid: a1"), ["3:1 duplicate-uid: a UID stands here twice"]);
    assert_eq!(
        broken("  - meeting", "<<<<<<< HEAD\n  - meeting"),
        ["7:1 conflict: `<<<<<<< HEAD` is left of a merge"]
    );
    assert_eq!(broken("ended:", "finished:"), ["46:5 unknown-key: a locked series has no key `finished`"]);
    assert_eq!(said("- a\n")[0], "1:1 wrong-shape: a lock file is a mapping, and this is a list");
}
