//! Nobody has to be in two meetings at once.

use chrono::NaiveDate;

use super::{Found, Scene, TOLD, first_of};
use crate::directory::{Allowance, Community, Kind, Lang, Level, MeetingId};
use crate::schedule::overlaps::{Certainty, Overlap, Shared, overlaps};

/// Meetings of the same people are not at the same time, unless it is said that this is meant.
pub(super) fn nobody_has_to_be_in_two_meetings(scene: &Scene<'_>, found: &mut Found) {
    let community = scene.community;
    for overlap in overlaps(community, scene.series, scene.quarter(), scene.zone) {
        let Some(level) = level(&overlap) else { continue };
        match allowed_by(community, overlap.meetings) {
            Some(allowance) => {
                found.used.insert(allowance.place.clone());
            }
            None => {
                let place = &community.meeting(overlap.meetings[1]).place;
                found.add(
                    level,
                    "overlap",
                    place,
                    message(community, &overlap),
                    &remedy(community, &overlap),
                );
            }
        }
    }
}

/// Somebody who cannot be where they are needed is worth a warning. Whoever chooses between two meetings that they may
/// be in wants to know of what is certain alone: where weeks are guessed, every second overlap is none.
fn level(overlap: &Overlap) -> Option<Level> {
    match (&overlap.shared, overlap.certainty) {
        (Shared::Leads(_) | Shared::Members, Certainty::Certain) => Some(Level::Warning),
        (Shared::Leads(_) | Shared::Members, Certainty::Guess | Certainty::Length(_)) => Some(Level::Note),
        (Shared::Subprojects | Shared::Sig, Certainty::Certain) => Some(Level::Note),
        (Shared::Subprojects | Shared::Sig, Certainty::Guess | Certainty::Length(_)) => None,
    }
}

/// What either of two meetings says of the other.
fn allowed_by(community: &Community, [earlier, later]: [MeetingId; 2]) -> Option<&Allowance> {
    let says = |own: MeetingId, other: MeetingId| {
        let (slug, key) = (slug(community, other), &community.meeting(other).key);
        let mut allowances = community.meeting(own).allowances.iter();
        allowances.find(|allowance| {
            allowance.check == "overlap" && allowance.with.as_ref().is_none_or(|with| with.is(slug, key))
        })
    };
    says(later, earlier).or_else(|| says(earlier, later))
}

/// ``this is at the same time as `Triage` in line 12, on 2026-12-02; both are of `sig-a` ``
fn message(community: &Community, overlap: &Overlap) -> String {
    let [earlier, later] = overlap.meetings;
    let (other, slugs) = (community.meeting(earlier), overlap.meetings.map(|id| slug(community, id)));
    let this = match overlap.certainty {
        Certainty::Guess if guessed(community, overlap).is_empty() => "if the tentative times hold, this",
        Certainty::Guess => "if the weeks are as assumed, this",
        Certainty::Length(id) if id == later => "as this is assumed to last an hour, it",
        Certainty::Length(_) | Certainty::Certain => "this",
    };
    let length = if overlap.certainty == Certainty::Length(earlier) {
        ", which is assumed to last an hour,"
    } else {
        ""
    };
    let of = if slugs[0] == slugs[1] { String::new() } else { format!(" of `{}`", slugs[0]) };
    let shared = match &overlap.shared {
        Shared::Leads(people) => {
            format!("both groups are led by {}", first_of(people, |name| format!("`{name}`")))
        }
        Shared::Members => format!("both are of `{}`", slugs[1]),
        Shared::Subprojects => format!("both are of subprojects of `{}`", slugs[1]),
        Shared::Sig => {
            let is_wg = |id| community.group_of(id).is_some_and(|group| group.kind == Kind::Wg);
            let [sig, wg] = if is_wg(later) { slugs } else { [slugs[1], slugs[0]] };
            format!("`{sig}` is behind `{wg}`")
        }
    };
    let dates: Vec<NaiveDate> = overlap.dates.iter().copied().collect();
    let on = match dates.len() {
        0..=TOLD => String::new(),
        many => format!("{many} dates, first "),
    };
    let dates = first_of(&dates[..dates.len().min(TOLD)], NaiveDate::to_string);
    let other = format!("`{}`{of} in line {}{length}", name(community, earlier), other.place.line);
    format!("{this} is at the same time as {other} on {on}{dates}; {shared}")
}

fn remedy(community: &Community, overlap: &Overlap) -> String {
    let [earlier, later] = overlap.meetings;
    match overlap.certainty {
        Certainty::Certain if slug(community, earlier) == slug(community, later) => {
            "move one of the two, or write `allow: [{ check: overlap, reason: … }]` where it is meant"
                .to_owned()
        }
        Certainty::Certain => format!(
            "move one of the two, or write `allow: [{{ check: overlap, with: {}, reason: … }}]` where it is meant",
            slug(community, earlier)
        ),
        Certainty::Length(id) => format!("say how long `{}` lasts, as `duration: 30m`", name(community, id)),
        Certainty::Guess => match &guessed(community, overlap)[..] {
            [] => "nothing has to be done before the times are certain".to_owned(),
            [id] => format!(
                "add `start: <a date it met>` to `{}`, to say which of the weeks is meant",
                name(community, *id)
            ),
            _ => "add `start: <a date it met>` to both, to say which of the weeks is meant".to_owned(),
        },
    }
}

/// Those of which no date says which of the weeks is meant.
fn guessed(community: &Community, overlap: &Overlap) -> Vec<MeetingId> {
    let open = |id: &MeetingId| community.meeting(*id).anchor_place.is_some();
    overlap.meetings.into_iter().filter(open).collect()
}

fn slug(community: &Community, id: MeetingId) -> &str {
    community.group_of(id).map_or("", |group| &group.slug)
}

fn name(community: &Community, id: MeetingId) -> &str {
    community.meeting(id).description.get(Lang::En)
}
