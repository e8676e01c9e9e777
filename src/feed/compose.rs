//! From series to events, as every writer sees them.

use chrono::{NaiveDateTime, TimeDelta};
use uuid::Uuid;

use super::alone::{alone, begun_as_ruled, own_uid};
use super::model::Written;
use super::words::{self, both};
use super::{Event, Override, reasons, rules};
use crate::directory::{Community, OWN_EVENTS, RuleSet, Text, When};
use crate::schedule::{Exception, Recurrence, Series, Stamp, Start, Status};
use crate::time::{civil, resolve};

/// The events of a series: one, and for an imported series one more for each further rule and date, because
/// programs agree neither on several RRULEs in one event nor on RDATE.
pub(super) fn events(community: &Community, series: &Series) -> Vec<Event> {
    let whole = event(community, series);
    let rules = match &series.recurrence {
        Recurrence::General(rules) => rules,
        Recurrence::Once => return vec![alone(&whole, whole.uid.clone(), whole.start.civil())],
        Recurrence::Rule(_) => return begun_as_ruled(whole),
    };
    let mut events = Vec::new();
    let mut overrides = whole.overrides.clone();
    for (n, rule) in rules.rrules.iter().enumerate() {
        // What is changed is of the first rule that has it; what none has, of the last.
        let (own, others) = overrides.into_iter().partition(|changed| {
            n + 1 == rules.rrules.len() || rules::has(rule, rules, changed.recurrence_id)
        });
        overrides = others;
        let Some(settled) = rules::settled(rule, rules, &whole.exdates, whole.until) else {
            // What was changed about single instances is there all the same.
            if !own.is_empty() {
                events.push(Event { overrides: own, ..whole.clone() });
            }
            continue;
        };
        let alone = RuleSet { rrules: vec![settled.rule], ..(**rules).clone() };
        events.push(Event {
            uid: if n == 0 { whole.uid.clone() } else { format!("{}-rule-{}", whole.uid, n + 1) },
            start: series.start.at(settled.start),
            until: settled.until,
            exdates: settled.exdates,
            recurrence: Recurrence::General(Box::new(alone)),
            overrides: own,
            ..whole.clone()
        });
    }
    let first = whole.start.civil();
    if rules.rrules.is_empty() && !whole.exdates.contains(&first) {
        events.push(alone(&whole, whole.uid.clone(), first));
    }
    for date in rules.rdates.iter().filter(|date| rules::adds(rules, **date)) {
        let start = wall(*date, series.start);
        let is_over = whole.until.is_some_and(|until| match series.start {
            Start::Timed(_, zone) => resolve(start, zone) > until,
            Start::AllDay(_) | Start::Floating(_) => start.and_utc() > until,
        });
        if !is_over && !whole.exdates.contains(&start) {
            events.push(alone(&whole, own_uid(&whole, start), start));
            for event in &mut events {
                event.overrides.retain(|changed| changed.recurrence_id != start);
            }
        }
    }
    events.into_iter().flat_map(begun_as_ruled).collect()
}

fn event(community: &Community, series: &Series) -> Event {
    let meeting = community.meeting(series.meeting);
    let group = community.group_of(series.meeting);
    let all_day = matches!(series.start, Start::AllDay(_));
    let status = if series.tentative { Status::Tentative } else { Status::Confirmed };
    let category = group.and_then(|group| group.category.as_ref());
    let category = community.categories.iter().find(|known| Some(&known.key) == category);
    Event {
        uid: series.uid.clone(),
        group: group.map_or(OWN_EVENTS, |group| &group.slug).to_owned(),
        start: series.start,
        duration: series.duration,
        recurrence: series.recurrence.clone(),
        until: series.until,
        exdates: exdates(series),
        overrides: overrides(series, status),
        summary: both(|lang| words::summary(group, meeting, lang)),
        description: both(|lang| words::description(community, series, lang)),
        location: meeting.location.clone().or_else(|| meeting.url.clone()),
        url: meeting.archive_url.clone().or_else(|| meeting.url.clone()),
        conference: meeting.url.clone(),
        categories: category.map(|category| category.name.clone()).into_iter().collect(),
        status,
        transparent: all_day,
        stamp: series.stamp,
        written: Written::default(),
    }
}

