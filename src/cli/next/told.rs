//! What `next` says to a person.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::coming::Coming;
use crate::cli::mark::visible;
use crate::cli::row::Row;
use crate::directory::{Community, Lang};
use crate::feed::Catalog;
use crate::page::dates;
use crate::schedule::{AgendaItem, Status};
use crate::time::{Zone, civil};

/// From here on, days are told instead of hours.
const MANY_HOURS: i64 = 48;

/// For whom it is said, and of what.
pub(super) struct Teller<'a> {
    pub(super) community: &'a Community,
    pub(super) catalog: &'a Catalog,
    pub(super) now: DateTime<Utc>,
    pub(super) zone: Zone,
    pub(super) lang: Lang,
}

impl Teller<'_> {
    pub(super) fn lines(&self, coming: &Coming<'_>) -> Vec<String> {
        let Teller { zone, lang, .. } = *self;
        let now = self.clock(self.now);
        let mut lines =
            vec![format!("{} {}{}", self.day(now), now.format("%H:%M"), lang.pick(", ", "，")) + zone.tzid()];
        let lists = [
            (&coming.on_now, lang.pick("On now", "正在进行")),
            (&coming.next, lang.pick("Next", "接下来")),
            (&coming.cancelled, lang.pick("Cancelled", "已取消")),
        ];
        for (items, title) in lists.into_iter().filter(|(items, _)| !items.is_empty()) {
            lines.extend([String::new(), title.to_owned()]);
            lines.extend(items.iter().flat_map(|item| self.meeting(item)));
        }
        if coming.on_now.is_empty() && coming.next.is_empty() {
            let nothing = lang
                .pick("Nothing is on, and nothing comes within two years.", "现在没有会议，两年内也没有。");
            lines.extend([String::new(), nothing.to_owned()]);
        }
        lines
    }

    /// When it is, its title with what is remarkable, and where to join.
    fn meeting(&self, item: &AgendaItem<'_>) -> Vec<String> {
        let row = Row::new(item, (self.community, self.catalog), self.zone, self.lang);
        let remarks = row.remarks().join(", ");
        let remarks = if remarks.is_empty() { remarks } else { format!("  ({remarks})") };
        let mut lines = vec![format!("  {}  {}{remarks}", self.when(&row), row.summary)];
        let event = self.catalog.event(&item.series.uid).filter(|_| row.status != Status::Cancelled);
        let join = event.and_then(|event| event.conference.as_deref()).map(visible);
        lines.extend(join.map(|link| format!("    {link}")));
        lines
    }

    /// `since 12 min, until 09:30`; `Sat 28 Nov 01:00–02:00, in 2 h 5 min`.
    fn when(&self, row: &Row) -> String {
        let lang = self.lang;
        let comma = lang.pick(", ", "，");
        if row.all_day {
            return format!("{}{comma}{}", self.day(row.start), lang.pick("all day", "全天"));
        }
        let end = row.end.format("%H:%M").to_string();
        let day_of_end = |than: NaiveDateTime| match row.end.date() == than.date() {
            true => String::new(),
            false => dates::weekday(row.end.date(), lang) + " ",
        };
        if row.lasts.from <= self.now && row.status != Status::Cancelled {
            let since = how_long(self.now - row.lasts.from, lang);
            let end = day_of_end(self.clock(self.now)) + &end;
            return match lang {
                Lang::En => format!("since {since}, until {end}"),
                Lang::Zh => format!("已开始 {since}，至 {end}"),
            };
        }
        // A part of a minute that is left is one: nothing begins in no time.
        let left = row.lasts.from - self.now + TimeDelta::milliseconds(59_999);
        let left = how_long(left, lang);
        let left = match lang {
            Lang::En => format!("in {left}"),
            Lang::Zh => format!("{left}后"),
        };
        // An hour that ends at midnight is of one day.
        let midnight = row.end - row.start < TimeDelta::days(1);
        let end = if midnight { end } else { day_of_end(row.start) + &end };
        let when = format!("{} {}–{end}", self.day(row.start), row.start.format("%H:%M"));
        match row.status {
            // It does not come.
            Status::Cancelled => when,
            Status::Confirmed | Status::Tentative => when + comma + &left,
        }
    }

    fn clock(&self, at: DateTime<Utc>) -> NaiveDateTime {
        civil(at, self.zone)
    }

    fn day(&self, at: NaiveDateTime) -> String {
        dates::short(at.date(), self.lang)
    }
}

fn how_long(long: TimeDelta, lang: Lang) -> String {
    match (long.num_hours() >= MANY_HOURS, lang) {
        (false, _) => dates::duration(long, lang),
        (true, Lang::En) => format!("{} days", long.num_days()),
        (true, Lang::Zh) => format!("{} 天", long.num_days()),
    }
}
