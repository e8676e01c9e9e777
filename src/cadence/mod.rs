//! Floor 2: the cadence language. Text as people write it becomes a [`Reading`].

mod assembly;
mod grammar;
mod lexer;
mod model;
mod note;
mod read;
mod reading;
mod rrule;
mod sentence;

pub use model::{Cadence, Clock, Nth, Parity, Rule};
pub use note::{Note, NoteCode, Span};
pub use read::{read, read_fields};
pub use reading::{Context, Fields, Part, Reading, Verdict};
pub use rrule::weekday_code;
pub use sentence::{sentence_en, sentence_zh, zone_name_en, zone_name_zh};
