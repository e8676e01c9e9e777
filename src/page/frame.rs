//! What is around every page: where it is, in which language, and where else one can go.

use super::messages::{Messages, messages};
use super::{Base, Kept, Source};

/// What is around a page.
pub(super) struct Frame {
    pub m: &'static Messages,
    pub lang_tag: &'static str,
    pub other_tag: &'static str,
    /// What the page is called.
    pub title: String,
    /// The community's name.
    pub community: String,
    /// The path before every other, with a slash at its end.
    pub root: String,
    /// Where the page is in the other language, below the root.
    pub other: String,
    /// What is said in addresses so that the next page is on the same clock and in the same language,
    pub query: String,
    /// and in those of what has no clock.
    pub lang_query: &'static str,
    /// Which part of the site it is: `week`, `groups`, `community`.
    pub here: &'static str,
    /// Whether it is a file for a static host, which has no other pages.
    pub exported: bool,
}

impl Frame {
    /// Around a page of a part of the site, which is elsewhere in the other language.
    pub(super) fn new(
        source: Source<'_>,
        kept: Kept,
        here: &'static str,
        title: &str,
        other: String,
    ) -> Frame {
        let lang = kept.lang;
        let m = messages(lang);
        let community = source.community.name.get(lang).to_owned();
        Frame {
            m,
            lang_tag: lang.tag(),
            other_tag: lang.other().tag(),
            title: if community.is_empty() { title.to_owned() } else { format!("{title} · {community}") },
            community: if community.is_empty() { m.title.to_owned() } else { community },
            root: root(source.base),
            other,
            query: kept.query(),
            lang_query: lang.pick("?lang=en", "?lang=zh"),
            here,
            exported: false,
        }
    }
}

/// The path before every other.
pub(super) fn root(base: Option<&Base>) -> String {
    base.map_or_else(|| "/".to_owned(), |base| base.path_to(""))
}
