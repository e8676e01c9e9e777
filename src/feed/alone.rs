//! Starts of a series that are events of their own.

use chrono::NaiveDateTime;

use super::words::both;
use super::{Event, rules};
use crate::directory::{RuleSet, Text};
use crate::schedule::{Recurrence, Start};

/// The UID of a start that is an event of its own: whatever else becomes of its series, it has the same one.
pub(super) fn own_uid(whole: &Event, start: NaiveDateTime) -> String {
    format!("{}-{}", whole.uid, start.format("%Y%m%dT%H%M%S"))
}

/// One start of a series as an event of its own. Nothing recurs, so what was changed about it is the event itself: a
/// RECURRENCE-ID of an event without a rule is read in as many ways as there are programs.
pub(super) fn alone(whole: &Event, uid: String, start: NaiveDateTime) -> Event {
    let mut event = Event {
        uid,
        start: whole.start.at(start),
        until: None,
        exdates: vec![],
        recurrence: Recurrence::Once,
        overrides: vec![],
        ..whole.clone()
    };
    if let Some(changed) = whole.overrides.iter().find(|changed| changed.recurrence_id == start) {
        event.description = both(|lang| event.described(changed, lang));
        event.start = whole.start.at(event.starts_at(changed));
        event.duration = changed.duration.unwrap_or(event.duration);
        event.summary = changed.summary.as_deref().map_or(event.summary, Text::from);
        event.status = changed.status;
    }
    event
}

/// A series whose first instance is as its rule has it. sabre/vobject shows one that was moved at both times, so those at
/// the beginning are events of their own, and the series begins behind them.
pub(super) fn begun_as_ruled(series: Event) -> Vec<Event> {
    let first = series.start.civil();
    let moved = |changed: &super::Override| changed.recurrence_id == first && changed.start != first;
    if !series.overrides.iter().any(moved) {
        return vec![series];
    }
    let own = alone(&series, own_uid(&series, first), first);
    let mut events = match behind(&series, first) {
        // A rule that cannot be followed begins where it did.
        Some(rest) if rest.start == series.start => return vec![series],
        Some(rest) => begun_as_ruled(rest),
        None => vec![],
    };
    events.push(own);
    events
}

/// A series without its first instance; none where it has no other.
fn behind(series: &Event, first: NaiveDateTime) -> Option<Event> {
    let excluded: Vec<NaiveDateTime> = series.exdates.iter().copied().chain([first]).collect();
    let rule = Event { until: None, ..series.clone() }.rrule()?;
    let rules = RuleSet {
        uid: None,
        dtstart: first,
        zone: series.start.zone(),
        all_day: matches!(series.start, Start::AllDay(_)),
        rrules: vec![rule.clone()],
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
    };
    let settled = rules::settled(&rule, &rules, &excluded, series.until)?;
    Some(Event {
        start: series.start.at(settled.start),
        until: settled.until,
        exdates: settled.exdates,
        recurrence: match &series.recurrence {
            Recurrence::General(_) => {
                Recurrence::General(Box::new(RuleSet { rrules: vec![settled.rule], ..rules }))
            }
            Recurrence::Rule(_) | Recurrence::Once => series.recurrence.clone(),
        },
        overrides: series
            .overrides
            .iter()
            .filter(|changed| changed.recurrence_id != first)
            .cloned()
            .collect(),
        ..series.clone()
    })
}

#[cfg(test)]
mod tests {
    use crate::directory::load;
    use crate::feed::compose::events;
    use crate::schedule::plan;

    /// Where each event of a meeting begins, its rule, what it excludes and what is changed of it.
    fn told(keys: &str) -> Vec<String> {
        let loaded = load(&format!("events:\n- {{ name: E, {keys} }}\n"));
        let community = loaded.community.expect("a community");
        let (series, findings) = plan(&community);
        assert_eq!(findings, []);
        let event = |event: &crate::feed::Event| {
            let uid = event.uid.strip_prefix(&series[0].uid).expect("the UID of its series");
            let dates = |dates: Vec<chrono::NaiveDateTime>| {
                dates.iter().map(|date| date.format(" %m-%d").to_string()).collect::<String>()
            };
            let changed = event.overrides.iter().map(|changed| changed.recurrence_id).collect();
            format!(
                "{}{uid} {} but{} changed{}",
                event.start.civil().format("%m-%d %H:%M"),
                event.rrule().unwrap_or_default(),
                dates(event.exdates.clone()),
                dates(changed)
            )
        };
        events(&community, &series[0]).iter().map(event).collect()
    }

    #[test]
    fn a_first_instance_that_is_moved_is_an_event_of_its_own() {
        let moved = |more: &str| format!("moved: [{{ on: 2026-01-05, to: 2026-01-06 10:00 }}{more}]");
        let mondays = "cadence: every Monday 9:00 UTC, start: 2026-01-05";
        assert_eq!(
            told(&format!("{mondays}, {}", moved(""))),
            ["01-12 09:00 FREQ=WEEKLY;BYDAY=MO but changed", "01-06 10:00-20260105T090000  but changed"]
        );
        let more = ", { on: 2026-01-19, to: 2026-01-19 10:00 }, { on: 2026-01-26, to: 2026-01-27 9:00 }";
        assert_eq!(
            told(&format!("{mondays}, skip: [2026-01-12, 2026-02-02], {}", moved(more))),
            [
                "02-09 09:00 FREQ=WEEKLY;BYDAY=MO but changed",
                "01-27 09:00-20260126T090000  but changed",
                "01-19 10:00-20260119T090000  but changed",
                "01-06 10:00-20260105T090000  but changed"
            ]
        );
        assert_eq!(
            told(&format!("{mondays}, until: 2026-01-12, skip: 2026-01-12, {}", moved(""))),
            ["01-06 10:00-20260105T090000  but changed"]
        );
        assert_eq!(
            told(&format!("rrule: FREQ=WEEKLY;COUNT=3, start: 2026-01-05 09:00, tz: UTC, {}", moved(""))),
            ["01-12 09:00 FREQ=WEEKLY;COUNT=2 but changed", "01-06 10:00-20260105T090000  but changed"]
        );
    }

    #[test]
    fn what_is_changed_is_of_the_rule_that_has_it() {
        let rules = "rrule: [FREQ=WEEKLY;BYDAY=MO, FREQ=WEEKLY;BYDAY=TH], start: 2026-01-05 09:00, tz: UTC";
        assert_eq!(
            told(&format!("{rules}, cancelled: [2026-01-12, 2026-01-15]")),
            [
                "01-05 09:00 FREQ=WEEKLY;BYDAY=MO but changed 01-12",
                "01-08 09:00-rule-2 FREQ=WEEKLY;BYDAY=TH but changed 01-15"
            ]
        );
    }

    #[test]
    fn one_that_is_cancelled_begins_its_series() {
        assert_eq!(
            told(
                "cadence: every Monday 9:00 UTC, start: 2026-01-05, cancelled: 2026-01-05, moved: [{ on: 2026-01-12, to: 2026-01-13 9:00 }]"
            ),
            ["01-05 09:00 FREQ=WEEKLY;BYDAY=MO but changed 01-05 01-12"]
        );
    }
}
