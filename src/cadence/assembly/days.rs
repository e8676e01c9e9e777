//! What a segment says about days, gathered.

use chrono::Weekday;

use super::super::grammar::{Item, Joint, Said};
use super::super::lexer::Unit;
use super::super::{Nth, Parity, Span};
use super::segment::Segment;

/// The nth weekday of a quarter is looked for in its first month, the last one in its last.
const QUARTERS_BEGIN: [u32; 4] = [1, 4, 7, 10];
const QUARTERS_END: [u32; 4] = [3, 6, 9, 12];

/// What the items of a segment say about days.
pub(super) struct Days<'i> {
    pub frequencies: Vec<(u32, Unit)>,
    pub frequency_span: Span,
    pub days: Vec<(&'i [Weekday], DayStyle, &'i Item)>,
    pub nths: Vec<(Vec<Nth>, NthStyle, &'i Item)>,
    pub month_days: Vec<i32>,
    pub parity: Option<(Parity, &'i Item)>,
    /// The months that are named; every month where empty.
    pub months: Vec<u32>,
    /// How many times in a period, where that is said.
    pub count: Option<(u32, &'i Item)>,
    pub alternating: bool,
    /// Whether it takes turns with another meeting.
    pub relative: bool,
}

/// Positions by weekday, each once.
pub(super) fn in_order(nths: impl IntoIterator<Item = Nth>) -> Vec<Nth> {
    let mut nths: Vec<Nth> = nths.into_iter().collect();
    nths.sort_by_key(|nth| (nth.day.num_days_from_monday(), nth.ordinal < 0, nth.ordinal));
    nths.dedup();
    nths
}

#[derive(Clone, Copy)]
pub(super) struct DayStyle {
    pub every: bool,
    pub plural: bool,
    pub or: bool,
}

#[derive(Clone, Copy)]
pub(super) struct NthStyle {
    pub every: bool,
    pub week: bool,
}

impl<'i> Days<'i> {
    pub(super) fn of(segment: &Segment<'i>) -> Days<'i> {
        let found = segment.find(|said| match said {
            Said::Frequency { interval, unit } => Some((*interval, *unit)),
            Said::Count { unit: Some(unit), .. } => Some((1, *unit)),
            _ => None,
        });
        // 双周例会 among others: what a meeting is called says how often only where nothing else does.
        let called =
            segment.find(|said| if let Said::MeetingOf(unit) = said { Some((1, *unit)) } else { None });
        let parities = segment.find(|said| matches!(said, Said::Parity(_)).then_some(()));
        let found = if found.is_empty() && parities.is_empty() { called } else { found };
        let frequency_span = found.first().map_or(0..0, |(_, item)| item.span.clone());
        let mut frequencies: Vec<(u32, Unit)> = found.into_iter().map(|(frequency, _)| frequency).collect();
        frequencies.sort();
        frequencies.dedup();
        let days = segment.find(|said| match said {
            Said::Days { days, every, plural, or } => {
                Some((&days[..], DayStyle { every: *every, plural: *plural, or: *or }))
            }
            _ => None,
        });
        // `Thursdays in the first and third week`.
        let elsewhere = days.first().map_or(&[][..], |((days, _), _)| *days);
        let nths = segment.find(|said| match said {
            Said::Nths { ordinals, days, every, week } => {
                let days = if days.is_empty() { elsewhere } else { &days[..] };
                let pairs =
                    days.iter().flat_map(|day| ordinals.iter().map(|n| Nth { ordinal: *n, day: *day }));
                Some((pairs.collect::<Vec<_>>(), NthStyle { every: *every, week: *week }))
            }
            _ => None,
        });
        let month_days =
            segment.find(|said| if let Said::MonthDays(days) = said { Some(days.clone()) } else { None });
        let parity = segment.find(|said| if let Said::Parity(parity) = said { Some(*parity) } else { None });
        let months =
            segment.find(|said| if let Said::InMonths(months) = said { Some(months.clone()) } else { None });
        let count =
            segment.find(|said| if let Said::Count { times, .. } = said { Some(*times) } else { None });
        let mut month_days: Vec<i32> = month_days.into_iter().flat_map(|(days, _)| days).collect();
        let mut months: Vec<u32> = months.into_iter().flat_map(|(months, _)| months).collect();
        month_days.sort_by_key(|day| (*day < 0, *day));
        month_days.dedup();
        months.sort_unstable();
        months.dedup();
        Days {
            frequencies,
            frequency_span,
            days: days.into_iter().map(|((days, style), item)| (days, style, item)).collect(),
            nths: nths.into_iter().map(|((nths, style), item)| (nths, style, item)).collect(),
            month_days,
            parity: parity.first().copied(),
            months,
            count: count.first().copied(),
            alternating: false,
            relative: !segment.find(|said| (*said == Said::Relative).then_some(())).is_empty(),
        }
    }

    pub(super) fn interval(&self, wanted: Unit) -> Option<u32> {
        self.frequencies.iter().find(|(_, unit)| *unit == wanted).map(|(interval, _)| *interval)
    }

    /// Whether months or quarters are counted or named.
    pub(super) fn counts_months(&self) -> bool {
        let counted = [Unit::Month, Unit::Quarter].into_iter().any(|unit| self.interval(unit).is_some());
        counted || !self.months.is_empty()
    }

    /// Every N months, and which ones, for the nth weekday of each.
    pub(super) fn months(&self, ordinal: i32) -> (u32, Vec<u32>) {
        match (self.interval(Unit::Month), self.interval(Unit::Quarter)) {
            _ if !self.months.is_empty() => (1, self.months.clone()),
            (_, Some(_)) if ordinal < 0 => (1, QUARTERS_END.to_vec()),
            (_, Some(_)) => (1, QUARTERS_BEGIN.to_vec()),
            (interval, None) => (interval.unwrap_or(1), vec![]),
        }
    }

    /// The nth weekdays, those of several lists together where only `and` and commas join them; else also the list that
    /// contradicts the first.
    pub(super) fn positions(&self, segment: &Segment<'i>) -> (Vec<Nth>, Option<(&[Nth], &'i Item)>) {
        let [(first, _, item), others @ ..] = &self.nths[..] else { return (vec![], None) };
        let mut all = first.clone();
        for (nths, _, other) in others {
            let between = segment.items.iter().filter(|between| {
                between.span.start >= item.span.end && between.span.end <= other.span.start
            });
            let joins = |item: &&&Item| {
                matches!(item.said, Said::Joint(Joint::And | Joint::Comma) | Said::Nths { .. })
            };
            if !between.clone().all(|item| joins(&item)) && nths.iter().any(|nth| !all.contains(nth)) {
                return (in_order(all), Some((nths, other)));
            }
            all.extend(nths);
        }
        (in_order(all), None)
    }

    pub(super) fn weekdays(&self) -> Option<&'i [Weekday]> {
        self.days.first().map(|(days, _, _)| *days)
    }
}
