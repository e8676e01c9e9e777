//! UIDs: derived, never random, so that the same meeting has the same one in every process and every feed.

use uuid::Uuid;

use crate::directory::{Community, Meeting};

/// The UID of a meeting's series. `part` tells the series of one meeting apart; the first has none.
pub(super) fn derive(community: &Community, meeting: &Meeting, part: usize) -> String {
    let group = meeting.group.map_or("events", |group| community.groups[group].slug.as_str());
    let mut name = format!("sigcal/{}/{group}/{}", community.name.en, meeting.key);
    if part > 0 {
        name += &format!("/{}", part + 1);
    }
    // RFC 9562 5.5, in its name space for names of no other kind.
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string()
}
