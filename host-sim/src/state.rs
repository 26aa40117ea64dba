//! What the simulator keeps: connections and integrations, in one SQLite database.
//!
//! Every change is one immediate transaction under a rollback journal that is synced: whoever is killed at any moment leaves
//! either all of it or nothing, and commands that run at the same time wait for one another. Reading creates nothing, and needs no
//! write access, unless a command that was killed has left its journal behind, which somebody has to roll back first. Secrets come
//! here sealed (see `secrets`).

mod connection;
mod error;
mod integration;

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub(crate) use self::{
    connection::{ConnectionRow, NewConnection, Sealed},
    error::{Error, ErrorKind},
    integration::{IntegrationRow, NewIntegration},
};
use crate::private;

/// Where the state lies.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// The state within one transaction.
pub(crate) struct State<'a> {
    database: &'a Connection,
    path: &'a Path,
}

impl Store {
    /// The state in this folder. Nothing is opened or created yet.
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads. A state that does not exist yet is an empty one.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&State<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path();
        let run = |database: &mut Connection| -> Result<T, E> {
            let transaction = begin(database, TransactionBehavior::Deferred, &path)?;
            work(&State {
                database: &transaction,
                path: &path,
            })
        };
        match self.open_existing(&path)? {
            Some(mut database) => run(&mut database),
            None => run(&mut empty().map_err(|error| Error::of_database(&path, &error))?),
        }
    }

    /// Changes. All of it happens, or nothing if `work` fails.
    pub(crate) fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&State<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path();
        private::create_folder(&self.folder)
            .map_err(|error| Error::of_file(&self.folder, &error))?;
        create_file(&path).map_err(|error| Error::of_file(&path, &error))?;
        let mut database = open(&path).map_err(|error| Error::of_database(&path, &error))?;
        let transaction = begin(&mut database, TransactionBehavior::Immediate, &path)?;
        if format(&transaction, &path)? == Format::None {
            create_tables(&transaction).map_err(|error| Error::of_database(&path, &error))?;
        }
        private::tighten(&path).map_err(|error| Error::of_file(&path, &error))?;
        let done = work(&State {
            database: &transaction,
            path: &path,
        })?;
        transaction
            .commit()
            .map_err(|error| Error::of_database(&path, &error))?;
        Ok(done)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// The database, if there is one with anything in it.
    fn open_existing(&self, path: &Path) -> Result<Option<Connection>, Error> {
        match fs::metadata(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::of_file(path, &error)),
        }
        let mut database = open(path).map_err(|error| Error::of_database(path, &error))?;
        let transaction = begin(&mut database, TransactionBehavior::Deferred, path)?;
        let format = format(&transaction, path)?;
        drop(transaction);
        Ok((format == Format::Known).then_some(database))
    }
}

impl State<'_> {
    /// Runs a statement, and says of an error which file it concerns.
    fn run<T>(
        &self,
        statement: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        statement(self.database).map_err(|error| Error::of_database(self.path, &error))
    }

    /// What stands in a column as JSON.
    fn json<T: serde::de::DeserializeOwned>(&self, text: &str) -> Result<T, Error> {
        serde_json::from_str(text)
            .map_err(|error| Error::new(ErrorKind::Corrupt, self.path, error.to_string()))
    }
}

/// An id as users see it, such as `c1`: the letter of its kind and its number.
pub(crate) fn id(letter: char, number: i64) -> String {
    format!("{letter}{number}")
}

/// The number in an id, if it is one.
pub(crate) fn number(letter: char, id: &str) -> Option<i64> {
    let digits = id.strip_prefix(letter)?;
    let canonical = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| canonical)
}

#[derive(PartialEq)]
enum Format {
    /// Nothing has been written yet.
    None,
    Known,
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    // A file that may not be written is opened for reading.
    let database = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&database)?;
    Ok(database)
}

fn empty() -> rusqlite::Result<Connection> {
    let database = Connection::open_in_memory()?;
    prepare(&database)?;
    create_tables(&database)?;
    Ok(database)
}

fn prepare(database: &Connection) -> rusqlite::Result<()> {
    database.busy_timeout(PATIENCE)?;
    // Only settings of this process: none of them reads or writes the file, so that they hold for a newer file, too.
    database.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;",
    )
}

fn begin<'a>(
    database: &'a mut Connection,
    behaviour: TransactionBehavior,
    path: &Path,
) -> Result<Transaction<'a>, Error> {
    database
        .transaction_with_behavior(behaviour)
        .map_err(|error| Error::of_database(path, &error))
}

/// Whose database this is, and of which version.
fn format(database: &Connection, path: &Path) -> Result<Format, Error> {
    let read = || -> rusqlite::Result<(i64, i64, i64)> {
        let number = |sql: &str| database.query_row(sql, [], |row| row.get(0));
        Ok((
            number("PRAGMA application_id")?,
            number("PRAGMA user_version")?,
            number("SELECT count(*) FROM sqlite_schema")?,
        ))
    };
    match read().map_err(|error| Error::of_database(path, &error))? {
        (0, 0, 0) => Ok(Format::None),
        (APPLICATION, VERSION, _) => Ok(Format::Known),
        (APPLICATION, newer, _) if newer > VERSION => Err(Error::new(
            ErrorKind::Newer,
            path,
            format!("{newer} > {VERSION}"),
        )),
        _ => Err(Error::new(ErrorKind::Foreign, path, String::new())),
    }
}

fn create_tables(database: &Connection) -> rusqlite::Result<()> {
    database.execute_batch(TABLES)?;
    database.pragma_update(None, "application_id", APPLICATION)?;
    database.pragma_update(None, "user_version", VERSION)
}

/// Creates the database's file, so that SQLite, which gives its journal the same rights, never creates one that others may read.
fn create_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private::only_owner(&mut options);
    match options.open(path) {
        Ok(_) => Ok(()),
        // It may be there and read-only: SQLite will say so with more precision.
        Err(_) if path.is_file() => Ok(()),
        Err(error) => Err(error),
    }
}

const FILE: &str = "violet.sqlite";

/// `VIOS`, in the header of the file: what SQLite calls the application's id.
const APPLICATION: i64 = 0x5649_4f53;

/// The version of [`TABLES`]. Whoever changes them raises it and brings older files along.
const VERSION: i64 = 1;

/// How long to wait for another command that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

const TABLES: &str = "
    CREATE TABLE connections (
        number INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again after removal
        name TEXT NOT NULL,
        plugin TEXT NOT NULL,                     -- the plugin's id
        source TEXT,                              -- where the plugin was given as a path
        method TEXT NOT NULL,
        address TEXT,
        fields TEXT NOT NULL,                     -- JSON, without secrets
        account TEXT,                             -- JSON
        findings TEXT NOT NULL,                   -- JSON: the last check
        checked_at INTEGER NOT NULL,              -- milliseconds since 1970
        revision INTEGER NOT NULL DEFAULT 0       -- counts the changes of its secrets
    ) STRICT;
    CREATE TABLE secrets (
        connection INTEGER NOT NULL REFERENCES connections (number) ON DELETE CASCADE,
        field TEXT NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (connection, field)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE integrations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        connection INTEGER NOT NULL REFERENCES connections (number) ON DELETE CASCADE,
        name TEXT NOT NULL,
        every TEXT NOT NULL,                      -- such as 1h
        schema_version INTEGER NOT NULL,
        configuration TEXT NOT NULL               -- JSON
    ) STRICT;
    CREATE INDEX integrations_of_connection ON integrations (connection);
";

#[cfg(test)]
mod tests;
