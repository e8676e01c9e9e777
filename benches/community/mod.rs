//! Communities of any size, the same at every run: what the benchmarks measure.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::fmt::Write;

use chrono::NaiveDate;
use sigcal::directory::{Community, load};
use sigcal::schedule::{Series, plan};
use sigcal::time::{Window, Zone, week_containing};

const ZONES: [&str; 10] = [
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "UTC",
];
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const CODES: [&str; 5] = ["MO", "TU", "WE", "TH", "FR"];
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "last"];
const CATEGORIES: usize = 8;

/// What tells the nth group from the others: each digit of `n` chooses one thing.
struct Choice {
    zone: &'static str,
    shape: usize,
    day: usize,
    hour: usize,
}

fn choice(n: usize) -> Choice {
    Choice { zone: ZONES[n % 10], shape: n / 10 % 10, day: n / 100 % 5, hour: 7 + n / 500 % 12 }
}

/// A data file: each group has a meeting, four of ten weekly, three biweekly, three on a weekday of the month.
pub fn yaml(groups: usize) -> String {
    let mut text =
        String::from("community:\n  name: Large\n  zone: UTC\n  start: 2025-10-20\n  categories:\n");
    for n in 0..CATEGORIES {
        line(&mut text, format_args!("    category-{n}: {{ en: Category {n}, zh: 类别 {n} }}"));
    }
    text.push_str("sigs:\n");
    for n in 0..groups {
        let Choice { zone, shape, day, hour } = choice(n);
        let weekday = DAYS[day];
        let days = match shape {
            0..=3 => format!("every {weekday}"),
            4..=6 => format!("every other {weekday}"),
            _ => format!("{} {weekday} of the month", ORDINALS[n / 7 % 5]),
        };
        line(
            &mut text,
            format_args!("- dir: sig-{n}\n  name: Group {n}\n  category: category-{}", n % CATEGORIES),
        );
        line(&mut text, format_args!("  mission_statement: Looks after part {n} of the whole."));
        line(
            &mut text,
            format_args!(
                "  meetings:\n  - description: Regular meeting\n    cadence: {days} {hour}:00 {zone}"
            ),
        );
        line(&mut text, format_args!("    url: https://meet.example.org/{n}"));
        if (4..=6).contains(&shape) {
            line(&mut text, format_args!("    start: 2025-10-{}", 20 + day + n / 3 % 2 * 7));
        }
    }
    text
}

/// An exported calendar: daily, weekly, monthly and yearly rules, some with a COUNT, an UNTIL or an EXDATE.
pub fn ics(events: usize) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n");
    for n in 0..events {
        let Choice { zone, shape, day, hour } = choice(n);
        let code = CODES[day];
        let rule = match shape {
            0 => "FREQ=DAILY;COUNT=400".to_owned(),
            1 => "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR".to_owned(),
            2..=4 => format!("FREQ=WEEKLY;BYDAY={code}"),
            5 => format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={code};UNTIL=20280101T000000Z"),
            6 => format!("FREQ=MONTHLY;BYDAY=1{code},3{code}"),
            7 => "FREQ=MONTHLY;BYMONTHDAY=-1".to_owned(),
            8 => "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1".to_owned(),
            _ => format!("FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=2{code}"),
        };
        let start = 19 + day;
        line(&mut text, format_args!("BEGIN:VEVENT\r\nUID:{n}@example.org\r\nSUMMARY:Event {n}\r"));
        line(&mut text, format_args!("DTSTART;TZID={zone}:202601{start}T{hour:02}0000\r\nDURATION:PT1H\r"));
        line(&mut text, format_args!("RRULE:{rule}\r"));
        if n % 10 == 3 {
            line(&mut text, format_args!("EXDATE;TZID={zone}:202611{:02}T{hour:02}0000\r", 16 + day));
        }
        line(&mut text, format_args!("END:VEVENT\r"));
    }
    text + "END:VCALENDAR\r\n"
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a String does not fail");
}

/// A community of so many groups, and its series: one each.
pub fn community(groups: usize) -> (Community, Vec<Series>) {
    let loaded = load(&yaml(groups));
    let community = loaded.community.expect("the generated file is readable");
    let (series, findings) = plan(&community);
    assert_eq!((series.len(), findings.len()), (groups, 0));
    (community, series)
}

/// The days of a week in which no clock changes, a year after the series began, and where they are looked at.
pub fn week() -> (NaiveDate, NaiveDate, Zone) {
    let (from, to) = week_containing(NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"));
    (from, to, Zone::named("Europe/Berlin").expect("the database has it"))
}

/// The same week as a window.
pub fn window() -> Window {
    let (from, to, zone) = week();
    Window::days(from, to, zone)
}
