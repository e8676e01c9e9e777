//! The files that are read: those that were asked for, and what they include.

use crate::directory::load::{MAX_BYTES, utf8};
use crate::directory::node::Scalar;
use crate::directory::report::Report;
use crate::directory::{Finding, Place};

/// How many files may be read.
const MOST_FILES: usize = 1000;
/// How deep files may include each other.
const DEEPEST: usize = 16;

/// Reads a file that another one includes, by its path from the folder that files may be included from. An error is a
/// sentence.
pub type Reader<'r> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'r;

/// A file that was read, and what was found in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportFile {
    /// Its path from the folder that files may be included from.
    pub name: String,
    /// Its text, for showing lines of it.
    pub text: String,
    /// What was found, by place.
    pub findings: Vec<Finding>,
}

struct File {
    name: String,
    text: String,
    report: Report,
}

/// The files so far.
pub(super) struct Files<'r> {
    files: Vec<File>,
    include: &'r mut Reader<'r>,
    bytes: usize,
    depth: usize,
    sound: bool,
}

impl<'r> Files<'r> {
    pub(super) fn new(given: Vec<(String, Vec<u8>)>, include: &'r mut Reader<'r>) -> Files<'r> {
        let mut files = Files { files: vec![], include, bytes: 0, depth: 0, sound: true };
        for (name, bytes) in given {
            files.add(name, &bytes);
        }
        if files.files.is_empty() {
            files.add(String::new(), b"");
        }
        files
    }

    /// Whether what was asked for is text, and no more than is read.
    pub(super) fn all_can_be_read(&self) -> bool {
        self.sound
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.files.len()
    }

    pub(super) fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| &file.text)
    }

    pub(super) fn report(&mut self, file: usize) -> &mut Report {
        let last = self.files.len() - 1;
        &mut self.files[file.min(last)].report
    }

    pub(super) fn finish(self) -> Vec<ImportFile> {
        let finished = |file: File| {
            let mut findings = file.report.sorted();
            // A line of a text in quotes may be none of the file's.
            let lines = u32::try_from(crate::directory::lines(&file.text).len()).unwrap_or(u32::MAX);
            for finding in &mut findings {
                finding.place.line = finding.place.line.min(lines);
            }
            ImportFile { name: file.name, text: file.text, findings }
        };
        self.files.into_iter().map(finished).collect()
    }

    /// Adds a file, unless it is no text or too much.
    fn add(&mut self, name: String, bytes: &[u8]) {
        let mut report = Report::default();
        self.bytes = self.bytes.saturating_add(bytes.len());
        let text = match utf8(bytes) {
            _ if self.bytes > MAX_BYTES => {
                let message = format!(
                    "with this file there are {} bytes, and {MAX_BYTES} are the most that is read",
                    self.bytes
                );
                report.error("too-large", &begin(), message, "import a part at a time");
                self.sound = false;
                String::new()
            }
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            Err(finding) => {
                report.push(finding);
                self.sound = false;
                String::from_utf8_lossy(bytes).into_owned()
            }
        };
        self.files.push(File { name, text, report });
    }

    /// Reads what a file includes, and hands it on to be read with its number. What was read before is not read again.
    pub(super) fn include(
        &mut self,
        from: usize,
        path: &Scalar,
        then: &mut dyn FnMut(&mut Files<'r>, usize),
    ) {
        let fault = match within(&self.files[from].name, &path.text) {
            None => Some((
                "include-outside",
                "it is outside of the folder that is read".to_owned(),
                "name that folder with `--root`, or import the file that it is on its own",
            )),
            Some(name) if self.files.iter().any(|file| file.name == name) => return,
            Some(_) if self.depth >= DEEPEST || self.files.len() >= MOST_FILES => {
                Some(("include", "too many files include each other".to_owned(), "import a part at a time"))
            }
            Some(name) => match (self.include)(&name) {
                Ok(bytes) => {
                    self.add(name, &bytes);
                    if self.sound {
                        self.depth += 1;
                        then(self, self.files.len() - 1);
                        self.depth -= 1;
                    }
                    self.sound = true;
                    None
                }
                Err(why) => {
                    Some(("include", why, "check the path, which is taken from the folder of this file"))
                }
            },
        };
        if let Some((check, why, remedy)) = fault {
            let message = format!("`{}` is not included: {why}", path.text);
            self.report(from).error(check, &path.place, message, remedy);
        }
    }
}

fn begin() -> Place {
    Place { line: 1, column: 1, length: 1 }
}

/// The path of an included file from the folder that files may be included from; nothing where it is outside.
fn within(from: &str, path: &str) -> Option<String> {
    let foreign = path.starts_with('/') || path.contains(['\\', '\0']) || path.get(1..2) == Some(":");
    if foreign || path.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let from = |path| within("cargo/all.toml", path);
        assert_eq!(from("team.toml").as_deref(), Some("cargo/team.toml"));
        assert_eq!(from("../_zones.toml").as_deref(), Some("_zones.toml"));
        assert_eq!(from("./a//b/../c.toml").as_deref(), Some("cargo/a/c.toml"));
        for path in ["../../etc/passwd", "/etc/passwd", "a/../../../x", "..\\x", "C:/x", ""] {
            assert_eq!(from(path), None, "{path}");
        }
    }
}
