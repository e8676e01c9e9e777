//! What one occurrence is to a person: a line of the week.

use std::io::Write;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::cadence::{zone_name_en, zone_name_zh};
use crate::directory::{Lang, Text};
use crate::feed::Catalog;
use crate::schedule::{AgendaItem, Series, SkippedItem, Start, Status};
use crate::time::{Zone, civil, resolve};

/// An occurrence as a person sees it.
pub(super) struct Row {
    pub(super) day: NaiveDate,
    pub(super) all_day: bool,
    pub(super) start: NaiveDateTime,
    end: NaiveDateTime,
    summary: String,
    group: String,
    /// The meeting's own time, where it is another than the viewer's.
    own: Option<(NaiveDateTime, Zone)>,
    /// When it was planned, by the viewer's clock.
    moved_from: Option<NaiveDateTime>,
    extra: bool,
    reason: Option<String>,
    status: Status,
    lang: Lang,
}

impl Row {
    pub(super) fn new(item: &AgendaItem<'_>, catalog: &Catalog, zone: Zone, lang: Lang) -> Row {
        let AgendaItem { series, occurrence } = item;
        let start = civil(occurrence.start, zone);
        let own = series.start.zone().filter(|own| *own != zone);
        let on_own_clock = |at: NaiveDateTime| own.map_or(at, |own| civil(resolve(at, own), zone));
        Row {
            day: start.date(),
            all_day: matches!(series.start, Start::AllDay(_)),
            start,
            end: civil(occurrence.end, zone),
            summary: match &occurrence.summary {
                Some(own) => in_one_line(own),
                None => title(series, catalog, lang),
            },
            group: catalog.event(&series.uid).map_or(String::new(), |event| event.group.clone()),
            own: own.map(|own| (occurrence.civil, own)),
            moved_from: occurrence.moved_from.map(on_own_clock),
            extra: series.extra.is_some(),
            reason: occurrence.reason.as_ref().and_then(|reason| told(reason, lang)),
            status: occurrence.status,
            lang,
        }
    }

    pub(super) fn as_tsv(&self, out: &mut impl Write) -> std::io::Result<()> {
        let form = if self.all_day { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" };
        let (start, end) = (self.start.format(form), self.end.format(form));
        writeln!(out, "{start}\t{end}\t{}\t{}\t{}", self.group, self.summary, status(self.status, Lang::En))
    }

    pub(super) fn as_text(&self, out: &mut impl Write) -> std::io::Result<()> {
        let times = match (self.all_day, self.lang) {
            (true, Lang::En) => "all day    ".to_owned(),
            (true, Lang::Zh) => "全天       ".to_owned(),
            (false, _) => format!("{}–{}", self.start.format("%H:%M"), self.end.format("%H:%M")),
        };
        let remarks = self.remarks().join(", ");
        let remarks = if remarks.is_empty() { remarks } else { format!("  ({remarks})") };
        writeln!(out, "  {times}  {}{remarks}", self.summary)
    }

    /// The meeting's own time, and what is not as usual, with the reason behind it.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some((own, zone)) = self.own {
            let name = match self.lang {
                Lang::En => zone_name_en(zone),
                Lang::Zh => zone_name_zh(zone),
            };
            let day =
                if own.date() == self.day { String::new() } else { weekday(own.date(), self.lang) + " " };
            remarks.push(format!("{day}{} {name}", own.format("%H:%M")));
        }
        if self.status == Status::Tentative {
            remarks.push(status(self.status, self.lang).to_owned());
        }
        let unusual = remarks.len();
        if self.extra {
            remarks.push(say(self.lang, "extra", "加开").to_owned());
        }
        if let Some(from) = self.moved_from {
            let time = if self.all_day { String::new() } else { from.format(" %H:%M").to_string() };
            let day = weekday(from.date(), self.lang);
            let moved = say(self.lang, "moved from ", "改期，原定");
            remarks.push(format!("{moved}{day} {}{time}", from.date()));
        }
        if self.status == Status::Cancelled {
            remarks.push(status(self.status, self.lang).to_owned());
        }
        if let Some(reason) = &self.reason {
            match remarks.get_mut(unusual..).and_then(<[String]>::last_mut) {
                Some(last) => *last += &format!("{}{reason}", say(self.lang, ": ", "：")),
                None => remarks.push(reason.clone()),
            }
        }
        remarks
    }
}

/// What is skipped on a day, for whoever wonders where it went.
pub(super) fn skipped_as_text(
    item: &SkippedItem<'_>,
    catalog: &Catalog,
    lang: Lang,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let title = title(item.series, catalog, lang);
    let reason = told(&item.skipped.reason, lang).map(|reason| format!(" — {reason}")).unwrap_or_default();
    writeln!(out, "  ({}{title}{reason})", say(lang, "skipped: ", "不开会："))
}

fn title(series: &Series, catalog: &Catalog, lang: Lang) -> String {
    in_one_line(catalog.event(&series.uid).map_or("", |event| event.summary.get(lang)))
}

fn told(reason: &Text, lang: Lang) -> Option<String> {
    Some(in_one_line(reason.get(lang))).filter(|reason| !reason.is_empty())
}

fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn say(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

pub(super) fn weekday(date: NaiveDate, lang: Lang) -> String {
    const CHINESE: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    match lang {
        Lang::En => date.format("%a").to_string(),
        Lang::Zh => CHINESE[date.weekday().num_days_from_monday() as usize].to_owned(),
    }
}

fn status(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Confirmed, Lang::En) => "confirmed",
        (Status::Confirmed, Lang::Zh) => "已确认",
        (Status::Tentative, Lang::En) => "tentative",
        (Status::Tentative, Lang::Zh) => "暂定",
        (Status::Cancelled, Lang::En) => "cancelled",
        (Status::Cancelled, Lang::Zh) => "已取消",
    }
}
