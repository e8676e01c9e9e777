//! How findings are printed: for people, for programs, for GitHub.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::cadence::Verdict;
use crate::cli::data::Data;
use crate::cli::mark::{marks, visible};
use crate::directory::{Finding, Level, Outcome, Place, Repair, Timing, lines};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people: the line, a mark under it, the remedy.
    Text,
    /// One array of objects.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// One thing to print: a finding, or what `--fix` did.
struct Told<'d> {
    /// `warning`, `fixed`.
    kind: &'static str,
    /// The workflow command for it.
    command: &'static str,
    check: &'d str,
    place: &'d Place,
    message: &'d str,
    remedy: Option<&'d str>,
    /// Whether people are shown the name of the check, and the line.
    at_length: bool,
}

impl<'d> From<&'d Finding> for Told<'d> {
    fn from(finding: &'d Finding) -> Told<'d> {
        let (kind, command) = match finding.level {
            Level::Note => ("note", "notice"),
            Level::Warning => ("warning", "warning"),
            Level::Error => ("error", "error"),
        };
        let Finding { level: _, check, place, message, remedy } = finding;
        Told { kind, command, check, place, message, remedy: remedy.as_deref(), at_length: true }
    }
}

impl<'d> From<&'d Repair> for Told<'d> {
    fn from(repair: &'d Repair) -> Told<'d> {
        let kind = match repair.outcome {
            Outcome::Fixed => "fixed",
            Outcome::Left => "left",
        };
        let Repair { outcome: _, check, place, message, remedy } = repair;
        Told { kind, command: "notice", check, place, message, remedy: remedy.as_deref(), at_length: false }
    }
}

/// What was fixed or left, and then everything that was found.
pub(in crate::cli) fn all(
    data: &Data,
    repairs: &[Repair],
    format: Format,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut told = repairs.iter().map(Told::from).chain(data.findings.iter().map(Told::from));
    match format {
        Format::Text => {
            let lines: Vec<&str> = lines(&data.text);
            told.try_for_each(|told| as_text(data, &lines, &told, out))
        }
        Format::Json => writeln!(out, "{:#}", told.map(|told| as_json(data, &told)).collect::<Value>()),
        Format::Github => told.try_for_each(|told| as_github(data, &told, out)),
    }
}

/// Everything that was found in several files: in one array, where programs read it.
pub(in crate::cli) fn several(files: &[Data], format: Format, out: &mut impl Write) -> io::Result<()> {
    if format != Format::Json {
        return files.iter().try_for_each(|data| all(data, &[], format, out));
    }
    let told =
        files.iter().flat_map(|data| data.findings.iter().map(|found| as_json(data, &Told::from(found))));
    writeln!(out, "{:#}", told.collect::<Value>())
}

/// ```text
/// sigs.yaml:214:18: note: no-anchor: no date says which of the weeks is meant
///   |         frequency: biweekly
///   |                    ^^^^^^^^
///   = add `start: <a date it met>` to settle it
/// ```
fn as_text(data: &Data, lines: &[&str], told: &Told<'_>, out: &mut impl Write) -> io::Result<()> {
    let place = told.place;
    write!(out, "{}:{}:{}: {}: ", visible(&data.name), place.line, place.column, told.kind)?;
    if told.at_length {
        write!(out, "{}: ", told.check)?;
    }
    writeln!(out, "{}", visible(told.message))?;
    let line = lines.get(place.line.saturating_sub(1) as usize).copied().unwrap_or_default();
    if told.at_length && !line.trim().is_empty() {
        let byte = |column: u32| line.char_indices().nth(column as usize).map_or(line.len(), |(at, _)| at);
        let column = place.column.saturating_sub(1);
        let marked = byte(column)..byte(column.saturating_add(place.length.max(1)));
        writeln!(out, "  | {}", visible(line))?;
        writeln!(out, "  | {}", marks(line, marked))?;
    }
    if let Some(remedy) = told.remedy {
        writeln!(out, "  = {}", visible(remedy))?;
    }
    Ok(())
}

fn as_json(data: &Data, told: &Told<'_>) -> Value {
    json!({
        "file": data.name,
        "line": told.place.line,
        "column": told.place.column,
        "length": told.place.length,
        "level": told.kind,
        "check": told.check,
        "message": told.message,
        "remedy": told.remedy,
    })
}

/// A workflow command; `%`, line ends, and in properties `:` and `,` are escaped as GitHub's toolkit does.
fn as_github(data: &Data, told: &Told<'_>, out: &mut impl Write) -> io::Result<()> {
    let message = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| message(text).replace(':', "%3A").replace(',', "%2C");
    let remedy = told.remedy.map(|remedy| format!("; {remedy}")).unwrap_or_default();
    let kind = if told.at_length { String::new() } else { format!("{}: ", told.kind) };
    writeln!(
        out,
        "::{} file={},line={},col={},title={}::{}",
        told.command,
        property(&data.name),
        told.place.line,
        told.place.column,
        property(told.check),
        message(&format!("{kind}{}{remedy}", told.message))
    )
}

/// `102 meetings: 45 exact, 55 assumed, 2 ambiguous; 0 errors, 2 warnings, 60 notes`.
pub(super) fn summary(data: &Data) -> String {
    let count = |level: Level| data.findings.iter().filter(|finding| finding.level == level).count();
    let plural = |n: usize, word: &str| if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") };
    let found = [
        plural(count(Level::Error), "error"),
        plural(count(Level::Warning), "warning"),
        plural(count(Level::Note), "note"),
    ];
    let meetings = match &data.community {
        None => "nothing could be read".to_owned(),
        Some((community, _)) => {
            // A meeting that changes is one.
            let meetings =
                || community.meetings.iter().filter(|meeting| meeting.revision.is_none() && !meeting.gone);
            let verdict = |wanted: Verdict| {
                let is =
                    |timing: &Timing| matches!(timing, Timing::Written(reading) if reading.verdict == wanted);
                meetings().filter(|meeting| is(&meeting.timing)).count()
            };
            let verdicts = [
                Verdict::Exact,
                Verdict::Assumed,
                Verdict::Incomplete,
                Verdict::Ambiguous,
                Verdict::Irregular,
                Verdict::Unreadable,
            ];
            let told: Vec<String> = verdicts
                .into_iter()
                .map(|wanted| (wanted, verdict(wanted)))
                .filter(|(_, n)| *n > 0)
                .map(|(wanted, n)| format!("{n} {}", wanted.as_str()))
                .collect();
            let meetings = plural(meetings().count(), "meeting");
            if told.is_empty() { meetings } else { format!("{meetings}: {}", told.join(", ")) }
        }
    };
    format!("{meetings}; {}", found.join(", "))
}
