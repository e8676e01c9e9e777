//! Starts by the general rules of RFC 5545 3.8.5, from imported files or an `rrule:` in the data.
//!
//! A rule runs on the wall clock: `days` and `times` know no zone, `walk` counts civil instances, and only
//! then each is resolved. Whatever compares (UNTIL, EXDATE, RECURRENCE-ID, two starts that are the same) does so
//! as an instant.

mod days;
mod instances;
mod times;
mod walk;

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::directory::{Recur, RecurError, RuleSet, Until, When};
use crate::time::{Window, Zone, civil, resolve};

pub use instances::occurrences;

/// A start that rules give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneralStart {
    /// The instant.
    pub start: DateTime<Utc>,
    /// What the rule said the wall clock shows; in a gap, no clock does.
    pub civil: NaiveDateTime,
}

/// Why a rule has no starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleError {
    /// It is no rule.
    Unreadable(RecurError),
    /// It has more than a million starts in the window, or cannot be followed there in two million steps.
    TooLong {
        /// The rule.
        rule: String,
    },
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuleError::Unreadable(error) => error.fmt(f),
            RuleError::TooLong { rule } => write!(f, "`{rule}`: it has too many instances to follow"),
        }
    }
}

impl std::error::Error for RuleError {}

/// The starts in a window, sorted, each instant once. `zone` is whose clock a floating or all-day set runs on.
///
/// A start is in the window by its instant. DTSTART is a start where there is no RRULE; where there is one, only
/// what matches it is. Two civil starts that a gap makes one instant (the day that Samoa skipped) are one, and
/// COUNT counts both.
///
/// # Errors
/// [`RuleError`], where a rule cannot be read or would have to be followed too far.
///
/// ```
/// use chrono::{NaiveDate, TimeDelta};
/// use sigcal::{directory::RuleSet, schedule::rule_starts, time::{Window, Zone}};
/// let pacific = Zone::named("America/Los_Angeles").unwrap();
/// let dtstart = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap().and_hms_opt(2, 30, 0).unwrap();
/// let rules = RuleSet {
///     uid: None, dtstart, zone: Some(pacific), all_day: false,
///     rrules: vec!["FREQ=DAILY;COUNT=3".to_owned()],
///     exrules: vec![], rdates: vec![], exdates: vec![], overrides: vec![],
/// };
/// let window = Window { from: dtstart.and_utc(), to: dtstart.and_utc() + TimeDelta::days(30) };
/// let starts = rule_starts(&rules, Zone::utc(), window).unwrap();
/// let instants: Vec<String> = starts.iter().map(|start| start.start.format("%d %H:%M").to_string()).collect();
/// assert_eq!(instants, ["07 10:30", "08 10:30", "09 09:30"]);
/// ```
pub fn starts(rules: &RuleSet, zone: Zone, window: Window) -> Result<Vec<GeneralStart>, RuleError> {
    starts_within(rules, zone, window, walk::ANY)
}

/// Whether the rules of a meeting that lasts so long can be followed through a week in no time, from its start and after
/// some years.
///
/// # Errors
/// [`RuleError`], with the rule that cannot.
pub fn can_be_followed(rules: &RuleSet, lasts: TimeDelta, years: i32) -> Result<(), RuleError> {
    let first = rules.dtstart.and_utc();
    for days in [0, i64::from(years) * 365] {
        let from = first.checked_add_signed(TimeDelta::days(days)).unwrap_or(first);
        // What began before the week may reach into it.
        let to = from.checked_add_signed(TimeDelta::days(7) + lasts).unwrap_or(from);
        starts_within(rules, Zone::utc(), Window { from, to }, walk::MEETING)?;
    }
    Ok(())
}

fn starts_within(
    rules: &RuleSet,
    zone: Zone,
    window: Window,
    limits: walk::Limits,
) -> Result<Vec<GeneralStart>, RuleError> {
    let zone = rules.zone.unwrap_or(zone);
    let at = |when: When| match when {
        When::Civil(civil) => GeneralStart { start: resolve(civil, zone), civil },
        When::Instant(start) => GeneralStart { start, civil: civil(start, zone) },
    };
    let inside = |start: &GeneralStart| window.from <= start.start && start.start < window.to;

    let mut starts: Vec<GeneralStart> = rules.rdates.iter().copied().map(at).collect();
    if rules.rrules.is_empty() {
        starts.push(at(When::Civil(rules.dtstart)));
    }
    for rule in &rules.rrules {
        starts.extend(rule_in(rule, rules, zone, window, limits)?);
    }
    let mut excluded: BTreeSet<DateTime<Utc>> = rules.exdates.iter().map(|when| at(*when).start).collect();
    for rule in &rules.exrules {
        excluded.extend(rule_in(rule, rules, zone, window, limits)?.iter().map(|start| start.start));
    }
    starts.retain(|start| inside(start) && !excluded.contains(&start.start));
    starts.sort_unstable();
    starts.dedup_by_key(|start| start.start);
    Ok(starts)
}

/// What one rule gives around a window.
fn rule_in(
    rule: &str,
    rules: &RuleSet,
    zone: Zone,
    window: Window,
    limits: walk::Limits,
) -> Result<Vec<GeneralStart>, RuleError> {
    let recur = Recur::parse(rule).map_err(RuleError::Unreadable)?;
    // A wall clock is at most fourteen hours from UTC, and no gap was longer than a day.
    let margin = TimeDelta::days(2);
    let from = window.from.naive_utc().checked_sub_signed(margin).unwrap_or(NaiveDateTime::MIN);
    let to = window.to.naive_utc().checked_add_signed(margin).unwrap_or(NaiveDateTime::MAX);
    let until = last_instant(&recur, rules, zone);
    let starts = walk::walk(rule, &recur, rules.dtstart, from, to, limits)?.into_iter();
    let starts = starts.map(|civil| GeneralStart { start: resolve(civil, zone), civil });
    Ok(starts.filter(|start| until.is_none_or(|until| start.start <= until)).collect())
}

/// What a rule's UNTIL says: the last instant at which an instance may start.
pub fn last_instant(recur: &Recur, rules: &RuleSet, zone: Zone) -> Option<DateTime<Utc>> {
    let floating = rules.zone.is_none();
    recur.until.map(|until| match until {
        // Whoever looks, a floating series ends on the same date: the digits are read on its own clock.
        Until::Instant(instant) if floating => resolve(instant.naive_utc(), zone),
        Until::Instant(instant) => instant,
        Until::Civil(civil) => resolve(civil, zone),
        Until::Date(date) => resolve(date.and_time(last_second()), zone),
    })
}

fn last_second() -> NaiveTime {
    NaiveTime::from_hms_opt(23, 59, 59).expect("a time of every day")
}
