//! Where the clocks of two zones change on different dates, what a meeting in one of them is in the other.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::time::{Zone, civil};

/// An occurrence before which the distance between two zones has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first occurrence after the change.
    pub first: DateTime<Utc>,
    /// When it would be for the viewer, had no clock changed since the occurrence before.
    pub before: NaiveDateTime,
    /// When it is for the viewer.
    pub after: NaiveDateTime,
}

/// The shifts among the starts of a meeting that keeps to the wall clock of `home`, for a viewer in another zone.
/// `starts` are in order.
pub fn shifts(starts: &[DateTime<Utc>], home: Zone, viewer: Zone) -> Vec<Shift> {
    let apart = |start: DateTime<Utc>| civil(start, viewer) - civil(start, home);
    let shift = |pair: &[DateTime<Utc>]| {
        let (before, after) = (apart(pair[0]), apart(pair[1]));
        (before != after).then(|| Shift {
            first: pair[1],
            before: civil(pair[1], home) + before,
            after: civil(pair[1], viewer),
        })
    };
    starts.windows(2).filter_map(shift).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::resolve;
    use chrono::{Days, NaiveDate};

    fn zone(name: &str) -> Zone {
        Zone::named(name).expect("a zone of the database")
    }

    /// A year of Wednesdays at nine in Los Angeles, and what they become elsewhere.
    fn told(viewer: &str) -> Vec<String> {
        let home = zone("America/Los_Angeles");
        let first = NaiveDate::from_ymd_opt(2026, 1, 7).expect("a day of the calendar");
        let nine = |week| (first + Days::new(7 * week)).and_hms_opt(9, 0, 0).expect("a time of day");
        let starts: Vec<_> = (0..52_u64).map(|week| resolve(nine(week), home)).collect();
        let told = |shift: &Shift| format!("{} instead of {}", shift.after, shift.before.time());
        shifts(&starts, home, zone(viewer)).iter().map(told).collect()
    }

    #[test]
    fn clocks_that_change_on_other_dates_shift_a_meeting() {
        assert_eq!(
            told("Europe/Berlin"),
            [
                "2026-03-11 17:00:00 instead of 18:00:00",
                "2026-04-01 18:00:00 instead of 17:00:00",
                "2026-10-28 17:00:00 instead of 18:00:00",
                "2026-11-04 18:00:00 instead of 17:00:00",
            ]
        );
        assert_eq!(
            told("Asia/Shanghai"),
            ["2026-03-12 00:00:00 instead of 01:00:00", "2026-11-05 01:00:00 instead of 00:00:00"]
        );
    }

    #[test]
    fn clocks_that_change_together_shift_nothing() {
        assert_eq!(told("America/Los_Angeles"), Vec::<String>::new());
        assert_eq!(told("America/Tijuana"), Vec::<String>::new());
    }
}
