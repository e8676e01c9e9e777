//! Pages for people: what of the asking they depend on, and how long they may be kept.

use std::borrow::Cow;
use std::sync::Arc;

use hyper::header::{CONTENT_SECURITY_POLICY, HeaderValue, VARY};
use hyper::{Response, StatusCode};

use super::reply::unless_busy;
use super::{Site, week};
use crate::directory::Lang;
use crate::http::Body;
use crate::http::answer::{CACHE_CLOCK, CACHE_DATA, CACHE_NEGOTIATED, Effort, Resource, ResourceKind};
use crate::http::publication::Publication;
use crate::http::request::{
    Fields, Head, PageName, PageQuery, Refusal, negotiate, page_route, query, unknown_selection,
};
use crate::page::{self, Choice, Kept, PageAsk, Said, Source, Trouble};

/// A page fetches its style sheet, its script and what that asks for from here, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      base-uri 'none'; form-action 'self'; frame-ancestors ";

impl Site {
    pub(in crate::http) fn page(
        &self,
        publication: &Publication,
        name: &PageName<'_>,
        query: &PageQuery,
        head: &Head<'_>,
    ) -> Result<Arc<Resource>, Refusal> {
        let base = match publication.base() {
            Some(base) => Some(base.clone()),
            None => head.peer.base(head.authority, head.fields, &self.proxies)?,
        };
        let source = Source { base: base.as_ref(), ..publication.source() };
        let ask = self.ask(publication, query, head.fields)?;
        // Whoever is told where the server is by a header of their own is told it alone.
        let shared = publication.base().is_some() || !head.peer.is_told(head.fields, &self.proxies);
        // Pages with a clock in them are made anew each minute.
        let minute = (*name != PageName::Groups).then(|| ask.now.timestamp() / 60);
        let seen = base.as_ref().map(|base| (base.url_of(""), base.authority()));
        let key = format!("page {name:?} {query:?} {:?} {shared} {seen:?} {minute:?}", ask.question);
        publication.cache.get(&key, || {
            unless_busy(head.busy || publication.cache.is_stretched())?;
            let html = match name {
                PageName::Week => week_page(source, &ask, false)?,
                PageName::Embed => week_page(source, &ask, true)?,
                PageName::Groups => page::groups(source, ask.kept()),
                PageName::Community => page::community(source, &ask),
                PageName::Calendar(path) => {
                    page::calendar(source, path, &ask).ok_or_else(|| publication.nothing_at(path))?
                }
            };
            let framed = if *name == PageName::Embed { self.framed_by.as_str() } else { "'none'" };
            Ok(Resource::new(html, &kind(query, ask.question.lang, shared, minute.is_some(), framed)))
        })
    }

    /// Why a request is not answered as asked, for who looks at it in a browser.
    pub(in crate::http) fn problem(
        &self,
        publication: &Publication,
        refusal: &Refusal,
        head: &Head<'_>,
    ) -> Response<Body> {
        // What is understood of its words goes along.
        let query = head.query.unwrap_or_default();
        let said = query::lang(query).ok().flatten();
        let kept = Kept {
            lang: said.unwrap_or_else(|| negotiate::preferred_lang(head.fields)),
            zone: query::value(query, "zone").and_then(|word| week::zone(&word).ok()),
            hours: query::value(query, "h").and_then(|word| page_route::hours(&word).ok()),
        };
        let trouble = match refusal.status {
            StatusCode::NOT_FOUND => Trouble::Missing,
            StatusCode::SERVICE_UNAVAILABLE => Trouble::Busy,
            _ => Trouble::Wrong,
        };
        let html = page::problem(publication.source(), kept, trouble, &refusal.sentence);
        let mut response = refusal.answer_as("text/html; charset=utf-8", html, head.method);
        let fields = response.headers_mut();
        fields.insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
        if let Ok(policy) = HeaderValue::from_str(&format!("{POLICY}'none'")) {
            fields.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn ask(
        &self,
        publication: &Publication,
        query: &PageQuery,
        fields: Fields<'_>,
    ) -> Result<PageAsk, Refusal> {
        let now = (self.clock)();
        let lang = query.lang.unwrap_or_else(|| negotiate::preferred_lang(fields));
        let (question, _) = week::question(publication, &query.week, now)?;
        Ok(PageAsk {
            question: page::WeekQuestion { lang, ..question },
            now,
            choice: Choice {
                selection: query.week.selection.clone(),
                kinds: query.kinds.clone(),
                text: query.text.clone(),
            },
            hours: query.hours.unwrap_or_default(),
            said: Said {
                date: query.week.date.as_ref().and_then(|_| page::first_askable(question.from)),
                zone: query.week.zone.is_some(),
                lang: query.lang.is_some(),
                hours: query.hours.is_some(),
            },
        })
    }
}

fn week_page(source: Source<'_>, ask: &PageAsk, embedded: bool) -> Result<String, Refusal> {
    page::week(source, ask, embedded).map_err(|unknown| unknown_selection(StatusCode::BAD_REQUEST, &unknown))
}

fn kind(query: &PageQuery, lang: Lang, shared: bool, has_clock: bool, framed_by: &str) -> ResourceKind {
    ResourceKind {
        vary: if query.lang.is_none() { "Accept-Encoding, Accept-Language" } else { "Accept-Encoding" },
        lang: Some(lang),
        content_security_policy: Some(Cow::Owned(format!("{POLICY}{framed_by}"))),
        cache_control: match (shared, has_clock) {
            (false, _) => CACHE_NEGOTIATED,
            (true, true) => CACHE_CLOCK,
            (true, false) => CACHE_DATA,
        },
        effort: Effort::Least,
        ..ResourceKind::of_data("text/html; charset=utf-8", None)
    }
}
