//! What makes a week quick: made once for a publication, aside or for the first who asks.

use std::sync::OnceLock;

use chrono::{NaiveDate, TimeDelta};

use crate::directory::Lang;
use crate::page::{Source, WeekWriter};
use crate::schedule::{Series, Timetable};
use crate::time::{Window, Zone};

/// How many occurrences are laid out at most, at 16 octets each: a year of ten thousand groups, a month of a hundred thousand.
const LAID_OUT: usize = 1 << 20;
/// How many weeks are laid out, as many of these as fit. Before them, a fourth of it.
const WEEKS: [i64; 5] = [52, 24, 12, 4, 1];

/// The texts of occurrences in both languages, and when they are.
#[derive(Debug, Default)]
pub(in crate::http) struct Weeks {
    en: OnceLock<WeekWriter>,
    zh: OnceLock<WeekWriter>,
    timetable: OnceLock<Timetable>,
    /// The group of each series.
    groups: OnceLock<Vec<Option<usize>>>,
}

impl Weeks {
    /// Makes everything that a question about a week may need, for the weeks around a day.
    pub(in crate::http) fn lay_out(&self, source: Source<'_>, today: NaiveDate) {
        self.timetable(source, today);
        for lang in Lang::ALL {
            self.writer(source, lang);
        }
        self.groups(source);
    }

    /// Everything in a language.
    pub(in crate::http) fn writer(&self, source: Source<'_>, lang: Lang) -> &WeekWriter {
        let writer = match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        };
        writer.get_or_init(|| WeekWriter::new(source, lang))
    }

    /// The place of the group of each series.
    pub(in crate::http) fn groups(&self, source: Source<'_>) -> &[Option<usize>] {
        let group = |series: &Series| source.community.meeting(series.meeting).group;
        self.groups.get_or_init(|| source.series.iter().map(group).collect())
    }

    /// When everything is. One that nobody made yet is of the weeks around a day.
    pub(in crate::http) fn timetable(&self, source: Source<'_>, today: NaiveDate) -> &Timetable {
        self.timetable.get_or_init(|| {
            let series = source.series;
            let day = |days: i64| today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today);
            let laid_out = |from, to, most| Timetable::new(series, Window::days(from, to, Zone::utc()), most);
            let of_weeks = |weeks: &i64| laid_out(day(-7 * (weeks / 4 + 1)), day(7 * (weeks + 2)), LAID_OUT);
            let none = || laid_out(today, today, usize::MAX);
            WEEKS
                .iter()
                .find_map(of_weeks)
                .or_else(none)
                .expect("nothing of a day is no more than is allowed")
        })
    }
}
