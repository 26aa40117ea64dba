//! Connections: made, looked at, changed and removed.

use clap::{Args, Subcommand};
use serde_json::json;
use violet_plugin::Connection;

use super::{
    Failure, Session,
    credential::complete_in_process,
    fields::{self, FieldOptions, Purpose},
};
use crate::{exit::Status, violet::Reference};

#[derive(Args)]
pub(super) struct Connect {
    plugin: String,
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    options: FieldOptions,
}

#[derive(Subcommand)]
pub(super) enum Connections {
    List,
    Show { id: String },
    Check { id: String },
    Rename { id: String, name: String },
    Reconnect(Reconnect),
    Remove { id: String },
}

#[derive(Args)]
pub(super) struct Reconnect {
    id: String,
    #[command(flatten)]
    options: FieldOptions,
}

pub(super) async fn connect(arguments: &Connect, session: &Session) -> Result<Status, Failure> {
    let (options, texts, call) = (&arguments.options, session.texts(), &session.call);
    let application = session
        .violet
        .application(call, &Reference::parse(&arguments.plugin))
        .await?;
    let method = fields::method(&application.description, options, Purpose::Connect, texts)?;
    let filled = fields::fill(method, options, None, texts)?;
    let secrets = complete_in_process(filled.secrets, method, options, None, texts).await?;
    let connection = Connection {
        method: method.id.clone(),
        fields: filled.fields,
        secrets,
    };
    let connected = {
        let _progress = session.screen.progress("progress-check");
        session
            .violet
            .connect(call, &application, &connection, arguments.name.as_deref())
            .await?
    };
    session
        .screen
        .result(&connected, |page| page.connected(&connected))?;
    Ok(Status::of_verdict(connected.check.verdict))
}

pub(super) async fn connections(
    command: &Connections,
    session: &Session,
) -> Result<Status, Failure> {
    let (violet, call, screen) = (&session.violet, &session.call, &session.screen);
    match command {
        Connections::List => {
            let connections = violet.connections(call)?;
            screen.result(&json!({"connections": connections}), |page| {
                page.connections(&connections)
            })?;
        }
        Connections::Show { id } => {
            let connection = violet.connection(call, id)?;
            screen.result(&connection, |page| page.connection(&connection))?;
        }
        Connections::Check { id } => {
            let (check, unsaved) = {
                let _progress = screen.progress("progress-check");
                violet.check_connection(call, id).await?
            };
            if let Some(problem) = unsaved {
                screen.aside(|page| page.problem(&problem))?;
            }
            screen.result(&check, |page| page.check(&check))?;
            return Ok(Status::of_verdict(check.verdict));
        }
        Connections::Rename { id, name } => {
            let connection = violet.rename_connection(call, id, name)?;
            screen.result(&connection, |page| page.renamed(&connection))?;
        }
        Connections::Reconnect(arguments) => return reconnect(arguments, session).await,
        Connections::Remove { id } => {
            let removed = violet.remove_connection(call, id)?;
            screen.result(&removed, |page| page.removed(&removed))?;
        }
    }
    Ok(Status::Done)
}

async fn reconnect(arguments: &Reconnect, session: &Session) -> Result<Status, Failure> {
    let (options, texts, call) = (&arguments.options, session.texts(), &session.call);
    let candidate = session.violet.candidate(call, &arguments.id).await?;
    let stay = FieldOptions {
        auth: Some(candidate.method().to_owned()),
        ..FieldOptions::default()
    };
    let wanted = if options.auth.is_some() {
        options
    } else {
        &stay
    };
    let method = fields::method(
        &candidate.application.description,
        wanted,
        Purpose::Connect,
        texts,
    )?;
    let filled = fields::fill(method, options, Some(candidate.fields()), texts)?;
    // Whoever changes nothing else has come to give another credential.
    let kept = if options.change_something() {
        session
            .violet
            .kept_secrets(call, &candidate, method, &filled.fields)
            .await?
    } else {
        None
    };
    let secrets = complete_in_process(filled.secrets, method, options, kept, texts).await?;
    let connection = Connection {
        method: method.id.clone(),
        fields: filled.fields,
        secrets,
    };
    let check = {
        let _progress = session.screen.progress("progress-check");
        session
            .violet
            .reconnect(call, &candidate, &connection)
            .await?
    };
    session
        .screen
        .result(&check, |page| page.reconnected(&arguments.id, &check))?;
    Ok(Status::of_verdict(check.verdict))
}
