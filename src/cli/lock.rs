//! `sigcal lock`: what subscribers are shown is remembered, so that an edit leaves the past as it was.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::check::told;
use super::data::{Data, File, Planned, file, sort};
use super::{CLEAN, FOUND, Failure, rewrite};
use crate::directory::{Finding, KUBERNETES_LOCK, Level, Lock as Remembers, MeetingName, Place, read_lock};
use crate::schedule::{Change, Remembered, What, remember};

#[derive(Args)]
pub(super) struct Lock {
    /// A .yaml or .ics file. What is remembered of it stands beside it, in a file that ends in `.lock`.
    data: PathBuf,
    /// As if it were then, `2026-10-26T15:00:00Z`; now where none is given. What started before keeps its times.
    #[arg(long, value_name = "INSTANT", value_parser = super::parse_instant)]
    at: Option<DateTime<Utc>>,
}

pub(super) fn run(lock: Lock, out: &mut impl Write) -> Result<u8, Failure> {
    if lock.data == Path::new("-") {
        let why = "standard input has no file beside it to remember it in; give the path of a data file";
        return Err(Failure::Told(why.to_owned()));
    }
    let now = lock.at.unwrap_or_else(super::now);
    let Planned { lock: before, data } = File::read(Some(&lock.data))?.planned(now);
    let errors = data.findings.iter().filter(|finding| finding.level == Level::Error).count();
    if errors > 0 {
        let data = Data {
            findings: data.findings.into_iter().filter(|found| found.level == Level::Error).collect(),
            ..data
        };
        told::all(&data, &[], told::Format::Text, &mut std::io::stderr().lock())?;
        eprintln!("sigcal: nothing was locked: what is not served would end; mend the data first");
        return Ok(FOUND);
    }
    let (community, series) = data.usable()?;
    let Remembered { lock: after, changes, .. } = remember(community, series, before.as_ref(), now);
    let path = lock.data.with_extension("lock");
    for line in lines(&changes) {
        writeln!(out, "{line}")?;
    }
    if before.as_ref() == Some(&after) {
        eprintln!("sigcal: {} remembers all of it already", path.display());
        return Ok(CLEAN);
    }
    rewrite::put(&path, after.to_string().as_bytes())?;
    renamed(before.as_ref(), &after, &changes);
    eprintln!("sigcal: wrote {}: {}", path.display(), summary(&after));
    Ok(CLEAN)
}

/// The lock file beside DATA: that of the embedded community where no path is given, none for standard input.
pub(super) fn beside(path: Option<&Path>) -> Result<Option<Remembers>, Failure> {
    let (name, text) = match path {
        None => ("kubernetes.lock (embedded)".to_owned(), KUBERNETES_LOCK.to_owned()),
        Some(path) if path == Path::new("-") => return Ok(None),
        Some(path) => {
            let path = path.with_extension("lock");
            if !path.is_file() {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&file(&path)?).into_owned();
            (path.display().to_string(), text)
        }
    };
    read_lock(&text).map(Some).map_err(|findings| {
        let told = findings.first().map_or_else(String::new, |found| {
            let remedy = found.remedy.as_ref().map(|remedy| format!("; {remedy}")).unwrap_or_default();
            format!("{}:{}: {}{remedy}", found.place.line, found.place.column, found.message)
        });
        Failure::Told(format!("{name}:{told}"))
    })
}

/// What the data says and its lock does not remember yet, as findings at its meetings.
pub(super) fn unlocked(data: &Data, level: Level) -> Vec<Finding> {
    let Some((community, _)) = &data.community else { return vec![] };
    let mut places: BTreeMap<MeetingName, &Place> = BTreeMap::new();
    for meeting in community.meetings.iter().filter(|meeting| !meeting.gone) {
        places.entry(MeetingName::of(community, meeting)).or_insert(&meeting.place);
    }
    let first = Place { line: 1, column: 1, length: 1 };
    let finding = |line: (&MeetingName, &'static str)| Finding {
        level,
        check: "unlocked",
        place: places.get(line.0).copied().unwrap_or(&first).clone(),
        message: format!("`{}` {}, and the lock file does not remember it", line.0, line.1),
        remedy: Some(format!("run `sigcal lock {}`, and commit what it writes", data.name)),
    };
    let changes = data.changes.as_deref().unwrap_or_default();
    by_meeting(changes).into_iter().map(|(name, what)| finding((name, clause(what)))).collect()
}

