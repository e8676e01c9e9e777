//! When a meeting happens: a cadence, the four fields of `sigs.yaml`, or rules.

use chrono::NaiveDate;

use super::value::{date_of, parse_date_time};
use super::{Settings, rules};
use crate::cadence::{self, Cadence, Context, Reading, Verdict};
use crate::directory::draft::Written;
use crate::directory::keys::Keys;
use crate::directory::node::{Node, Scalar};
use crate::directory::report::Report;
use crate::directory::{Place, Timing};
use crate::time::Zone;

/// A meeting's timing, the texts it was read from, and where they are.
pub(super) struct Timed {
    pub(super) timing: Timing,
    /// The one zone that it names.
    pub(super) zone: Option<Zone>,
    pub(super) start: Option<NaiveDate>,
    pub(super) written: Written,
    pub(super) place: Option<Place>,
}

pub(super) fn read(keys: &Keys<'_>, settings: &Settings, report: &mut Report) -> Timed {
    read_from(keys, None, settings, report)
}

/// The same of what begins on a date, where it gives no `start` of its own.
pub(super) fn read_from(
    keys: &Keys<'_>,
    from: Option<NaiveDate>,
    settings: &Settings,
    report: &mut Report,
) -> Timed {
    let cadence = keys.scalar("cadence", report).filter(|scalar| !scalar.text.is_empty());
    let [frequency, day, time, tz, utc] =
        ["frequency", "day", "time", "tz", "utc"].map(|key| keys.scalar(key, report));
    let (time, zone) = time_and_zone(time.cloned(), tz.cloned(), utc);
    let fields = [frequency.cloned(), day.cloned(), time, zone.clone()];
    let by_dates = keys.get("rrule").map(|node| ("rrule", node));
    if let Some((key, node)) = by_dates.or_else(|| keys.get("on").map(|node| ("on", node))) {
        return by_rules((key, node), keys, zone.as_ref(), cadence, settings, report);
    }
    let start = keys.scalar("start", report).and_then(|scalar| match parse_date_time(&scalar.text) {
        Some(civil) => Some(civil.date()),
        None => date_of(scalar, report),
    });
    let start = start.or(from);
    let context = Context { zone: settings.zone, zones: Some(&settings.zones), start };
    let (reading, written) = match (cadence, fields.iter().any(Option::is_some)) {
        (Some(cadence), false) => (cadence::read(&cadence.text, context), Written::Cadence(cadence.clone())),
        (None, true) => (cadence::read_fields(&Written::fields(&fields), context), Written::Fields(fields)),
        (Some(cadence), true) => {
            let reading = cadence::read(&cadence.text, context);
            let other = cadence::read_fields(&Written::fields(&fields), context);
            match agree(&reading.cadences, &other.cadences) {
                true => (reading, Written::Cadence(cadence.clone())),
                false => (disagreement(reading, other), Written::Disagreeing(cadence.clone())),
            }
        }
        (None, false) => (unstated(), Written::Nothing),
    };
    let first = |fields: &[Option<Scalar>]| fields.iter().flatten().map(|field| field.place.clone()).min();
    let place = match &written {
        Written::Cadence(scalar) | Written::Disagreeing(scalar) => Some(scalar.place.clone()),
        Written::Fields(fields) => first(fields),
        // A slip in a key has a finding of its own.
        Written::Nothing => keys
            .misspelt(&["cadence", "frequency", "day", "time", "utc", "rrule", "on"])
            .map(|key| key.place.clone()),
    };
    let zone = one_zone(&reading).or_else(|| named(zone.as_ref(), settings));
    Timed { timing: Timing::Written(reading), zone, start, written, place }
}

/// The zone that all cadences of a reading are in, also where no one of them is served.
fn one_zone(reading: &Reading) -> Option<Zone> {
    let all = if reading.cadences.is_empty() { &reading.readings } else { &reading.cadences };
    let first = all.first()?.zone;
    first.filter(|_| all.iter().all(|cadence| cadence.zone == first))
}

