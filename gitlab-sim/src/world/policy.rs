//! What an administrator has decided for the whole instance.

use std::time::Duration;

/// Switches of an instance; as GitLab comes unless a scenario turns them.
#[derive(Clone, Debug)]
pub(crate) struct Policies {
    /// Nobody's personal access token is known.
    pub(crate) personal_tokens_disabled: bool,
    pub(crate) impersonation_disabled: bool,
    /// Administrators' tokens need the scope `admin_mode` to be more than others'.
    pub(crate) admin_mode: bool,
    /// Expired tokens work on (some Enterprise Editions only).
    pub(crate) ignores_expiry: bool,
    pub(crate) fine_grained: FineGrained,
    pub(crate) writing: Writing,
    /// How many requests a minute a single endpoint takes.
    pub(crate) endpoint_limit: Option<u64>,
    /// How many requests a minute the instance takes.
    pub(crate) request_limit: Option<u64>,
    /// `disable_admin_oauth_scopes`.
    pub(crate) keeps_administrators_from_connecting: bool,
    /// How long devices have to wait between two questions.
    pub(crate) device_interval: Duration,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            personal_tokens_disabled: false,
            impersonation_disabled: false,
            admin_mode: false,
            ignores_expiry: false,
            fine_grained: FineGrained::default(),
            writing: Writing::default(),
            endpoint_limit: None,
            request_limit: None,
            keeps_administrators_from_connecting: false,
            device_interval: Duration::from_secs(5),
        }
    }
}

/// What an instance thinks of fine-grained tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FineGrained {
    /// Accepted beside the others.
    #[default]
    Offered,
    /// Not accepted.
    SwitchedOff,
    /// People's tokens have to be fine-grained.
    Demanded,
}

/// Whether an instance can be written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Writing {
    #[default]
    Allowed,
    /// Maintenance mode.
    UnderMaintenance,
    /// A Geo secondary, or a database that is read-only.
    ReadOnly,
}
