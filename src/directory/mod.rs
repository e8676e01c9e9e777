//! Floor 3: the community. A data file becomes a [`Community`] and a list of findings.
//!
//! [`load`] takes the text of a file through three steps, a file or folder each: `schema` makes a tree of texts
//! with their places, `read` takes what each thing may have from it, `checks` looks at the whole.

mod allowance;
mod checks;
mod draft;
mod finding;
mod fix;
mod ics;
mod import;
mod keys;
mod known_checks;
mod lang;
mod levels;
mod load;
mod lock;
mod model;
mod node;
mod read;
mod recur;
mod report;
mod schema;
mod single_dates;
mod stamp;
mod start;
#[cfg(test)]
mod tests;
mod timing;
mod write;

pub use allowance::{Allowance, Other};
pub use finding::{Extent, Finding, Level, Place, lines};
pub use fix::{
    Anchor, AnchorError, AnchorFault, FixError, Fixed, Listed, Outcome, Repair, fix, same_but_for_anchors,
};
pub use ics::load_ics;
pub use import::{Entry, Format as ImportFormat, ImportFile, Imported, Reader, Starts, import};
pub use known_checks::{KNOWN_CHECKS, KnownCheck, check_named, is_never_served};
pub use lang::{Lang, Text};
pub use levels::{Levels, Setting};
pub use load::{KUBERNETES, KUBERNETES_LOCK, Loaded, MAX_BYTES, load, load_bytes, load_ics_bytes};
pub use lock::{Became, Lock, LockedException, LockedGroup, LockedSeries, MeetingName, read_lock};
pub use model::*;
pub use read::parse_duration;
pub use recur::{ByDay, Freq, Recur, RecurError, RecurFault, Until};
pub use single_dates::{Cancelled, Extra, Moved, Skip};
pub use start::DEFAULT_START;
pub use timing::{RuleOverride, RuleSet, Timing, When};
