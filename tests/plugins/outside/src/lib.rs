//! A plugin as a stranger would write it.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, clippy::pedantic)]

use violet_plugin::prelude::*;

/// The plugin.
#[derive(Debug)]
pub struct Outside;

impl Integration for Outside {
    const TEXTS: Texts = &[
        ("en", include_str!("en.ftl")),
        ("es", include_str!("es.ftl")),
    ];

    fn new() -> Self {
        Self
    }

    fn describe(&self, context: &Context) -> Description {
        let mut token = Method::new("token", MethodKind::Token, context.text("token"));
        token.fields.push(Field::address("address", context.text("address")));
        token.fields.push(Field::secret("token", context.text("token")));
        Description::new(context.text("name"), 1, [token])
    }

    fn prepare(&self, context: &Context, _method: &str, fields: Fields) -> Prepared {
        let address = Url::parse(fields.text("address"));
        let mut prepared = Prepared::new(fields);
        match address {
            Ok(url) => prepared.fields.set("address", url.as_str().trim_end_matches('/')),
            Err(error) => prepared.problems.push(
                context
                    .problem(code::INSTANCE_URL_INVALID)
                    .because(error.to_string())
                    .field("/address")
                    .into(),
            ),
        }
        prepared
    }

    async fn check(&self, context: &Context, connection: &Connection) -> Result<Report, Problem> {
        assert!(connection.secret("token").expose() != b"panic", "as the test wants it");
        let address = format!("{}/api/v4/user", connection.text("address"));
        let url = Url::parse(&address).expect("prepare has seen to it");
        let sent = context.http().get(&url).bearer(connection.secret("token")).send().await;
        context.log().info("asked who it is");
        Ok(match sent {
            Ok(answer) if answer.status() == 200 => Report::proven(),
            Ok(answer) => Report::from(context.unexpected_answer(&answer)),
            Err(error) => Report::from(error.problem(context)),
        })
    }

    async fn configuration_schema(&self, _: &Context, _: Option<&Connection>) -> Result<Json, Problem> {
        Ok(json!({"type": "object", "properties": {}}))
    }

    async fn choices(&self, context: &Context, _: &Connection, asked: ChoicesRequest) -> Result<Choices, Problem> {
        Err(context.unknown_field(&asked.field))
    }

    async fn validate_configuration(&self, _: &Context, _: &Connection, _: Json) -> Result<Validation, Problem> {
        Ok(Validation::default())
    }
}

export_plugin!("outside", Outside);
