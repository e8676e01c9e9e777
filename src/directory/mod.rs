//! Floor 3: the community. A data file becomes a [`Community`] and a list of findings.

mod finding;
mod ics;
mod model;
mod recur;
mod stamp;

pub use finding::{Finding, Level, Place};
pub use ics::load_ics;
pub use model::*;
pub use recur::{ByDay, Freq, Recur, RecurError, RecurFault, Until};
