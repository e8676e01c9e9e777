//! The data anew, while the server runs: when its file or its lock file is another one, and on SIGHUP.
//!
//! Files are looked at, not listened to: what stands behind a path changes as often by a symbolic link (a ConfigMap, git-sync)
//! as by an edit, and over networks nobody tells.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::published;
use crate::cli::data;
use crate::directory::Level;
use crate::http::Site;
use crate::page::Base;

/// Between two looks. A file that is being written is read once two looks find it the same.
const INTERVAL: Duration = Duration::from_secs(1);

/// What is served of a file, and how to serve it anew.
pub(super) struct Reload {
    pub path: PathBuf,
    pub base: Option<Base>,
    pub site: Arc<Site>,
}

/// Which files stand behind a path, and which octets, as far as can be told without reading them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look([Option<File>; 2]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct File {
    place: (u64, u64),
    size: u64,
    modified: (i64, i64),
}

impl Look {
    /// At a data file and the lock beside it.
    pub(super) fn at(path: &Path) -> Look {
        let file = |path: &Path| {
            let known = fs::metadata(path).ok()?;
            Some(File {
                place: (known.dev(), known.ino()),
                size: known.size(),
                modified: (known.mtime(), known.mtime_nsec()),
            })
        };
        Look([file(path), file(&path.with_extension("lock"))])
    }
}

impl Reload {
    /// Looks at the file for ever, and at once when something comes. `seen` is how it looked before it was read first.
    pub(super) fn watch(self, asked: &Receiver<()>, seen: Look) {
        let (mut published, mut before) = (seen, seen);
        loop {
            let demanded = match asked.recv_timeout(INTERVAL) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let now = Look::at(&self.path);
            if demanded || (now != published && now == before) {
                published = now;
                self.reload();
            }
            before = now;
        }
    }

    /// Publishes the file as it is now, or says why what was published before stays.
    fn reload(&self) {
        let name = self.path.display();
        match self.load() {
            Ok(calendars) => eprintln!("sigcal: read {name} anew: {calendars}"),
            Err(why) => {
                self.site.reload_failed(why.clone());
                eprintln!("sigcal: what was served before is still served: {why}");
            }
        }
    }

    fn load(&self) -> Result<String, String> {
        let data = data::load(Some(&self.path)).map_err(|failure| failure.to_string())?;
        let errors: Vec<_> =
            data.to_mend().into_iter().filter(|finding| finding.level == Level::Error).collect();
        if let Some(first) = errors.first() {
            let (name, place) = (&data.name, &first.place);
            return Err(format!(
                "{name}:{}:{}: {}; `sigcal check {name}` says all that is wrong",
                place.line, place.column, first.message
            ));
        }
        let publication = published(data, self.base.clone(), Some(&self.site.publication()))
            .map_err(|failure| failure.to_string())?;
        let calendars = publication.catalog().calendars().len();
        self.site.publish(publication);
        let site = Arc::clone(&self.site);
        std::thread::spawn(move || site.squeeze());
        Ok(if calendars == 1 { "1 calendar".to_owned() } else { format!("{calendars} calendars") })
    }
}
