//! What a week says of the clocks before it says anything of meetings.

use crate::directory::Lang;
use crate::page::WeekQuestion;
use crate::page::dates;
use crate::schedule::{AgendaItem, ClocksChange, clocks_change, days_of_other_length};
use crate::time::{Window, Zone};

/// Which clocks change in the week, how many of its meetings that moves for the viewer, and which of the viewer's days
/// are shorter or longer for it: a line each.
pub(super) fn banner(items: &[AgendaItem<'_>], question: WeekQuestion) -> Vec<String> {
    let WeekQuestion { from, to, zone, lang } = question;
    let changes = clocks_change(items, Window::days(from, to, zone), zone);
    let changes = changes.into_iter().map(|ClocksChange { zones, before, instead, meetings }| {
        let zones: Vec<&str> = zones.into_iter().map(Zone::tzid).collect();
        let (day, weekday) = (dates::day(before.date(), lang), dates::weekday(before.date(), lang));
        let (before, instead) = (before.format("%H:%M"), instead.format("%H:%M"));
        let moved = moved(meetings, lang);
        match lang {
            Lang::En => {
                let zones = zones.join(", ");
                format!("Clocks change in {zones} on {weekday} {day}: {before} becomes {instead}; {moved}")
            }
            Lang::Zh => {
                let zones = zones.join("、");
                format!("{day}（{weekday}）{zones} 调整时钟：{before} 变为 {instead}；{moved}")
            }
        }
    });
    let lengths = days_of_other_length(from, to, zone).into_iter().map(|(day, length)| {
        let (weekday, day) = (dates::weekday(day, lang), dates::day(day, lang));
        match lang {
            Lang::En => format!("{weekday} {day} has {} for you", dates::day_length(length, lang)),
            Lang::Zh => format!("{day}（{weekday}）对你有 {}", dates::day_length(length, lang)),
        }
    });
    changes.chain(lengths).collect()
}

fn moved(meetings: usize, lang: Lang) -> String {
    match (meetings, lang) {
        (0, Lang::En) => "none of the meetings shown is at another hour for you".to_owned(),
        (1, Lang::En) => "1 of the meetings shown is at another hour for you from then on".to_owned(),
        (n, Lang::En) => format!("{n} of the meetings shown are at another hour for you from then on"),
        (0, Lang::Zh) => "所示会议对你的时间不变".to_owned(),
        (n, Lang::Zh) => format!("此后所示会议中有 {n} 个对你改变时间"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::{agenda, plan};
    use crate::time::week_containing;

    const DATA: &str = "
events:
- { name: A, cadence: every Tuesday 9:00 PT }
- { name: B, cadence: every Tuesday 9:00 America/New_York }
- { name: C, cadence: every Tuesday 9:00 Europe/Berlin }
- { name: D, cadence: every Tuesday 9:00 Europe/London }
- { name: E, cadence: every Tuesday 9:00 UTC }
";

    fn told(zone: &str, date: &str, lang: Lang) -> Vec<String> {
        let (series, _) = plan(&load(DATA).community.expect("a community"));
        let zone = Zone::named(zone).expect("a zone");
        let (from, to) = week_containing(date.parse().expect("a test's own date"));
        let items = agenda(&series, Window::days(from, to, zone), zone);
        banner(&items, WeekQuestion { from, to, zone, lang })
    }

    #[test]
    fn clocks_that_show_the_same_are_told_together_with_how_many_meetings_they_move() {
        assert_eq!(
            told("Asia/Shanghai", "2026-11-01", Lang::En),
            [
                "Clocks change in America/New_York, America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 2 of the \
              meetings shown are at another hour for you from then on"
            ]
        );
        assert_eq!(
            told("Asia/Shanghai", "2026-10-25", Lang::Zh),
            [
                "10月25日（周日）Europe/Berlin 调整时钟：03:00 变为 02:00；此后所示会议中有 1 个对你改变时间",
                "10月25日（周日）Europe/London 调整时钟：02:00 变为 01:00；此后所示会议中有 1 个对你改变时间",
            ]
        );
        assert_eq!(told("Asia/Shanghai", "2026-11-08", Lang::En), [""; 0]);
    }

    /// Those of others are not where they move nothing; the viewer's own always are, with the day that they lengthen.
    #[test]
    fn the_viewers_own_clock_is_told_whatever_it_moves() {
        assert_eq!(
            told("America/New_York", "2026-11-01", Lang::En),
            [
                "Clocks change in America/New_York, America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 3 of the \
                 meetings shown are at another hour for you from then on",
                "Sun 1 Nov has 25 hours for you",
            ]
        );
        assert_eq!(
            told("Europe/Berlin", "2027-03-28", Lang::Zh),
            [
                "3月28日（周日）Europe/Berlin 调整时钟：02:00 变为 03:00；此后所示会议中有 3 个对你改变时间",
                "3月28日（周日）对你有 23 小时",
            ]
        );
        let alone = |zone: &str| {
            let zone = Zone::named(zone).expect("a zone");
            let (from, to) = week_containing("2026-11-01".parse().expect("a date"));
            banner(&[], WeekQuestion { from, to, zone, lang: Lang::En })
        };
        assert_eq!(
            alone("America/Los_Angeles"),
            [
                "Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; none of the meetings shown is at \
                 another hour for you",
                "Sun 1 Nov has 25 hours for you",
            ]
        );
        assert_eq!(alone("Asia/Shanghai"), [""; 0]);
    }
}
