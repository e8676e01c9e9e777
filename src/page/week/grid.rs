//! Where things stand in the drawing of a week: rows of five minutes from the first hour that is shown, columns that what
//! happens at once shares. Positions are classes of the style sheet, because a page may hold no style of its own.

use std::fmt::Write;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::time::{ChangeKind, ClockChange};

/// The minutes of a row.
const ROW: i64 = 5;
/// Rows of the shortest thing that can be read.
const SHORTEST: i64 = 6;
/// The columns of a day: they can be shared by one to six things evenly.
const COLUMNS: usize = 60;
/// How many can be read side by side.
const MOST_LANES: usize = 3;
/// The minutes that are shown where nothing happens.
const USUAL: (i64, i64) = (9 * 60, 17 * 60);
/// How long nothing happens, in minutes, before a pause stands for it, and the rows of that.
const PAUSED_FROM: i64 = 3 * 60;
const PAUSE: i64 = 6;

/// The rows of a week, which are the same on each of its days: hours in which something happens, and a pause in place of many
/// in which nothing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// Minutes of the day that are shown, each stretch from its first to the one after its last.
    shown: Vec<(i64, i64)>,
    /// A time that a clock of the week repeats: it has its rows twice, on every day.
    repeated: Option<(i64, i64)>,
}

/// A stretch of rows: which is the first, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    pub at: i64,
    pub count: i64,
}

impl Rows {
    pub(super) fn class(self) -> String {
        format!("a{} f{}", self.at, self.count)
    }

    fn end(self) -> i64 {
        self.at + self.count
    }
}

/// A moment of a day: its minute, and whether that is the second of two.
pub(super) type Moment = (i64, bool);

/// The minute of a civil time in the day that it is drawn on, which is the day before where it is midnight.
pub(super) fn minute(civil: NaiveDateTime, day: NaiveDate) -> i64 {
    let days = (civil.date() - day).num_days();
    (days * 24 * 60 + i64::from(civil.num_seconds_from_midnight()) / 60).clamp(0, 24 * 60)
}

impl Axis {
    /// One that shows stretches of minutes, and what a clock of the week does.
    pub(super) fn new(stretches: impl Iterator<Item = (i64, i64)>, change: Option<ClockChange>) -> Axis {
        let mut hours: Vec<(i64, i64)> =
            stretches.map(|(start, end)| (start / 60 * 60, (end.max(start + 1) + 59) / 60 * 60)).collect();
        hours.sort_unstable();
        let mut shown: Vec<(i64, i64)> = Vec::new();
        for (start, end) in hours {
            match shown.last_mut() {
                Some(last) if start - last.1 < PAUSED_FROM => last.1 = last.1.max(end),
                Some(_) | None => shown.push((start, end)),
            }
        }
        if shown.is_empty() {
            shown.push(USUAL);
        }
        let repeated = change.filter(|change| change.kind == ChangeKind::Fold).map(|change| {
            let day = change.from.date();
            (minute(change.from, day), minute(change.to, day))
        });
        let is_shown = |(from, to): &(i64, i64)| shown.iter().any(|shown| shown.0 <= *from && *to <= shown.1);
        let repeated = repeated.filter(is_shown);
        Axis { shown, repeated }
    }

    fn row(&self, (minute, second): Moment) -> i64 {
        let again = match self.repeated {
            Some((from, to)) if minute >= to || second && minute >= from => (to - from) / ROW,
            Some(_) | None => 0,
        };
        let mut row = 0;
        for (n, (first, last)) in self.shown.iter().enumerate() {
            if n > 0 {
                row += PAUSE;
            }
            if minute < *first {
                // In the pause before it.
                return (row - PAUSE).max(0) + again;
            }
            row += (minute.min(*last) - first) / ROW;
            if minute <= *last {
                break;
            }
        }
        row + again
    }

    /// The first rows of the pauses.
    pub(super) fn pauses(&self) -> Vec<Rows> {
        let ends = self.shown.iter().rev().skip(1).rev();
        ends.map(|(_, last)| Rows { at: self.row((*last, false)), count: PAUSE }).collect()
    }

    /// The rows from one moment to another.
    pub(super) fn rows(&self, from: Moment, to: Moment) -> Rows {
        let (at, end) = (self.row(from), self.row(to));
        let at = at.min(self.height() - SHORTEST).max(0);
        Rows { at, count: (end - at).max(SHORTEST) }
    }

    /// The row of a moment, where it is shown.
    pub(super) fn at(&self, moment: Moment) -> Option<i64> {
        self.shows(moment.0, moment.0).then(|| self.row(moment))
    }

    fn shows(&self, from: i64, to: i64) -> bool {
        self.shown.iter().any(|(first, last)| *first <= from && to <= *last)
    }

    /// The rows of a time that a clock skips or repeats, as far as they are shown. Of one that is repeated, it is the second.
    pub(super) fn band(&self, from: i64, to: i64, kind: ChangeKind) -> Option<Rows> {
        let second = kind == ChangeKind::Fold;
        let at = self.row((from, second));
        self.shows(from, to).then_some(Rows { at, count: (to - from) / ROW })
    }

