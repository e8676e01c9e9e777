use chrono::{NaiveDateTime, TimeDelta};

use super::load_ics;
use crate::directory::load_ics_bytes;
use crate::directory::{Community, Finding, Level, Meeting, RuleSet, Timing, When};

/// Google's export: X-WR names, UTC for what is not recurring, a moved and a cancelled occurrence.
const GOOGLE: &str = "\
BEGIN:VCALENDAR\r
PRODID:-//Google Inc//Google Calendar 70.9054//EN\r
VERSION:2.0\r
X-WR-CALNAME:Kubernetes\\, all of it\r
X-WR-TIMEZONE:America/Los_Angeles\r
BEGIN:VTIMEZONE\r
TZID:America/Los_Angeles\r
X-LIC-LOCATION:America/Los_Angeles\r
BEGIN:STANDARD\r
TZOFFSETFROM:-0700\r
TZOFFSETTO:-0800\r
DTSTART:19701101T020000\r
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;TZID=America/Los_Angeles:20260106T090000\r
DTEND;TZID=America/Los_Angeles:20260106T094500\r
RRULE:FREQ=WEEKLY;UNTIL=20260701T065959Z;BYDAY=TU\r
EXDATE;TZID=America/Los_Angeles:20260203T090000,20260210T090000\r
EXDATE:20260217T170000Z\r
EXDATE;VALUE=DATE:20260224\r
RDATE;VALUE=PERIOD:20260110T170000Z/PT1H\r
UID:node@google.com\r
SUMMARY:SIG Node \r
 weekly\r
LOCATION:https://zoom.us/j/1\r
BEGIN:VALARM\r
TRIGGER:-PT10M\r
SUMMARY:not the title\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;TZID=America/Los_Angeles:20260114T110000\r
DTEND;TZID=America/Los_Angeles:20260114T120000\r
UID:node@google.com\r
RECURRENCE-ID;TZID=America/Los_Angeles:20260113T090000\r
SUMMARY:SIG Node\\, moved\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20260120T170000Z\r
UID:node@google.com\r
RECURRENCE-ID:20260120T170000Z\r
STATUS:CANCELLED\r
SUMMARY:SIG Node weekly\r
END:VEVENT\r
END:VCALENDAR\r
";

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a test's own time")
}

fn rules(meeting: &Meeting) -> &RuleSet {
    match &meeting.timing {
        Timing::Rules(rules) => rules,
        Timing::Written(_) => panic!("an .ics file has rules"),
    }
}

