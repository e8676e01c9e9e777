//! Any bytes, read as an iCalendar file, and everything made of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigcal::directory::load_ics_bytes;

fuzz_target!(|bytes: &[u8]| sigcal_fuzz::feeds::check(&load_ics_bytes(bytes), bytes));