    /// The second of a repeated time, on days on which nothing is repeated.
    pub(super) fn blank(&self) -> Option<Rows> {
        self.repeated.and_then(|(from, to)| self.band(from, to, ChangeKind::Fold))
    }

    /// The whole hours, each with its row; one that is repeated stands twice.
    pub(super) fn hours(&self) -> Vec<(NaiveTime, i64)> {
        let mut hours = Vec::new();
        for minute in self.shown.iter().flat_map(|(first, last)| (*first..*last).step_by(60)) {
            let time = NaiveTime::MIN + TimeDelta::minutes(minute);
            hours.push((time, self.row((minute, false))));
            if self.repeated.is_some_and(|(from, to)| from <= minute && minute < to) {
                hours.push((time, self.row((minute, true))));
            }
        }
        hours
    }

    /// How many rows there are.
    pub(super) fn height(&self) -> i64 {
        self.row((24 * 60, false))
    }
}

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

/// The rules of every class that a drawing may have.
pub(in crate::page) fn style() -> String {
    let mut rules = String::new();
    let mut rule = |text: std::fmt::Arguments<'_>| {
        rules.write_fmt(text).expect("a text takes everything that is written to it");
    };
    // A day has up to 26 hours.
    for row in 0..=26 * 12 {
        rule(format_args!(".a{row}{{grid-row-start:{}}}", row + 1));
        rule(format_args!(".f{row}{{grid-row-end:span {row}}}"));
    }
    for column in 0..COLUMNS {
        rule(format_args!(".c{column}{{grid-column-start:{}}}", column + 1));
        rule(format_args!(".w{0}{{grid-column-end:span {0}}}", column + 1));
    }
    for rows in (0..=26 * 12).step_by(6) {
        rule(format_args!(".r{rows}{{--rows:{rows}}}"));
    }
    for parts in 7..=7 * 5 {
        rule(format_args!(".n{parts}{{--parts:{parts}}}"));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, from: &str, to: &str) -> ClockChange {
        let at = |text: &str| text.parse().expect("a test's own time");
        ClockChange { at: chrono::DateTime::UNIX_EPOCH, kind, from: at(from), to: at(to) }
    }

    #[test]
    fn a_week_shows_the_hours_in_which_something_happens() {
        let axis = Axis::new([(17 * 60, 17 * 60), (545, 605), (780, 790)].into_iter(), None);
        let hours: Vec<String> =
            axis.hours().iter().map(|(time, row)| format!("{} {row}", time.format("%H"))).collect();
        assert_eq!(hours, ["09 0", "10 12", "11 24", "12 36", "13 48", "17 66"]);
        assert_eq!((axis.pauses(), axis.height()), (vec![Rows { at: 60, count: 6 }], 78));
        assert_eq!(axis.rows((545, false), (605, false)), Rows { at: 1, count: 12 });
        assert_eq!(axis.rows((600, false), (605, false)), Rows { at: 12, count: SHORTEST });
        assert_eq!(axis.rows((1079, false), (1080, false)), Rows { at: 72, count: 6 });
        let at = |minute| axis.at((minute, false));
        assert_eq!((at(480), at(600), at(900), at(1020)), (None, Some(12), None, Some(66)));
        assert_eq!(Axis::new([].into_iter(), None).height(), 8 * 12);
    }

    #[test]
    fn an_hour_that_is_repeated_stands_twice_and_one_that_is_skipped_stays() {
        let all_day = || [(0, 24 * 60)].into_iter();
        let autumn = change(ChangeKind::Fold, "2026-11-01T01:00:00", "2026-11-01T02:00:00");
        let axis = Axis::new(all_day(), Some(autumn));
        let rows = [(60, false), (60, true), (90, true), (120, false)].map(|moment| axis.row(moment));
        assert_eq!((rows, axis.height()), ([12, 24, 30, 36], 25 * 12));
        assert_eq!(axis.blank(), Some(Rows { at: 24, count: 12 }));
        assert_eq!(axis.hours().len(), 25);
        let lord_howe = change(ChangeKind::Fold, "2026-04-05T01:30:00", "2026-04-05T02:00:00");
        assert_eq!(Axis::new(all_day(), Some(lord_howe)).height(), 24 * 12 + 6);
        let spring = change(ChangeKind::Gap, "2026-03-08T02:00:00", "2026-03-08T03:00:00");
        let axis = Axis::new(all_day(), Some(spring));
        assert_eq!((axis.height(), axis.blank()), (24 * 12, None));
        assert_eq!(axis.band(120, 180, ChangeKind::Gap), Some(Rows { at: 24, count: 12 }));
    }

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

    #[test]
    fn every_class_that_is_given_has_a_rule() {
        let style = style();
        let axis = Axis::new([(0, 24 * 60)].into_iter(), None);
        for class in place(&[axis.rows((0, false), (1440, false))])[0].class().split(' ') {
            assert!(style.contains(&format!(".{class}{{")), "{class}");
        }
    }
}
