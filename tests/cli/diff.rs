//! `sigcal diff`: what an edit changes, for people, for a pull request and for programs.

use super::program::{file, sigcal};

const OLD: &str = "community: { name: Example, start: 2026-01-05, zone: Europe/Berlin }
sigs:
- dir: sig-node
  name: Node
  leadership: { chairs: [{ name: Ada }] }
  meetings:
  - { description: Regular meeting, cadence: every Friday 9:00 Europe/Berlin }
  - { description: Triage, cadence: every Monday 9:00 UTC }
  - { description: Reading, cadence: every Wednesday 9:00 UTC }
";

fn edited() -> String {
    OLD.replace("every Friday 9:00", "every Thursday 10:00").replace(
        "UTC }\n  - { description: Reading",
        "UTC, cancelled: [{ on: 2026-03-02, reason: a|b }] }\n  - { description: Books, formerly: Reading",
    )
}

fn diff(test: &str, format: &str) -> String {
    let old = file(&format!("diff-{test}-old"), "a.yaml", OLD);
    let new = file(&format!("diff-{test}-new"), "b.yaml", &edited());
    let outcome = sigcal(&["diff", &old, &new, "--date", "2026-03-01", "--weeks", "1", "--format", format]);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""), "{outcome:?}");
    outcome.out
}

#[test]
fn people_read_what_differs_and_for_whom() {
    assert_eq!(
        diff("text", "text"),
        "\
3 meetings differ from 2026-03-01 to 2026-03-07, Europe/Berlin

SIG Node: Books is called otherwise
  called  sig-node/Reading → sig-node/Books
  edited  description
  for     Ada, /sig-node.ics, /sigs.ics, /all.ics

SIG Node: Regular meeting happens otherwise
  was     every Friday at 09:00 Central European time
  is      every Thursday at 10:00 Central European time
  moved   Fri 2026-03-06 09:00 → Thu 2026-03-05 10:00  (08:00 UTC → 09:00 UTC)
  for     Ada, /sig-node.ics, /sigs.ics, /all.ics

SIG Node: Triage has other dates
  cancel  Mon 2026-03-02 10:00  (09:00 UTC)  a|b
  for     Ada, /sig-node.ics, /sigs.ics, /all.ics
"
    );
}

#[test]
fn a_comment_shows_the_texts_as_they_are() {
    let comment = diff("markdown", "markdown");
    let rows: Vec<&str> = comment.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(
        rows,
        [
            "| before | after | why |",
            "| --- | --- | --- |",
            "| Fri 2026-03-06 09:00 (08:00 UTC) | Thu 2026-03-05 10:00 (09:00 UTC) |  |",
            "| before | after | why |",
            "| --- | --- | --- |",
            "| Mon 2026-03-02 10:00 (09:00 UTC) | cancelled | a\\|b |",
        ]
    );
}

#[test]
fn programs_read_one_object() {
    let whole: serde_json::Value = serde_json::from_str(&diff("json", "json")).expect("JSON");
    assert_eq!(
        whole["meetings"][1]["dates"][0],
        serde_json::json!({
            "change": "moved",
            "before": {
                "start": "2026-03-06T09:00:00+01:00",
                "end": "2026-03-06T10:00:00+01:00",
                "start_utc": "2026-03-06T08:00:00Z",
                "end_utc": "2026-03-06T09:00:00Z",
                "all_day": false
            },
            "after": {
                "start": "2026-03-05T10:00:00+01:00",
                "end": "2026-03-05T11:00:00+01:00",
                "start_utc": "2026-03-05T09:00:00Z",
                "end_utc": "2026-03-05T10:00:00Z",
                "all_day": false
            },
            "reason": null
        })
    );
    let same = file("diff-same", "a.yaml", OLD);
    assert_eq!(
        sigcal(&["diff", &same, &same, "--date", "2026-03-01"]).out,
        "No meeting differs from 2026-03-01 to 2026-05-30.\n"
    );
}
