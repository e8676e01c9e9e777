//! The date that answers bear (RFC 9110 6.6.1).

use std::io::Write;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// As HTTP writes it (RFC 9110 5.6.7).
pub(super) type HttpDate = [u8; "Sun, 06 Nov 1994 08:49:37 GMT".len()];

/// The system's date, as a clock's owner sees it: it is written anew once in a second.
#[derive(Debug)]
pub(super) struct DateClock(Mutex<Written>);

#[derive(Debug)]
struct Written {
    /// On the owner's clock, in nanoseconds.
    until: u64,
    date: HttpDate,
}

const SECOND: u64 = 1_000_000_000;

impl DateClock {
    pub(super) fn new() -> DateClock {
        DateClock(Mutex::new(Written { until: 0, date: [b' '; size_of::<HttpDate>()] }))
    }

    /// The date at a moment of the owner's clock, which is now.
    pub(super) fn at(&self, nanos: u64) -> HttpDate {
        self.at_when(nanos, SystemTime::now)
    }

    fn at_when(&self, nanos: u64, system: impl FnOnce() -> SystemTime) -> HttpDate {
        let mut written = self.0.lock().expect("nothing panics while the lock is held");
        if nanos >= written.until {
            let now = system();
            // It has that length until the year 10000.
            let _ = write!(&mut written.date[..], "{}", httpdate::HttpDate::from(now));
            let past = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
            written.until = nanos + SECOND - u64::from(past);
        }
        written.date
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn it_changes_with_the_second_and_is_not_asked_for_before() {
        let date = DateClock::new();
        let system = |millis| UNIX_EPOCH + Duration::from_millis(784_111_777_000 + millis);
        let seen = |millis: u64, nanos| date.at_when(nanos, || system(millis));
        assert_eq!(&seen(750, 5 * SECOND), b"Sun, 06 Nov 1994 08:49:37 GMT");
        let early = date.at_when(5 * SECOND + SECOND / 4 - 1, || unreachable!("it is the same second"));
        assert_eq!(&early, b"Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(&seen(1000, 5 * SECOND + SECOND / 4), b"Sun, 06 Nov 1994 08:49:38 GMT");
        assert_eq!(&seen(2600, 7 * SECOND), b"Sun, 06 Nov 1994 08:49:39 GMT");
    }
}
