//! The columns of a day's drawing, which what happens at once shares.

use super::axis::Rows;

/// The columns of a day: they can be shared evenly by as many things as stand side by side.
pub(super) const COLUMNS: usize = 60;
/// How many can be read side by side.
pub(super) const MOST_LANES: usize = 2;

/// Where a thing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// As long as it is, in one of so many lanes.
    Beside { rows: Rows, lane: usize, of: usize },
    /// In a list, with everything that begins in the first of these rows.
    Listed(Rows),
}

impl Place {
    pub(super) fn class(self) -> String {
        match self {
            Place::Beside { rows, lane, of } => {
                let width = COLUMNS / of;
                format!("{} c{} w{width}", rows.class(), lane * width)
            }
            Place::Listed(rows) => rows.class(),
        }
    }

    /// How many lanes there are, or one more than there may be where a list has them all.
    pub(super) fn lanes(self) -> usize {
        match self {
            Place::Beside { of, .. } => of,
            Place::Listed(_) => MOST_LANES + 1,
        }
    }
}

/// Where things are drawn that are in some rows, in the order in which they begin: what happens at once is side by side. Where
/// that would be more than can be read, they are listed by when they begin.
pub(super) fn place(rows: &[Rows]) -> Vec<Place> {
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
        let lanes = lanes(cluster);
        match lanes.iter().max().map_or(1, |last| last + 1) {
            of if of <= MOST_LANES => {
                let beside =
                    cluster.iter().zip(lanes).map(|(rows, lane)| Place::Beside { rows: *rows, lane, of });
                placed.extend(beside);
            }
            _ => placed.extend(listed(cluster)),
        }
        rest = others;
    }
    placed
}

/// The first lane that is free, for each.
fn lanes(rows: &[Rows]) -> Vec<usize> {
    // Until which row each lane is taken.
    let mut taken: Vec<i64> = Vec::new();
    let mut lanes = Vec::new();
    for rows in rows {
        let free = taken.iter().position(|end| *end <= rows.at);
        let lane = free.unwrap_or(taken.len());
        taken.resize(taken.len().max(lane + 1), 0);
        taken[lane] = rows.end();
        lanes.push(lane);
    }
    lanes
}

/// A list for each row in which something begins, until the next list or until all of it ends.
fn listed(cluster: &[Rows]) -> impl Iterator<Item = Place> {
    let end = cluster.iter().map(|rows| rows.end()).max().unwrap_or_default();
    cluster.iter().map(move |rows| {
        let next = cluster.iter().map(|other| other.at).find(|at| *at > rows.at).unwrap_or(end);
        Place::Listed(Rows { at: rows.at, count: next - rows.at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(at: i64, count: i64) -> Rows {
        Rows { at, count }
    }

    #[test]
    fn what_happens_at_once_stands_side_by_side() {
        let lanes = |rows: &[Rows]| {
            let lane = |place| match place {
                Place::Beside { lane, of, .. } => (lane, of),
                Place::Listed(_) => panic!("two can be read side by side"),
            };
            place(rows).into_iter().map(lane).collect::<Vec<_>>()
        };
        assert_eq!(
            lanes(&[rows(0, 12), rows(0, 6), rows(6, 12), rows(12, 6), rows(24, 6)]),
            [(0, 2), (1, 2), (1, 2), (0, 2), (0, 1)]
        );
        assert_eq!(place(&[rows(0, 6), rows(0, 6)])[1].class(), "a0 f6 c30 w30");
    }

    #[test]
    fn too_many_at_once_are_listed_by_when_they_begin() {
        let at_once = [rows(0, 12), rows(0, 6), rows(6, 12), rows(6, 6), rows(6, 6), rows(7, 6), rows(18, 6)];
        let (first, second, third) = (rows(0, 6), rows(6, 1), rows(7, 11));
        let mut wanted = [first, first, second, second, second, third].map(Place::Listed).to_vec();
        wanted.push(Place::Beside { rows: rows(18, 6), lane: 0, of: 1 });
        assert_eq!(place(&at_once), wanted);
    }
}
