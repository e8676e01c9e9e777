//! Options leave out or add; they change nothing else.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sigcal::directory::Lang;
use sigcal::feed::{Calendar, Options, ics};

use super::communities::{Happening, Planned, of_series, same};
use super::lines;
use super::reread::by_ourselves;

const NONE: Options = Options { alarm: None, hide_cancelled: false, hide_tentative: false };

fn rendered(calendar: &Calendar) -> String {
    String::from_utf8(ics::render(calendar, Lang::En, None)).expect("a feed is UTF-8")
}

fn uids(calendar: &Calendar) -> BTreeSet<String> {
    calendar.events.iter().map(|event| event.uid.clone()).collect()
}

/// Fails where hiding what is cancelled hides anything else, in any calendar.
pub fn hiding_cancelled_hides_only_that(planned: &Planned) {
    for calendar in planned.catalog.calendars() {
        let hidden = planned.catalog.with_options(calendar, &Options { hide_cancelled: true, ..NONE });
        let feed = rendered(&hidden);
        let component = lines::read(feed.as_bytes());
        for event in component.all("VEVENT") {
            assert_ne!(event.get("STATUS").expect("a status").value, "CANCELLED");
            let start = &event.get("DTSTART").expect("a start").value;
            let excluded = event.properties.iter().filter(|property| property.name == "EXDATE");
            assert!(excluded.into_iter().all(|excluded| excluded.value != *start), "DTSTART is excluded");
        }
        let wanted: BTreeSet<Happening> =
            planned.week(&calendar.path).into_iter().filter(|happening| !happening.cancelled).collect();
        if !wanted.is_empty() {
            let of_series = |calendar| -> BTreeSet<String> {
                uids(calendar).iter().map(|uid| of_series(uid).to_owned()).collect()
            };
            assert!(of_series(&hidden).is_subset(&of_series(calendar)), "{}", calendar.path);
            same(&calendar.path, &by_ourselves(&feed), &wanted);
        }
    }
}

#[test]
fn what_is_cancelled_is_excluded_and_all_else_stays() {
    hiding_cancelled_hides_only_that(&Planned::golden());
    hiding_cancelled_hides_only_that(&Planned::shipped());
}

#[test]
fn what_is_tentative_is_left_out_and_an_empty_calendar_says_so() {
    let planned = Planned::golden();
    let hide = |path: &str| {
        planned.catalog.with_options(planned.calendar(path), &Options { hide_tentative: true, ..NONE })
    };
    let (all, some) = (planned.calendar("all"), hide("all"));
    let sure = all.events.iter().filter(|event| !rendered_alone(event).contains("STATUS:TENTATIVE"));
    assert_eq!(uids(&some), sure.map(|event| event.uid.clone()).collect());
    assert!(some.events.len() < all.events.len());
    let quiet = hide("wg-quiet");
    assert_eq!(rendered(&quiet), rendered(planned.calendar("wg-quiet")), "a placeholder stays one");
    let data = "sigs:\n- { dir: sig-a, name: A, meetings: [{ description: M, cadence: biweekly Thursday 9:00 UTC }] }\n";
    let unsure = Planned::of(data);
    let options = Options { hide_tentative: true, alarm: Some(TimeDelta::minutes(10)), ..NONE };
    let nothing = rendered(&unsure.catalog.with_options(unsure.calendar("sig-a"), &options));
    assert!(nothing.contains("SUMMARY:No meetings announced: SIG A\r\n"), "{nothing}");
    assert!(!nothing.contains("VALARM"), "there is nothing to be reminded of");
}

fn rendered_alone(event: &std::sync::Arc<sigcal::feed::Event>) -> String {
    let planned = Planned::golden();
    rendered(&Calendar { events: vec![event.clone()], ..planned.calendar("all").clone() })
}

#[test]
fn a_reminder_stands_in_every_event_that_takes_place() {
    let planned = Planned::golden();
    let plain = planned.calendar("all");
    for (minutes, trigger) in [(10, "-PT10M"), (0, "PT0S"), (60, "-PT1H"), (28 * 24 * 60, "-PT672H")] {
        let alarm = Options { alarm: Some(TimeDelta::minutes(minutes)), ..NONE };
        let feed = rendered(&planned.catalog.with_options(plain, &alarm));
        let component = lines::read(feed.as_bytes());
        let events = component.all("VEVENT");
        for event in &events {
            let cancelled = event.get("STATUS").expect("a status").value == "CANCELLED";
            let alarms = event.all("VALARM");
            assert_eq!(alarms.len(), usize::from(!cancelled));
            for alarm in alarms {
                assert_eq!(alarm.get("TRIGGER").expect("a trigger").value, trigger);
                assert_eq!(alarm.get("ACTION").expect("an action").value, "DISPLAY");
                assert_eq!(
                    alarm.get("DESCRIPTION").expect("a text").value,
                    event.get("SUMMARY").expect("a title").value
                );
            }
        }
        let without = feed
            .split("BEGIN:VALARM\r\n")
            .map(|part| part.split_once("END:VALARM\r\n").unwrap_or(("", part)).1);
        assert_eq!(without.collect::<String>(), rendered(plain), "nothing else is different");
    }
}
