//! A series for those who do not want to see what is cancelled.

use super::super::{Exception, Recurrence, Series};
use super::dates::begin_after_exclusions;
use crate::directory::RuleSet;

/// A series in which what is cancelled is excluded instead; none where nothing is left of it. Its UID stays.
pub fn without_cancelled(series: &Series) -> Option<Series> {
    let mut hidden = series.clone();
    for exception in &mut hidden.exceptions {
        if let Exception::Cancelled { original, .. } = exception {
            *exception = Exception::Excluded { original: *original };
        }
    }
    if let Recurrence::General(rules) = &mut hidden.recurrence {
        exclude_cancelled(rules);
    }
    begin_after_exclusions(&mut hidden).then_some(hidden)
}

/// Whether anything of a series is cancelled.
pub fn has_cancelled(series: &Series) -> bool {
    let own = series.exceptions.iter().any(|exception| matches!(exception, Exception::Cancelled { .. }));
    let imported = match &series.recurrence {
        Recurrence::General(rules) => rules.overrides.iter().any(|changed| changed.cancelled),
        Recurrence::Once | Recurrence::Rule(_) => false,
    };
    own || imported
}

fn exclude_cancelled(rules: &mut RuleSet) {
    let cancelled = rules.overrides.iter().filter(|changed| changed.cancelled);
    rules.exdates.extend(cancelled.map(|changed| changed.recurrence_id));
    rules.overrides.retain(|changed| !changed.cancelled);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{load, load_ics};
    use crate::schedule::{Status, occurrences, plan};
    use crate::time::{Window, Zone};

    /// The UID, and the first start and the occurrences of a month that are shown.
    fn shown(series: &Series) -> (String, String, Vec<String>) {
        let day = |text: &str| text.parse().expect("a test's own date");
        let window = Window::days(day("2026-03-01"), day("2026-04-01"), Zone::utc());
        let all = occurrences(series, window, Zone::utc());
        assert!(all.iter().all(|occurrence| occurrence.status != Status::Cancelled));
        let starts = all.iter().map(|occurrence| occurrence.civil.date().to_string());
        (series.uid.clone(), series.start.civil().date().to_string(), starts.collect())
    }

    fn planned(keys: &str) -> Series {
        let text = format!("events:\n- {{ name: E, {keys} }}\n");
        plan(&load(&text).community.expect("a community")).0.remove(0)
    }

    #[test]
    fn the_first_instance_that_is_shown_begins_the_series() {
        let series = planned(
            "cadence: biweekly Thursday 9:00 UTC, start: 2026-03-05, cancelled: [{ on: 2026-03-05 }]",
        );
        assert!(has_cancelled(&series));
        let hidden = without_cancelled(&series).expect("there are others");
        assert_eq!(shown(&hidden), (series.uid, "2026-03-19".into(), vec!["2026-03-19".into()]));
    }

    #[test]
    fn nothing_is_left_of_one_date_that_is_cancelled() {
        let series = planned(
            "cadence: weekly Thursday 9:00 UTC, start: 2026-03-05, until: 2026-03-05, cancelled: [{ on: 2026-03-05 }]",
        );
        assert_eq!(without_cancelled(&series), None);
    }

    #[test]
    fn an_imported_cancellation_is_excluded() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260304T090000Z\nRRULE:FREQ=WEEKLY\n\
                    END:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260311T090000Z\nDTSTART:20260311T090000Z\n\
                    STATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR\n";
        let series = plan(&load_ics(text).0).0.remove(0);
        assert!(has_cancelled(&series));
        let hidden = without_cancelled(&series).expect("there are others");
        let starts = ["2026-03-04", "2026-03-18", "2026-03-25"].map(String::from).to_vec();
        assert_eq!(shown(&hidden), ("1".into(), "2026-03-04".into(), starts));
    }
}
