//! What has exactly one safe rewriting in a data file, rewritten: fields as a cadence, and anchors that are asked for.
//!
//! Edits are made in the text, at the places that the tree knows, and every other byte stays. What was edited is loaded
//! again before it is handed out.

mod anchor;
mod edit;
mod fields;
mod proof;
mod remark;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::draft::{Draft, MeetingDraft, Written};
use super::load::draft;
use super::report::Report;
use super::{Community, Meeting, MeetingId, Place, Timing, load};
use crate::cadence::Context;
pub use anchor::{Anchor, AnchorError, AnchorFault, Listed};
use edit::{Edit, Told, apply};
use fields::{Left, cadence};
pub use proof::same_but_for_anchors;
use source::{Entry, Mapping, Odd, Source};

/// The keys that one `cadence` stands for.
const FIELDS: [&str; 5] = ["day", "time", "tz", "utc", "frequency"];

/// What fixing a file came to.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The new text; the old one where nothing was to be done.
    pub text: String,
    /// What was done and what was left, with its place in the new text, in the order of the file.
    pub repairs: Vec<Repair>,
    /// The meetings that got an anchor.
    pub anchored: BTreeMap<MeetingId, NaiveDate>,
}

/// Something that was rewritten, or was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Which of the two.
    pub outcome: Outcome,
    /// What it is about: `four-fields`, or `no-anchor`.
    pub check: &'static str,
    /// Where, in the new text.
    pub place: Place,
    /// What was written in place of what, or why nothing was.
    pub message: String,
    /// What to write by hand.
    pub remedy: Option<String>,
}

/// Whether something was rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was.
    Fixed,
    /// It was left as it is.
    Left,
}

/// Why a file is not rewritten at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixError {
    /// Anchors that cannot be written.
    Anchors(Vec<AnchorError>),
    /// The new text would not say what the old one says: the first meeting that differs, where it is one.
    Differs(Option<MeetingId>),
}

/// Rewrites what has exactly one safe rewriting in the text of a data file, and adds the anchors that are asked for. Nothing
/// where the file as a whole cannot be read.
///
/// # Errors
/// Anchors that cannot be written, and a result that would say something else than the file.
///
/// ```
/// use sigcal::directory::fix;
/// let text = "events:\n- name: E\n  day: Tuesday\n  time: '9:00'\n  tz: PT\n  frequency: weekly # ours\n  url: https://x.org\n";
/// let fixed = fix(text, &[]).unwrap().unwrap();
/// let want = "events:\n- name: E\n  cadence: every Tuesday at 09:00 Pacific time\n  # ours\n  url: https://x.org\n";
/// assert_eq!(fixed.text, want);
/// assert_eq!(fixed.repairs[0].message, "four fields → `cadence: every Tuesday at 09:00 Pacific time`");
/// ```
pub fn fix(text: &str, anchors: &[Anchor]) -> Result<Option<Fixed>, FixError> {
    let mut report = Report::default();
    let Some((root, draft)) = draft(text, &mut report) else { return Ok(None) };
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let source = Source::new(body, &root);
    let meetings = served(&draft);
    let anchored = wanted(anchors, &draft, &meetings)?;
    let mut edits = Vec::new();
    let mut faults = Vec::new();
    for (n, (_, meeting)) in meetings.iter().enumerate() {
        let rewritten = rewrite(meeting, &draft, &source, &mut edits);
        let Some(anchor) = anchored.get(&MeetingId(n)) else { continue };
        match add_start(meeting, rewritten, anchor, &source) {
            Ok(edit) => edits.push(edit),
            Err(why) => faults.push(AnchorError { anchor: (*anchor).clone(), fault: AnchorFault::Form(why) }),
        }
    }
    if !faults.is_empty() {
        return Err(FixError::Anchors(faults));
    }
    let anchored: BTreeMap<MeetingId, NaiveDate> =
        anchored.into_iter().map(|(n, anchor)| (n, anchor.date)).collect();
    let (body, repairs) = apply(body, edits);
    let text = format!("{mark}{body}");
    prove(&draft.finish(), &text, &anchored)?;
    Ok(Some(Fixed { text, repairs, anchored }))
}

/// The new text is loaded, and has to come to what the old one came to.
fn prove(before: &Community, text: &str, anchors: &BTreeMap<MeetingId, NaiveDate>) -> Result<(), FixError> {
    let after = load(text).community.ok_or(FixError::Differs(None))?;
    same_but_for_anchors(before, &after, anchors).map_err(FixError::Differs)
}

/// The meetings that are served, numbered as in the community, with the slugs of their groups.
fn served(draft: &Draft) -> Vec<(&str, &MeetingDraft)> {
    let groups = draft.groups.iter().filter(|group| group.served);
    let theirs =
        groups.flat_map(|group| group.meetings.iter().map(|meeting| (group.group.slug.as_str(), meeting)));
    theirs.chain(draft.events.iter().map(|event| (EVENTS, event))).collect()
}

/// What the community's own events go by.
const EVENTS: &str = "events";

