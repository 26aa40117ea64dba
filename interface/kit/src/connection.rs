//! A connection, as a plugin sees it: the method, the values of its fields, the secrets.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use violet_plugin_abi::secret::Secret;

/// The values of a connection's fields, by name. Secrets are not among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(Map<String, Json>);

impl Fields {
    /// The value of a text field, without blanks around it; empty if there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .trim()
    }

    /// The value of a boolean field; `false` if there is none.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Json::as_bool).unwrap_or_default()
    }

    /// The value of a field, whatever it is.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets the value of a field.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.0.insert(name.into(), value.into());
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The secrets of a connection, by the names of the fields that they were entered in. An OAuth method has one, `access_token`.
#[derive(Clone, Default)]
pub struct Secrets(BTreeMap<String, Secret>);

impl Secrets {
    /// The secret of a field, if there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }

    /// Sets the secret of a field.
    pub fn set(&mut self, name: impl Into<String>, value: Secret) {
        self.0.insert(name.into(), value);
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl FromIterator<(String, Secret)> for Secrets {
    fn from_iter<I: IntoIterator<Item = (String, Secret)>>(secrets: I) -> Self {
        Self(secrets.into_iter().collect())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(&self.0).finish()
    }
}

/// A connection, or one that is about to be.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// The id of the authentication method.
    pub method: String,
    /// The values of its fields.
    pub fields: Fields,
    /// Its secrets.
    pub secrets: Secrets,
}

impl Connection {
    /// The value of a text field; empty if there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }

    /// The secret of a field; an empty one if there is none.
    #[must_use]
    pub fn secret(&self, name: &str) -> Secret {
        self.secrets
            .get(name)
            .cloned()
            .unwrap_or_else(|| Secret::new(""))
    }
}

/// A connection without its secrets, as it crosses the boundary.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConnectionEnvelope {
    /// See [`Connection::method`].
    pub method: String,
    /// See [`Connection::fields`].
    #[serde(default)]
    pub fields: Fields,
}

impl ConnectionEnvelope {
    pub(crate) fn open(self, secrets: Vec<(String, Secret)>) -> Connection {
        Connection {
            method: self.method,
            fields: self.fields,
            secrets: secrets.into_iter().collect(),
        }
    }
}
