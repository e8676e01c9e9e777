//! Which keys a thing may have, and taking them from a mapping.

use super::node::{Node, Scalar, Value};
use super::report::{Report, meant, nearest};

/// A kind of thing in the file, and its keys.
pub(super) struct Thing {
    /// With its article, for a sentence: `a meeting`.
    pub(super) name: &'static str,
    /// The keys that are read.
    pub(super) read: &'static [&'static str],
    /// Upstream's keys that are accepted and not read.
    pub(super) accepted: &'static [&'static str],
}

impl Thing {
    fn knows(&self, key: &Scalar) -> bool {
        self.read.iter().chain(self.accepted).any(|known| *known == key.text)
    }

    fn nearest(&self, key: &Scalar) -> Option<&'static str> {
        nearest(&key.text, self.read.iter().chain(self.accepted).copied())
    }
}

pub(super) const FILE: Thing = Thing {
    name: "a data file",
    read: &["community", "sigs", "workinggroups", "usergroups", "committees", "events"],
    accepted: &["gb_rep"],
};

pub(super) const COMMUNITY: Thing = Thing {
    name: "a community",
    read: &["name", "url", "zone", "zones", "duration", "start", "channels", "categories", "skip", "checks"],
    accepted: &[],
};

pub(super) const CHANNEL: Thing =
    Thing { name: "a channel", read: &["name", "purpose", "url"], accepted: &[] };

pub(super) const GROUP: Thing = Thing {
    name: "a group",
    read: &[
        "dir",
        "formerly",
        "name",
        "mission_statement",
        "category",
        "leadership",
        "meetings",
        "contact",
        "subprojects",
        "stakeholder_sigs",
        "lead_sigs",
        "aim",
        "status",
        "since",
        "until",
        "remark",
    ],
    accepted: &["charter_link", "label"],
};

pub(super) const LEADERSHIP: Thing = Thing {
    name: "a leadership",
    read: &["chairs", "tech_leads", "leads"],
    accepted: &["emeritus_leads", "emeritus_chairs", "emeritus_tech_leads"],
};

pub(super) const PERSON: Thing =
    Thing { name: "a person", read: &["name", "company"], accepted: &["github", "email"] };

pub(super) const CONTACT: Thing = Thing {
    name: "a contact",
    read: &["slack", "mailing_list"],
    accepted: &["private_mailing_list", "teams", "liaison"],
};

pub(super) const SUBPROJECT: Thing = Thing {
    name: "a subproject",
    read: &["name", "meetings"],
    accepted: &["description", "contact", "owners", "leads"],
};

/// A thing that happens: all of these have the same keys, but for the one it is called by.
macro_rules! happening {
    ($name:literal, called by $called:literal) => {
        Thing {
            name: $name,
            read: &[
                $called,
                "id",
                "formerly",
                "cadence",
                "day",
                "time",
                "tz",
                "utc",
                "frequency",
                "rrule",
                "on",
                "start",
                "until",
                "duration",
                "url",
                "archive_url",
                "recordings_url",
                "location",
                "details",
                "status",
                "skip",
                "cancelled",
                "moved",
                "extra",
                "changes",
                "allow",
            ],
            accepted: &["calendar_url"],
        }
    };
}

pub(super) const MEETING: Thing = happening!("a meeting", called by "description");
pub(super) const EVENT: Thing = happening!("an event", called by "name");

/// A change of a meeting.
pub(super) const CHANGE: Thing = Thing {
    name: "a change",
    read: &[
        "from",
        "cadence",
        "day",
        "time",
        "tz",
        "utc",
        "frequency",
        "rrule",
        "start",
        "duration",
        "url",
        "archive_url",
        "location",
    ],
    accepted: &[],
};

pub(super) const TEXT: Thing = Thing { name: "a text", read: &["en", "zh"], accepted: &[] };

pub(super) const SKIP: Thing = Thing { name: "a skip", read: &["on", "from", "to", "reason"], accepted: &[] };

