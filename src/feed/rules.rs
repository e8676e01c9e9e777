//! General rules as programs agree on them: DTSTART is the first instance, UNTIL is an instant, and dates say what EXRULE
//! excludes.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::directory::{Recur, RuleSet, When};
use crate::schedule::{last_instant, last_year_laid_out, rule_starts};
use crate::time::{Window, Zone, civil, resolve};

/// A rule as a feed has it, where it begins and ends, and which of its starts do not happen.
pub(super) struct Settled {
    pub(super) rule: String,
    pub(super) start: NaiveDateTime,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) exdates: Vec<NaiveDateTime>,
}

/// One rule of a set as it is published, of which `excluded` do not happen and none is after `until`. None where
/// the rule has no instance.
pub(super) fn settled(
    rule: &str,
    rules: &RuleSet,
    excluded: &[NaiveDateTime],
    until: Option<DateTime<Utc>>,
) -> Option<Settled> {
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    let recur = Recur::parse(rule).ok()?;
    let mut alone = RuleSet {
        rrules: vec![rule.to_owned()],
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        overrides: vec![],
        ..rules.clone()
    };
    let mut own = last_instant(&recur, rules, zone);
    if let (Some(end), Some(_)) = (own, recur.count) {
        // COUNT must not stand beside UNTIL (RFC 5545 3.3.10): where one of both was reached first, that is the end.
        let (from, to) = stretch(rules.dtstart, Some(end))?;
        own = Some(rule_starts(&alone, zone, Window { from, to }).ok()?.last()?.start);
    }
    let mut until = [until, own].into_iter().flatten().min();
    let mut exdates: BTreeSet<NaiveDateTime> = excluded.iter().copied().collect();
    if !rules.exrules.is_empty() {
        let (from, to) = stretch(rules.dtstart, until)?;
        let window = Window { from, to };
        let all = rule_starts(&alone, zone, window).ok()?;
        let beside = RuleSet { exrules: rules.exrules.clone(), ..alone.clone() };
        let kept: BTreeSet<DateTime<Utc>> =
            rule_starts(&beside, zone, window).ok()?.iter().map(|start| start.start).collect();
        until = Some(*kept.last()?);
        let gone = all.iter().filter(|start| !kept.contains(&start.start));
        exdates.extend(gone.map(|gone| civil(gone.start, zone)));
    }
    alone.exdates = exdates.iter().map(|date| When::Civil(*date)).collect();
    let start = first(&alone, zone)?;
    let rule = match recur.count {
        Some(count) => counted(rule, count, passed(alone, start, zone)),
        None => rule.to_owned(),
    };
    if until.is_some_and(|until| resolve(start, zone) > until) {
        return None;
    }
    let within =
        |date: &NaiveDateTime| *date >= start && until.is_none_or(|until| resolve(*date, zone) <= until);
    Some(Settled { rule, start, until, exdates: exdates.into_iter().filter(within).collect() })
}

/// How many instances of a rule are before one of them, excluded ones too; none where the rule cannot be followed.
fn passed(rules: RuleSet, start: NaiveDateTime, zone: Zone) -> usize {
    let from = rules.dtstart.and_utc().checked_sub_signed(TimeDelta::days(2));
    let window = from.map(|from| Window { from, to: resolve(start, zone) });
    let all = RuleSet { exdates: vec![], ..rules };
    window.and_then(|window| rule_starts(&all, zone, window).ok()).map_or(0, |before| before.len())
}

/// A rule that begins later: COUNT counts what is excluded too.
fn counted(rule: &str, count: u64, passed: usize) -> String {
    let count = format!("COUNT={}", count.saturating_sub(passed as u64));
    let parts = rule.split(';').map(|part| if part.starts_with("COUNT=") { &count } else { part });
    parts.collect::<Vec<_>>().join(";")
}

/// Whether one rule of a set has a civil start.
pub(super) fn has(rule: &str, rules: &RuleSet, start: NaiveDateTime) -> bool {
    let alone = RuleSet {
        rrules: vec![rule.to_owned()],
        exrules: vec![],
        rdates: vec![],
        exdates: vec![],
        ..rules.clone()
    };
    starts_at(&alone, resolve(start, rules.zone.unwrap_or_else(Zone::utc)))
}

/// Whether a date added to a set is an occurrence of its own: none of its rules has it, and nothing excludes it.
pub(super) fn adds(rules: &RuleSet, date: When) -> bool {
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    let start = match date {
        When::Civil(civil) => resolve(civil, zone),
        When::Instant(start) => start,
    };
    starts_at(rules, start) && !starts_at(&RuleSet { rdates: vec![], ..rules.clone() }, start)
}

fn starts_at(rules: &RuleSet, start: DateTime<Utc>) -> bool {
    let window = Window { from: start, to: start + TimeDelta::seconds(1) };
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    rule_starts(rules, zone, window).is_ok_and(|starts| !starts.is_empty())
}

/// From before a start to the end of what is laid out.
fn stretch(dtstart: NaiveDateTime, until: Option<DateTime<Utc>>) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let end = NaiveDate::from_ymd_opt(last_year_laid_out(dtstart.year()) + 1, 1, 1)?;
    let end = end.and_time(NaiveTime::MIN).and_utc();
    let after = until.and_then(|until| until.checked_add_signed(TimeDelta::seconds(1)));
    Some((
        dtstart.and_utc().checked_sub_signed(TimeDelta::days(2))?,
        after.map_or(end, |after| after.min(end)),
    ))
}

/// The first civil start of a rule; DTSTART where the rule cannot be followed.
fn first(rules: &RuleSet, zone: Zone) -> Option<NaiveDateTime> {
    let from = rules.dtstart.and_utc().checked_sub_signed(TimeDelta::days(2))?;
    // Dense rules have one soon; the 29th of February may be eight years away.
    for days in [3, 40, 400, 4_000, 40_000] {
        let to = from.checked_add_signed(TimeDelta::days(days))?;
        match rule_starts(rules, zone, Window { from, to }) {
            Ok(starts) if starts.is_empty() => {}
            Ok(starts) => return starts.first().map(|start| start.civil),
            Err(_) => return Some(rules.dtstart),
        }
    }
    None
}