/// What `--locked` demands: a lock file that remembers everything.
pub(super) fn must_be_locked(data: &mut Data) {
    data.findings.retain(|finding| finding.check != "unlocked");
    let more = match &data.changes {
        Some(_) => unlocked(data, Level::Error),
        None => vec![Finding {
            level: Level::Error,
            check: "no-lock",
            place: Place { line: 1, column: 1, length: 1 },
            message: "there is no lock file beside the data".to_owned(),
            remedy: Some(format!("run `sigcal lock {}`, and commit what it writes", data.name)),
        }],
    };
    data.findings.extend(more);
    sort(&mut data.findings);
}

/// What happened to each meeting, in a word: of several series, what matters most.
fn by_meeting(changes: &[Change]) -> BTreeMap<&MeetingName, &What> {
    let mut by_meeting: BTreeMap<&MeetingName, &What> = BTreeMap::new();
    for change in changes {
        let what = by_meeting.entry(&change.meeting).or_insert(&change.what);
        if weight(&change.what) > weight(what) {
            *what = &change.what;
        }
    }
    by_meeting
}

fn weight(what: &What) -> u8 {
    match what {
        What::Edited => 0,
        What::Renamed(_) => 1,
        What::Added => 2,
        What::Ended => 3,
        What::Revised => 4,
    }
}

fn clause(what: &What) -> &'static str {
    match what {
        What::Added => "is new",
        What::Edited => "was edited",
        What::Revised => "happens otherwise",
        What::Ended => "has ended",
        What::Renamed(_) => "was renamed",
    }
}

/// A line per meeting: `revised  sig-node/Regular meeting`.
fn lines(changes: &[Change]) -> Vec<String> {
    let line = |(name, what): (&MeetingName, &What)| match what {
        What::Added => format!("added    {name}"),
        What::Edited => format!("edited   {name}"),
        What::Revised => format!("revised  {name}"),
        What::Ended => format!("ended    {name}"),
        What::Renamed(before) => format!("renamed  {before} → {name}"),
    };
    by_meeting(changes).into_iter().map(line).collect()
}

fn summary(lock: &Remembers) -> String {
    let ended = lock.series.iter().filter(|series| series.ended.is_some()).count();
    let plural = |n: usize| if n == 1 { "1 series".to_owned() } else { format!("{n} series") };
    format!("{} going on, {ended} ended", plural(lock.series.len() - ended))
}

/// A meeting that ended and one that is new at the same times are probably one, renamed.
fn renamed(before: Option<&Remembers>, after: &Remembers, changes: &[Change]) {
    let Some(before) = before else { return };
    let of =
        |what: What| changes.iter().filter(move |change| change.what == what).map(|change| &change.meeting);
    for gone in of(What::Ended) {
        for new in of(What::Added) {
            let was = before.series.iter().find(|series| series.meeting == *gone && series.ended.is_none());
            let is = after.series.iter().find(|series| series.meeting == *new);
            let (Some(was), Some(is)) = (was, is) else { continue };
            if (&was.rules.rrules, was.rules.zone, was.rules.dtstart.time())
                == (&is.rules.rrules, is.rules.zone, is.rules.dtstart.time())
            {
                let formerly = match (gone.group == new.group, gone.key == new.key) {
                    (true, _) => format!("`formerly: {}` to it", gone.key),
                    (false, true) => format!("`formerly: {}` to the group `{}`", gone.group, new.group),
                    (false, false) => format!("`formerly: {gone}` to it"),
                };
                eprintln!(
                    "sigcal: if `{new}` is `{gone}` renamed, add {formerly}, take the lock file as it was before, and \
                     run `sigcal lock` again"
                );
            }
        }
    }
}