/// The UID of a calendar itself: the same for the same path or selection, for ever.
pub(super) fn calendar_uid(community: &Community, path: &str) -> String {
    let key = format!("sigcal/{}/{path}/calendar", community.name.en);
    Uuid::new_v5(&Uuid::NAMESPACE_OID, key.as_bytes()).to_string()
}

/// What a calendar without meetings holds, because no calendar may be empty: a day that says so.
pub(super) fn nothing_announced(community: &Community, path: &str, name: &Text) -> Event {
    let stamp = community.first_stamp();
    let key = format!("sigcal/{}/{path}/nothing-announced", community.name.en);
    Event {
        uid: Uuid::new_v5(&Uuid::NAMESPACE_OID, key.as_bytes()).to_string(),
        group: path.to_owned(),
        start: Start::AllDay(stamp.date_naive()),
        duration: TimeDelta::days(1),
        recurrence: Recurrence::Once,
        until: None,
        exdates: vec![],
        overrides: vec![],
        summary: both(|lang| words::say(lang, "No meetings announced: ", "尚无会议安排：") + name.get(lang)),
        description: both(|lang| {
            let en = "No time is announced yet. Meetings appear here once there is one.";
            words::say(lang, en, "尚未公布会议时间；公布后会议将出现在此日历中。")
        }),
        location: None,
        url: None,
        conference: None,
        categories: vec![],
        status: Status::Tentative,
        transparent: true,
        stamp: Stamp::first(stamp),
        written: Written::default(),
    }
}

fn exdates(series: &Series) -> Vec<NaiveDateTime> {
    let excluded = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Excluded { original } => Some(*original),
        Exception::Cancelled { .. } | Exception::Moved { .. } => None,
    });
    let imported = match &series.recurrence {
        Recurrence::General(rules) => rules.exdates.iter().map(|when| wall(*when, series.start)).collect(),
        Recurrence::Once | Recurrence::Rule(_) => vec![],
    };
    excluded.chain(imported).collect()
}

fn overrides(series: &Series, planned: Status) -> Vec<Override> {
    let own = series.exceptions.iter().filter_map(|exception| match exception {
        Exception::Excluded { .. } => None,
        Exception::Cancelled { original, at, reason } => {
            Some((*original, *at, Status::Cancelled, reasons::cancelled(reason)))
        }
        Exception::Moved { original, from, to, reason } => {
            Some((*original, *to, planned, reasons::moved(*from, series.start, reason)))
        }
    });
    let own = own.map(|(recurrence_id, start, status, reason)| Override {
        recurrence_id,
        start,
        duration: None,
        summary: None,
        status,
        reason,
    });
    let imported = match &series.recurrence {
        Recurrence::General(rules) => rules.overrides.iter().map(|changed| Override {
            recurrence_id: wall(changed.recurrence_id, series.start),
            start: wall(changed.start, series.start),
            duration: changed.duration,
            summary: changed.summary.clone(),
            status: if changed.cancelled { Status::Cancelled } else { planned },
            reason: Text::default(),
        }),
        Recurrence::Once | Recurrence::Rule(_) => return own.collect(),
    };
    own.chain(imported).collect()
}

