//! What can be wrong with the state.

use std::{fmt, io, path::Path};

use rusqlite::ErrorCode;
use violet_plugin::{Problem, code};

use crate::texts::Texts;

/// Why the state can't be used.
#[derive(Debug)]
pub(crate) struct Error {
    kind: ErrorKind,
    path: String,
    detail: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// A newer version wrote it.
    Newer,
    /// Another program's database.
    Foreign,
    /// No database at all.
    NotADatabase,
    /// A database that is damaged.
    Corrupt,
    /// No room left.
    Full,
    /// May be read, not written.
    ReadOnly,
    /// Another program keeps it locked.
    Busy,
    /// May not be read.
    Denied,
    /// The file that opens the stored credentials is gone.
    KeyMissing,
    /// It is there, but no key.
    KeyDamaged,
    /// A stored credential can't be opened with it.
    Sealed,
    /// Whatever else the operating system says.
    Other,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, path: &Path, detail: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.display().to_string(),
            detail: detail.into(),
        }
    }

    pub(crate) fn of_file(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::PermissionDenied => ErrorKind::Denied,
            io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::Full,
            _ => ErrorKind::Other,
        };
        Self::new(kind, path, error.to_string())
    }

    pub(super) fn of_database(path: &Path, error: &rusqlite::Error) -> Self {
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => ErrorKind::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => ErrorKind::Corrupt,
            Some(ErrorCode::DiskFull) => ErrorKind::Full,
            Some(ErrorCode::ReadOnly) => ErrorKind::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ErrorKind::Busy,
            Some(ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
                ErrorKind::Denied
            }
            // A table or a column that should be there is not, or holds another type.
            Some(ErrorCode::Unknown) | None => ErrorKind::Corrupt,
            _ => ErrorKind::Other,
        };
        Self::new(kind, path, error.to_string())
    }

    #[cfg(test)]
    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the user is told.
    pub(crate) fn problem(&self, texts: &Texts) -> Problem {
        let worded = match self.kind {
            ErrorKind::Newer => {
                let arguments = [
                    ("path", self.path.as_str().into()),
                    ("detail", self.detail.as_str().into()),
                ];
                let reason = texts.with("state-newer-format", &arguments);
                return texts.problem(code::STATE_NEWER).because(reason).into();
            }
            ErrorKind::Foreign => "state-foreign",
            ErrorKind::NotADatabase => "state-not-a-database",
            ErrorKind::Corrupt => "state-corrupt",
            ErrorKind::Full => "state-full",
            ErrorKind::ReadOnly => "state-read-only",
            ErrorKind::Busy => "state-busy",
            ErrorKind::Denied => "state-denied",
            ErrorKind::KeyMissing => "state-key-missing",
            ErrorKind::KeyDamaged => "state-key-damaged",
            ErrorKind::Sealed => "state-sealed",
            ErrorKind::Other => "state-other",
        };
        texts
            .problem(code::STATE_UNUSABLE)
            .worded(worded)
            .with("path", self.path.as_str())
            .with("detail", self.detail.as_str())
            .into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "cannot use the state in `{}`: {:?}: {}",
            self.path, self.kind, self.detail
        )
    }
}

impl std::error::Error for Error {}
