//! `sigcal check`: everything that is wrong or doubtful in a data file, with its place and a remedy.

mod fix;
mod refused;
pub(super) mod told;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::data::{self, Data};
use super::{CLEAN, FOUND, Failure, lock};
use crate::directory::{Anchor, Finding, Lang, Level, Place};
use crate::feed::{Catalog, ics};
use told::Format;

/// The bytes that Google Calendar takes of one calendar.
const GOOGLE_TAKES: usize = 1_000_000;

#[derive(Args)]
pub(super) struct Check {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Rewrite in the data file what has exactly one safe rewriting: `day`, `time`, `tz` and `frequency` become one
    /// `cadence`. Everything else stays, byte for byte. With `-`, the new text is printed.
    #[arg(long, conflicts_with = "locked")]
    fix: bool,
    /// Fail where the data says what its lock file does not remember yet.
    #[arg(long)]
    locked: bool,
    /// A date on which a meeting of this group met: with `--fix`, its `start`, where the series then begins. SLUG/KEY names
    /// one of several meetings, by its `id` or its description. May be given several times.
    #[arg(long = "anchor", value_name = "SLUG=DATE", value_parser = fix::parse_anchor)]
    anchors: Vec<Anchor>,
}

pub(super) fn run(check: Check, out: &mut impl Write) -> Result<u8, Failure> {
    if check.fix || !check.anchors.is_empty() {
        return fix::run(&check, out);
    }
    let mut data = examined(data::File::read(check.data.as_deref())?);
    if check.locked {
        lock::must_be_locked(&mut data);
    }
    told::all(&data, &[], check.format, out)?;
    eprintln!("{}", told::summary(&data));
    Ok(code(&data))
}

/// The data with everything that is found in it.
fn examined(file: data::File) -> Data {
    let mut data = file.load();
    if let Some((community, series)) = &data.community {
        let all = largest(&Catalog::new(community, series));
        data.findings.splice(..0, feed_size(all));
    }
    data
}

fn code(data: &Data) -> u8 {
    let worst = data.findings.iter().map(|finding| finding.level).max();
    if worst > Some(Level::Note) { FOUND } else { CLEAN }
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
