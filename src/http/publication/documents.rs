//! What is published beside feeds: lists, the news, what pages need, and a description of it all.

use super::feeds::{Before, ByPath};
use super::openapi::openapi;
use super::prepared::Prepared;
use crate::directory::Lang;
use crate::http::answer::{Effort, Resource, ResourceKind};
use crate::page::{self, Source};

/// Everything may be fetched: Google's fetcher obeys this file.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";
/// What is the same for everybody, by path.
pub(in crate::http) fn all(source: Source<'_>, before: Option<Before<'_>>) -> ByPath {
    let groups = page::groups_json(source);
    // These also change with the program, so the data's date is not theirs: the tag alone tells.
    let each = [
        ("groups.json", "application/json; charset=utf-8", format!("{groups}\n")),
        ("robots.txt", "text/plain; charset=utf-8", ROBOTS.to_owned()),
        ("style.css", "text/css; charset=utf-8", page::style()),
        ("script.js", "text/javascript; charset=utf-8", page::SCRIPT.to_owned()),
        ("zones.json", "application/json; charset=utf-8", page::zones_json()),
    ];
    let each = each.into_iter().map(|(path, content_type, body)| {
        let kind = ResourceKind::of_data(content_type, None);
        let is_this =
            |known: &Prepared| known.made(Lang::En).is_some_and(|known| known.is(body.as_bytes(), &kind));
        let known = before.and_then(|before| before.prepared.get(path)).filter(|known| is_this(known));
        let made = known.and_then(Prepared::shared);
        (path.to_owned(), made.unwrap_or_else(|| Prepared::in_all(Resource::new(body, &kind))))
    });
    each.collect()
}

/// The news that a lock remembers.
pub(in crate::http) fn changes(source: Source<'_>) -> Prepared {
    let modified = source.news.first().map(|newest| newest.at);
    Prepared::in_each(|lang| {
        let kind = ResourceKind::of_data("application/atom+xml; charset=utf-8", modified);
        Resource::new(page::changes(source, lang), &ResourceKind { lang: Some(lang), ..kind })
    })
}

/// The description of all of this for programs.
pub(in crate::http) fn description(source: Source<'_>) -> Resource {
    let kind = ResourceKind::of_data("application/json; charset=utf-8", None);
    Resource::new(format!("{}\n", openapi(source)), &ResourceKind { effort: Effort::Least, ..kind })
}
