//! What may be answered: a resource in the encodings it has, and which of them, or how much, a request gets.

mod coders;
mod conditional;
pub(in crate::http) mod encoding;
pub(in crate::http) mod fields;
pub(in crate::http) mod kind;
mod range;
mod representation;
mod resource;

pub use resource::Resource;
