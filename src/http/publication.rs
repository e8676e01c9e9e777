//! Everything that is served from one load of the data: immutable, swapped whole.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::cache::Cache;
use super::encoding::Effort;
use super::openapi::openapi;
use super::prepared::Prepared;
use super::refusal::{nearest, nearest_in_words, quoted, unknown_selection};
use super::resource::{BY_FORMAT, CACHE_DATA, CACHE_NEGOTIATED, Kind};
use super::weeks::Weeks;
use super::{FeedQuery, Refusal, Resource, options};
use crate::directory::{Community, Lang};
use crate::feed::{Calendar, Catalog, Format, Selection, etag};
use crate::page::{self, Base};
use crate::schedule::{News, Series};

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
    /// Made when it is first asked for.
    version: OnceLock<String>,
    /// By path, without the leading slash.
    prepared: HashMap<String, Prepared>,
    /// Selections, weeks and index pages, by what was asked.
    pub(super) cache: Cache,
    pub(super) weeks: Weeks,
}

impl Publication {
    /// Renders and compresses everything that has a path of its own. `base` is the address visitors use, where it
    /// is configured.
    pub fn new(community: Community, series: Vec<Series>, base: Option<Base>) -> Publication {
        Publication::after(None, community, series, base)
    }

    /// The same, of which nothing is compressed again that was there before.
    pub fn after(
        before: Option<&Publication>,
        community: Community,
        series: Vec<Series>,
        base: Option<Base>,
    ) -> Publication {
        let catalog = Catalog::after(before.map(Publication::catalog), &community, &series);
        let mut publication = Publication {
            community,
            series,
            catalog,
            base,
            version: OnceLock::new(),
            prepared: HashMap::new(),
            cache: Cache::new(512, 16 << 20)
                .after(before.map(|before| before.cache.used()).unwrap_or_default()),
            weeks: Weeks::default(),
        };
        publication.prepared = publication.prepare(before);
        publication.remembering(&[])
    }

    /// With the news that its lock remembers.
    #[must_use]
    pub fn remembering(mut self, news: &[News]) -> Publication {
        let modified = news.first().map(|newest| newest.at);
        let changes = Prepared::in_each(|lang| {
            let body = page::changes(&self.community, &self.catalog, news, self.base.as_ref(), lang);
            let kind = Kind::of_data("application/atom+xml; charset=utf-8", modified);
            Resource::new(body, &Kind { lang: Some(lang), ..kind })
        });
        self.prepared.insert("changes.atom".to_owned(), changes);
        self.version = OnceLock::new();
        self
    }

    fn prepare(&self, before: Option<&Publication>) -> HashMap<String, Prepared> {
        let mut prepared = self.feeds(before);
        let groups = page::groups_json(&self.community, &self.series, &self.catalog, self.base.as_ref());
        // These also change with the program, so the data's date is not theirs: the tag alone tells.
        for (path, content_type, body) in [
            ("groups.json", "application/json; charset=utf-8", format!("{groups}\n")),
            ("robots.txt", "text/plain; charset=utf-8", ROBOTS.to_owned()),
            ("style.css", "text/css; charset=utf-8", page::STYLE.to_owned()),
        ] {
            let kind = Kind::of_data(content_type, None);
            let known = before.and_then(|before| before.prepared.get(path)).and_then(Prepared::shared);
            let known = known
                .filter(|known| known.made(Lang::En).is_some_and(|known| known.is(body.as_bytes(), &kind)));
            let made = known.unwrap_or_else(|| Prepared::in_all(Resource::new(body, &kind)));
            prepared.insert(path.to_owned(), made);
        }
        prepared
    }

    fn hash(&self) -> String {
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for (path, prepared) in &self.prepared {
            let made = [Lang::En, Lang::Zh].into_iter().filter_map(|lang| prepared.made(lang));
            tags.extend(made.map(|resource| (path.as_str(), resource.etag())));
        }
        tags.sort_unstable();
        let all: String = tags.into_iter().flat_map(|(path, tag)| [path, tag]).collect();
        etag(all.as_bytes()).trim_matches('"').to_owned()
    }

