//! Loading: bytes or a text become a community and everything that is wrong with them.

use super::draft::Draft;
use super::ics::{NOT_ICALENDAR, load_ics};
use super::node::{Node, Value, characters};
use super::report::Report;
use super::{Community, Finding, Level, Place, checks, read, schema};

/// The largest data file that is read, in bytes: 64 MiB.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The data file of the community that sigcal ships with.
pub const KUBERNETES: &str = include_str!("../../data/kubernetes.yaml");

/// Its lock file.
pub const KUBERNETES_LOCK: &str = include_str!("../../data/kubernetes.lock");

/// What loading came to.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The community; nothing only where the file as a whole could not be read.
    pub community: Option<Community>,
    /// Everything that was found, by place.
    pub findings: Vec<Finding>,
}

/// Loads a data file: a superset of kubernetes/community's `sigs.yaml`. Never fails and never stops at the
/// first fault; what cannot be served is left out, and the findings say so.
///
/// ```
/// use sigcal::directory::{Level, load};
/// let loaded = load("sigs:\n- dir: sig-node\n  name: Node\n  mision_statement: kubelet\n");
/// assert_eq!(loaded.community.unwrap().groups[0].slug, "sig-node");
/// let finding = &loaded.findings[0];
/// assert_eq!((finding.place.line, finding.place.column, finding.level), (4, 3, Level::Warning));
/// assert_eq!(finding.message, "a group has no key `mision_statement`");
/// assert_eq!(finding.remedy.as_deref(), Some("did you mean `mission_statement`?"));
/// ```
pub fn load(text: &str) -> Loaded {
    let mut report = Report::default();
    let community = community(text, &mut report);
    Loaded { community, findings: report.sorted() }
}

/// Loads a data file from its bytes, which have to be UTF-8.
pub fn load_bytes(bytes: &[u8]) -> Loaded {
    match utf8(bytes) {
        Ok(text) => load(text),
        Err(finding) => Loaded { community: None, findings: vec![finding] },
    }
}

/// Loads an iCalendar file from its bytes, which have to be UTF-8. There is no community where there is no calendar
/// in it.
///
/// ```
/// use sigcal::directory::load_ics_bytes;
/// let loaded = load_ics_bytes(b"hello");
/// assert!(loaded.community.is_none());
/// assert_eq!(loaded.findings.last().unwrap().check, "not-icalendar");
/// ```
pub fn load_ics_bytes(bytes: &[u8]) -> Loaded {
    match utf8(bytes) {
        Ok(text) => {
            let (community, findings) = load_ics(text);
            let found = !findings.iter().any(|finding| finding.check == NOT_ICALENDAR);
            Loaded { community: found.then_some(community), findings }
        }
        Err(finding) => Loaded { community: None, findings: vec![finding] },
    }
}

pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Finding> {
    std::str::from_utf8(bytes).map_err(|error| {
        let sound = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let line = sound.matches('\n').count() + 1;
        let column = characters(sound.rsplit('\n').next().unwrap_or_default()) + 1;
        let place = Place { line: u32::try_from(line).unwrap_or(u32::MAX), column, length: 1 };
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        Finding {
            level: Level::Error,
            check: "encoding",
            place,
            message: format!("the byte `{byte:#04x}` is not UTF-8"),
            remedy: Some("save the file as UTF-8".to_owned()),
        }
    })
}

fn community(text: &str, report: &mut Report) -> Option<Community> {
    draft(text, report).map(|(_, draft)| draft.finish())
}

/// The file as a tree, and what was read from it once everything is checked.
pub(super) fn draft(text: &str, report: &mut Report) -> Option<(Node, Draft)> {
    let start = Place { line: 1, column: 1, length: 1 };
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, and {MAX_BYTES} are the most that is read", text.len());
        report.error("too-large", &start, message, "split the file, or ask whether it is the right one");
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = match schema::tree(text) {
        Ok(root) => root,
        Err(finding) => {
            report.push(finding);
            return None;
        }
    };
    if matches!(root.value, Value::Nothing) {
        report.error("empty", &start, "the file is empty".to_owned(), "list groups under `sigs:`");
        return None;
    }
    let mut draft = read::draft(&root, report)?;
    checks::run(&mut draft, report);
    Some((root, draft))
}
