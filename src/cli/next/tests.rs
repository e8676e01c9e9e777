use chrono::Datelike;

use super::*;
use crate::directory::{Lang, load};
use crate::feed::Catalog;
use crate::schedule::plan;
use crate::time::Zone;

const DATA: &str = "
community: { start: 2026-10-19 }
sigs:
- dir: sig-a
  name: { en: A, zh: 甲 }
  meetings:
  - description: { en: Weekly, zh: 周会 }
    cadence: every Friday 9:00 PT
    url: https://meet.example.org/a
    cancelled: [{ on: 2026-11-06, reason: { en: No agenda, zh: 无议程 } }]
  - { description: Long, cadence: every Friday 8:30 PT, duration: 2h }
  - { description: By the day, cadence: every Saturday }
  - { description: Far, on: 2027-10-01 9:00 UTC }
";

/// What is told at an instant, of the next `count`.
fn told(now: &str, zone: &str, count: usize, lang: Lang) -> String {
    let community = load(DATA).community.expect("a community");
    let (series, _) = plan(&community);
    let catalog = Catalog::new(&community, &series);
    let zone = Zone::named(zone).expect("a zone");
    let now = now.parse().expect("a test's own instant");
    let teller = Teller { community: &community, catalog: &catalog, now, zone, lang };
    let mut out = Vec::new();
    say(&teller, &series, count, Format::Text, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn what_is_on_is_told_with_when_it_began_and_ends_and_what_comes_with_how_long_it_takes() {
    assert_eq!(told("2026-10-30T16:12:30Z", "Europe/London", 2, Lang::En), "Fri 30 Oct 16:12, Europe/London

On now
  since 42 min, until 17:30  SIG A: Long  (08:30 Pacific time, since 25 Oct 15:30 instead of 16:30 for you)
  since 12 min, until 17:00  SIG A: Weekly  (09:00 Pacific time, since 25 Oct 16:00 instead of 17:00 for you)
    https://meet.example.org/a

Next
  Sat 31 Oct, all day  SIG A: By the day  (tentative)
  Fri 6 Nov 16:30–18:30, in 7 days  SIG A: Long  (08:30 Pacific time, since 1 Nov 16:30 instead of 15:30 for you)
");
}

#[test]
fn what_is_cancelled_is_said_and_not_counted() {
    assert_eq!(told("2026-11-06T15:00:00Z", "Asia/Shanghai", 3, Lang::En), "Fri 6 Nov 23:00, Asia/Shanghai

Next
  Sat 7 Nov, all day  SIG A: By the day  (tentative)
  Sat 7 Nov 00:30–02:30, in 1 h 30 min  SIG A: Long  (Fri 08:30 Pacific time, since 1 Nov Sat 00:30 instead of Fri 23:30 for you)
  Sat 14 Nov, all day  SIG A: By the day  (tentative)

Cancelled
  Sat 7 Nov 01:00–02:00  SIG A: Weekly  (Fri 09:00 Pacific time, since 1 Nov 01:00 instead of 00:00 for you, cancelled: No agenda)
");
    // What comes after the last of those that were wanted is not said.
    assert!(!told("2026-11-06T15:00:00Z", "Asia/Shanghai", 2, Lang::En).contains("Weekly"));
}

#[test]
fn it_is_told_in_chinese_as_well() {
    assert_eq!(told("2026-10-30T16:12:30Z", "Asia/Shanghai", 2, Lang::Zh), "10月31日 周六 00:12，Asia/Shanghai

正在进行
  已开始 42 分钟，至 01:30  SIG 甲: Long  (08:30 太平洋时间, 11月1日起，对你来说是 周六 00:30，而不是 周五 23:30)
  10月31日 周六，全天  SIG 甲: By the day  (暂定)
  已开始 12 分钟，至 01:00  SIG 甲: 周会  (周五 09:00 太平洋时间, 11月1日起，对你来说是 01:00，而不是 00:00)
    https://meet.example.org/a

接下来
  11月7日 周六，全天  SIG 甲: By the day  (暂定)
  11月7日 周六 00:30–02:30，7 天后  SIG 甲: Long  (周五 08:30 太平洋时间, 自11月1日起，对你来说是 周六 00:30，而不是 周五 23:30)
");
}

/// To the instant: what ends now is over, what begins now is on.
#[test]
fn a_meeting_is_on_from_its_first_instant_and_over_at_its_end() {
    let first = |now: &str| told(now, "UTC", 1, Lang::En);
    assert!(first("2026-10-23T15:29:59Z").contains("15:30–17:30, in 1 min  SIG A: Long"));
    assert!(first("2026-10-23T15:30:00Z").contains("On now\n  since 0 min, until 17:30  SIG A: Long"));
    assert!(first("2026-10-23T17:29:59Z").contains("On now\n  since 1 h 59 min, until 17:30  SIG A: Long"));
    assert!(!first("2026-10-23T17:30:00Z").contains("On now"));
}

#[test]
fn what_comes_much_later_is_found_as_well() {
    let community = load(DATA).community.expect("a community");
    let (series, _) = plan(&community);
    let far: Vec<Series> = series.into_iter().filter(|series| series.start.civil().year() == 2027).collect();
    let at = |now: &str| coming(&far, now.parse().expect("an instant"), Zone::utc(), 3).next.len();
    assert_eq!(["2025-10-02T00:00:00Z", "2027-09-30T00:00:00Z", "2027-10-01T09:00:00Z"].map(at), [1, 1, 0]);
}
