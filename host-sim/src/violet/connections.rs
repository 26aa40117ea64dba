//! Connections: how Violet reaches an application.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use violet_host::{Call, Check};
use violet_plugin::{
    Account, Connection, CredentialFacts, FieldRole, Fields, InstanceFacts, Instant, Method,
    Problem, Secrets, Verdict, code, without_controls,
};

use super::{Application, Failure, Violet, checked_name, free_name, instant, now_ms};
use crate::{
    secrets::Binding,
    state::{self, ConnectionRow, NewConnection, Sealed, State},
    texts::Texts,
};

/// A connection, as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct ConnectionSummary {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The plugin's id.
    pub(crate) plugin: String,
    /// The authentication method's id.
    pub(crate) method: String,
    /// The instance's address.
    pub(crate) address: Option<String>,
    /// Whose credential it is, as far as any check could tell.
    pub(crate) account: Option<Json>,
    /// What the last check came to.
    pub(crate) verdict: Verdict,
    /// When that was.
    pub(crate) checked_at: Instant,
    /// How many integrations use it.
    pub(crate) integrations: u64,
    /// What else the last check found out.
    #[serde(skip)]
    pub(crate) findings: Findings,
}

/// What the last check of a connection found out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Findings {
    /// What it came to.
    pub(crate) verdict: Verdict,
    /// What is wrong.
    #[serde(default)]
    pub(crate) problems: Vec<Problem>,
    /// What is known of the credential.
    #[serde(default)]
    pub(crate) credential: Option<CredentialFacts>,
    /// What is known of the instance.
    #[serde(default)]
    pub(crate) instance: Option<InstanceFacts>,
}

/// What came of connecting: a connection only if the check accepted.
#[derive(Serialize)]
pub(crate) struct Connected {
    /// The connection's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Its name.
    #[serde(skip)]
    pub(crate) name: Option<String>,
    /// The check.
    #[serde(flatten)]
    pub(crate) check: Check,
}

/// What was removed.
#[derive(Serialize)]
pub(crate) struct Removed {
    /// The connection's id.
    pub(crate) removed: String,
    /// Its name.
    #[serde(skip)]
    pub(crate) name: String,
    /// The ids of the integrations that went with it.
    pub(crate) integrations: Vec<String>,
}

/// A stored connection with its plugin, ready to be used.
pub(crate) struct Open {
    /// Its plugin.
    pub(crate) application: Application,
    /// The connection, with its secrets.
    pub(crate) connection: Connection,
    /// What is stored of it.
    pub(super) row: ConnectionRow,
}

impl Violet {
    /// Checks a connection, and saves it if it is accepted.
    pub(crate) async fn connect(
        &self,
        call: &Call,
        application: &Application,
        connection: &Connection,
        name: Option<&str>,
    ) -> Result<Connected, Problem> {
        let name = name.map(|name| checked_name(name, call)).transpose()?;
        let source = application.reference.to_be_remembered(call)?;
        let check = application.plugin.check(call, connection).await?;
        if check.verdict != Verdict::Accepted {
            return Ok(Connected {
                id: None,
                name: None,
                check,
            });
        }
        let address = application
            .method(&check.method)
            .and_then(|method| address(method, &check.connection.fields));
        let saved = self.store.write(|state| -> Result<_, Failure> {
            let name = match name {
                Some(name) => name,
                None => {
                    let rows = state.connections()?;
                    let taken: Vec<&str> =
                        rows.iter().map(|row| row.stored.name.as_str()).collect();
                    free_name(
                        &default_name(application, &check, address.as_deref()),
                        &taken,
                    )
                }
            };
            let new = NewConnection {
                name,
                plugin: check.plugin.clone(),
                source: source.clone(),
                method: check.method.clone(),
                address: address.clone(),
                fields: check.connection.fields.clone(),
                account: check.account.as_ref().map(to_json),
                findings: to_json(&check),
                checked_at_ms: now_ms(),
            };
            let number = state.add_connection(&new)?;
            self.keep_secrets(state, number, &new, &check.connection.secrets)?;
            Ok((state::id(LETTER, number), new.name))
        });
        let (id, name) = saved.map_err(|failure| failure.into_problem(call))?;
        Ok(Connected {
            id: Some(id),
            name: Some(name),
            check,
        })
    }

