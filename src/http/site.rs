//! From a request to its answer, without a socket.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderValue,
    LOCATION, VARY,
};
use hyper::{Method, Response, StatusCode, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::encoding::Effort;
use super::refusal::METHODS;
use super::resource::{BY_FORMAT, Body, CACHE_NEGOTIATED};
use super::{Publication, Refusal, Resource, Route, WeekQuery, negotiate, route, week};
use crate::directory::Lang;
use crate::feed::Format;
use crate::page::Base;
use crate::time::tzdb_version;

/// The octets of a path and query that are read; a selection of every group is well below.
const URI_SIZE: usize = 4 * 1024;

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A publication that can be swapped, and what answers from it.
pub struct Site {
    publication: ArcSwap<Publication>,
    clock: Clock,
    ready: AtomicBool,
    /// Why the newest data is not served, where it is not.
    stale: Mutex<Option<String>>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("publication", &self.publication).finish_non_exhaustive()
    }
}

impl Site {
    /// A site that is ready.
    pub fn new(publication: Publication, clock: Clock) -> Site {
        Site {
            publication: ArcSwap::from_pointee(publication),
            clock,
            ready: AtomicBool::new(true),
            stale: Mutex::default(),
        }
    }

    /// Serves another publication from the next request on. Those under way finish with the one they began with.
    pub fn publish(&self, publication: Publication) {
        self.publication.store(Arc::new(publication));
        *self.stale() = None;
    }

    /// Makes what is asked most before anybody does, then codes what is served as small as can be, until something else is.
    /// Takes long, and may run beside answers.
    pub fn squeeze(&self) {
        let publication = self.publication();
        publication.weeks.lay_out(&publication, (self.clock)().date_naive());
        if let Ok(week) = self.week(&publication, &WeekQuery::default()) {
            week.squeeze(Effort::More);
        }
        publication.squeeze(|| Arc::ptr_eq(&publication, &self.publication.load()));
    }

    /// Says in `/readyz` why newer data is not served.
    pub fn reload_failed(&self, why: String) {
        *self.stale() = Some(why);
    }

    fn stale(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.stale.lock().expect("nothing panics while the lock is held")
    }

    /// The publication that is served now.
    pub fn publication(&self) -> Arc<Publication> {
        self.publication.load_full()
    }

    /// Whether `/readyz` says that traffic may come.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Relaxed);
    }

    /// The answer to a request's head.
    pub fn answer(&self, method: &Method, uri: &Uri, headers: HeaderMap) -> Response<Body> {
        let publication = self.publication.load();
        let reads = method == Method::GET || method == Method::HEAD;
        let named = negotiate::named_format(&headers);
        // Nearly all requests are for a feed by its plain path.
        if let (true, None, None) = (reads, uri.query(), named) {
            let path = uri.path().strip_prefix('/').unwrap_or_default();
            if let Some(resource) = publication.resource(path, Lang::En) {
                return resource.answer(method, headers);
            }
        }
        // Those for a selection, or with options, come again at the same address.
        let address = uri.path_and_query().filter(|_| reads && named.is_none() && uri.query().is_some());
        let address = address.map(|asked| asked.as_str()).filter(|_| Format::of_path(uri.path()).is_some());
        if let Some(resource) = address.and_then(|address| publication.asked.at(address)) {
            return resource.answer(method, headers);
        }
        let length = uri.path_and_query().map_or(0, |asked| asked.as_str().len());
        let answer = if length > URI_SIZE {
            let sentence = format!("an address may be {} octets long, not {length}", URI_SIZE);
            Err(Refusal { status: StatusCode::URI_TOO_LONG, sentence })
        } else {
            route(method, uri.path(), uri.query()).and_then(|route| match named {
                Some(format) => self.in_format(&publication, route, format, uri, &headers),
                None => self.follow(&publication, route, uri, &headers),
            })
        };
        match answer {
            Ok(answer) => {
                if let (Some(address), Answer::Shared(resource)) = (address, &answer) {
                    publication.asked.is_at(address, resource);
                }
                answer.send(&publication, method, headers)
            }
            Err(refusal) => refusal.answer(method, &headers),
        }
    }

    /// The answer in the format that Accept names, where the path is that of a feed for calendar programs.
    fn in_format(
        &self,
        publication: &Publication,
        mut route: Route<'_>,
        format: Format,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Answer, Refusal> {
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
            | Route::Index(_)
            | Route::Week(_)
            | Route::Health
            | Route::Ready => false,
        };
        let answer = self.follow(publication, route, uri, headers)?;
        Ok(if negotiated { Answer::Negotiated(Box::new(answer)) } else { answer })
    }

    fn follow(
        &self,
        publication: &Publication,
        route: Route<'_>,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Answer, Refusal> {
        match route {
            Route::Methods => Ok(plain(methods())),
            Route::Health => Ok(plain(self.health(publication))),
            Route::Ready => Ok(plain(self.readiness())),
            Route::Index(lang) => index(publication, lang, uri, headers).map(Answer::Shared),
            Route::Feed(calendar, asked) => publication.asked(&calendar, &asked).map(Answer::Shared),
            Route::Custom(selection, asked) => publication.custom(&selection, &asked).map(Answer::Shared),
            Route::Week(query) => self.week(publication, &query).map(Answer::Shared),
            Route::Prepared(path, lang) if publication.resource(&path, lang).is_some() => {
                Ok(Answer::Prepared(path.into_owned(), lang))
            }
            Route::Prepared(path, lang) => Ok(match publication.community().group(&path) {
                Some(group) => plain(to_group(publication, &group.slug, lang)),
                None => Answer::Prepared(path.into_owned(), lang),
            }),
        }
    }

    fn week(&self, publication: &Publication, query: &WeekQuery) -> Result<Arc<Resource>, Refusal> {
        let question = week::question(publication, query, (self.clock)())?;
        // The question holds the date, so that today's answer is not tomorrow's.
        let key = format!("week {question:?} {:?} {}", query.selection, query.date.is_some());
        publication.asked.get(&key, || Ok(week::render(publication, query, question)))
    }

    fn health(&self, publication: &Publication) -> Response<Body> {
        let health = json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            "tzdb": tzdb_version(),
            "community": publication.community().name.en,
            "groups": publication.community().groups.len(),
            "series": publication.series().len(),
            "calendars": publication.catalog().calendars().len(),
        });
        now(StatusCode::OK, "application/json; charset=utf-8", format!("{health}\n"))
    }

    fn readiness(&self) -> Response<Body> {
        match self.ready.load(Ordering::Relaxed) {
            true => {
                let stale = self.stale().clone();
                let stale = stale.map(|why| format!("the newest data is not served: {why}\n"));
                let text = format!("ready\n{}", stale.unwrap_or_default());
                now(StatusCode::OK, "text/plain; charset=utf-8", text)
            }
            false => now(
                StatusCode::SERVICE_UNAVAILABLE,
                "text/plain; charset=utf-8",
                "not ready: stopping\n".to_owned(),
            ),
        }
    }
}

