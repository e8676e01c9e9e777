//! The rows of a week's drawing: five minutes each, from the first hour that is shown.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::time::{ChangeKind, ClockChange};

/// The minutes of a row.
const ROW: i64 = 5;
/// Rows of the shortest thing that can be read.
pub(super) const SHORTEST: i64 = 6;
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

    pub(super) fn end(self) -> i64 {
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

    /// The rows of each pause.
    pub(super) fn pauses(&self) -> Vec<Rows> {
        let ends = self.shown.iter().rev().skip(1).rev();
        ends.map(|(_, last)| Rows { at: self.row((*last, false)), count: PAUSE }).collect()
    }

    /// The rows from one moment to another, of a day that repeats a time or of another one.
    pub(super) fn rows(&self, from: Moment, to: Moment, repeats: bool) -> Rows {
        // What is over where the second of a repeated time begins ends before it.
        let blank = match self.repeated {
            Some((first, last)) if !repeats && to.0 == last => (last - first) / ROW,
            Some(_) | None => 0,
        };
        let (at, end) = (self.row(from), self.row(to) - blank);
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
        assert_eq!(axis.rows((545, false), (605, false), false), Rows { at: 1, count: 12 });
        assert_eq!(axis.rows((600, false), (605, false), false), Rows { at: 12, count: SHORTEST });
        assert_eq!(axis.rows((1079, false), (1080, false), false), Rows { at: 72, count: 6 });
        let at = |minute| axis.at((minute, false));
        assert_eq!((at(480), at(600), at(900), at(1020)), (None, Some(12), None, Some(66)));
        assert_eq!(Axis::new([].into_iter(), None).height(), 8 * 12);
    }

    /// The second of a repeated hour is no time of other days: what is over when it begins ends before it.
    #[test]
    fn on_other_days_a_meeting_ends_before_the_second_of_an_hour_or_goes_on_behind_it() {
        let autumn = change(ChangeKind::Fold, "2026-11-01T01:00:00", "2026-11-01T02:00:00");
        let axis = Axis::new([(0, 24 * 60)].into_iter(), Some(autumn));
        let rows = |from, to, repeats| {
            let rows = axis.rows((from, false), (to, false), repeats);
            (rows.at, rows.end())
        };
        assert_eq!([rows(60, 120, false), rows(60, 120, true)], [(12, 24), (12, 36)]);
        assert_eq!([rows(30, 120, false), rows(90, 150, false)], [(6, 24), (18, 42)]);
        assert_eq!([rows(0, 60, false), rows(120, 180, false)], [(0, 12), (36, 48)]);
        assert_eq!(axis.rows((60, false), (60, true), true), Rows { at: 12, count: 12 });
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
}
