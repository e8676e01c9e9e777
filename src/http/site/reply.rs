//! From a request to its answer, without a socket.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use hyper::header::{CACHE_CONTROL, HeaderMap, HeaderValue, LOCATION, VARY};
use hyper::{Method, Request, Response, StatusCode, Uri};

use super::methods::methods;
use super::probes::now;
use super::surrogate::{SURROGATE_KEY, is_kept_by_caches, keys};
use super::{Site, week};
use crate::directory::Lang;
use crate::feed::Format;
use crate::http::Body;
use crate::http::answer::{BY_FORMAT, CACHE_NEGOTIATED, Effort, Reply, Resource};
use crate::http::metrics::count;
use crate::http::publication::Publication;
use crate::http::request::{Head, PageName, Peer, Refusal, Route, RouteName, WeekQuery, negotiate, route};
use crate::page::Base;

/// The octets of a path and query that are read; a selection of every group is well below.
const URI_SIZE: usize = 4 * 1024;

impl Site {
    /// The answer to a request's head, of whose sender nothing is known.
    pub fn answer(&self, method: &Method, uri: &Uri, headers: HeaderMap) -> Response<Body> {
        let mut request = Request::new(());
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = headers;
        let peer = Peer { address: None, secure: false };
        self.reply(&Head::of(&request, &peer)).1.into_response()
    }

    /// Whether answers that nobody takes hold much memory.
    pub(in crate::http) fn is_stretched(&self) -> bool {
        self.publication.load().cache.is_stretched()
    }

    /// Makes what is asked most before anybody does, then codes what is served as small as can be, until something else is
    /// served or the server stops. Takes long, and may run beside answers.
    pub fn squeeze(&self) {
        let publication = self.publication();
        publication.weeks.lay_out(publication.source(), (self.clock)().date_naive());
        if let Ok(week) = self.week(&publication, &WeekQuery::default(), false) {
            week.squeeze(Effort::Least);
        }
        let is_served = || Arc::ptr_eq(&publication, &self.publication.load());
        publication.squeeze(|| self.ready.load(Relaxed) && is_served());
    }

    /// The answer, and what kind of route it is of.
    pub(in crate::http) fn reply(&self, head: &Head<'_>) -> (RouteName, Reply) {
        let (name, reply) = self.looked_up(head);
        if !self.surrogate_keys {
            return (name, reply);
        }
        let mut response = reply.into_response();
        if is_kept_by_caches(&response)
            && let Some(keys) = keys(name, head.path)
        {
            response.headers_mut().insert(SURROGATE_KEY, keys);
        }
        (name, Reply::Made(response))
    }

    fn looked_up(&self, head: &Head<'_>) -> (RouteName, Reply) {
        let publication = self.publication.load();
        let Head { method, path, query, fields, .. } = *head;
        let named = negotiate::named_format(fields);
        // Nearly all requests are for a feed by its plain path.
        if let (true, None, None) = (head.reads(), query, named) {
            let path = path.strip_prefix('/').unwrap_or_default();
            if let Some(resource) = publication.resource(path, Lang::En) {
                return (RouteName::of_prepared(path), resource.answer(method, fields));
            }
        }
        // Those for a selection, or with options, come again at the same address.
        let comes_again =
            head.reads() && named.is_none() && query.is_some() && Format::of_path(path).is_some();
        let address = comes_again.then_some(head.address);
        if let Some(resource) = address.and_then(|address| publication.cache.at(address)) {
            let name = if path.starts_with("/custom.") { RouteName::Selection } else { RouteName::Feed };
            return (name, resource.answer(method, fields));
        }
        let mut name = RouteName::Nothing;
        let length = head.address.len();
        let answer = if length > URI_SIZE {
            Err(Refusal::new(
                StatusCode::URI_TOO_LONG,
                format!("an address may be {URI_SIZE} octets long, not {length}"),
                format!("地址最多 {URI_SIZE} 个字节，而不是 {length} 个"),
            ))
        } else {
            route(method, path, query).and_then(|route| {
                name = RouteName::from(&route);
                match named {
                    Some(format) => self.in_format(&publication, route, format, head),
                    None => self.follow(&publication, route, head),
                }
            })
        };
        if let Err(refusal) = &answer
            && refusal.status == StatusCode::SERVICE_UNAVAILABLE
        {
            count(&self.metrics.shed);
        }
        let reply = match answer {
            Ok(answer) => {
                if let (Some(address), Answer::Shared(resource)) = (address, &answer) {
                    publication.cache.is_at(address, resource);
                }
                answer.send(head)
            }
            Err(refusal) if negotiate::wants_page(fields) => {
                Reply::Made(self.problem(&publication, &refusal, head))
            }
            Err(refusal) => Reply::Made(refusal.answer(method, fields)),
        };
        // What is not there is of no kind, however it is written.
        (if reply.status() == StatusCode::NOT_FOUND { RouteName::Nothing } else { name }, reply)
    }

