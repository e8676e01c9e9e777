//! Days and times as people read them.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike};

use crate::directory::Lang;

/// How a clock counts the hours of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// From 00:00 to 23:59.
    #[default]
    Of24,
    /// From 12:00 to 11:59, twice.
    Of12,
}

impl Hours {
    /// Its word in addresses.
    pub(super) fn word(self) -> &'static str {
        match self {
            Hours::Of24 => "24",
            Hours::Of12 => "12",
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const CHINESE: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

fn names(date: NaiveDate) -> (&'static str, &'static str, &'static str) {
    let weekday = date.weekday().num_days_from_monday() as usize;
    (WEEKDAYS[weekday], CHINESE[weekday], MONTHS[date.month0() as usize])
}

/// `Fri`, `周五`.
pub fn weekday(date: NaiveDate, lang: Lang) -> String {
    let (english, chinese, _) = names(date);
    match lang {
        Lang::En => english[..3].to_owned(),
        Lang::Zh => format!("周{chinese}"),
    }
}

/// `27 Nov`, `11月27日`.
pub fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", date.day(), &names(date).2[..3]),
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
    }
}

/// `Fri 27 Nov`, `11月27日 周五`.
pub fn short(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", weekday(date, lang), day(date, lang)),
        Lang::Zh => format!("{} {}", day(date, lang), weekday(date, lang)),
    }
}

/// `Friday 27 November 2026`, `2026年11月27日 星期五`.
pub(super) fn long(date: NaiveDate, lang: Lang) -> String {
    let (english, chinese, month) = names(date);
    let (year, day) = (date.year(), date.day());
    match lang {
        Lang::En => format!("{english} {day} {month} {year}"),
        Lang::Zh => format!("{year}年{}月{day}日 星期{chinese}", date.month()),
    }
}

/// The days from one to another: `23–29 November 2026`, `30 November – 6 December 2026`.
pub(super) fn stretch(first: NaiveDate, last: NaiveDate, lang: Lang) -> String {
    let (a, b) = (names(first).2, names(last).2);
    let same_year = first.year() == last.year();
    match lang {
        Lang::En if a == b && same_year => format!("{}–{} {b} {}", first.day(), last.day(), last.year()),
        Lang::En if same_year => format!("{} {a} – {} {b} {}", first.day(), last.day(), last.year()),
        Lang::En => format!("{} {a} {} – {} {b} {}", first.day(), first.year(), last.day(), last.year()),
        Lang::Zh if same_year => format!("{}年{} – {}", first.year(), day(first, lang), day(last, lang)),
        Lang::Zh => {
            format!("{}年{} – {}年{}", first.year(), day(first, lang), last.year(), day(last, lang))
        }
    }
}

/// `09:00`, `9:00 am`, `上午9:00`.
pub(super) fn clock(time: NaiveTime, hours: Hours, lang: Lang) -> String {
    match (hours, lang) {
        (Hours::Of24, _) => time.format("%H:%M").to_string(),
        (Hours::Of12, Lang::En) => time.format("%-I:%M %P").to_string(),
        (Hours::Of12, Lang::Zh) => {
            let half = if time < NaiveTime::MIN + TimeDelta::hours(12) { "上午" } else { "下午" };
            format!("{half}{}", time.format("%-I:%M"))
        }
    }
}

/// A whole hour at the side of a drawing: `09:00`, `9 am`, `上午9:00`.
pub(super) fn hour_of(time: NaiveTime, hours: Hours, lang: Lang) -> String {
    match (hours, lang) {
        (Hours::Of12, Lang::En) if time.minute() == 0 => time.format("%-I %P").to_string(),
        (_, _) => clock(time, hours, lang),
    }
}

/// A whole hour where there is little room: `09`, `9a`, `12p`.
pub(super) fn hour(hour: u32, hours: Hours) -> String {
    match hours {
        Hours::Of24 => format!("{hour:02}"),
        Hours::Of12 => format!("{}{}", (hour + 11) % 12 + 1, if hour < 12 { 'a' } else { 'p' }),
    }
}

/// `1 h 30 min`, `1 小时 30 分钟`.
pub fn duration(time: TimeDelta, lang: Lang) -> String {
    let (hours, minutes) = (time.num_hours(), time.num_minutes() % 60);
    let (hour, minute) = match lang {
        Lang::En => ("h", "min"),
        Lang::Zh => ("小时", "分钟"),
    };
    match (hours, minutes) {
        (0, _) => format!("{minutes} {minute}"),
        (_, 0) => format!("{hours} {hour}"),
        (_, _) => format!("{hours} {hour} {minutes} {minute}"),
    }
}

/// How long a day is: `25 hours`, `24 h 30 min`.
pub fn day_length(time: TimeDelta, lang: Lang) -> String {
    match (time.num_minutes() % 60, lang) {
        (0, Lang::En) => format!("{} hours", time.num_hours()),
        (_, _) => duration(time, lang),
    }
}

/// `UTC+1`, `UTC−3:30`: seconds east of UTC.
pub(super) fn offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.unsigned_abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_written_as_they_are_read() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a test's own date");
        let friday = date("2026-11-27");
        for lang in Lang::ALL {
            let said = [
                short(friday, lang),
                long(friday, lang),
                stretch(date("2026-11-30"), date("2026-12-06"), lang),
            ];
            let wanted = match lang {
                Lang::En => ["Fri 27 Nov", "Friday 27 November 2026", "30 November – 6 December 2026"],
                Lang::Zh => ["11月27日 周五", "2026年11月27日 星期五", "2026年11月30日 – 12月6日"],
            };
            assert_eq!(said, wanted);
        }
        assert_eq!(
            stretch(date("2026-12-28"), date("2027-01-03"), Lang::En),
            "28 December 2026 – 3 January 2027"
        );
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
        let twelve = |time, lang| clock(time, Hours::Of12, lang);
        assert_eq!([twelve(at(0, 5), Lang::En), twelve(at(12, 0), Lang::En)], ["12:05 am", "12:00 pm"]);
        assert_eq!([twelve(at(9, 0), Lang::Zh), twelve(at(21, 30), Lang::Zh)], ["上午9:00", "下午9:30"]);
        assert_eq!(clock(at(9, 0), Hours::Of24, Lang::Zh), "09:00");
        assert_eq!(duration(TimeDelta::minutes(90), Lang::En), "1 h 30 min");
        let day = |minutes| Lang::ALL.map(|lang| day_length(TimeDelta::minutes(minutes), lang));
        assert_eq!(day(25 * 60), ["25 hours", "25 小时"]);
        assert_eq!(day(24 * 60 + 30), ["24 h 30 min", "24 小时 30 分钟"]);
        assert_eq!([offset(3600), offset(-12_600), offset(0)], ["UTC+1", "UTC−3:30", "UTC"]);
    }
}
