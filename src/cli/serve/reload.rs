//! The data anew, while the server runs.

use std::path::PathBuf;
use std::sync::Arc;

use super::files::{Look, Outcome};
use super::{calendars, manager, published, squeeze_aside};
use crate::cli::data;
use crate::http::Site;
use crate::page::Base;

/// What is served of a file, and how to serve it anew.
pub(super) struct Reload {
    pub path: PathBuf,
    pub base: Option<Base>,
    pub site: Arc<Site>,
    /// Whether what is served was locked.
    pub locked: bool,
}

/// Why data is not served, and whether that may pass by itself.
struct Why(String, Outcome);

/// At a data file and the lock beside it.
pub(super) fn look(path: &std::path::Path) -> Look {
    Look::at(vec![path.to_owned(), data::lock_of(path)])
}

impl Reload {
    /// Publishes the file as it is now, or says why what was published before stays.
    pub(super) fn reload(&mut self) -> Outcome {
        let name = self.path.display().to_string();
        manager::reloading();
        let outcome = match self.load() {
            Ok(calendars) => {
                tracing::info!("read {name} anew: {calendars}");
                Outcome::Done
            }
            Err(Why(why, outcome)) => {
                self.site.reload_failed();
                tracing::error!("what was served before is still served: {why}");
                outcome
            }
        };
        manager::ready();
        outcome
    }

    fn load(&mut self) -> Result<String, Why> {
        let wrong = |why: String| Why(why, Outcome::Done);
        let data =
            data::load(Some(&self.path)).map_err(|failure| Why(failure.to_string(), Outcome::TryAgain))?;
        if let Some(why) = data.first_error().or_else(|| data.loses()) {
            return Err(wrong(why));
        }
        let locked = data.is_locked();
        if self.locked && !locked {
            // Without it, edits would be shown as other meetings, and what was edited before as if it never had been.
            let lock = data::lock_of(&self.path);
            return Err(wrong(format!(
                "{} is not there any more; put it back, or start the server anew to serve without it",
                lock.display()
            )));
        }
        let publication = published(data, self.base.clone(), Some(&self.site.publication()))
            .map_err(|failure| wrong(failure.to_string()))?;
        self.locked = locked;
        let calendars = calendars(&publication);
        self.site.publish(publication);
        squeeze_aside(&self.site);
        Ok(calendars)
    }
}
