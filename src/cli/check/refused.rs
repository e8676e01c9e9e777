//! Why a file is not rewritten, in sentences.

use std::fmt::Write;

use crate::cli::data::Data;
use crate::cli::mark::visible;
use crate::directory::{AnchorError, AnchorFault, Finding, FixError, Lang, Listed};

/// Everything that stands in the way, and how to go on.
pub(super) fn sentence(data: &Data, error: &FixError) -> String {
    let name = visible(&data.name);
    match error {
        FixError::Anchors(errors) => {
            let said: Vec<String> = errors.iter().map(anchor).collect();
            format!("{name} is not changed: {}", said.join("\nand "))
        }
        FixError::Differs(meeting) => {
            let what = meeting.zip(data.community.as_ref()).map(|(id, (community, _))| {
                let meeting = community.meeting(id);
                let group = community.group_of(id).map_or("events", |group| &group.slug);
                let place = &meeting.cadence_place;
                format!(
                    ", first of all `{}` of `{group}` in line {}",
                    meeting.description.get(Lang::En),
                    place.line
                )
            });
            format!(
                "{name} is not changed: the rewritten text would say something else{}; rewrite it by hand, and tell \
                 the authors of sigcal",
                visible(&what.unwrap_or_default())
            )
        }
    }
}

/// An error that the new text would have and the old one has not.
pub(super) fn new_error(name: &str, finding: &Finding) -> String {
    let remedy = finding.remedy.as_deref().unwrap_or("give another date");
    visible(&format!("{name} is not changed: with it, {} [{}]; {remedy}", finding.message, finding.check))
}

fn anchor(error: &AnchorError) -> String {
    let anchor = &error.anchor;
    let group = visible(&anchor.slug);
    let lead = visible(&format!("`--anchor {anchor}`"));
    match &error.fault {
        AnchorFault::UnknownGroup(nearest) => {
            let nearest =
                nearest.as_ref().map(|slug| format!("; the nearest is `{slug}`")).unwrap_or_default();
            format!("{lead}: no group is called `{group}`{nearest}")
        }
        AnchorFault::UnknownMeeting(meetings) => {
            let key = visible(anchor.key.as_deref().unwrap_or_default());
            let lead = format!("{lead}: no meeting of `{group}` has the key `{key}`; it has");
            lead + &each(meetings, |listed| format!("{}{}", in_quotes(&listed.key), when(listed)))
        }
        AnchorFault::NotNeeded(meetings) if meetings.is_empty() => {
            format!("{lead}: `{group}` has no meeting")
        }
        AnchorFault::NotNeeded(meetings) => {
            let lead =
                format!("{lead}: no date is missing; to let a series begin later, write `start:` by hand:");
            lead + &each(meetings, |listed| format!("{}{}", in_quotes(&listed.key), when(listed)))
        }
        AnchorFault::NotItsDay(meetings) => {
            let day = anchor.date.format("%A");
            let lead = format!(
                "{lead}: no meeting that lacks a date can be on this {day}; the nearest dates before and after are"
            );
            lead + &each(meetings, |listed| {
                let dates: Vec<String> =
                    listed.near.iter().map(|date| date.format("%Y-%m-%d (%A)").to_string()).collect();
                format!("{} for {}{}", dates.join(" and "), in_quotes(&listed.key), when(listed))
            })
        }
        AnchorFault::Several(meetings) => {
            let lead = format!("{lead}: several meetings of `{group}` could be meant; give the key of one:");
            lead + &each(meetings, |listed| {
                let written = format!("{}/{}={}", anchor.slug, listed.key, anchor.date);
                format!("--anchor {}{}", shell(&written), when(listed))
            })
        }
        AnchorFault::Twice => format!("{lead}: another date is given for the same meeting; give one"),
        AnchorFault::AfterItsEnd(until) => {
            format!(
                "{lead}: the meeting ends on {until}, by its `until`; give a date before, or another `until`"
            )
        }
        AnchorFault::Form(why) => {
            format!("{lead}: {why}, and it is not edited; write `start: {}` by hand", anchor.date)
        }
    }
}

fn each(meetings: &[Listed], told: impl Fn(&Listed) -> String) -> String {
    meetings.iter().fold(String::new(), |mut all, listed| {
        // Writing to a text cannot fail.
        let _ = write!(all, "\n  {}", visible(&told(listed)));
        all
    })
}

fn when(listed: &Listed) -> String {
    if listed.when.is_empty() { String::new() } else { format!(": {}", listed.when) }
}

fn in_quotes(key: &str) -> String {
    format!("`{key}`")
}

/// A word of a command line, in quotes that every shell takes.
pub(super) fn shell(word: &str) -> String {
    visible(&format!("'{}'", word.replace('\'', r"'\''")))
}
