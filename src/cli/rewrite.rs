//! A file in place of another, at once: a reader sees the one or the other, and never a half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;

/// Writes a file anew, with the permissions that it has. What a symbolic link leads to is rewritten, not the link.
///
/// # Errors
/// Where the file may not be written, or is none that can be replaced. The file is as it was then.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let shown = path.display();
    let failed =
        |error: io::Error| Failure::Told(format!("could not rewrite `{shown}`: {error}; it is as it was"));
    let target = fs::canonicalize(path).map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if !metadata.is_file() {
        return Err(Failure::Told(format!(
            "`{shown}` is no file that can be rewritten; give `-` to read from a pipe"
        )));
    }
    if metadata.permissions().readonly() {
        return Err(Failure::Told(format!("`{shown}` may only be read; allow writing, as `chmod u+w`")));
    }
    let (beside, file) = temporary(&target).map_err(failed)?;
    let written = fill(file, bytes, &metadata).and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)?;
    // The name is on the disk once the folder is. Not every file system can say so, and the file is whole either way.
    let _ = target.parent().map(File::open).map(|folder| folder.and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Writes a file that may not be there yet, at once.
///
/// # Errors
/// Where it may not be written.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.exists() {
        return replace(path, bytes);
    }
    let failed = |error: io::Error| Failure::Told(format!("could not write `{}`: {error}", path.display()));
    let (beside, mut file) = temporary(path).map_err(failed)?;
    let written =
        file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}

/// A new file in the same folder, which is on the same file system.
fn temporary(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let beside = target.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn fill(mut file: File, bytes: &[u8], like: &fs::Metadata) -> io::Result<()> {
    // Before there is anything in it to read.
    keep_owner(&file, like);
    file.set_permissions(like.permissions())?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Who may not give a file away keeps it: the permissions are the same either way.
#[cfg(unix)]
fn keep_owner(file: &File, like: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(like.uid()), Some(like.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}
