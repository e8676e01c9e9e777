//! The files that are imported, and those that they include: never from outside of one folder.

use std::path::{Path, PathBuf};

use crate::cli::{Failure, data};
use crate::directory::ImportFormat;

/// How many files of a folder are read.
const MOST_FILES: usize = 1000;

/// What was asked for, read.
pub(super) struct Sources {
    /// Each file by its path from the root.
    pub(super) given: Vec<(String, Vec<u8>)>,
    /// The format, where the name says it.
    pub(super) format: Option<ImportFormat>,
    /// The folder that files may be included from; nothing for standard input.
    root: Option<PathBuf>,
}

impl Sources {
    pub(super) fn open(path: &Path, root: Option<&Path>) -> Result<Sources, Failure> {
        if path == Path::new("-") {
            let bytes = data::read("standard input", std::io::stdin())?;
            let root = root.map(Path::to_path_buf);
            return Ok(Sources { given: vec![("<stdin>".to_owned(), bytes)], format: None, root });
        }
        if path.is_dir() {
            return folder(path);
        }
        let bytes = data::file(path)?;
        let root = match root {
            Some(root) => root.to_path_buf(),
            None => path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
                .unwrap_or(Path::new("."))
                .to_path_buf(),
        };
        let name = below(path, &root)?;
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let format = match ending.as_deref() {
            Some("ics") => Some(ImportFormat::Ics),
            Some("toml") => Some(ImportFormat::TomlToIcal),
            _ => None,
        };
        Ok(Sources { given: vec![(name, bytes)], format, root: Some(root) })
    }

    /// A file that another one includes. It may be a link only to what is in the root too.
    pub(super) fn include(&self, path: &str) -> Result<Vec<u8>, String> {
        let Some(root) = &self.root else {
            return Err("standard input is in no folder; `--root` names one".to_owned());
        };
        let whole = root.join(path);
        let is_within = match (whole.canonicalize(), root.canonicalize()) {
            (Ok(whole), Ok(root)) => whole.starts_with(root),
            (Err(error), _) | (_, Err(error)) => return Err(error.to_string()),
        };
        if !is_within {
            return Err("it is a link that leads outside of the folder".to_owned());
        }
        data::file(&whole).map_err(|failure| failure.to_string())
    }

    /// What a file is called when it is spoken of.
    pub(super) fn shown(&self, name: &str) -> String {
        match &self.root {
            Some(root) if root != Path::new(".") && name != "<stdin>" => {
                root.join(name).display().to_string()
            }
            Some(_) | None => name.to_owned(),
        }
    }
}

/// Every meeting of a folder, by name: so does yaml2ical find them.
fn folder(path: &Path) -> Result<Sources, Failure> {
    let unread = |error: std::io::Error| {
        Failure::Told(format!("could not read the folder `{}`: {error}", path.display()))
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unread)? {
        let entry = entry.map_err(unread)?.path();
        if entry.extension().is_some_and(|ending| ending == "yaml") && entry.is_file() {
            names.push(entry);
        }
    }
    names.sort();
    if names.is_empty() || names.len() > MOST_FILES {
        let found = if names.is_empty() { "no" } else { "too many" };
        return Err(Failure::Told(format!(
            "`{}` has {found} files that end in `.yaml`; give a file, or a folder with a file per meeting",
            path.display()
        )));
    }
    let mut given = Vec::new();
    for name in names {
        given.push((below(&name, path)?, data::file(&name)?));
    }
    Ok(Sources { given, format: Some(ImportFormat::Yaml2Ical), root: Some(path.to_path_buf()) })
}

/// The path of a file from a folder above it, with `/` between its parts.
fn below(path: &Path, root: &Path) -> Result<String, Failure> {
    let inside = path.strip_prefix(root).ok().map(Path::to_path_buf).or_else(|| {
        let (path, root) = (path.canonicalize().ok()?, root.canonicalize().ok()?);
        Some(path.strip_prefix(root).ok()?.to_path_buf())
    });
    let inside = match inside {
        Some(inside) => inside,
        None if root == Path::new(".") => path.to_path_buf(),
        None => {
            let (path, root) = (path.display(), root.display());
            return Err(Failure::Told(format!("`{path}` is not in `{root}`; give a `--root` above it")));
        }
    };
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    Ok(parts.join("/"))
}
