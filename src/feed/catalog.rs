//! Which calendars a community has, and selections among its events.

use std::sync::Arc;

use super::{Calendar, Event};
use crate::directory::Community;
use crate::schedule::Series;

/// Every calendar of a community.
#[derive(Clone, Debug)]
pub struct Catalog {
    calendars: Vec<Calendar>,
    events: Vec<Arc<Event>>,
}

/// What a visitor asks for: groups and categories, united.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Slugs of groups.
    pub only: Vec<String>,
    /// Keys of categories.
    pub categories: Vec<String>,
}

/// A selection names something that the community does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelection {
    /// The word that is not known.
    pub word: String,
    /// The nearest word that is.
    pub nearest: Option<String>,
}

impl Catalog {
    /// The calendars of a community and its series: `all`, `sigs`, `wgs`, `committees`, one per group, one per category.
    pub fn new(community: &Community, series: &[Series]) -> Catalog {
        let _ = (community, series);
        Catalog { calendars: vec![], events: vec![] }
    }

    /// Every calendar, in the order in which an index lists them.
    pub fn calendars(&self) -> &[Calendar] {
        &self.calendars
    }

    /// Every event, sorted by UID.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// The calendar of a selection, with the same UIDs as everywhere.
    ///
    /// # Errors
    /// [`UnknownSelection`] where a word names no group or category.
    pub fn select(&self, selection: &Selection) -> Result<Calendar, UnknownSelection> {
        let word = selection.only.first().or(selection.categories.first()).cloned().unwrap_or_default();
        Err(UnknownSelection { word, nearest: None })
    }
}
