//! The folder of a host's private copies of libraries.
//!
//! A process that is killed leaves its folder behind. So beside each folder stands a file of the same name that its owner keeps
//! locked: the system lets go of the lock when the process ends, however it ends, and the next host clears away what it finds
//! unlocked.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use tempfile::{NamedTempFile, TempDir};

use crate::os;

/// The folder of a host's copies. It goes when this is dropped.
pub(crate) struct Copies {
    // In this order they are dropped: a folder without an owner has no lock.
    folder: TempDir,
    _lock: NamedTempFile,
}

impl Copies {
    /// Makes a folder in `parent` that nobody else can enter, and clears away those of processes that have ended.
    pub(crate) fn new(parent: &Path) -> io::Result<Self> {
        fs::create_dir_all(parent)?;
        sweep(parent);
        let lock = locked_file(parent)?;
        let name = lock.path().file_stem().unwrap_or_default();
        let mut folder = tempfile::Builder::new();
        folder.prefix(name).rand_bytes(0);
        os::for_nobody_else(&mut folder);
        Ok(Self {
            folder: folder.tempdir_in(parent)?,
            _lock: lock,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A new file that is locked.
fn locked_file(parent: &Path) -> io::Result<NamedTempFile> {
    loop {
        let mut file = tempfile::Builder::new();
        let file = file.prefix(PREFIX).suffix(SUFFIX).tempfile_in(parent)?;
        match file.as_file().lock() {
            // Another host may have found it in the moment before.
            Ok(()) if file.path().exists() => return Ok(file),
            Ok(()) => {}
            // Without locks nobody can tell whose it is, and nobody clears it away.
            Err(error) if error.kind() == ErrorKind::Unsupported => return Ok(file),
            Err(error) => return Err(error),
        }
    }
}

/// Removes the folders whose owners have ended. What can't be removed, such as another user's, stays.
fn sweep(parent: &Path) {
    for found in fs::read_dir(parent).into_iter().flatten().flatten() {
        let path = found.path();
        let is_lock = found.file_name().to_str().is_some_and(|name| {
            name.strip_prefix(PREFIX)
                .is_some_and(|rest| rest.ends_with(SUFFIX))
        });
        let is_file = found.file_type().is_ok_and(|kind| kind.is_file());
        if !is_lock || !is_file {
            continue;
        }
        let Ok(lock) = os::open_at_once(&path) else {
            continue;
        };
        if lock.try_lock().is_err() {
            continue;
        }
        let folder = path.with_extension("");
        let gone = match fs::remove_dir_all(&folder) {
            Ok(()) => true,
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        if gone {
            // Still locked: whoever has just made it sees that it is gone.
            let _ = fs::remove_file(&path);
        }
    }
}

const PREFIX: &str = "violet-copies-";
const SUFFIX: &str = ".lock";

#[cfg(test)]
mod tests {
    use super::*;

    fn names(parent: &Path) -> Vec<String> {
        let entries = fs::read_dir(parent).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                let name = entry.expect("an entry").file_name();
                name.into_string().expect("a name in ASCII")
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_the_dead_left_is_cleared_away_and_what_the_living_have_stays() {
        let parent = tempfile::tempdir().expect("a folder");
        let living = Copies::new(parent.path()).expect("a folder");
        fs::write(living.path().join("copy.so"), "a library").expect("a file");

        // As a process leaves them that is killed.
        let dead = parent.path().join("violet-copies-dead");
        fs::create_dir(&dead).expect("a folder");
        fs::write(dead.join("copy.so"), "a library").expect("a file");
        fs::write(dead.with_extension("lock"), "").expect("a file");
        fs::write(parent.path().join("violet-copies-empty.lock"), "").expect("a file");
        // Nobody knows whose this is.
        fs::create_dir(parent.path().join("violet-copies-unknown")).expect("a folder");
        fs::write(parent.path().join("another.lock"), "").expect("a file");

        let next = Copies::new(parent.path()).expect("a folder");
        let mut expected = vec![
            "another.lock".to_owned(),
            "violet-copies-unknown".to_owned(),
        ];
        for copies in [&living, &next] {
            let folder = copies.path().file_name().unwrap_or_default();
            let folder = folder.to_str().expect("a name in ASCII");
            expected.extend([folder.to_owned(), format!("{folder}.lock")]);
        }
        expected.sort();
        assert_eq!(names(parent.path()), expected);
        assert!(living.path().join("copy.so").exists());

        drop((living, next));
        assert_eq!(
            names(parent.path()),
            ["another.lock", "violet-copies-unknown"]
        );
    }
}
