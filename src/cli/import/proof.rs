//! What comes of a calendar is followed before it is printed: it has to happen whenever its source does.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::cli::Failure;
use crate::directory::{
    Community, DEFAULT_START, Entry, Finding, Imported, Lang, Level, Meeting, RuleSet, Timing, load,
};
use crate::schedule::general::can_be_followed;
use crate::schedule::{Series, Start, Status, occurrences, plan, rule_starts};
use crate::time::{Window, Zone};

/// For how many years after its start an event is followed.
const YEARS: i32 = 10;
/// More than this many occurrences are not followed to their end.
const MOST: usize = 100_000;

/// Follows rules, but for those that happen too often to be served: they would take for ever.
#[derive(Default)]
pub(super) struct Follower {
    /// The last rules that were asked for, and whether they can be followed.
    last: RefCell<Option<(RuleSet, bool)>>,
}

impl Follower {
    /// The civil starts of rules on a date.
    pub(super) fn starts_on(&self, rules: &RuleSet, date: NaiveDate) -> Vec<NaiveDateTime> {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(known, _)| known != rules) {
            *last = Some((rules.clone(), can_be_followed(rules, TimeDelta::zero(), YEARS).is_ok()));
        }
        let can_be_followed = last.as_ref().is_some_and(|(_, can)| *can);
        if can_be_followed { starts_on(rules, date) } else { vec![] }
    }
}

fn starts_on(rules: &RuleSet, date: NaiveDate) -> Vec<NaiveDateTime> {
    let zone = rules.zone.unwrap_or_else(Zone::utc);
    let Some(next) = date.succ_opt() else { return vec![] };
    // A start in a gap is shown a little later than its rule says, and may be resolved to another date.
    let around = Window::days(date, next, zone);
    let around = Window { from: around.from - TimeDelta::hours(3), to: around.to + TimeDelta::hours(3) };
    let found = rule_starts(rules, zone, around).unwrap_or_default();
    found.into_iter().map(|start| start.civil).filter(|civil| civil.date() == date).collect()
}

/// The data file: of each event the first form that is served without a warning and happens whenever its source does.
/// What has none is left out, with a finding.
pub(super) fn written(imported: &mut Imported) -> Result<String, Failure> {
    let head = imported.head.clone();
    let mut text = head.clone();
    let mut kept = Vec::new();
    for entry in std::mem::take(&mut imported.entries) {
        if let Some(never) = entry.source.as_ref().and_then(|source| fault_of(source, "never-happens")) {
            imported.files[entry.file].findings.push(Finding {
                level: Level::Warning,
                place: entry.place.clone(),
                message: format!("`{}` never happens: {}", entry.name, never.message),
                remedy: Some("it is in no calendar of its source either".to_owned()),
                ..never
            });
            continue;
        }
        let mut why = "no words of a data file say it".to_owned();
        let form = entry.forms.iter().find(|form| match faults(&head, form, &entry) {
            None => true,
            Some(fault) => {
                why = fault;
                false
            }
        });
        match form {
            Some(form) => {
                text += form;
                kept.push(entry);
            }
            None => imported.files[entry.file].findings.push(Finding {
                level: Level::Error,
                check: "left-out",
                place: entry.place.clone(),
                message: format!("`{}` is left out: {why}", entry.name),
                remedy: Some("write it by hand".to_owned()),
            }),
        }
    }
    imported.entries = kept;
    for file in &mut imported.files {
        file.findings.sort_by(|a, b| (&a.place, a.check).cmp(&(&b.place, b.check)));
    }
    if imported.entries.is_empty() {
        text = text.trim_end_matches("events:\n").to_owned() + "events: []\n";
        return Ok(text);
    }
    // Each on its own is sound, and so is the whole: names are told apart before.
    match served(&text) {
        Ok(_) => Ok(text),
        Err(fault) => {
            Err(Failure::Told(format!("what came of it would not be served: {fault}; please report this")))
        }
    }
}