    /// The answer in the format that Accept names, where the path is that of a feed for calendar programs.
    fn in_format<'p>(
        &self,
        publication: &'p Publication,
        mut route: Route<'_>,
        format: Format,
        head: &Head<'_>,
    ) -> Result<Answer<'p>, Refusal> {
        let negotiated = match &mut route {
            Route::Prepared(path, _) => match Format::of_path(path) {
                Some((calendar, Format::Ics)) if publication.catalog().calendar(calendar).is_some() => {
                    *path = format.path(calendar).into();
                    true
                }
                Some(_) | None => false,
            },
            Route::Feed(_, asked) | Route::Custom(_, asked) if asked.format == Format::Ics => {
                asked.format = format;
                true
            }
            Route::Feed(..)
            | Route::Custom(..)
            | Route::Methods
            | Route::Page(..)
            | Route::Week(_)
            | Route::Description
            | Route::Health
            | Route::Ready
            | Route::Metrics => false,
        };
        let answer = self.follow(publication, route, head)?;
        Ok(if negotiated { Answer::Negotiated(Box::new(answer)) } else { answer })
    }

    fn follow<'p>(
        &self,
        publication: &'p Publication,
        route: Route<'_>,
        head: &Head<'_>,
    ) -> Result<Answer<'p>, Refusal> {
        match route {
            Route::Methods => Ok(plain(methods(head.fields))),
            Route::Health => Ok(plain(self.health(publication))),
            Route::Ready => Ok(plain(self.readiness())),
            Route::Metrics => Ok(plain(self.exposition(publication))),
            Route::Page(PageName::Calendar(path), query) => match publication.moved_to(&path) {
                Some(slug) => Ok(plain(to_group(publication, slug, head))),
                None => {
                    let name = PageName::Calendar(path);
                    self.page(publication, &name, &query, head).map(Answer::Shared)
                }
            },
            Route::Page(name, query) => self.page(publication, &name, &query, head).map(Answer::Shared),
            Route::Feed(calendar, asked) => publication.with_options(&calendar, &asked).map(Answer::Shared),
            Route::Custom(selection, asked) => publication.custom(&selection, &asked).map(Answer::Shared),
            Route::Week(query) => self.week(publication, &query, head.busy).map(Answer::Shared),
            Route::Description => publication.description().map(Answer::Shared),
            Route::Prepared(path, lang) => match publication.resource(&path, lang) {
                Some(resource) => Ok(Answer::Prepared(resource)),
                None => Err(publication.nothing_at(&path)),
            },
        }
    }

    pub(in crate::http) fn week(
        &self,
        publication: &Publication,
        query: &WeekQuery,
        busy: bool,
    ) -> Result<Arc<Resource>, Refusal> {
        let now = (self.clock)();
        let (question, chosen) = week::question(publication, query, now)?;
        // The question holds the date, so that today's answer is not tomorrow's.
        let key = format!("week {question:?} {:?} {}", query.selection, query.date.is_some());
        publication.cache.get(&key, || {
            unless_busy(busy || publication.cache.is_stretched())?;
            Ok(week::render(publication, query, (question, chosen), now.date_naive()))
        })
    }
}

/// Refuses what is costly and not a feed while requests wait, or answers hold much: a person looks again, a calendar program
/// might not.
pub(super) fn unless_busy(busy: bool) -> Result<(), Refusal> {
    if busy { Err(Refusal::busy()) } else { Ok(()) }
}

enum Answer<'p> {
    Shared(Arc<Resource>),
    Prepared(&'p Resource),
    Plain(Box<Response<Body>>),
    /// In another format than its path ends in.
    Negotiated(Box<Answer<'p>>),
}

impl Answer<'_> {
    fn send(self, head: &Head<'_>) -> Reply {
        match self {
            Answer::Shared(resource) => resource.answer(head.method, head.fields),
            Answer::Prepared(resource) => resource.answer(head.method, head.fields),
            Answer::Plain(response) => Reply::Made(*response),
            Answer::Negotiated(answer) => {
                let mut response = answer.send(head).into_response();
                // What is refused is kept by nobody.
                if !response.status().is_client_error() {
                    let headers = response.headers_mut();
                    headers.insert(VARY, HeaderValue::from_static(BY_FORMAT));
                    headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE_NEGOTIATED));
                }
                Reply::Made(response)
            }
        }
    }
}

fn plain(response: Response<Body>) -> Answer<'static> {
    Answer::Plain(Box::new(response))
}

/// To the page of a group that had another name.
fn to_group(publication: &Publication, slug: &str, head: &Head<'_>) -> Response<Body> {
    let mut place = publication.base().map_or_else(|| Base::at_root(slug), |base| base.path_to(slug));
    if let Some(query) = head.query {
        place += &format!("?{query}");
    }
    let mut response = now(StatusCode::FOUND, "text/plain; charset=utf-8", format!("{place}\n"));
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(LOCATION, place);
    }
    response
}
