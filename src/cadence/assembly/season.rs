//! Times that are told twice: in two zones, or for summer and winter.

use chrono::{NaiveDate, TimeDelta};

use super::super::Clock;
use super::super::grammar::Said;
use super::super::lexer::Whose;
use super::segment::Segment;
use super::slot::Slot;
use crate::time::{Phrase, PhraseKind, Zone, resolve};

/// Whether two times of day in two zones are one instant, in winter or in summer (no zone's clock changes in either).
pub(super) fn same_instant(a: Clock, a_zone: &Phrase, b: Clock, b_zone: &Phrase) -> bool {
    let zones = |phrase: &Phrase| phrase.zones.clone();
    zones(a_zone).iter().any(|x| zones(b_zone).iter().any(|y| zones_agree(a, *x, b, *y)))
}

/// The same for two zones that are settled.
pub(super) fn zones_agree(a: Clock, a_zone: Zone, b: Clock, b_zone: Zone) -> bool {
    [1, 7].into_iter().any(|month| {
        let day = NaiveDate::from_ymd_opt(2026, month, 15).expect("a date of every year");
        let first = resolve(day.and_time(a.time), a_zone);
        // The other zone may be a day ahead or behind.
        [-1, 0, 1]
            .into_iter()
            .any(|shift| resolve((day + TimeDelta::days(shift)).and_time(b.time), b_zone) == first)
    })
}

/// `15:30 UTC during US DST / 16:30 UTC otherwise`: the wall clock of the place that is named, which shows the same all
/// year. Pacific time stands for America, and Central European for Europe.
pub(super) fn one_wall_clock(segment: &Segment<'_>, slots: &[Slot]) -> Option<Slot> {
    let seasons = segment.find(|said| if let Said::Season(whose) = said { Some(*whose) } else { None });
    let [a, b] = slots else { return None };
    let utc = |slot: &Slot| {
        slot.zones.first().is_some_and(|(phrase, _)| phrase.zones.first().is_some_and(|z| z.is_utc()))
    };
    let (summer, winter) = if a.clock.time < b.clock.time { (a, b) } else { (b, a) };
    let an_hour = winter.clock.time - summer.clock.time == TimeDelta::hours(1);
    if seasons.is_empty() || !utc(summer) || !utc(winter) || !an_hour {
        return None;
    }
    let whose = seasons.iter().map(|(whose, _)| *whose).find(|whose| *whose != Whose::Unsaid);
    let (tzid, in_summer) = match whose? {
        Whose::Europe => ("Europe/Berlin", TimeDelta::hours(2)),
        Whose::America | Whose::Unsaid => ("America/Los_Angeles", TimeDelta::hours(-7)),
    };
    let shift = |time: chrono::NaiveTime| time.overflowing_add_signed(in_summer).0;
    let clock = Clock { time: shift(summer.clock.time), end: summer.clock.end.map(shift) };
    let span = a.span.start..b.span.end;
    let phrase = Phrase { kind: PhraseKind::Wall, zones: vec![Zone::named(tzid).ok()?] };
    Some(Slot {
        clock,
        zones: vec![(phrase, span.clone())],
        glosses: vec![],
        span,
        or: false,
        next_day: false,
    })
}
