//! `sigcal check`: three formats, three codes.

use super::program::{fed, file, sigcal};

const DATA: &str = "community: { zone: America/Los_Angeles }
sigs:
  - dir: sig-a
    name: A
    mision_statement: 100%, sure
    meetings:
      - { description: M, cadence: 每隔一周的周四 9:00 }
      - { description: N, cadence: every 2nd Tuesday 9:00 PT }
";

#[test]
fn the_shipped_community_has_nothing_but_notes_and_ends_with_0() {
    let outcome = sigcal(&["check"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.err.contains("; 0 errors, 0 warnings, "), "{}", outcome.err);
    assert!(outcome.out.lines().all(|line| !line.contains(": warning: ") && !line.contains(": error: ")));
}

#[test]
fn a_warning_ends_with_1_and_every_finding_is_told_for_people() {
    let outcome = fed(&["check", "-"], DATA);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.out, TEXT);
    assert_eq!(outcome.err, "2 meetings: 1 assumed, 1 ambiguous; 0 errors, 2 warnings, 2 notes\n");
}

const TEXT: &str = "<stdin>:5:5: warning: unknown-key: a group has no key `mision_statement`
  |     mision_statement: 100%, sure
  |     ^^^^^^^^^^^^^^^^
  = did you mean `mission_statement`?
<stdin>:7:36: note: no-anchor: no date says which of the weeks is meant
  |       - { description: M, cadence: 每隔一周的周四 9:00 }
  |                                    ^^^^^^^^
  = assumed 2025-10-02; add `start: <a date it met>` to settle it
<stdin>:7:44: note: no-zone: no zone is named; `America/Los_Angeles` is taken
  |       - { description: M, cadence: 每隔一周的周四 9:00 }
  |                                                   ^^^^
  = name the zone, as `PT` or `Europe/Berlin`
