//! Everything that is served from one load of the data: immutable, swapped whole.

use std::collections::HashMap;

use flate2::Compression;

use super::cache::Cache;
use super::refusal::{nearest, nearest_in_words, quoted};
use super::resource::Kind;
use super::{Refusal, Resource};
use crate::directory::{Community, Lang};
use crate::feed::{Calendar, Catalog, Selection, ics};
use crate::page::{self, Base};
use crate::schedule::Series;

/// The type of a feed. Without the charset, some programs read it as Latin-1.
const CALENDAR: &str = "text/calendar; charset=utf-8";
/// Everything may be fetched: Google's fetcher obeys this file.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";
/// A page fetches its stylesheet from here, and nothing from anywhere else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                           form-action 'self'; frame-ancestors 'none'";

/// Everything that is served from one load of the data.
#[derive(Debug)]
pub struct Publication {
    community: Community,
    series: Vec<Series>,
    catalog: Catalog,
    base: Option<Base>,
    /// By path, without the leading slash.
    prepared: HashMap<String, Prepared>,
    /// Selections, weeks and index pages, by what was asked.
    pub(super) asked: Cache,
}

#[derive(Debug)]
struct Prepared {
    en: Resource,
    /// Where it is another than in English.
    zh: Option<Resource>,
}

impl Publication {
    /// Renders and compresses everything that has a path of its own. `base` is the address visitors use, where it
    /// is configured.
    pub fn new(community: Community, series: Vec<Series>, base: Option<Base>) -> Publication {
        let catalog = Catalog::new(&community, &series);
        let mut publication = Publication {
            community,
            series,
            catalog,
            base,
            prepared: HashMap::new(),
            asked: Cache::new(512, 16 << 20),
        };
        publication.prepared = publication.prepare();
        publication
    }

    fn prepare(&self) -> HashMap<String, Prepared> {
        let mut prepared = self.feeds();
        let groups = page::groups_json(&self.community, &self.series, &self.catalog, self.base.as_ref());
        // These also change with the program, so the data's date is not theirs: the tag alone tells.
        for (path, content_type, body) in [
            ("groups.json", "application/json; charset=utf-8", format!("{groups}\n")),
            ("robots.txt", "text/plain; charset=utf-8", ROBOTS.to_owned()),
            ("style.css", "text/css; charset=utf-8", page::STYLE.to_owned()),
        ] {
            let en = Resource::new(body, &Kind::of_data(content_type, None));
            prepared.insert(path.to_owned(), Prepared { en, zh: None });
        }
        prepared
    }

    /// Every calendar's feed. They are rendered and compressed on all cores, which at thousands of them takes a while.
    fn feeds(&self) -> HashMap<String, Prepared> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let feed = |calendar: &Calendar| {
            let feed = |lang| self.feed(calendar, lang, "", Compression::best());
            let prepared = Prepared { en: feed(Lang::En), zh: Some(feed(Lang::Zh)) };
            (format!("{}.ics", calendar.path), prepared)
        };
        // The large ones come first, so that each worker has its share of them.
        let share = |worker: usize| self.catalog.calendars().iter().skip(worker).step_by(workers);
        std::thread::scope(|scope| {
            let shares =
                (0..workers).map(|worker| scope.spawn(move || share(worker).map(feed).collect::<Vec<_>>()));
            let shares: Vec<_> = shares.collect();
            shares.into_iter().flat_map(|share| share.join().expect("rendering does not panic")).collect()
        })
    }

    /// A feed in a language. `query` is what selects it, from the question mark on, where a path does not.
    fn feed(&self, calendar: &Calendar, lang: Lang, query: &str, compression: Compression) -> Resource {
        let path = if query.is_empty() { calendar.path.as_str() } else { "custom" };
        let source =
            self.base.as_ref().and_then(|base| base.url_of(&format!("{path}.ics"))).map(|url| {
                match (lang, query) {
                    (Lang::En, query) => format!("{url}{query}"),
                    (Lang::Zh, "") => format!("{url}?lang=zh"),
                    (Lang::Zh, query) => format!("{url}{query}&lang=zh"),
                }
            });
        let kind = Kind {
            filename: Some(format!("{}.ics", file_name(path))),
            lang: Some(lang),
            compression,
            ..Kind::of_data(CALENDAR, Some(calendar.modified))
        };
        Resource::new(ics::render(calendar, lang, source.as_deref()), &kind)
    }

    /// Everything that has a path of its own, in English, with its plain bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.prepared.iter().map(|(path, prepared)| (path.as_str(), &prepared.en.bytes()[..]))
    }

    /// What has a path of its own.
    pub fn resource(&self, path: &str, lang: Lang) -> Option<&Resource> {
        let prepared = self.prepared.get(path)?;
        match lang {
            Lang::En => Some(&prepared.en),
            Lang::Zh => Some(prepared.zh.as_ref().unwrap_or(&prepared.en)),
        }
    }

    /// The feed of a selection.
    pub(super) fn custom(&self, selection: &Selection, lang: Lang) -> Result<Resource, Refusal> {
        if selection.only.is_empty() && selection.categories.is_empty() {
            return Err(Refusal::bad_request(
                "a selection names groups or categories: /custom.ics?only=sig-node,sig-network&category=operations; \
                 /all.ics holds every group"
                    .to_owned(),
            ));
        }
        let calendar = self.catalog.select(selection).map_err(|unknown| {
            let nearest = nearest_in_words(unknown.nearest.as_deref());
            let listed = "/groups.json lists them";
            let word = quoted(&unknown.word);
            Refusal::not_found(format!("{word} is no group or category here{nearest}; {listed}"))
        })?;
        Ok(self.feed(&calendar, lang, &selection_query(selection), Compression::new(1)))
    }

    /// The index as seen from a base.
    pub(super) fn index(&self, base: Option<&Base>, lang: Lang, negotiated: bool) -> Resource {
        let html = page::index(&self.community, &self.series, &self.catalog, base, lang);
        let kind = Kind {
            vary: if negotiated { "Accept-Encoding, Accept-Language" } else { "Accept-Encoding" },
            lang: Some(lang),
            content_security_policy: Some(PAGE_POLICY),
            ..Kind::of_data("text/html; charset=utf-8", None)
        };
        Resource::new(html, &kind)
    }

    /// Why a path has nothing, with the nearest that has something.
    pub(super) fn nothing_at(&self, path: &str) -> Refusal {
        let nearest = nearest_in_words(nearest(path, self.prepared.keys().map(String::as_str)));
        Refusal::not_found(format!("nothing is at {}{nearest}; / lists every calendar", quoted(path)))
    }

    /// The community.
    pub fn community(&self) -> &Community {
        &self.community
    }

    /// Its series.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Its calendars.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The address visitors use, where it is configured.
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }
}

/// A selection as a query, with its question mark.
fn selection_query(selection: &Selection) -> String {
    let mut query = form_urlencoded::Serializer::new(String::from("?"));
    for (key, words) in [("only", &selection.only), ("category", &selection.categories)] {
        if !words.is_empty() {
            query.append_pair(key, &words.join(","));
        }
    }
    query.finish().replace("?&", "?")
}

/// A path as the name of a file, in letters that every header and file system takes.
fn file_name(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    path.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_has_one_query() {
        let selection = Selection { only: vec!["a".into(), "b c".into()], categories: vec!["运".into()] };
        assert_eq!(selection_query(&selection), "?only=a%2Cb+c&category=%E8%BF%90");
    }

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        assert_eq!(file_name("category/operations"), "category-operations");
        assert_eq!(file_name("a\"\r\nx/../运"), "a---x-..--");
    }
}
