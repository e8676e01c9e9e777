//! Every calendar's feeds, as they are published.

use std::collections::HashMap;
use std::sync::Arc;

use fnv::FnvBuildHasher;

use super::prepared::Prepared;
use crate::directory::Lang;
use crate::feed::{Calendar, Format, Selection};
use crate::http::answer::{BY_FORMAT, Effort, Resource, ResourceKind};
use crate::http::limits::cores;
use crate::http::request::{FeedQuery, options};
use crate::page::Source;

/// How many calendars are worth a thread: each leaves behind some of the memory that it worked with.
const WORTH_A_THREAD: usize = 100;

/// What is prepared, by path. The paths are the data's, so nobody who asks can choose them to collide.
pub(super) type ByPath = HashMap<String, Prepared, FnvBuildHasher>;

/// What was published before, of which nothing is made again that is the same.
#[derive(Clone, Copy)]
pub(super) struct Before<'p> {
    pub source: Source<'p>,
    pub prepared: &'p ByPath,
}

impl Before<'_> {
    /// The feeds of a calendar that was there too, where nothing of it is another: these are not rendered again.
    fn unchanged(&self, calendar: &Calendar, now: Source<'_>) -> Option<Prepared> {
        let known = self.source.catalog.calendar(&calendar.path)?;
        let prepared = self.prepared.get(&Format::Ics.path(&calendar.path))?;
        (known == calendar && self.source.base == now.base).then(|| prepared.shared()).flatten()
    }
}

/// All of them by their paths. Those for calendar programs are rendered and compressed on all cores, which at thousands of
/// them takes a while.
pub(in crate::http) fn all(source: Source<'_>, before: Option<Before<'_>>) -> ByPath {
    let calendars = source.catalog.calendars();
    // Whoever is served meanwhile has the other cores.
    let workers = if before.is_some() { cores().div_ceil(2) } else { cores() };
    let workers = workers.min(calendars.len().div_ceil(WORTH_A_THREAD)).max(1);
    let of_ics = |calendar: &Calendar| {
        (Format::Ics.path(&calendar.path), for_calendar_programs(source, calendar, before))
    };
    // The large ones come first, so that each worker has its share of them.
    let share = |worker: usize| calendars.iter().skip(worker).step_by(workers);
    let mut prepared: ByPath = std::thread::scope(|scope| {
        let others =
            (1..workers).map(|worker| scope.spawn(move || share(worker).map(of_ics).collect::<Vec<_>>()));
        let others: Vec<_> = others.collect();
        let mut prepared: ByPath = share(0).map(of_ics).collect();
        prepared.extend(others.into_iter().flat_map(|share| share.join().expect("rendering does not panic")));
        prepared
    });
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Ics) {
        for (n, calendar) in calendars.iter().enumerate() {
            prepared.insert(format.path(&calendar.path), Prepared::deferred(n, format));
        }
    }
    prepared
}

fn for_calendar_programs(source: Source<'_>, calendar: &Calendar, before: Option<Before<'_>>) -> Prepared {
    if let Some(same) = before.and_then(|before| before.unchanged(calendar, source)) {
        return same;
    }
    let path = Format::Ics.path(&calendar.path);
    let known = before.and_then(|before| before.prepared.get(&path));
    let in_lang = |lang| {
        let asked = FeedQuery { lang, ..FeedQuery::default() };
        let (bytes, kind) = rendered(source, calendar, &Selection::default(), &asked);
        // In one of the languages it may be the same.
        match known.and_then(|known| known.made(lang)).filter(|known| known.is(&bytes, &kind)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Resource::new(bytes, &ResourceKind { effort: Effort::More, ..kind })),
        }
    };
    Prepared::Made { en: in_lang(Lang::En), zh: Some(in_lang(Lang::Zh)) }
}

/// A feed as somebody asks for it who waits.
pub(in crate::http) fn one(
    source: Source<'_>,
    calendar: &Calendar,
    selection: &Selection,
    asked: &FeedQuery,
) -> Resource {
    let (bytes, kind) = rendered(source, calendar, selection, asked);
    Resource::new(bytes, &ResourceKind { effort: Effort::Least, ..kind })
}

fn rendered(
    source: Source<'_>,
    calendar: &Calendar,
    selection: &Selection,
    asked: &FeedQuery,
) -> (Vec<u8>, ResourceKind) {
    let path = asked.format.path(&calendar.path);
    let url = source.base.and_then(|base| base.url_of(&path));
    let url = url.map(|url| url + &options::written(selection, asked));
    let kind = ResourceKind {
        // The path for calendar programs answers in another format where one is named.
        vary: if asked.format == Format::Ics { BY_FORMAT } else { "Accept-Encoding" },
        filename: file_name(asked.format, &path),
        lang: Some(asked.lang),
        ..ResourceKind::of_data(asked.format.content_type(), Some(calendar.modified))
    };
    (asked.format.render(calendar, asked.lang, url.as_deref()), kind)
}

/// The name of a file for what is at a path, in letters that every header and file system takes. None where it is that of the
/// path, which a client takes itself; a format in JSON may be what another path was asked for.
fn file_name(format: Format, path: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let name: String = path.chars().map(plain).collect();
    (format != Format::Ics || name != path).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        let named = |path| file_name(Format::Ics, path);
        assert_eq!(named("category/operations").as_deref(), Some("category-operations"));
        assert_eq!(named("a\"\r\nx/../运").as_deref(), Some("a---x-..--"));
    }

    #[test]
    fn a_file_is_named_where_its_path_does_not_name_it() {
        assert_eq!(file_name(Format::Ics, "sig-node.ics"), None);
        assert_eq!(file_name(Format::JCal, "sig-node.jcal.json").as_deref(), Some("sig-node.jcal.json"));
    }
}
