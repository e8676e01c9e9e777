//! What a reading promises: in the documentation of `sigcal::cadence`, and in `docs/cadences.md`.

use chrono::Datelike;
use sigcal::cadence::{
    Cadence, Context, Fields, NoteCode, Reading, Rule, Verdict, read, read_fields, sentence_en, sentence_zh,
};
use sigcal::directory::Recur;
use sigcal::time::Zone;

/// Reads a text as one cadence, in a community that settles things and in one that settles nothing, and as the four
/// fields of `sigs.yaml`, one to a line.
///
/// # Panics
/// Where a reading breaks a promise.
pub fn check(text: &str) {
    let zones = [("IST".to_owned(), zone("Asia/Kolkata")), ("京".to_owned(), zone("Asia/Tokyo"))].into();
    let settled = Context {
        zone: Some(zone("America/Los_Angeles")),
        zones: Some(&zones),
        start: "2026-01-08".parse().ok(),
    };
    sound(&read(text, Context::default()), text);
    let reading = read(text, settled);
    sound(&reading, text);
    assert_eq!(reading, read(text, settled), "read twice, it is the same");
    if text.contains('\n') {
        let mut lines = text.splitn(4, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (day, time, tz, frequency) = (line(), line(), line(), line());
        let fields = Fields::new(day, time, tz, "", frequency);
        let (written, places) = fields.text();
        assert!(places.iter().all(|place| written.get(place.clone()).is_some()), "{places:?}");
        sound(&read_fields(&fields, Context::default()), &written);
    }
}

fn zone(tzid: &str) -> Zone {
    Zone::named(tzid).expect("a zone of the database")
}

fn sound(reading: &Reading, text: &str) {
    assert_eq!(reading.text, text);
    for (n, note) in reading.notes.iter().enumerate() {
        assert!(text.get(note.span.clone()).is_some(), "{note:?} is not about the text");
        assert!(!note.message.is_empty());
        let before = &reading.notes[..n];
        assert!(before.last().is_none_or(|before| before.span.start <= note.span.start), "in order");
        assert!(!before.contains(note), "{note:?} is said once");
    }
    let noted = |code: NoteCode| reading.notes.iter().any(|note| note.code == code);
    let assumes = reading.notes.iter().any(|note| note.code.assumes());
    let counts = [reading.cadences.len(), reading.readings.len(), reading.missing.len()].map(|n| n > 0);
    match reading.verdict {
        Verdict::Exact | Verdict::Assumed => {
            assert_eq!((assumes, counts), (reading.verdict == Verdict::Assumed, [true, false, false]));
            assert!(reading.cadences.iter().all(|cadence| cadence.clock.is_some()), "the hour is known");
            let zones = reading.cadences.iter().all(|cadence| cadence.zone.is_some());
            assert!(zones || noted(NoteCode::NoZone), "the zone is known, or a note says that it is not");
        }
        Verdict::Incomplete => assert_eq!(counts[1..], [false, true]),
        // A 24:00 that no rule can say has no readings, and a note of its own.
        Verdict::Ambiguous => {
            assert_eq!((counts[0], counts[2]), (false, false));
            assert!(counts[1] || noted(NoteCode::NextDay));
        }
        Verdict::Irregular => {
            let says_so = noted(NoteCode::NoFixedTime) || noted(NoteCode::SaidStopped);
            assert_eq!((counts, says_so), ([false; 3], true));
        }
        Verdict::Unreadable => {
            assert_eq!((counts, noted(NoteCode::NotUnderstood)), ([false; 3], true));
        }
    }
    assert!(reading.missing.is_sorted_by(|a, b| a < b), "{:?}", reading.missing);
    for cadence in reading.cadences.iter().chain(&reading.readings) {
        holds(&cadence.rule);
        for sentence in [sentence_en(cadence), sentence_zh(cadence)] {
            assert!(!sentence.is_empty() && !sentence.contains(char::is_control), "{sentence:?}");
            if reads_again(reading.verdict, cadence) {
                same_again(&sentence, cadence);
            }
        }
    }
}

/// A rule is one that a calendar can have.
fn holds(rule: &Rule) {
    let written = rule.to_string();
    let recur = Recur::parse(&written).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(recur.interval, rule.interval(), "{written}");
    let (months, days) = (recur.by_month.len(), recur.by_day.len() + recur.by_month_day.len());
    let wanted = match rule {
        Rule::Daily { .. } => (0, 0),
        Rule::Weekly { days, interval, parity } => {
            assert!(parity.is_none() || *interval == 2, "odd and even weeks are every second week");
            (0, days.len())
        }
        Rule::Monthly { months, nths, .. } => (months.len(), nths.len()),
        Rule::MonthDays { months, days, .. } => (months.len(), days.len()),
        Rule::DayAfterNth { nth, day } => {
            assert_ne!(nth.day, *day);
            (0, days)
        }
    };
    // The parser drops what stands twice.
    assert_eq!((months, days), wanted, "{written}");
}

/// Whether the sentences of a cadence are in the language of cadences: of the only reading, with nothing missing.
fn reads_again(verdict: Verdict, cadence: &Cadence) -> bool {
    // A start on another weekday may be that of another cadence of the text; alone, it would be a contradiction.
    let off = match (&cadence.rule, cadence.start) {
        (Rule::Weekly { days, .. }, Some(start)) => !days.contains(&start.weekday()),
        _ => false,
    };
    matches!(verdict, Verdict::Exact | Verdict::Assumed) && cadence.zone.is_some() && !off
}

/// A sentence that sigcal says is one that it reads: with the same rule, time, zone and dates.
fn same_again(sentence: &str, cadence: &Cadence) {
    let again = read(sentence, Context::default());
    let [other] = &again.cadences[..] else { panic!("{sentence:?} of {cadence:?} is {again:?}") };
    assert_eq!(other, cadence, "{sentence:?} is read as {again:?}");
}
