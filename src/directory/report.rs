//! Collecting findings while a file is read: none of them stops the reading.

use super::{Finding, Level, Place};

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Something that is not served.
    pub(super) fn error(&mut self, check: &'static str, place: &Place, message: String, remedy: &str) {
        self.add(Level::Error, check, place, message, remedy);
    }

    /// Something that is served, but not as its author will have meant it.
    pub(super) fn warning(&mut self, check: &'static str, place: &Place, message: String, remedy: &str) {
        self.add(Level::Warning, check, place, message, remedy);
    }

    /// Something worth knowing.
    pub(super) fn note(&mut self, check: &'static str, place: &Place, message: String, remedy: Option<&str>) {
        self.add(Level::Note, check, place, message, remedy.unwrap_or_default());
    }

    fn add(&mut self, level: Level, check: &'static str, place: &Place, message: String, remedy: &str) {
        let remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
        self.findings.push(Finding { level, check, place: place.clone(), message, remedy });
    }

    /// A finding made elsewhere.
    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// All of them, by place.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.findings.sort_by(|a, b| (&a.place, a.check, &a.message).cmp(&(&b.place, b.check, &b.message)));
        self.findings
    }
}

/// The known word nearest to one that is not known: one that differs in a few letters, or only in its end.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = word.to_lowercase();
    let alike = |known: &str| {
        let known = known.to_lowercase();
        let begins = wanted.len() > 2 && (known.starts_with(&wanted) || wanted.starts_with(&known));
        (begins || strsim::normalized_damerau_levenshtein(&wanted, &known) > 0.55)
            .then(|| strsim::jaro_winkler(&wanted, &known))
    };
    known
        .into_iter()
        .filter_map(|known| Some((alike(known)?, known)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, known)| known)
}

/// `did you mean …`, or what to do where nothing is near.
pub(super) fn meant(nearest: Option<&str>, otherwise: &str) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_that_a_slip_leads_to() {
        let known = ["zone", "zones", "start", "mission_statement", "skip"];
        assert_eq!(nearest("zoens", known), Some("zones"));
        assert_eq!(nearest("strat", known), Some("start"));
        assert_eq!(nearest("mission", known), Some("mission_statement"));
        assert_eq!(nearest("Zone", known), Some("zone"));
        for word in ["on", "", "colour", "节点"] {
            assert_eq!(nearest(word, known), None, "{word}");
        }
    }
}
