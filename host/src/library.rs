//! A plugin's library: copied, looked at as a file, and only then mapped.

#[expect(
    unsafe_code,
    reason = "here, and nowhere else in this crate, a foreign library is mapped"
)]
pub(crate) mod load;
mod precheck;

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use violet_plugin::{Code, code};

use self::load::Unloadable;
use crate::manifest::LibraryFile;

/// Why a library can't be loaded: a code, and the reason for a developer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unusable {
    pub(crate) code: Code,
    pub(crate) reason: String,
}

impl Unusable {
    pub(crate) fn new(code: Code, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }
}

impl From<Unloadable> for Unusable {
    fn from(unloadable: Unloadable) -> Self {
        match unloadable {
            Unloadable::NotAPlugin(reason) => Self::new(code::LIBRARY_NOT_A_PLUGIN, reason),
            Unloadable::Incompatible(reason) => Self::new(code::INTERFACE_INCOMPATIBLE, reason),
            Unloadable::Unbearable(reason) => Self::new(code::PLUGIN_CONTRACT, reason),
        }
    }
}

/// A private copy of a library, at a path that was never used before: the system's loader takes a path that it knows for the
/// library that it has. Removed when it is dropped.
#[derive(Debug)]
pub(crate) struct PrivateCopy {
    path: PathBuf,
}

impl PrivateCopy {
    /// Copies a library into `folder` and looks at the copy: its digest, what kind of file it is, whether it is whole.
    pub(crate) fn make(
        library: &Path,
        expected: Option<&LibraryFile>,
        folder: &Path,
    ) -> Result<Self, Unusable> {
        let source = open_file(library)?;
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let stem = library.file_stem().unwrap_or_default().to_string_lossy();
        let extension = library.extension().unwrap_or_default().to_string_lossy();
        let copy = Self {
            path: folder.join(format!("{stem}-{number}.{extension}")),
        };
        let digest = copy_with_digest(source, &copy.path).map_err(|error| {
            let reason = format!(
                "copying `{}` to `{}`: {error}",
                library.display(),
                copy.path.display()
            );
            Unusable::new(code::LIBRARY_MISSING, reason)
        })?;
        if let Some(wanted) = expected.and_then(|expected| expected.sha256.as_deref())
            && !wanted.eq_ignore_ascii_case(&digest)
        {
            let reason = format!(
                "`{}` has the SHA-256 {digest}, and its manifest says {wanted}",
                library.display()
            );
            return Err(Unusable::new(code::LIBRARY_DIGEST_MISMATCH, reason));
        }
        precheck::check(&copy.path).map_err(|Unusable { code, reason }| {
            Unusable::new(code, format!("`{}`: {reason}", library.display()))
        })?;
        Ok(copy)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PrivateCopy {
    fn drop(&mut self) {
        // Nothing depends on it, and the folder goes with the host.
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens a regular file, and nothing else: a pipe would never end.
fn open_file(library: &Path) -> Result<fs::File, Unusable> {
    let missing = |error: io::Error| {
        Unusable::new(
            code::LIBRARY_MISSING,
            format!("`{}`: {error}", library.display()),
        )
    };
    let facts = fs::metadata(library).map_err(missing)?;
    if !facts.is_file() {
        return Err(Unusable::new(
            code::LIBRARY_NOT_A_PLUGIN,
            format!("`{}` is not a file", library.display()),
        ));
    }
    if facts.len() > MOST_BYTES {
        return Err(Unusable::new(
            code::LIBRARY_NOT_A_PLUGIN,
            format!(
                "`{}` is larger than {} MB",
                library.display(),
                MOST_BYTES >> 20
            ),
        ));
    }
    fs::File::open(library).map_err(missing)
}

fn copy_with_digest(mut source: fs::File, target: &Path) -> io::Result<String> {
    let mut copy = fs::File::options()
        .write(true)
        .create_new(true)
        .open(target)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let count = source.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
        copy.write_all(&buffer[..count])?;
    }
    Ok(digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Numbers the copies of this process.
static COPIES: AtomicU64 = AtomicU64::new(0);

/// A plugin with all its debugging information stays far below.
const MOST_BYTES: u64 = 1 << 30;
