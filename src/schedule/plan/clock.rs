//! Meetings in an hour that a clock skips or repeats. What such a time means is settled, and people may not know it.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::last_year_laid_out;
use crate::directory::{DEFAULT_START, Finding, Freq, Level, Place, Recur, RuleSet};
use crate::schedule::{Recurrence, Series, Start, Status, occurrences};
use crate::time::{ChangeKind, ClockChange, Window, Zone, civil, clock_change_at, clock_changes, resolve};

/// How many dates are told; a meeting at night may have one each year.
const DATES_TOLD: usize = 3;

/// How many changes are looked at where a rule has several hours a day and has to be followed to each of them.
const CHANGES_FOLLOWED: usize = 4;

/// A single time that a clock skips or repeats, and what becomes of it.
pub(super) fn odd(key: &str, verb: &str, at: NaiveDateTime, zone: Zone, place: &Place) -> Option<Finding> {
    let change = clock_change_at(at, zone)?;
    let instant = resolve(at, zone);
    let told = at.format("%Y-%m-%d %H:%M");
    let (message, remedy) = match change.kind {
        ChangeKind::Gap => {
            let becomes = civil(instant, zone).format("%Y-%m-%d %H:%M");
            let message = format!("{key}: the clock of `{zone}` skips `{told}`; {verb} `{becomes}`");
            (message, format!("write a time that the clock shows, as `{becomes}`"))
        }
        ChangeKind::Fold => {
            let first = instant.format("%H:%M");
            let message = format!(
                "{key}: the clock of `{zone}` shows `{told}` twice; {verb} the first of them, {first} UTC"
            );
            (message, "choose an hour that the clock shows once".to_owned())
        }
    };
    let (place, remedy) = (place.clone(), Some(remedy));
    Some(Finding { level: Level::Warning, check: "clock-change", place, message, remedy })
}

/// The dates on which a series is in such an hour, as far ahead as rules are laid out.
pub(super) fn recurring(series: &Series, place: &Place) -> Vec<Finding> {
    let Start::Timed(first, zone) = series.start else { return vec![] };
    if series.recurrence == Recurrence::Once {
        return vec![];
    }
    let from = first.and_utc().max(DEFAULT_START.and_time(NaiveTime::MIN).and_utc()) - TimeDelta::days(2);
    let year = last_year_laid_out(first.year());
    let end = NaiveDate::from_ymd_opt(year + 1, 1, 1).map(|end| end.and_time(NaiveTime::MIN).and_utc());
    let to = [end, series.until].into_iter().flatten().min().unwrap_or(DateTime::<Utc>::MAX_UTC);
    let (time, most) = match one_time(series) {
        true => (Some(first.time()), usize::MAX),
        false => (None, CHANGES_FOLLOWED),
    };
    let mut hit = [vec![], vec![]];
    for change in clock_changes(zone, from, to + TimeDelta::days(1)).take(most) {
        if time.is_none_or(|time| on_its_dates(&change, time)) {
            let kind = usize::from(change.kind == ChangeKind::Fold);
            hit[kind].extend(hits(series, &change, zone));
        }
    }
    let [gaps, folds] = hit;
    let gap = |at: NaiveDateTime| {
        let becomes = civil(resolve(at, zone), zone).format("%H:%M");
        ("skips", format!("it is at {becomes} then"))
    };
    let fold = |_| ("shows twice", "it is at the first of the two then".to_owned());
    let note = |all: &[NaiveDateTime], what: &dyn Fn(NaiveDateTime) -> (&'static str, String)| {
        let (does, becomes) = what(*all.first()?);
        Some(Finding {
            level: Level::Note,
            check: "clock-change",
            place: place.clone(),
            message: format!(
                "the clock of `{zone}` {does} the meeting's hour on {}; {becomes}",
                dates(all, year)
            ),
            remedy: Some("an hour that is never changed is the same in every calendar program".to_owned()),
        })
    };
    [note(&gaps, &gap), note(&folds, &fold)].into_iter().flatten().collect()
}

/// Whether all occurrences are at one time of day.
fn one_time(series: &Series) -> bool {
    let daily = |rule: &String| {
        Recur::parse(rule).is_ok_and(|recur| {
            recur.freq >= Freq::Daily
                && [&recur.by_hour, &recur.by_minute, &recur.by_second].iter().all(|part| part.is_empty())
        })
    };
    match &series.recurrence {
        Recurrence::Once | Recurrence::Rule(_) => true,
        Recurrence::General(rules) => {
            let RuleSet { rrules, rdates, overrides, .. } = &**rules;
            rdates.is_empty() && overrides.is_empty() && rrules.iter().all(daily)
        }
    }
}

fn on_its_dates(change: &ClockChange, time: NaiveTime) -> bool {
    [change.from, change.to].iter().any(|at| change.holds(at.date().and_time(time)))
}

/// The occurrences in the hour of a change. Those that were moved are told where they were.
fn hits(series: &Series, change: &ClockChange, zone: Zone) -> Vec<NaiveDateTime> {
    let day = TimeDelta::days(1);
    let window = Window { from: resolve(change.from, zone) - day, to: resolve(change.to, zone) + day };
    let all = occurrences(series, window, zone).into_iter();
    let planned =
        all.filter(|occurrence| occurrence.moved_from.is_none() && occurrence.status != Status::Cancelled);
    planned.map(|occurrence| occurrence.civil).filter(|at| change.holds(*at)).collect()
}

fn dates(all: &[NaiveDateTime], year: i32) -> String {
    let told: Vec<String> = all.iter().take(DATES_TOLD).map(|at| format!("`{}`", at.date())).collect();
    match all.len() - told.len() {
        0 => told.join(", "),
        more => format!("{} and {more} more dates until {year}", told.join(", ")),
    }
}
