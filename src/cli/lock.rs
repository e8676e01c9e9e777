//! `sigcal lock`: what subscribers are shown is remembered, so that an edit leaves the past as it was.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::check::told;
use super::data::{Data, File, Planned, by_meeting, lock_of, lost, unread};
use super::{CLEAN, FOUND, Failure, rewrite};
use crate::directory::{Level, Lock as Remembers, MeetingName};
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
    let data = Data { findings: data.to_mend(), ..data };
    told::all(&data, &[], told::Format::Text, &mut std::io::stderr().lock())?;
    if data.findings.iter().any(|finding| finding.level == Level::Error) {
        eprintln!("sigcal: nothing was locked: what is not served would end; mend the data first");
        return Ok(FOUND);
    }
    let (community, series) = data.usable()?;
    let unread = unread(&community);
    let Remembered { lock: after, changes, .. } = remember(community, series, before.as_ref(), now);
    if let Some(lost) = lost(&changes, &unread) {
        eprintln!("sigcal: nothing was locked: {lost}");
        return Ok(FOUND);
    }
    let path = lock_of(&lock.data);
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
