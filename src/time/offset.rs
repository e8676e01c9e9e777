//! Offsets written as such: `UTC+8`, `GMT-03:30`.

use super::Zone;

/// Minutes east of UTC, as someone wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedOffset {
    /// Minutes east of UTC, from −12 h to +14 h.
    pub minutes: i32,
}

/// Zones that keep an offset of broken hours all year, for which the database has no `Etc` name.
const BROKEN_HOURS: [(i32, &str); 9] = [
    (-570, "Pacific/Marquesas"),
    (210, "Asia/Tehran"),
    (270, "Asia/Kabul"),
    (330, "Asia/Kolkata"),
    (345, "Asia/Kathmandu"),
    (390, "Asia/Yangon"),
    (525, "Australia/Eucla"),
    (570, "Australia/Darwin"),
    (0, "UTC"),
];

impl FixedOffset {
    /// The offset, where it is one that clocks keep somewhere.
    pub fn new(minutes: i32) -> Option<FixedOffset> {
        (-12 * 60..=14 * 60).contains(&minutes).then_some(FixedOffset { minutes })
    }

    /// The zone that always has this offset. `Etc` names count westward: UTC+8 is `Etc/GMT-8`.
    pub fn zone(self) -> Option<Zone> {
        let name = match BROKEN_HOURS.iter().find(|(minutes, _)| *minutes == self.minutes) {
            Some((_, tzid)) => (*tzid).to_owned(),
            None if self.minutes % 60 == 0 => format!("Etc/GMT{:+}", -self.minutes / 60),
            None => return None,
        };
        Zone::named(&name).ok()
    }

    /// The offset of a zone that is nothing but an offset (`Etc/GMT-8` → UTC+8).
    pub fn of(zone: Zone) -> Option<FixedOffset> {
        let west: i32 = zone.tzid().strip_prefix("Etc/GMT")?.parse().ok()?;
        FixedOffset::new(-west * 60)
    }
}

impl std::fmt::Display for FixedOffset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hours, minutes) = (self.minutes / 60, self.minutes.abs() % 60);
        match (self.minutes, minutes) {
            (0, _) => f.write_str("UTC"),
            (_, 0) => write!(f, "UTC{hours:+}"),
            (total, _) => {
                write!(f, "UTC{}{}:{minutes:02}", if total < 0 { '-' } else { '+' }, hours.abs())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etc_name_counts_westward() {
        let east = FixedOffset::new(480).expect("in range");
        assert_eq!(east.zone().expect("whole hours").tzid(), "Etc/GMT-8");
        assert_eq!(FixedOffset::of(east.zone().expect("whole hours")), Some(east));
        assert_eq!(east.to_string(), "UTC+8");
    }

    #[test]
    fn broken_hours_have_a_zone_where_some_country_keeps_them() {
        let zone = |minutes| FixedOffset::new(minutes).and_then(FixedOffset::zone).map(Zone::tzid);
        assert_eq!(zone(330), Some("Asia/Kolkata"));
        assert_eq!(zone(-210), None);
        assert_eq!(FixedOffset::new(-210).expect("in range").to_string(), "UTC-3:30");
    }
}
