//! `sigcal week --watch`: the week drawn anew as time passes.

use std::io;
use std::time::Duration;

use chrono::{DateTime, Timelike, Utc};

use super::measure::cut;
use crate::cli::terminal::{Size, Woken};

/// How long to wait before looking at the clock again: a machine may have slept, or its clock been set, meanwhile.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Draws at once, on each minute, and when the terminal's size is another, until it is told to end or the terminal has gone.
pub(super) fn watch(
    clock: &dyn Fn() -> DateTime<Utc>,
    mut wait: impl FnMut(Duration) -> io::Result<Woken>,
    mut draw: impl FnMut(DateTime<Utc>) -> io::Result<()>,
) -> io::Result<()> {
    loop {
        let drawn = clock();
        match draw(drawn) {
            // A terminal that has gone fails so.
            Err(error) if is_hang_up(&error) => return Ok(()),
            done => done?,
        }
        let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
        loop {
            let now = clock();
            if minute(now) != minute(drawn) {
                break;
            }
            let left = Duration::from_secs(60)
                - Duration::from_secs(now.second().into())
                - Duration::from_nanos((now.nanosecond() % 1_000_000_000).into());
            match wait(left.min(LOOK_AGAIN))? {
                Woken::Late => {}
                Woken::Resized => break,
                Woken::Ended => return Ok(()),
            }
        }
    }
}

fn is_hang_up(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
        || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

/// The screen with some lines on it. Where there are more than it has room for, those about a line that is wanted are shown
/// below those that are kept, and the last says how many are above and below.
pub(super) fn screen(
    lines: &[String],
    size: Size,
    (kept, wanted): (&[usize], Option<usize>),
    more: impl Fn(usize, usize) -> String,
) -> Vec<u8> {
    let mut shown: Vec<String> = lines.to_vec();
    if lines.len() > size.rows {
        let room = size.rows.saturating_sub(kept.len() + 1);
        let first = kept.last().map_or(0, |last| last + 1);
        let latest = lines.len().saturating_sub(room).max(first);
        let from = wanted.map_or(first, |line| line.saturating_sub(room / 2)).clamp(first, latest);
        let part = lines.iter().skip(from).take(room);
        let (above, below) = (from.saturating_sub(kept.len()), lines.len().saturating_sub(from + room));
        shown = kept.iter().filter_map(|line| lines.get(*line)).chain(part).cloned().collect();
        shown.push(cut(&more(above, below), size.columns));
        shown.truncate(size.rows);
    }
    // From the upper left, each line over what was there, and then nothing.
    let text = shown.iter().map(|line| format!("{line}\x1b[K")).collect::<Vec<_>>().join("\r\n");
    format!("\x1b[H{text}\x1b[J").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a test's own instant")
    }

    /// What is drawn when, where each waiting is as long as it may be and ends as it is told to.
    fn drawn(from: &str, ends: &[Woken]) -> Vec<String> {
        let now = Cell::new(at(from));
        let drawn = RefCell::new(Vec::new());
        let mut ends = ends.iter();
        let wait = |most: Duration| {
            assert!(most <= LOOK_AGAIN && !most.is_zero(), "{most:?}");
            let end = *ends.next().unwrap_or(&Woken::Ended);
            if end == Woken::Late {
                now.set(now.get() + most);
            }
            Ok(end)
        };
        let draw = |at: DateTime<Utc>| {
            drawn.borrow_mut().push(at.format("%a %H:%M:%S%.f").to_string());
            Ok(())
        };
        watch(&|| now.get(), wait, draw).expect("nothing fails");
        drawn.into_inner()
    }

    #[test]
    fn it_is_drawn_at_once_and_on_every_minute() {
        assert_eq!(
            drawn("2026-11-27T16:29:48.25Z", &[Woken::Late; 15]),
            ["Fri 16:29:48.250", "Fri 16:30:00", "Fri 16:31:00"]
        );
    }

    #[test]
    fn another_size_is_drawn_at_once_and_what_ends_it_is_not() {
        assert_eq!(drawn("2026-11-27T16:29:48Z", &[Woken::Resized, Woken::Resized]), ["Fri 16:29:48"; 3]);
        assert_eq!(drawn("2026-11-27T16:29:48Z", &[]), ["Fri 16:29:48"]);
    }

    /// A clock that was set back or far ahead while nobody looked.
    #[test]
    fn another_minute_is_drawn_whichever_it_is() {
        let times = ["16:29:48", "16:29:48", "16:29:48", "03:00:00", "03:00:00"];
        let times = RefCell::new(times.map(|time| at(&format!("2026-11-27T{time}Z"))).into_iter());
        let mut drawn = Vec::new();
        let mut waits = 0;
        let wait = |_| {
            waits += 1;
            Ok(if waits < 3 { Woken::Late } else { Woken::Ended })
        };
        let clock = || times.borrow_mut().next().unwrap_or(at("2026-11-27T03:00:01Z"));
        let draw = |now: DateTime<Utc>| {
            drawn.push(now.format("%H:%M:%S").to_string());
            Ok(())
        };
        watch(&clock, wait, draw).expect("nothing fails");
        assert_eq!(drawn, ["16:29:48", "03:00:00"]);
    }

    #[test]
    fn a_terminal_that_has_gone_ends_it_and_another_failure_is_one() {
        let watched = |failure: fn() -> io::Error| {
            let draw = |_| Err(failure());
            watch(&|| at("2026-11-27T16:29:48Z"), |_| Ok(Woken::Late), draw).map_err(|error| error.kind())
        };
        assert_eq!(watched(|| io::ErrorKind::BrokenPipe.into()), Ok(()));
        assert_eq!(watched(|| rustix::io::Errno::IO.into()), Ok(()));
        assert_eq!(watched(|| io::ErrorKind::StorageFull.into()), Err(io::ErrorKind::StorageFull));
    }

    #[test]
    fn a_low_screen_shows_what_is_about_now() {
        let lines: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        let shown_below = |kept: &[usize], rows, wanted| {
            let size = Size { columns: 5, rows };
            let bytes = screen(&lines, size, (kept, wanted), |above, below| format!("{above}+{below}"));
            let text = String::from_utf8(bytes).expect("UTF-8");
            let text =
                text.strip_prefix("\x1b[H").and_then(|text| text.strip_suffix("\x1b[J")).expect("a screen");
            text.replace("\x1b[K", "").replace("\r\n", " ")
        };
        let shown = |rows, wanted| shown_below(&[0], rows, wanted);
        assert_eq!(shown(10, None), "0 1 2 3 4 5 6 7 8 9");
        assert_eq!(shown(6, None), "0 1 2 3 4 0+5");
        assert_eq!(shown(6, Some(5)), "0 3 4 5 6 2+3");
        assert_eq!(shown(6, Some(9)), "0 6 7 8 9 5+0");
        assert_eq!(shown(6, Some(0)), "0 1 2 3 4 0+5");
        assert_eq!(shown(1, Some(9)), "0");
        assert_eq!(shown_below(&[0, 3], 6, Some(8)), "0 3 7 8 9 5+0");
        assert_eq!(shown_below(&[0, 3], 6, None), "0 3 4 5 6 2+3");
    }
}
