//! Conditional requests and ranges beside RFC 9110, whose sections 13.2.2 and 14 stand here once more as a model.

use std::future::Future as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response};
use proptest::prelude::*;
use sigcal::http::Site;

use super::community::site;

/// A tag that a client may know.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tag {
    /// That of what is there, in the coding that the client gets.
    Own,
    /// The same, weak.
    OwnWeak,
    /// That of the same in another coding.
    Coding,
    Other,
}

/// The field of If-Match and If-None-Match.
#[derive(Clone, Debug)]
enum Tags {
    Star,
    Listed(Vec<Tag>),
}

/// A date by the date of what is there.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Date {
    Before,
    Same,
    After,
    None,
}

#[derive(Clone, Copy, Debug)]
enum IfRange {
    Tag(Tag),
    Date(Date),
}

/// A Range by its parts.
#[derive(Clone, Debug)]
enum Asked {
    From(usize, Option<usize>),
    Last(usize),
    Several,
    OtherUnit,
}

#[derive(Clone, Debug)]
struct Question {
    method: Method,
    path: &'static str,
    coding: Option<&'static str>,
    matches: Option<Tags>,
    none_match: Option<Tags>,
    modified_since: Option<Date>,
    unmodified_since: Option<Date>,
    range: Option<Asked>,
    if_range: Option<IfRange>,
}

/// What is there: in the coding that the client gets, and the tag that it has in the other.
struct There {
    etag: String,
    other_coding: String,
    modified: Option<SystemTime>,
    body: Vec<u8>,
}

/// What is answered: a status, a body, a Content-Range.
type Told = (u16, Vec<u8>, Option<String>);

impl There {
    fn tag(&self, tag: Tag) -> String {
        match tag {
            Tag::Own => self.etag.clone(),
            Tag::OwnWeak => format!("W/{}", self.etag),
            Tag::Coding => self.other_coding.clone(),
            Tag::Other => "\"a,b\"".to_owned(),
        }
    }

    fn date(&self, date: Date) -> String {
        let own = self.modified.unwrap_or(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let day = Duration::from_secs(86_400);
        match date {
            Date::Before => httpdate::fmt_http_date(own - day),
            Date::Same => httpdate::fmt_http_date(own),
            Date::After => httpdate::fmt_http_date(own + day),
            Date::None => "yesterday".to_owned(),
        }
    }
}

/// RFC 9110 13.2.2, step by step, and 14.2.
fn model(question: &Question, there: &There) -> Told {
    let not_modified = (304, vec![], None);
    let failed = (412, vec![], None);
    // 13.1: a date that is none is passed over, and so is one where what is there has no date.
    let dated = |date: Option<Date>| date.filter(|date| *date != Date::None && there.modified.is_some());

    // 1. When If-Match is present: if false, 412. 13.1.1: the strong comparison.
    // 2. When it is not, and If-Unmodified-Since is: likewise.
    match &question.matches {
        Some(Tags::Star) => {}
        Some(Tags::Listed(tags)) if tags.contains(&Tag::Own) => {}
        Some(Tags::Listed(_)) => return failed,
        None if dated(question.unmodified_since) == Some(Date::Before) => return failed,
        None => {}
    }
    // 3. When If-None-Match is present: if false, 304 to GET and HEAD. 13.1.2: the weak comparison.
    // 4. When it is not, and If-Modified-Since is: likewise.
    match &question.none_match {
        Some(Tags::Star) => return not_modified,
        Some(Tags::Listed(tags)) if tags.contains(&Tag::Own) || tags.contains(&Tag::OwnWeak) => {
            return not_modified;
        }
        Some(Tags::Listed(_)) => {}
        None => match dated(question.modified_since) {
            Some(Date::Same | Date::After) => return not_modified,
            Some(Date::Before | Date::None) | None => {}
        },
    }
    let body = if question.method == Method::HEAD { vec![] } else { there.body.clone() };
    let whole = (200, body, None);
    // 14.2: GET is the only method with ranges.
    if question.method != Method::GET {
        return whole;
    }
    // 14.1.2: which octets, of a set that is one range of octets; else it may be passed over (14.2).
    let octets = there.body.len();
    let part = match question.range {
        Some(Asked::From(first, Some(last))) if last < first => return whole,
        Some(Asked::From(first, last)) => {
            (first < octets).then(|| (first, last.unwrap_or(octets - 1).min(octets - 1)))
        }
        Some(Asked::Last(length)) => (length > 0).then(|| (octets.saturating_sub(length), octets - 1)),
        Some(Asked::Several | Asked::OtherUnit) | None => return whole,
    };
    let range = |(first, last): (usize, usize)| {
        (206, there.body[first..=last].to_vec(), Some(format!("bytes {first}-{last}/{octets}")))
    };
    // 5. When Range and If-Range are both present: if it is true and the range applicable, 206, else 200.
    // 13.1.5: the strong comparison; a date is no strong validator here.
    if let Some(if_range) = question.if_range {
        return match (if_range, part) {
            (IfRange::Tag(Tag::Own), Some(part)) => range(part),
            (IfRange::Tag(_) | IfRange::Date(_), _) => whole,
        };
    }
    // 6. Otherwise, what the method does: with a range that is not there, 416.
    part.map_or_else(|| (416, vec![], Some(format!("bytes */{octets}"))), range)
}

static SITE: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let site = site(None);
    site.squeeze();
    site
});

