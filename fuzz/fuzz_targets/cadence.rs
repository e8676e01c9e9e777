//! Any text, read as a cadence.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sigcal_fuzz::reading::check(text));
