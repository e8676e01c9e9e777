//! Whose meetings are told, and to whom: what `week` and `next` are asked alike.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, data};
use crate::directory::{Community, Lang};
use crate::feed::{Catalog, Selection};
use crate::schedule::Series;
use crate::time::Zone;

#[derive(Args)]
pub(super) struct Audience {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// Whose local time, as `Asia/Shanghai`; this machine's where none is given.
    #[arg(long, value_name = "TZ", value_parser = super::parse_zone)]
    zone: Option<Zone>,
    /// Only these groups, with commas between them; `events` for the community's own.
    #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
    only: Vec<String>,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

/// The languages that an argument may name.
#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Zh,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::En => Lang::En,
            Language::Zh => Lang::Zh,
        }
    }
}

/// The meetings that are told.
pub(super) struct Meetings {
    pub community: Community,
    pub catalog: Catalog,
    /// Those of the groups that were asked for.
    pub series: Vec<Series>,
    /// On whose clock.
    pub zone: Zone,
    pub lang: Lang,
}

impl Audience {
    pub(super) fn meetings(self) -> Result<Meetings, Failure> {
        let data = data::load(self.data.as_deref())?;
        data.say_what_is_left_out();
        let (community, series) = data.usable()?;
        let zone = self.zone.map_or_else(super::local_zone, Ok)?;
        let catalog = Catalog::new(&community, &series);
        let only = self.only.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
        let series = selected(&community, series, &catalog, only.map(str::to_owned).collect())?;
        Ok(Meetings { community, catalog, series, zone, lang: self.lang.into() })
    }
}

/// The series of the groups that were asked for; all where none was.
fn selected(
    community: &Community,
    series: Vec<Series>,
    catalog: &Catalog,
    only: Vec<String>,
) -> Result<Vec<Series>, Failure> {
    let selection = Selection { only, categories: vec![] };
    if selection.is_empty() {
        return Ok(series);
    }
    let chosen = catalog.chosen(&selection).map_err(|unknown| {
        let nearest = unknown.nearest.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        Failure::Told(format!("no group is called `{}`{nearest}", unknown.word))
    })?;
    Ok(series.into_iter().filter(|series| chosen.has(community.group_of(series.meeting))).collect())
}