fn answer(method: &Method, path: &str, headers: HeaderMap) -> (Response<()>, Vec<u8>) {
    let (head, mut body) = SITE.answer(method, &path.parse().expect("a path"), headers).into_parts();
    let frame = std::pin::pin!(http_body_util::BodyExt::frame(&mut body));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let bytes = match frame.poll(&mut context) {
        std::task::Poll::Ready(Some(Ok(frame))) => {
            frame.into_data().expect("a body has no trailers").to_vec()
        }
        std::task::Poll::Ready(None) => vec![],
        other => panic!("a whole body is ready: {other:?}"),
    };
    (Response::from_parts(head, ()), bytes)
}

fn headers(pairs: Vec<(&'static str, String)>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(HeaderName::from_static(name), HeaderValue::from_str(&value).expect("ASCII"));
    }
    headers
}

fn there(path: &str, coding: Option<&'static str>) -> There {
    let coded = |coding: Option<&str>| {
        let coding = coding.map(|coding| ("accept-encoding", coding.to_owned()));
        answer(&Method::GET, path, headers(coding.into_iter().collect()))
    };
    let text = |answer: &Response<()>, name| {
        answer.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned())
    };
    let (own, body) = coded(coding);
    let etag = text(&own, "etag").expect("a tag");
    let others = [None, Some("gzip")].into_iter().filter_map(|coding| text(&coded(coding).0, "etag"));
    let other_coding =
        others.into_iter().find(|other| *other != etag).unwrap_or_else(|| "\"none\"".to_owned());
    There {
        etag,
        other_coding,
        modified: text(&own, "last-modified").map(|date| httpdate::parse_http_date(&date).expect("a date")),
        body,
    }
}

