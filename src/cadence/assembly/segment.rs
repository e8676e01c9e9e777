//! Segments: the parts of a text that state a rule each. `Every Tuesday 9:00 PT and every other Tuesday 10:00 UTC+8`
//! has two.

use super::super::grammar::{Item, Said};

/// The items of one rule.
#[derive(Clone, Copy)]
pub(super) struct Segment<'i> {
    pub items: &'i [Item],
}

impl<'i> Segment<'i> {
    /// The items that say something particular, with what it is.
    pub(super) fn find<T>(&self, wanted: impl Fn(&'i Said) -> Option<T>) -> Vec<(T, &'i Item)> {
        self.items.iter().filter_map(|item| Some((wanted(&item.said)?, item))).collect()
    }
}

/// A new segment begins where days are named again, once the segment has days and a time, and another time follows.
pub(super) fn split(items: &[Item]) -> Vec<Segment<'_>> {
    let names_days = |item: &Item| matches!(item.said, Said::Days { .. } | Said::Nths { .. });
    let is_clock = |item: &Item| matches!(item.said, Said::Clock { .. });
    let mut borders = vec![0];
    let (mut days, mut clock) = (false, false);
    let parities = items.iter().filter(|item| matches!(item.said, Said::Parity(_))).count();
    for (n, item) in items.iter().enumerate() {
        // `odd weeks Monday, even weeks Wednesday` are two rules, which may share a time.
        if parities > 1 && days && matches!(item.said, Said::Parity(_)) {
            borders.push(n);
            (days, clock) = (false, false);
            continue;
        }
        if names_days(item) && days && clock && items[n..].iter().any(is_clock) {
            // A frequency right before the days belongs to them.
            let with_frequency =
                n > 0 && matches!(items[n - 1].said, Said::Frequency { .. } | Said::Parity(_));
            borders.push(n - usize::from(with_frequency));
            clock = false;
        }
        days |= names_days(item);
        clock |= is_clock(item);
    }
    borders.push(items.len());
    borders.windows(2).map(|pair| Segment { items: &items[pair[0]..pair[1]] }).collect()
}
