//! Why a request is not answered as asked: which word is wrong, and the nearest right one.

use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue,
    RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Response, StatusCode};
use serde_json::json;

use super::Fields;
use super::negotiate::wants_json;
use crate::directory::Text;
use crate::feed::UnknownSelection;
use crate::http::Body;

/// The methods of every resource.
pub(in crate::http) const METHODS: &str = "GET, HEAD, OPTIONS";

/// A request that is refused, and the sentence that says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status code.
    pub status: StatusCode,
    /// What is wrong, and what would be right: programs are told in English.
    pub sentence: Text,
}

impl Refusal {
    /// A 404: there is no such thing.
    pub(in crate::http) fn not_found(en: String, zh: String) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, en, zh)
    }

    /// A 400: the question cannot be answered as it is put.
    pub(in crate::http) fn bad_request(en: String, zh: String) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, en, zh)
    }

    /// A 503: it would be answered at another moment.
    pub(in crate::http) fn busy() -> Refusal {
        let en = "more is asked than this server can answer at the moment; ask again in some seconds";
        let zh = "目前请求太多，服务器来不及回答；请几秒钟后再试";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, en.to_owned(), zh.to_owned())
    }

    /// One that is said in both languages.
    pub(in crate::http) fn new(status: StatusCode, en: String, zh: String) -> Refusal {
        Refusal { status, sentence: Text { en, zh: Some(zh) } }
    }

    /// The answer. The sentence quotes what was asked, so it is text that nothing may read as anything else.
    pub(in crate::http) fn answer(&self, method: &Method, asked: Fields<'_>) -> Response<Body> {
        let (content_type, mut text) = if wants_json(asked) {
            let title = self.status.canonical_reason().unwrap_or_default();
            let problem =
                json!({ "title": title, "status": self.status.as_u16(), "detail": self.sentence.en });
            ("application/problem+json", problem.to_string())
        } else {
            ("text/plain; charset=utf-8", self.sentence.en.clone())
        };
        text.push('\n');
        self.answer_as(content_type, text, method)
    }

    /// The answer in these words.
    pub(in crate::http) fn answer_as(
        &self,
        content_type: &'static str,
        text: String,
        method: &Method,
    ) -> Response<Body> {
        let length = HeaderValue::from(text.len());
        let body = if method == Method::HEAD { Bytes::new() } else { text.into() };
        let mut response = Response::new(Body::new(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(CONTENT_LENGTH, length);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("Accept"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(ALLOW, HeaderValue::from_static(METHODS));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// Why a selection is none.
pub(in crate::http) fn unknown_selection(status: StatusCode, unknown: &UnknownSelection) -> Refusal {
    let (en, zh) = nearest_in_words(unknown.nearest.as_deref());
    let (word, what) = (quoted(&unknown.word), unknown.what);
    let what_zh = if what == "category" { "领域" } else { "小组" };
    Refusal::new(
        status,
        format!("{word} is no {what} here{en}; /groups lists them"),
        format!("这里没有名为 {word} 的{what_zh}{zh}；全部列表见 /groups"),
    )
}

/// A word of a request as it may stand in a sentence: short, on one line, in backticks.
pub(in crate::http) fn quoted(word: &str) -> String {
    let mut shown: String = word.chars().filter(|c| !c.is_control() && *c != '`').take(60).collect();
    if word.chars().count() > 60 {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// `; the nearest is …`, or nothing, in both languages.
pub(in crate::http) fn nearest_in_words(nearest: Option<&str>) -> (String, String) {
    let said = nearest.map(quoted);
    said.map(|near| (format!("; the nearest is {near}"), format!("，最接近的是 {near}"))).unwrap_or_default()
}

/// The known word most like another, where one is alike at all.
pub(in crate::http) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(80).collect::<String>().to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&word, &known.to_lowercase()), known))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_that_is_alike() {
        let known = ["sig-node", "sig-network", "wg-batch"];
        assert_eq!(nearest("sig-nod", known), Some("sig-node"));
        assert_eq!(nearest("SIG-Networking", known), Some("sig-network"));
        assert_eq!(nearest("zzz", known), None);
    }

    #[test]
    fn a_quoted_word_stays_short_and_on_one_line() {
        assert_eq!(quoted("a\r\nSet-Cookie: `x`"), "`aSet-Cookie: x`");
        assert_eq!(quoted(&"é".repeat(70)).chars().count(), 63);
    }
}
