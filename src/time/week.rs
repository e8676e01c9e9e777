//! Windows of time and ISO weeks.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::{Zone, resolve};

/// A stretch of time: from an instant, up to but without another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant inside.
    pub from: DateTime<Utc>,
    /// The first instant after.
    pub to: DateTime<Utc>,
}

impl Window {
    /// The days from `first` to the day before `end`, as a wall clock in `zone` counts them.
    pub fn days(first: NaiveDate, end: NaiveDate, zone: Zone) -> Window {
        let midnight = |date: NaiveDate| resolve(date.and_time(chrono::NaiveTime::MIN), zone);
        Window { from: midnight(first), to: midnight(end) }
    }

    /// Whether an event overlaps the window. One without duration must start inside.
    pub fn overlaps(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        start < self.to && (end > self.from || start >= self.from)
    }
}

/// The Monday of the ISO week that holds a date, and the Monday after it.
pub fn week_containing(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    // At either end of the calendar the week is cut short.
    let into = Days::new(date.weekday().num_days_from_monday().into());
    let monday = date.checked_sub_days(into).unwrap_or(NaiveDate::MIN);
    (monday, monday.checked_add_days(Days::new(7)).unwrap_or(NaiveDate::MAX))
}

/// How many ISO weeks a year has: 52, or 53 (2026 is one of these).
pub fn iso_weeks_in_year(year: i32) -> u32 {
    // The 28th of December is always in the year's last week (ISO 8601).
    NaiveDate::from_ymd_opt(year, 12, 28).map_or(52, |date| date.iso_week().week())
}

/// The Monday that an ISO week starts with.
pub fn monday_of_iso_week(year: i32, week: u32) -> Option<NaiveDate> {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        assert_eq!(week_containing(NaiveDate::MIN).0, NaiveDate::MIN);
        assert_eq!(week_containing(NaiveDate::MAX).1, NaiveDate::MAX);
    }

    #[test]
    fn a_year_may_have_a_week_53() {
        assert_eq!([2024, 2025, 2026, 2027, 2032].map(iso_weeks_in_year), [52, 52, 53, 52, 53]);
        assert_eq!(monday_of_iso_week(2026, 53), NaiveDate::from_ymd_opt(2026, 12, 28));
        assert_eq!(monday_of_iso_week(2025, 53), None);
    }

    #[test]
    fn a_week_in_which_the_clock_changes_has_an_hour_less_or_more() {
        let pacific = Zone::named("America/Los_Angeles").expect("a test's own zone");
        let hours = |year, month, day| {
            let (monday, next) = week_containing(NaiveDate::from_ymd_opt(year, month, day).expect("a date"));
            let window = Window::days(monday, next, pacific);
            (window.to - window.from).num_hours()
        };
        assert_eq!(hours(2026, 3, 8), 167);
        assert_eq!(hours(2026, 3, 9), 168);
        assert_eq!(hours(2026, 11, 1), 169);
    }
}
