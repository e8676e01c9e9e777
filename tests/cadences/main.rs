//! The cadence language, phrase by phrase: what each is read as, and what the reading says of itself.

mod chinese;
mod english;
mod noted;
mod pages;
mod properties;
mod sentences;
mod sound;

use sigcal::cadence::{Cadence, Context, Fields, Reading, Verdict, read, read_fields};

/// A cadence as one short line: `FREQ=WEEKLY;BYDAY=TU 09:00-10:00 America/Los_Angeles from 2025-10-28`.
fn line(cadence: &Cadence) -> String {
    let mut line = cadence.rule.to_string();
    if let Some(clock) = cadence.clock {
        line += &format!(" {}", clock.time.format("%H:%M"));
        if let Some(end) = clock.end {
            line += &format!("-{}", end.format("%H:%M"));
        }
    }
    if let Some(zone) = cadence.zone {
        line += &format!(" {zone}");
    }
    if let Some(start) = cadence.start {
        line += &format!(" from {start}");
    }
    if let Some(until) = cadence.until {
        line += &format!(" until {until}");
    }
    line
}

/// A reading as lines: the verdict with its codes and missing parts, then each cadence or possible reading.
fn told(reading: &Reading) -> Vec<String> {
    let mut codes: Vec<&str> = reading.notes.iter().map(|note| note.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let missing: Vec<String> = reading.missing.iter().map(|part| format!("no {}", part.as_str())).collect();
    let said: Vec<String> = codes.into_iter().map(str::to_owned).chain(missing).collect();
    let verdict = match said.is_empty() {
        true => reading.verdict.as_str().to_owned(),
        false => format!("{}: {}", reading.verdict.as_str(), said.join(", ")),
    };
    let cadences = reading.cadences.iter().map(line);
    let readings = reading.readings.iter().map(|cadence| format!("perhaps {}", line(cadence)));
    std::iter::once(verdict).chain(cadences).chain(readings).collect()
}

/// Checks that a text is read as the lines say.
#[track_caller]
fn reads(text: &str, want: &[&str]) {
    assert_eq!(told(&read(text, Context::default())), want, "{text}");
}

#[test]
fn four_fields_are_one_cadence() {
    let fields = |day: &str, time: &str, tz: &str, frequency: &str| Fields::new(day, time, tz, "", frequency);
    let reads = |fields: Fields, want: &[&str]| {
        assert_eq!(told(&read_fields(&fields, Context::default())), want, "{fields:?}");
    };
    reads(
        fields("Monday", "9:30", "PT (Pacific Time)", "weekly"),
        &["exact", "FREQ=WEEKLY;BYDAY=MO 09:30 America/Los_Angeles"],
    );
    reads(
        fields("second Friday", "4PM", "Tokyo", "monthly"),
        &["exact", "FREQ=MONTHLY;BYDAY=2FR 16:00 Asia/Tokyo"],
    );
    reads(
        fields("Thursday (starting June 4th 2026)", "08:00", "UTC", "bi-weekly"),
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 08:00 UTC from 2026-06-04"],
    );
    reads(
        fields("Monday", "10:00", "UTC", "monthly - Monday, after the second Sunday, every month"),
        &["exact", "FREQ=MONTHLY;BYMONTHDAY=9,10,11,12,13,14,15;BYDAY=MO 10:00 UTC"],
    );
    reads(
        fields("Monday", "10:00", "wet", "weekly"),
        &["assumed: standard-time-year-round", "FREQ=WEEKLY;BYDAY=MO 10:00 Europe/Lisbon"],
    );
    let oldest = Fields::new("Tuesday", "", "", "16:00", "weekly");
    reads(oldest, &["exact", "FREQ=WEEKLY;BYDAY=TU 16:00 UTC"]);
    reads(
        fields("Tuesday", "16:00", "UTC", "weekly on Wednesdays"),
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=WEEKLY;BYDAY=WE 16:00 UTC",
            "perhaps FREQ=WEEKLY;BYDAY=TU 16:00 UTC",
        ],
    );
}

#[test]
fn the_community_settles_zones_and_anchors() {
    let zones = [("IST".to_owned(), sigcal::time::Zone::named("Asia/Kolkata").expect("a zone"))].into();
    let pacific = sigcal::time::Zone::named("America/Los_Angeles").expect("a zone");
    let context = Context { zone: Some(pacific), zones: Some(&zones), start: "2026-01-08".parse().ok() };
    let reading = read("biweekly Thursday 14:00 IST", context);
    assert_eq!(told(&reading), ["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 14:00 Asia/Kolkata"]);
    let reading = read("monthly, Thursday 14:00", context);
    assert_eq!(
        told(&reading),
        ["assumed: no-zone, position-from-start", "FREQ=MONTHLY;BYDAY=2TH 14:00 America/Los_Angeles"]
    );
}

#[test]
fn every_note_points_at_what_it_is_about() {
    let reading = read("biweekly Thursday 8am PST, tentative", Context::default());
    let noted: Vec<(&str, &str)> =
        reading.notes.iter().map(|note| (note.code.as_str(), &reading.text[note.span.clone()])).collect();
    assert_eq!(
        noted,
        [("no-anchor", "biweekly"), ("standard-time-year-round", "PST"), ("said-tentative", "tentative")]
    );
    assert_eq!(reading.verdict, Verdict::Assumed);
}

#[test]
fn a_cadence_is_a_sentence_in_both_languages() {
    let sentences = |text: &str| {
        let reading = read(text, Context::default());
        [reading.sentence_en(), reading.sentence_zh()]
    };
    assert_eq!(
        sentences("每周二 9:00 PST"),
        ["every Tuesday at 09:00 Pacific time", "每周二 09:00（太平洋时间）"]
    );
    assert_eq!(
        sentences("1st and 3rd Wed of the month 17:00-17:30 UTC+8"),
        [
            "on the first and third Wednesday of every month from 17:00 to 17:30 UTC+8",
            "每月第一个、第三个周三 17:00–17:30（UTC+8）"
        ]
    );
    assert_eq!(
        sentences("biweekly Fri 10:00 UTC starting 2026-01-09"),
        [
            "every other Friday at 10:00 UTC, from 9 January 2026 on",
            "每两周的周五 10:00（UTC），自 2026-01-09 起"
        ]
    );
    assert_eq!(
        sentences("每月最后一个周四"),
        ["on the last Thursday of every month, hour not announced", "每月最后一个周四，时间未公布"]
    );
}
