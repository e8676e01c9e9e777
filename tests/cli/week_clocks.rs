//! The weeks of every clock change in 2026 and 2027, as they are told to people elsewhere of a meeting in Los Angeles.

use super::program::{file, sigcal};

const DATA: &str = "
community: { name: Example, start: 2026-01-05 }
sigs: [{ dir: sig-a, name: A, meetings: [{ description: Weekly, cadence: every Friday 10:00 PT }] }]
";

/// What the weeks of some dates say, without the titles and the dates of the days.
fn weeks(zone: &str, dates: &[&str], rest: &[&str]) -> String {
    let data = file(&format!("clocks-{}-{}", zone.replace('/', "-"), rest.len()), "data.yaml", DATA);
    let week = |date: &&str| {
        let outcome = sigcal(&[&["week", &data, "--zone", zone, "--date", date], rest].concat());
        assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
        let lines =
            outcome.out.lines().skip(1).filter(|line| !line.is_empty()).map(|line| format!("{line}\n"));
        lines.collect::<String>()
    };
    dates.iter().map(week).collect::<Vec<_>>().join("\n")
}

/// Sundays on which Los Angeles changes its clocks.
const LOS_ANGELES: [&str; 4] = ["2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"];

#[test]
fn in_shanghai() {
    assert_eq!(weeks("Asia/Shanghai", &LOS_ANGELES, &[]), "Clocks change in America/Los_Angeles on Sun 8 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Sat 2026-03-07
  02:00–03:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 8 Mar 01:00 instead of 02:00 for you)

Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sat 2026-10-31
  01:00–02:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 1 Nov 02:00 instead of 01:00 for you)

Clocks change in America/Los_Angeles on Sun 14 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Sat 2027-03-13
  02:00–03:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 14 Mar 01:00 instead of 02:00 for you)

Clocks change in America/Los_Angeles on Sun 7 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sat 2027-11-06
  01:00–02:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 7 Nov 02:00 instead of 01:00 for you)
");
}

#[test]
fn in_shanghai_in_chinese() {
    assert_eq!(
        weeks("Asia/Shanghai", &["2026-10-30", "2026-11-04"], &["--lang", "zh"]),
        "11月1日（周日）America/Los_Angeles 调整时钟：02:00 变为 01:00；此后所示会议中有 1 个对你改变时间
周六 2026-10-31
  01:00–02:00  SIG A: Weekly  (周五 10:00 太平洋时间, 11月1日起，对你来说是 02:00，而不是 01:00)

周六 2026-11-07
  02:00–03:00  SIG A: Weekly  (周五 10:00 太平洋时间, 自11月1日起，对你来说是 02:00，而不是 01:00)
"
    );
}

#[test]
fn in_london() {
    let own = ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"];
    assert_eq!(weeks("Europe/London", &[&LOS_ANGELES[..], &own].concat(), &[]), "Clocks change in America/Los_Angeles on Sun 8 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Fri 2026-03-06
  18:00–19:00  SIG A: Weekly  (10:00 Pacific time, from 8 Mar 17:00 instead of 18:00 for you)

Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Fri 2026-10-30
  17:00–18:00  SIG A: Weekly  (10:00 Pacific time, since 25 Oct 17:00 instead of 18:00 for you)

Clocks change in America/Los_Angeles on Sun 14 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Fri 2027-03-12
  18:00–19:00  SIG A: Weekly  (10:00 Pacific time, from 14 Mar 17:00 instead of 18:00 for you)

Clocks change in America/Los_Angeles on Sun 7 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Fri 2027-11-05
  17:00–18:00  SIG A: Weekly  (10:00 Pacific time, since 31 Oct 17:00 instead of 18:00 for you)

Clocks change in Europe/London on Sun 29 Mar: 01:00 becomes 02:00; 1 of the meetings shown is at another hour for you from then on
Sun 29 Mar has 23 hours for you
Fri 2026-03-27
  17:00–18:00  SIG A: Weekly  (10:00 Pacific time, from 29 Mar 18:00 instead of 17:00 for you)

Clocks change in Europe/London on Sun 25 Oct: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sun 25 Oct has 25 hours for you
Fri 2026-10-23
  18:00–19:00  SIG A: Weekly  (10:00 Pacific time, from 25 Oct 17:00 instead of 18:00 for you)

Clocks change in Europe/London on Sun 28 Mar: 01:00 becomes 02:00; 1 of the meetings shown is at another hour for you from then on
Sun 28 Mar has 23 hours for you
Fri 2027-03-26
  17:00–18:00  SIG A: Weekly  (10:00 Pacific time, from 28 Mar 18:00 instead of 17:00 for you)

Clocks change in Europe/London on Sun 31 Oct: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sun 31 Oct has 25 hours for you
Fri 2027-10-29
  18:00–19:00  SIG A: Weekly  (10:00 Pacific time, from 31 Oct 17:00 instead of 18:00 for you)
");
}

#[test]
fn on_lord_howe() {
    let own = ["2026-04-05", "2026-10-04", "2027-04-04", "2027-10-03"];
    assert_eq!(weeks("Australia/Lord_Howe", &[&LOS_ANGELES[..], &own].concat(), &[]), "Clocks change in America/Los_Angeles on Sun 8 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Sat 2026-03-07
  05:00–06:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 8 Mar 04:00 instead of 05:00 for you)

Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sat 2026-10-31
  04:00–05:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 1 Nov 05:00 instead of 04:00 for you)

Clocks change in America/Los_Angeles on Sun 14 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Sat 2027-03-13
  05:00–06:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 14 Mar 04:00 instead of 05:00 for you)

