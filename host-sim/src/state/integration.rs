//! Integrations, as they are stored.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value as Json;

use super::{Error, State};

/// A stored integration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct IntegrationRow {
    /// Its number.
    pub(crate) number: i64,
    /// What is stored of it.
    pub(crate) stored: NewIntegration,
}

/// What is stored of an integration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewIntegration {
    pub(crate) connection: i64,
    pub(crate) name: String,
    pub(crate) every: String,
    pub(crate) schema_version: u32,
    pub(crate) configuration: Json,
}

impl State<'_> {
    /// All integrations, or those of one connection, the oldest first.
    pub(crate) fn integrations(
        &self,
        connection: Option<i64>,
    ) -> Result<Vec<IntegrationRow>, Error> {
        let rows: Vec<Columns> = self.run(|database| {
            let mut statement = database.prepare(&format!(
                "{SELECT} WHERE ?1 IS NULL OR connection = ?1 ORDER BY number"
            ))?;
            statement.query_map([connection], columns)?.collect()
        })?;
        rows.into_iter()
            .map(|row| self.integration_row(row))
            .collect()
    }

    /// One integration.
    pub(crate) fn integration(&self, number: i64) -> Result<Option<IntegrationRow>, Error> {
        let select = format!("{SELECT} WHERE number = ?1");
        let row = self.run(|database| database.query_row(&select, [number], columns).optional())?;
        row.map(|row| self.integration_row(row)).transpose()
    }

    /// Adds an integration and returns its number.
    pub(crate) fn add_integration(&self, new: &NewIntegration) -> Result<i64, Error> {
        self.run(|database| {
            database.execute(
                "INSERT INTO integrations (connection, name, every, schema_version, configuration)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    new.connection,
                    new.name,
                    new.every,
                    new.schema_version,
                    new.configuration.to_string()
                ],
            )?;
            Ok(database.last_insert_rowid())
        })
    }

    /// Replaces everything that is stored of an integration; `false` if there is none.
    pub(crate) fn replace_integration(
        &self,
        number: i64,
        new: &NewIntegration,
    ) -> Result<bool, Error> {
        self.run(|database| {
            database.execute(
                "UPDATE integrations SET connection = ?2, name = ?3, every = ?4, schema_version = ?5, configuration = ?6
                 WHERE number = ?1",
                params![number, new.connection, new.name, new.every, new.schema_version, new.configuration.to_string()],
            )
        })
        .map(|changed| changed > 0)
    }

    /// Removes an integration; `false` if there is none.
    pub(crate) fn remove_integration(&self, number: i64) -> Result<bool, Error> {
        self.run(|database| {
            database.execute("DELETE FROM integrations WHERE number = ?1", [number])
        })
        .map(|removed| removed > 0)
    }

    fn integration_row(&self, row: Columns) -> Result<IntegrationRow, Error> {
        Ok(IntegrationRow {
            number: row.number,
            stored: NewIntegration {
                connection: row.connection,
                name: row.name,
                every: row.every,
                schema_version: row.schema_version,
                configuration: self.json(&row.configuration)?,
            },
        })
    }
}

/// A row as SQLite gives it.
struct Columns {
    number: i64,
    connection: i64,
    name: String,
    every: String,
    schema_version: u32,
    configuration: String,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        number: row.get(0)?,
        connection: row.get(1)?,
        name: row.get(2)?,
        every: row.get(3)?,
        schema_version: row.get(4)?,
        configuration: row.get(5)?,
    })
}

const SELECT: &str =
    "SELECT number, connection, name, every, schema_version, configuration FROM integrations";
