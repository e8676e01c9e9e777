use unicode_width::UnicodeWidthStr;

use super::*;
use crate::directory::{Community, KUBERNETES, load};
use crate::feed::Catalog;
use crate::schedule::{Series, plan};
use crate::time::{Zone, week_containing};

const DATA: &str = "
community:
  name: { en: Example, zh: 范例 }
  start: 2026-01-05
  categories: { one: { en: One, zh: 其一 }, two: { en: Two, zh: 其二 } }
sigs:
- dir: sig-a
  name: { en: A, zh: 甲 }
  category: two
  meetings:
  - { description: { en: Weekly, zh: 周会 }, cadence: every Tuesday 9:00 UTC }
  - { description: { en: Half an hour, zh: 半小时 }, cadence: every Tuesday 9:30 UTC, duration: 30m }
  - { description: { en: Two and a half, zh: 两个半小时 }, cadence: every Wednesday 9:00 UTC, duration: 150m }
  - description: { en: Cancelled, zh: 停开 }
    cadence: every Thursday 9:00 UTC
    cancelled: [{ on: 2026-11-26, reason: { en: No agenda, zh: 无议程 } }]
  - { description: { en: Perhaps, zh: 也许 }, cadence: every Thursday 22:00 UTC, status: tentative }
  - { description: { en: Over midnight, zh: 跨夜 }, cadence: every Friday 23:00 UTC, duration: 2h }
  - description: { en: Skipped, zh: 跳过 }
    cadence: every Saturday 9:00 UTC
    skip: [{ on: 2026-11-28, reason: { en: Holidays, zh: 放假 } }]
- dir: sig-b
  name: { en: B, zh: 乙 }
  category: one
  meetings:
  - { description: { en: By the day, zh: 全天事项 }, cadence: every Monday }
  - { description: { en: Days, zh: 多日 }, on: 2026-11-26, duration: 3d }
  - { description: { en: In Los Angeles, zh: 洛杉矶 }, cadence: every Friday 14:00 PT }
";

/// A community and what it has.
type Whole = (Community, Vec<Series>, Catalog);

fn whole(data: &str) -> Whole {
    let community = load(data).community.expect("a community");
    let (series, _) = plan(&community);
    let catalog = Catalog::new(&community, &series);
    (community, series, catalog)
}

/// A grid of a community, as of an instant, in the week of a date.
fn drawn(data: &str, zone: &str, date: &str, now: &str, how: (usize, bool, Lang)) -> String {
    drawn_of(&whole(data), zone, date, now, how)
}

fn drawn_of(
    (community, series, catalog): &Whole,
    zone: &str,
    date: &str,
    now: &str,
    (width, colours, lang): (usize, bool, Lang),
) -> String {
    let zone = Zone::named(zone).expect("a zone");
    let (from, to) = week_containing(date.parse().expect("a test's own date"));
    let question = WeekQuestion { from, to, zone, lang };
    let now = now.parse().expect("a test's own instant");
    let shown = Shown::new((community, catalog), series, question, Some(now));
    lines(&shown, width, colours).join("\n")
}

const NOW: &str = "2026-11-25T10:20:00Z";

#[test]
fn a_week_has_a_column_to_each_day_and_a_row_to_each_hour_in_which_something_happens() {
    assert_eq!(
        drawn(DATA, "UTC", "2026-11-25", NOW, (106, false, Lang::En)),
        "Example: week 48, 2026-11-23 to 2026-11-29, UTC

        │Mon 23 Nov   │Tue 24 Nov   │▸Wed 25 Nov  │Thu 26 Nov   │Fri 27 Nov   │Sat 28 Nov   │Sun 29 Nov
────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────
all day │? SIG B: By  │             │             │SIG B: Days  │┆ SIG B: Days│┆ SIG B: Days│
        │ the day     │             │             │             │             │             │
────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────
00:00   │             │             │             │             │             │┆ SIG A: Ove…│
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄
09:00   │             │SIG A: Weekly│09:00–11:30  │× SIG A:     │             │             │
        │             │09:30–10:00  │▶ SIG A: Two │ Cancelled   │             │             │
        │             │SIG A: Half  │ and a half  │             │             │             │
        │             │ an hour     │             │             │             │             │
────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────
10:00   │             │             │┆ SIG A: Two…│             │             │             │
10:20   ┼─────────────┼─────────────╋━ now ━━━━━━━┼─────────────┼─────────────┼─────────────┼─────────────
11:00   │             │             │┆ –11:30 SIG…│             │             │             │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄
22:00   │             │             │             │? SIG A:     │SIG B: In Los│             │
        │             │             │             │ Perhaps     │ Angeles     │             │
────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────┼─────────────
23:00   │             │             │             │             │23:00–01:00  │             │
        │             │             │             │             │SIG A: Over  │             │
        │             │             │             │             │ midnight    │             │

▶ on now  × cancelled  ? tentative  ┆ goes on
Thu 26 Nov 09:00 SIG A: Cancelled  (cancelled: No agenda)
Sat 28 Nov (skipped: SIG A: Skipped — Holidays)"
    );
}