/// What is wrong with an event by the name of the check, as that it never happens.
fn fault_of(source: &Meeting, check: &str) -> Option<Finding> {
    let alone = Community { meetings: vec![source.clone()], ..Community::default() };
    plan(&alone).1.into_iter().find(|finding| finding.check == check)
}

/// What is wrong with a form, if anything is.
fn faults(head: &str, form: &str, entry: &Entry) -> Option<String> {
    let (community, series) = match served(&format!("{head}{form}")) {
        Ok(served) => served,
        Err(fault) => return Some(fault),
    };
    let source = entry.source.as_ref()?;
    let alone = Community { meetings: vec![source.clone()], ..Community::default() };
    let (planned, found) = plan(&alone);
    if let Some(fault) = unserved(found) {
        return Some(fault);
    }
    let window = years(source);
    let (theirs, ours) = (happenings(&alone, &planned, window), happenings(&community, &series, window));
    if theirs == ours {
        return None;
    }
    let differs = theirs.keys().chain(ours.keys()).filter(|key| theirs.get(key) != ours.get(key)).min();
    Some(match differs {
        Some((start, ..)) => format!("it would not happen as it does around {}", start.format("%Y-%m-%d")),
        None => "it would not happen as it does".to_owned(),
    })
}

/// A community as it would be served, or the first thing that is wrong with it.
fn served(text: &str) -> Result<(Community, Vec<Series>), String> {
    let loaded = load(text);
    let worse = |findings: Vec<Finding>| findings.into_iter().find(|finding| finding.level > Level::Note);
    if let Some(fault) = worse(loaded.findings) {
        return Err(fault.message);
    }
    let community = loaded.community.ok_or("it is no data file")?;
    let (series, findings) = plan(&community);
    match unserved(findings) {
        Some(fault) => Err(fault),
        None => Ok((community, series)),
    }
}

/// What keeps a meeting from being served. A date that is doubtful is as doubtful in the source.
fn unserved(findings: Vec<Finding>) -> Option<String> {
    findings.into_iter().find(|finding| finding.level == Level::Error).map(|fault| fault.message)
}

/// From a year before an event begins, as dates may be added before it, to some years after.
fn years(source: &Meeting) -> Window {
    let first = source.start.unwrap_or_default();
    let day = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(first);
    let last = match &source.timing {
        Timing::Rules(rules) if is_dense(rules, first) => first + TimeDelta::days(60),
        // What began long ago is followed from this release on too.
        _ => day((first.year().max(DEFAULT_START.year()) + YEARS).min(2199)),
    };
    Window::days(day(first.year() - 1), last, Zone::utc())
}

/// Whether ten years of it are more than anyone could look at.
fn is_dense(rules: &RuleSet, first: NaiveDate) -> bool {
    let window = Window::days(first, first + TimeDelta::days(60), Zone::utc());
    rule_starts(rules, Zone::utc(), window).map_or(true, |starts| starts.len() * 6 * YEARS as usize > MOST)
}

/// When something begins and ends, what it is called, and whether it takes place.
type Happening = (DateTime<Utc>, DateTime<Utc>, String, bool);

/// How often each thing happens in a window.
fn happenings(community: &Community, series: &[Series], window: Window) -> BTreeMap<Happening, usize> {
    let mut all = BTreeMap::new();
    for series in series {
        let name = community.meeting(series.meeting).description.get(Lang::En);
        for one in occurrences(series, window, Zone::utc()) {
            let title = one.summary.unwrap_or_else(|| name.to_owned());
            let takes_place = one.status != Status::Cancelled;
            // What is cancelled is known by when it would have been, wherever it had been moved.
            let (start, end, title) = match takes_place {
                true => (one.start, one.end, title),
                false => {
                    let zone = match series.start {
                        Start::Timed(_, zone) => zone,
                        Start::AllDay(_) | Start::Floating(_) => Zone::utc(),
                    };
                    let start = crate::time::resolve(one.recurrence_id, zone);
                    (start, start, String::new())
                }
            };
            *all.entry((start, end, title, takes_place)).or_insert(0) += 1;
        }
    }
    all
}
