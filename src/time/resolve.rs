//! Civil time and instant: the only place that knows gaps and folds.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat, TimeDelta, Utc};

use super::{Observance, Zone};

/// The instant at which a wall clock in `zone` shows `civil`.
///
/// In a gap, where no clock shows it, the offset from before the gap is taken (RFC 5545 erratum 4271):
/// 02:30 becomes 03:30 summer time. In a fold, where a clock shows it twice, it is the first of the two.
///
/// ```
/// use chrono::NaiveDate;
/// use sigcal::time::{Zone, resolve};
/// let pacific = Zone::named("America/Los_Angeles").unwrap();
/// let gap = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap().and_hms_opt(2, 30, 0).unwrap();
/// assert_eq!(resolve(gap, pacific).to_string(), "2026-03-08 10:30:00 UTC");
/// ```
pub fn resolve(civil: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    let offset = TimeDelta::seconds(zone.offset_for(civil).into());
    civil.checked_sub_signed(offset).unwrap_or(civil).and_utc()
}

/// What a wall clock in `zone` shows at an instant.
pub fn civil(instant: DateTime<Utc>, zone: Zone) -> NaiveDateTime {
    let offset = TimeDelta::seconds(zone.observance_at(instant).offset_to.into());
    let utc = instant.naive_utc();
    utc.checked_add_signed(offset).unwrap_or(utc)
}

/// An instant on a zone's wall clock, with its offset (RFC 3339): `2026-11-24T09:00:00-08:00`.
pub fn rfc3339(instant: DateTime<Utc>, zone: Zone) -> String {
    let east = civil(instant, zone) - instant.naive_utc();
    let offset = i32::try_from(east.num_seconds()).ok().and_then(FixedOffset::east_opt);
    match offset {
        Some(offset) => instant.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false),
        None => instant.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// What a change of a clock does to the times that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It shows none of them.
    Gap,
    /// It shows each of them twice.
    Fold,
}

/// Civil times that a clock skips or repeats because it is put forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The instant at which it is put.
    pub at: DateTime<Utc>,
    /// Which of the two.
    pub kind: ChangeKind,
    /// The first of the times.
    pub from: NaiveDateTime,
    /// The first after them.
    pub to: NaiveDateTime,
}

impl ClockChange {
    /// Whether the clock skips or repeats this time.
    pub fn holds(&self, civil: NaiveDateTime) -> bool {
        self.from <= civil && civil < self.to
    }

    /// What the clock would show at that instant, and what it shows instead.
    pub fn shows(&self) -> (NaiveDateTime, NaiveDateTime) {
        match self.kind {
            ChangeKind::Gap => (self.from, self.to),
            ChangeKind::Fold => (self.to, self.from),
        }
    }
}

/// The changes of a zone's clock after one instant and before another.
pub fn clock_changes(
    zone: Zone,
    after: DateTime<Utc>,
    before: DateTime<Utc>,
) -> impl Iterator<Item = ClockChange> {
    zone.changes(after, before).iter().filter_map(|change| {
        let Observance { onset, offset_from, offset_to, .. } = *change;
        let (kind, earlier, later) = match offset_from.cmp(&offset_to) {
            std::cmp::Ordering::Less => (ChangeKind::Gap, offset_from, offset_to),
            std::cmp::Ordering::Greater => (ChangeKind::Fold, offset_to, offset_from),
            std::cmp::Ordering::Equal => return None,
        };
        let at = DateTime::from_timestamp(onset, 0)?;
        let shown = |offset: i32| at.naive_utc().checked_add_signed(TimeDelta::seconds(offset.into()));
        Some(ClockChange { at, kind, from: shown(earlier)?, to: shown(later)? })
    })
}

