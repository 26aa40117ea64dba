//! What a plugin makes of a connection's form before anything is sent.

use serde::{Deserialize, Serialize};

use crate::{Fields, Problem};

/// What a plugin makes of a connection's form before anything is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// The values as they will be stored: normalised, defaults filled in.
    pub fields: Fields,
    /// What is wrong with them, each problem at its field.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// Help for that very instance.
    #[serde(default)]
    pub guides: Vec<Guide>,
    /// For a method that the host runs: how that instance does OAuth.
    #[serde(default)]
    pub oauth: Option<OAuth>,
}

impl Prepared {
    /// Values without a problem.
    #[must_use]
    pub fn new(fields: Fields) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }
}

/// How to come by a field's value, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// The field's name.
    pub field: String,
    /// The steps, in order.
    pub steps: Vec<String>,
    /// Pages of that instance.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it goes.
    pub url: String,
}

/// How an instance does OAuth 2. All of it is built from the instance's one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuth {
    /// Where the user is sent (RFC 6749, 3.1).
    #[serde(default)]
    pub authorization_endpoint: Option<String>,
    /// Where codes and refresh tokens are exchanged (RFC 6749, 3.2).
    pub token_endpoint: String,
    /// Where a grant is ended (RFC 7009).
    #[serde(default)]
    pub revocation_endpoint: Option<String>,
    /// Where a device grant begins (RFC 8628, 3.1).
    #[serde(default)]
    pub device_authorization_endpoint: Option<String>,
    /// The least scopes that suffice.
    pub scopes: Vec<String>,
    /// Where the user registers an application at that instance.
    #[serde(default)]
    pub registration_url: Option<String>,
    /// What is special about this application's OAuth, as strings that hosts know.
    #[serde(default)]
    pub quirks: Vec<String>,
}

/// What `prepare` is asked, as it crosses the boundary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrepareEnvelope {
    /// The id of the authentication method.
    pub method: String,
    /// The values that the user entered.
    #[serde(default)]
    pub fields: Fields,
}
