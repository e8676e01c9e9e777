//! What the things of a lock file have. A key that is not known is one of a later release.

use crate::directory::keys::Thing;

pub(super) const LOCK: Thing =
    Thing { name: "a lock file", read: &["begun", "groups", "series"], accepted: &[] };

pub(super) const GROUP: Thing =
    Thing { name: "a locked group", read: &["dir", "formerly", "kind", "name", "category"], accepted: &[] };

pub(super) const SERIES: Thing = Thing {
    name: "a locked series",
    read: &[
        "meeting",
        "uid",
        "title",
        "subproject",
        "cadence",
        "start",
        "zone",
        "rrule",
        "exrule",
        "rdate",
        "exdate",
        "overrides",
        "duration",
        "until",
        "tentative",
        "extra",
        "excluded",
        "skipped",
        "cancelled",
        "laid_out",
        "moved",
        "sequence",
        "created",
        "modified",
        "hash",
        "ended",
        "kept_before",
    ],
    accepted: &[],
};

pub(super) const OVERRIDE: Thing =
    Thing { name: "an override", read: &["of", "start", "duration", "summary", "cancelled"], accepted: &[] };

pub(super) const EXTRA: Thing = Thing { name: "an extra meeting", read: &["reason"], accepted: &[] };

pub(super) const EXCEPTION: Thing = Thing {
    name: "an exception",
    read: &["on", "at", "to", "one_of_several", "reason", "since"],
    accepted: &[],
};
