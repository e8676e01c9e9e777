//! Communities nobody would write: any cadence with any text. Their feeds stay feeds, and say what was meant.

use proptest::prelude::*;
use serde_json::{Value, json};
use sigcal::directory::Lang;
use sigcal::schedule::occurrences;
use sigcal::time::Zone;

use super::communities::{Planned, same, window};
use super::jcal::says_the_same;
use super::options::hiding_cancelled_hides_only_that;
use super::reread::{by_crates, by_ourselves};
use super::{jscal, lines};

const CADENCES: [&str; 24] = [
    "every Friday 9:00 PT",
    "每周二 9:00 PST",
    "biweekly Thursday 9:00 PT",
    "every 3 weeks on Monday 16:00 CET",
    "1st and 3rd Wednesday of the month at 8:00 PT",
    "last Friday of every month 15:30 Europe/Berlin",
    "每月第二个周三",
    "Wednesday after the fourth Tuesday of every month, 05:30 UTC",
    "every Tuesday 16:00 UTC",
    "every Monday 20:00 UTC+8",
    "every Thursday 8:00 Australia/Sydney",
    "every Sunday 2:30 PT",
    "every Sunday 1:30 America/New_York",
    "every Sunday 0:30 Europe/London",
    "every Saturday 23:30 Pacific/Auckland",
    "odd weeks Thursday 9:00 PT",
    "even weeks Monday 9:00 Europe/Paris",
    "Mondays and Wednesdays 7:00 PT",
    "daily 9:00 Asia/Kolkata",
    "weekdays 9:00 Asia/Shanghai",
    "every Friday 2:00 America/Havana",
    "every Sunday 2:15 Australia/Lord_Howe",
    "on demand",
    "second and last Thursday of the month 10:00 America/Sao_Paulo",
];

const NASTY: [&str; 18] = [
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n",
    "\n",
    "\r",
    "\\",
    "\\n",
    ";",
    ",",
    ":",
    "\"",
    "^n",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "👨‍👩‍👧‍👦🇨🇳",
    "运维与调度",
    "END:VCALENDAR",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&NASTY[..]).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[a-z ]{0,90}",
    ];
    prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.concat())
}

fn meeting() -> impl Strategy<Value = Value> {
    // Any date at all, or one on which the meeting happens: of most cadences, hardly any date is one.
    let date = prop_oneof![(0_i64..120).prop_map(On::Day), (0_usize..8).prop_map(On::Occurrence)];
    let exception = (date, 0_u8..3);
    let exceptions = prop::collection::vec(exception, 0..4);
    let parts =
        (text(), prop::sample::select(&CADENCES[..]), 0_i64..400, 1_u32..600, any::<bool>(), exceptions);
    parts.prop_map(|(description, cadence, day, minutes, ends, exceptions)| {
        let start = chrono::NaiveDate::from_ymd_opt(2025, 10, 1).expect("a date") + chrono::TimeDelta::days(day);
        let mut meeting = json!({
            "description": description,
            "cadence": cadence,
            "start": start.to_string(),
            "duration": format!("{minutes}m"),
        });
        if ends {
            meeting["until"] = json!((start + chrono::TimeDelta::days(300)).to_string());
        }
        let happens = dates(&meeting);
        let day = |on: On| match on {
            On::Day(days) => start + chrono::TimeDelta::days(days),
            On::Occurrence(n) => happens.get(n).copied().unwrap_or(start),
        };
        let of = |wanted: u8, shape: &dyn Fn(chrono::NaiveDate) -> Value| -> Vec<Value> {
            exceptions.iter().filter(|(_, kind)| *kind == wanted).map(|(on, _)| shape(day(*on))).collect()
        };
        let once = |on: chrono::NaiveDate| json!({ "on": on.to_string(), "reason": description });
        let later = |on: chrono::NaiveDate| on + chrono::TimeDelta::days(1);
        meeting["skip"] = of(0, &once).into();
        meeting["cancelled"] = of(1, &once).into();
        meeting["moved"] = of(2, &|on| json!({ "on": on.to_string(), "to": format!("{} 02:30", later(on)), "reason": description })).into();
        meeting
    })
}

/// Which date an exception names.
#[derive(Clone, Copy, Debug)]
enum On {
    /// So many days after the start.
    Day(i64),
    /// That of an occurrence.
    Occurrence(usize),
}

/// The dates on which a meeting happens.
fn dates(meeting: &Value) -> Vec<chrono::NaiveDate> {
    let planned = Planned::of(&yaml(&json!({
        "community": { "zone": "America/Los_Angeles", "start": "2025-10-20" },
        "events": [{ "name": "A", "cadence": meeting["cadence"], "start": meeting["start"] }],
    })));
    let all = planned.series.iter().flat_map(|series| occurrences(series, window(), Zone::utc()));
    let mut dates: Vec<chrono::NaiveDate> = all.map(|occurrence| occurrence.civil.date()).collect();
    dates.sort();
    dates
}

fn community() -> impl Strategy<Value = Value> {
    (text(), text(), text(), prop::collection::vec(meeting(), 1..6)).prop_map(|(name, group, mission, meetings)| {
        json!({
            "community": { "name": name, "zone": "America/Los_Angeles", "start": "2025-10-20" },
            "sigs": [{ "dir": "sig-any", "name": group, "mission_statement": mission, "meetings": meetings }],
        })
    })
}

/// JSON is YAML, but for what YAML wants escaped too.
fn yaml(data: &Value) -> String {
    let escaped = |c: char| match u32::from(c) {
        code @ (0x7f..=0x9f | 0x2028 | 0x2029 | 0xe000..=0xffff) => format!("\\u{code:04x}"),
        _ => c.to_string(),
    };
    data.to_string().chars().map(escaped).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_community_read_back_has_the_occurrences_of_its_week(data in community()) {
        let planned = Planned::of(&yaml(&data));
        hiding_cancelled_hides_only_that(&planned);
        for calendar in planned.catalog.calendars() {
            if !planned.series.is_empty() && calendar.path == "all" {
                same("all", &jscal::happenings(calendar, Lang::Zh), &planned.week("all"));
            }
            for lang in [Lang::En, Lang::Zh] {
                says_the_same(calendar, lang);
                let feed = planned.feed(&calendar.path, lang);
                let component = lines::read(feed.as_bytes());
                let overrides: usize = calendar.events.iter().map(|event| event.overrides.len()).sum();
                prop_assert_eq!(component.all("VEVENT").len(), calendar.events.len() + overrides);
                if !planned.series.is_empty() && calendar.path == "all" {
                    let wanted = planned.week("all");
                    same("all", &by_ourselves(&feed), &wanted);
                    if lang == Lang::En {
                        same("all", &by_crates(&feed), &wanted);
                    }
                }
            }
        }
    }
}
