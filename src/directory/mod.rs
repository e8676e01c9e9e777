//! Floor 3: the community. A data file becomes a [`Community`] and a list of findings.

mod finding;
mod model;

pub use finding::{Finding, Level, Place};
pub use model::*;
