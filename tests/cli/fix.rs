//! `sigcal check --fix`: the file, what is said, and what stands in the way.

use std::fs;
use std::path::Path;

use super::program::{fed, file, folder, says, sigcal};

const DATA: &str = "community: { name: Example, start: 2026-01-05 }
sigs:
- dir: sig-a
  name: A
  meetings:
  - description: Regular   # the big one
    day: Tuesday
    time: \"9:00\"   # was 10:00
    tz: PT (Pacific Time)
    frequency: weekly
  - { description: Office hours, day: Thursday, time: \"16:00\", tz: UTC, frequency: biweekly }
  - { description: Triage, day: Friday, time: \"9:00\", tz: PST, frequency: biweekly }
  - { description: Reading, cadence: biweekly Thursday 10:00 UTC }
- dir: sig-b
  name: B
  meetings: [{ description: B, cadence: weekly Friday 9:00 UTC }]
";

const FIXED: &str = "community: { name: Example, start: 2026-01-05 }
sigs:
- dir: sig-a
  name: A
  meetings:
  - description: Regular   # the big one
    cadence: every Tuesday at 09:00 Pacific time
    # was 10:00
  - { description: Office hours, cadence: every other Thursday at 16:00 UTC }
  - { description: Triage, day: Friday, time: \"9:00\", tz: PST, frequency: biweekly }
  - { description: Reading, cadence: biweekly Thursday 10:00 UTC }
- dir: sig-b
  name: B
  meetings: [{ description: B, cadence: weekly Friday 9:00 UTC }]
";

const SAID: &str = "NAME:7:5: fixed: four fields → `cadence: every Tuesday at 09:00 Pacific time`
NAME:9:34: fixed: four fields → `cadence: every other Thursday at 16:00 UTC`
NAME:10:33: left: the fields of `Triage`: one sentence would hide a note: `PST`: read as the wall clock of `America/Los_Angeles` all year, summer time in summer [standard-time-year-round]
  = if that is what is meant, write `cadence: every other Friday at 09:00 Pacific time`
NAME:9:43: note: no-anchor: no date says which of the weeks is meant
  |   - { description: Office hours, cadence: every other Thursday at 16:00 UTC }
  |                                           ^^^^^^^^^^^
  = assumed 2026-01-08; add `start: <a date it met>` to settle it
NAME:10:59: note: standard-time-year-round: read as the wall clock of `America/Los_Angeles` all year, summer time in summer
  |   - { description: Triage, day: Friday, time: \"9:00\", tz: PST, frequency: biweekly }
  |                                                           ^^^
NAME:10:75: note: no-anchor: no date says which of the weeks is meant
  |   - { description: Triage, day: Friday, time: \"9:00\", tz: PST, frequency: biweekly }
  |                                                                           ^^^^^^^^
  = assumed 2026-01-09; add `start: <a date it met>` to settle it
NAME:11:38: note: no-anchor: no date says which of the weeks is meant
  |   - { description: Reading, cadence: biweekly Thursday 10:00 UTC }
  |                                      ^^^^^^^^
  = assumed 2026-01-08; add `start: <a date it met>` to settle it
";

const SUMMARY: &str = "5 meetings: 2 exact, 3 assumed; 0 errors, 0 warnings, 4 notes\n";

fn read(path: &str) -> String {
    fs::read_to_string(path).expect("it is there")
}

#[test]
fn a_file_is_rewritten_in_its_place_and_a_second_run_changes_nothing() {
    let path = file("fix", "sigs.yaml", DATA);
    let outcome = sigcal(&["check", &path, "--fix"]);
    assert_eq!(read(&path), FIXED);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), SUMMARY));
    assert_eq!(outcome.out, SAID.replace("NAME", &path));
    let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it is there");
    let outcome = sigcal(&["check", &path, "--fix"]);
    assert_eq!((read(&path).as_str(), outcome.code), (FIXED, Some(0)));
    let unchanged: String = SAID.lines().skip(2).map(|line| format!("{line}\n")).collect();
    assert_eq!(outcome.out, unchanged.replace("NAME", &path));
    let now = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it is there");
    assert_eq!(written, now, "nothing is written where nothing changes");
    let names: Vec<_> = fs::read_dir(Path::new(&path).parent().expect("a folder")).expect("ours").collect();
    assert_eq!(names.len(), 1, "no other file is left behind");
}

#[test]
fn what_comes_from_standard_input_goes_to_standard_output_and_what_is_said_does_not() {
    let outcome = fed(&["check", "-", "--fix"], DATA);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), FIXED));
    assert_eq!(outcome.err, SAID.replace("NAME", "<stdin>") + SUMMARY);
    let marked = format!("\u{feff}{}", DATA.replace('\n', "\r\n"));
    let outcome = fed(&["check", "-", "--fix"], &marked);
    assert_eq!(outcome.out, format!("\u{feff}{}", FIXED.replace('\n', "\r\n")));
    assert_eq!(outcome.err, SAID.replace("NAME", "<stdin>") + SUMMARY);
    // What cannot be read passes through, and its findings are told.
    let outcome = fed(&["check", "-", "--fix"], "sigs: [");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(1), "sigs: ["));
    assert!(outcome.err.starts_with("<stdin>:1:"), "{}", outcome.err);
}

