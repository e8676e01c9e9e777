//! Floor 4: series and occurrences. A meeting made concrete, and the instants at which it happens.

mod agenda;
mod expand;
pub mod general;
mod occurrences;
mod plan;
mod series;
mod shape_of;
mod shift;
mod uid;

pub use agenda::{AgendaItem, SkippedItem, agenda, skipped_in};
pub use expand::{coming, first_on_or_after};
pub use general::{GeneralStart, RuleError, last_instant, starts as rule_starts};
pub use occurrences::occurrences;
pub use plan::{has_cancelled, last_year_laid_out, plan, without_cancelled};
pub use series::{Exception, Occurrence, Recurrence, Series, Skipped, Start, Status};
pub use shape_of::shape_of;
pub use shift::{Shift, shifts};
