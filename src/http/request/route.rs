//! What a request's line asks for: a pure function, without the data and without a socket.

use std::borrow::Cow;

use form_urlencoded::parse;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::options::{check_keys, options};
use super::query::{WeekQuery, lang, selection, value, values, week};
use super::refusal::{METHODS, quoted};
use super::{FeedQuery, PageName, PageQuery, Refusal};
use crate::directory::Lang;
use crate::feed::{Format, Options, Selection};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// OPTIONS of anything.
    Methods,
    /// A page for people.
    Page(PageName<'a>, Box<PageQuery>),
    /// Whatever the publication prepared under a path, without the leading slash.
    Prepared(Cow<'a, str>, Lang),
    /// A calendar by its path without the ending, other than it is prepared.
    Feed(Cow<'a, str>, FeedQuery),
    /// `/custom.ics`, and in the other formats.
    Custom(Selection, FeedQuery),
    /// `/week.json`
    Week(WeekQuery),
    /// `/openapi.json`
    Description,
    /// `/healthz`: the process answers.
    Health,
    /// `/readyz`: traffic may come.
    Ready,
    /// `/metrics`: what was counted.
    Metrics,
}

/// The route of a request line.
///
/// # Errors
/// A [`Refusal`] that names the wrong word: a method, a language, an option, a path that is not UTF-8, too many words.
pub fn route<'a>(method: &Method, path: &'a str, query: Option<&str>) -> Result<Route<'a>, Refusal> {
    if method == Method::OPTIONS {
        return Ok(Route::Methods);
    }
    if method != Method::GET && method != Method::HEAD {
        let word = quoted(method.as_str());
        return Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{word} is not for a calendar that is only read; use {METHODS}"),
            format!("日历只可读取，不能用 {word}；请用 {METHODS}"),
        ));
    }
    // `GET *`, and `GET robots.txt`, whose path is a host (RFC 9112 3.2).
    let Some(path) = path.strip_prefix('/') else {
        return Err(Refusal::bad_request(
            "an address begins with `/`".to_owned(),
            "地址以 `/` 开头".to_owned(),
        ));
    };
    let coded = path.contains('%');
    let path = percent_decode_str(path).decode_utf8().map_err(|_| {
        let path = quoted(path);
        Refusal::bad_request(format!("{path} is not UTF-8"), format!("{path} 不是 UTF-8"))
    })?;
    let query = query.unwrap_or_default();
    if let Some((calendar, format)) = Format::of_path(&path) {
        let custom = calendar == "custom";
        let keys = parse(query.as_bytes()).filter(|(_, value)| !value.is_empty());
        check_keys(custom, keys.map(|(key, _)| key).collect::<Vec<_>>().iter().map(Cow::as_ref))?;
        let options = options(|key| value(query, key))?;
        let asked = FeedQuery { format, lang: lang(query)?.unwrap_or_default(), options };
        return Ok(match (custom, options == Options::default()) {
            (true, _) => Route::Custom(selection(query)?, asked),
            (false, true) => Route::Prepared(path, asked.lang),
            (false, false) => Route::Feed(calendar.to_owned().into(), asked),
        });
    }
    Ok(match path.as_ref() {
        "week.json" => Route::Week(WeekQuery { lang: lang(query)?.unwrap_or_default(), ..week(query)? }),
        "openapi.json" => Route::Description,
        // Who keeps visitors from these does it by their plain paths.
        _ if coded && matches!(path.as_ref(), "healthz" | "readyz" | "metrics") => {
            let path = quoted(&path);
            return Err(Refusal::not_found(format!("nothing is at {path}"), format!("{path} 处没有内容")));
        }
        "healthz" => Route::Health,
        "readyz" => Route::Ready,
        "metrics" => Route::Metrics,
        // These are in no language, so none is wrong.
        "groups.json" | "robots.txt" | "style.css" | "script.js" | "zones.json" => {
            Route::Prepared(path, Lang::En)
        }
        _ => match PageName::at(path) {
            Ok(name) => {
                if values(query, "q").len() > 1 {
                    return Err(Refusal::bad_request(
                        "q: a text to find stands once".to_owned(),
                        "q：要查找的文字只能出现一次".to_owned(),
                    ));
                }
                let query = PageQuery::new(week(query)?, lang(query)?, &values(query, "kind"), |key| {
                    value(query, key)
                })?;
                Route::Page(name, Box::new(query))
            }
            Err(path) => Route::Prepared(path, lang(query)?.unwrap_or_default()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Kind;
    use crate::page::Hours;

    fn get<'a>(path: &'a str, query: &str) -> Result<Route<'a>, Refusal> {
        route(&Method::GET, path, Some(query))
    }

    fn prepared(path: &str, lang: Lang) -> Result<Route<'_>, Refusal> {
        Ok(Route::Prepared(path.into(), lang))
    }

    /// Proxies keep visitors from them by the paths that are sent.
    #[test]
    fn what_is_for_operators_has_one_spelling() {
        assert_eq!([get("/metrics", ""), get("/readyz", "")], [Ok(Route::Metrics), Ok(Route::Ready)]);
        for path in ["/%6Detrics", "/read%79z", "/health%7a"] {
            assert_eq!(get(path, "").map_err(|refusal| refusal.status), Err(StatusCode::NOT_FOUND), "{path}");
        }
    }

    #[test]
    fn a_path_is_a_name_in_the_publication() {
        assert_eq!(get("/sig-node.ics", ""), prepared("sig-node.ics", Lang::En));
        assert_eq!(get("/sig%2Dnode.ics", "nocache=1&lang=&x"), prepared("sig-node.ics", Lang::En));
        assert_eq!(
            get("/category/operations.ics", "lang=zh-CN"),
            prepared("category/operations.ics", Lang::Zh)
        );
        assert_eq!(get("//etc/passwd.txt", ""), prepared("/etc/passwd.txt", Lang::En));
        assert_eq!(get("/robots.txt", "lang=fr"), prepared("robots.txt", Lang::En));
        let page = |name, query: PageQuery| Ok(Route::Page(name, Box::new(query)));
        assert_eq!(get("/", ""), page(PageName::Week, PageQuery::default()));
        let english = PageQuery { lang: Some(Lang::En), hours: Some(Hours::Of12), ..PageQuery::default() };
        assert_eq!(get("/week", "lang=EN&h=12"), page(PageName::Week, english));
        let chosen = PageQuery { kinds: vec![Kind::Wg], text: "node".into(), ..PageQuery::default() };
        assert_eq!(get("/embed/week", "kind=wgs,wgs&q=+NODE"), page(PageName::Embed, chosen));
        let node = PageName::Calendar("sig-node".into());
        assert_eq!(get("/sig-node", ""), page(node, PageQuery::default()));
        let two = PageQuery { kinds: vec![Kind::Sig, Kind::Wg], ..PageQuery::default() };
        assert_eq!(get("/", "kind=sigs&kind=wgs"), page(PageName::Week, two), "as a form sends it");
        for wrong in ["kind=sig", "h=13", "lang=fr"] {
            assert_eq!(
                get("/", wrong).map_err(|refusal| refusal.status),
                Err(StatusCode::BAD_REQUEST),
                "{wrong}"
            );
        }
        assert_eq!(route(&Method::HEAD, "/healthz", None), Ok(Route::Health));
        assert_eq!(route(&Method::OPTIONS, "*", None), Ok(Route::Methods));
        for none in ["*", "", "robots.txt"] {
            assert_eq!(
                get(none, "").map_err(|refusal| refusal.status),
                Err(StatusCode::BAD_REQUEST),
                "{none}"
            );
        }
    }

    #[test]
    fn a_selection_is_the_same_in_any_order() {
        let wanted = Selection {
            only: vec!["sig-network".into(), "sig-node".into()],
            categories: vec!["运维".into()],
        };
        for query in [
            "only=sig-node,sig-network&category=%E8%BF%90%E7%BB%B4",
            "category=运维&only=sig-network&only=sig-node,,sig-node",
            "only=+sig-node%2Csig-network&x=1&category=%E8%BF%90%E7%BB%B4,",
        ] {
            assert_eq!(
                get("/custom.ics", query),
                Ok(Route::Custom(wanted.clone(), FeedQuery::default())),
                "{query}"
            );
        }
        let many = format!("only={}", "a,".repeat(101));
        assert_eq!(get("/custom.ics", &many).map_err(|refusal| refusal.status), Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn options_lead_away_from_what_is_prepared_and_their_defaults_do_not() {
        let options = Options { alarm: Some(chrono::TimeDelta::minutes(10)), ..Options::default() };
        let asked = FeedQuery { format: Format::JCal, lang: Lang::Zh, options };
        assert_eq!(
            get("/category/a.jcal.json", "alarm=10m&lang=zh&cancelled=show"),
            Ok(Route::Feed("category/a".into(), asked))
        );
        assert_eq!(get("/a.jscal.json", "tentative=show"), prepared("a.jscal.json", Lang::En));
        let options = Options { hide_tentative: true, ..Options::default() };
        let asked = FeedQuery { format: Format::JsCalendar, lang: Lang::En, options };
        let selection = Selection { only: vec!["a".into()], categories: vec![] };
        assert_eq!(get("/custom.jscal.json", "only=a&tentative=hide"), Ok(Route::Custom(selection, asked)));
    }

    #[test]
    fn a_week_keeps_its_words() {
        let week = WeekQuery {
            date: Some("2026-11-23".into()),
            zone: Some("Europe/Berlin".into()),
            selection: Selection { only: vec!["sig-node".into()], categories: vec![] },
            lang: Lang::Zh,
        };
        let query = "date=2026-11-23&zone=Europe%2FBerlin&only=sig-node&lang=zh";
        assert_eq!(get("/week.json", query), Ok(Route::Week(week)));
        assert_eq!(get("/week.json", ""), Ok(Route::Week(WeekQuery::default())));
    }

    #[test]
    fn a_refusal_names_the_word() {
        for method in ["PUT", "PROPFIND", "REPORT", "DELETE", "POST", "MKCALENDAR"] {
            let method = Method::from_bytes(method.as_bytes()).expect("a token");
            let refusal = route(&method, "/all.ics", None).expect_err("only reading is allowed");
            assert_eq!(refusal.status, StatusCode::METHOD_NOT_ALLOWED);
        }
        let refusal = get("/all.ics", "lang=fr").expect_err("no French");
        assert_eq!(
            refusal.sentence.en,
            "lang: `fr` is no language of these calendars, which are in `en` and `zh`"
        );
        for option in ["cancelled=no", "tentative=1", "nocache=1&alarm=soon", "alarms=1h"] {
            let refused = get("/all.jcal.json", option).map_err(|refusal| refusal.status);
            assert_eq!(refused, Err(StatusCode::BAD_REQUEST), "{option}");
        }
        assert_eq!(get("/all.ics", "alarm=&nocache=1"), prepared("all.ics", Lang::En));
        assert_eq!(get("/%ff", "").map_err(|refusal| refusal.status), Err(StatusCode::BAD_REQUEST));
    }
}
