//! Looks for texts that take more than their length to read: `cargo run --release --example cadence_growth`.
//!
//! Every word of `fuzz/cadence.dict` and every pair of them is repeated to two lengths. Prints those whose time grows
//! faster than the length, and the slowest one; exits with 1 where there are any.

#![expect(clippy::print_stdout, reason = "a program that reports")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use sigcal::cadence::{Context, read};

const DICTIONARY: &str = include_str!("../fuzz/cadence.dict");
/// Bytes; the time may grow by a little more than their ratio.
const SHORT: usize = 8 * 1024;
const LONG: usize = 64 * 1024;
const MOST_GROWTH: f64 = 1.7 * (LONG / SHORT) as f64;

/// The words of a libFuzzer dictionary: in quotes, a byte that is not ASCII as `\xe6`.
fn words() -> Vec<String> {
    let quoted = DICTIONARY.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    let bytes = |word: &str| {
        let mut parts = word.split("\\x");
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            bytes.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        }
        String::from_utf8(bytes).expect("a word is UTF-8")
    };
    let more =
        ["a", "Word ", "zz-", "a/", "a.", "1", "1/", "1.", "+1", "-", "'", "\u{0}", "é", "外", " ", "UTC("];
    quoted.map(bytes).chain(more.map(str::to_owned)).collect()
}

/// The least of some times that reading a phrase takes, repeated to a length.
fn time(phrase: &str, length: usize, tries: usize) -> Duration {
    let text = phrase.repeat(length.div_ceil(phrase.len()));
    let once = || {
        let began = Instant::now();
        black_box(read(black_box(&text), Context::default()));
        began.elapsed()
    };
    (0..tries).map(|_| once()).min().unwrap_or_default()
}

fn growth(phrase: &str, tries: usize) -> (f64, Duration) {
    let (short, long) = (time(phrase, SHORT, tries), time(phrase, LONG, tries));
    (long.as_secs_f64() / short.as_secs_f64(), long)
}

fn main() -> ExitCode {
    let words = words();
    let pairs = words.iter().flat_map(|one| words.iter().map(move |other| format!("{one}{other}")));
    let phrases: Vec<String> = words.iter().cloned().chain(pairs).collect();
    let mut slowest = (Duration::ZERO, String::new());
    let mut found = 0;
    for phrase in &phrases {
        let (mut grown, mut long) = growth(phrase, 1);
        // What seems to grow may have been the machine: only what does so again and again is told.
        for tries in [3, 10] {
            if grown > MOST_GROWTH || long > slowest.0 {
                (grown, long) = growth(phrase, tries);
            }
        }
        if grown > MOST_GROWTH {
            found += 1;
            println!("{phrase:?}: {long:?} at {LONG} bytes, {grown:.0} times as long as at {SHORT}");
        }
        slowest = slowest.max((long, phrase.clone()));
    }
    println!("{} phrases, {found} of them grow faster than their length", phrases.len());
    println!("the slowest: {:?} takes {:?} at {LONG} bytes", slowest.1, slowest.0);
    ExitCode::from(u8::from(found > 0))
}
