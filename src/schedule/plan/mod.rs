//! From meetings to series.

mod by_rules;
mod clock;
mod dates;
mod exceptions;
mod extras;
mod hidden;
mod landing;
mod shapes;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::expand::{dates, first_on_or_after};
use super::{Recurrence, Series, Stamp, Start, uid};
use crate::cadence::{Cadence, Clock, NoteCode, Part, Reading, Rule, Verdict};
use crate::directory::{
    Community, DEFAULT_START, Finding, Level, Meeting, MeetingId, Recur, RuleSet, Timing,
};
use crate::time::{Zone, resolve};
pub(super) use dates::{begin_after_exclusions, originals};
pub use hidden::{has_cancelled, without_cancelled};
use shapes::{Shape, shapes};

/// How long a meeting lasts where neither it nor its community says.
pub(super) const DEFAULT_DURATION: TimeDelta = TimeDelta::hours(1);

/// Rules that no single RRULE can say are laid out this many years ahead.
const YEARS_LAID_OUT: i32 = 15;

/// The last year to which rules are laid out that no single RRULE can say: ahead of the year in which they begin, and
/// of this release for what began long ago.
pub fn last_year_laid_out(first: i32) -> i32 {
    first.max(DEFAULT_START.year()) + YEARS_LAID_OUT
}

/// The series of a community's meetings, in the order of the file, and what could not be made concrete.
pub fn plan(community: &Community) -> (Vec<Series>, Vec<Finding>) {
    let mut series = Vec::new();
    let mut findings = Vec::new();
    for (first, whole) in community.wholes() {
        let mut own = Vec::new();
        for (n, meeting) in whole.iter().enumerate() {
            let planner = Planner { community, meeting, id: MeetingId(first.0 + n) };
            match &meeting.timing {
                Timing::Written(reading) => planner.written(reading, &mut own, &mut findings),
                Timing::Rules(rules) => match planner.rules(rules) {
                    Ok(one) => {
                        own.push(one);
                        findings.extend(planner.exrule(rules));
                    }
                    Err((check, message, remedy)) => findings.push(planner.finding(check, message, remedy)),
                },
            }
        }
        let extra = extras::add(community, (first, whole), &mut own, &mut findings);
        let excepted = exceptions::apply(community.meeting(first), &mut own, &mut findings);
        landing::of_extras(&extra, &mut own, &mut findings);
        landing::of_exceptions(&excepted, &own, &mut findings);
        for one in &own {
            findings.extend(clock::recurring(one, &community.meeting(one.meeting).cadence_place));
        }
        series.extend(own);
    }
    (series, findings)
}

/// Why a meeting has no series: a check, what is wrong, what to do.
type Fault = (&'static str, String, String);

struct Planner<'a> {
    community: &'a Community,
    meeting: &'a Meeting,
    id: MeetingId,
}

