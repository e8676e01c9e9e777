//! A rule of RFC 5545 as one of our own shapes, where it is one.

use crate::cadence::{Nth, Rule};
use crate::directory::{Freq, Recur};

/// The rule in the shapes that communities use; none where it says more than they can.
///
/// ```
/// use sigcal::directory::Recur;
/// use sigcal::schedule::shape_of;
/// let rule = |text| shape_of(&Recur::parse(text).unwrap()).map(|rule| rule.to_string());
/// assert_eq!(rule("FREQ=MONTHLY;BYDAY=2WE,4WE").as_deref(), Some("FREQ=MONTHLY;BYDAY=2WE,4WE"));
/// assert_eq!(rule("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"), None);
/// ```
pub fn shape_of(recur: &Recur) -> Option<Rule> {
    let rarer = [
        &recur.by_week_no,
        &recur.by_year_day,
        &recur.by_hour,
        &recur.by_minute,
        &recur.by_second,
        &recur.by_set_pos,
    ];
    if rarer.iter().any(|part| !part.is_empty()) || recur.count.is_some() {
        return None;
    }
    let interval = recur.interval;
    let months: Vec<u32> = recur.by_month.iter().filter_map(|month| u32::try_from(*month).ok()).collect();
    let (weekdays, month_days) = (&recur.by_day, &recur.by_month_day);
    match recur.freq {
        Freq::Daily if months.is_empty() && weekdays.is_empty() && month_days.is_empty() => {
            Some(Rule::Daily { interval })
        }
        Freq::Weekly if months.is_empty() && month_days.is_empty() => {
            let mut days: Vec<_> = weekdays.iter().map(|by| by.day).collect();
            days.sort_by_key(chrono::Weekday::num_days_from_monday);
            Some(Rule::Weekly { interval, days, parity: None })
        }
        Freq::Monthly if month_days.is_empty() && !weekdays.is_empty() => {
            let nth = |by: &crate::directory::ByDay| Some(Nth { ordinal: by.ordinal?.into(), day: by.day });
            let nths = weekdays.iter().map(nth).collect::<Option<Vec<Nth>>>()?;
            Some(Rule::Monthly { interval, months, nths })
        }
        Freq::Monthly if weekdays.is_empty() && !month_days.is_empty() => {
            let days: Vec<i32> = month_days.iter().map(|day| i32::from(*day)).collect();
            days.iter().all(|day| *day >= -1).then_some(Rule::MonthDays { interval, months, days })
        }
        Freq::Secondly
        | Freq::Minutely
        | Freq::Hourly
        | Freq::Daily
        | Freq::Weekly
        | Freq::Monthly
        | Freq::Yearly => None,
    }
}