/// An event in a calendar, and what is found in it. The event begins on line 2.
fn event(lines: &str) -> (Community, Vec<Finding>) {
    load_ics(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"))
}

fn found(findings: &[Finding]) -> Vec<(u32, &'static str, Level)> {
    findings.iter().map(|finding| (finding.place.line, finding.check, finding.level)).collect()
}

#[test]
fn what_is_no_calendar_is_no_community() {
    let checks = |bytes: &[u8]| {
        let loaded = load_ics_bytes(bytes);
        let checks: Vec<_> = loaded.findings.iter().map(|finding| finding.check).collect();
        (loaded.community.is_some(), checks.last().copied())
    };
    assert_eq!(checks(b""), (false, Some("not-icalendar")));
    assert_eq!(checks(b"hello"), (false, Some("not-icalendar")));
    assert_eq!(checks(b"BEGIN:VCALENDAR\r\nX-A:caf\xe9\r\nEND:VCALENDAR\r\n"), (false, Some("encoding")));
    assert_eq!(checks(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), (true, None));
}

#[test]
fn googles_export_is_read_with_its_exceptions() {
    let (community, findings) = load_ics(GOOGLE);
    assert_eq!(findings, []);
    assert_eq!(community.name.en, "Kubernetes, all of it");
    let [meeting] = &community.meetings[..] else { panic!("one master") };
    assert_eq!(
        (meeting.description.en.as_str(), meeting.key.as_str()),
        ("SIG Node weekly", "node@google.com")
    );
    assert_eq!(meeting.duration, Some(TimeDelta::minutes(45)));
    assert_eq!((meeting.place.line, meeting.location.as_deref()), (16, Some("https://zoom.us/j/1")));
    let rules = rules(meeting);
    assert_eq!(rules.dtstart, time("2026-01-06 09:00"));
    assert_eq!(rules.zone.map(|zone| zone.tzid()), Some("America/Los_Angeles"));
    assert_eq!(rules.rrules, ["FREQ=WEEKLY;UNTIL=20260701T065959Z;BYDAY=TU"]);
    assert_eq!(
        rules.exdates,
        [
            When::Civil(time("2026-02-03 09:00")),
            When::Civil(time("2026-02-10 09:00")),
            When::Instant(time("2026-02-17 17:00").and_utc()),
            When::Civil(time("2026-02-24 09:00")),
        ]
    );
    assert_eq!(rules.rdates, [When::Instant(time("2026-01-10 17:00").and_utc())]);
    let [moved, cancelled] = &rules.overrides[..] else { panic!("two overrides") };
    assert_eq!(moved.recurrence_id, When::Civil(time("2026-01-13 09:00")));
    assert_eq!(moved.start, When::Civil(time("2026-01-14 11:00")));
    assert_eq!((moved.duration, moved.cancelled), (Some(TimeDelta::hours(1)), false));
    assert_eq!(moved.summary.as_deref(), Some("SIG Node, moved"));
    assert_eq!((cancelled.cancelled, &cancelled.summary), (true, &None));
}

/// Outlook's: Windows' zone names in quotes, a VTIMEZONE of its own, `MAILTO`, tabs in folds.
#[test]
fn outlooks_windows_zones_become_iana_zones() {
    let (community, findings) = load_ics(
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nEND:VTIMEZONE\r\n\
         BEGIN:VEVENT\r\nORGANIZER;CN=\"Doe; Jo: x\":MAILTO:jo@example.org\r\nSUMMARY;LANGUAGE=en-US:TSC\r\n\
         DTSTART;TZID=\"W. Europe Standard Time\":20260105T150000\r\nDTEND;TZID=W. Europe Standard Time:20260105T16\r\n\
         \t0000\r\nUID:040000008200\r\nRRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=1MO\r\nEND:VEVENT\r\nEND:VCALENDAR",
    );
    assert_eq!(findings, []);
    assert_eq!(community.name.en, "Calendar");
    let meeting = &community.meetings[0];
    assert_eq!(rules(meeting).zone.map(|zone| zone.tzid()), Some("Europe/Berlin"));
    assert_eq!(meeting.duration, Some(TimeDelta::hours(1)));
}

/// Thunderbird once wrote `/mozilla.org/…` before zones; and two calendars may stand in one file.
#[test]
fn thunderbirds_zones_and_a_second_calendar_are_read() {
    let (community, findings) = load_ics(
        "begin:vcalendar\nname:One\nbegin:vevent\nuid:a\nsummary:A\n\
         dtstart;tzid=/mozilla.org/20050126_1/Europe/Berlin:20260105T150000\nduration:PT30M\n\
         end:vevent\nend:vcalendar\n\
         BEGIN:VCALENDAR\nX-WR-TIMEZONE:Asia/Tokyo\nBEGIN:VEVENT\nUID:b\nSUMMARY:B\n\
         DTSTART:20260105T150000\nCONFERENCE;VALUE=URI:https://meet.example/b\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    assert_eq!(findings, []);
    assert_eq!(community.name.en, "One");
    let zones: Vec<_> = community.meetings.iter().map(|m| rules(m).zone.map(|zone| zone.tzid())).collect();
    assert_eq!(zones, [Some("Europe/Berlin"), Some("Asia/Tokyo")]);
    assert_eq!(community.meetings[0].duration, Some(TimeDelta::minutes(30)));
    assert_eq!(community.meetings[1].url.as_deref(), Some("https://meet.example/b"));
}

#[test]
fn a_date_is_all_day_and_a_floating_time_has_no_zone() {
    let (community, findings) =
        event("SUMMARY:KubeCon\nDTSTART;VALUE=DATE:20260323\nDTEND;VALUE=DATE:20260327");
    assert_eq!(findings, []);
    let meeting = &community.meetings[0];
    assert_eq!((rules(meeting).all_day, rules(meeting).zone), (true, None));
    assert_eq!(meeting.duration, Some(TimeDelta::days(4)));
    let (community, _) = event("DTSTART:20260323");
    assert_eq!(community.meetings[0].duration, Some(TimeDelta::days(1)));
    let (community, _) = event("DTSTART:20260323T090000");
    let meeting = &community.meetings[0];
    assert_eq!((rules(meeting).zone, meeting.duration), (None, Some(TimeDelta::zero())));
    assert_eq!(meeting.description.en, "Untitled");
}

/// A meeting over the night of a clock change lasts as long as it really does.
#[test]
fn an_end_is_an_instant() {
    let (community, _) =
        event("DTSTART;TZID=Europe/Berlin:20260328T230000\nDTEND;TZID=Europe/London:20260329T040000");
    assert_eq!(community.meetings[0].duration, Some(TimeDelta::hours(5)));
}

#[test]
fn what_cannot_be_read_is_found_on_its_line_and_the_rest_is_kept() {
    let (community, findings) = event("DTSTART;TZID=Europe/Berlim:20260323T090000");
    assert_eq!(community.meetings.len(), 0);
    assert_eq!(found(&findings), [(4, "unknown-zone", Level::Error)]);
    assert_eq!(findings[0].remedy.as_deref(), Some("write the IANA name; the nearest is `Europe/Berlin`"));

    let (community, findings) = event("DTSTART:20260323T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=XX");
    assert_eq!((community.meetings.len(), found(&findings)), (0, vec![(5, "unreadable-rule", Level::Error)]));

    let (community, findings) = event("SUMMARY:no start");
    assert_eq!((community.meetings.len(), found(&findings)), (0, vec![(2, "missing-start", Level::Error)]));

    let (community, findings) =
        event("DTSTART:20260323T090000Z\nDTEND:20260323T080000Z\nwhat is this\nEXDATE:soon,20260330T090000Z");
    let wanted = [
        (5, "unreadable-duration", Level::Warning),
        (6, "unreadable-line", Level::Warning),
        (7, "unreadable-time", Level::Warning),
    ];
    assert_eq!((community.meetings.len(), found(&findings)), (1, wanted.to_vec()));
    assert_eq!(rules(&community.meetings[0]).exdates.len(), 1);
}

#[test]
fn an_event_that_lasts_longer_than_a_year_ends_after_one() {
    for length in ["DTEND:40520212T100400Z", "DURATION:P367D"] {
        let (community, findings) = event(&format!("DTSTART:10110106T090000Z\n{length}\nRRULE:FREQ=WEEKLY"));
        assert_eq!(found(&findings), [(5, "long-event", Level::Warning)], "{length}");
        assert_eq!(community.meetings[0].duration, Some(TimeDelta::days(366)), "{length}");
    }
    let (community, findings) = event("DTSTART:20260106T090000Z\nDURATION:P366D");
    assert_eq!((found(&findings), community.meetings[0].duration), (vec![], Some(TimeDelta::days(366))));
}

#[test]
fn a_cancelled_series_or_one_without_a_start_is_left_out_with_a_note() {
    let start = "DTSTART:20260323T090000Z\n";
    for when in
        [&format!("{start}RRULE:FREQ=WEEKLY"), &format!("{start}RDATE:20260324T090000Z"), "SEQUENCE:1"]
    {
        let (community, findings) = event(&format!("STATUS:CANCELLED\nSUMMARY:Off\n{when}"));
        let wanted = vec![(2, "cancelled-event", Level::Note)];
        assert_eq!((community.meetings.len(), found(&findings)), (0, wanted));
    }
}

#[test]
fn a_single_event_that_is_cancelled_is_an_instance_that_is() {
    for (start, instance) in [
        ("DTSTART:20260323T090000Z", "2026-03-23T09:00:00"),
        ("DTSTART;TZID=Europe/Berlin:20260323T090000", "2026-03-23T09:00:00"),
        ("DTSTART;VALUE=DATE:20260323", "2026-03-23T00:00:00"),
    ] {
        // What an override would say of it is cancelled with it.
        let (community, findings) = event(&format!(
            "STATUS:CANCELLED\nSUMMARY:Off\n{start}\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\n\
             RECURRENCE-ID:20260323T090000Z\nDTSTART:20260324T090000Z"
        ));
        assert_eq!(found(&findings), []);
        let [cancelled] = &rules(&community.meetings[0]).overrides[..] else { panic!("{start}") };
        let original = When::Civil(instance.parse().expect("a test's own time"));
        assert_eq!(
            (cancelled.recurrence_id, cancelled.start, cancelled.cancelled),
            (original, original, true)
        );
    }
}

#[test]
fn an_override_without_its_master_is_a_meeting_of_its_own() {
    let (community, findings) = event("RECURRENCE-ID:20260323T090000Z\nDTSTART:20260324T090000Z");
    assert_eq!(findings, []);
    assert_eq!(community.meetings[0].key, "1+20260323T090000Z");
    assert_eq!(rules(&community.meetings[0]).dtstart, time("2026-03-24 09:00"));
}

#[test]
fn a_uid_is_one_events() {
    let event = "BEGIN:VEVENT\nUID:1\nDTSTART:20260323T090000Z\nEND:VEVENT\n";
    let (community, findings) = load_ics(&format!("BEGIN:VCALENDAR\n{event}{event}END:VCALENDAR\n"));
    assert_eq!((community.meetings.len(), found(&findings)), (1, vec![(6, "duplicate-uid", Level::Warning)]));
}

#[test]
fn a_file_that_is_cut_off_or_none_at_all_says_so() {
    assert_eq!(found(&load_ics("").1), [(1, "not-icalendar", Level::Error)]);
    assert_eq!(found(&load_ics("<html>").1), [(1, "not-icalendar", Level::Error)]);
    let (community, findings) = load_ics("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260323T090000Z\n");
    assert_eq!(
        (community.meetings.len(), found(&findings)),
        (1, vec![(4, "unbalanced-component", Level::Warning)])
    );
    let deep = "BEGIN:VEVENT\n".repeat(100_000);
    assert_eq!(load_ics(&deep).0.meetings.len(), 0);
}

mod anything {
    use proptest::prelude::*;

    use super::{GOOGLE, load_ics};

    /// Lines that a file is made of, whole and broken.
    fn line() -> impl Strategy<Value = String> {
        let property = "(BEGIN|END|DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE|RECURRENCE-ID|UID|SUMMARY|[a-z]{1,3})\
            (;(TZID|VALUE|RANGE)=[\"A-Za-z/:]{0,12})?:\
            (VEVENT|VCALENDAR|2026[01][0-9]{3}(T[0-9]{6}Z?)?|P[0-9]{0,30}[WDTHMS]{0,3}|\
            FREQ=[A-Z]{1,8};[A-Z=0-9,-]{0,20}|.{0,12})";
        prop_oneof![property, ".{0,20}", "[ \t].{0,8}"]
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            load_ics(&text);
        }

        #[test]
        fn no_lines_make_it_panic(lines in prop::collection::vec(line(), 0..40), crlf: bool) {
            let end = if crlf { "\r\n" } else { "\n" };
            load_ics(&format!("BEGIN:VCALENDAR{end}BEGIN:VEVENT{end}{}", lines.join(end)));
        }

        #[test]
        fn no_mutation_of_an_export_makes_it_panic(
            changes in prop::collection::vec((0..GOOGLE.len(), any::<char>()), 1..8),
            length in 0..=GOOGLE.len(),
        ) {
            let mut text: Vec<char> = GOOGLE.chars().take(length).collect();
            for (at, new) in changes {
                if let Some(old) = text.get_mut(at) {
                    *old = new;
                }
            }
            load_ics(&text.into_iter().collect::<String>());
        }
    }
}
