//! `sigcal export`: every feed and page as files, for a static host.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CLEAN, Failure, data};
use crate::directory::Lang;
use crate::http::Publication;
use crate::page::{self, Base};

#[derive(Args)]
pub(super) struct Export {
    /// The data and the folder to write to: `[DATA] DIR`.
    #[arg(required = true, num_args = 1..=2, value_names = ["DATA] [DIR"])]
    paths: Vec<PathBuf>,
    /// The address visitors will use, as `https://calendars.example.org`: feeds and links then name it.
    #[arg(long, value_name = "URL", value_parser = super::parse_base)]
    base_url: Option<Base>,
}

pub(super) fn run(export: Export, out: &mut impl Write) -> Result<u8, Failure> {
    let (from, folder) = match &export.paths[..] {
        [folder] => (None, folder),
        [from, folder, ..] => (Some(from.as_path()), folder),
        [] => return Err(Failure::Told("name the folder to write to".to_owned())),
    };
    let (community, series) = data::load(from)?.usable()?;
    let publication = Publication::new(community, series, export.base_url);
    let mut files: Vec<(String, Vec<u8>)> =
        publication.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    for (lang, name) in [(Lang::En, "index.html"), (Lang::Zh, "index.zh.html")] {
        let html = page::index(
            publication.community(),
            publication.series(),
            publication.catalog(),
            publication.base(),
            lang,
        );
        files.push((name.to_owned(), html.into_bytes()));
    }
    files.sort();
    for (path, bytes) in &files {
        write(&folder.join(path), bytes)?;
    }
    writeln!(out, "{}", folder.display())?;
    eprintln!("sigcal: wrote {} files to {}", files.len(), folder.display());
    Ok(CLEAN)
}

/// Writes aside and renames, so that a host never serves half a file.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::Told(format!("could not write `{}`: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut aside = path.as_os_str().to_owned();
    aside.push(".part");
    std::fs::write(&aside, bytes).and_then(|()| std::fs::rename(&aside, path)).map_err(failed)
}
