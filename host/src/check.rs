//! The result of a check, as programs read it.

use serde::Serialize;
use violet_plugin::{Account, Connection, CredentialFacts, InstanceFacts, Problem, Verdict};

/// The result of a check.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The plugin's id.
    pub plugin: String,
    /// The id of the authentication method.
    pub method: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// What is wrong, most decisive first.
    pub problems: Vec<Problem>,
    /// Whose credential it is, if that is known.
    pub account: Option<Account>,
    /// What is known of the credential.
    pub credential: Option<CredentialFacts>,
    /// What is known of the instance.
    pub instance: Option<InstanceFacts>,
    /// How many HTTP requests were sent.
    pub requests: u32,
    /// How long it took.
    pub elapsed_ms: u64,
    /// The connection that was checked, its fields normalised.
    #[serde(skip)]
    pub connection: Connection,
}
