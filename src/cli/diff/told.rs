//! A difference with everything that is said of it, whatever the format.

use chrono::{DateTime, TimeDelta, Utc};

use super::Asked;
use crate::cadence::sentence_en;
use crate::directory::{Community, Lang, MeetingId, OWN_EVENTS, Timing};
use crate::schedule::{Difference, Slot, Version};
use crate::time::{Zone, civil};

/// A meeting that differs.
pub(super) struct Told<'d> {
    pub difference: &'d Difference,
    /// `SIG Node: Regular meeting`.
    pub title: String,
    /// What happened to it, in words.
    pub what: &'static str,
    /// How it happened before, and how it does now, in words; none where it did not or does not.
    pub was: Option<String>,
    pub is: Option<String>,
    pub affected: Affected,
}

/// Who is affected.
pub(super) struct Affected {
    /// The leads of the group, and for a working group the SIGs behind it.
    pub people: Vec<String>,
    pub groups: Vec<String>,
    /// The paths of the feeds it is in, without the ending.
    pub feeds: Vec<String>,
}

impl<'d> Told<'d> {
    pub(super) fn new(difference: &'d Difference, (old, new): (Version<'_>, Version<'_>)) -> Told<'d> {
        let was = difference.old.and_then(|id| words(old, id));
        let is = difference.new.and_then(|id| words(new, id));
        let (community, id) = match (difference.new, difference.old) {
            (Some(id), _) => (new.community, Some(id)),
            (None, old_id) => (old.community, old_id),
        };
        let what = match (difference.old, difference.new) {
            (None, _) => "is new",
            (_, None) => "ends",
            _ if was != is => "happens otherwise",
            _ if !difference.dates.is_empty() => "has other dates",
            _ if difference.formerly.is_some() => "is called otherwise",
            _ => "is described otherwise",
        };
        Told {
            difference,
            title: id.map_or_else(|| difference.meeting.to_string(), |id| title(community, id)),
            what,
            was,
            is,
            affected: Affected::by(difference, (old, new)),
        }
    }
}

fn title(community: &Community, id: MeetingId) -> String {
    let description = community.meeting(id).description.get(Lang::En);
    match community.group_of(id) {
        Some(group) => format!("{}: {description}", group.title(Lang::En)),
        None => description.to_owned(),
    }
}

/// How a meeting happens: its cadences in words, or its rules.
fn words(version: Version<'_>, id: MeetingId) -> Option<String> {
    let series = version
        .series
        .iter()
        .filter(|series| series.meeting == id && series.ended.is_none() && series.extra.is_none());
    let mut words: Vec<String> = Vec::new();
    for series in series {
        let said = match (&series.cadence, &version.community.meeting(id).timing) {
            (Some(cadence), _) => sentence_en(cadence),
            (None, Timing::Rules(rules)) if !rules.rrules.is_empty() => rules.rrules.join(" and "),
            (None, Timing::Rules(_) | Timing::Written(_)) => "on single dates".to_owned(),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    (!words.is_empty()).then(|| words.join("; "))
}

impl Affected {
    /// Where a meeting moved from one group to another, those of both.
    fn by(difference: &Difference, (old, new): (Version<'_>, Version<'_>)) -> Affected {
        let mut all = Affected { people: vec![], groups: vec![], feeds: vec![] };
        for (version, id) in [(new, difference.new), (old, difference.old)] {
            let Some(id) = id else { continue };
            let one = affected(version.community, id);
            for (all, one) in
                [(&mut all.people, one.people), (&mut all.groups, one.groups), (&mut all.feeds, one.feeds)]
            {
                let more: Vec<String> = one.into_iter().filter(|word| !all.contains(word)).collect();
                all.extend(more);
            }
        }
        all
    }
}

fn affected(community: &Community, id: MeetingId) -> Affected {
    let group = community.group_of(id);
    let own = group.map_or(OWN_EVENTS, |group| group.slug.as_str()).to_owned();
    let mut feeds = vec![own];
    feeds.extend(group.and_then(|group| group.category.as_ref()).map(|key| format!("category/{key}")));
    feeds.extend(group.map(|group| group.kind.path().to_owned()));
    feeds.push("all".to_owned());
    Affected {
        people: group
            .map(|group| group.leads.iter().map(|lead| lead.name.get(Lang::En).to_owned()).collect())
            .unwrap_or_default(),
        groups: group.map(|group| group.stakeholders.clone()).unwrap_or_default(),
        feeds,
    }
}

/// `Fri 2026-11-27 09:00`, without a time for a whole day.
pub(super) fn local(slot: Slot, zone: Zone) -> String {
    let form = if slot.all_day { "%a %Y-%m-%d" } else { "%a %Y-%m-%d %H:%M" };
    civil(slot.start, zone).format(form).to_string()
}

/// `17:00 UTC`, with the date where that is another one in the zone; nothing for a whole day.
pub(super) fn universal(slot: Slot, zone: Zone) -> Option<String> {
    let same_day = civil(slot.start, zone).date() == slot.start.date_naive();
    let form = if same_day { "%H:%M UTC" } else { "%a %H:%M UTC" };
    (!slot.all_day && !zone.is_utc()).then(|| slot.start.format(form).to_string())
}

/// A date.
pub(super) fn day(instant: DateTime<Utc>, zone: Zone) -> String {
    civil(instant, zone).date().to_string()
}

/// Of many dates, how many are told one by one.
pub(super) const SHOWN: usize = 4;

/// `2 meetings differ from 2026-11-26 to 2027-01-20`, both days included.
pub(super) fn headline(meetings: usize, Asked { window, zone }: Asked) -> String {
    let (from, to) = (day(window.from, zone), day(window.to - TimeDelta::seconds(1), zone));
    let differ = match meetings {
        0 => "No meeting differs".to_owned(),
        1 => "1 meeting differs".to_owned(),
        n => format!("{n} meetings differ"),
    };
    format!("{differ} from {from} to {to}")
}

/// `1 date`, `2 dates`.
pub(super) fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}
