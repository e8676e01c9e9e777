//! Everything that is served from one load of the data: immutable, swapped whole.

mod cache;
mod documents;
mod feeds;
mod openapi;
mod prepared;
mod weeks;

use std::sync::{Arc, OnceLock};

use hyper::StatusCode;

use crate::directory::{Community, Lang};
use crate::feed::{Catalog, Format, Selection, etag};
use crate::http::answer::{Effort, Resource};
use crate::http::limits::room_for_answers;
use crate::http::request::{FeedQuery, Refusal, nearest, nearest_in_words, quoted, unknown_selection};
use crate::page::{Base, Source};
use crate::schedule::{News, Series};
use cache::Cache;
pub(in crate::http) use cache::Use;
use feeds::{Before, ByPath};
use prepared::Prepared;
use weeks::Weeks;

/// Everything that is served from one load of the data.
#[derive(Debug)]
pub struct Publication {
    community: Community,
    series: Vec<Series>,
    catalog: Catalog,
    base: Option<Base>,
    news: Vec<News>,
    /// Made when it is first asked for.
    version: OnceLock<String>,
    /// By path, without the leading slash.
    prepared: ByPath,
    /// Selections, weeks and pages, by what was asked.
    pub(in crate::http) cache: Cache,
    pub(in crate::http) weeks: Weeks,
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
        let source = Source {
            community: &community,
            series: &series,
            catalog: &catalog,
            news: &[],
            base: base.as_ref(),
        };
        let known = before.map(|before| Before { source: before.source(), prepared: &before.prepared });
        let mut prepared = feeds::all(source, known);
        prepared.extend(documents::all(source, known));
        let publication = Publication {
            community,
            series,
            catalog,
            base,
            news: vec![],
            version: OnceLock::new(),
            prepared,
            cache: Cache::new(512, room_for_answers()).after(before.map(|before| &before.cache)),
            weeks: Weeks::default(),
        };
        publication.remembering(&[])
    }

    /// With the news that its lock remembers.
    #[must_use]
    pub fn remembering(mut self, news: &[News]) -> Publication {
        self.news = news.to_vec();
        let changes = documents::changes(self.source());
        self.prepared.insert("changes.atom".to_owned(), changes);
        self.version = OnceLock::new();
        self
    }

    fn hash(&self) -> String {
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for (path, prepared) in &self.prepared {
            let made = Lang::ALL.into_iter().filter_map(|lang| prepared.made(lang));
            tags.extend(made.map(|resource| (path.as_str(), resource.etag())));
        }
        tags.sort_unstable();
        let all: String = tags.into_iter().flat_map(|(path, tag)| [path, tag]).collect();
        etag(all.as_bytes()).trim_matches('"').to_owned()
    }

    /// Codes everything that was made at load as small as can be, for as long as it is wanted. Takes long, and may run beside
    /// answers.
    pub(in crate::http) fn squeeze(&self, is_wanted: impl Fn() -> bool) {
        /// The calendars that many ask for come first, and beside thousands the others matter to few.
        const CALENDARS: usize = 1000;
        let calendars = self.catalog.calendars().iter().take(CALENDARS);
        let feeds = calendars.map(|calendar| Format::Ics.path(&calendar.path));
        let others = ["groups.json", "style.css", "changes.atom"].map(str::to_owned);
        for path in others.into_iter().chain(feeds) {
            for lang in Lang::ALL {
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
            feeds::one(self.source(), calendar, &Selection::default(), &asked)
        })
    }

    /// A calendar as nobody else may want it: kept for the next one who does.
    pub(in crate::http) fn with_options(
        &self,
        path: &str,
        asked: &FeedQuery,
    ) -> Result<Arc<Resource>, Refusal> {
        let calendar =
            self.catalog.calendar(path).ok_or_else(|| self.nothing_at(&asked.format.path(path)))?;
        self.cache.get(&format!("feed {path} {asked:?}"), || {
            let calendar = self.catalog.with_options(calendar, &asked.options);
            Ok(feeds::one(self.source(), &calendar, &Selection::default(), asked))
        })
    }

    /// The feed of a selection, likewise.
    pub(in crate::http) fn custom(
        &self,
        selection: &Selection,
        asked: &FeedQuery,
    ) -> Result<Arc<Resource>, Refusal> {
        if selection.is_empty() {
            const AS: &str = "/custom.ics?only=sig-node,sig-network&category=operations";
            return Err(Refusal::bad_request(
                format!("a selection names groups or categories: {AS}; /all.ics holds every group"),
                format!("选择要写明小组或领域：{AS}；/all.ics 包含所有小组"),
            ));
        }
        self.cache.get(&format!("custom {selection:?} {asked:?}"), || {
            let calendar = self
                .catalog
                .select(selection)
                .map_err(|unknown| unknown_selection(StatusCode::NOT_FOUND, &unknown))?;
            let calendar = self.catalog.with_options(&calendar, &asked.options);
            Ok(feeds::one(self.source(), &calendar, selection, asked))
        })
    }

    /// The description of all of this for programs. Few ask for it, so it is made for the first who does.
    pub(in crate::http) fn description(&self) -> Result<Arc<Resource>, Refusal> {
        self.cache.get("openapi", || Ok(documents::description(self.source())))
    }

    /// Why a path has nothing, with the nearest that has something: of a calendar, in the same format.
    pub(in crate::http) fn nothing_at(&self, path: &str) -> Refusal {
        let nearest = match Format::of_path(path) {
            Some((calendar, format)) => {
                let calendars = self.catalog.calendars().iter().map(|calendar| calendar.path.as_str());
                nearest(calendar, calendars).map(|calendar| format.path(calendar))
            }
            None => {
                // What has no ending is a page's.
                let pages = self.catalog.calendars().iter().map(|calendar| calendar.path.as_str());
                let page = Some(pages).filter(|_| !path.contains('.')).and_then(|pages| nearest(path, pages));
                // Each calendar once, unless its JSON is what was nearly asked for.
                let json = path.ends_with(".json");
                let once = |key: &&str| json || matches!(Format::of_path(key), None | Some((_, Format::Ics)));
                let file = || nearest(path, self.prepared.keys().map(String::as_str).filter(once));
                page.or_else(file).map(str::to_owned)
            }
        };
        let ((en, zh), path) = (nearest_in_words(nearest.as_deref()), quoted(path));
        Refusal::not_found(
            format!("nothing is at {path}{en}; /groups lists every calendar"),
            format!("{path} 处没有内容{zh}；全部日历见 /groups"),
        )
    }

    /// The name that a group has now, where this is one that it had before.
    pub(in crate::http) fn moved_to(&self, name: &str) -> Option<&str> {
        if self.community.group(name).is_some() {
            return None;
        }
        let mut groups = self.community.groups.iter();
        let group = groups.find(|group| group.formerly.iter().any(|former| former == name));
        group.map(|group| group.slug.as_str())
    }

    /// What pages are made of.
    pub fn source(&self) -> Source<'_> {
        let Publication { community, series, catalog, base, news, .. } = self;
        Source { community, series, catalog, news, base: base.as_ref() }
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