impl Question {
    fn headers(&self, there: &There) -> HeaderMap {
        let mut pairs = Vec::new();
        pairs.extend(self.coding.map(|coding| ("accept-encoding", coding.to_owned())));
        for (name, tags) in [("if-match", &self.matches), ("if-none-match", &self.none_match)] {
            match tags {
                Some(Tags::Star) => pairs.push((name, "*".to_owned())),
                // A list may stand in one line or in several.
                Some(Tags::Listed(tags)) if tags.len() > 2 => {
                    pairs.extend(tags.iter().map(|tag| (name, there.tag(*tag))));
                }
                Some(Tags::Listed(tags)) => {
                    let tags: Vec<String> = tags.iter().map(|tag| there.tag(*tag)).collect();
                    pairs.push((name, tags.join(" ,")));
                }
                None => {}
            }
        }
        for (name, date) in
            [("if-modified-since", self.modified_since), ("if-unmodified-since", self.unmodified_since)]
        {
            pairs.extend(date.map(|date| (name, there.date(date))));
        }
        pairs.extend(self.if_range.map(|value| match value {
            IfRange::Tag(tag) => ("if-range", there.tag(tag)),
            IfRange::Date(date) => ("if-range", there.date(date)),
        }));
        pairs.extend(self.range.as_ref().map(|range| match range {
            Asked::From(first, Some(last)) => ("range", format!("bytes={first}-{last}")),
            Asked::From(first, None) => ("range", format!("bytes={first}-")),
            Asked::Last(length) => ("range", format!("bytes=-{length}")),
            Asked::Several => ("range", "bytes=0-1, 4-5".to_owned()),
            Asked::OtherUnit => ("range", "lines=0-1".to_owned()),
        }));
        headers(pairs)
    }
}

fn tags() -> impl Strategy<Value = Tags> {
    let tag = prop::sample::select(vec![Tag::Own, Tag::OwnWeak, Tag::Coding, Tag::Other]);
    prop_oneof![1 => Just(Tags::Star), 4 => prop::collection::vec(tag, 1..4).prop_map(Tags::Listed)]
}

fn date() -> impl Strategy<Value = Date> {
    prop::sample::select(vec![Date::Before, Date::Same, Date::After, Date::None])
}

fn range() -> impl Strategy<Value = Asked> {
    // Small resources end within these, large ones beyond.
    let position = || prop_oneof![0..30_usize, 0..4000_usize, Just(1_000_000)];
    prop_oneof![
        4 => (position(), prop::option::of(position())).prop_map(|(first, last)| Asked::From(first, last)),
        2 => position().prop_map(Asked::Last),
        1 => Just(Asked::Several),
        1 => Just(Asked::OtherUnit),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let paths = [
        "/all.ics",
        "/sig-node.ics?lang=zh",
        "/custom.jcal.json?only=sig-node",
        "/groups.json",
        "/robots.txt",
    ];
    let if_range = prop_oneof![
        prop::sample::select(vec![Tag::Own, Tag::OwnWeak, Tag::Coding, Tag::Other]).prop_map(IfRange::Tag),
        date().prop_map(IfRange::Date),
    ];
    let rare = |strategy| prop::option::weighted(0.3, strategy);
    (
        prop::sample::select(vec![Method::GET, Method::GET, Method::HEAD]),
        prop::sample::select(paths.to_vec()),
        prop::sample::select(vec![None, Some("gzip"), Some("br, zstd;q=0.5")]),
        (rare(tags().boxed()), rare(tags().boxed())),
        (prop::option::weighted(0.3, date()), prop::option::weighted(0.3, date())),
        prop::option::weighted(0.7, range()),
        prop::option::weighted(0.4, if_range),
    )
        .prop_map(|(method, path, coding, (matches, none_match), dates, range, if_range)| Question {
            method,
            path,
            coding,
            matches,
            none_match,
            modified_since: dates.0,
            unmodified_since: dates.1,
            range,
            if_range,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn conditions_and_ranges_are_answered_as_the_model_says(question in question()) {
        let there = there(question.path, question.coding);
        let (head, body) = answer(&question.method, question.path, question.headers(&there));
        let status = head.status().as_u16();
        let range = head.headers().get("content-range").map(|value| value.to_str().expect("ASCII").to_owned());
        // What a refusal says is its own.
        let body = if status >= 400 { vec![] } else { body };
        let (wanted, wanted_body, wanted_range) = model(&question, &there);
        prop_assert_eq!((status, range, body.len()), (wanted, wanted_range, wanted_body.len()));
        prop_assert!(body == wanted_body, "other octets");
    }
}