/// What `tz` names where it has one meaning. What it could otherwise mean is said by whatever reads the time beside it.
fn named(tz: Option<&Scalar>, settings: &Settings) -> Option<Zone> {
    rules::zone_written(tz?, settings, &mut Report::default())
}

/// The oldest files have `utc`, a time in UTC, in place of `time` and `tz`, as [`cadence::Fields::new`] knows. Beside a
/// `time`, it is the zone.
fn time_and_zone(
    time: Option<Scalar>,
    tz: Option<Scalar>,
    utc: Option<&Scalar>,
) -> (Option<Scalar>, Option<Scalar>) {
    match (time, utc) {
        (None, Some(utc)) => {
            let zone =
                Scalar { text: "UTC".to_owned(), place: utc.place.clone(), at: utc.at, verbatim: None };
            (Some(utc.clone()), Some(zone))
        }
        (time, utc) => (time, tz.or_else(|| utc.cloned())),
    }
}

fn by_rules(
    (key, node): (&str, &Node),
    keys: &Keys<'_>,
    zone: Option<&Scalar>,
    cadence: Option<&Scalar>,
    settings: &Settings,
    report: &mut Report,
) -> Timed {
    if let Some(cadence) = cadence {
        report.error(
            "two-timings",
            &cadence.place,
            format!("both `cadence` and `{key}` say when the meeting happens; `{key}` is read"),
            "remove one of the two",
        );
    }
    let rules = rules::read(keys, zone, settings, report);
    let start = rules.as_ref().map(|rules| rules.dtstart.date());
    let own = rules.as_ref().and_then(|rules| rules.zone).or_else(|| named(zone, settings));
    let timing = match rules {
        Some(rules) => Timing::Rules(Box::new(rules)),
        None => Timing::Written(unstated()),
    };
    Timed { timing, zone: own, start, written: Written::Nothing, place: Some(node.place.clone()) }
}

/// Whether two texts mean the same recurrences. Ends and dates may stand in one of them only.
fn agree(a: &[Cadence], b: &[Cadence]) -> bool {
    let same = |a: &Cadence, b: &Cadence| {
        let times = (a.clock.map(|clock| clock.time), b.clock.map(|clock| clock.time));
        a.rule == b.rule && a.delay == b.delay && times.0 == times.1 && a.zone == b.zone
    };
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// Of two texts that contradict each other, neither is served.
fn disagreement(reading: Reading, other: Reading) -> Reading {
    let readings = reading.cadences.into_iter().chain(other.cadences).collect();
    Reading { verdict: Verdict::Ambiguous, cadences: vec![], readings, ..reading }
}

/// Nothing says when the meeting happens.
fn unstated() -> Reading {
    Reading {
        text: String::new(),
        verdict: Verdict::Irregular,
        cadences: vec![],
        readings: vec![],
        missing: vec![],
        notes: vec![],
        unknown: vec![],
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};

    use super::*;
    use crate::cadence::{Clock, Rule};

    fn weekly(day: Weekday, hour: u32, end: Option<u32>) -> Cadence {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day");
        Cadence {
            rule: Rule::Weekly { interval: 1, days: vec![day], parity: None },
            clock: Some(Clock { time: time(hour), end: end.map(time) }),
            zone: None,
            delay: 0,
            start: None,
            until: None,
        }
    }

    #[test]
    fn cadence_and_fields_agree_on_days_time_and_zone() {
        let thursday = weekly(Weekday::Thu, 9, None);
        assert!(agree(std::slice::from_ref(&thursday), &[weekly(Weekday::Thu, 9, Some(10))]));
        assert!(!agree(std::slice::from_ref(&thursday), &[weekly(Weekday::Fri, 9, None)]));
        assert!(!agree(std::slice::from_ref(&thursday), &[weekly(Weekday::Thu, 10, None)]));
        assert!(!agree(&[thursday], &[]));
    }
}