#[test]
fn what_was_done_is_told_for_programs_too() {
    let path = file("fix-json", "sigs.yaml", DATA);
    let outcome = sigcal(&["check", &path, "--fix", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    assert_eq!(
        told[0],
        serde_json::json!({
            "file": path, "line": 7, "column": 5, "length": 44, "level": "fixed", "check": "four-fields",
            "message": "four fields → `cadence: every Tuesday at 09:00 Pacific time`", "remedy": null,
        })
    );
    let levels: Vec<_> = told.as_array().expect("a list").iter().map(|told| &told["level"]).collect();
    assert_eq!(levels, ["fixed", "fixed", "left", "note", "note", "note", "note"]);
    let outcome = fed(&["check", "-", "--fix", "--format", "json"], DATA);
    assert_eq!(outcome.out, FIXED);
    let told: serde_json::Value = serde_json::from_str(&outcome.err).expect("JSON, and nothing behind it");
    assert_eq!(told.as_array().map(Vec::len), Some(7));
    let path = file("fix-github", "sigs.yaml", DATA);
    let outcome = sigcal(&["check", &path, "--fix", "--format", "github"]);
    let first = format!(
        "::notice file={path},line=7,col=5,title=four-fields::fixed: four fields → `cadence: every Tuesday at 09:00 \
         Pacific time`"
    );
    assert_eq!(outcome.out.lines().next(), Some(first.as_str()));
}

#[test]
fn an_anchor_becomes_the_start_of_the_meeting_that_it_names() {
    let anchors = ["--anchor", "sig-a/Reading=2026-01-15", "--anchor", "sig-a=2026-01-09"];
    let outcome = fed(&[&["check", "-", "--fix"], &anchors[..]].concat(), DATA);
    let want = FIXED
        .replace("10:00 UTC }", "10:00 UTC, start: 2026-01-15 }")
        .replace("frequency: biweekly }", "frequency: biweekly, start: 2026-01-09 }");
    assert_eq!((outcome.code, outcome.out), (Some(0), want));
    let said: Vec<&str> = outcome.err.lines().filter(|line| line.contains(": no anchor → ")).collect();
    assert_eq!(
        said,
        [
            "<stdin>:10:85: fixed: no anchor → `start: 2026-01-09`",
            "<stdin>:11:67: fixed: no anchor → `start: 2026-01-15`",
        ]
    );
    assert_eq!(
        outcome.err.lines().last(),
        Some("5 meetings: 3 exact, 2 assumed; 0 errors, 0 warnings, 2 notes")
    );
}

#[test]
fn an_anchor_that_fits_none_or_several_changes_nothing_and_says_how_to_go_on() {
    let path = file("anchors", "sigs.yaml", DATA);
    let told = |anchor: &str, sentence: &str| {
        let outcome = sigcal(&["check", &path, "--fix", "--anchor", anchor]);
        says(&outcome, 2, &format!("sigcal: {path} is not changed: `--anchor {anchor}`: {sentence}"));
        assert_eq!(read(&path), DATA);
    };
    told("sig-c=2026-01-08", "no group is called `sig-c`; the nearest is `sig-a`");
    told(
        "sig-b=2026-01-09",
        "no date is missing; to let a series begin later, write `start:` by hand:\n  `B`: every Friday at 09:00 UTC",
    );
    told(
        "sig-a=2026-01-08",
        "several meetings of `sig-a` could be meant; give the key of one:\n  \
         --anchor 'sig-a/Office hours=2026-01-08': every other Thursday at 16:00 UTC\n  \
         --anchor 'sig-a/Reading=2026-01-08': every other Thursday at 10:00 UTC",
    );
    told(
        "sig-a/Reading=2026-01-07",
        "no meeting that lacks a date can be on this Wednesday; the nearest dates before and after are\n  \
         2026-01-01 (Thursday) and 2026-01-08 (Thursday) for `Reading`: every other Thursday at 10:00 UTC",
    );
    told(
        "sig-b/C=2026-01-09",
        "no meeting of `sig-b` has the key `C`; it has\n  `B`: every Friday at 09:00 UTC",
    );
}

#[test]
fn an_anchor_that_makes_an_error_of_something_else_is_not_written() {
    let data = "events:\n- name: E\n  cadence: biweekly Friday 9:00 UTC\n  skip: [2025-10-03]\n";
    let outcome = fed(&["check", "-", "--fix", "--anchor", "events=2026-01-09"], data);
    let why = "skip: the meeting does not happen on `2025-10-03` [not-an-occurrence]; ";
    assert!(
        outcome.err.starts_with(&format!("sigcal: <stdin> is not changed: with it, {why}")),
        "{}",
        outcome.err
    );
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
}

#[test]
fn what_is_no_file_of_ours_is_refused_with_what_to_write() {
    says(
        &sigcal(&["check", "--fix"]),
        2,
        "sigcal: `--fix` rewrites a data file, and none is given; write `sigcal check FILE --fix`",
    );
    says(
        &sigcal(&["check", "a.yaml", "--anchor", "sig-a/It's=2026-01-08"]),
        2,
        "sigcal: `--anchor` changes the data file, and nothing is changed without `--fix`; write `sigcal check a.yaml \
         --fix --anchor 'sig-a/It'\\''s=2026-01-08'`",
    );
    let ics = file("fix-ics", "team.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    says(
        &sigcal(&["check", &ics, "--fix"]),
        2,
        &format!(
            "sigcal: `{ics}` is an iCalendar file, and `--fix` rewrites data files in YAML only; change it in the \
             program that it comes from"
        ),
    );
    let outcome = sigcal(&["check", "a.yaml", "--fix", "--anchor", "sig-a"]);
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome.err.contains("`sig-a` is no group and date; write `sig-node=2026-01-08`"),
        "{}",
        outcome.err
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay_what_they_were() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("fix-link");
    fs::create_dir(folder.join("real")).expect("ours");
    let real = folder.join("real/data.yaml");
    fs::write(&real, DATA).expect("ours");
    let mode = |mode| fs::set_permissions(&real, fs::Permissions::from_mode(mode)).expect("ours");
    mode(0o640);
    symlink("real/data.yaml", folder.join("sigs.yaml")).expect("ours");
    let link = folder.join("sigs.yaml").display().to_string();
    assert_eq!(sigcal(&["check", &link, "--fix"]).code, Some(0));
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(fs::read_to_string(&real).expect("it is there"), FIXED);
    assert_eq!(fs::metadata(&real).expect("it is there").permissions().mode() & 0o7777, 0o640);
    fs::write(&real, DATA).expect("ours");
    mode(0o440);
    let outcome = sigcal(&["check", &link, "--fix"]);
    says(&outcome, 2, &format!("sigcal: `{link}` may only be read; allow writing, as `chmod u+w`"));
    assert_eq!(fs::read_to_string(&real).expect("it is there"), DATA);
}
