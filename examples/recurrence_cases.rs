//! Scores `schedule::rule_starts` on a file of recurrence cases: `cargo run --example recurrence_cases FILE`.
//!
//! Each case holds a DTSTART, rules, dates and the starts expected of them: instants in UTC where the case has a
//! zone, wall-clock times where it has none. Prints what fails and a score per group; exits with 1 where a case
//! that is valid by RFC 5545 fails.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports")]

use std::collections::BTreeMap;
use std::process::ExitCode;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::Deserialize;
use sigcal::directory::{RuleSet, When};
use sigcal::schedule::rule_starts;
use sigcal::time::{Window, Zone};

#[derive(Deserialize)]
struct Case {
    id: u32,
    group: String,
    dtstart: String,
    tz: Option<String>,
    allday: bool,
    rrule: Vec<String>,
    exrule: Vec<String>,
    rdate: Vec<String>,
    exdate: Vec<String>,
    rfc_valid: bool,
    expected: Vec<String>,
    complete: bool,
}

type Failure = String;

fn civil(text: &str) -> Result<NaiveDateTime, Failure> {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S")
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y%m%d").map(|date| date.and_time(NaiveTime::MIN)))
        .map_err(|error| format!("`{text}`: {error}"))
}

fn whens(texts: &[String]) -> Result<Vec<When>, Failure> {
    let when = |text: &String| match text.strip_suffix('Z') {
        Some(utc) => civil(utc).map(|time| When::Instant(time.and_utc())),
        None => civil(text).map(When::Civil),
    };
    texts.iter().map(when).collect()
}

fn starts(case: &Case) -> Result<Vec<String>, Failure> {
    let zone = case.tz.as_deref().map(Zone::named).transpose().map_err(|error| error.to_string())?;
    let rules = RuleSet {
        uid: None,
        dtstart: civil(&case.dtstart)?,
        zone,
        all_day: case.allday,
        rrules: case.rrule.clone(),
        exrules: case.exrule.clone(),
        rdates: whens(&case.rdate)?,
        exdates: whens(&case.exdate)?,
        overrides: vec![],
    };
    // A case that is not complete lists only the first starts of more.
    let last = case.expected.last().map(|text| civil(text)).transpose()?.unwrap_or(rules.dtstart);
    let after = if case.complete { TimeDelta::days(366 * 500) } else { TimeDelta::seconds(1) };
    let from = rules.dtstart.and_utc() - TimeDelta::days(366);
    let window = Window { from, to: last.and_utc() + after };
    let starts = rule_starts(&rules, Zone::utc(), window).map_err(|error| error.to_string())?;
    Ok(starts.iter().map(|start| start.start.format("%Y%m%dT%H%M%S").to_string()).collect())
}

fn run() -> Result<bool, Failure> {
    let path = std::env::args().nth(1).ok_or("usage: recurrence_cases FILE")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let cases: Vec<Case> = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;

    // Right and all, of the valid ones and of all.
    let mut scores: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for case in &cases {
        let clock = std::time::Instant::now();
        let got = starts(case);
        let (right, valid) = (got.as_ref() == Ok(&case.expected), case.rfc_valid);
        if clock.elapsed().as_millis() > 50 {
            println!("{} took {:?}", case.id, clock.elapsed());
        }
        if !right {
            println!(
                "{} ({}) {} {:?}",
                case.id,
                if valid { "valid" } else { "not RFC" },
                case.dtstart,
                case.rrule
            );
            if valid {
                println!("  want {:?}\n  got  {got:?}", case.expected);
            }
        }
        for name in [case.group.as_str(), "~ total"] {
            let [valid_right, valid_all, right_all, all] = scores.entry(name).or_default();
            *valid_right += u32::from(right && valid);
            *valid_all += u32::from(valid);
            *right_all += u32::from(right);
            *all += 1;
        }
    }
    for (group, [valid_right, valid_all, right, all]) in &scores {
        println!("{group:>12}  valid by RFC 5545: {valid_right}/{valid_all}  all: {right}/{all}");
    }
    Ok(scores.values().all(|[right, all, ..]| right == all))
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}