    /// All connections.
    pub(crate) fn connections(&self, call: &Call) -> Result<Vec<ConnectionSummary>, Problem> {
        let rows = self
            .store
            .read(|state| state.connections().map_err(Failure::from));
        let rows = rows.map_err(|failure| failure.into_problem(call))?;
        Ok(rows.into_iter().map(summary).collect())
    }

    /// One connection.
    pub(crate) fn connection(&self, call: &Call, id: &str) -> Result<ConnectionSummary, Problem> {
        let row = self.store.read(|state| -> Result<ConnectionRow, Failure> {
            Ok(found(state.connection(number(id))?, id, call)?)
        });
        row.map(summary)
            .map_err(|failure| failure.into_problem(call))
    }

    /// Loads a stored connection's plugin and opens its secrets.
    pub(crate) async fn open(&self, call: &Call, id: &str) -> Result<Open, Problem> {
        let (row, sealed) = self.row_with_secrets(call, id)?;
        let connection = Connection {
            method: row.stored.method.clone(),
            fields: row.stored.fields.clone(),
            secrets: self.open_secrets(call, &row, sealed)?,
        };
        let application = self.remembered(call, &row.stored).await?;
        Ok(Open {
            application,
            connection,
            row,
        })
    }

    /// Checks a stored connection. The second problem, if there is one, is why the result could not be stored: the check is what was
    /// asked for, and is one without that.
    pub(crate) async fn check_connection(
        &self,
        call: &Call,
        id: &str,
    ) -> Result<(Check, Option<Problem>), Problem> {
        let open = self.open(call, id).await?;
        let check = open
            .application
            .plugin
            .check(call, &open.connection)
            .await?;
        let stored = self.store.write(|state| -> Result<(), Failure> {
            // Whoever removed or reconnected it meanwhile knows better.
            if let Some(mut row) = state.connection(open.row.number)?
                && row.revision == open.row.revision
            {
                take_findings(&mut row.stored, &check);
                state.replace_connection(row.number, &row.stored)?;
            }
            Ok(())
        });
        Ok((
            check,
            stored.err().map(|failure| failure.into_problem(call)),
        ))
    }

    /// Gives a connection another name.
    pub(crate) fn rename_connection(
        &self,
        call: &Call,
        id: &str,
        name: &str,
    ) -> Result<ConnectionSummary, Problem> {
        let name = checked_name(name, call)?;
        self.store
            .write(|state| -> Result<ConnectionSummary, Failure> {
                let mut row = found(state.connection(number(id))?, id, call)?;
                row.stored.name = name;
                state.replace_connection(row.number, &row.stored)?;
                Ok(summary(row))
            })
            .map_err(|failure| failure.into_problem(call))
    }

    /// Removes a connection, with its credential and its integrations.
    pub(crate) fn remove_connection(&self, call: &Call, id: &str) -> Result<Removed, Problem> {
        self.store
            .write(|state| -> Result<Removed, Failure> {
                let row = found(state.connection(number(id))?, id, call)?;
                let integrations = state.integrations(Some(row.number))?;
                state.remove_connection(row.number)?;
                Ok(Removed {
                    removed: id.to_owned(),
                    name: row.stored.name,
                    integrations: integrations
                        .iter()
                        .map(|row| super::integrations::id(row.number))
                        .collect(),
                })
            })
            .map_err(|failure| failure.into_problem(call))
    }

    /// What is stored of a connection, with its sealed secrets: both as they were at the same moment.
    pub(super) fn row_with_secrets(
        &self,
        call: &Call,
        id: &str,
    ) -> Result<(ConnectionRow, Vec<Sealed>), Problem> {
        let read = self.store.read(|state| -> Result<_, Failure> {
            let row = found(state.connection(number(id))?, id, call)?;
            let sealed = state.secrets(row.number)?;
            Ok((row, sealed))
        });
        read.map_err(|failure| failure.into_problem(call))
    }

    /// Seals these secrets for a stored connection, in the place of those that it had.
    pub(super) fn keep_secrets(
        &self,
        state: &State<'_>,
        number: i64,
        stored: &NewConnection,
        secrets: &Secrets,
    ) -> Result<(), state::Error> {
        state.replace_secrets(number, &[])?;
        let is_first = !state.has_secrets()?;
        let seal = |(field, secret): (&str, _)| {
            let binding = binding(number, stored, field);
            Ok(Sealed {
                field: field.to_owned(),
                sealed: self.vault.seal(secret, &binding, is_first)?,
            })
        };
        let sealed: Result<Vec<Sealed>, state::Error> = secrets.iter().map(seal).collect();
        state.replace_secrets(number, &sealed?)
    }

