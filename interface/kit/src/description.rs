//! What a plugin says of itself: names, authentication methods and their fields.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a plugin says of itself, in the user's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// The application's name, as on its tile.
    pub name: String,
    /// A page about connecting this application.
    #[serde(default)]
    pub help_url: Option<String>,
    /// The version of the configuration's form. Raise it when a stored configuration needs
    /// [`migrate`](crate::Integration::migrate).
    pub schema_version: u32,
    /// How often a fetch may and should run.
    #[serde(default)]
    pub interval: Interval,
    /// What else the plugin can do, for later versions of the interface.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The authentication methods. The first is the default.
    pub methods: Vec<Method>,
}

impl Description {
    /// A description with the usual interval and no more.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        schema_version: u32,
        methods: impl IntoIterator<Item = Method>,
    ) -> Self {
        Self {
            name: name.into(),
            help_url: None,
            schema_version,
            interval: Interval::default(),
            capabilities: Vec::new(),
            methods: methods.into_iter().collect(),
        }
    }
}

/// How often a fetch may and should run: durations such as `15m`, `1h`, `1d`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The shortest that the application bears.
    pub min: String,
    /// What the form proposes.
    pub default: String,
    /// What the form offers to choose from.
    pub suggested: Vec<String>,
}

impl Default for Interval {
    fn default() -> Self {
        Self {
            min: "5m".into(),
            default: "1h".into(),
            suggested: ["15m", "1h", "6h", "1d"].map(Into::into).into(),
        }
    }
}

/// How a method authenticates. The host runs `oauth2` and `client_credentials`; a plugin gets their access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MethodKind {
    /// OAuth 2: authorization code with PKCE, or device grant.
    #[serde(rename = "oauth2")]
    OAuth2,
    /// OAuth 2 with a client's own credentials.
    ClientCredentials,
    /// A token that the user made.
    Token,
    /// User name and password.
    Basic,
    /// A kind that this version does not know.
    #[serde(other)]
    Unknown,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Its id, in kebab-case.
    pub id: String,
    /// How it authenticates.
    pub kind: MethodKind,
    /// Whether it lies behind *Show other authentication options*.
    #[serde(default)]
    pub other_option: bool,
    /// Its name.
    pub label: String,
    /// The button that connects with it; its name, if the author gives none.
    pub button: String,
    /// What the user should know, in a sentence or two.
    #[serde(default)]
    pub help: Option<String>,
    /// A page that helps.
    #[serde(default)]
    pub help_url: Option<String>,
    /// What the user fills in. A field that several methods have stands on a page once.
    pub fields: Vec<Field>,
}

impl Method {
    /// A method without fields.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: MethodKind, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            id: id.into(),
            kind,
            other_option: false,
            button: label.clone(),
            label,
            help: None,
            help_url: None,
            fields: Vec::new(),
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldType {
    /// A line of text.
    Text,
    /// An address.
    Url,
    /// What nobody may see. Its value never stands among the [`Fields`](crate::Fields).
    Secret,
    /// Certificates, as PEM. The host trusts them for this connection.
    Pem,
    /// Yes or no.
    Boolean,
    /// A type that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What the host does with a field beyond passing it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldRole {
    /// The instance's address: the host lets the plugin talk to it, and asks for the credential again when it changes.
    Address,
    /// The credential.
    Credential,
    /// A role that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What the user fills in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, in snake_case.
    pub name: String,
    /// What it holds.
    pub r#type: FieldType,
    /// What the host does with it.
    #[serde(default)]
    pub role: Option<FieldRole>,
    /// Its label.
    pub label: String,
    /// What the user should know.
    #[serde(default)]
    pub help: Option<String>,
    /// Whether it is folded away at first.
    #[serde(default)]
    pub advanced: bool,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// What it holds at first.
    #[serde(default)]
    pub default: Option<Json>,
    /// An example, shown while it is empty.
    #[serde(default)]
    pub placeholder: Option<String>,
}

impl Field {
    /// An optional field without help.
    #[must_use]
    pub fn new(name: impl Into<String>, r#type: FieldType, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            r#type,
            role: None,
            label: label.into(),
            help: None,
            advanced: false,
            required: false,
            default: None,
            placeholder: None,
        }
    }

    /// The required field of the instance's address.
    #[must_use]
    pub fn address(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            role: Some(FieldRole::Address),
            required: true,
            ..Self::new(name, FieldType::Url, label)
        }
    }

    /// The required field of a credential.
    #[must_use]
    pub fn secret(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            role: Some(FieldRole::Credential),
            required: true,
            ..Self::new(name, FieldType::Secret, label)
        }
    }
}
