//! DATA: a file of ours, an .ics file, standard input, or the embedded community.

mod beside;
mod lost;
mod unlocked;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::Failure;
use crate::cadence::NoteCode;
use crate::directory::{
    Community, Finding, KUBERNETES, Level, Lock, MAX_BYTES, Place, load_bytes, load_ics_bytes,
};
use crate::schedule::{Change, News, Remembered, Series, news, plan, recall, without_explained};

pub(super) use beside::lock_of;
pub(super) use lost::{lost, unread};
pub(super) use unlocked::{by_meeting, must_be_locked};

/// Data and everything that was found in it.
pub(super) struct Data {
    /// What it is called in findings.
    pub name: String,
    /// The file's text, for showing lines of it.
    pub text: String,
    /// The community and its series; none where the file as a whole could not be read.
    pub community: Option<(Community, Vec<Series>)>,
    /// Everything that was found, by place.
    pub findings: Vec<Finding>,
    /// What subscribers have not been shown yet; none where there is no lock file.
    pub changes: Option<Vec<Change>>,
    /// What its lock remembers of changes, the newest first.
    pub news: Vec<News>,
}

/// Loads DATA: the embedded community where no path is given, standard input for `-`.
pub(super) fn load(path: Option<&Path>) -> Result<Data, Failure> {
    Ok(File::read(path)?.load())
}

/// DATA before it is loaded.
pub(super) struct File {
    /// What it is called in findings.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Whether it is an .ics file, by its name or its first line.
    pub is_icalendar: bool,
    /// What the lock file beside it remembers.
    pub lock: Option<Lock>,
}

/// DATA with its series as they are planned, whatever subscribers have been shown.
pub(super) struct Planned {
    /// What the lock file beside it remembers.
    pub lock: Option<Lock>,
    pub data: Data,
}

impl File {
    /// The embedded community where no path is given, standard input for `-`.
    pub(super) fn read(path: Option<&Path>) -> Result<File, Failure> {
        let (name, bytes) = named(path)?;
        let is_icalendar = is_icalendar(path, &bytes);
        Ok(File { name, bytes, is_icalendar, lock: beside::beside(path)? })
    }

    /// The data as subscribers are shown it.
    pub(super) fn load(self) -> Data {
        self.load_as_of(super::now())
    }

    /// The same, where dates before an instant may be of what it was before.
    pub(super) fn load_as_of(self, now: DateTime<Utc>) -> Data {
        let Planned { lock, data } = self.planned(now);
        let Some(lock) = lock else { return data };
        let Some((community, series)) = data.community else { return data };
        let shown = recall(community, series, &lock);
        let news = news(&shown.community, &lock);
        let Remembered { community, series, changes, .. } = shown;
        let mut data = Data { community: Some((community, series)), changes: Some(changes), news, ..data };
        data.findings.extend(unlocked::unlocked(&data, Level::Note));
        sort(&mut data.findings);
        data
    }

    /// The data as it is planned, likewise.
    pub(super) fn planned(self, now: DateTime<Utc>) -> Planned {
        let File { name, bytes, is_icalendar, lock } = self;
        let loaded = match is_icalendar {
            true => load_ics_bytes(&bytes),
            false => load_bytes(&bytes),
        };
        let mut findings = loaded.findings;
        let community = loaded.community.map(|community| {
            let (series, mut more) = plan(&community);
            if let Some(lock) = &lock {
                without_explained(&community, lock, now, &mut more);
            }
            findings.extend(more);
            say_what_was_assumed(&community, &series, &mut findings);
            (community, series)
        });
        // Columns count from behind a byte order mark.
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let mut data = Data { name, text, community, findings, changes: None, news: vec![] };
        sort(&mut data.findings);
        Planned { lock, data }
    }
}

/// Puts findings in the order in which they are told.
pub(super) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (&a.place, a.level, a.check).cmp(&(&b.place, b.level, b.check)));
    // Several series of one meeting may fail alike.
    findings.dedup();
}

