//! Floor 5: calendars and their bytes. Writers read a [`Calendar`], never the directory.

mod catalog;
mod compose;
mod etag;
pub mod ics;
mod model;
mod rules;
mod words;

pub use catalog::{Catalog, OWN_EVENTS, Selection, UnknownSelection};
pub use etag::etag;
pub use model::{Calendar, Event, Override};
