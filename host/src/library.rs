//! A plugin's library: copied, looked at as a file, and only then mapped.

#[expect(
    unsafe_code,
    reason = "here, and nowhere else in this crate, a foreign library is mapped"
)]
pub(crate) mod load;
mod precheck;

use std::{
    ffi::OsStr,
    fs,
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};
use violet_plugin::{Code, code};

use self::load::Unloadable;
use crate::{manifest::LibraryFile, os};

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
        let copy = Self::at_new_path(library, folder);
        copy.fill(library)?;
        if let Some(wanted) = expected.and_then(|expected| expected.sha256.as_deref()) {
            let digest = sha256(&copy.path).map_err(|error| {
                let reason = format!("reading `{}`: {error}", shown(&copy.path));
                Unusable::new(code::LIBRARY_MISSING, reason)
            })?;
            if !wanted.eq_ignore_ascii_case(&digest) {
                let reason = format!(
                    "`{}` has the SHA-256 {digest}, and its manifest says {wanted}",
                    shown(library)
                );
                return Err(Unusable::new(code::LIBRARY_DIGEST_MISMATCH, reason));
            }
        }
        precheck::check(&copy.path).map_err(|Unusable { code, reason }| {
            Unusable::new(code, format!("`{}`: {reason}", shown(library)))
        })?;
        Ok(copy)
    }

    /// The same once more: a copy of the copy, which nobody else can have changed.
    pub(crate) fn again(&self) -> Result<Self, Unusable> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let copy = Self::at_new_path(&self.path, folder);
        copy.fill(&self.path)?;
        Ok(copy)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What it is called as long as nobody knows its plugin's id.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn at_new_path(library: &Path, folder: &Path) -> Self {
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        // A name may be as long as the file system bears, or no text.
        let readable = |name: Option<&OsStr>, most: usize| -> String {
            let name = name.unwrap_or_default().to_string_lossy().into_owned();
            let known = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            name.chars().filter(known).take(most).collect()
        };
        let stem = readable(library.file_stem(), 64);
        let extension = readable(library.extension(), 8);
        Self {
            path: folder.join(format!("{number}-{stem}.{extension}")),
        }
    }

    /// Copies the library, and sees to it that nobody changed it meanwhile.
    fn fill(&self, library: &Path) -> Result<(), Unusable> {
        let failed = |error: io::Error| {
            let reason = format!(
                "copying `{}` to `{}`: {error}",
                shown(library),
                shown(&self.path)
            );
            Unusable::new(code::LIBRARY_MISSING, reason)
        };
        let mut source = open_file(library)?;
        for _ in 0..MOST_ATTEMPTS {
            let before = settled(&source).map_err(failed)?;
            source.rewind().map_err(failed)?;
            let mut target = fs::File::create(&self.path).map_err(failed)?;
            // No further than the file was long: one that grows for ever would fill the disk.
            io::copy(&mut (&source).take(before.length + 1), &mut target).map_err(failed)?;
            let copied = target.metadata().map_err(failed)?.len();
            if copied == before.length && State::of(&source).map_err(failed)? == before {
                return Ok(());
            }
        }
        let reason = format!("`{}` changed while it was copied", shown(library));
        Err(Unusable::new(code::LIBRARY_TRUNCATED, reason))
    }
}

impl Drop for PrivateCopy {
    fn drop(&mut self) {
        // Nothing depends on it, and the folder goes with the host.
        let _ = fs::remove_file(&self.path);
    }
}

/// What shows that a file was changed.
#[derive(PartialEq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    fn of(file: &fs::File) -> io::Result<Self> {
        let facts = file.metadata()?;
        Ok(Self {
            length: facts.len(),
            modified: facts.modified().ok(),
        })
    }
}

/// The state of a file, once it is so old that the next change would show: a file system's clock ticks slowly.
fn settled(file: &fs::File) -> io::Result<State> {
    let state = State::of(file)?;
    let age = state.modified.and_then(|modified| modified.elapsed().ok());
    match age.and_then(|age| TICK.checked_sub(age)) {
        Some(rest) => {
            thread::sleep(rest);
            State::of(file)
        }
        None => Ok(state),
    }
}

/// Opens a regular file, and nothing else: a pipe would never end.
fn open_file(library: &Path) -> Result<fs::File, Unusable> {
    let missing = |error: io::Error| {
        Unusable::new(
            code::LIBRARY_MISSING,
            format!("`{}`: {error}", shown(library)),
        )
    };
    let file = os::open_at_once(library).map_err(missing)?;
    let facts = file.metadata().map_err(missing)?;
    let wrong = |what: String| {
        let reason = format!("`{}` is {what}", shown(library));
        Unusable::new(code::LIBRARY_NOT_A_PLUGIN, reason)
    };
    if !facts.is_file() {
        return Err(wrong("not a file".into()));
    }
    if facts.len() > MOST_BYTES {
        return Err(wrong(format!("larger than {} MB", MOST_BYTES >> 20)));
    }
    Ok(file)
}

fn sha256(file: &Path) -> io::Result<String> {
    let mut file = fs::File::open(file)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
    }
    Ok(digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// A path in a sentence: of a long one its end, which tells more than its beginning.
fn shown(path: &Path) -> String {
    let path = path.display().to_string();
    match path.char_indices().rev().nth(MOST_SHOWN) {
        Some((end, _)) => format!("…{}", &path[end..]),
        None => path,
    }
}

/// Numbers the copies of this process.
static COPIES: AtomicU64 = AtomicU64::new(0);

/// A plugin with all its debugging information stays far below.
const MOST_BYTES: u64 = 1 << 30;

/// How often a file is copied that changes meanwhile: a linker that writes it is done soon.
const MOST_ATTEMPTS: u32 = 5;

/// The longest tick of a file system's clock that is reckoned with: that of a kernel at 100 Hz, and a bit.
const TICK: Duration = Duration::from_millis(12);

/// So many characters of a path are shown.
const MOST_SHOWN: usize = 120;