<stdin>:8:36: warning: ambiguous: `every 2nd Tuesday 9:00 PT` has several readings: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU` at 09:00 America/Los_Angeles or `FREQ=MONTHLY;BYDAY=2TU` at 09:00 America/Los_Angeles
  |       - { description: N, cadence: every 2nd Tuesday 9:00 PT }
  |                                    ^^^^^^^^^^^^^^^^^
  = write `every other Thursday` or `second Thursday of the month`
";

#[test]
fn the_same_findings_are_told_for_programs() {
    let outcome = fed(&["check", "-", "--format", "json"], DATA);
    assert_eq!(outcome.code, Some(1));
    let findings: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    assert_eq!(
        findings[0],
        serde_json::json!({
            "file": "<stdin>", "line": 5, "column": 5, "length": 16, "level": "warning", "check": "unknown-key",
            "message": "a group has no key `mision_statement`", "remedy": "did you mean `mission_statement`?",
        })
    );
    let places: Vec<String> = findings
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| format!("<stdin>:{}:{}: ", finding["line"], finding["column"]))
        .collect();
    let told = TEXT.lines().filter(|line| line.starts_with("<stdin>"));
    assert!(told.zip(&places).all(|(line, place)| line.starts_with(place)), "{places:?}");
    assert_eq!(places.len(), TEXT.lines().filter(|line| line.starts_with("<stdin>")).count());
}

#[test]
fn the_same_findings_are_told_to_github_with_its_own_escapes() {
    let path = file("github", "50%,a.yaml", DATA);
    let outcome = sigcal(&["check", &path, "--format", "github"]);
    assert_eq!(outcome.code, Some(1));
    let name = path.replace('%', "%25").replace(',', "%2C").replace(':', "%3A");
    let first = format!(
        "::warning file={name},line=5,col=5,title=unknown-key::a group has no key `mision_statement`; did you mean \
         `mission_statement`?"
    );
    assert_eq!(outcome.out.lines().next(), Some(first.as_str()));
    assert!(outcome.out.lines().all(|line| line.starts_with("::warning ") || line.starts_with("::notice ")));
}

#[test]
fn an_error_ends_with_1_also_where_nothing_can_be_read() {
    let outcome = fed(&["check", "-"], "sigs: [");
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.err.starts_with("nothing could be read; 1 error, "), "{}", outcome.err);
    let outcome = fed(&["check", "-"], "");
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.out, "<stdin>:1:1: error: empty: the file is empty\n  = list groups under `sigs:`\n");
}

/// What a file holds can neither add a finding nor move the cursor.
#[test]
fn no_text_of_the_data_adds_a_line_or_a_control_to_what_is_told() {
    let forged = "sigs: [{ dir: sig-a, name: A, meetings: [{ description: M, cadence: every Friday 9:00 UTC, \
                  url: \"https://example.org/\\nx.yaml:1:1: error: forged\\e[2J\\u009b2J\\u202e\" }] }]";
    let outcome = fed(&["check", "-"], forged);
    assert_eq!(outcome.out.lines().filter(|line| !line.starts_with("  ")).count(), 1, "{}", outcome.out);
    let control = |c: char| c != '\n' && c.is_control();
    assert!(!outcome.out.contains(control), "{:?}", outcome.out);
    let outcome = fed(&["check", "-", "--format", "github"], forged);
    assert_eq!(outcome.out.lines().count(), 1, "{}", outcome.out);
}

const DOUBTFUL: &str = "community: { zone: UTC }
sigs:
  - dir: sig-a
    name: A
    leadership: { chairs: [{ name: Ada }] }
    meetings:
      - { description: M, cadence: every Tuesday 9:00 UTC, until: 2026-12-31 }
  - dir: sig-b
    name: B
    until: 2026-11-30
    leadership: { chairs: [{ name: Ada }] }
    meetings:
      - { description: N, cadence: first Tuesday 9:00 UTC }
";

#[test]
fn what_is_at_the_same_time_and_what_ends_is_told_as_of_a_day() {
    let outcome = fed(&["check", "-", "--date", "2026-11-26"], DOUBTFUL);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(1), AS_OF_NOVEMBER));
    assert_eq!(outcome.err, "2 meetings: 2 exact; 0 errors, 1 warning, 2 notes\n");
    let outcome = fed(&["check", "-", "--date", "2026-06-01"], DOUBTFUL);
    assert_eq!(outcome.code, Some(1));
    let told: Vec<&str> = outcome.out.lines().filter(|line| line.starts_with('<')).collect();
    assert_eq!(
        told,
        [
            "<stdin>:13:24: warning: overlap: this is at the same time as `M` of `sig-a` in line 7 on 2026-06-02, \
             2026-07-07 and 2026-08-04; both groups are led by `Ada`"
        ]
    );
    let outcome = fed(&["check", "-", "--date", "2027-02-01"], DOUBTFUL);
    let told: Vec<&str> = outcome.out.lines().filter(|line| line.starts_with('<')).collect();
    assert_eq!(
        told,
        [
            "<stdin>:7:24: warning: ended: `M` last happened on 2026-12-29, and is still listed",
            "<stdin>:8:10: warning: meets-after-end: `sig-b` ended on 2026-11-30, and `N` goes on",
        ]
    );
}

const AS_OF_NOVEMBER: &str = "<stdin>:7:24: note: ends-soon: `M` happens for the last time on 2026-12-29, in 33 days
  |       - { description: M, cadence: every Tuesday 9:00 UTC, until: 2026-12-31 }
  |                        ^
  = where it goes on, give it a later end
<stdin>:8:10: note: ends-soon: `sig-b` ends on 2026-11-30, in 4 days
  |   - dir: sig-b
  |          ^^^^^
  = where it goes on, give it a later end
<stdin>:13:24: warning: overlap: this is at the same time as `M` of `sig-a` in line 7 on 2026-12-01; both groups are led by `Ada`
  |       - { description: N, cadence: first Tuesday 9:00 UTC }
  |                        ^
  = move one of the two, or write `allow: [{ check: overlap, with: sig-a, reason: … }]` where it is meant
";

#[test]
fn what_a_meeting_allows_is_not_told_and_what_allows_nothing_is() {
    let allow = "UTC, allow: [{ check: overlap, with: sig-a, reason: Ada takes turns }] }\n";
    let allowed = DOUBTFUL.replace("first Tuesday 9:00 UTC }\n", &format!("first Tuesday 9:00 {allow}"));
    let outcome = fed(&["check", "-", "--date", "2026-06-01"], &allowed);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), ""));
    let outcome =
        fed(&["check", "-", "--date", "2026-06-01"], &allowed.replace("first Tuesday", "first Monday"));
    assert_eq!(outcome.code, Some(0));
    assert_eq!(
        outcome.out,
        "<stdin>:13:76: note: unused-allow: nothing is found that this allows: the meeting has no `overlap` with `sig-a`
  |       - { description: N, cadence: first Monday 9:00 UTC, allow: [{ check: overlap, with: sig-a, reason: Ada takes turns }] }
  |                                                                            ^^^^^^^
  = remove it: it would hide what comes later, and nobody has looked at
"
    );
}
