//! The columns of a day's drawing, which what happens at once shares.

use super::axis::{Rows, SHORTEST};

/// The columns of a day: they can be shared by one to six things evenly.
pub(super) const COLUMNS: usize = 60;
/// How many can be read side by side.
const MOST_LANES: usize = 3;

/// Where a thing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub rows: Rows,
    lane: usize,
    /// How many lanes there are.
    pub of: usize,
}

impl Placed {
    pub(super) fn class(self) -> String {
        let width = COLUMNS / self.of;
        let short = if self.rows.count < SHORTEST { " short" } else { "" };
        format!("{} c{} w{width}{short}", self.rows.class(), self.lane * width)
    }
}

/// Where things are drawn that are in some rows, in the order in which they begin: what happens at once is side by side. Where
/// that would be more than can be read, each is drawn shorter, and under others that begin before.
pub(super) fn place(rows: &[Rows]) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let mut end = i64::MIN;
        let apart = rest.iter().position(|rows| {
            let is_apart = end != i64::MIN && end <= rows.at;
            end = end.max(rows.end());
            is_apart
        });
        let (cluster, others) = rest.split_at(apart.unwrap_or(rest.len()));
        let side_by_side = in_lanes(cluster, cluster.len());
        let most = side_by_side.iter().map(|placed| placed.lane + 1).max().unwrap_or(1);
        if most <= MOST_LANES {
            placed.extend(side_by_side.into_iter().map(|placed| Placed { of: most, ..placed }));
        } else {
            let layers = i64::try_from(most.div_ceil(2)).unwrap_or(i64::MAX);
            let shorter = |rows: &Rows| Rows { count: (rows.count / layers).max(SHORTEST / 3), ..*rows };
            let shorter: Vec<Rows> = cluster.iter().map(shorter).collect();
            placed.extend(in_lanes(&shorter, 2).into_iter().map(|placed| Placed { of: 2, ..placed }));
        }
        rest = others;
    }
    placed
}

/// Each in the first lane that is free, of so many; where none is, in the one that is free first, from then on.
fn in_lanes(rows: &[Rows], most: usize) -> Vec<Placed> {
    // Until which row each lane is taken.
    let mut taken: Vec<i64> = Vec::new();
    let mut placed = Vec::new();
    for rows in rows {
        let free = taken.iter().position(|end| *end <= rows.at);
        let soonest = || (0..taken.len()).min_by_key(|lane| taken[*lane]);
        let lane = match free {
            None if taken.len() < most => {
                taken.push(0);
                taken.len() - 1
            }
            None => soonest().unwrap_or(0),
            Some(lane) => lane,
        };
        let rows = Rows { at: rows.at.max(taken[lane]), ..*rows };
        taken[lane] = rows.end();
        placed.push(Placed { rows, lane, of: most });
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_at_once_stands_side_by_side() {
        let rows = |at, count| Rows { at, count };
        let lanes =
            |rows: &[Rows]| place(rows).iter().map(|placed| (placed.lane, placed.of)).collect::<Vec<_>>();
        assert_eq!(
            lanes(&[rows(0, 12), rows(0, 6), rows(6, 12), rows(12, 6), rows(24, 6)]),
            [(0, 2), (1, 2), (1, 2), (0, 2), (0, 1)]
        );
        assert_eq!(place(&[rows(0, 6), rows(0, 6)])[1].class(), "a0 f6 c30 w30");
    }

    #[test]
    fn of_too_many_at_once_each_is_shorter_and_none_covers_another() {
        let rows: Vec<Rows> = (0..10).map(|n| Rows { at: if n < 7 { 0 } else { 6 }, count: 12 }).collect();
        let placed = place(&rows);
        let overlap =
            |a: &Placed, b: &Placed| a.lane == b.lane && a.rows.at < b.rows.end() && b.rows.at < a.rows.end();
        for (n, one) in placed.iter().enumerate() {
            assert!(one.rows.at >= rows[n].at && one.rows.end() <= 18, "{one:?}");
            assert!(placed[..n].iter().all(|other| !overlap(one, other)), "{one:?}");
        }
    }
}