    /// Every calendar's feeds. Those for calendar programs are rendered and compressed on all cores, which at thousands
    /// of them takes a while.
    fn feeds(&self, before: Option<&Publication>) -> HashMap<String, Prepared> {
        // Whoever is served meanwhile has the other cores.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers = if before.is_some() { cores.div_ceil(2) } else { cores };
        let feed = |calendar: &Calendar| {
            let path = Format::Ics.path(&calendar.path);
            if let Some(same) = before.and_then(|before| before.unchanged(calendar, self.base.as_ref())) {
                return (path, same);
            }
            let known = before.and_then(|before| before.prepared.get(&path));
            let feed = |lang| {
                let asked = FeedQuery { lang, ..FeedQuery::default() };
                let (bytes, kind) = self.rendered(calendar, &Selection::default(), &asked);
                // In one of the languages it may be the same.
                match known.and_then(|known| known.made(lang)).filter(|known| known.is(&bytes, &kind)) {
                    Some(known) => Arc::clone(known),
                    None => Arc::new(Resource::new(bytes, &Kind { effort: Effort::More, ..kind })),
                }
            };
            let made = Prepared::Made { en: feed(Lang::En), zh: Some(feed(Lang::Zh)) };
            (path, made)
        };
        // The large ones come first, so that each worker has its share of them.
        let share = |worker: usize| self.catalog.calendars().iter().skip(worker).step_by(workers);
        let mut prepared: HashMap<String, Prepared> = std::thread::scope(|scope| {
            let shares =
                (0..workers).map(|worker| scope.spawn(move || share(worker).map(feed).collect::<Vec<_>>()));
            let shares: Vec<_> = shares.collect();
            shares.into_iter().flat_map(|share| share.join().expect("rendering does not panic")).collect()
        });
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Ics) {
            for (n, calendar) in self.catalog.calendars().iter().enumerate() {
                prepared.insert(format.path(&calendar.path), Prepared::deferred(n, format));
            }
        }
        prepared
    }

    /// The feeds of a calendar that this publication has too, where nothing of it is another: these are not rendered again.
    fn unchanged(&self, calendar: &Calendar, base: Option<&Base>) -> Option<Prepared> {
        let known = self.catalog.calendar(&calendar.path)?;
        let prepared = self.prepared.get(&Format::Ics.path(&calendar.path))?;
        (known == calendar && self.base.as_ref() == base).then(|| prepared.shared()).flatten()
    }

    /// A feed as it is asked for.
    fn feed(
        &self,
        calendar: &Calendar,
        selection: &Selection,
        asked: &FeedQuery,
        effort: Effort,
    ) -> Resource {
        let (bytes, kind) = self.rendered(calendar, selection, asked);
        Resource::new(bytes, &Kind { effort, ..kind })
    }

    fn rendered(&self, calendar: &Calendar, selection: &Selection, asked: &FeedQuery) -> (Vec<u8>, Kind) {
        let path = asked.format.path(&calendar.path);
        let source = self.base.as_ref().and_then(|base| base.url_of(&path));
        let source = source.map(|url| url + &options::written(selection, asked));
        let kind = Kind {
            // The path for calendar programs answers in another format where one is named.
            vary: if asked.format == Format::Ics { BY_FORMAT } else { "Accept-Encoding" },
            filename: Some(file_name(&path)),
            lang: Some(asked.lang),
            ..Kind::of_data(asked.format.content_type(), Some(calendar.modified))
        };
        (asked.format.render(calendar, asked.lang, source.as_deref()), kind)
    }

    /// Codes everything that was made at load as small as can be, for as long as it is wanted. Takes long, and may run beside
    /// answers.
    pub(super) fn squeeze(&self, is_wanted: impl Fn() -> bool) {
        /// The calendars that many ask for come first, and beside thousands the others matter to few.
        const CALENDARS: usize = 1000;
        let calendars = self.catalog.calendars().iter().take(CALENDARS);
        let feeds = calendars.map(|calendar| Format::Ics.path(&calendar.path));
        let others = ["groups.json", "style.css", "changes.atom"].map(str::to_owned);
        for path in others.into_iter().chain(feeds) {
            for lang in [Lang::En, Lang::Zh] {
                if !is_wanted() {
                    return;
                }
                if let Some(resource) = self.prepared.get(&path).and_then(|prepared| prepared.made(lang)) {
                    resource.squeeze(Effort::Most);
                }
            }
        }
    }

    /// Everything that has a path of its own, in English, with its plain bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let bytes = |prepared| &self.made(prepared, Lang::En).bytes()[..];
        self.prepared.iter().map(move |(path, prepared)| (path.as_str(), bytes(prepared)))
    }

    /// What has a path of its own.
    pub fn resource(&self, path: &str, lang: Lang) -> Option<&Resource> {
        self.prepared.get(path).map(|prepared| self.made(prepared, lang))
    }

    fn made<'p>(&self, prepared: &'p Prepared, lang: Lang) -> &'p Resource {
        prepared.resource(lang, |calendar, format| {
            let asked = FeedQuery { format, lang, ..FeedQuery::default() };
            let calendar = &self.catalog.calendars()[calendar];
            self.feed(calendar, &Selection::default(), &asked, Effort::Least)
        })
    }

    /// A calendar as nobody else may want it: kept for the next one who does.
    pub(super) fn with_options(&self, path: &str, asked: &FeedQuery) -> Result<Arc<Resource>, Refusal> {
        let calendar =
            self.catalog.calendar(path).ok_or_else(|| self.nothing_at(&asked.format.path(path)))?;
        self.cache.get(&format!("feed {path} {asked:?}"), || {
            let calendar = self.catalog.with_options(calendar, &asked.options);
            Ok(self.feed(&calendar, &Selection::default(), asked, Effort::Least))
        })
    }

    /// The feed of a selection, likewise.
    pub(super) fn custom(&self, selection: &Selection, asked: &FeedQuery) -> Result<Arc<Resource>, Refusal> {
        if selection.is_empty() {
            return Err(Refusal::bad_request(
                "a selection names groups or categories: /custom.ics?only=sig-node,sig-network&category=operations; \
                 /all.ics holds every group"
                    .to_owned(),
            ));
        }
        self.cache.get(&format!("custom {selection:?} {asked:?}"), || {
            let calendar = self
                .catalog
                .select(selection)
                .map_err(|unknown| Refusal::not_found(unknown_selection(&unknown)))?;
            let calendar = self.catalog.with_options(&calendar, &asked.options);
            Ok(self.feed(&calendar, selection, asked, Effort::Least))
        })
    }

    /// The index as seen from a base.
    pub(super) fn index(&self, base: Option<&Base>, lang: Lang, negotiated: bool, shared: bool) -> Resource {
        let html = page::index(&self.community, &self.series, &self.catalog, base, lang);
        let kind = Kind {
            vary: if negotiated { "Accept-Encoding, Accept-Language" } else { "Accept-Encoding" },
            lang: Some(lang),
            content_security_policy: Some(PAGE_POLICY),
            cache_control: if shared { CACHE_DATA } else { CACHE_NEGOTIATED },
            effort: Effort::Least,
            ..Kind::of_data("text/html; charset=utf-8", None)
        };
        Resource::new(html, &kind)
    }

    /// The description of all of this for programs. Few ask for it, so it is made for the first who does.
    pub(super) fn description(&self) -> Result<Arc<Resource>, Refusal> {
        self.cache.get("openapi", || {
            let described = openapi(&self.community, &self.catalog, self.base.as_ref());
            let kind = Kind::of_data("application/json; charset=utf-8", None);
            Ok(Resource::new(format!("{described}\n"), &Kind { effort: Effort::Least, ..kind }))
        })
    }

    /// Why a path has nothing, with the nearest that has something: of a calendar, in the same format.
    pub(super) fn nothing_at(&self, path: &str) -> Refusal {
        let nearest = match Format::of_path(path) {
            Some((calendar, format)) => {
                let calendars = self.catalog.calendars().iter().map(|calendar| calendar.path.as_str());
                nearest(calendar, calendars).map(|calendar| format.path(calendar))
            }
            None => {
                // Each calendar once, unless its JSON is what was nearly asked for.
                let json = path.ends_with(".json");
                let once = |key: &&str| json || matches!(Format::of_path(key), None | Some((_, Format::Ics)));
                nearest(path, self.prepared.keys().map(String::as_str).filter(once)).map(str::to_owned)
            }
        };
        let nearest = nearest_in_words(nearest.as_deref());
        Refusal::not_found(format!("nothing is at {}{nearest}; / lists every calendar", quoted(path)))
    }

    /// The community.
    pub fn community(&self) -> &Community {
        &self.community
    }

    /// A hash of everything that is published by a path of its own: the same for replicas that were given the same.
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| self.hash())
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

/// A path as the name of a file, in letters that every header and file system takes.
fn file_name(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    path.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        assert_eq!(file_name("category/operations"), "category-operations");
        assert_eq!(file_name("a\"\r\nx/../运"), "a---x-..--");
    }
}
