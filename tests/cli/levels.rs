//! `sigcal check --allow`, `--note`, `--warn` and `--deny`, and `checks` in the data.

use super::program::{fed, file, says, sigcal};

/// A note, a warning and an error, each in a line of its own.
const DATA: &str = "community: { zone: UTC, checks: {} }
events:
  - { name: A, cadence: TBD }
  - { name: B, cadence: every Monday 9:00 UTC, cadance: TBD }
  - { name: C, cadence: every Monday 9:00 UTC, duration: 25h }
";

/// The code, and of each finding the line, the level and the check.
fn checked(checks: &str, flags: &[&str]) -> (Option<i32>, Vec<String>) {
    let data = DATA.replace("{} }", &format!("{{ {checks} }} }}"));
    let outcome = fed(&[&["check", "-", "--format", "json"], flags].concat(), &data);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&outcome.out).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let told = findings.iter().map(|f| format!("{} {} {}", f["line"], text(&f["level"]), text(&f["check"])));
    (outcome.code, told.collect())
}

fn is(code: i32, lines: &[&str]) -> (Option<i32>, Vec<String>) {
    (Some(code), lines.iter().map(|line| (*line).to_owned()).collect())
}

#[test]
fn a_level_is_set_in_the_data_and_the_command_line_wins() {
    let error = "5 error bad-duration";
    assert_eq!(checked("", &[]), is(1, &["3 note irregular", "4 warning unknown-key", error]));
    let set = "irregular: deny, unknown-key: allow";
    assert_eq!(checked(set, &[]), is(1, &["3 error irregular", error]));
    let flags = ["--note", "irregular", "--deny", "unknown-key"];
    assert_eq!(checked(set, &flags), is(1, &["3 note irregular", "4 error unknown-key", error]));
    let flags = ["--allow", "irregular", "--warn", "unknown-key", "--warn", "unknown-key"];
    assert_eq!(checked(set, &flags), is(1, &["4 warning unknown-key", error]));
    let notes = "events: [{ name: A, cadence: TBD }]\n";
    assert_eq!(fed(&["check", "-"], notes).code, Some(0));
    let denied = fed(&["check", "-", "--deny", "irregular"], notes);
    assert_eq!(denied.code, Some(1));
    assert_eq!(denied.err, "1 meeting: 1 irregular; 1 error, 0 warnings, 0 notes\n");
}

#[test]
fn what_is_not_served_stays_an_error_and_it_is_said_that_nothing_else_is_possible() {
    let all = |said| is(1, &[said, "3 note irregular", "4 warning unknown-key", "5 error bad-duration"]);
    assert_eq!(checked("", &["--allow", "bad-duration"]), all("1 warning not-allowable"));
    assert_eq!(checked("bad-duration: warn", &[]), all("1 warning not-allowable"));
    let outcome = fed(&["check", "-", "--note", "yaml"], "sigs: [");
    assert_eq!(
        outcome.out.lines().next(),
        Some(
            "<stdin>:1:1: warning: not-allowable: `--note yaml`: what `yaml` finds is not served, and stays an error"
        )
    );
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn a_check_that_is_not_there_or_asked_for_twice_ends_with_2() {
    let outcome = sigcal(&["check", "--deny", "overlaps"]);
    assert_eq!(outcome.code, Some(2));
    let said = "error: invalid value 'overlaps' for '--deny <CHECK>': no check is called `overlaps`; did you mean `overlap`?";
    assert_eq!(outcome.err.lines().next(), Some(said));
    says(
        &sigcal(&["check", "--allow", "overlap", "--deny", "overlap"]),
        2,
        "sigcal: `--allow overlap` and `--deny overlap` contradict each other; give one of the two",
    );
}

/// Nothing new is an error of the text, so nothing stands in the way of it.
#[test]
fn what_is_denied_does_not_keep_a_file_from_being_fixed() {
    let data = "sigs:
- dir: sig-a
  name: A
  meetings:
  - description: M
    cadence: every other week Monday 9:00 UTC
    until: 2026-03-01
";
    let path = file("denied", "sigs.yaml", data);
    let fix = ["check", &path, "--fix", "--anchor", "sig-a=2026-01-05", "--date", "2026-06-01"];
    let outcome = sigcal(&[&fix[..], &["--deny", "ended"]].concat());
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.err, "1 meeting: 1 exact; 1 error, 0 warnings, 0 notes\n");
    let fixed = std::fs::read_to_string(&path).expect("the file is there");
    assert_eq!(fixed, data.replace("9:00 UTC\n", "9:00 UTC\n    start: 2026-01-05\n"));
}
