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

    /// Looks for ever, on a thread of its own, and does something when it finds others; also when something is sent to what it
    /// hands back.
    pub(super) fn whenever_others(self, mut does: impl FnMut() + Send + 'static) -> Sender<()> {
        let (ask, asked) = channel();
        thread::spawn(move || self.go_on(&asked, &mut does));
        ask
    }

    fn go_on(self, asked: &Receiver<()>, does: &mut impl FnMut()) {
        let (mut known, mut before) = (self.clone(), self);
        loop {
            let demanded = match asked.recv_timeout(INTERVAL) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let now = Look::at(known.paths.clone());
            if demanded || (now != known && now == before) {
                known = now.clone();
                // Whatever goes wrong with this change, the next one is to be seen.
                if catch_unwind(AssertUnwindSafe(&mut *does)).is_err() {
                    tracing::error!(
                        "reading files anew failed in a way that it should not; please report it"
                    );
                }
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
        });
        for _ in 0..2 {
            ask.send(()).expect("it goes on");
        }
        assert_eq!(seen.recv_timeout(Duration::from_secs(20)), Ok(2));
    }
}
