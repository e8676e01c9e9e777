//! `sigcal export`: every feed, and the page that lists them, as files for a static host.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CLEAN, Failure, data};
use crate::directory::Lang;
use crate::feed::Format;
use crate::http::Publication;
use crate::page::{self, Base};

#[derive(Args)]
#[command(allow_missing_positional = true)]
pub(super) struct Export {
    /// A .yaml or .ics file, `-` for standard input; the embedded community where none is given.
    data: Option<PathBuf>,
    /// The folder to write to.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The address visitors will use, as `https://calendars.example.org`: feeds and links then name it.
    #[arg(long, value_name = "URL", value_parser = super::parse_base)]
    base_url: Option<Base>,
}

pub(super) fn run(export: Export, out: &mut impl Write) -> Result<u8, Failure> {
    let data = data::load(export.data.as_deref())?;
    let news = data.news.clone();
    let (community, series) = data.usable()?;
    let files = files(&Publication::new(community, series, export.base_url).remembering(&news));
    for (path, bytes) in &files {
        write(&export.folder.join(path), bytes)?;
    }
    writeln!(out, "{}", export.folder.display())?;
    eprintln!("sigcal: wrote {} files to {}", files.len(), export.folder.display());
    Ok(CLEAN)
}

/// Every file by its path: feeds, those in Chinese below `zh/`, and the index in both languages.
fn files(publication: &Publication) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        publication.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    for calendar in publication.catalog().calendars() {
        for format in Format::ALL {
            let path = format!("zh/{}", format.path(&calendar.path));
            let source = publication.base().and_then(|base| base.url_of(&path));
            files.insert(path, format.render(calendar, Lang::Zh, source.as_deref()));
        }
    }
    for (lang, name) in [(Lang::En, "index.html"), (Lang::Zh, "index.zh.html")] {
        let html = page::index_file(publication.source(), lang);
        files.insert(name.to_owned(), html.into_bytes());
    }
    files
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    fn exported(base: Option<&str>) -> BTreeMap<String, Vec<u8>> {
        let text = "community: { categories: { a: A } }\nsigs:\n- { dir: sig-a, name: A, category: a }\n";
        let community = load(text).community.expect("a community");
        let (series, _) = plan(&community);
        let base = base.map(|url| Base::configured(url).expect("a test's own base"));
        files(&Publication::new(community, series, base))
    }

    /// What the pages link to, as paths from the folder.
    fn links(files: &BTreeMap<String, Vec<u8>>, root: &str) -> Vec<String> {
        let pages =
            ["index.html", "index.zh.html"].map(|name| String::from_utf8_lossy(&files[name]).into_owned());
        let hrefs = pages.iter().flat_map(|page| page.split("href=\"").skip(1));
        let hrefs = hrefs.filter_map(|rest| rest.split('"').next()).filter(|href| !href.starts_with('#'));
        let here = hrefs.filter(|href| !href.contains(':'));
        here.map(|href| href.strip_prefix(root).unwrap_or(href).to_owned()).collect()
    }

    #[test]
    fn the_pages_link_only_to_files() {
        for (base, root) in [(None, ""), (Some("https://example.org/cal"), "/cal/")] {
            let files = exported(base);
            let links = links(&files, root);
            assert!(links.len() > 10, "{links:?}");
            for link in links {
                assert!(files.contains_key(&link), "{link} of {:?}", files.keys());
            }
        }
    }

    #[test]
    fn chinese_feeds_stand_below_zh_and_say_so() {
        let files = exported(Some("https://example.org"));
        let feed = String::from_utf8_lossy(&files["zh/category/a.ics"]);
        assert!(
            feed.contains("尚无会议安排") && feed.contains(":https://example.org/zh/category/a.ics\r\n"),
            "{feed}"
        );
    }
}
