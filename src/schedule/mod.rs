//! Floor 4: series and occurrences. A meeting made concrete, and the instants at which it happens.

mod agenda;
pub mod general;
mod occurrences;
mod plan;
mod series;

pub use agenda::{AgendaItem, agenda};
pub use general::{GeneralStart, RuleError, starts as rule_starts};
pub use occurrences::occurrences;
pub use plan::plan;
pub use series::{Exception, Occurrence, Recurrence, Series, Start, Status};
