//! Files that are looked at now and then, and read anew when they are others.
//!
//! They are looked at, not listened to: what stands behind a path changes as often by a symbolic link (a ConfigMap,
//! git-sync) as by an edit, and over networks nobody tells.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Between two looks. A file that is being written is read once two looks find it the same.
const INTERVAL: Duration = Duration::from_secs(1);

/// After how many looks what could not be done is tried again, at most; at first after one.
const LONGEST_PAUSE: u32 = 60;

/// How doing something with files ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Done, or not to be done with what is there.
    Done,
    /// Not done for a reason that may pass by itself.
    TryAgain,
}

/// Which files stand behind some paths, and which octets, as far as can be told without reading them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    paths: Vec<PathBuf>,
    seen: Vec<Option<File>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct File {
    place: (u64, u64),
    size: u64,
    modified: (i64, i64),
}

impl File {
    fn at(path: &Path) -> Option<File> {
        let known = fs::metadata(path).ok()?;
        Some(File {
            place: (known.dev(), known.ino()),
            size: known.size(),
            modified: (known.mtime(), known.mtime_nsec()),
        })
    }
}

impl Look {
    /// At these paths. To be taken before what is there is read first.
    pub(super) fn at(paths: Vec<PathBuf>) -> Look {
        let seen = paths.iter().map(|path| File::at(path)).collect();
        Look { paths, seen }
    }

    /// Looks on a thread of its own, and does something when it finds others; also when something is sent to what it hands back.
    /// It looks as long as that is there.
    pub(super) fn whenever_others(self, mut does: impl FnMut() -> Outcome + Send + 'static) -> Sender<()> {
        let (ask, asked) = channel();
        thread::spawn(move || self.go_on(&asked, &mut does));
        ask
    }

    fn go_on(self, asked: &Receiver<()>, does: &mut impl FnMut() -> Outcome) {
        let (mut known, mut before) = (self.clone(), self);
        // How many looks are left until it is tried again, and how many it was the last time.
        let (mut left, mut pause) = (None, 0);
        loop {
            let demanded = match asked.recv_timeout(INTERVAL) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let now = Look::at(known.paths.clone());
            left = left.map(|left: u32| left.saturating_sub(1));
            if demanded || left == Some(0) || (now != known && now == before) {
                known = now.clone();
                // Whatever goes wrong with this change, the next one is to be seen.
                let outcome = catch_unwind(AssertUnwindSafe(&mut *does));
                if outcome.is_err() {
                    tracing::error!(
                        "reading files anew failed in a way that it should not; please report it"
                    );
                }
                pause =
                    if let Ok(Outcome::TryAgain) = outcome { (pause * 2).clamp(1, LONGEST_PAUSE) } else { 0 };
                left = (pause > 0).then_some(pause);
            }
            before = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_goes_wrong_with_one_change_the_next_is_seen() {
        let (done, seen) = channel();
        let mut times = 0;
        let ask = Look::at(vec![]).whenever_others(move || {
            times += 1;
            assert!(times > 1, "the first goes wrong");
            done.send(times).expect("the test waits");
            Outcome::Done
        });
        for _ in 0..2 {
            ask.send(()).expect("it goes on");
        }
        assert_eq!(seen.recv_timeout(Duration::from_secs(20)), Ok(2));
    }

    #[test]
    fn what_could_not_be_done_is_tried_again_until_it_is() {
        let (done, seen) = channel();
        let mut times = 0;
        let ask = Look::at(vec![]).whenever_others(move || {
            times += 1;
            done.send(times).expect("the test waits");
            if times < 3 { Outcome::TryAgain } else { Outcome::Done }
        });
        ask.send(()).expect("it goes on");
        for time in 1..=3 {
            assert_eq!(seen.recv_timeout(Duration::from_secs(20)), Ok(time));
        }
        // Then only where it is asked for.
        assert!(seen.recv_timeout(INTERVAL * 2).is_err());
    }
}
