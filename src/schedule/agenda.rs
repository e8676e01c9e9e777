//! A window's occurrences over many series.

use chrono::{DateTime, Utc};

use super::occurrences::each_occurrence;
use super::{Occurrence, Series, Skipped};
use crate::time::{Window, Zone, resolve};

/// An occurrence and its series.
#[derive(Clone, Debug)]
pub struct AgendaItem<'a> {
    /// The series.
    pub series: &'a Series,
    /// The occurrence.
    pub occurrence: Occurrence,
}

/// A start that the data skips, and its series.
#[derive(Clone, Debug)]
pub struct SkippedItem<'a> {
    /// The series.
    pub series: &'a Series,
    /// The start, and why it is skipped.
    pub skipped: &'a Skipped,
    /// The instant; for a date or a floating time, the instant in the zone the window was asked in.
    pub start: DateTime<Utc>,
}

/// What is skipped in a window, by when it would have started, then by UID. `zone` is as in [`agenda`].
pub fn skipped_in<'a>(
    series: impl IntoIterator<Item = &'a Series>,
    window: Window,
    zone: Zone,
) -> Vec<SkippedItem<'a>> {
    let mut items = Vec::new();
    for series in series {
        let zone = series.start.zone().unwrap_or(zone);
        let all = series.skipped.iter();
        let all = all.map(|skipped| SkippedItem { series, skipped, start: resolve(skipped.at, zone) });
        items.extend(all.filter(|item| window.from <= item.start && item.start < window.to));
    }
    items.sort_by_cached_key(|item| (item.start, item.series.uid.as_str()));
    items
}

/// Every occurrence in a window, by start, then by UID. `zone` is whose days the all-day ones fill.
pub fn agenda<'a>(
    series: impl IntoIterator<Item = &'a Series>,
    window: Window,
    zone: Zone,
) -> Vec<AgendaItem<'a>> {
    let mut items = Vec::new();
    let mut dates = Vec::new();
    for series in series {
        each_occurrence(series, window, zone, &mut dates, &mut |occurrence| {
            items.push(AgendaItem { series, occurrence });
        });
    }
    items.sort_by_cached_key(|item| (item.occurrence.start, item.series.uid.as_str()));
    items
}
