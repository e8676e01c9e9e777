//! A week with everything that is said of it, however it is drawn.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::banner::banner;
use crate::cli::row::Row;
use crate::directory::{Community, Lang};
use crate::feed::Catalog;
use crate::page::WeekQuestion;
use crate::schedule::{Series, SkippedItem, agenda, skipped_in};
use crate::time::Window;

pub(super) struct Shown<'a> {
    pub(super) community: &'a Community,
    pub(super) catalog: &'a Catalog,
    pub(super) question: WeekQuestion,
    pub(super) rows: Vec<Row>,
    pub(super) skipped: Vec<SkippedItem<'a>>,
    /// What the clocks do, a line each.
    pub(super) banner: Vec<String>,
    /// Now, where it is in the week.
    pub(super) now: Option<DateTime<Utc>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(
        (community, catalog): (&'a Community, &'a Catalog),
        series: &'a [Series],
        question: WeekQuestion,
        now: Option<DateTime<Utc>>,
    ) -> Shown<'a> {
        let WeekQuestion { from, to, zone, lang } = question;
        let window = Window::days(from, to, zone);
        let items = agenda(series, window, zone);
        Shown {
            community,
            catalog,
            question,
            rows: items.iter().map(|item| Row::new(item, (community, catalog), zone, lang)).collect(),
            skipped: skipped_in(series, window, zone),
            banner: banner(&items, question),
            now: now.filter(|now| window.from <= *now && *now < window.to),
        }
    }

    /// Whose week it is, and what the clocks do in it.
    pub(super) fn head(&self) -> Vec<String> {
        let WeekQuestion { from, to, zone, lang } = self.question;
        let name = match self.community.name.is_empty() {
            true => lang.pick("Meetings", "会议"),
            false => self.community.name.get(lang),
        };
        let last = to - TimeDelta::days(1);
        let week = from.iso_week().week();
        let title = match lang {
            Lang::En => format!("{name}: week {week}, {from} to {last}, {zone}"),
            Lang::Zh => format!("{name}：第 {week} 周，{from} 至 {last}，{zone}"),
        };
        std::iter::once(title).chain(self.banner.iter().cloned()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.skipped.is_empty()
    }

    pub(super) fn nothing(&self) -> &'static str {
        self.question.lang.pick("No meetings this week.", "本周没有会议。")
    }
}
