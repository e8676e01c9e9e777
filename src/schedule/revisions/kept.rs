//! A series that goes on: what the data says of it now, with the past that subscribers saw.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::past::{instant, last_shown};
use super::record::instant_of;
use super::same::same_rule;
use super::stretch::{begin_with, begun_at, exclude};
use crate::directory::When;
use crate::schedule::{Exception, Recurrence, Series, Skipped};

/// A series under the UID it had, with its past. It may begin later than planned, because another came before it or because it
/// was new then. None where nothing of it is left. Beside it the moment before which it is other than the data says: a lock
/// remembers it, because what was past then has to be past whenever the lock is read.
pub(super) fn kept(
    mut new: Series,
    old: &Series,
    begins_later: bool,
    now: DateTime<Utc>,
) -> Option<(Series, Option<DateTime<Utc>>)> {
    new.uid.clone_from(&old.uid);
    let (begin, planned) = (old.start.civil(), new.start.civil());
    let has_begun = last_shown(old, now).is_some();
    let mut kept = Past { now, last: None };
    if new.extra.is_some() {
        if has_begun && (new.start, new.duration) != (old.start, old.duration) {
            kept.has(instant(old, begin));
            (new.start, new.duration) = (old.start, old.duration);
            new.exceptions.iter_mut().for_each(|exception| anchor(exception, begin));
            new.skipped.iter_mut().for_each(|skipped| (skipped.original, skipped.at) = (begin, begin));
        }
    } else if has_begun && planned != begin || begins_later && planned < begin && same_rule(old, &new) {
        begin_with(&mut new, begin);
        let known = |skipped: &Skipped| old.skipped.iter().any(|old| old.original == skipped.original);
        new.skipped.retain(|skipped| skipped.original >= begin || known(skipped));
    } else if begins_later && !has_begun && planned < begin {
        new = begun_at(new, now)?;
    }
    if let (Recurrence::General(rules), Recurrence::General(before)) = (&mut new.recurrence, &old.recurrence)
    {
        let own: BTreeSet<When> = rules.exdates.iter().copied().collect();
        let gone = before.exdates.iter().copied().filter(|date| !own.contains(date));
        let past = gone.filter(|date| kept.has(instant_of(before, *date)));
        exclude(rules, past.collect::<Vec<_>>());
    }
    let own: BTreeSet<_> = new.exceptions.iter().map(Exception::original).collect();
    let told: BTreeSet<_> = new.skipped.iter().map(|skipped| skipped.original).collect();
    let gone = old.exceptions.iter().filter(|exception| !own.contains(&exception.original()));
    let past = gone.filter(|exception| kept.has(earliest(old, exception)));
    new.exceptions.extend(past.cloned());
    new.exceptions.sort_by_key(Exception::original);
    let is_gone = |skipped: &&Skipped| !own.contains(&skipped.original) && !told.contains(&skipped.original);
    let gone = old.skipped.iter().filter(is_gone);
    new.skipped.extend(gone.filter(|skipped| kept.has(instant(old, skipped.original))).cloned());
    new.skipped.sort_by_key(|skipped| skipped.at);
    Some((new, kept.last))
}

/// Before which moment a series that has begun later excludes dates that its data does not.
pub(super) fn begun_before(planned: &Series, begun: &Series) -> Option<DateTime<Utc>> {
    let (Recurrence::General(planned), Recurrence::General(begun)) = (&planned.recurrence, &begun.recurrence)
    else {
        return None;
    };
    let more = begun.exdates.iter().filter(|date| !planned.exdates.contains(date));
    more.map(|date| instant_of(begun, *date) + TimeDelta::seconds(1)).max()
}

/// What has happened, and of it what was kept although the data does not say so.
struct Past {
    now: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
}

impl Past {
    /// Whether an instant is past: what was then is kept.
    fn has(&mut self, instant: DateTime<Utc>) -> bool {
        let past = instant < self.now;
        if past {
            self.last = self.last.max(Some(instant + TimeDelta::seconds(1)));
        }
        past
    }
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
