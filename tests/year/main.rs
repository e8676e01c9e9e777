//! A year of a community, edit by edit, each locked: what has happened stays as subscribers saw it, what changed is told to
//! them and nothing else is, and no UID is lost or given twice.

mod played;

use played::Year;
use sigcal::directory::Lang;
use sigcal::feed::Catalog;

/// The community as it begins. Three zones whose clocks change on different dates, and one whose clock does not.
const BEGINNING: &str = "
community:
  name: Example
  start: 2025-12-01
  skip: { summit: [{ from: 2026-05-18, to: 2026-05-22, reason: { en: Summit, zh: 峰会 } }] }
sigs:
  - dir: sig-west
    name: West
    meetings:
      - { description: Weekly, cadence: every Tuesday 9:00 America/Los_Angeles, skip: [summit] }
      - { description: Triage, cadence: every other Thursday 10:30 America/Los_Angeles, start: 2025-12-04 }
  - dir: sig-mid
    name: Mid
    meetings:
      - { description: Monthly, cadence: first and third Wednesday 15:00 Europe/Berlin }
  - dir: sig-south
    name: South
    meetings:
      - { description: Weekly, cadence: every Monday 11:00 Australia/Lord_Howe, duration: 30m }
  - dir: sig-east
    name: East
    meetings:
      - { description: Daily, cadence: every day 9:30 Asia/Shanghai, duration: 15m }
workinggroups:
  - dir: wg-short
    name: Short
    meetings:
      - { description: Sync, cadence: every Friday 16:00 UTC }
events:
  - { name: Town hall, rrule: FREQ=MONTHLY;BYDAY=-1TH, start: 2025-12-25 17:00, tz: Europe/Berlin }
";