/// The change because of which a wall clock in `zone` shows `civil` never or twice, where there is one.
///
/// ```
/// use chrono::NaiveDate;
/// use sigcal::time::{ChangeKind, Zone, clock_change_at};
/// let berlin = Zone::named("Europe/Berlin").unwrap();
/// let at = |month, day| {
///     let civil = NaiveDate::from_ymd_opt(2026, month, day).unwrap().and_hms_opt(2, 30, 0).unwrap();
///     clock_change_at(civil, berlin).map(|change| change.kind)
/// };
/// assert_eq!([at(3, 29), at(10, 25), at(10, 26)], [Some(ChangeKind::Gap), Some(ChangeKind::Fold), None]);
/// ```
pub fn clock_change_at(civil: NaiveDateTime, zone: Zone) -> Option<ClockChange> {
    let instant = resolve(civil, zone);
    // Samoa once skipped a whole day.
    let reach = TimeDelta::hours(25);
    let (after, before) = (instant.checked_sub_signed(reach)?, instant.checked_add_signed(reach)?);
    clock_changes(zone, after, before).find(|change| change.holds(civil))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, tzid: &str) -> String {
        let civil = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a test's own date");
        resolve(civil, Zone::named(tzid).expect("a test's own zone")).format("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn a_gap_takes_the_offset_from_before_it() {
        assert_eq!(at("2026-03-08 01:59", "America/Los_Angeles"), "2026-03-08 09:59");
        assert_eq!(at("2026-03-08 02:00", "America/Los_Angeles"), "2026-03-08 10:00");
        assert_eq!(at("2026-03-08 02:59", "America/Los_Angeles"), "2026-03-08 10:59");
        assert_eq!(at("2026-03-08 03:00", "America/Los_Angeles"), "2026-03-08 10:00");
        assert_eq!(at("2018-11-04 00:30", "America/Sao_Paulo"), "2018-11-04 03:30");
    }

    #[test]
    fn a_fold_keeps_the_first_hour() {
        assert_eq!(at("2026-11-01 00:59", "America/Los_Angeles"), "2026-11-01 07:59");
        assert_eq!(at("2026-11-01 01:30", "America/Los_Angeles"), "2026-11-01 08:30");
        assert_eq!(at("2026-11-01 02:00", "America/Los_Angeles"), "2026-11-01 10:00");
        assert_eq!(at("2026-04-05 01:45", "Australia/Lord_Howe"), "2026-04-04 14:45");
    }

    #[test]
    fn a_day_that_a_zone_skipped_moves_on_by_a_day() {
        assert_eq!(at("2011-12-30 09:00", "Pacific/Apia"), "2011-12-30 19:00");
        assert_eq!(at("2011-12-31 09:00", "Pacific/Apia"), "2011-12-30 19:00");
    }

    /// Of every quarter of an hour in two years: a clock that shows none of it, or another quarter at the same time.
    #[test]
    fn a_change_holds_the_times_that_no_clock_or_more_than_one_shows() {
        for tzid in ["America/Los_Angeles", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe"] {
            let zone = Zone::named(tzid).expect("a test's own zone");
            let first = NaiveDateTime::parse_from_str("2025-12-31 23:00", "%Y-%m-%d %H:%M").expect("a date");
            for quarter in 0..2 * 366 * 96 {
                let shown = first + TimeDelta::minutes(15 * quarter);
                let instant = resolve(shown, zone);
                let again =
                    [30, 60].iter().any(|later| civil(instant + TimeDelta::minutes(*later), zone) == shown);
                let want = match (civil(instant, zone) == shown, again) {
                    (false, _) => Some(ChangeKind::Gap),
                    (true, true) => Some(ChangeKind::Fold),
                    (true, false) => None,
                };
                assert_eq!(clock_change_at(shown, zone).map(|change| change.kind), want, "{shown} in {tzid}");
            }
        }
    }

    #[test]
    fn the_database_is_current() {
        assert_eq!(super::super::tzdb_version(), "2026f");
        // British Columbia keeps summer time from 2026 on; a database of 2025 does not know it.
        assert_eq!(at("2026-12-01 09:00", "America/Vancouver"), "2026-12-01 16:00");
        // Summer time goes on after the last transition that a table of a hundred years would list.
        assert_eq!(at("2120-07-01 09:00", "America/Los_Angeles"), "2120-07-01 16:00");
    }

    /// jiff evaluates the zone's rules on its own: every hour of five years in the awkward zones agrees with it.
    #[test]
    fn every_hour_agrees_with_jiff() {
        for tzid in [
            "America/Los_Angeles",
            "Europe/Dublin",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
        ] {
            let zone = Zone::named(tzid).expect("a test's own zone");
            let theirs = jiff::tz::TimeZone::get(tzid).expect("a test's own zone");
            let first = NaiveDateTime::parse_from_str("2024-01-01 00:15", "%Y-%m-%d %H:%M").expect("a date");
            for hour in 0..5 * 366 * 24 {
                let civil_time = first + TimeDelta::hours(hour);
                let date: jiff::civil::DateTime =
                    civil_time.format("%Y-%m-%dT%H:%M:%S").to_string().parse().expect("the same form");
                let want = theirs.to_ambiguous_timestamp(date).compatible().expect("in range").as_second();
                let got = resolve(civil_time, zone);
                assert_eq!(got.timestamp(), want, "{civil_time} in {tzid}");
                let shown =
                    theirs.to_datetime(jiff::Timestamp::from_second(want).expect("in range")).to_string();
                assert_eq!(civil(got, zone).format("%Y-%m-%dT%H:%M:%S").to_string(), shown);
            }
        }
    }

    #[test]
    fn an_instant_carries_the_offset_that_holds_there_and_then() {
        let pacific = Zone::named("America/Los_Angeles").expect("a test's own zone");
        let at = |text: &str| rfc3339(text.parse().expect("a test's own instant"), pacific);
        assert_eq!(at("2026-11-24T17:00:00Z"), "2026-11-24T09:00:00-08:00");
        assert_eq!(at("2026-07-24T17:00:00Z"), "2026-07-24T10:00:00-07:00");
        assert_eq!(
            rfc3339("2026-07-24T17:00:00Z".parse().expect("an instant"), Zone::utc()),
            "2026-07-24T17:00:00+00:00"
        );
    }
}
