//! Floor 8: the command line. One file per command; the only floor that prints, reads files and asks the clock.

mod audience;
mod check;
mod completions;
mod config;
mod data;
mod diff;
mod explain;
mod export;
mod healthcheck;
mod import;
mod lock;
mod man;
mod mark;
mod next;
mod rewrite;
mod row;
mod serve;
mod terminal;
mod week;
mod words;

use std::io::Write;
use std::process::ExitCode;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use clap::{Parser, Subcommand};

use crate::page::{Base, InvalidBase};
use crate::time::{UnknownZone, Zone};

/// Everything went as asked.
const CLEAN: u8 = 0;
/// Something was found: warnings or errors in the data.
const FOUND: u8 = 1;
/// The command could not run.
const COULD_NOT_RUN: u8 = 2;

#[derive(Parser)]
#[command(name = "sigcal", version = version(), about, long_about = None)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a community's calendars over HTTP.
    Serve(serve::Serve),
    /// Say what is wrong or doubtful in a data file. Exits with 0 where nothing is but notes, with 1
    /// where there is more, with 2 where it could not look.
    Check(check::Check),
    /// Show a week of meetings in local time.
    Week(week::Week),
    /// Say what is on now and what comes next, with the links to join.
    Next(next::Next),
    /// Say how a cadence is read, and what was assumed.
    Explain(explain::Explain),
    /// Write every feed as a file, and a page that lists them, for a static host.
    Export(export::Export),
    /// Remember what subscribers are shown from now on, in the lock file beside the data: an edit then leaves the past as it
    /// was, and calendar programs see that something changed.
    Lock(lock::Lock),
    /// Say what an edit changes for the people who come: what moved, was added, cancelled or ended, date by date.
    Diff(diff::Diff),
    /// Turn a calendar in another format into a data file, which is printed. Exits with 0 where all of it came over, with 1
    /// where something was left out, which is said.
    Import(import::Import),
    /// Ask a server whether it is ready, for containers with no shell. Exits with 0 where it is, with 1 otherwise.
    Healthcheck(healthcheck::Healthcheck),
    /// Print a script that has a shell complete the arguments of this program.
    Completions(completions::Completions),
    /// Print a page of the manual, for `man -l -`.
    Man(man::Man),
}

/// The clock. It is asked here and by the server, nowhere below.
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn parse_zone(name: &str) -> Result<Zone, UnknownZone> {
    // What people call a zone is as good, where it is one.
    Zone::named(name).or_else(|unknown| Zone::called(name).ok_or(unknown))
}

fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let date = date.ok_or_else(|| format!("`{text}` is no date; write it as 2026-10-26"))?;
    // What zones are known for, and data files may name.
    if !(1900..=2200).contains(&date.year()) {
        return Err(format!("`{text}` is too far away; give a date from 1900 to 2200"));
    }
    Ok(date)
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>, String> {
    let instant = DateTime::parse_from_rfc3339(text)
        .map_err(|_| format!("`{text}` is no instant; write it as `2026-10-26T15:00:00Z`"))?;
    Ok(instant.with_timezone(&Utc))
}

fn parse_base(url: &str) -> Result<Base, InvalidBase> {
    Base::configured(url)
}

/// This machine's zone: what TZ names, else what the system is set to.
fn local_zone() -> Result<Zone, Failure> {
    let named =
        std::env::var("TZ").ok().map(|tz| tz.trim_start_matches(':').to_owned()).filter(|tz| !tz.is_empty());
    let Some(name) = named.or_else(|| iana_time_zone::get_timezone().ok()) else { return Ok(Zone::utc()) };
    Zone::named(&name)
        .map_err(|unknown| Failure::Told(format!("this machine's zone: {unknown}; `--zone` names another")))
}

/// The release and the release of the embedded zone database.
fn version() -> String {
    format!("{} (tzdb {})", env!("CARGO_PKG_VERSION"), crate::time::tzdb_version())
}

/// Runs the program on its arguments and says how it went.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = std::io::stdout().lock();
    let outcome = match arguments.command {
        Command::Serve(serve) => serve::run(serve),
        Command::Check(check) => check::run(check, &mut out),
        Command::Week(week) => week::run(week, &now, &mut out),
        Command::Next(next) => next::run(next, now(), &mut out),
        Command::Explain(explain) => explain::run(explain, &mut out),
        Command::Export(export) => export::run(export, &mut out),
        Command::Lock(lock) => lock::run(lock, &mut out),
        Command::Diff(diff) => diff::run(diff, &mut out),
        Command::Import(import) => import::run(import, &mut out),
        Command::Healthcheck(healthcheck) => healthcheck::run(healthcheck),
        Command::Completions(completions) => completions::run(completions, &mut out),
        Command::Man(man) => man::run(man, &mut out),
    };
    let code = match outcome.and_then(|code| out.flush().map(|()| code).map_err(Failure::from)) {
        Ok(code) => code,
        // The reader of our output has gone, as `head` does: nothing is wrong.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => CLEAN,
        Err(failure) => {
            eprintln!("sigcal: {failure}");
            COULD_NOT_RUN
        }
    };
    ExitCode::from(code)
}

/// Why a command could not run.
#[derive(Debug)]
enum Failure {
    /// Standard output did not take what was written.
    Output(std::io::Error),
    /// A sentence for the user, with the remedy.
    Told(String),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Output(error) => write!(f, "could not write the output: {error}"),
            Failure::Told(sentence) => f.write_str(sentence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_that_is_not_understood_is_told_how_to_be_written() {
        let said = |text| parse_date(text).expect_err("no date");
        assert_eq!(said("tomorrow"), "`tomorrow` is no date; write it as 2026-10-26");
        assert_eq!(said("2026-02-30"), "`2026-02-30` is no date; write it as 2026-10-26");
        for text in ["+262142-12-31", "-262143-01-01", "1899-12-31"] {
            assert_eq!(said(text), format!("`{text}` is too far away; give a date from 1900 to 2200"));
        }
        assert_eq!(parse_date("2200-12-31"), NaiveDate::from_ymd_opt(2200, 12, 31).ok_or_else(String::new));
        let said = parse_zone("Asia/Shangai").expect_err("no zone").to_string();
        assert_eq!(said, "`Asia/Shangai` is no zone of the IANA database; did you mean `Asia/Shanghai`?");
        let called = ["PST", "Beijing time", "calcutta"].map(|name| parse_zone(name).map(Zone::tzid));
        assert_eq!(
            called.map(Result::ok),
            [Some("America/Los_Angeles"), Some("Asia/Shanghai"), Some("Asia/Kolkata")]
        );
    }
}
