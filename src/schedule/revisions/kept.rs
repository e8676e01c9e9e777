//! A series that goes on: what the data says of it now, with the past that subscribers saw.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::past::{has_original, instant, last_shown};
use super::record::instant_of;
use super::stretch::{begin_with, begun_at, exclude};
use crate::directory::When;
use crate::schedule::plan::begin_after_exclusions;
use crate::schedule::{Exception, Recurrence, Series, Skipped};

/// A series under the UID it had, with its past: one that has not happened yet has none, whatever its data says. None where
/// nothing of it is left.
pub(super) fn kept(mut new: Series, old: &Series, now: DateTime<Utc>) -> Option<Series> {
    new.uid.clone_from(&old.uid);
    let (begin, planned) = (old.start.civil(), new.start.civil());
    let has_begun = last_shown(old, now).is_some();
    if new.extra.is_some() {
        if has_begun && (new.start, new.duration) != (old.start, old.duration) {
            (new.start, new.duration) = (old.start, old.duration);
            new.exceptions.iter_mut().for_each(|exception| anchor(exception, begin));
            new.skipped.iter_mut().for_each(|skipped| (skipped.original, skipped.at) = (begin, begin));
        }
    } else if has_begun && planned != begin {
        begin_with(&mut new, begin);
        let known = |skipped: &Skipped| old.skipped.iter().any(|old| old.original == skipped.original);
        new.skipped.retain(|skipped| skipped.original >= begin || known(skipped));
    } else if !has_begun {
        new = begun_at(new, now)?;
    }
    // What no single rule says is laid out from now on.
    let laid_out = |exception: &Exception| match exception {
        Exception::Moved { from: None, .. } => true,
        Exception::Excluded { original } => new.skipped.iter().all(|skipped| skipped.original != *original),
        Exception::Moved { .. } | Exception::Cancelled { .. } => false,
    };
    let is_new = |exception: &&Exception| laid_out(exception) && !old.exceptions.contains(exception);
    let rewrites = |exception: &&Exception| earliest(old, exception) < now;
    let of_past: BTreeSet<NaiveDateTime> =
        new.exceptions.iter().filter(is_new).filter(rewrites).map(Exception::original).collect();
    new.exceptions.retain(|exception| !of_past.contains(&exception.original()));
    if let (Recurrence::General(rules), Recurrence::General(before)) = (&mut new.recurrence, &old.recurrence)
    {
        let gone = |before: &[When], own: &[When]| -> Vec<When> {
            before.iter().copied().filter(|date| !own.contains(date)).collect()
        };
        let past = |dates: Vec<When>| -> Vec<When> {
            dates.into_iter().filter(|date| instant_of(before, *date) < now).collect()
        };
        exclude(rules, past(gone(&before.exdates, &rules.exdates)));
        let mut added = past(gone(&before.rdates, &rules.rdates));
        added.retain(|date| *date != When::Civil(rules.dtstart));
        rules.rdates.extend(added);
        rules.rdates.sort();
        let own: BTreeSet<When> = rules.overrides.iter().map(|changed| changed.recurrence_id).collect();
        let changed = before.overrides.iter().filter(|changed| !own.contains(&changed.recurrence_id));
        let past = changed.filter(|changed| {
            let at = [changed.recurrence_id, changed.start].map(|when| instant_of(before, when));
            at.into_iter().any(|at| at < now)
        });
        rules.overrides.extend(past.cloned());
        rules.overrides.sort_by_key(|changed| changed.recurrence_id);
    }
    let own: BTreeSet<_> = new.exceptions.iter().map(Exception::original).collect();
    let told: BTreeSet<_> = new.skipped.iter().map(|skipped| skipped.original).collect();
    let gone = old
        .exceptions
        .iter()
        .filter(|exception| !own.contains(&exception.original()) && has_original(&new, exception.original()));
    let past = gone.filter(|exception| earliest(old, exception) < now);
    let past: Vec<Exception> = past.cloned().collect();
    new.exceptions.extend(past);
    new.exceptions.sort_by_key(Exception::original);
    let is_gone = |skipped: &&Skipped| !own.contains(&skipped.original) && !told.contains(&skipped.original);
    let gone = old.skipped.iter().filter(is_gone);
    new.skipped.extend(gone.filter(|skipped| instant(old, skipped.original) < now).cloned());
    new.skipped.sort_by_key(|skipped| skipped.at);
    begin_after_exclusions(&mut new).then_some(new)
}

/// When an exception is of the past: a date that was brought forward has happened, though its rule has it to come.
fn earliest(series: &Series, exception: &Exception) -> DateTime<Utc> {
    let original = instant(series, exception.original());
    match exception {
        Exception::Moved { to, .. } => original.min(instant(series, *to)),
        Exception::Cancelled { at, .. } => original.min(instant(series, *at)),
        Exception::Excluded { .. } => original,
    }
}

/// Lets an exception be one of an extra meeting that has happened.
fn anchor(exception: &mut Exception, start: NaiveDateTime) {
    match exception {
        Exception::Excluded { original } => *original = start,
        Exception::Cancelled { original, at, .. } => (*original, *at) = (start, start),
        Exception::Moved { original, from, .. } => (*original, *from) = (start, Some(start)),
    }
}
