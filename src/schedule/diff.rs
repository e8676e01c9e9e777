//! What an edit changes for the people who come: meetings that appear, end or happen otherwise, date by date.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};

use super::revisions::Names;
use super::{AgendaItem, Series, SkippedItem, Start, Status, agenda, skipped_in};
use crate::directory::{Community, Meeting, MeetingId, MeetingName, Text};
use crate::time::{Window, Zone, civil};

/// A community and its series, as one version of the data has them.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The community.
    pub community: &'a Community,
    /// Its series.
    pub series: &'a [Series],
}

/// How a meeting differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is called, or was where it is no more.
    pub meeting: MeetingName,
    /// What it was called, where it was called otherwise.
    pub formerly: Option<MeetingName>,
    /// The meeting in the old version; none where it is new.
    pub old: Option<MeetingId>,
    /// The meeting in the new version; none where it ends.
    pub new: Option<MeetingId>,
    /// The dates that differ, in order.
    pub dates: Vec<DateChange>,
    /// What else differs, by its key in a data file.
    pub details: Vec<&'static str>,
}

/// A date that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateChange {
    /// It happens at another time, or for longer or shorter.
    Moved {
        /// When it would have been.
        before: Slot,
        /// When it is.
        after: Slot,
        /// Why.
        reason: Option<Text>,
    },
    /// It is cancelled.
    Cancelled {
        /// When it would have been.
        before: Slot,
        /// Why.
        reason: Option<Text>,
    },
    /// It does not happen.
    Dropped {
        /// When it would have been.
        before: Slot,
        /// Why.
        reason: Option<Text>,
    },
    /// It happens, and did not before.
    Added {
        /// When it is.
        after: Slot,
        /// Why.
        reason: Option<Text>,
    },
}

impl DateChange {
    fn at(&self) -> DateTime<Utc> {
        match self {
            DateChange::Moved { before, .. }
            | DateChange::Cancelled { before, .. }
            | DateChange::Dropped { before, .. } => before.start,
            DateChange::Added { after, .. } => after.start,
        }
    }
}

/// When an occurrence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Its start; of a whole day, where it begins in the zone that was asked in.
    pub start: DateTime<Utc>,
    /// Its end.
    pub end: DateTime<Utc>,
    /// Whether it is a whole day.
    pub all_day: bool,
}

/// An occurrence with what tells it apart from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    slot: Slot,
    /// The start by the rule, as an instant.
    original: DateTime<Utc>,
    cancelled: bool,
    reason: Option<Text>,
}

/// The meetings that differ in a window, by name. `zone` is whose days all-day ones fill.
pub fn diff(old: Version<'_>, new: Version<'_>, window: Window, zone: Zone) -> Vec<Difference> {
    let (before, now) = (Names::new(old.community), Names::new(new.community));
    let mut all: BTreeMap<MeetingName, (Option<MeetingId>, Option<MeetingId>)> = BTreeMap::new();
    for (name, id) in before.all(old.community) {
        all.entry(now.current(name)).or_default().0 = Some(id);
    }
    for (name, id) in now.all(new.community) {
        all.entry(name.clone()).or_default().1 = Some(id);
    }
    let skipped = skipped(new, &now, window, zone);
    let (seen_before, seen_now) = (seen(old, &before, window, zone), seen(new, &now, window, zone));
    let difference = |(name, (was, is)): (MeetingName, (Option<MeetingId>, Option<MeetingId>))| {
        let called = was.map(|id| before.of(id));
        let occurrences = |of: &BTreeMap<MeetingName, Vec<Seen>>, name: Option<&MeetingName>| {
            name.and_then(|name| of.get(name)).cloned()
        };
        let old_seen = occurrences(&seen_before, called).unwrap_or_default();
        let new_seen = occurrences(&seen_now, is.map(|_| &name)).unwrap_or_default();
        Difference {
            meeting: name.clone(),
            formerly: called.filter(|called| **called != name && is.is_some()).cloned(),
            old: was,
            new: is,
            dates: dates(old_seen, new_seen, skipped.get(&name).unwrap_or(&BTreeMap::new())),
            details: match (was, is) {
                (Some(was), Some(is)) => details(old.community.meeting(was), new.community.meeting(is)),
                (None, _) | (_, None) => vec![],
            },
        }
    };
    let mut differences: Vec<Difference> = all.into_iter().map(difference).collect();
    differences.retain(|one| {
        let there = one.old.is_some() && one.new.is_some();
        !there || one.formerly.is_some() || !one.dates.is_empty() || !one.details.is_empty()
    });
    differences
}

