//! `sigcal check`: everything that is wrong or doubtful in a data file, with its place and a remedy.

mod feed_size;
mod fix;
mod levels;
mod refused;
pub(super) mod told;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime};
use clap::Args;

use super::data::{self, Data};
use super::{CLEAN, FOUND, Failure, now};
use crate::directory::{Anchor, Level, Place};
use crate::schedule;
use crate::time::{Zone, civil};
use levels::Asked;
use told::Format;

#[derive(Args)]
pub(super) struct Check {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// As of which day, as it matters to what ends and to what is at the same time in the quarter from then on; today where
    /// none is given.
    #[arg(long, value_name = "DATE", value_parser = super::parse_date)]
    date: Option<NaiveDate>,
    #[command(flatten)]
    levels: levels::Flags,
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
    let asked = check.levels.read()?;
    if check.fix || !check.anchors.is_empty() {
        return fix::run(&check, &asked, out);
    }
    let mut examined = examined(data::File::read(check.data.as_deref())?, check.date);
    if check.locked {
        data::must_be_locked(&mut examined.data);
    }
    let data = examined.told_as(&asked);
    told::all(&data, &[], check.format, out)?;
    eprintln!("{}", told::summary(&data));
    Ok(code(&data))
}

/// Data with everything that is found in it, before it is settled what of it is told.
struct Examined {
    data: Data,
    /// The allowances that were of use so far, by place.
    used: BTreeSet<Place>,
}

fn examined(file: data::File, date: Option<NaiveDate>) -> Examined {
    // A calendar of a program is a record: what has ended is no slip, and nobody's groups are in it.
    let is_list = !file.is_icalendar;
    let as_of = date.map_or_else(now, |date| date.and_time(NaiveTime::MIN).and_utc());
    let mut data = file.load_as_of(as_of);
    let mut used = BTreeSet::new();
    if let Some((community, series)) = &data.community {
        if is_list {
            let today = || civil(now(), community.zone.unwrap_or_else(Zone::utc)).date();
            // What has ended in the lock is no meeting of the data.
            let going: Vec<_> = series.iter().filter(|series| series.ended.is_none()).cloned().collect();
            let found = schedule::check(community, &going, date.unwrap_or_else(today));
            data.findings.extend(found.findings);
            used = found.used;
        }
        data.findings.extend(feed_size::calendars_are_taken(community, series));
        data::sort(&mut data.findings);
    }
    Examined { data, used }
}

impl Examined {
    /// What is left to tell: without what is allowed, each at the level that is asked for, else at that of the file.
    fn told_as(self, asked: &Asked) -> Data {
        let Examined { mut data, mut used } = self;
        if let Some((community, _)) = &data.community {
            community.take_allowed(&mut data.findings, &mut used);
            data.findings.extend(community.unused_allowances(&used));
        }
        let of_file =
            data.community.as_ref().map(|(community, _)| community.levels.clone()).unwrap_or_default();
        data.findings.extend(asked.findings.iter().cloned());
        of_file.overridden_by(&asked.levels).apply(&mut data.findings);
        data::sort(&mut data.findings);
        data
    }
}

fn code(data: &Data) -> u8 {
    let worst = data.findings.iter().map(|finding| finding.level).max();
    if worst > Some(Level::Note) { FOUND } else { CLEAN }
}
