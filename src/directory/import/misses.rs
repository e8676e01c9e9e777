//! Dates that exclude or cancel what does not happen anyway: said, and not carried along.

use chrono::{NaiveDate, NaiveDateTime};

use super::forms::{Starts, named};
use super::item::{Item, instant, wall};
use crate::directory::report::Report;
use crate::directory::{Place, RuleSet, When};
use crate::time::{Zone, civil};

/// Takes out of an event what excludes, skips or cancels nothing of it.
pub(super) fn take_out(item: &mut Item, starts: &Starts<'_>, report: &mut Report) {
    let Some(rules) = &item.rules else { return };
    let name = &item.name;
    // What is excluded and changed at once is excluded, whether the rules have it or not.
    item.changes.retain(|change| {
        let at = |when| instant(when, rules.zone);
        let excluded = item.excluded.iter().any(|(when, _)| at(*when) == at(change.original));
        if excluded {
            let message = format!("this change of `{name}` is excluded by an EXDATE, which holds");
            report.note("excluded-change", &change.place, message, None);
        }
        !excluded
    });
    let mut miss = |what: String, place: &Place, remedy: &str| {
        report.warning("excludes-nothing", place, format!("{what} of `{name}`"), remedy);
    };
    item.excluded.retain(|(when, place)| {
        let hit = named(rules, *when, starts).is_some();
        if !hit {
            let at = wall(*when, rules.zone);
            miss(
                format!("`{}` excludes nothing", at.format("%Y-%m-%d %H:%M")),
                place,
                &remedy(rules, at, starts),
            );
        }
        hit
    });
    let mut happens = |(date, place): (NaiveDate, &Place), word: &str| {
        let hit = !starts(rules, date).is_empty();
        if !hit {
            miss(format!("`{date}` {word} nothing"), place, "nothing of it happens then; check the date");
        }
        hit
    };
    item.skipped.retain(|(date, place)| happens((*date, place), "excludes"));
    item.cancelled.retain(|(date, _, place)| happens((*date, place), "cancels"));
    item.changes.retain(|change| {
        let hit = !change.cancelled || named(rules, change.original, starts).is_some();
        if !hit {
            let at = wall(change.original, rules.zone).format("%Y-%m-%d %H:%M");
            let remedy = "nothing of it happens then; check the date";
            miss(format!("`{at}` cancels nothing"), &change.place, remedy);
        }
        hit
    });
}

/// What may have been meant by a time at which nothing happens.
fn remedy(rules: &RuleSet, at: NaiveDateTime, starts: &Starts<'_>) -> String {
    let on_date = starts(rules, at.date());
    let Some(first) = on_date.first() else {
        return "nothing of it happens on that date; check it".to_owned();
    };
    let times: Vec<String> = on_date.iter().map(|start| start.format("%H:%M").to_string()).collect();
    // A common slip is to write the time in UTC, and the zone of the event beside it.
    let in_utc = named(rules, When::Instant(at.and_utc()), starts).is_some();
    let meant = match rules.zone.filter(|zone| in_utc && *zone != Zone::utc()) {
        Some(zone) => format!(", which is {} UTC", civil_in_utc(*first, zone).format("%H:%M")),
        None => String::new(),
    };
    let (date, times) = (at.date(), times.join(", "));
    format!("that day it happens at {times}{meant}; if it is to be left out, add `skip: [{date}]` to it")
}

fn civil_in_utc(start: NaiveDateTime, zone: Zone) -> NaiveDateTime {
    civil(crate::time::resolve(start, zone), Zone::utc())
}
