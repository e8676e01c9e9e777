//! What a meeting's `allow` says: a finding that is known and meant, with the reason for whoever reads the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Community, Extent, Finding, Level, Place, Text};

/// Findings of a meeting that are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The name of the check.
    pub check: &'static str,
    /// The group or the meeting that an overlap is with; any where none is given.
    pub with: Option<Other>,
    /// Why.
    pub reason: Text,
    /// Where its check is named in the file.
    pub place: Place,
    /// Where the meeting is that it is of.
    pub meeting: Extent,
}

/// Another group, or one of its meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The slug of the group.
    pub slug: String,
    /// The key of the meeting; every meeting of the group where none is given.
    pub key: Option<String>,
}

impl Other {
    /// `sig-node`, or `sig-node/Regular meeting`.
    pub(super) fn read(text: &str) -> Other {
        match text.split_once('/') {
            Some((slug, key)) => Other { slug: slug.to_owned(), key: Some(key.to_owned()) },
            None => Other { slug: text.to_owned(), key: None },
        }
    }

    /// Whether it is this meeting of this group.
    pub fn is(&self, slug: &str, key: &str) -> bool {
        self.slug == slug && self.key.as_ref().is_none_or(|own| own == key)
    }
}

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{}/{key}", self.slug),
            None => f.write_str(&self.slug),
        }
    }
}

impl Allowance {
    fn unused(&self) -> Finding {
        let with = self.with.as_ref().map(|other| format!(" with `{other}`")).unwrap_or_default();
        Finding {
            level: Level::Note,
            check: "unused-allow",
            place: self.place.clone(),
            message: format!("nothing is found that this allows: the meeting has no `{}`{with}", self.check),
            remedy: Some("remove it: it would hide what comes later, and nobody has looked at".to_owned()),
        }
    }

    /// Whether it allows what was found. Where another meeting matters, whoever found it knows.
    fn allows(&self, finding: &Finding) -> bool {
        self.with.is_none()
            && self.check == finding.check
            && finding.level < Level::Error
            && self.meeting.has(&finding.place)
    }
}

impl Community {
    /// Every allowance, in the order of the file.
    fn allowances(&self) -> impl Iterator<Item = &Allowance> {
        // The stretches of a meeting have those of the first.
        self.meetings
            .iter()
            .filter(|meeting| meeting.revision.is_none())
            .flat_map(|meeting| &meeting.allowances)
    }

    /// Takes out the findings that are allowed. What allows one is added to what is `used`, by place.
    pub fn take_allowed(&self, findings: &mut Vec<Finding>, used: &mut BTreeSet<Place>) {
        let mut by_meeting: BTreeMap<(u32, u32), Vec<&Allowance>> = BTreeMap::new();
        for allowance in self.allowances() {
            by_meeting.entry(allowance.meeting.first).or_default().push(allowance);
        }
        findings.retain(|finding| {
            // No meeting stands in another: only the last that begins before a place can have it.
            let before = by_meeting.range(..=(finding.place.line, finding.place.column));
            let mut own = before.last().into_iter().flat_map(|(_, own)| own);
            let by = own.find(|allowance| allowance.allows(finding));
            used.extend(by.map(|allowance| allowance.place.clone()));
            by.is_none()
        });
    }

    /// What allows nothing, once everything is checked.
    pub fn unused_allowances(&self, used: &BTreeSet<Place>) -> Vec<Finding> {
        let unused = self.allowances().filter(|allowance| !used.contains(&allowance.place));
        unused.map(Allowance::unused).collect()
    }
}
