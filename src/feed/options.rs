//! What a subscriber wants other than everybody else: a reminder, or less.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::{Calendar, Catalog, Event, compose};
use crate::directory::Community;
use crate::schedule::{self, Series, Status};

/// How a calendar is to differ from the one that everybody gets. UIDs are the same whatever is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// How long before each event a reminder is shown, from none to [`Options::LONGEST_ALARM`].
    pub alarm: Option<TimeDelta>,
    /// Leaves out what is cancelled, instead of showing that it is.
    pub hide_cancelled: bool,
    /// Leaves out what is tentative.
    pub hide_tentative: bool,
}

impl Options {
    /// The earliest that a reminder may be.
    pub const LONGEST_ALARM: TimeDelta = TimeDelta::weeks(4);
}

impl Catalog {
    /// A calendar as it is with options. One in which nothing is left says so, as every empty one does.
    pub fn with_options(&self, calendar: &Calendar, options: &Options) -> Calendar {
        let mut events = calendar.events.clone();
        if options.hide_tentative {
            events.retain(|event| event.status != Status::Tentative);
        }
        if options.hide_cancelled {
            events = events.iter().flat_map(|event| self.without_cancelled(event)).collect();
            events.sort_by(|a, b| a.uid.cmp(&b.uid));
        }
        let mut adjusted = Calendar { events, alarm: options.alarm, ..calendar.clone() };
        if adjusted.events.is_empty() {
            // A calendar without events has no time to remind of.
            adjusted.alarm = None;
            adjusted.events.push(Arc::new(self.nothing_announced(calendar)));
        }
        adjusted
    }
}

/// What stands in place of the events of series of which something is cancelled, by UID, where that is hidden: mostly one
/// event, none where nothing is left, and more where the series now begins with dates that were moved. Hardly any series is
/// among them, so they are made once, with the others.
pub(super) fn without_cancelled(
    community: &Community,
    series: &[Series],
) -> BTreeMap<String, Vec<Arc<Event>>> {
    let mut hidden: BTreeMap<String, Vec<Arc<Event>>> = BTreeMap::new();
    for series in series.iter().filter(|series| schedule::has_cancelled(series)) {
        let left = schedule::without_cancelled(series);
        let left = left.map(|series| compose::events(community, &series)).unwrap_or_default();
        let mut left: Vec<Arc<Event>> = left.into_iter().map(Arc::new).collect();
        let shown = compose::events(community, series);
        for event in shown.iter().rev() {
            hidden.insert(event.uid.clone(), left.extract_if(.., |left| left.uid == event.uid).collect());
        }
        if let Some(first) = shown.first() {
            hidden.entry(first.uid.clone()).or_default().extend(left);
        }
    }
    hidden
}
