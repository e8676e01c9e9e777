//! Floor 5: calendars and their bytes. Writers read a [`Calendar`], never the directory.

mod catalog;
mod etag;
pub mod ics;
mod model;

pub use catalog::{Catalog, Selection, UnknownSelection};
pub use etag::etag;
pub use model::{Calendar, Event, Override};
