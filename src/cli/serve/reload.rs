//! The data anew, while the server runs.

use std::path::PathBuf;
use std::sync::Arc;

use super::files::Look;
use super::{manager, published};
use crate::cli::data;
use crate::directory::Level;
use crate::http::Site;
use crate::page::Base;

/// What is served of a file, and how to serve it anew.
pub(super) struct Reload {
    pub path: PathBuf,
    pub base: Option<Base>,
    pub site: Arc<Site>,
}

/// At a data file and the lock beside it.
pub(super) fn look(path: &std::path::Path) -> Look {
    Look::at(vec![path.to_owned(), path.with_extension("lock")])
}

impl Reload {
    /// Publishes the file as it is now, or says why what was published before stays.
    pub(super) fn reload(&self) {
        let name = self.path.display();
        manager::reloading();
        match self.load() {
            Ok(calendars) => tracing::info!("read {name} anew: {calendars}"),
            Err(why) => {
                self.site.reload_failed();
                tracing::error!("what was served before is still served: {why}");
            }
        }
        manager::ready();
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
