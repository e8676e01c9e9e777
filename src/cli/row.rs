//! What one occurrence is to a person.

use std::io::Write;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::mark::visible;
use super::words::{clock_note, own_time};
use crate::directory::{Community, Lang, Text};
use crate::feed::Catalog;
use crate::page::dates;
use crate::schedule::{AgendaItem, ClockNote, SkippedItem, Start, Status, clock_note_of};
use crate::time::{Window, Zone, civil, resolve};

/// An occurrence as a person sees it.
pub(super) struct Row {
    pub(super) day: NaiveDate,
    pub(super) all_day: bool,
    pub(super) start: NaiveDateTime,
    pub(super) end: NaiveDateTime,
    /// From when to when it lasts.
    pub(super) lasts: Window,
    pub(super) summary: String,
    group: String,
    /// The place of its category among the community's.
    pub(super) category: Option<usize>,
    /// What the clocks make of its hour.
    pub(super) note: Option<ClockNote>,
    /// The meeting's own time, where it is another than the viewer's.
    own: Option<(NaiveDateTime, Zone)>,
    /// When it was planned, by the viewer's clock.
    moved_from: Option<NaiveDateTime>,
    extra: bool,
    reason: Option<String>,
    pub(super) status: Status,
    lang: Lang,
}

impl Row {
    pub(super) fn new(
        item: &AgendaItem<'_>,
        (community, catalog): (&Community, &Catalog),
        zone: Zone,
        lang: Lang,
    ) -> Row {
        let AgendaItem { series, occurrence } = item;
        let category = community.group_of(series.meeting).and_then(|group| group.category.as_ref());
        let start = civil(occurrence.start, zone);
        let own = series.start.zone().filter(|own| *own != zone);
        let on_own_clock = |at: NaiveDateTime| own.map_or(at, |own| civil(resolve(at, own), zone));
        Row {
            day: start.date(),
            all_day: matches!(series.start, Start::AllDay(_)),
            start,
            end: civil(occurrence.end, zone),
            lasts: Window { from: occurrence.start, to: occurrence.end },
            summary: visible(&catalog.title(item, lang)),
            group: catalog.event(&series.uid).map_or(String::new(), |event| event.group.clone()),
            category: category
                .and_then(|key| community.categories.iter().position(|known| known.key == *key)),
            note: clock_note_of(item, zone),
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

    pub(super) fn as_text(&self) -> String {
        let lang = self.lang;
        let last = self.end.date().pred_opt().filter(|last| self.all_day && *last > self.day);
        let times = match (self.all_day, last) {
            (true, Some(last)) => format!("{} {}", lang.pick("until", "至"), dates::short(last, lang)),
            (true, None) => lang.pick("all day    ", "全天       ").to_owned(),
            (false, _) => {
                let (start, end) = (self.start.format("%H:%M"), self.end.format("%H:%M"));
                // It ends on a day that the hours alone do not say.
                match self.end - self.start < TimeDelta::days(1) {
                    true => format!("{start}–{end}"),
                    false => format!("{start}–{} {end}", dates::short(self.end.date(), lang)),
                }
            }
        };
        let remarks = self.remarks().join(", ");
        let remarks = if remarks.is_empty() { remarks } else { format!("  ({remarks})") };
        format!("  {times}  {}{remarks}", self.summary)
    }

    /// The meeting's own time, what the clocks make of it, and what is not as usual.
    pub(super) fn remarks(&self) -> Vec<String> {
        let own = self.own.map(|(own, zone)| own_time(own, zone, self.day, self.lang));
        let note = self.note.map(|note| clock_note(note, self.lang));
        let tentative = (self.status == Status::Tentative).then(|| status(self.status, self.lang).to_owned());
        own.into_iter().chain(note).chain(tentative).chain(self.unusual()).collect()
    }

    /// What is not as usual, with the reason behind the last of it.
    pub(super) fn unusual(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.extra {
            remarks.push(self.lang.pick("extra", "加开").to_owned());
        }
        if let Some(from) = self.moved_from {
            let time = if self.all_day { String::new() } else { from.format(" %H:%M").to_string() };
            let day = dates::weekday(from.date(), self.lang);
            let moved = self.lang.pick("moved from ", "改期，原定");
            remarks.push(format!("{moved}{day} {}{time}", from.date()));
        }
        if self.status == Status::Cancelled {
            remarks.push(status(self.status, self.lang).to_owned());
        }
        if let Some(reason) = &self.reason {
            match remarks.last_mut() {
                Some(last) => *last += &format!("{}{reason}", self.lang.pick(": ", "：")),
                None => remarks.push(reason.clone()),
            }
        }
        remarks
    }
}

/// What is skipped on a day, for whoever wonders where it went.
pub(super) fn skipped_as_text(item: &SkippedItem<'_>, catalog: &Catalog, lang: Lang) -> String {
    let title = visible(catalog.title_of(item.series, lang));
    let reason = told(&item.skipped.reason, lang).map(|reason| format!(" — {reason}")).unwrap_or_default();
    format!("({}{title}{reason})", lang.pick("skipped: ", "不开会："))
}

fn told(reason: &Text, lang: Lang) -> Option<String> {
    Some(visible(reason.get(lang))).filter(|reason| !reason.is_empty())
}

pub(super) fn status(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Confirmed, Lang::En) => "confirmed",
        (Status::Confirmed, Lang::Zh) => "已确认",
        (Status::Tentative, Lang::En) => "tentative",
        (Status::Tentative, Lang::Zh) => "暂定",
        (Status::Cancelled, Lang::En) => "cancelled",
        (Status::Cancelled, Lang::Zh) => "已取消",
    }
}
