//! The GitLab plugin: GitLab.com and self-managed instances from 13.0 on, by OAuth or by token.
//!
//! To make another plugin of it, copy the folder, change the names in `Cargo.toml` and in the last line of this file, and go through
//! the modules in the order in which they stand here: each begins by saying what to change and what to leave. This file only says who
//! answers which call.

#![forbid(unsafe_code)]

mod describe;

mod address;
mod token;

mod gitlab;

mod answer;
mod meaning;

mod account;
mod check;
mod verdict;

mod choices;
mod configuration;
mod count;
mod pages;
mod preview;

use violet_plugin::prelude::*;

use crate::{
    answer::Finding,
    gitlab::{Client, Release},
};

/// The plugin. It keeps nothing between calls.
#[derive(Debug)]
pub struct GitLab;

impl Integration for GitLab {
    const TEXTS: Texts = &[
        ("en", include_str!("locales/en.ftl")),
        ("es", include_str!("locales/es.ftl")),
    ];

    fn new() -> Self {
        Self
    }

    fn describe(&self, context: &Context) -> Description {
        describe::describe(context)
    }

    fn prepare(&self, context: &Context, method: &str, fields: Fields) -> Prepared {
        describe::prepare(context, method, fields)
    }

    async fn check(&self, context: &Context, connection: &Connection) -> Result<Report, Problem> {
        Ok(check::check(context, connection).await)
    }

    async fn configuration_schema(
        &self,
        context: &Context,
        connection: Option<&Connection>,
    ) -> Result<Json, Problem> {
        let Some(connection) = connection else {
            return Ok(configuration::form(context, None));
        };
        let client = client(context, connection)?;
        let release = match client.release().await {
            Ok(release) => Some(release),
            // A fine-grained token may work for everything but this: the widest form suits every edition.
            Err(Finding::NeedsPermission(_)) => None,
            Err(finding) => return Err(client.problem(&finding)),
        };
        let edition = release.as_ref().and_then(Release::edition);
        Ok(configuration::form(context, edition))
    }

    async fn choices(
        &self,
        context: &Context,
        connection: &Connection,
        asked: ChoicesRequest,
    ) -> Result<Choices, Problem> {
        choices::choices(&client(context, connection)?, &asked).await
    }

    async fn validate_configuration(
        &self,
        context: &Context,
        connection: &Connection,
        configuration: Json,
    ) -> Result<Validation, Problem> {
        match configuration::read(context, &configuration) {
            Ok(configuration) => {
                preview::validate(&client(context, connection)?, &configuration).await
            }
            Err(problems) => Ok(Validation {
                problems,
                ..Validation::default()
            }),
        }
    }
}

/// The client of a connection that was checked before; of what is wrong with it, the most decisive.
fn client<'a>(context: &'a Context, connection: &Connection) -> Result<Client<'a>, Problem> {
    Client::new(context, connection).map_err(|mut problems| problems.swap_remove(0))
}

export_plugin!("gitlab", GitLab);

#[cfg(test)]
mod tests;
