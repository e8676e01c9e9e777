//! What is at the same time as something else of the same people.

use chrono::{DateTime, TimeDelta, Utc};

use super::Source;
use crate::directory::{Community, Lang, MeetingId};
use crate::schedule::{Overlap, Shared, overlaps};
use crate::time::{Window, Zone};

/// How far ahead it is looked for.
const QUARTER: TimeDelta = TimeDelta::days(91);

/// Every overlap of the next quarter, of one group or of all, in a sentence each.
pub(super) fn coming(
    source: Source<'_>,
    group: Option<usize>,
    now: DateTime<Utc>,
    zone: Zone,
    lang: Lang,
) -> Vec<String> {
    let window = Window { from: now, to: now + QUARTER };
    let is_of = |id: &MeetingId| group.is_none() || source.community.meeting(*id).group == group;
    let found = overlaps(source.community, source.series, window, zone);
    let found = found.iter().filter(|overlap| overlap.meetings.iter().any(is_of));
    found.map(|overlap| told(source.community, overlap, lang)).collect()
}

/// Which meetings are at once, how often, and for whom.
fn told(community: &Community, overlap: &Overlap, lang: Lang) -> String {
    let name = |id: MeetingId| {
        let description = community.meeting(id).description.get(lang);
        community
            .group_of(id)
            .map_or_else(|| description.to_owned(), |group| format!("{}: {description}", group.title(lang)))
    };
    let [a, b] = overlap.meetings.map(name);
    let count = overlap.dates.len();
    let who = match (&overlap.shared, lang) {
        (Shared::Leads(names), Lang::En) => names.join(", "),
        (Shared::Leads(names), Lang::Zh) => names.join("、"),
        (Shared::Members, Lang::En) => "the members of the group".to_owned(),
        (Shared::Members, Lang::Zh) => "小组成员".to_owned(),
        (Shared::Subprojects, Lang::En) => "those who are in both subprojects".to_owned(),
        (Shared::Subprojects, Lang::Zh) => "同时参加两个子项目的人".to_owned(),
        (Shared::Sig, Lang::En) => "those of the SIG who are in its working group".to_owned(),
        (Shared::Sig, Lang::Zh) => "参加该工作组的 SIG 成员".to_owned(),
    };
    match lang {
        Lang::En if count == 1 => format!("{a} and {b}, once ({who})"),
        Lang::En => format!("{a} and {b}, {count} times ({who})"),
        Lang::Zh => format!("{a} 与 {b}，{count} 次（{who}）"),
    }
}