impl Planner<'_> {
    fn written(&self, reading: &Reading, all: &mut Vec<Series>, findings: &mut Vec<Finding>) {
        let planned = match reading.verdict {
            Verdict::Exact | Verdict::Assumed => true,
            // The dates are known, the hour is not: a day each.
            Verdict::Incomplete => reading.missing == [Part::Hour],
            Verdict::Ambiguous | Verdict::Irregular | Verdict::Unreadable => false,
        };
        if !planned {
            return;
        }
        let uncertain = |code| matches!(code, NoteCode::NoAnchor | NoteCode::SaidTentative);
        let tentative = self.meeting.tentative
            || reading.verdict == Verdict::Incomplete
            || reading.notes.iter().any(|note| uncertain(note.code));
        let mut series = Vec::new();
        let mut faults = Vec::new();
        let mut laid_out = None;
        for cadence in &reading.cadences {
            let own = [self.meeting.until, cadence.until].into_iter().flatten().min();
            let mut shapes = shapes(&cadence.rule, self.begin(cadence));
            // Of several stretches, those after the meeting's end are none.
            if shapes.iter().any(|shape| own.is_none_or(|own| own >= shape.begin)) {
                shapes.retain(|shape| own.is_none_or(|own| own >= shape.begin));
            }
            for shape in shapes {
                let cut = shape.end.filter(|end| shape.cut && own.is_none_or(|own| own > *end));
                laid_out = laid_out.max(cut);
                match self.series(cadence, shape, tentative, series.len()) {
                    Ok(one) => series.push(one),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        // Of several parts of a cadence, one that ends before it has a date is none.
        let is_part = |(check, ..): &Fault| *check == "ends-before-it-starts" && !series.is_empty();
        faults.retain(|fault| !is_part(fault));
        faults.dedup();
        for (check, message, remedy) in faults {
            findings.push(self.finding(check, message, remedy));
        }
        if let Some(last) = laid_out.filter(|_| !series.is_empty()) {
            findings.push(self.laid_out(last, "a later `start:` lays out more"));
        }
        all.extend(series);
    }

    /// The first date on which a cadence may happen: the anchor of its weeks.
    fn begin(&self, cadence: &Cadence) -> NaiveDate {
        let anchor = self.meeting.start.or(cadence.start);
        cadence.begins(anchor.unwrap_or(self.community.first_date()))
    }

    fn series(&self, cadence: &Cadence, shape: Shape, tentative: bool, part: usize) -> Result<Series, Fault> {
        let zone = match (cadence.clock, cadence.zone.or(self.community.zone)) {
            // Dates are the same everywhere; their bounds are kept as if in UTC.
            (None, _) => Zone::utc(),
            (Some(_), Some(zone)) => zone,
            (Some(_), None) => {
                let message = "no zone is named, and the community has none".to_owned();
                return Err((
                    "no-zone",
                    message,
                    "name the zone, or set `community: { zone: … }`".to_owned(),
                ));
            }
        };
        let first = first_on_or_after(&shape.rule, shape.begin).ok_or_else(|| {
            let message = format!("no date of `{}` follows {}", shape.rule, shape.begin);
            ("never-happens", message, "check the days and the start".to_owned())
        })?;
        let time = cadence.clock.map_or(NaiveTime::MIN, |clock| clock.time);
        let last = [self.meeting.until, cadence.until, shape.end].into_iter().flatten().min();
        let until = match last {
            Some(last) => Some(last_start(&shape.rule, first, last, time, zone).ok_or_else(|| {
                let message = format!("the meeting ends on {last}, before it first happens on {first}");
                ("ends-before-it-starts", message, "check `start` and `until`".to_owned())
            })?),
            None => None,
        };
        let start = match cadence.clock {
            Some(clock) => Start::Timed(first.and_time(clock.time), zone),
            None => Start::AllDay(first),
        };
        let once = until == Some(resolve(first.and_time(time), zone));
        Ok(Series {
            uid: uid::derive(self.community, self.meeting, part),
            meeting: self.id,
            cadence: Some(cadence.clone()),
            start,
            duration: self.duration(cadence),
            // A rule with one date needs no rule.
            recurrence: if once { Recurrence::Once } else { Recurrence::Rule(shape.rule) },
            until: until.filter(|_| !once),
            exceptions: exceptions::laid_out(&shape.moved, last, time),
            skipped: vec![],
            extra: None,
            tentative,
            stamp: Stamp::first(self.community.first_stamp()),
            ended: None,
        })
    }

    fn duration(&self, cadence: &Cadence) -> TimeDelta {
        let Some(clock) = cadence.clock else { return TimeDelta::days(1) };
        self.meeting.duration.or(length_of(clock)).or(self.community.duration).unwrap_or(DEFAULT_DURATION)
    }

    fn rules(&self, rules: &RuleSet) -> Result<Series, Fault> {
        let lasts = self.meeting.duration.unwrap_or_default();
        let first = by_rules::first(rules, lasts)?;
        let until = match self.meeting.until {
            Some(last) if last < first => {
                let message = format!("the meeting ends on {last}, before it first happens on {first}");
                return Err(("ends-before-it-starts", message, "check `start` and `until`".to_owned()));
            }
            Some(last) => by_rules::last(rules, last),
            None => None,
        };
        let start = match (rules.all_day, rules.zone) {
            (true, _) => Start::AllDay(rules.dtstart.date()),
            (false, Some(zone)) => Start::Timed(rules.dtstart, zone),
            (false, None) => Start::Floating(rules.dtstart),
        };
        let default = if rules.all_day {
            TimeDelta::days(1)
        } else {
            self.community.duration.unwrap_or(DEFAULT_DURATION)
        };
        Ok(Series {
            uid: rules.uid.clone().unwrap_or_else(|| uid::derive(self.community, self.meeting, 0)),
            meeting: self.id,
            cadence: None,
            start,
            duration: self.meeting.duration.unwrap_or(default),
            recurrence: Recurrence::General(Box::new(rules.clone())),
            until,
            exceptions: vec![],
            skipped: vec![],
            extra: None,
            tentative: self.meeting.tentative,
            stamp: Stamp::first(self.community.first_stamp()),
            ended: None,
        })
    }

    /// Feeds say what EXRULE excludes date by date, so an endless rule beside one ends where the dates do.
    fn exrule(&self, rules: &RuleSet) -> Option<Finding> {
        let endless = |rule: &String| {
            Recur::parse(rule).is_ok_and(|recur| recur.count.is_none() && recur.until.is_none())
        };
        let last = NaiveDate::from_ymd_opt(last_year_laid_out(rules.dtstart.year()), 12, 31)?;
        let cut = !rules.exrules.is_empty() && rules.rrules.iter().any(endless);
        cut.then(|| self.laid_out(last, "with the dates as EXDATE, the rule goes on after it"))
    }

    fn laid_out(&self, last: NaiveDate, remedy: &str) -> Finding {
        Finding {
            level: Level::Note,
            check: "laid-out",
            place: self.meeting.cadence_place.clone(),
            message: format!("no single RRULE says this; calendars have it until {last}"),
            remedy: Some(format!("nothing has to be done before; {remedy}")),
        }
    }

    fn finding(&self, check: &'static str, message: String, remedy: String) -> Finding {
        let place = self.meeting.cadence_place.clone();
        Finding { level: Level::Error, check, place, message, remedy: Some(remedy) }
    }
}

/// How long a meeting lasts that says till when.
fn length_of(clock: Clock) -> Option<TimeDelta> {
    let length = clock.end? - clock.time;
    Some(if length > TimeDelta::zero() { length } else { length + TimeDelta::days(1) })
}

/// The start of the last occurrence up to a date: what UNTIL says.
fn last_start(
    rule: &Rule,
    first: NaiveDate,
    last: NaiveDate,
    time: NaiveTime,
    zone: Zone,
) -> Option<DateTime<Utc>> {
    let end = last.succ_opt()?;
    let mut found = Vec::new();
    for back in [70, 800, 40_000] {
        dates(rule, first, first.max(end - TimeDelta::days(back)), end, &mut found);
        if let Some(date) = found.last() {
            return Some(resolve(date.and_time(time), zone));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::occurrences;
    use crate::time::Window;

    fn planned(keys: &str) -> (Vec<Series>, Vec<Finding>) {
        let text = format!("events:\n- {{ name: E, {keys} }}\n");
        plan(&load(&text).community.expect("a community"))
    }

    /// How many occurrences there are in a month of 2026, and what was found.
    fn in_2026(keys: &str) -> (usize, Vec<String>) {
        let (series, findings) = planned(keys);
        let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).expect("a day of the calendar");
        let window = Window::days(day(10), day(11), Zone::utc());
        let count = series.iter().map(|series| occurrences(series, window, Zone::utc()).len()).sum();
        (count, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn what_no_rrule_says_is_laid_out_beyond_this_release_however_long_ago_it_began() {
        let until = |last| vec![format!("no single RRULE says this; calendars have it until {last}")];
        let after = "cadence: Wednesday after the fourth Tuesday 9:00 UTC";
        assert_eq!(in_2026(&format!("{after}, start: 2010-01-01")), (1, until("2040-12-31")));
        assert_eq!(in_2026(&format!("{after}, start: 2026-01-01")), (1, until("2041-12-31")));
        let even = "cadence: even weeks Thursday 9:00 UTC";
        assert_eq!(in_2026(&format!("{even}, start: 2010-01-01")), (3, until("2040-12-30")));
        // An end of its own says all there is to say.
        assert_eq!(in_2026(&format!("{even}, start: 2010-01-01, until: 2030-01-01")), (3, vec![]));
    }

    #[test]
    fn a_part_of_a_cadence_that_ends_before_it_has_a_date_is_none() {
        let all = |until: &str| {
            let (series, findings) = planned(&format!(
                "cadence: first and third Thursday 9:00 UTC, start: 2026-01-05, until: {until}"
            ));
            (series.len(), findings.into_iter().map(|finding| finding.check).collect::<Vec<_>>())
        };
        assert_eq!(all("2026-01-16"), (1, vec![]));
        assert_eq!(all("2026-01-06"), (0, vec!["ends-before-it-starts", "ends-before-it-starts"]));
    }
}
