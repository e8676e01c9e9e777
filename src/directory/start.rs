//! Where the series of a community start.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::Community;

/// Where series start in a community that gives no `start`: a Monday, the same for everyone, for ever.
pub const DEFAULT_START: NaiveDate = match NaiveDate::from_ymd_opt(2025, 9, 29) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

impl Community {
    /// The first date of the series that give none.
    pub fn first_date(&self) -> NaiveDate {
        self.start.unwrap_or(DEFAULT_START)
    }

    /// When its data is taken to have been made, where nothing remembers its changes.
    pub fn first_stamp(&self) -> DateTime<Utc> {
        self.first_date().and_time(NaiveTime::MIN).and_utc()
    }
}