enum Answer {
    Shared(Arc<Resource>),
    Prepared(String, Lang),
    Plain(Box<Response<Body>>),
    /// In another format than its path ends in.
    Negotiated(Box<Answer>),
}

impl Answer {
    /// The request's own header map is emptied and used again.
    fn send(self, publication: &Publication, method: &Method, headers: HeaderMap) -> Response<Body> {
        match self {
            Answer::Shared(resource) => resource.answer(method, headers),
            Answer::Prepared(path, lang) => match publication.resource(&path, lang) {
                Some(resource) => resource.answer(method, headers),
                None => publication.nothing_at(&path).answer(method, &headers),
            },
            Answer::Plain(response) => *response,
            Answer::Negotiated(answer) => {
                let mut response = answer.send(publication, method, headers);
                let headers = response.headers_mut();
                headers.insert(VARY, HeaderValue::from_static(BY_FORMAT));
                headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE_NEGOTIATED));
                response
            }
        }
    }
}

fn plain(response: Response<Body>) -> Answer {
    Answer::Plain(Box::new(response))
}

fn index(
    publication: &Publication,
    lang: Option<Lang>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Arc<Resource>, Refusal> {
    let base = match publication.base() {
        Some(base) => Some(base.clone()),
        None => base_of_request(uri, headers)?,
    };
    let negotiated = lang.is_none();
    let lang = lang.unwrap_or_else(|| negotiate::preferred_lang(headers));
    let key = format!("index {lang:?} {negotiated} {}", base.as_ref().map_or("", Base::authority));
    publication.asked.get(&key, || Ok(publication.index(base.as_ref(), lang, negotiated)))
}

/// What the request itself says it was sent to; nothing where it does not (HTTP/1.0).
fn base_of_request(uri: &Uri, headers: &HeaderMap) -> Result<Option<Base>, Refusal> {
    let host = match (uri.authority(), headers.get(HOST)) {
        (Some(authority), _) => authority.as_str(),
        (None, Some(host)) => host.to_str().unwrap_or("?"),
        (None, None) => return Ok(None),
    };
    Base::of_host(host).map(Some).map_err(|invalid| Refusal::bad_request(format!("Host: {invalid}")))
}

/// A group's own page is not built yet; the index has its place.
fn to_group(publication: &Publication, slug: &str, lang: Lang) -> Response<Body> {
    let root = publication.base().map_or_else(|| "/".to_owned(), |base| base.path_to(""));
    let query = match lang {
        Lang::En => "",
        Lang::Zh => "?lang=zh",
    };
    // Letters that an anchor may hold as they are; a slug is nearly always made of these.
    const ANCHOR: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
    let place = format!("{root}{query}#{}", utf8_percent_encode(slug, ANCHOR));
    let mut response = now(StatusCode::FOUND, "text/plain; charset=utf-8", format!("{place}\n"));
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(LOCATION, place);
    }
    response
}

/// An answer that is true now and kept by nobody.
fn now(status: StatusCode, content_type: &'static str, text: String) -> Response<Body> {
    let length = HeaderValue::from(text.len());
    let mut response = Response::new(Body::new(Bytes::from(text)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, length);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// What may be done here, for CalDAV clients that ask and for browsers that ask before a request from another site.
fn methods() -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    for (name, value) in [
        (ALLOW, METHODS),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            "Accept, Accept-Language, Cache-Control, If-Modified-Since, If-None-Match",
        ),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
