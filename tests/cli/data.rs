//! DATA: which files are taken, and what is said of those that are not.

use super::program::{fed, file, folder, says, sigcal};

/// As calendar programs export it: a Windows zone, a folded line, an excluded date.
const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Team\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n\
    SUMMARY:Standup of the \r\n team\r\nDTSTART;TZID=Pacific Standard Time:20261027T090000\r\n\
    DTEND;TZID=Pacific Standard Time:20261027T091500\r\nRRULE:FREQ=DAILY;COUNT=4\r\n\
    EXDATE;TZID=Pacific Standard Time:20261028T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const WEEK: &str = "Team: week 44, 2026-10-26 to 2026-11-01, UTC\n\n\
    Tue 2026-10-27\n  16:00–16:15  Standup of the team  (09:00 Pacific time)\n\n\
    Thu 2026-10-29\n  16:00–16:15  Standup of the team  (09:00 Pacific time)\n\n\
    Fri 2026-10-30\n  16:00–16:15  Standup of the team  (09:00 Pacific time)\n";

fn week<'a>(data: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["week", data, "--zone", "UTC", "--date", "2026-10-26"], rest].concat()
}

#[test]
fn an_ics_file_is_data_by_its_name_and_by_its_first_line() {
    let named = file("ics", "team.ics", ICS);
    let outcome = sigcal(&week(&named, &[]));
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (Some(0), WEEK, ""));
    assert_eq!(fed(&week("-", &[]), ICS), outcome);
    let marked = format!("\u{feff}{ICS}");
    assert_eq!(fed(&week("-", &[]), &marked), outcome, "a byte-order mark is no text");
    let checked = sigcal(&["check", &named]);
    assert_eq!((checked.code, checked.out.as_str()), (Some(0), ""));
    assert_eq!(checked.err, "1 meeting; 0 errors, 0 warnings, 0 notes\n");
}

#[test]
fn standard_input_is_data_where_a_dash_is_given() {
    let data =
        "sigs: [{ dir: sig-a, name: A, meetings: [{ description: M, cadence: every Friday 9:00 UTC }] }]";
    let outcome = fed(&week("-", &["--format", "tsv"]), data);
    assert_eq!(outcome.out, "2026-10-30T09:00\t2026-10-30T10:00\tsig-a\tSIG A: M\tconfirmed\n");
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_read_is_said_with_a_remedy_and_ends_with_2() {
    let folder = folder("unreadable");
    let shown = folder.display();
    for command in ["check", "week", "serve"] {
        let missing = format!("{shown}/nothing.yaml");
        let why = "No such file or directory (os error 2); give the path of a data file";
        says(&sigcal(&[command, &missing]), 2, &format!("sigcal: could not open `{missing}`: {why}"));
        let said = format!("sigcal: `{shown}` is a folder, and a file is needed");
        says(&sigcal(&[command, &shown.to_string()]), 2, &said);
    }
    std::fs::write(folder.join("sigs.yaml"), "sigs: []\n").expect("the folder can be written");
    let said =
        format!("sigcal: `{shown}` is a folder, and a file is needed; did you mean `{shown}/sigs.yaml`?");
    says(&sigcal(&["week", &shown.to_string()]), 2, &said);
    let broken = fed(&["week", "-"], "sigs: [");
    assert_eq!((broken.code, broken.out.as_str()), (Some(2), ""));
    assert!(broken.err.starts_with("sigcal: <stdin>:1:"), "{}", broken.err);
    assert!(broken.err.ends_with("; `sigcal check <stdin>` says all that is wrong\n"), "{}", broken.err);
}