/// Which meeting each anchor is for.
fn wanted<'a>(
    anchors: &'a [Anchor],
    draft: &Draft,
    meetings: &[(&str, &MeetingDraft)],
) -> Result<BTreeMap<MeetingId, &'a Anchor>, FixError> {
    let slugs = draft.groups.iter().filter(|group| group.served).map(|group| group.group.slug.as_str());
    let slugs: Vec<&str> = slugs.chain((!draft.events.is_empty()).then_some(EVENTS)).collect();
    let meetings: Vec<(&str, &Meeting)> =
        meetings.iter().map(|(slug, draft)| (*slug, &draft.meeting)).collect();
    let mut wanted = BTreeMap::new();
    let mut faults = Vec::new();
    for anchor in anchors {
        let fault = match anchor::meant(anchor, &slugs, &meetings) {
            Ok(n) if wanted.contains_key(&MeetingId(n)) => AnchorFault::Twice,
            Ok(n) => {
                wanted.insert(MeetingId(n), anchor);
                continue;
            }
            Err(fault) => fault,
        };
        faults.push(AnchorError { anchor: anchor.clone(), fault });
    }
    if faults.is_empty() { Ok(wanted) } else { Err(FixError::Anchors(faults)) }
}

/// Rewrites the fields of a meeting, and says with which entry; or why they are left.
fn rewrite(
    meeting: &MeetingDraft,
    draft: &Draft,
    source: &Source<'_>,
    edits: &mut Vec<Edit>,
) -> Option<Entry> {
    let (Written::Fields(fields), Timing::Written(reading)) = (&meeting.written, &meeting.meeting.timing)
    else {
        return None;
    };
    let context =
        Context { zone: draft.community.zone, zones: Some(&draft.zones), start: meeting.meeting.start };
    let at = fields.iter().flatten().map(|field| field.at).min();
    let mut leave = |left| edits.push(told_of(meeting, at, left));
    let sentence = cadence(reading, context).and_then(|sentence| fields::without_remark(reading, sentence));
    let sentence = sentence.map_err(&mut leave).ok()?;
    let form = source.mapping(meeting.at).and_then(|mapping| Ok((editable(&mapping)?, mapping)));
    let by_hand = |why: Odd| {
        let remedy = format!("write {} in their place", fields::as_line(&sentence));
        leave(Left { why: why.to_owned(), remedy });
    };
    let (entries, mapping) = form.map_err(by_hand).ok()?;
    let (first, others) = entries.split_first()?;
    let line = mapping.written(first, "cadence", &sentence);
    let number = ["no", "one", "two", "three", "four", "five"].get(entries.len()).unwrap_or(&"all");
    let plural = if entries.len() == 1 { "field" } else { "fields" };
    edits.push(Edit {
        range: first.key.start..first.end,
        told: Some(Told {
            skip: 0,
            length: super::node::characters(&line),
            outcome: Outcome::Fixed,
            check: "four-fields",
            message: format!("{number} {plural} → `{line}`"),
            remedy: None,
        }),
        text: line,
    });
    edits.extend(others.iter().map(|entry| Edit::removal(mapping.without(entry))));
    Some(first.clone())
}

/// The entries of a meeting's fields, where they can be edited.
fn editable(mapping: &Mapping<'_>) -> Result<Vec<Entry>, Odd> {
    if mapping.has("cadence") {
        return Err("an empty `cadence` stands beside them");
    }
    if ["time", "tz", "utc"].iter().all(|key| mapping.holds(key)) {
        return Err("`utc` is not read beside `time` and `tz`, and would be lost");
    }
    mapping.entries(&FIELDS)
}

/// What is said where a meeting is left.
fn told_of(meeting: &MeetingDraft, at: Option<usize>, left: Left) -> Edit {
    let at = at.unwrap_or(meeting.at);
    let told = Told {
        skip: 0,
        length: meeting.meeting.cadence_place.length,
        outcome: Outcome::Left,
        check: "four-fields",
        message: format!("the fields of `{}`: {}", meeting.meeting.key, left.why),
        remedy: Some(left.remedy),
    };
    Edit { range: at..at, text: String::new(), told: Some(told) }
}

/// A `start` behind what says when a meeting happens.
fn add_start(
    meeting: &MeetingDraft,
    rewritten: Option<Entry>,
    anchor: &Anchor,
    source: &Source<'_>,
) -> Result<Edit, Odd> {
    let mapping = source.mapping(meeting.at)?;
    if mapping.has("start") {
        return Err("a `start` stands there already");
    }
    let last =
        || mapping.entries(&[&FIELDS[..], &["cadence"]].concat()).map(|entries| entries.last().cloned());
    let beside =
        rewritten.map_or_else(last, |entry| Ok(Some(entry)))?.ok_or("nothing says when it happens")?;
    let (at, before) = mapping.behind(&beside);
    let line = mapping.written(&beside, "start", &anchor.date.to_string());
    let told = Told {
        skip: before.len(),
        length: super::node::characters(&line),
        outcome: Outcome::Fixed,
        check: "no-anchor",
        message: format!("no anchor → `{line}`"),
        remedy: None,
    };
    Ok(Edit { range: at..at, text: before + &line, told: Some(told) })
}
