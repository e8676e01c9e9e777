//! A window's occurrences over many series.

use super::occurrences::each_occurrence;
use super::{Occurrence, Series};
use crate::time::{Window, Zone};

/// An occurrence and its series.
#[derive(Clone, Debug)]
pub struct AgendaItem<'a> {
    /// The series.
    pub series: &'a Series,
    /// The occurrence.
    pub occurrence: Occurrence,
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
