//! Segments: the parts of a text that state a rule each. `Every Tuesday 9:00 PT and every other Tuesday 10:00 UTC+8`
//! has two.

use super::super::grammar::{Item, Joint, Said};

/// The items of one rule.
#[derive(Clone)]
pub(super) struct Segment<'i> {
    pub items: Vec<&'i Item>,
}

impl<'i> Segment<'i> {
    /// The items that say something particular, with what it is.
    pub(super) fn find<T>(&self, wanted: impl Fn(&'i Said) -> Option<T>) -> Vec<(T, &'i Item)> {
        self.items.iter().filter_map(|item| Some((wanted(&item.said)?, *item))).collect()
    }
}

fn names_days(item: &Item) -> bool {
    matches!(item.said, Said::Days { .. } | Said::Nths { .. })
}

fn is_clock(item: &Item) -> bool {
    matches!(item.said, Said::Clock { .. })
}

fn is_parity(item: &Item) -> bool {
    matches!(item.said, Said::Parity(_))
}

/// Cuts a text where the next rule begins.
pub(super) fn split(items: &[Item]) -> Vec<Segment<'_>> {
    let by_parity = items.iter().filter(|item| is_parity(item)).count() > 1;
    let borders = if by_parity { parity_borders(items) } else { day_borders(items) };
    let cut = |pair: &[usize]| items[pair[0]..pair[1]].iter().collect();
    let mut segments: Vec<Segment<'_>> =
        borders.windows(2).map(|pair| Segment { items: cut(pair) }).collect();
    // `Wednesdays 9:00 in odd weeks, 17:00 in even weeks`: the days are said once for both.
    if let (true, Some(days)) = (by_parity, items.iter().find(|item| names_days(item))) {
        for segment in
            segments.iter_mut().filter(|segment| !segment.items.iter().any(|item| names_days(item)))
        {
            segment.items.insert(0, days);
        }
    }
    segments
}

/// A new segment begins where days are named again, once the segment has days and a time, and another time follows.
fn day_borders(items: &[Item]) -> Vec<usize> {
    let mut borders = vec![0];
    let (mut days, mut clock) = (false, false);
    let last_clock = items.iter().rposition(is_clock);
    for (n, item) in items.iter().enumerate() {
        if names_days(item) && days && clock && last_clock.is_some_and(|last| last >= n) {
            borders.push(n - frequencies_before(&items[..n]));
            clock = false;
        }
        days |= names_days(item);
        clock |= is_clock(item);
    }
    borders.push(items.len());
    borders
}

/// How many items back the frequency is that belongs to the days behind it: `and fortnightly design meetings every
/// other Thursday`.
fn frequencies_before(items: &[Item]) -> usize {
    let between = |item: &&Item| {
        let joins = matches!(item.said, Said::Unknown | Said::Joint(Joint::And | Joint::Comma));
        joins || how_often(item)
    };
    let back = items.iter().rev().take_while(between).count();
    let first = items[items.len() - back..].iter().position(how_often);
    first.map_or(0, |first| back - first)
}

fn how_often(item: &Item) -> bool {
    matches!(item.said, Said::Frequency { .. } | Said::InMonths(_))
}

/// Each of `odd weeks …, even weeks …` begins a segment, or ends one where it stands behind its time.
fn parity_borders(items: &[Item]) -> Vec<usize> {
    let parities: Vec<usize> = (0..items.len()).filter(|n| is_parity(&items[*n])).collect();
    let first_clock = items.iter().position(is_clock);
    let behind = first_clock.is_some_and(|clock| clock < parities[0]);
    let inner = match behind {
        true => parities[..parities.len() - 1].iter().map(|n| n + 1).collect::<Vec<_>>(),
        false => parities[1..].to_vec(),
    };
    std::iter::once(0).chain(inner).chain([items.len()]).collect()
}