/// The occurrences of every meeting, by its name.
fn seen(version: Version<'_>, names: &Names, window: Window, zone: Zone) -> BTreeMap<MeetingName, Vec<Seen>> {
    let mut by_name: BTreeMap<MeetingName, Vec<Seen>> = BTreeMap::new();
    for AgendaItem { series, occurrence } in agenda(version.series, window, zone) {
        // The series that ended are of a past that no edit reaches.
        if occurrence.start < window.from {
            continue;
        }
        let all_day = matches!(series.start, Start::AllDay(_));
        let (start, end) = (occurrence.start, occurrence.end);
        let home = match series.start {
            Start::Timed(_, home) => home,
            Start::AllDay(_) | Start::Floating(_) => zone,
        };
        by_name.entry(names.of(series.meeting).clone()).or_default().push(Seen {
            slot: Slot { start, end, all_day },
            original: crate::time::resolve(occurrence.recurrence_id, home),
            cancelled: occurrence.status == Status::Cancelled,
            reason: occurrence.reason,
        });
    }
    by_name
}

/// Why each meeting does not happen when it is skipped, by its name.
fn skipped(
    version: Version<'_>,
    names: &Names,
    window: Window,
    zone: Zone,
) -> BTreeMap<MeetingName, BTreeMap<DateTime<Utc>, Text>> {
    let mut by_name: BTreeMap<MeetingName, BTreeMap<DateTime<Utc>, Text>> = BTreeMap::new();
    for SkippedItem { series, skipped, start } in skipped_in(version.series, window, zone) {
        let own = by_name.entry(names.of(series.meeting).clone()).or_default();
        own.insert(start, skipped.reason.clone());
    }
    by_name
}

/// What differs between the occurrences of one meeting: those of one original start belong together, and of the rest those
/// of one week.
fn dates(mut old: Vec<Seen>, mut new: Vec<Seen>, skipped: &BTreeMap<DateTime<Utc>, Text>) -> Vec<DateChange> {
    let mut changes = Vec::new();
    pair(&mut old, &mut new, |a, b| a.slot == b.slot && a.cancelled == b.cancelled, |_, _| {});
    let changed = |a: Seen, b: Seen| match (a.cancelled, b.cancelled) {
        (_, true) => DateChange::Cancelled { before: a.slot, reason: b.reason },
        (true, false) => DateChange::Added { after: b.slot, reason: b.reason },
        (false, false) => DateChange::Moved { before: a.slot, after: b.slot, reason: b.reason },
    };
    pair(&mut old, &mut new, |a, b| a.original == b.original, |a, b| changes.push(changed(a, b)));
    let week = |seen: &Seen| civil(seen.slot.start, Zone::utc()).date().iso_week();
    pair(&mut old, &mut new, |a, b| week(a) == week(b), |a, b| changes.push(changed(a, b)));
    let dropped = |seen: Seen| {
        let reason = skipped.get(&seen.slot.start).filter(|reason| !reason.is_empty()).cloned();
        DateChange::Dropped { before: seen.slot, reason }
    };
    changes.extend(old.into_iter().filter(|seen| !seen.cancelled).map(dropped));
    changes.extend(new.into_iter().map(|seen| match seen.cancelled {
        true => DateChange::Cancelled { before: seen.slot, reason: seen.reason },
        false => DateChange::Added { after: seen.slot, reason: seen.reason },
    }));
    changes.sort_by_key(DateChange::at);
    changes
}

/// Takes out what belongs together, and hands it on.
fn pair(
    old: &mut Vec<Seen>,
    new: &mut Vec<Seen>,
    together: impl Fn(&Seen, &Seen) -> bool,
    mut found: impl FnMut(Seen, Seen),
) {
    let mut alone = Vec::new();
    for a in old.drain(..) {
        match new.iter().position(|b| together(&a, b)) {
            Some(at) => found(a, new.remove(at)),
            None => alone.push(a),
        }
    }
    *old = alone;
}