#[test]
fn a_year_of_edits_leaves_every_past_as_it_was() {
    let mut year = Year::begun(BEGINNING);
    // A cadence is edited: the old one ends, the new one begins.
    year.edit(
        "2026-01-14T12:00:00Z",
        "every Tuesday 9:00 America/Los_Angeles",
        "every Wednesday 8:00 America/Los_Angeles",
        &["sig-west/Weekly"],
    );
    assert_eq!(
        year.starts("2026-01-01T00:00:00Z", "2026-01-29T00:00:00Z", "sig-west/Weekly"),
        [
            "01-06 17:00 Confirmed",
            "01-13 17:00 Confirmed",
            "01-14 16:00 Confirmed",
            "01-21 16:00 Confirmed",
            "01-28 16:00 Confirmed"
        ]
    );
    // And again before it ever happened: nobody met under it, so it is the same series.
    year.edit("2026-01-14T13:00:00Z", "Wednesday 8:00", "Wednesday 7:00", &["sig-west/Weekly"]);
    assert_eq!(
        year.lock
            .as_ref()
            .expect("a lock")
            .series
            .iter()
            .filter(|one| one.meeting.key == "Weekly" && one.meeting.group == "sig-west")
            .count(),
        2
    );
    // A holiday, a cancelled date, moved dates in each week in which clocks change.
    year.edit(
        "2026-02-10T00:00:00Z",
        "start: 2025-12-04 }",
        "start: 2025-12-04, skip: [{ on: 2026-02-26, reason: Holiday }] }",
        &["sig-west/Triage"],
    );
    year.edit(
        "2026-03-01T00:00:00Z",
        "third Wednesday 15:00 Europe/Berlin }",
        "third Wednesday 15:00 Europe/Berlin, cancelled: [{ on: 2026-03-04, reason: No agenda }] }",
        &["sig-mid/Monthly"],
    );
    year.edit(
        "2026-03-05T00:00:00Z",
        "skip: [{ on: 2026-02-26, reason: Holiday }] }",
        "skip: [{ on: 2026-02-26, reason: Holiday }], moved: [{ on: 2026-03-12, to: 2026-03-07 10:30 }] }",
        &["sig-west/Triage"],
    );
    year.edit(
        "2026-03-30T00:00:00Z",
        "duration: 30m }",
        "duration: 30m, moved: [{ on: 2026-04-06, to: 2026-04-05 11:00, reason: Holiday }] }",
        &["sig-south/Weekly"],
    );
    // Meetings that are renamed, and a group.
    year.edit(
        "2026-04-10T00:00:00Z",
        "description: Triage,",
        "description: Issue triage, formerly: Triage,",
        &["sig-west/Issue triage"],
    );
    year.edit(
        "2026-04-20T00:00:00Z",
        "dir: sig-mid\n    name: Mid",
        "dir: sig-centre\n    formerly: sig-mid\n    name: Centre",
        &["sig-centre/Monthly"],
    );
    // A summit in the future is moved; one that was is removed from the file, and stays in calendars.
    year.edit("2026-05-01T00:00:00Z", "to: 2026-05-22", "to: 2026-05-29", &["sig-west/Weekly"]);
    year.edit("2026-06-01T00:00:00Z", ", skip: [summit] }", " }", &[]);
    assert_eq!(
        year.starts("2026-05-14T00:00:00Z", "2026-06-11T00:00:00Z", "sig-west/Weekly"),
        ["06-03 14:00 Confirmed", "06-10 14:00 Confirmed"]
    );
    // A meeting besides the usual ones is announced, changed, and taken from the file when it is over.
    let extra =
        |hour: &str| format!("duration: 15m, extra: [{{ on: 2026-06-07 {hour}, reason: Crunch }}] }}");
    year.edit("2026-06-02T00:00:00Z", "duration: 15m }", &extra("16:00"), &["sig-east/Daily"]);
    year.edit("2026-06-03T00:00:00Z", &extra("16:00"), &extra("17:00"), &["sig-east/Daily"]);
    year.edit("2026-06-08T00:00:00Z", &extra("17:00"), "duration: 15m }", &[]);
    assert_eq!(
        year.starts("2026-06-06T12:00:00Z", "2026-06-08T00:00:00Z", "sig-east/Daily"),
        ["06-07 01:30 Confirmed", "06-07 09:00 Confirmed"]
    );
    // A meeting changes its zone, one its length, one its weeks.
    year.edit(
        "2026-06-15T00:00:00Z",
        "every day 9:30 Asia/Shanghai",
        "every weekday 9:30 Asia/Kolkata",
        &["sig-east/Daily"],
    );
    year.edit("2026-07-01T00:00:00Z", "duration: 30m,", "duration: 45m,", &["sig-south/Weekly"]);
    year.edit("2026-07-02T00:00:00Z", "start: 2025-12-04,", "start: 2025-12-11,", &["sig-west/Issue triage"]);
    // One of two Wednesdays goes.
    year.edit(
        "2026-08-01T00:00:00Z",
        "first and third Wednesday",
        "third Wednesday",
        &["sig-centre/Monthly"],
    );
    assert_eq!(
        year.starts("2026-07-01T00:00:00Z", "2026-09-30T00:00:00Z", "sig-centre/Monthly"),
        ["07-01 13:00 Confirmed", "07-15 13:00 Confirmed", "08-19 13:00 Confirmed", "09-16 13:00 Confirmed"]
    );
    // A rule of RFC 5545 is another one.
    year.edit("2026-08-02T00:00:00Z", "BYDAY=-1TH", "BYDAY=-1FR", &["events/Town hall"]);
    assert_eq!(
        year.starts("2026-07-01T00:00:00Z", "2026-09-30T00:00:00Z", "events/Town hall"),
        ["07-30 15:00 Confirmed", "08-28 15:00 Confirmed", "09-25 15:00 Confirmed"]
    );
    // A change that was announced with its date.
    year.edit(
        "2026-09-01T00:00:00Z",
        "every weekday 9:30 Asia/Kolkata, ",
        "every weekday 9:30 Asia/Kolkata, changes: [{ from: 2026-10-05, cadence: every weekday 10:00 Asia/Kolkata }], ",
        &["sig-east/Daily"],
    );
    // A group goes, and its calendar stays with what was.
    let group = "  - dir: wg-short\n    name: Short\n    meetings:\n      - { description: Sync, cadence: every Friday 16:00 UTC }\n";
    year.edit("2026-09-10T00:00:00Z", group, "", &["wg-short/Sync"]);
    let shown = year.shown.as_ref().expect("it was locked");
    let catalog = Catalog::new(&shown.community, &shown.series);
    let gone = catalog.calendar("wg-short").expect("a calendar that was given away stays");
    assert_eq!(gone.events[0].summary.get(Lang::En), "WG Short: Sync");
    assert!(catalog.calendar("sig-mid").is_some() && catalog.calendar("sig-centre").is_some());
    // It comes back, and its past is not given twice.
    year.edit(
        "2026-10-20T00:00:00Z",
        "workinggroups:\n",
        &format!("workinggroups:\n{group}"),
        &["wg-short/Sync"],
    );
    assert_eq!(
        year.starts("2026-09-01T00:00:00Z", "2026-10-31T00:00:00Z", "wg-short/Sync"),
        ["09-04 16:00 Confirmed", "10-23 16:00 Confirmed", "10-30 16:00 Confirmed"]
    );
    // Moved dates in the weeks in which the other clocks change.
    year.edit(
        "2026-10-22T00:00:00Z",
        "moved: [{ on: 2026-03-12,",
        "moved: [{ on: 2026-10-29, to: 2026-11-01 10:30 }, { on: 2026-03-12,",
        &["sig-west/Issue triage"],
    );
    year.edit(
        "2026-10-23T00:00:00Z",
        "cancelled: [{ on",
        "moved: [{ on: 2026-11-18, to: 2026-10-25 15:00 }], cancelled: [{ on",
        &["sig-centre/Monthly"],
    );
    // What was moved forward and has happened stays, though its series ends before it would have.
    year.edit(
        "2026-10-28T00:00:00Z",
        "third Wednesday 15:00 Europe/Berlin, moved: [{ on: 2026-11-18, to: 2026-10-25 15:00 }]",
        "second Wednesday 15:00 Europe/Berlin",
        &["sig-centre/Monthly"],
    );
    assert_eq!(
        year.starts("2026-10-01T00:00:00Z", "2026-12-31T00:00:00Z", "sig-centre/Monthly"),
        ["10-21 13:00 Confirmed", "10-25 14:00 Confirmed", "11-11 14:00 Confirmed", "12-09 14:00 Confirmed"]
    );
    // It ends.
    year.edit(
        "2026-12-01T00:00:00Z",
        "name: Town hall,",
        "name: Town hall, until: 2026-11-30,",
        &["events/Town hall"],
    );
}
