//! What may be answered: a resource in the encodings it has, and which of them, or how much, a request gets.

mod coders;
mod conditional;
mod encoding;
mod held;
mod kind;
mod lines;
mod range;
mod reply;
mod representation;
mod resource;

pub(in crate::http) use encoding::Effort;
pub(in crate::http) use held::Held;
pub(in crate::http) use kind::{BY_FORMAT, CACHE_CLOCK, CACHE_DATA, CACHE_NEGOTIATED, ResourceKind};
pub(in crate::http) use lines::write_lines;
pub(in crate::http) use reply::{Fixed, Reply};
pub use resource::Resource;