    /// Opens the secrets of a stored connection.
    pub(super) fn open_secrets(
        &self,
        call: &Call,
        row: &ConnectionRow,
        sealed: Vec<Sealed>,
    ) -> Result<Secrets, Problem> {
        let open = |sealed: Sealed| {
            let binding = binding(row.number, &row.stored, &sealed.field);
            let secret = self.vault.open(&sealed.sealed, &binding)?;
            Ok((sealed.field, secret))
        };
        let opened: Result<Secrets, state::Error> = sealed.into_iter().map(open).collect();
        opened.map_err(|error| error.problem(&Texts::new(&call.locale)))
    }
}

fn binding<'a>(connection: i64, stored: &'a NewConnection, field: &'a str) -> Binding<'a> {
    Binding {
        connection,
        plugin: &stored.plugin,
        field,
        address: stored.address.as_deref().unwrap_or_default(),
        method: &stored.method,
    }
}

/// The value of the method's field for the address.
pub(super) fn address(method: &Method, fields: &Fields) -> Option<String> {
    let field = method
        .fields
        .iter()
        .find(|field| field.role == Some(FieldRole::Address))?;
    Some(fields.text(&field.name).to_owned()).filter(|address| !address.is_empty())
}

/// `Gitlab – alice@git.example.com`, as far as it is known.
fn default_name(application: &Application, check: &Check, address: Option<&str>) -> String {
    let place = address.map(|address| {
        address
            .split_once("://")
            .map_or(address, |(_, place)| place)
    });
    let account = check
        .account
        .as_ref()
        .map(|account: &Account| account.username.as_str());
    let whose = match (account, place) {
        (Some(account), Some(place)) => format!(" – {account}@{place}"),
        (Some(only), None) | (None, Some(only)) => format!(" – {only}"),
        (None, None) => String::new(),
    };
    without_controls(&format!("{}{whose}", application.description.name), 100)
}

/// What a check found out takes the place of what was known; the account stays known when it could not be asked for.
pub(super) fn take_findings(stored: &mut NewConnection, check: &Check) {
    if let Some(account) = &check.account {
        stored.account = Some(to_json(account));
    }
    stored.findings = to_json(check);
    stored.checked_at_ms = now_ms();
}

fn to_json(value: &impl Serialize) -> Json {
    serde_json::to_value(value).expect("what a check holds is JSON")
}

fn summary(row: ConnectionRow) -> ConnectionSummary {
    let stored = row.stored;
    let mut findings: Findings = serde_json::from_value(stored.findings).unwrap_or(Findings {
        verdict: Verdict::Unknown,
        problems: Vec::new(),
        credential: None,
        instance: None,
    });
    // Time has passed since the check.
    if let Some(credential) = &mut findings.credential {
        let today = instant(now_ms()).date();
        credential.days_left = credential.expires_on.map(|date| today.days_until(date));
    }
    ConnectionSummary {
        id: state::id(LETTER, row.number),
        name: stored.name,
        plugin: stored.plugin,
        method: stored.method,
        address: stored.address,
        account: stored.account,
        verdict: findings.verdict,
        checked_at: instant(stored.checked_at_ms),
        integrations: row.integrations,
        findings,
    }
}

/// The number in a connection's id; one that no connection has if it is none.
pub(super) fn number(id: &str) -> i64 {
    state::number(LETTER, id).unwrap_or_default()
}

/// A connection's id.
pub(super) fn id(number: i64) -> String {
    state::id(LETTER, number)
}

/// The row, or the problem that there is none.
pub(super) fn found(
    row: Option<ConnectionRow>,
    id: &str,
    call: &Call,
) -> Result<ConnectionRow, Problem> {
    row.ok_or_else(|| {
        let draft = Texts::new(&call.locale).problem(code::CONNECTION_NOT_FOUND);
        // What is no id may be anything, even a credential.
        match state::number(LETTER, id) {
            Some(_) => draft.with("connection", id).into(),
            None => draft.worded("connection-unknown").into(),
        }
    })
}

/// Ids of connections begin with it.
const LETTER: char = 'c';
