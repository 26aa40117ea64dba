//! Connections, as they are stored.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value as Json;
use violet_plugin::Fields;

use super::{Error, State};

/// A stored connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ConnectionRow {
    /// Its number.
    pub(crate) number: i64,
    /// What is stored of it.
    pub(crate) stored: NewConnection,
    /// How many integrations use it.
    pub(crate) integrations: u64,
    /// Another number whenever its secrets, and what they are for, were replaced.
    pub(crate) revision: i64,
}

/// What is stored of a connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewConnection {
    pub(crate) name: String,
    pub(crate) plugin: String,
    pub(crate) source: Option<String>,
    pub(crate) method: String,
    pub(crate) address: Option<String>,
    pub(crate) fields: Fields,
    pub(crate) account: Option<Json>,
    pub(crate) findings: Json,
    pub(crate) checked_at_ms: i64,
}

/// A secret that only its binding opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) field: String,
    pub(crate) sealed: Vec<u8>,
}

impl State<'_> {
    /// All connections, the oldest first.
    pub(crate) fn connections(&self) -> Result<Vec<ConnectionRow>, Error> {
        let rows: Vec<Columns> = self.run(|database| {
            let mut statement = database.prepare(&format!("{SELECT} ORDER BY number"))?;
            statement.query_map([], columns)?.collect()
        })?;
        rows.into_iter()
            .map(|row| self.connection_row(row))
            .collect()
    }

    /// One connection.
    pub(crate) fn connection(&self, number: i64) -> Result<Option<ConnectionRow>, Error> {
        let select = format!("{SELECT} WHERE number = ?1");
        let row = self.run(|database| database.query_row(&select, [number], columns).optional())?;
        row.map(|row| self.connection_row(row)).transpose()
    }

    /// Adds a connection and returns its number.
    pub(crate) fn add_connection(&self, new: &NewConnection) -> Result<i64, Error> {
        self.run(|database| {
            database.execute(
                "INSERT INTO connections (name, plugin, source, method, address, fields, account, findings, checked_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    new.name,
                    new.plugin,
                    new.source,
                    new.method,
                    new.address,
                    fields_text(&new.fields),
                    new.account.as_ref().map(Json::to_string),
                    new.findings.to_string(),
                    new.checked_at_ms,
                ],
            )?;
            Ok(database.last_insert_rowid())
        })
    }

    /// Replaces everything that is stored of a connection; `false` if there is none.
    pub(crate) fn replace_connection(
        &self,
        number: i64,
        new: &NewConnection,
    ) -> Result<bool, Error> {
        self.run(|database| {
            database.execute(
                "UPDATE connections SET name = ?2, plugin = ?3, source = ?4, method = ?5, address = ?6, fields = ?7,
                 account = ?8, findings = ?9, checked_at = ?10 WHERE number = ?1",
                params![
                    number,
                    new.name,
                    new.plugin,
                    new.source,
                    new.method,
                    new.address,
                    fields_text(&new.fields),
                    new.account.as_ref().map(Json::to_string),
                    new.findings.to_string(),
                    new.checked_at_ms,
                ],
            )
        })
        .map(|changed| changed > 0)
    }

    /// Removes a connection, its secrets and its integrations; `false` if there is none.
    pub(crate) fn remove_connection(&self, number: i64) -> Result<bool, Error> {
        // What is deleted is overwritten, so that no sealed credential stays in a free page.
        self.run(|database| {
            database.pragma_update(None, "secure_delete", true)?;
            database.execute("DELETE FROM connections WHERE number = ?1", [number])
        })
        .map(|removed| removed > 0)
    }

    /// The sealed secrets of a connection.
    pub(crate) fn secrets(&self, connection: i64) -> Result<Vec<Sealed>, Error> {
        self.run(|database| {
            let mut statement = database.prepare(
                "SELECT field, sealed FROM secrets WHERE connection = ?1 ORDER BY field",
            )?;
            let sealed = |row: &Row<'_>| {
                Ok(Sealed {
                    field: row.get(0)?,
                    sealed: row.get(1)?,
                })
            };
            statement.query_map([connection], sealed)?.collect()
        })
    }

    /// Whether any connection has a secret.
    pub(crate) fn has_secrets(&self) -> Result<bool, Error> {
        let exists = "SELECT EXISTS (SELECT 1 FROM secrets)";
        self.run(|database| database.query_row(exists, [], |row| row.get(0)))
    }

    /// Puts these secrets in the place of all that the connection had.
    pub(crate) fn replace_secrets(&self, connection: i64, secrets: &[Sealed]) -> Result<(), Error> {
        self.run(|database| {
            database.pragma_update(None, "secure_delete", true)?;
            database.execute("DELETE FROM secrets WHERE connection = ?1", [connection])?;
            database.execute(
                "UPDATE connections SET revision = revision + 1 WHERE number = ?1",
                [connection],
            )?;
            for secret in secrets {
                database.execute(
                    "INSERT INTO secrets (connection, field, sealed) VALUES (?1, ?2, ?3)",
                    params![connection, secret.field, secret.sealed],
                )?;
            }
            Ok(())
        })
    }

    fn connection_row(&self, row: Columns) -> Result<ConnectionRow, Error> {
        Ok(ConnectionRow {
            number: row.number,
            stored: NewConnection {
                name: row.name,
                plugin: row.plugin,
                source: row.source,
                method: row.method,
                address: row.address,
                fields: self.json(&row.fields)?,
                account: row.account.map(|account| self.json(&account)).transpose()?,
                findings: self.json(&row.findings)?,
                checked_at_ms: row.checked_at_ms,
            },
            integrations: row.integrations,
            revision: row.revision,
        })
    }
}

/// A row as SQLite gives it.
struct Columns {
    number: i64,
    name: String,
    plugin: String,
    source: Option<String>,
    method: String,
    address: Option<String>,
    fields: String,
    account: Option<String>,
    findings: String,
    checked_at_ms: i64,
    integrations: u64,
    revision: i64,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        number: row.get(0)?,
        name: row.get(1)?,
        plugin: row.get(2)?,
        source: row.get(3)?,
        method: row.get(4)?,
        address: row.get(5)?,
        fields: row.get(6)?,
        account: row.get(7)?,
        findings: row.get(8)?,
        checked_at_ms: row.get(9)?,
        integrations: row.get::<_, i64>(10)?.unsigned_abs(),
        revision: row.get(11)?,
    })
}

fn fields_text(fields: &Fields) -> String {
    serde_json::to_string(fields).expect("fields are JSON")
}

const SELECT: &str =
    "SELECT number, name, plugin, source, method, address, fields, account, findings, checked_at,
    (SELECT count(*) FROM integrations WHERE connection = connections.number), revision FROM connections";
