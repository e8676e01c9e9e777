//! `sigcal export`: every feed, and the page that lists them, as files for a static host.

mod headers;
mod redirects;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use clap::Args;

use super::{CLEAN, Failure, data};
use crate::directory::Lang;
use crate::feed::Format;
use crate::http::{Publication, Site};
use crate::page::{self, Base};

/// What has a path of its own and is no feed of a calendar.
const DOCUMENTS: [&str; 6] =
    ["changes.atom", "groups.json", "robots.txt", "script.js", "style.css", "zones.json"];

/// Hosts send it where nothing is. Without it, some send the index instead, as if that had been asked for.
const MISSING: &str = include_str!("missing.html");

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
    data.say_what_is_left_out();
    let news = data.news.clone();
    let (community, series) = data.usable()?;
    let files = files(Publication::new(community, series, export.base_url).remembering(&news));
    for (path, bytes) in &files {
        write(&export.folder.join(path), bytes)?;
    }
    writeln!(out, "{}", export.folder.display())?;
    eprintln!("sigcal: wrote {} files to {}", files.len(), export.folder.display());
    Ok(CLEAN)
}

/// Every file by its path: feeds, those in Chinese below `zh/`, the index in both languages, and what hosts read.
fn files(publication: Publication) -> BTreeMap<String, Vec<u8>> {
    // Nothing that is asked here depends on the time.
    let site = Site::new(publication, Arc::new(|| DateTime::UNIX_EPOCH));
    let publication = site.publication();
    let base = publication.base();
    let mut files: BTreeMap<String, Vec<u8>> =
        publication.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    for calendar in publication.catalog().calendars() {
        for format in Format::ALL {
            let path = format!("zh/{}", format.path(&calendar.path));
            let source = base.and_then(|base| base.url_of(&path));
            files.insert(path, format.render(calendar, Lang::Zh, source.as_deref()));
        }
    }
    for path in DOCUMENTS.into_iter().filter(|path| has_languages(path)) {
        let in_chinese = publication.resource(path, Lang::Zh);
        files.extend(in_chinese.map(|resource| (format!("zh/{path}"), resource.bytes().to_vec())));
    }
    // Hosts have `/` as `index.html`, and `/groups`, where the server has it, as `groups.html`.
    for (lang, name) in [(Lang::En, "index.html"), (Lang::En, "groups.html"), (Lang::Zh, "index.zh.html")] {
        let html = page::groups_file(publication.source(), lang);
        files.insert(name.to_owned(), html.into_bytes());
    }
    let root = base.map_or_else(|| Base::at_root(""), |base| base.path_to(""));
    let for_hosts = [
        ("404.html", MISSING.replace("{root}", &root)),
        ("_headers", headers::headers(&site, &root)),
        ("_redirects", redirects::redirects(&publication, &root)),
        // GitHub Pages would leave out names that begin with `_`, and take its time over the others.
        (".nojekyll", String::new()),
    ];
    files.extend(for_hosts.map(|(path, text)| (path.to_owned(), text.into_bytes())));
    files
}

/// Whether a document is another in each language.
fn has_languages(document: &str) -> bool {
    document == "changes.atom"
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

    fn publication(base: Option<&str>) -> Publication {
        let text = "community: { categories: { a: A } }\n\
                    sigs:\n- { dir: sig-a, name: A, category: a, formerly: [sig-old] }\n";
        let community = load(text).community.expect("a community");
        let (series, _) = plan(&community);
        let base = base.map(|url| Base::configured(url).expect("a test's own base"));
        Publication::new(community, series, base)
    }

    fn exported(base: Option<&str>) -> BTreeMap<String, Vec<u8>> {
        files(publication(base))
    }

    /// What the pages link to, as paths from the folder.
    fn links(files: &BTreeMap<String, Vec<u8>>, root: &str) -> Vec<String> {
        let pages = ["index.html", "index.zh.html", "groups.html"]
            .map(|name| String::from_utf8_lossy(&files[name]).into_owned());
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
    fn hosts_are_told_the_headers_of_the_server_by_rules_that_do_not_meet() {
        let policy = "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; \
                      connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
        let page =
            format!("  {policy}\n  content-type: text/html; charset=utf-8\n  referrer-policy: no-referrer\n");
        let one = |path: &str, content_type: &str| format!("/cal/{path}\n  content-type: {content_type}\n");
        let rules = [
            "# The headers that sigcal serve sends, for Netlify and Cloudflare Pages. At the root of a site.\n\
             /cal/*\n  access-control-allow-origin: *\n  \
             cache-control: max-age=300, s-maxage=600, stale-while-revalidate=3600, stale-if-error=604800\n  \
             x-content-type-options: nosniff\n"
                .to_owned(),
            one("*.ics", "text/calendar; charset=utf-8"),
            one("*.jcal.json", "application/calendar+json"),
            one("*.jscal.json", "application/jscalendar+json;type=group"),
            one("changes.atom", "application/atom+xml; charset=utf-8"),
            one("zh/changes.atom", "application/atom+xml; charset=utf-8"),
            one("groups.json", "application/json; charset=utf-8"),
            one("robots.txt", "text/plain; charset=utf-8"),
            one("script.js", "text/javascript; charset=utf-8"),
            one("style.css", "text/css; charset=utf-8"),
            one("zones.json", "application/json; charset=utf-8"),
        ];
        let pages = [
            "",
            "index",
            "index.html",
            "index.zh",
            "index.zh.html",
            "groups",
            "groups.html",
            "404",
            "404.html",
        ];
        let wanted = rules.concat() + &pages.map(|path| format!("/cal/{path}\n{page}")).concat();
        let files = exported(Some("https://example.org/cal"));
        assert_eq!(String::from_utf8_lossy(&files["_headers"]), wanted);
        let listed = files.keys().filter(|path| !path.contains('/') && path.rsplit('.').count() == 2);
        let listed = listed.filter(|path| !path.ends_with(".ics") && !path.ends_with(".html"));
        let rest: Vec<&str> = listed.map(String::as_str).filter(|path| !DOCUMENTS.contains(path)).collect();
        assert_eq!(rest, [".nojekyll"], "a document without a rule");
    }

    #[test]
    fn pages_of_groups_lead_to_their_place_in_the_list_under_former_names_too() {
        let files = exported(Some("https://example.org/cal"));
        let wanted = "/cal/week /cal/ 302\n/cal/community /cal/ 302\n/cal/sig-a /cal/#sig-a 302\n\
                      /cal/sig-old /cal/#sig-a 302\n/cal/category/a /cal/#part-category-a 302\n";
        assert_eq!(String::from_utf8_lossy(&files["_redirects"]), wanted);
        let index = String::from_utf8_lossy(&files["index.html"]);
        assert!(index.contains(" id=\"sig-a\"") && index.contains(" id=\"part-category-a\""), "{index}");
    }

    /// A week of files would be one of the past, on nobody's clock.
    #[test]
    fn the_list_says_that_there_is_no_week_and_links_none() {
        let files = exported(Some("https://example.org"));
        for (name, said) in
            [("index.html", "no page of the week"), ("index.zh.html", "没有按你的时区显示的周历页面")]
        {
            let index = String::from_utf8_lossy(&files[name]);
            assert!(index.contains(said) && !index.contains("/week"), "{name}: {index}");
        }
        let server = page::groups(publication(None).source(), page::Kept::default());
        assert!(!server.contains("no page of the week"), "{server}");
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