/// What people see of a meeting beside its dates.
fn details(old: &Meeting, new: &Meeting) -> Vec<&'static str> {
    let differs = [
        ("description", old.description != new.description),
        ("details", old.details != new.details),
        ("url", old.url != new.url),
        ("archive_url", old.archive_url != new.archive_url),
        ("recordings_url", old.recordings_url != new.recordings_url),
        ("location", old.location != new.location),
        ("status", old.tentative != new.tentative),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    fn side(version: &(Community, Vec<Series>)) -> Version<'_> {
        Version { community: &version.0, series: &version.1 }
    }

    fn told(before: &str, after: &str) -> Vec<String> {
        let version = |keys: &str| {
            let text = format!("community: {{ start: 2026-01-01 }}\nevents: [{keys}]\n");
            let community = load(&text).community.expect("a community");
            let (series, _) = plan(&community);
            (community, series)
        };
        let (old, new) = (version(before), version(after));
        let window = Window {
            from: "2026-02-02T00:00:00Z".parse().expect("an instant"),
            to: "2026-02-23T00:00:00Z".parse().expect("an instant"),
        };
        let day = |slot: &Slot| slot.start.format("%d %H:%M").to_string();
        let date = |change: &DateChange| match change {
            DateChange::Moved { before, after, .. } => format!("{} → {}", day(before), day(after)),
            DateChange::Cancelled { before, .. } => format!("{} cancelled", day(before)),
            DateChange::Dropped { before, .. } => format!("{} dropped", day(before)),
            DateChange::Added { after, .. } => format!("{} added", day(after)),
        };
        let one = |one: &Difference| {
            let dates: Vec<String> = one.dates.iter().map(date).collect();
            let there = match (one.old, one.new) {
                (None, _) => "new ",
                (_, None) => "gone ",
                (Some(_), Some(_)) => "",
            };
            let former = one.formerly.as_ref().map(|name| format!("{name} ⇒ ")).unwrap_or_default();
            format!("{there}{former}{}: {} {}", one.meeting, dates.join(", "), one.details.join(" "))
                .trim()
                .to_owned()
        };
        diff(side(&old), side(&new), window, Zone::utc()).iter().map(one).collect()
    }

    const MONDAYS: &str = "{ name: A, cadence: every Monday 9:00 UTC }";

    #[test]
    fn what_stays_is_no_difference() {
        assert_eq!(told(MONDAYS, "{ name: A, cadence: 每周一 9:00 UTC }"), [""; 0]);
    }

    #[test]
    fn dates_of_one_week_belong_together() {
        assert_eq!(
            told(MONDAYS, "{ name: A, cadence: every Tuesday 10:00 UTC }"),
            ["events/A: 02 09:00 → 03 10:00, 09 09:00 → 10 10:00, 16 09:00 → 17 10:00"]
        );
        assert_eq!(
            told(MONDAYS, "{ name: A, cadence: every other Monday 9:00 UTC, start: 2026-01-05 }"),
            ["events/A: 09 09:00 dropped"]
        );
        assert_eq!(
            told(MONDAYS, "{ name: A, cadence: every Monday and Friday 9:00 UTC }"),
            ["events/A: 06 09:00 added, 13 09:00 added, 20 09:00 added"]
        );
    }

    #[test]
    fn single_dates_are_told_with_what_became_of_them() {
        let dates =
            "skip: 2026-02-02, cancelled: 2026-02-09, moved: [{ on: 2026-02-16, to: 2026-02-18 9:00 }]";
        assert_eq!(
            told(MONDAYS, &MONDAYS.replace(" }", &format!(", {dates} }}"))),
            ["events/A: 02 09:00 dropped, 09 09:00 cancelled, 16 09:00 → 18 09:00"]
        );
        assert_eq!(told(MONDAYS, &MONDAYS.replace(" }", ", duration: 30m }")).len(), 1);
    }

    #[test]
    fn what_is_new_or_gone_or_renamed_is_said() {
        assert_eq!(
            told(MONDAYS, "{ name: B, formerly: A, cadence: every Monday 9:00 UTC }"),
            ["events/A ⇒ events/B:  description"]
        );
        assert_eq!(
            told(MONDAYS, "{ name: C, cadence: TBD }"),
            ["gone events/A: 02 09:00 dropped, 09 09:00 dropped, 16 09:00 dropped", "new events/C:"]
        );
    }
}