fn named(path: Option<&Path>) -> Result<(String, Vec<u8>), Failure> {
    Ok(match path {
        None => ("kubernetes.yaml (embedded)".to_owned(), KUBERNETES.as_bytes().to_vec()),
        Some(path) if path == Path::new("-") => {
            ("<stdin>".to_owned(), read("standard input", std::io::stdin())?)
        }
        Some(path) => (path.display().to_string(), file(path)?),
    })
}

/// Where nothing says which week is meant, the first date that was taken is told beside the remedy.
fn say_what_was_assumed(community: &Community, series: &[Series], findings: &mut [Finding]) {
    // Of a meeting's series, the first is told.
    let mut said: BTreeMap<Place, NaiveDate> = BTreeMap::new();
    for series in series {
        if let Some(place) = &community.meeting(series.meeting).anchor_place {
            said.entry(place.clone()).or_insert(series.start.civil().date());
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.check == NoteCode::NoAnchor.as_str()) {
        // Each place is said once, however many findings it has.
        let Some(first) = said.remove(&finding.place) else { continue };
        finding.remedy = finding.remedy.take().map(|remedy| format!("assumed {first}; {remedy}"));
    }
}

impl Data {
    /// Whether a lock file remembers what subscribers have been shown of it.
    pub(super) fn is_locked(&self) -> bool {
        self.changes.is_some()
    }

    /// What is to be mended, as the file sees it. What `sigcal check` alone looks for is not among it.
    pub(super) fn to_mend(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        if let Some((community, _)) = &self.community {
            community.take_allowed(&mut findings, &mut BTreeSet::new());
            community.levels.apply(&mut findings);
        }
        findings.retain(|finding| finding.level > Level::Note);
        findings
    }

    /// How much is to be mended, where anything is and the rest is there.
    pub(super) fn what_to_mend(&self) -> Option<String> {
        self.community.as_ref()?;
        let name = &self.name;
        let found = self.to_mend();
        let things = match found.len() {
            0 => return None,
            1 => "1 thing".to_owned(),
            n => format!("{n} things"),
        };
        let left_out = match found.iter().filter(|finding| finding.level == Level::Error).count() {
            0 => "",
            _ => ", and what is an error is left out",
        };
        Some(format!("{things} to mend in {name}{left_out}; `sigcal check {name}` says what and how"))
    }

    /// Says on standard error where something of the file is left out, for whoever would miss it in what is told.
    pub(super) fn say_what_is_left_out(&self) {
        if self.first_error().is_some()
            && let Some(what) = self.what_to_mend()
        {
            eprintln!("sigcal: {what}");
        }
    }

    /// The community, where there is one.
    ///
    /// # Errors
    /// A sentence with the first finding, which is why there is none.
    pub(super) fn usable(self) -> Result<(Community, Vec<Series>), Failure> {
        let Data { name, community, findings, .. } = self;
        community.ok_or_else(|| {
            let why = findings.first().map_or_else(String::new, |finding| {
                format!(":{}:{}: {}", finding.place.line, finding.place.column, finding.message)
            });
            Failure::Told(format!("{name}{why}; `sigcal check {name}` says all that is wrong"))
        })
    }
}

fn is_icalendar(path: Option<&Path>, bytes: &[u8]) -> bool {
    let named = path.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("ics"));
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    named || text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

pub(super) fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    if path.is_dir() {
        let inside = PathBuf::from(path).join("sigs.yaml");
        let remedy =
            if inside.is_file() { format!("; did you mean `{}`?", inside.display()) } else { String::new() };
        return Err(Failure::Told(format!("`{shown}` is a folder, and a file is needed{remedy}")));
    }
    let opened = std::fs::File::open(path).map_err(|error| {
        Failure::Told(format!("could not open `{shown}`: {error}; give the path of a data file"))
    })?;
    read(&format!("`{shown}`"), opened)
}

/// Reads no more than is allowed, and one byte that shows where it was more.
pub(super) fn read(name: &str, from: impl Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    from.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Told(format!("could not read {name}: {error}")))?;
    Ok(bytes)
}