Clocks change in America/Los_Angeles on Sun 7 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Sat 2027-11-06
  04:00–05:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 7 Nov 05:00 instead of 04:00 for you)

Clocks change in Australia/Lord_Howe on Sun 5 Apr: 02:00 becomes 01:30; 1 of the meetings shown is at another hour for you from then on
Sun 5 Apr has 24 h 30 min for you
Sat 2026-04-04
  04:00–05:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 5 Apr 03:30 instead of 04:00 for you)

Clocks change in Australia/Lord_Howe on Sun 4 Oct: 02:00 becomes 02:30; 1 of the meetings shown is at another hour for you from then on
Sun 4 Oct has 23 h 30 min for you
Sat 2026-10-03
  03:30–04:30  SIG A: Weekly  (Fri 10:00 Pacific time, from 4 Oct 04:00 instead of 03:30 for you)

Clocks change in Australia/Lord_Howe on Sun 4 Apr: 02:00 becomes 01:30; 1 of the meetings shown is at another hour for you from then on
Sun 4 Apr has 24 h 30 min for you
Sat 2027-04-03
  04:00–05:00  SIG A: Weekly  (Fri 10:00 Pacific time, from 4 Apr 03:30 instead of 04:00 for you)

Clocks change in Australia/Lord_Howe on Sun 3 Oct: 02:00 becomes 02:30; 1 of the meetings shown is at another hour for you from then on
Sun 3 Oct has 23 h 30 min for you
Sat 2027-10-02
  03:30–04:30  SIG A: Weekly  (Fri 10:00 Pacific time, from 3 Oct 04:00 instead of 03:30 for you)
");
}

#[test]
fn in_sao_paulo() {
    assert_eq!(weeks("America/Sao_Paulo", &LOS_ANGELES, &[]), "Clocks change in America/Los_Angeles on Sun 8 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Fri 2026-03-06
  15:00–16:00  SIG A: Weekly  (10:00 Pacific time, from 8 Mar 14:00 instead of 15:00 for you)

Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Fri 2026-10-30
  14:00–15:00  SIG A: Weekly  (10:00 Pacific time, from 1 Nov 15:00 instead of 14:00 for you)

Clocks change in America/Los_Angeles on Sun 14 Mar: 02:00 becomes 03:00; 1 of the meetings shown is at another hour for you from then on
Fri 2027-03-12
  15:00–16:00  SIG A: Weekly  (10:00 Pacific time, from 14 Mar 14:00 instead of 15:00 for you)

Clocks change in America/Los_Angeles on Sun 7 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on
Fri 2027-11-05
  14:00–15:00  SIG A: Weekly  (10:00 Pacific time, from 7 Nov 15:00 instead of 14:00 for you)
");
}
