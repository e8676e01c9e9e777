//! `sigcal import`: a calendar in another format, in the words of a data file.

mod proof;
mod sources;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::check::told::{self, Format};
use super::data::Data;
use super::{CLEAN, FOUND, Failure, parse_zone};
use crate::directory::{Finding, ImportFormat, Imported, Level, import};
use crate::time::Zone;

#[derive(Args)]
pub(super) struct Import {
    /// An .ics file, the TOML of toml-to-ical, or the YAML of yaml2ical or yaml2ics; `-` for standard input. A folder is
    /// taken as one of yaml2ical, with a file per meeting.
    file: PathBuf,
    /// The format, where the file's name and its first words do not say it.
    #[arg(long, value_enum)]
    from: Option<From>,
    /// The folder from which files may be included; the one that FILE is in, unless given.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The zone of times that name none.
    #[arg(long, value_name = "TZ", value_parser = parse_zone)]
    zone: Option<Zone>,
    /// How to print what is found, on standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// iCalendar, as Google Calendar and Thunderbird export it.
    Ics,
    /// The TOML that the calendars of the Rust project are written in.
    TomlToIcal,
    /// The YAML that the meetings of OpenStack are written in.
    Yaml2ical,
    /// The YAML that the calendars of Scientific Python are written in.
    Yaml2ics,
}

impl From {
    fn format(self) -> ImportFormat {
        match self {
            From::Ics => ImportFormat::Ics,
            From::TomlToIcal => ImportFormat::TomlToIcal,
            From::Yaml2ical => ImportFormat::Yaml2Ical,
            From::Yaml2ics => ImportFormat::Yaml2Ics,
        }
    }
}

pub(super) fn run(asked: Import, out: &mut impl Write) -> Result<u8, Failure> {
    let sources = sources::Sources::open(&asked.file, asked.root.as_deref())?;
    let format = asked.from.map(From::format).or(sources.format);
    let mut include = |path: &str| sources.include(path);
    let follower = proof::Follower::default();
    let starts = |rules: &_, date| follower.starts_on(rules, date);
    let mut imported = import(sources.given.clone(), format, asked.zone, &mut include, &starts);
    let nothing_read = imported.files.iter().all(|file| file.text.is_empty())
        || imported.entries.is_empty() && imported.files.iter().any(is_unreadable);
    let text = proof::written(&mut imported)?;
    let worst = imported.files.iter().flat_map(|file| &file.findings).map(|finding| finding.level).max();
    tell(imported, &sources, asked.format)?;
    if nothing_read {
        let shown = asked.file.display();
        return Err(Failure::Told(format!("nothing of `{shown}` could be imported")));
    }
    out.write_all(text.as_bytes())?;
    Ok(if worst > Some(Level::Note) { FOUND } else { CLEAN })
}

/// Whether a file as a whole is not what it has to be.
fn is_unreadable(file: &crate::directory::ImportFile) -> bool {
    let whole = ["no-format", "toml", "yaml", "encoding", "too-large", "not-icalendar"];
    file.findings.iter().any(|finding| finding.level == Level::Error && whole.contains(&finding.check))
}

/// What was found in each file, on standard error: the data file goes to standard output.
fn tell(imported: Imported, sources: &sources::Sources, format: Format) -> Result<(), Failure> {
    let mut err = std::io::stderr().lock();
    let findings: Vec<&Finding> = imported.files.iter().flat_map(|file| &file.findings).collect();
    let plural = |n: usize, word: &str| if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") };
    let count = |level, word| plural(findings.iter().filter(|finding| finding.level == level).count(), word);
    let summary = format!(
        "{} came over; {}, {}, {}",
        plural(imported.entries.len(), "event"),
        count(Level::Error, "error"),
        count(Level::Warning, "warning"),
        count(Level::Note, "note")
    );
    let told = imported.files.into_iter().map(|file| Data {
        changes: None,
        news: vec![],
        name: sources.shown(&file.name),
        text: file.text,
        community: None,
        findings: file.findings,
    });
    told::several(&told.collect::<Vec<_>>(), format, &mut err)?;
    if format == Format::Text {
        writeln!(err, "{summary}")?;
    }
    Ok(())
}
