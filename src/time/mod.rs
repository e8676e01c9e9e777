//! Floor 1: civil times, zones and instants.
//!
//! Everything above speaks of civil times (what a wall clock shows) and [`Zone`]s; this floor alone
//! knows how the two make an instant. [`resolve`] is the one place that decides what a civil time in a
//! gap or a fold means, [`Phrase`] the one place that knows what people call a zone.

mod iana;
mod offset;
mod phrase;
mod phrase_table;
mod place;
mod resolve;
mod wall_clock;
mod week;
mod zone;

pub use offset::FixedOffset;
pub use phrase::{Phrase, PhraseKind, phrase_at, phrase_of};
pub use place::place_at;
pub use resolve::{ChangeKind, ClockChange, civil, clock_change_at, clock_changes, resolve, rfc3339};
pub use wall_clock::WallClock;
pub use week::{Window, iso_weeks_in_year, monday_of_iso_week, week_containing};
pub use zone::{Observance, UnknownZone, Zone, tzdb_version};