#[test]
fn chinese_takes_two_columns_each() {
    assert_eq!(
        drawn(DATA, "UTC", "2026-11-25", NOW, (99, false, Lang::Zh)),
        "范例：第 48 周，2026-11-23 至 2026-11-29，UTC

        │周一 11-23  │周二 11-24  │▸周三 11-25 │周四 11-26  │周五 11-27  │周六 11-28  │周日 11-29
────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────
全天    │? SIG 乙: 全│            │            │SIG 乙: 多日│┆ SIG 乙:…  │┆ SIG 乙:…  │
        │ 天事项     │            │            │            │            │            │
────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────
00:00   │            │            │            │            │            │┆ SIG 甲:…  │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄
09:00   │            │SIG 甲: 周会│09:00–11:30 │× SIG 甲: 停│            │            │
        │            │09:30–10:00 │▶ SIG 甲: 两│ 开         │            │            │
        │            │SIG 甲: 半小│ 个半小时   │            │            │            │
        │            │ 时         │            │            │            │            │
────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────
10:00   │            │            │┆ SIG 甲:…  │            │            │            │
10:20   ┼────────────┼────────────╋━ 现在 ━━━━━┼────────────┼────────────┼────────────┼────────────
11:00   │            │            │┆ –11:30 SI…│            │            │            │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄
22:00   │            │            │            │? SIG 甲: 也│SIG 乙: 洛杉│            │
        │            │            │            │ 许         │ 矶         │            │
────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────┼────────────
23:00   │            │            │            │            │23:00–01:00 │            │
        │            │            │            │            │SIG 甲: 跨夜│            │

▶ 正在进行  × 已取消  ? 暂定  ┆ 继续
周四 11月26日 09:00 SIG 甲: 停开  (已取消：无议程)
周六 11月28日 (不开会：SIG 甲: 跳过 — 放假)"
    );
}

/// At 14 columns to a meeting there is room for two.
#[test]
fn meetings_at_the_same_time_stand_side_by_side_where_there_is_room() {
    assert_eq!(drawn(DATA, "UTC", "2026-11-10", NOW, (220, false, Lang::En)), "Example: week 46, 2026-11-09 to 2026-11-15, UTC

        │Mon 9 Nov                    │Tue 10 Nov                   │Wed 11 Nov                   │Thu 12 Nov                   │Fri 13 Nov                   │Sat 14 Nov                   │Sun 15 Nov
────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────
all day │? SIG B: By the day          │                             │                             │                             │                             │                             │
────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────
00:00   │                             │                             │                             │                             │                             │┆ SIG A: Over midnight       │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
09:00   │                             │SIG A: Weekly  09:30–10:00   │09:00–11:30                  │SIG A: Cancelled             │                             │SIG A: Skipped               │
        │                             │               SIG A: Half an│SIG A: Two and a half        │                             │                             │                             │
        │                             │                hour         │                             │                             │                             │                             │
────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────
10:00   │                             │                             │┆ SIG A: Two and a half      │                             │                             │                             │
────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────
11:00   │                             │                             │┆ –11:30 SIG A: Two and a ha…│                             │                             │                             │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
22:00   │                             │                             │                             │? SIG A: Perhaps             │SIG B: In Los Angeles        │                             │
────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────┼─────────────────────────────
23:00   │                             │                             │                             │                             │23:00–01:00                  │                             │
        │                             │                             │                             │                             │SIG A: Over midnight         │                             │

? tentative  ┆ goes on");
}

fn many(meetings: usize) -> String {
    let one = |n| format!("- {{ name: Meeting {n}, cadence: every Tuesday 9:00 UTC, start: 2026-01-05 }}\n");
    format!("events:\n{}", (1..=meetings).map(one).collect::<String>())
}

#[test]
fn meetings_that_there_is_no_room_for_are_counted() {
    let cells = |meetings, lang| -> Vec<String> {
        let grid = drawn(&many(meetings), "UTC", "2026-11-10", NOW, (120, false, lang));
        let rows = grid.lines().skip(4).map(|line| line.split('│').nth(2).unwrap_or_default().trim());
        rows.map(str::to_owned).collect()
    };
    let numbered = |n: std::ops::RangeInclusive<u32>| n.map(|n| format!("Meeting {n}"));
    let mut five = cells(5, Lang::En);
    five.sort();
    assert_eq!(five, numbered(1..=5).collect::<Vec<_>>());
    let twenty = cells(20, Lang::En);
    assert_eq!((twenty.len(), twenty[4].as_str()), (5, "+16 more"));
    assert_eq!(cells(20, Lang::Zh)[4], "另有 16 场");
}

#[test]
fn the_line_for_now_is_only_in_the_week_of_now_and_between_the_hours_about_it() {
    let grid = |date, now| drawn(DATA, "UTC", date, now, (120, false, Lang::En));
    for (date, now) in [("2026-11-25", "2026-11-30T00:00:00Z"), ("2026-11-25", "2026-11-22T23:59:59Z")] {
        assert!(!grid(date, now).contains(['━', '▸', '▶']), "{now}");
    }
    let around = |now| -> Vec<String> {
        let grid = grid("2026-11-25", now);
        let margins: Vec<&str> =
            grid.lines().map(|line| line.split(['│', '┼', '╋']).next().unwrap_or_default().trim()).collect();
        let margins = margins.iter().filter(|margin| margin.len() == 5 && margin.contains(':'));
        margins.map(|margin| (*margin).to_owned()).collect()
    };
    assert_eq!(around("2026-11-23T00:00:00Z")[..3], ["00:00", "00:00", "09:00"]);
    assert_eq!(around("2026-11-29T23:59:59Z").last().map(String::as_str), Some("23:59"));
    assert_eq!(
        around("2026-11-25T10:20:00Z"),
        ["00:00", "09:00", "10:00", "10:20", "11:00", "22:00", "23:00"]
    );
    assert_eq!(
        around("2026-11-25T12:00:00Z"),
        ["00:00", "09:00", "10:00", "11:00", "12:00", "22:00", "23:00"]
    );
}

/// A clock that shows an hour twice or not at all does not tear the grid.
#[test]
fn an_hour_that_is_repeated_is_one_row() {
    let night =
        "events:\n- { name: Night, cadence: every Sunday 0:30 PT, start: 2026-01-05, duration: 3h }\n";
    let rows = |date| -> Vec<String> {
        let grid = drawn(night, "America/Los_Angeles", date, NOW, (120, false, Lang::En));
        let lines = grid.lines().filter(|line| line.contains("Night") || line.contains(":30–"));
        lines.map(|line| line.split('│').map(str::trim).collect::<Vec<_>>().concat()).collect()
    };
    assert_eq!(rows("2026-11-01"), ["00:0000:30–02:30", "Night", "01:00┆ Night", "02:00┆ –02:30 Night"]);
    assert_eq!(
        rows("2026-03-08"),
        ["00:0000:30–04:30", "Night", "01:00┆ Night", "03:00┆ Night", "04:00┆ –04:30 Night"]
    );
    assert_eq!(
        rows("2026-03-15"),
        ["00:0000:30–03:30", "Night", "01:00┆ Night", "02:00┆ Night", "03:00┆ –03:30 Night"]
    );
}

/// What a terminal shows of it: nothing of the colours.
fn without_colours(text: &str) -> String {
    let parts = text.split('\x1b').enumerate();
    parts
        .map(|(n, part)| if n == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) })
        .collect()
}