pub(super) const CANCELLED: Thing =
    Thing { name: "a cancelled date", read: &["on", "reason"], accepted: &[] };

pub(super) const MOVED: Thing = Thing { name: "a moved date", read: &["on", "to", "reason"], accepted: &[] };

pub(super) const ALLOWANCE: Thing =
    Thing { name: "an allowance", read: &["check", "with", "reason"], accepted: &[] };

pub(super) const EXTRA: Thing =
    Thing { name: "an extra meeting", read: &["on", "duration", "reason"], accepted: &[] };

/// What a mapping holds under the keys of a [`Thing`].
pub(super) struct Keys<'n> {
    /// The mapping itself.
    pub(super) node: &'n Node,
    thing: &'static Thing,
    entries: &'n [(Scalar, Node)],
}

impl<'n> Keys<'n> {
    /// The keys of a thing: unknown and repeated ones are reported, as is anything that is no mapping.
    pub(super) fn of(node: &'n Node, thing: &'static Thing, report: &mut Report) -> Option<Keys<'n>> {
        let entries = any_keys(node, thing.name, report)?;
        for (key, _) in entries {
            if thing.knows(key) {
                continue;
            }
            let otherwise = format!("{} may have {}", thing.name, listed(thing.read));
            report.warning(
                "unknown-key",
                &key.place,
                format!("{} has no key `{}`", thing.name, key.text),
                &meant(thing.nearest(key), &otherwise),
            );
        }
        Some(Keys { node, thing, entries })
    }

    /// What stands under a key; nothing where the key is absent or empty.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        let (_, node) = self.entries.iter().find(|(known, _)| known.text == key)?;
        (!matches!(node.value, Value::Nothing)).then_some(node)
    }

    /// Where a key itself is, whatever it holds.
    pub(super) fn key(&self, key: &str) -> Option<&'n Scalar> {
        self.entries.iter().map(|(known, _)| known).find(|known| known.text == key)
    }

    /// An unknown key that is probably one of these.
    pub(super) fn misspelt(&self, wanted: &[&str]) -> Option<&'n Scalar> {
        let mut unknown = self.entries.iter().map(|(key, _)| key).filter(|key| !self.thing.knows(key));
        unknown.find(|key| self.thing.nearest(key).is_some_and(|near| wanted.contains(&near)))
    }

    /// The text under a key, where there is one.
    pub(super) fn scalar(&self, key: &str, report: &mut Report) -> Option<&'n Scalar> {
        let node = self.get(key)?;
        if node.scalar().is_none() {
            wrong_shape(node, &format!("`{key}`"), "a text", report);
        }
        node.scalar()
    }

    /// The items of the list under a key; a lone item counts as a list of one.
    pub(super) fn items(&self, key: &str) -> &'n [Node] {
        self.get(key).map(Node::items).unwrap_or_default()
    }
}

/// The entries of a mapping whose keys are the author's own, as `categories`. Repeated ones are reported.
pub(super) fn any_keys<'n>(node: &'n Node, name: &str, report: &mut Report) -> Option<&'n [(Scalar, Node)]> {
    let Value::Mapping(entries) = &node.value else {
        wrong_shape(node, name, "a mapping", report);
        return None;
    };
    let mut seen = std::collections::BTreeMap::new();
    for (key, _) in entries {
        if let Some(first) = seen.insert(key.text.as_str(), key.place.line) {
            report.error(
                "repeated-key",
                &key.place,
                format!("`{}` stands here a second time; only the one in line {first} is read", key.text),
                "remove one of the two",
            );
            seen.insert(key.text.as_str(), first);
        }
    }
    Some(entries)
}

/// Something is not what it has to be.
pub(super) fn wrong_shape(node: &Node, name: &str, expected: &str, report: &mut Report) {
    report.error(
        "wrong-shape",
        &node.place,
        format!("{name} is {expected}, and this is {}", node.shape()),
        &format!("write {expected} here"),
    );
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
