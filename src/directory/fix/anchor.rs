//! Anchors that are asked for: which meeting each is for, and whether it can be.

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::cadence::{Cadence, NoteCode, Nth, Part, Reading, Rule, Verdict};
use crate::directory::report::nearest;
use crate::directory::{Meeting, Timing};

/// A date on which a meeting met, to be written as its `start`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The group's slug; `events` for the community's own.
    pub slug: String,
    /// The meeting's [key](Meeting::key), where the group alone does not say which is meant.
    pub key: Option<String>,
    /// The date.
    pub date: NaiveDate,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.iter().map(|key| format!("/{key}")).collect::<String>();
        write!(f, "{}{key}={}", self.slug, self.date)
    }
}

/// An anchor that cannot be written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorError {
    /// The anchor.
    pub anchor: Anchor,
    /// Why.
    pub fault: AnchorFault,
}

/// Why an anchor cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorFault {
    /// No group has the slug; the nearest that one has.
    UnknownGroup(Option<String>),
    /// No meeting of the group has the key.
    UnknownMeeting(Vec<Listed>),
    /// No meeting that could be meant needs a date: it has one, or its cadence leaves nothing open.
    NotNeeded(Vec<Listed>),
    /// No meeting that could be meant is ever on that day.
    NotItsDay(Vec<Listed>),
    /// Several meetings could be meant.
    Several(Vec<Listed>),
    /// Another anchor is for the same meeting.
    Twice,
    /// The meeting ends before.
    AfterItsEnd(NaiveDate),
    /// The meeting is written in a form that is not edited, and why.
    Form(&'static str),
}

/// A meeting that an error names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its [key](Meeting::key).
    pub key: String,
    /// When it happens: the sentence of its reading; empty where it has none.
    pub when: String,
    /// The nearest dates on which it can be, before and after the anchor's.
    pub near: Vec<NaiveDate>,
}

/// The reading of a meeting that needs a date.
pub(super) fn open(meeting: &Meeting) -> Option<&Reading> {
    let Timing::Written(reading) = &meeting.timing else { return None };
    let settled = match reading.verdict {
        Verdict::Exact | Verdict::Assumed => true,
        Verdict::Incomplete => reading.missing == [Part::Hour],
        Verdict::Ambiguous | Verdict::Irregular | Verdict::Unreadable => false,
    };
    let open = reading.notes.iter().any(|note| note.code == NoteCode::NoAnchor);
    (settled && open && meeting.start.is_none()).then_some(reading)
}

/// Which of a community's meetings an anchor is for. Each has its group's slug beside it.
pub(super) fn meant(
    anchor: &Anchor,
    slugs: &[&str],
    meetings: &[(&str, &Meeting)],
) -> Result<usize, AnchorFault> {
    if !slugs.contains(&anchor.slug.as_str()) {
        return Err(AnchorFault::UnknownGroup(
            nearest(&anchor.slug, slugs.iter().copied()).map(str::to_owned),
        ));
    }
    let list = |numbers: &[usize]| numbers.iter().map(|n| listed(meetings[*n].1, anchor.date)).collect();
    let group: Vec<usize> = (0..meetings.len()).filter(|n| meetings[*n].0 == anchor.slug).collect();
    let named = |n: &&usize| anchor.key.as_ref().is_none_or(|key| meetings[**n].1.key == *key);
    let named: Vec<usize> = group.iter().filter(named).copied().collect();
    if named.is_empty() && !group.is_empty() {
        return Err(AnchorFault::UnknownMeeting(list(&group)));
    }
    let open: Vec<usize> = named.iter().filter(|n| self::open(meetings[**n].1).is_some()).copied().collect();
    if open.is_empty() {
        return Err(AnchorFault::NotNeeded(list(&named)));
    }
    let on_the_day = |n: &&usize| can_be_on(meetings[**n].1, anchor.date);
    let fitting: Vec<usize> = open.iter().filter(on_the_day).copied().collect();
    match fitting[..] {
        [] => Err(AnchorFault::NotItsDay(list(&open))),
        [n] => match meetings[n].1.until.filter(|until| *until < anchor.date) {
            Some(until) => Err(AnchorFault::AfterItsEnd(until)),
            None => Ok(n),
        },
        [..] => Err(AnchorFault::Several(list(&fitting))),
    }
}

fn listed(meeting: &Meeting, date: NaiveDate) -> Listed {
    let when = match &meeting.timing {
        Timing::Written(reading) => reading.sentence_en(),
        Timing::Rules(_) => String::new(),
    };
    // Ten years hold a fifth weekday of every kind.
    let at =
        |days: i64| date.checked_add_signed(TimeDelta::days(days)).filter(|date| can_be_on(meeting, *date));
    let open = open(meeting).is_some();
    let near = [(1..3660).find_map(|days| at(-days)), (1..3660).find_map(at)];
    Listed { key: meeting.key.clone(), when, near: near.into_iter().flatten().filter(|_| open).collect() }
}

/// Whether a meeting can be on a date, whichever of its weeks or months are meant. Of slots that take turns, the first
/// one is on the anchor.
fn can_be_on(meeting: &Meeting, date: NaiveDate) -> bool {
    let Timing::Written(reading) = &meeting.timing else { return false };
    let first = |cadence: &&Cadence| cadence.rule.needs_anchor() && cadence.delay == 0;
    reading.cadences.iter().filter(first).any(|cadence| has_day(&cadence.rule, date))
}

/// Whether a rule has a date if it is taken every week or month.
fn has_day(rule: &Rule, date: NaiveDate) -> bool {
    let in_months = |months: &[u32]| months.is_empty() || months.contains(&date.month());
    match rule {
        Rule::Daily { .. } => true,
        Rule::Weekly { days, .. } => days.contains(&date.weekday()),
        Rule::Monthly { months, nths, .. } => in_months(months) && nths.iter().any(|nth| is_nth(*nth, date)),
        Rule::MonthDays { months, days, .. } => {
            let last = |day: i32| day == -1 && date.succ_opt().is_none_or(|next| next.day() == 1);
            let is = |day: &i32| last(*day) || u32::try_from(*day).is_ok_and(|day| day == date.day());
            in_months(months) && days.iter().any(is)
        }
        // Every month has one, which needs no anchor.
        Rule::DayAfterNth { .. } => false,
    }
}

fn is_nth(nth: Nth, date: NaiveDate) -> bool {
    let week = |days: i64| {
        date.checked_add_signed(TimeDelta::weeks(days)).is_some_and(|d| d.month() == date.month())
    };
    let same_month = |weeks: i32| week(i64::from(weeks));
    let place = match nth.ordinal {
        n if n > 0 => same_month(1 - n) && !same_month(-n),
        n => same_month(-n - 1) && !same_month(-n),
    };
    date.weekday() == nth.day && place
}
