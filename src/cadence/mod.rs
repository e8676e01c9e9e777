//! Floor 2: the cadence language. Text as people write it becomes a [`Reading`].

mod model;
mod note;
mod reading;
mod rrule;

pub use model::{Cadence, Clock, Nth, Parity, Rule};
pub use note::{Note, NoteCode, Span};
pub use reading::{Context, Fields, Part, Reading, Verdict, read, read_fields};
