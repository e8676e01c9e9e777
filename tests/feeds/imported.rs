//! An imported calendar in every format: general rules, dates of their own, times in no zone.

use sigcal::directory::{Lang, load_ics};
use sigcal::feed::{Catalog, Options};
use sigcal::schedule::plan;

use super::communities::{Planned, same, week};
use super::jcal::says_the_same;
use super::jscal::happenings;

const IMPORTED: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:Set positions\\, a count and a week that begins on Sunday
DTSTART;TZID=Europe/Berlin:20260304T090000
DURATION:PT1H
RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=12;WKST=SU
END:VEVENT
BEGIN:VEVENT
UID:14
SUMMARY:A count, and an end that comes later
DTSTART;TZID=Europe/Berlin:20260304T100000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260401T000000Z
END:VEVENT
BEGIN:VEVENT
UID:10
SUMMARY:Changed in every way
DTSTART;TZID=America/New_York:20260304T180000
DTEND;TZID=America/New_York:20260304T190000
RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260701T000000Z
EXDATE;TZID=America/New_York:20260311T180000
RDATE;TZID=America/New_York:20260306T180000
END:VEVENT
BEGIN:VEVENT
UID:10
SUMMARY:Another title
RECURRENCE-ID;TZID=America/New_York:20260318T180000
DTSTART;TZID=America/New_York:20260319T070000
DTEND;TZID=America/New_York:20260319T093000
END:VEVENT
BEGIN:VEVENT
UID:10
SUMMARY:Not this time
RECURRENCE-ID:20260304T230000Z
DTSTART;TZID=America/New_York:20260304T180000
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:100
SUMMARY:Days
DTSTART;VALUE=DATE:20260228
DTEND;VALUE=DATE:20260302
RRULE:FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=-1;UNTIL=20271231
EXDATE;VALUE=DATE:20260331
END:VEVENT
BEGIN:VEVENT
UID:1000
SUMMARY:Several times a day in UTC
DTSTART:20260304T070000Z
DURATION:PT15M
RRULE:FREQ=DAILY;INTERVAL=9;BYHOUR=7,17;BYMINUTE=0,30
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Two rules and an exception to them
DTSTART;TZID=Asia/Kolkata:20260302T103000
DURATION:PT45M
RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630T000000Z
RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20260630T000000Z
EXRULE:FREQ=MONTHLY;BYDAY=1MO
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Once\\, and cancelled by its own override
DTSTART;TZID=Europe/Berlin:20260305T090000
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:3
RECURRENCE-ID;TZID=Europe/Berlin:20260305T090000
DTSTART;TZID=Europe/Berlin:20260305T090000
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:A day\\, and cancelled itself
DTSTART;VALUE=DATE:20260306
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
";

fn imported() -> Planned {
    let (community, findings) = load_ics(IMPORTED);
    assert_eq!(findings, []);
    let (series, _) = plan(&community);
    let catalog = Catalog::new(&community, &series);
    Planned { community, series, catalog }
}

#[test]
fn an_imported_calendar_happens_alike_in_every_format() {
    let planned = imported();
    let all = planned.calendar("all");
    for lang in [Lang::En, Lang::Zh] {
        says_the_same(all, lang);
    }
    // Further rules and dates are events of their own in feeds, so occurrences are compared without UIDs' endings.
    let series = |uid: &str| uid.split('-').next().unwrap_or_default().to_owned();
    let mut found = happenings(all, Lang::En);
    found = found
        .into_iter()
        .map(|mut one| {
            one.uid = series(&one.uid);
            one
        })
        .collect();
    same("all", &found, &week(&planned.community, &planned.series, &planned.catalog));
    assert!(found.len() > 100, "{}", found.len());
}

#[test]
fn what_is_cancelled_in_an_imported_calendar_can_be_hidden_and_nothing_else_goes() {
    let planned = imported();
    let all = planned.calendar("all");
    let options = Options { hide_cancelled: true, ..Options::default() };
    let hidden = planned.catalog.with_options(all, &options);
    says_the_same(&hidden, Lang::En);
    let shown = happenings(all, Lang::En).into_iter().filter(|happening| !happening.cancelled).collect();
    same("all", &happenings(&hidden, Lang::En), &shown);
    assert!(all.events.iter().any(|event| event.uid == "4"));
    assert!(
        hidden.events.iter().all(|event| !["3", "4"].contains(&event.uid.as_str())),
        "nothing is left of them"
    );
    // Where its cancelled first date is hidden, another begins with a date that was moved.
    let begun: Vec<&str> =
        hidden.events.iter().map(|event| event.uid.as_str()).filter(|uid| uid.starts_with("10-")).collect();
    assert_eq!(begun, ["10-20260306T180000", "10-20260318T180000"]);
    assert_eq!(hidden.events.len() + 1, all.events.len());
    let first = hidden.events.iter().find(|event| event.uid == "10").expect("most of it is left");
    assert_eq!(first.start.civil().to_string(), "2026-03-25 18:00:00");
}
