//! A week as a list by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::shown::Shown;
use crate::cli::row::{Row, skipped_as_text};
use crate::page::WeekQuestion;
use crate::page::dates;
use crate::time::civil;

/// The lines of a week; with one for now, where it is to be shown.
pub(super) fn lines(shown: &Shown<'_>) -> Vec<String> {
    let WeekQuestion { from, zone, lang, .. } = shown.question;
    let mut by_day: BTreeMap<NaiveDate, Vec<&Row>> = BTreeMap::new();
    for row in &shown.rows {
        // What began before the week is shown on its first day.
        by_day.entry(row.day.max(from)).or_default().push(row);
    }
    for item in &shown.skipped {
        by_day.entry(civil(item.start, zone).date()).or_default();
    }
    let mut now = shown.now.map(|now| (now, civil(now, zone)));
    if let Some((_, civil)) = now {
        by_day.entry(civil.date()).or_default();
    }
    let mut lines = shown.head();
    for (day, mut rows) in by_day {
        rows.sort_by_key(|row| (!row.all_day, row.start));
        lines.push(String::new());
        lines.push(format!("{} {day}", dates::weekday(day, lang)));
        for row in rows {
            if let Some((_, at)) = now.take_if(|(now, at)| at.date() == day && row.lasts.from > *now) {
                lines.push(now_line(at, lang));
            }
            lines.push(row.as_text());
        }
        if let Some((_, at)) = now.take_if(|(_, at)| at.date() == day) {
            lines.push(now_line(at, lang));
        }
        let skipped = shown.skipped.iter().filter(|item| civil(item.start, zone).date() == day);
        lines.extend(skipped.map(|item| format!("  {}", skipped_as_text(item, shown.catalog, lang))));
    }
    if shown.is_empty() {
        lines.extend([String::new(), shown.nothing().to_owned()]);
    }
    lines
}

fn now_line(at: chrono::NaiveDateTime, lang: crate::directory::Lang) -> String {
    format!("  {} ━━ {} ━━", at.format("%H:%M"), lang.pick("now", "现在"))
}
