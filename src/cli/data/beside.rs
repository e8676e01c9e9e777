//! The lock file beside DATA.

use std::path::{Path, PathBuf};

use super::file;
use crate::cli::Failure;
use crate::directory::{KUBERNETES_LOCK, Lock, read_lock};

/// Where the lock file of a data file is.
pub(in crate::cli) fn lock_of(data: &Path) -> PathBuf {
    data.with_extension("lock")
}

/// The lock file beside DATA: that of the embedded community where no path is given, none for standard input.
pub(super) fn beside(path: Option<&Path>) -> Result<Option<Lock>, Failure> {
    let (name, text) = match path {
        None => ("kubernetes.lock (embedded)".to_owned(), KUBERNETES_LOCK.to_owned()),
        Some(path) if path == Path::new("-") => return Ok(None),
        Some(path) => {
            let path = lock_of(path);
            if !path.is_file() {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&file(&path)?).into_owned();
            (path.display().to_string(), text)
        }
    };
    read_lock(&text).map(Some).map_err(|findings| {
        let told = findings.first().map_or_else(String::new, |found| {
            let remedy = found.remedy.as_ref().map(|remedy| format!("; {remedy}")).unwrap_or_default();
            format!("{}:{}: {}{remedy}", found.place.line, found.place.column, found.message)
        });
        Failure::Told(format!("{name}:{told}"))
    })
}
