//! Events of every kind come over whole: what is printed happens whenever the source does.

use std::fmt::Write as _;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::proof;
use crate::directory::{Community, Level, import, load, load_ics};
use crate::schedule::{Status, occurrences, plan};
use crate::time::{Window, Zone};

/// When everything happens in twelve years, and what it is called.
fn all(community: &Community) -> Vec<String> {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day of the calendar");
    let window = Window::days(day(2025), day(2037), Zone::utc());
    let (series, _) = plan(community);
    let mut all = Vec::new();
    for series in &series {
        let name = &community.meeting(series.meeting).description.en;
        for one in
            occurrences(series, window, Zone::utc()).into_iter().filter(|one| one.status != Status::Cancelled)
        {
            all.push(format!("{} {} {}", one.start, one.end, one.summary.as_ref().unwrap_or(name)));
        }
    }
    all.sort();
    all
}

fn rule() -> impl Strategy<Value = String> {
    let freq = prop_oneof![
        Just("DAILY".to_owned()),
        Just("WEEKLY".to_owned()),
        "WEEKLY;BYDAY=(MO|TU,TH|WE,SA|FR)",
        "WEEKLY;BYDAY=(MO|SU,TU);WKST=SU",
        "MONTHLY;BYDAY=(1MO|2TU,4TU|-1FR|5WE)",
        Just("MONTHLY".to_owned()),
        "MONTHLY;BYMONTHDAY=(1|15,-1|31)",
        Just("MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1".to_owned()),
        "YEARLY(|;BYMONTH=3;BYDAY=-1SU|;BYDAY=20MO|;BYWEEKNO=20;BYDAY=WE)",
        "DAILY;BYHOUR=(8,16|9)",
    ];
    let interval = prop_oneof![3 => Just(String::new()), 2 => ";INTERVAL=[23]"];
    let end = prop_oneof![Just(String::new()), ";COUNT=[1-9]", ";UNTIL=202[6-9]0[1-9]1[0-9]T1[0-9]0000Z",];
    (freq, interval, end).prop_map(|(freq, interval, end)| format!("RRULE:FREQ={freq}{interval}{end}\n"))
}

fn event() -> impl Strategy<Value = String> {
    let zone = prop_oneof![
        ";TZID=America/New_York:2026030[1-9]T(02|09|23)(00|30)00",
        ";TZID=Europe/Berlin:20261(0|1)2[0-9]T(02|15)3000",
        ":20260[1-9]1[0-9]T1[0-9]0000Z",
        ";VALUE=DATE:20260[1-9]0[1-9]",
    ];
    let length = prop_oneof![Just("PT1H"), Just("PT90M"), Just("P1D"), Just("P3D"), Just("PT0S")];
    let rules = proptest::collection::vec(rule(), 0..3);
    // Days after the start on which something is excluded, moved, renamed or added.
    let days = proptest::collection::vec((0..60_i64, 0..4_u8), 0..4);
    (zone, length, rules, days).prop_map(|(start, length, rules, days)| {
        let (parameters, value) = start.split_once(':').unwrap_or_default();
        let mut text = format!("BEGIN:VEVENT\nUID:1\nSUMMARY:E\nDTSTART{start}\nDURATION:{length}\n{}", rules.concat());
        let date: NaiveDate = NaiveDate::parse_from_str(&value[..8], "%Y%m%d").expect("made above");
        let mut others = String::new();
        for (n, (after, what)) in days.into_iter().enumerate() {
            let on = format!("{}{}", (date + chrono::TimeDelta::days(after)).format("%Y%m%d"), &value[8..]);
            match what {
                0 => writeln!(text, "EXDATE{parameters}:{on}"),
                1 => writeln!(text, "RDATE{parameters}:{on}"),
                _ => {
                    let to = format!("{}{}", (date + chrono::TimeDelta::days(after + 1)).format("%Y%m%d"), &value[8..]);
                    let name = if what == 2 { "E".to_owned() } else { format!("E{n}") };
                    writeln!(
                        others,
                        "BEGIN:VEVENT\nUID:1\nSUMMARY:{name}\nRECURRENCE-ID{parameters}:{on}\nDTSTART{parameters}:{to}\n\
                         DURATION:{length}\nEND:VEVENT"
                    )
                }
            }
            .expect("a String takes everything");
        }
        format!("{text}END:VEVENT\n{others}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn every_event_happens_whenever_its_source_does(event in event()) {
        let text = format!("BEGIN:VCALENDAR\n{event}END:VCALENDAR\n");
        let given = vec![("a.ics".to_owned(), text.clone().into_bytes())];
        let mut imported = import(given, None, None, &mut |_| Err(String::new()), &proof::starts_on);
        let printed = proof::written(&mut imported).map_err(|failure| TestCaseError::fail(failure.to_string()))?;
        let (source, _) = load_ics(&text);
        let (_, unplanned) = plan(&source);
        let left_out: Vec<_> = imported.files[0].findings.iter().filter(|found| found.level == Level::Error).collect();
        // What never happens is in no calendar.
        if unplanned.is_empty() {
            prop_assert!(left_out.is_empty(), "{text}\n{printed}\n{left_out:?}");
            let community = load(&printed).community.expect("it was loaded before");
            prop_assert_eq!(all(&community), all(&source), "{}\n{}", text, printed);
        }
    }
}
