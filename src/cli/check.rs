//! `sigcal check`: everything that is wrong or doubtful in a data file, with its place and a remedy.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::data::{self, Data};
use super::{CLEAN, FOUND, Failure};
use crate::cadence::Verdict;
use crate::directory::{Finding, Lang, Level, Place, Timing};
use crate::feed::{Catalog, ics};

/// The bytes that Google Calendar takes of one calendar.
const GOOGLE_TAKES: usize = 1_000_000;

#[derive(Args)]
pub(super) struct Check {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people: the line, a mark under it, the remedy.
    Text,
    /// One array of objects.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

pub(super) fn run(check: Check, out: &mut impl Write) -> Result<u8, Failure> {
    let mut data = data::load(check.data.as_deref())?;
    if let Some((community, series)) = &data.community {
        let all = largest(&Catalog::new(community, series));
        data.findings.splice(..0, feed_size(all));
    }
    match check.format {
        Format::Text => {
            let lines: Vec<&str> = data.text.lines().collect();
            data.findings.iter().try_for_each(|finding| as_text(&data, &lines, finding, out))?;
        }
        Format::Json => writeln!(
            out,
            "{:#}",
            data.findings.iter().map(|f| as_json(&data, f)).collect::<serde_json::Value>()
        )?,
        Format::Github => data.findings.iter().try_for_each(|finding| as_github(&data, finding, out))?,
    }
    eprintln!("{}", summary(&data));
    let worst = data.findings.iter().map(|finding| finding.level).max();
    Ok(if worst > Some(Level::Note) { FOUND } else { CLEAN })
}

/// The bytes of `all.ics`, in the language in which it has more.
fn largest(catalog: &Catalog) -> usize {
    let size = |calendar| [Lang::En, Lang::Zh].map(|lang| ics::render(calendar, lang, None).len());
    catalog.calendar("all").map_or([0, 0], size).into_iter().max().unwrap_or_default()
}

/// Google Calendar does not take a calendar of more than a megabyte, and says nothing.
fn feed_size(bytes: usize) -> Option<Finding> {
    (bytes > GOOGLE_TAKES).then(|| Finding {
        level: Level::Warning,
        check: "feed-size",
        place: Place { line: 1, column: 1, length: 1 },
        message: format!("all.ics has {bytes} bytes, and Google Calendar takes {GOOGLE_TAKES} at most"),
        remedy: Some("point people to the calendars of groups and categories instead".to_owned()),
    })
}

fn level(finding: &Finding) -> &'static str {
    match finding.level {
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// ```text
/// sigs.yaml:214:18: note: no-anchor: no date says which of the weeks is meant
///   |         frequency: biweekly
///   |                    ^^^^^^^^
///   = add `start: <a date it met>` to settle it
/// ```
fn as_text(data: &Data, lines: &[&str], finding: &Finding, out: &mut impl Write) -> std::io::Result<()> {
    let place = &finding.place;
    writeln!(
        out,
        "{}:{}:{}: {}: {}: {}",
        plain(&data.name),
        place.line,
        place.column,
        level(finding),
        finding.check,
        plain(&finding.message)
    )?;
    let line = plain(lines.get(place.line.saturating_sub(1) as usize).copied().unwrap_or_default());
    if !line.trim().is_empty() {
        let column = place.column.saturating_sub(1) as usize;
        let before: String = line.chars().take(column).collect();
        let marked: String = line.chars().skip(column).take(place.length.max(1) as usize).collect();
        writeln!(out, "  | {line}")?;
        writeln!(out, "  | {}{}", " ".repeat(before.width()), "^".repeat(marked.width().max(1)))?;
    }
    if let Some(remedy) = &finding.remedy {
        writeln!(out, "  = {}", plain(remedy))?;
    }
    Ok(())
}

/// Controls, which what the data holds may be full of, would add lines, move the mark, or the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn as_json(data: &Data, finding: &Finding) -> serde_json::Value {
    json!({
        "file": data.name,
        "line": finding.place.line,
        "column": finding.place.column,
        "length": finding.place.length,
        "level": level(finding),
        "check": finding.check,
        "message": finding.message,
        "remedy": finding.remedy,
    })
}

/// A workflow command; `%`, line ends, and in properties `:` and `,` are escaped as GitHub's toolkit does.
fn as_github(data: &Data, finding: &Finding, out: &mut impl Write) -> std::io::Result<()> {
    let message = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| message(text).replace(':', "%3A").replace(',', "%2C");
    let kind = match finding.level {
        Level::Note => "notice",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    let remedy = finding.remedy.as_deref().map(|remedy| format!("; {remedy}")).unwrap_or_default();
    writeln!(
        out,
        "::{kind} file={},line={},col={},title={}::{}",
        property(&data.name),
        finding.place.line,
        finding.place.column,
        property(finding.check),
        message(&format!("{}{remedy}", finding.message))
    )
}

/// `102 meetings: 45 exact, 55 assumed, 2 ambiguous; 0 errors, 2 warnings, 60 notes`.
fn summary(data: &Data) -> String {
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
            let verdict = |wanted: Verdict| {
                let is =
                    |timing: &Timing| matches!(timing, Timing::Written(reading) if reading.verdict == wanted);
                community.meetings.iter().filter(|meeting| is(&meeting.timing)).count()
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
            let meetings = plural(community.meetings.len(), "meeting");
            if told.is_empty() { meetings } else { format!("{meetings}: {}", told.join(", ")) }
        }
    };
    format!("{meetings}; {}", found.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    fn all_of(events: usize) -> usize {
        let event = |n| {
            format!("- {{ name: E{n}, cadence: every Monday 9:00 PT, url: 'https://example.org/{n}' }}\n")
        };
        let text = format!("events:\n{}", (0..events).map(event).collect::<String>());
        let community = load(&text).community.expect("a community");
        let (series, _) = plan(&community);
        largest(&Catalog::new(&community, &series))
    }

    #[test]
    fn a_calendar_that_google_does_not_take_is_a_warning() {
        assert_eq!(feed_size(all_of(100)), None);
        let finding = feed_size(all_of(2_000)).expect("more than a megabyte");
        assert_eq!((finding.check, finding.level, finding.place.line), ("feed-size", Level::Warning, 1));
        assert_eq!(feed_size(GOOGLE_TAKES), None);
    }
}