/// A time as the wall clock of a series shows it.
fn wall(when: When, start: Start) -> NaiveDateTime {
    match (when, start) {
        (When::Civil(civil), Start::Timed(_, zone)) => self::civil(resolve(civil, zone), zone),
        (When::Civil(civil), Start::AllDay(_) | Start::Floating(_)) => civil,
        (When::Instant(instant), Start::Timed(_, zone)) => civil(instant, zone),
        (When::Instant(instant), Start::AllDay(_) | Start::Floating(_)) => instant.naive_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load_ics;
    use crate::feed::{Catalog, ics};
    use crate::schedule::plan;

    /// DTSTART, RRULE and EXDATE of every event in the feed of a calendar with one event of these lines.
    fn published(lines: &str) -> Vec<String> {
        let text =
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
        let (community, findings) = load_ics(&text);
        assert_eq!(findings, []);
        let (series, _) = plan(&community);
        let catalog = Catalog::new(&community, &series);
        let feed =
            ics::render(catalog.calendar("all").expect("always there"), crate::directory::Lang::En, None);
        let feed = String::from_utf8(feed).expect("a feed is UTF-8");
        let events = feed.split("BEGIN:VEVENT").skip(1).flat_map(str::lines);
        let told =
            events.filter(|line| ["DTSTART", "RRULE", "EXDATE"].iter().any(|name| line.starts_with(name)));
        told.map(|line| line.replace(";TZID=Europe/Berlin", "")).collect()
    }

    const BERLIN: &str = "DTSTART;TZID=Europe/Berlin:20260304T090000\nDURATION:PT1H\n";

    #[test]
    fn an_until_beside_a_zoned_start_is_in_utc() {
        for until in ["20260331", "20260331T235959", "20260331T215959Z"] {
            assert_eq!(
                published(&format!("{BERLIN}RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL={until}")),
                ["DTSTART:20260304T090000", "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260331T215959Z"]
            );
        }
        assert_eq!(
            published("DTSTART;VALUE=DATE:20260304\nRRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260331T215959Z"),
            ["DTSTART;VALUE=DATE:20260304", "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260331"]
        );
    }

    #[test]
    fn dtstart_is_the_first_instance_of_its_rule() {
        let start = |rule: &str| published(&format!("{BERLIN}RRULE:{rule}"))[0].clone();
        assert_eq!(start("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), "DTSTART:20260316T090000");
        assert_eq!(start("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1"), "DTSTART:20260330T090000");
        assert_eq!(start("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3"), "DTSTART:20280229T090000");
        // No calendar is empty: what is left is the day that says so.
        assert_eq!(published(&format!("{BERLIN}RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).len(), 1);
    }

    /// The starts of the events of a feed are those of the rules as the schedule reads them.
    #[test]
    fn moving_dtstart_keeps_every_start() {
        for rule in [
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=5",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;WKST=SU;COUNT=4",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;COUNT=4",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=6",
            "FREQ=YEARLY;BYMONTH=1,6;COUNT=4",
            "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=5;BYDAY=TH;COUNT=3",
            "FREQ=DAILY;INTERVAL=3;BYDAY=MO;COUNT=4",
            "FREQ=DAILY;BYHOUR=7,17;COUNT=5",
            "FREQ=HOURLY;INTERVAL=5;BYDAY=TH;COUNT=7",
            "FREQ=MINUTELY;INTERVAL=90;BYHOUR=13;COUNT=4",
        ] {
            let text = format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\n{BERLIN}RRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR\n"
            );
            let (community, _) = load_ics(&text);
            let (series, _) = plan(&community);
            let Recurrence::General(rules) = &series[0].recurrence else { panic!("{rule}") };
            let moved = events(&community, &series[0]);
            let moved = RuleSet { dtstart: moved[0].start.civil(), ..(**rules).clone() };
            assert_ne!(moved.dtstart, rules.dtstart, "{rule}");
            let from = rules.dtstart.and_utc() - TimeDelta::days(40);
            let window = crate::time::Window { from, to: from + TimeDelta::days(4_000) };
            let starts =
                |rules: &RuleSet| crate::schedule::rule_starts(rules, crate::time::Zone::utc(), window);
            assert_eq!(starts(&moved), starts(rules), "{rule}");
        }
    }

    #[test]
    fn dates_say_what_an_exrule_excludes() {
        let excluding =
            |rule: &str, exrule: &str| published(&format!("{BERLIN}RRULE:{rule}\nEXRULE:{exrule}"));
        assert_eq!(
            excluding("FREQ=WEEKLY;BYDAY=WE;COUNT=6", "FREQ=WEEKLY;INTERVAL=3"),
            [
                "DTSTART:20260311T090000",
                "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260408T070000Z",
                "EXDATE:20260325T090000"
            ]
        );
        let endless = excluding("FREQ=MONTHLY;BYDAY=1WE", "FREQ=YEARLY;BYMONTH=8;BYDAY=1WE");
        assert_eq!(endless[1], "RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20411204T080000Z");
        assert_eq!(endless.len(), 2 + 16);
    }

    #[test]
    fn a_date_that_a_rule_has_already_is_no_event_of_its_own() {
        let dates = "RRULE:FREQ=WEEKLY;COUNT=2\nRDATE;TZID=Europe/Berlin:20260311T090000,20260313T090000";
        let told = published(&format!("{BERLIN}{dates}"));
        assert_eq!(told, ["DTSTART:20260304T090000", "RRULE:FREQ=WEEKLY;COUNT=2", "DTSTART:20260313T090000"]);
    }
}
