//! A window's occurrences over many series.

use super::{Occurrence, Series, occurrences};
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
    let mut items: Vec<AgendaItem<'a>> = series
        .into_iter()
        .flat_map(|series| {
            occurrences(series, window, zone)
                .into_iter()
                .map(move |occurrence| AgendaItem { series, occurrence })
        })
        .collect();
    items.sort_by(|a, b| (a.occurrence.start, &a.series.uid).cmp(&(b.occurrence.start, &b.series.uid)));
    items
}
