//! Looking at plugins, and at credentials that are not kept.

use clap::Args;
use violet_plugin::Connection;

use super::{
    Failure, Session,
    credential::complete_in_process,
    fields::{self, FieldOptions, Purpose},
};
use crate::{exit::Status, violet::Reference};

#[derive(Args)]
pub(super) struct Describe {
    plugin: String,
}

#[derive(Args)]
pub(super) struct Check {
    plugin: String,
    #[command(flatten)]
    options: FieldOptions,
}

pub(super) fn list(session: &Session) -> Result<Status, Failure> {
    let entries = session.violet.applications(&session.call)?;
    let value = serde_json::json!({"plugins": entries});
    session
        .screen
        .result(&value, |page| page.applications(&entries))?;
    Ok(Status::Done)
}

pub(super) async fn describe(arguments: &Describe, session: &Session) -> Result<Status, Failure> {
    let reference = Reference::parse(&arguments.plugin);
    let application = session
        .violet
        .application(&session.call, &reference)
        .await?;
    let described = session.violet.describe(&session.call, &application).await?;
    session
        .screen
        .result(&described, |page| page.described(&described))?;
    Ok(Status::Done)
}

pub(super) async fn check(arguments: &Check, session: &Session) -> Result<Status, Failure> {
    let (options, texts) = (&arguments.options, session.texts());
    let reference = Reference::parse(&arguments.plugin);
    let application = session
        .violet
        .application(&session.call, &reference)
        .await?;
    let method = fields::method(&application.description, options, Purpose::Check, texts)?;
    let filled = fields::fill(method, options, None, texts)?;
    let secrets = complete_in_process(filled.secrets, method, options, None, texts).await?;
    let connection = Connection {
        method: method.id.clone(),
        fields: filled.fields,
        secrets,
    };
    let check = {
        let _progress = session.screen.progress("progress-check");
        application.plugin.check(&session.call, &connection).await?
    };
    session.screen.result(&check, |page| page.check(&check))?;
    Ok(Status::of_verdict(check.verdict))
}
