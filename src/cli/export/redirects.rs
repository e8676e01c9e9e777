//! Where pages of the server are on an exported site, for hosts that read that from a file `_redirects`.

use crate::directory::OWN_EVENTS;
use crate::http::Publication;

/// The file: the page of a group or a category, also under the names that a group had, is its place in the page of all
/// calendars.
pub(super) fn redirects(publication: &Publication, root: &str) -> String {
    let community = publication.community();
    let mut text = String::new();
    for page in ["week", "community"] {
        text += &format!("{root}{page} {root} 302\n");
    }
    let mut to = |page: &str, place: &str| {
        // A blank or a `#` would be read as the end of the address.
        if !page.contains(|c: char| c.is_whitespace() || c.is_control() || "#?*:".contains(c)) {
            text += &format!("{root}{page} {root}#{place} 302\n");
        }
    };
    for group in community.groups.iter().filter(|group| !group.gone) {
        let former = group.formerly.iter().filter(|former| community.group(former).is_none());
        for name in std::iter::once(&group.slug).chain(former) {
            to(name, &group.slug);
        }
    }
    for category in &community.categories {
        to(&format!("category/{}", category.key), &format!("part-category-{}", category.key));
    }
    if publication.catalog().calendar(OWN_EVENTS).is_some() {
        to(OWN_EVENTS, "part-events");
    }
    text
}
