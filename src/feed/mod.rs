//! Floor 5: calendars and their bytes. Writers read a [`Calendar`], never the directory.

mod alone;
mod catalog;
mod compose;
mod etag;
mod event;
mod format;
pub mod ics;
pub mod jcal;
pub mod jscal;
mod model;
mod options;
mod reasons;
mod rules;
mod selection;
mod words;

pub use catalog::Catalog;
pub use etag::{etag, quick_etag};
pub use format::Format;
pub use model::{Calendar, Event, Override};
pub use options::Options;
pub use selection::{Chosen, Selection, UnknownSelection};
