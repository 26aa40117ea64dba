//! The plugin as its author wrote it.

use violet_plugin::prelude::*;

use crate::fault::{Place, commit, commit_later};

/// The plugin.
pub(crate) struct Faulty;

impl Integration for Faulty {
    const TEXTS: Texts = &[("en", "name = Faulty")];

    fn new() -> Self {
        commit(Place::New, None, "");
        Self
    }

    fn describe(&self, context: &Context) -> Description {
        commit(Place::Describe, Some(context), "");
        let mut token = Method::new("token", MethodKind::Token, "Token");
        token.fields.push(Field::address("address", "Address"));
        Description::new(context.text("name"), 1, [token])
    }

    fn prepare(&self, context: &Context, _method: &str, fields: Fields) -> Prepared {
        commit(Place::Prepare, Some(context), &signal(&fields));
        Prepared::new(fields)
    }

    async fn check(&self, context: &Context, connection: &Connection) -> Result<Report, Problem> {
        let address = connection.text("address");
        commit_later(Place::Check, context, &signal(&connection.fields)).await;
        Ok(Report::from(
            context
                .problem(code::TOKEN_NOT_RECOGNISED)
                .detail("address", address),
        ))
    }

    async fn configuration_schema(
        &self,
        context: &Context,
        connection: Option<&Connection>,
    ) -> Result<Json, Problem> {
        let address = connection.map(|connection| signal(&connection.fields));
        commit_later(Place::Schema, context, &address.unwrap_or_default()).await;
        Ok(json!({"type": "object", "properties": {}}))
    }

    async fn choices(
        &self,
        context: &Context,
        connection: &Connection,
        _asked: ChoicesRequest,
    ) -> Result<Choices, Problem> {
        commit_later(Place::Choices, context, &signal(&connection.fields)).await;
        Ok(Choices::default())
    }

    async fn validate_configuration(
        &self,
        context: &Context,
        connection: &Connection,
        _configuration: Json,
    ) -> Result<Validation, Problem> {
        commit_later(Place::Validate, context, &signal(&connection.fields)).await;
        Ok(Validation::default())
    }

    fn migrate(&self, context: &Context, configuration: Json, _from: u32) -> Result<Json, Problem> {
        commit(Place::Migrate, Some(context), "");
        Ok(configuration)
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        commit(Place::Drop, None, "");
    }
}

/// Host and port of the connection's address: there the test gives its signal.
fn signal(fields: &Fields) -> String {
    let address = fields.text("address");
    address
        .strip_prefix("http://")
        .unwrap_or(address)
        .to_owned()
}
