//! Floor 4: series and occurrences. A meeting made concrete, and the instants at which it happens.

mod agenda;
mod checks;
mod clock_notes;
mod diff;
mod ends;
mod expand;
pub mod general;
mod occurrences;
mod overlaps;
mod plan;
mod revisions;
mod series;
mod shape_of;
mod shift;
mod timetable;
mod uid;

pub use agenda::{AgendaItem, SkippedItem, agenda, skipped_in};
pub use checks::{Found, check};
pub use clock_notes::{
    ClockNote, ClocksChange, clock_note, clock_note_of, clock_notes_of, clocks_change, days_of_other_length,
};
pub use diff::{DateChange, Difference, Slot, Version, diff};
pub use ends::last_date;
pub use expand::{coming, first_on_or_after};
pub use general::{GeneralStart, RuleError, last_instant, starts as rule_starts};
pub use occurrences::occurrences;
pub use overlaps::{Certainty, Overlap, Shared, overlaps};
pub use plan::{has_cancelled, last_year_laid_out, plan, without_cancelled};
pub use revisions::{Change, Headline, News, Remembered, What, news, recall, remember, without_explained};
pub use series::{Exception, Occurrence, Recurrence, Series, Skipped, Stamp, Start, Status};
pub use shape_of::shape_of;
pub use shift::{Shift, shifts};
pub use timetable::{Row, Timetable, is_usual};
