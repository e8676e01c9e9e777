//! `sigcal check --fix`: the data file rewritten where there is exactly one safe way, and what is found in it then.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::levels::Asked;
use super::told::{self, Format};
use super::{Check, code, examined, refused};
use crate::cli::data::{Data, File};
use crate::cli::{Failure, parse_date, rewrite};
use crate::directory::{Anchor, Finding, FixError, Fixed, Level, MeetingId, fix};
use crate::schedule::Series;

/// `SLUG=DATE`, or `SLUG/KEY=DATE`. A key may have `/` and `=` in it.
pub(super) fn parse_anchor(text: &str) -> Result<Anchor, String> {
    let (name, date) = text.rsplit_once('=').unwrap_or((text, ""));
    if name.is_empty() || date.is_empty() {
        return Err(format!(
            "`{text}` is no group and date; write `sig-node=2026-01-08`, a date on which it met"
        ));
    }
    let (slug, key) = match name.split_once('/') {
        Some((slug, key)) => (slug, Some(key.to_owned())),
        None => (name, None),
    };
    let date = parse_date(date)?;
    if date.year() >= 2200 {
        return Err(format!("a meeting starts by 2199, and `{date}` is later"));
    }
    Ok(Anchor { slug: slug.to_owned(), key, date })
}

pub(super) fn run(check: &Check, asked: &Asked, out: &mut impl Write) -> Result<u8, Failure> {
    let (path, file) = file(check)?;
    let piped = path == Path::new("-");
    let Some(fixed) = std::str::from_utf8(&file.bytes).ok().map(|text| fix(text, &check.anchors)) else {
        return unreadable(file, piped, check, asked, out);
    };
    let was = file.bytes.clone();
    let name = file.name.clone();
    let before = file.load();
    let fixed = match fixed {
        Ok(Some(fixed)) => fixed,
        Ok(None) => {
            let file = File { name, bytes: was, is_icalendar: false, lock: None };
            return unreadable(file, piped, check, asked, out);
        }
        Err(error) => return Err(Failure::Told(refused::sentence(&before, &error))),
    };
    let bytes = fixed.text.clone().into_bytes();
    let after = examined(File { name, bytes: bytes.clone(), is_icalendar: false, lock: None }, check.date);
    prove(&before, &after.data, &fixed)?;
    if piped {
        out.write_all(&bytes)?;
    } else if bytes != was {
        rewrite::replace(path, &bytes)?;
    }
    report(&after.told_as(asked), &fixed, piped, check.format, out)
}

/// The file that is to be rewritten.
fn file(check: &Check) -> Result<(&Path, File), Failure> {
    let told = |sentence: String| Err(Failure::Told(sentence));
    let shown = check.data.as_ref().map_or_else(|| "FILE".to_owned(), |path| path.display().to_string());
    if let (false, [first, ..]) = (check.fix, &check.anchors[..]) {
        let anchor = refused::shell(&first.to_string());
        return told(format!(
            "`--anchor` changes the data file, and nothing is changed without `--fix`; write \
             `sigcal check {shown} --fix --anchor {anchor}`"
        ));
    }
    let Some(path) = check.data.as_deref() else {
        return told(
            "`--fix` rewrites a data file, and none is given; write `sigcal check FILE --fix`".to_owned(),
        );
    };
    let file = File::read(Some(path))?;
    if file.is_icalendar {
        return told(format!(
            "`{shown}` is an iCalendar file, and `--fix` rewrites data files in YAML only; change it in the program \
             that it comes from"
        ));
    }
    // What is rewritten is proven on the data alone.
    Ok((path, File { lock: None, ..file }))
}

/// What cannot be read is not rewritten: the findings say why, and standard input is passed on as it came.
fn unreadable(
    file: File,
    piped: bool,
    check: &Check,
    asked: &Asked,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    if piped {
        out.write_all(&file.bytes)?;
    }
    let nothing = Fixed { text: String::new(), repairs: vec![], anchored: BTreeMap::new() };
    report(&examined(file, check.date).told_as(asked), &nothing, piped, check.format, out)
}

/// Beside a new text on standard output, everything that is said goes to standard error.
fn report(
    data: &Data,
    fixed: &Fixed,
    piped: bool,
    format: Format,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    if !piped {
        told::all(data, &fixed.repairs, format, out)?;
        eprintln!("{}", told::summary(data));
        return Ok(code(data));
    }
    told::all(data, &fixed.repairs, format, &mut std::io::stderr().lock())?;
    // A program that reads the array reads nothing behind it.
    if format == Format::Text {
        eprintln!("{}", told::summary(data));
    }
    Ok(code(data))
}

/// The series of the new text are those of the old one, but for those that got an anchor, and nothing that was served is
/// not served any more.
fn prove(before: &Data, after: &Data, fixed: &Fixed) -> Result<(), Failure> {
    let differs = |meeting| Failure::Told(refused::sentence(before, &FixError::Differs(meeting)));
    let (Some((_, was)), Some((_, is))) = (&before.community, &after.community) else {
        return Err(differs(None));
    };
    let (was, is) = (by_meeting(was), by_meeting(is));
    for meeting in was.keys().chain(is.keys()) {
        let (was, is) = (was.get(meeting), is.get(meeting));
        let same = match fixed.anchored.get(meeting) {
            None => was == is,
            Some(date) => anchored(was, is, *date),
        };
        if !same {
            return Err(differs(Some(*meeting)));
        }
    }
    match new_error(before, after) {
        Some(error) => Err(Failure::Told(refused::new_error(&after.name, error))),
        None => Ok(()),
    }
}

fn by_meeting(series: &[Series]) -> BTreeMap<MeetingId, Vec<&Series>> {
    let mut found: BTreeMap<MeetingId, Vec<&Series>> = BTreeMap::new();
    for series in series {
        found.entry(series.meeting).or_default().push(series);
    }
    found
}

/// Whether a meeting's series differ only as an anchor makes them: they begin on its date or after, and are as certain as
/// the rest of the cadence.
fn anchored(was: Option<&Vec<&Series>>, is: Option<&Vec<&Series>>, date: NaiveDate) -> bool {
    let (Some(was), Some(is)) = (was, is) else { return false };
    let same = |(was, is): (&&Series, &&Series)| {
        (&was.uid, was.cadence.as_ref(), was.duration) == (&is.uid, is.cadence.as_ref(), is.duration)
            && is.start.civil().date() >= date
    };
    was.len() == is.len() && was.iter().zip(is).all(same)
}

/// An error that the file did not have, as where a skipped date is none of the meeting's any more.
fn new_error<'d>(before: &Data, after: &'d Data) -> Option<&'d Finding> {
    // Messages may name lines, which move: how many there are says whether one is new.
    let errors = |data: &Data, check: &str| {
        data.findings.iter().filter(|f| f.level == Level::Error && f.check == check).count()
    };
    let is_new = |finding: &&Finding| {
        let same = |old: &Finding| old.check == finding.check && old.message == finding.message;
        !before.findings.iter().any(same)
    };
    let more: Vec<&Finding> = after
        .findings
        .iter()
        .filter(|f| f.level == Level::Error && errors(after, f.check) > errors(before, f.check))
        .collect();
    more.iter().copied().find(is_new).or(more.first().copied())
}
