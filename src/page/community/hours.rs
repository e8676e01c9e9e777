//! When a community meets, and for whom that is in the night.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};

use crate::directory::Lang;
use crate::page::{PageAsk, dates};
use crate::time::{Window, Zone, civil};

/// How many meetings are on at each hour of each weekday, on a visitor's clock.
pub(super) struct HeatMap {
    pub hours: Vec<String>,
    pub days: Vec<HeatRow>,
    /// `Of 95 meetings in four weeks, 40 are between 08:00 and 20:00 for you.`
    pub summary: String,
}

/// A weekday.
pub(super) struct HeatRow {
    pub name: String,
    /// The count of each hour, and how strongly it is coloured, from 0 to 5.
    pub cells: Vec<(usize, usize)>,
}

/// The hours in which people like to meet.
const DAY: std::ops::Range<u32> = 8..20;

type Span = (DateTime<Utc>, DateTime<Utc>);

fn in_the_day(start: DateTime<Utc>, zone: Zone) -> bool {
    DAY.contains(&civil(start, zone).hour())
}

impl HeatMap {
    /// Of what starts and ends at these instants, as far as that is in a window.
    pub(super) fn new(spans: &[Span], window: Window, ask: &PageAsk) -> HeatMap {
        let (zone, lang) = (ask.question.zone, ask.question.lang);
        let mut counts = [[0_usize; 24]; 7];
        for (start, end) in spans {
            // Each hour that it touches, once.
            let mut at = window.from.max(*start);
            let mut seen = None;
            while at < window.to.min(*end) {
                let here = civil(at, zone);
                let cell = (here.weekday().num_days_from_monday() as usize, here.hour() as usize);
                if seen != Some(cell) {
                    counts[cell.0][cell.1] += 1;
                    seen = Some(cell);
                }
                at += TimeDelta::minutes(15);
            }
        }
        let most = counts.iter().flatten().copied().max().unwrap_or(0).max(1);
        let strength = |count: usize| (count * 5).div_ceil(most);
        let monday =
            NaiveDate::from_isoywd_opt(2026, 1, chrono::Weekday::Mon).expect("every year has a week 1");
        let row = |(n, hours): (usize, &[usize; 24])| HeatRow {
            name: dates::weekday(monday + TimeDelta::days(n as i64), lang),
            cells: hours.iter().map(|count| (*count, strength(*count))).collect(),
        };
        let good = spans.iter().filter(|(start, _)| in_the_day(*start, zone)).count();
        HeatMap {
            hours: (0..24).map(|hour| dates::hour(hour, ask.hours)).collect(),
            days: counts.iter().enumerate().map(row).collect(),
            summary: match lang {
                Lang::En => format!(
                    "Of {} meetings in the coming four weeks, {good} begin between 08:00 and 20:00 for you.",
                    spans.len()
                ),
                Lang::Zh => {
                    format!(
                        "未来四周的 {} 场会议中，有 {good} 场对你来说在 08:00 至 20:00 之间开始。",
                        spans.len()
                    )
                }
            },
        }
    }
}

/// How much of it all is in the day somewhere.
pub(super) struct Reach {
    pub place: &'static str,
    /// In hundredths.
    pub share: usize,
}

/// Places around the world, from west to east.
const PLACES: [(&str, &str, &str); 10] = [
    ("America/Los_Angeles", "Los Angeles", "洛杉矶"),
    ("America/New_York", "New York", "纽约"),
    ("America/Sao_Paulo", "São Paulo", "圣保罗"),
    ("Europe/London", "London", "伦敦"),
    ("Europe/Berlin", "Berlin", "柏林"),
    ("Africa/Nairobi", "Nairobi", "内罗毕"),
    ("Asia/Kolkata", "Delhi", "德里"),
    ("Asia/Shanghai", "Shanghai", "上海"),
    ("Asia/Tokyo", "Tokyo", "东京"),
    ("Australia/Sydney", "Sydney", "悉尼"),
];

impl Reach {
    pub(super) fn of_places(spans: &[Span], lang: Lang) -> Vec<Reach> {
        let share = |zone: Zone| {
            let good = spans.iter().filter(|(start, _)| in_the_day(*start, zone)).count();
            (good * 100).checked_div(spans.len()).unwrap_or(0)
        };
        let known =
            PLACES.iter().filter_map(|(tzid, en, zh)| Some((Zone::named(tzid).ok()?, lang.pick(en, zh))));
        known.map(|(zone, place)| Reach { place, share: share(zone) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Choice, Hours, Said, WeekQuestion};

    #[test]
    fn what_is_in_the_day_in_los_angeles_is_in_the_night_in_shanghai() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a test's own instant");
        let nine = (at("2026-11-27T17:00:00Z"), at("2026-11-27T18:00:00Z"));
        let reach = Reach::of_places(&[nine], Lang::En);
        let share = |place| reach.iter().find(|reach| reach.place == place).map(|reach| reach.share);
        assert_eq!(
            (share("Los Angeles"), share("Shanghai"), share("Berlin")),
            (Some(100), Some(0), Some(100))
        );
        assert!(Reach::of_places(&[], Lang::Zh).iter().all(|reach| reach.share == 0));
    }

    #[test]
    fn what_never_ends_is_counted_in_the_window_only() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a test's own instant");
        let now = at("2026-11-23T00:00:00Z");
        let day = Window { from: now, to: now + TimeDelta::days(1) };
        let (from, to) = (now.date_naive(), day.to.date_naive());
        let ask = PageAsk {
            question: WeekQuestion { from, to, zone: Zone::utc(), lang: Lang::En },
            now,
            choice: Choice::default(),
            hours: Hours::Of24,
            said: Said::default(),
        };
        let heat = HeatMap::new(&[(at("1900-01-01T00:00:00Z"), at("9000-01-01T00:00:00Z"))], day, &ask);
        let counts = |day: &HeatRow| day.cells.iter().map(|(count, _)| *count).collect::<Vec<_>>();
        assert_eq!(
            heat.days.iter().map(counts).collect::<Vec<_>>(),
            [vec![vec![1; 24]], vec![vec![0; 24]; 6]].concat()
        );
    }
}
