//! What has ended is not listed as if it went on, and what is about to end is no surprise.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Found, Scene, first_of};
use crate::directory::{Community, Lang, Level, MeetingId, Place, Timing};
use crate::schedule::{Series, last_date};

/// What ends within so many days is about to.
const SOON: Days = Days::new(60);

/// A meeting that happens time and again goes on. Single dates are meant to pass; and what was an event of no group once
/// stays on record, so that it has ended is not said.
pub(super) fn meetings_go_on(scene: &Scene<'_>, found: &mut Found) {
    for (id, end) in &scene.ends {
        let (meeting, group) = (scene.community.meeting(*id), scene.community.group_of(*id));
        let Some(last) = end.last.filter(|_| end.recurs) else { continue };
        // Of a group that has ended, it is said of the group.
        let is_listed = group.is_some_and(|group| group.until.is_none_or(|until| until >= scene.today));
        if is_listed || last >= scene.today {
            let (name, verbs) =
                (meeting.description.get(Lang::En), ("happens for the last time", "last happened"));
            tell_end(scene, found, &meeting.place, (name, verbs), last);
        }
    }
}

/// A group that has a stated end is gone then, and so are its meetings.
pub(super) fn groups_go_on(scene: &Scene<'_>, found: &mut Found) {
    let mut meeting: BTreeMap<usize, Vec<MeetingId>> = BTreeMap::new();
    for (id, end) in &scene.ends {
        let group = scene.community.meeting(*id).group;
        if let (Some(group), true) = (group, end.last.is_none_or(|last| last >= scene.today)) {
            meeting.entry(group).or_default().push(*id);
        }
    }
    for (n, group) in scene.community.groups.iter().enumerate() {
        let Some(until) = group.until else { continue };
        match meeting.get(&n) {
            Some(ids) if until < scene.today => {
                let names = first_of(ids, |id| {
                    format!("`{}`", scene.community.meeting(*id).description.get(Lang::En))
                });
                let go = if ids.len() == 1 { "goes" } else { "go" };
                found.add(
                    Level::Warning,
                    "meets-after-end",
                    &group.place,
                    format!("`{}` ended on {until}, and {names} {go} on", group.slug),
                    "give what is over an `until` of its own, or the group a later one",
                );
            }
            Some(_) | None => tell_end(scene, found, &group.place, (&group.slug, ("ends", "ended")), until),
        }
    }
}

/// Says that something has ended or is about to; nothing where neither is so.
fn tell_end(
    scene: &Scene<'_>,
    found: &mut Found,
    place: &Place,
    (name, (ends, ended)): (&str, (&str, &str)),
    last: NaiveDate,
) {
    let days = (last - scene.today).num_days();
    if days < 0 {
        let message = format!("`{name}` {ended} on {last}, and is still listed");
        let remedy = "remove it once nobody needs its past, or give it a later end";
        found.add(Level::Warning, "ended", place, message, remedy);
    } else if scene.today.checked_add_days(SOON).is_some_and(|soon| last <= soon) {
        let when = match days {
            0 => "today".to_owned(),
            1 => "in 1 day".to_owned(),
            _ => format!("in {days} days"),
        };
        let message = format!("`{name}` {ends} on {last}, {when}");
        found.add(Level::Note, "ends-soon", place, message, "where it goes on, give it a later end");
    }
}

/// When a meeting is over, all its stretches and series taken together.
pub(super) struct End {
    /// The last date; none where it goes on.
    last: Option<NaiveDate>,
    /// Whether it has a rule, beside dates.
    recurs: bool,
}

/// When each meeting that happens at all is over, by its first stretch.
pub(super) fn ends(community: &Community, series: &[Series]) -> BTreeMap<MeetingId, End> {
    let first_stretches = community.first_stretches();
    let mut ends: BTreeMap<MeetingId, End> = BTreeMap::new();
    for series in series {
        let last = last_date(series);
        let recurs = match &community.meeting(series.meeting).timing {
            _ if series.extra.is_some() => false,
            Timing::Written(_) => true,
            Timing::Rules(rules) => !rules.rrules.is_empty(),
        };
        let end = ends.entry(first_stretches[series.meeting.0]).or_insert(End { last, recurs });
        end.last = end.last.zip(last).map(|(a, b)| a.max(b));
        end.recurs |= recurs;
    }
    ends
}
