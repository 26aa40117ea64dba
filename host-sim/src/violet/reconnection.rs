//! Reconnecting: another credential, address or method for a connection that keeps its id, its name and its integrations.

use violet_host::{Call, Check};
use violet_plugin::{Connection, Fields, Method, Problem, Secrets, Verdict};

use super::{
    Application, Failure, Violet,
    connections::{self, address, found, take_findings},
};
use crate::state::{ConnectionRow, Sealed};

/// A stored connection that is about to change.
pub(crate) struct Candidate {
    /// Its plugin.
    pub(crate) application: Application,
    row: ConnectionRow,
    sealed: Vec<Sealed>,
}

impl Candidate {
    /// The id of the authentication method that it has now.
    pub(crate) fn method(&self) -> &str {
        &self.row.stored.method
    }

    /// The values of its fields now.
    pub(crate) fn fields(&self) -> &Fields {
        &self.row.stored.fields
    }
}

impl Violet {
    /// Loads the plugin of a stored connection that is about to change.
    pub(crate) async fn candidate(&self, call: &Call, id: &str) -> Result<Candidate, Problem> {
        let (row, sealed) = self.row_with_secrets(call, id)?;
        let application = self.remembered(call, &row.stored).await?;
        Ok(Candidate {
            application,
            row,
            sealed,
        })
    }

    /// The stored secrets, if they may be used with this method and these fields: a credential belongs to one method at one
    /// address, and is sent nowhere else.
    pub(crate) async fn kept_secrets(
        &self,
        call: &Call,
        candidate: &Candidate,
        method: &Method,
        fields: &Fields,
    ) -> Result<Option<Secrets>, Problem> {
        let prepared = candidate
            .application
            .plugin
            .prepare(call, &method.id, fields.clone())
            .await?;
        let stored = &candidate.row.stored;
        let same =
            method.id == stored.method && address(method, &prepared.fields) == stored.address;
        if same {
            self.open_secrets(call, &candidate.row, candidate.sealed.clone())
                .map(Some)
        } else {
            Ok(None)
        }
    }

    /// Checks a changed connection, and puts it in the place of the stored one if it is accepted. Id, name and integrations stay.
    pub(crate) async fn reconnect(
        &self,
        call: &Call,
        candidate: &Candidate,
        connection: &Connection,
    ) -> Result<Check, Problem> {
        let application = &candidate.application;
        let check = application.plugin.check(call, connection).await?;
        if check.verdict != Verdict::Accepted {
            return Ok(check);
        }
        let id = connections::id(candidate.row.number);
        let stored = self.store.write(|state| -> Result<(), Failure> {
            let mut row = found(state.connection(candidate.row.number)?, &id, call)?;
            row.stored.method.clone_from(&check.method);
            row.stored.fields = check.connection.fields.clone();
            row.stored.address = application
                .method(&check.method)
                .and_then(|method| address(method, &check.connection.fields));
            row.stored.account = None;
            take_findings(&mut row.stored, &check);
            state.replace_connection(row.number, &row.stored)?;
            self.keep_secrets(state, row.number, &row.stored, &check.connection.secrets)?;
            Ok(())
        });
        stored.map_err(|failure| failure.into_problem(call))?;
        Ok(check)
    }
}