/// In the weeks in which clocks change, and the others about them.
#[test]
fn every_line_fits_and_says_the_same_with_colours() {
    let dates = ["2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2026-11-25"];
    let places = ["Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo"];
    let each = places.iter().flat_map(|zone| dates.iter().map(move |date| (zone, date)));
    let communities = [KUBERNETES, DATA].map(whole);
    for (n, (zone, date)) in each.enumerate() {
        for (community, lang) in communities.iter().flat_map(|one| [(one, Lang::En), (one, Lang::Zh)]) {
            let width = [99, 120, 233][n % 3];
            let plain = drawn_of(community, zone, date, NOW, (width, false, lang));
            let painted = drawn_of(community, zone, date, NOW, (width, true, lang));
            for line in plain.lines() {
                assert!(line.width() <= width, "{zone} {date} {width}: {line}");
                assert!(!line.contains('│') || line.matches('│').count() == 7, "{line}");
            }
            let seen = without_colours(&painted);
            let seen = seen.lines().map(str::trim_end).filter(|line| !line.starts_with('■'));
            assert_eq!(seen.collect::<Vec<_>>(), plain.lines().map(str::trim_end).collect::<Vec<_>>());
        }
    }
}

/// Whatever is shown beside them.
#[test]
fn a_category_always_has_the_same_colour() {
    let painted = drawn(DATA, "UTC", "2026-11-25", NOW, (160, true, Lang::En));
    let alone = drawn(
        &DATA.replace("name: { en: B, zh: 乙 }\n  category: one", "name: B"),
        "UTC",
        "2026-11-25",
        NOW,
        (160, true, Lang::En),
    );
    for grid in [&painted, &alone] {
        assert!(grid.contains("\x1b[38;5;29mSIG A: Weekly") && grid.contains("\x1b[38;5;29m■ Two"), "{grid}");
        assert!(grid.contains("\x1b[2;9m× SIG A:"), "{grid}");
    }
    assert!(painted.contains("\x1b[38;5;62m? SIG B: By the day") && painted.contains("\x1b[38;5;62m■ One"));
    assert!(alone.contains("│\x1b[0m? SIG B: By the day") && !alone.contains("■ One"));
}
