//! Floor 4: series and occurrences. A meeting made concrete, and the instants at which it happens.

mod series;

pub use series::{Exception, Occurrence, Recurrence, Series, Start, Status};
