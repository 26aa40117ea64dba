//! An integration's configuration: its form, its choices, and what is wrong with it.
//!
//! A form is JSON Schema (2020-12) with these constructs, which every host can show:
//!
//! | construct | shown as |
//! | --- | --- |
//! | `{"type": "object", "properties": {…}, "required": […]}`, at the root only | the form |
//! | `{"type": "string"}` | a line of text |
//! | `{"type": "string", "format": "date"}` | a date |
//! | `{"type": "string", "oneOf": [{"const", "title"}, …]}` | a choice of one |
//! | `{"type": "boolean"}` | a switch |
//! | `{"type": "integer"}`, with `minimum` and `maximum` | a number |
//! | `{"type": "array", "uniqueItems": true, "items": {"type": "string", "oneOf": […]}}` | a choice of several |
//! | `{"type": "array", "uniqueItems": true, "items": {"type": "string"}}` | several lines of text, or several of the live choices |
//!
//! with `title`, `description`, `default`, `minLength`, `maxLength`, `minItems`, `maxItems`, `pattern`, and these keywords:
//!
//! | keyword | meaning |
//! | --- | --- |
//! | `x-violet-order` | the property's place in the form |
//! | `x-violet-group` | the id of the group that it stands in; `x-violet-groups` at the root holds `{"id", "title"}` in order |
//! | `x-violet-advanced` | folded away at first |
//! | `x-violet-choices` | the plugin's [`choices`](crate::Integration::choices) answer for it: `true` |
//! | `x-violet-when` | applies only while another property has one of these values: `{"property", "in"}` |
//! | `x-violet-secret` | nobody may see it |
//! | `x-violet-unit` | the unit of a number |

mod fit;
mod form;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};

pub use self::form::Form;
use crate::{Context, Problem, code, connection::ConnectionEnvelope};

/// Reads a configuration into the author's type, after checking it against the type's form.
///
/// # Errors
///
/// Every problem that was found, each at its field.
pub fn parse_configuration<T>(context: &Context, configuration: &Json) -> Result<T, Vec<Problem>>
where
    T: DeserializeOwned + schemars::JsonSchema,
{
    let problems = Form::of::<T>(context).check(context, configuration);
    if !problems.is_empty() {
        return Err(problems);
    }
    serde_path_to_error::deserialize(configuration).map_err(|error| {
        let pointer: String = error.path().iter().map(segment).collect();
        let problem = context
            .problem(code::CONFIG_INVALID)
            .because(error.inner().to_string())
            .field(pointer);
        vec![problem.into()]
    })
}

fn segment(segment: &serde_path_to_error::Segment) -> String {
    use serde_path_to_error::Segment;
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } | Segment::Enum { variant: key } => format!("/{}", escape(key)),
        Segment::Unknown => String::new(),
    }
}

/// A member's name as a part of a JSON pointer (RFC 6901, 3).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What `choices` is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoicesRequest {
    /// The property of the configuration.
    pub field: String,
    /// The configuration as far as it has been filled in.
    #[serde(default)]
    pub draft: Map<String, Json>,
    /// What is wanted.
    pub query: Query,
}

/// What is wanted of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// A page of the list.
    Search {
        /// What to look for; empty for everything.
        #[serde(default)]
        text: String,
        /// [`Choices::next`] of the page before.
        #[serde(default)]
        after: Option<String>,
    },
    /// The labels of these values, in this order. A value that is no longer visible is kept and marked.
    Values(Vec<String>),
}

/// A page of a list, or the labels that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// The entries.
    pub items: Vec<Choice>,
    /// Asks for the next page; nobody but the plugin knows what it means.
    #[serde(default)]
    pub next: Option<String>,
    /// How many there are in all, if that is known.
    #[serde(default)]
    pub total: Option<u64>,
    /// What the user should know.
    #[serde(default)]
    pub problems: Vec<Problem>,
}

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What stands in the configuration.
    pub value: String,
    /// What the user reads.
    pub label: String,
    /// More about it.
    #[serde(default)]
    pub description: Option<String>,
    /// What it belongs to.
    #[serde(default)]
    pub group: Option<String>,
}

/// What is wrong with a configuration, and what it would fetch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// What is wrong, each problem at its field.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// What it would fetch.
    #[serde(default)]
    pub preview: Vec<PreviewEntry>,
}

/// What a configuration would fetch of one record type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewEntry {
    /// The record type.
    pub record: String,
    /// What the user reads.
    pub label: String,
    /// How many records, if that could be found out cheaply.
    #[serde(default)]
    pub count: Option<u64>,
    /// Whether there may be more than `count`.
    #[serde(default)]
    pub at_least: bool,
}

/// What `configuration_schema` is asked, as it crosses the boundary.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SchemaEnvelope {
    /// The connection, if there is one.
    #[serde(default)]
    pub connection: Option<ConnectionEnvelope>,
}

/// What `choices` is asked, as it crosses the boundary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChoicesEnvelope {
    /// The connection.
    pub connection: ConnectionEnvelope,
    /// What is wanted.
    pub request: ChoicesRequest,
}

/// What `validate_configuration` is asked, as it crosses the boundary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ValidateEnvelope {
    /// The connection.
    pub connection: ConnectionEnvelope,
    /// The configuration.
    pub configuration: Json,
}

/// What `migrate` is asked, as it crosses the boundary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MigrateEnvelope {
    /// The configuration.
    pub configuration: Json,
    /// The `schema_version` that it was saved under.
    pub from_version: u32,
}
