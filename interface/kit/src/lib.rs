//! What authors of Violet plugins write against.
//!
//! A plugin adds one application to Violet. Its author implements one trait, [`Integration`], in safe Rust with `async fn`s on
//! plain types, and exports it with one line, [`export_plugin!`]:
//!
//! ```
//! use violet_plugin::prelude::*;
//!
//! struct Status;
//!
//! impl Integration for Status {
//!     const TEXTS: Texts = &[("en", "name = Status page\ntoken = Connect with API token\n    .field = API token")];
//!
//!     fn new() -> Self {
//!         Self
//!     }
//!
//!     fn describe(&self, context: &Context) -> Description {
//!         let mut token = Method::new("token", MethodKind::Token, context.text("token"));
//!         token.fields.push(Field::secret("token", context.text("token.field")));
//!         Description::new(context.text("name"), 1, [token])
//!     }
//!
//!     fn prepare(&self, _context: &Context, _method: &str, fields: Fields) -> Prepared {
//!         Prepared::new(fields)
//!     }
//!
//!     async fn check(&self, context: &Context, connection: &Connection) -> Result<Report, Problem> {
//!         let url = Url::parse("https://status.example.com/api/me").expect("the address is a constant");
//!         let answer = context.http().get(&url).bearer(connection.secret("token")).send().await;
//!         Ok(match answer {
//!             Ok(answer) if answer.status() == 200 => Report::proven(),
//!             Ok(answer) if answer.status() == 401 => {
//!                 Report::from(context.problem(code::TOKEN_NOT_RECOGNISED).field("/token"))
//!             }
//!             Ok(answer) => Report::from(context.unexpected_answer(&answer)),
//!             Err(error) => Report::from(error.problem(context)),
//!         })
//!     }
//!
//!     async fn configuration_schema(&self, _: &Context, _: Option<&Connection>) -> Result<Json, Problem> {
//!         Ok(json!({"type": "object", "properties": {}}))
//!     }
//!
//!     async fn choices(&self, context: &Context, _: &Connection, asked: ChoicesRequest) -> Result<Choices, Problem> {
//!         Err(context.unknown_field(&asked.field))
//!     }
//!
//!     async fn validate_configuration(&self, _: &Context, _: &Connection, _: Json) -> Result<Validation, Problem> {
//!         Ok(Validation::default())
//!     }
//! }
//!
//! export_plugin!("status", Status);
//! # fn main() {}
//! ```
//!
//! The host does the rest: it draws the forms, keeps connections and secrets, runs OAuth, decides which addresses may be reached,
//! and schedules. A plugin prints nothing, reads no environment, writes no file, and goes to the network through
//! [`Context::http`] alone.
//!
//! No type of another crate stands in this interface, but for the re-exports that derives need: [`serde`], [`serde_json`] and
//! [`schemars`].

#![forbid(unsafe_code)]

mod context;
mod integration;

mod check;
mod configuration;
mod connection;
mod description;
mod preparation;

mod locale;
mod problem;

mod closest;
mod date;
pub mod http;
mod join;
mod log;

mod export;
mod runtime;

pub use schemars;
pub use serde;
pub use serde_json;

pub use self::{
    check::{Account, AccountKind, CredentialFacts, InstanceFacts, Report, Verdict},
    configuration::{
        Choice, Choices, ChoicesRequest, Form, PreviewEntry, Query, Validation, parse_configuration,
    },
    connection::{Connection, Fields, Secrets},
    context::Context,
    date::{Date, Instant},
    description::{Description, Field, FieldRole, FieldType, Interval, Method, MethodKind},
    integration::Integration,
    join::{join, join_bounded},
    locale::{Argument, Localisation, Texts},
    log::Log,
    preparation::{Guide, Link, OAuth, Prepared},
    problem::{
        Code, Effect, Problem, ProblemContent, ProblemDraft, Severity, code, without_controls,
    },
};
pub use violet_plugin_abi::{INTERFACE_VERSION, secret::Secret};

/// The version of this kit.
pub const KIT_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What an author's modules start with.
pub mod prelude {
    pub use serde_json::{Value as Json, json};

    pub use crate::{
        Account, AccountKind, Choice, Choices, ChoicesRequest, Code, Connection, Context,
        CredentialFacts, Date, Description, Effect, Field, FieldRole, FieldType, Fields, Form,
        Guide, InstanceFacts, Instant, Integration, Interval, Link, Method, MethodKind, OAuth,
        Prepared, PreviewEntry, Problem, ProblemDraft, Query, Report, Secret, Severity, Texts,
        Validation, code, export_plugin,
        http::{HttpError, HttpErrorKind, Request, Response, Url},
        join, join_bounded, parse_configuration,
    };
}

#[doc(hidden)]
pub mod __private {
    //! What [`export_plugin!`](crate::export_plugin) writes into an author's crate. Not for use by hand.
    pub use violet_plugin_abi::{abi_stable::library::LibHeader, module::header};

    pub use crate::export::{Export, Exported};
}

#[doc(hidden)]
pub mod host {
    //! What a host shares with plugins: requests as they cross the boundary, and what both need.
    pub use crate::{
        closest::closest,
        configuration::{ChoicesEnvelope, MigrateEnvelope, SchemaEnvelope, ValidateEnvelope},
        connection::ConnectionEnvelope,
        http::{Limits, Network, Policy, Shared, UnreadablePolicy, http},
        preparation::PrepareEnvelope,
    };
}
