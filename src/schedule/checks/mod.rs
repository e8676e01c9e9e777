//! The named checks that need to know what happens when: one table of small functions, each over the whole community as
//! of a day. They expand a quarter of it, so only whoever asks for them runs them.
//!
//! To add one, write a function in the file it belongs to, and a line in [`CHECKS`].

mod ends;
mod overlaps;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::Series;
use crate::directory::{Community, Finding, Level, MeetingId, Place};
use crate::time::{Window, Zone};
use ends::{End, ends};

/// How far ahead of the day the checks look for what happens: a quarter.
const AHEAD: Days = Days::new(13 * 7);

/// How many dates or names are told of many.
const TOLD: usize = 3;

/// A check: the names of its findings, and what finds them.
struct Check {
    #[cfg_attr(not(test), expect(dead_code, reason = "the names are for the tests and the documentation"))]
    names: &'static [&'static str],
    run: fn(&Scene<'_>, &mut Found),
}

/// Every check, in the order in which they run.
const CHECKS: &[Check] = &[
    Check { names: &["overlap"], run: overlaps::nobody_has_to_be_in_two_meetings },
    Check { names: &["ends-soon", "ended"], run: ends::meetings_go_on },
    Check { names: &["ends-soon", "ended", "meets-after-end"], run: ends::groups_go_on },
];

/// What is checked.
struct Scene<'a> {
    community: &'a Community,
    series: &'a [Series],
    /// As of which day.
    today: NaiveDate,
    /// When its meetings are over.
    ends: BTreeMap<MeetingId, End>,
    /// Whose days and floating times count where a meeting has no zone.
    zone: Zone,
}

impl Scene<'_> {
    /// The quarter that begins on the day.
    fn quarter(&self) -> Window {
        let end = self.today.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
        Window::days(self.today, end, self.zone)
    }
}

/// What was found as of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What is doubtful.
    pub findings: Vec<Finding>,
    /// The allowances without which there would be more, by place.
    pub used: BTreeSet<Place>,
}

impl Found {
    fn add(&mut self, level: Level, check: &'static str, place: &Place, message: String, remedy: &str) {
        let remedy = Some(remedy.to_owned());
        self.findings.push(Finding { level, check, place: place.clone(), message, remedy });
    }
}

/// Runs every check of a community as of a day: what is at the same time in the next quarter, and what has ended or is
/// about to.
pub fn check(community: &Community, series: &[Series], today: NaiveDate) -> Found {
    let zone = community.zone.unwrap_or_else(Zone::utc);
    let scene = Scene { community, series, today, ends: ends(community, series), zone };
    let mut found = Found::default();
    for check in CHECKS {
        (check.run)(&scene, &mut found);
    }
    found
}

/// `2026-12-01, 2026-12-08 and 2026-12-15`; of many, the first and how many more.
fn first_of<T>(all: &[T], told: impl Fn(&T) -> String) -> String {
    let mut parts: Vec<String> = all.iter().take(TOLD).map(told).collect();
    if all.len() > TOLD {
        parts.push(format!("{} more", all.len() - TOLD));
    }
    match parts.pop() {
        Some(last) if !parts.is_empty() => format!("{} and {last}", parts.join(", ")),
        last => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
