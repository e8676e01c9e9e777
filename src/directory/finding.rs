//! What is wrong or doubtful in a data file, and where.

/// A position in a file. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column of the first character.
    pub column: u32,
    /// How many characters from there on it is about, at least 1.
    pub length: u32,
}

/// What a part of a file covers: its first character and the last thing in it, each by line and column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Where it begins.
    pub first: (u32, u32),
    /// Where the last thing in it begins.
    pub last: (u32, u32),
}

impl Extent {
    /// Whether a place lies in it.
    pub fn has(&self, place: &Place) -> bool {
        (self.first..=self.last).contains(&(place.line, place.column))
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing; nothing has to be done.
    Note,
    /// Served, but not as its author will have meant it.
    Warning,
    /// Not served, or not at all.
    Error,
}

/// One thing that is wrong or doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// The name of the check, as `unknown-key`; stable across releases.
    pub check: &'static str,
    /// Where.
    pub place: Place,
    /// What: a sentence with the value in backticks.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// The lines of a text as places count them: each ends with a line feed, a carriage return, or both (YAML 1.2, 5.4).
///
/// ```
/// assert_eq!(sigcal::directory::lines("a\r\nb\rc\n"), ["a", "b", "c", ""]);
/// ```
pub fn lines(text: &str) -> Vec<&str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).collect()
}
