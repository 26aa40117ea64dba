//! What an administrator decides for the whole instance, as part of a scenario.

use std::time::Duration;

use super::Scenario;
use crate::world::{FineGrained, Licence, Settings, Writing};

impl Scenario {
    /// Refuses what exceeds so many requests per minute, of each user and of all without a credential.
    pub fn rate_limit(mut self, requests_per_minute: u64) -> Self {
        self.policies.request_limit = Some(requests_per_minute);
        self
    }

    /// Refuses what exceeds so many requests per minute to one endpoint: the lists of projects and groups, a single
    /// project, a single group.
    pub fn endpoint_limit(mut self, requests_per_minute: u64) -> Self {
        self.policies.endpoint_limit = Some(requests_per_minute);
        self
    }

    /// Personal access tokens are switched off for the instance: nobody's is known.
    pub fn personal_tokens_disabled(mut self) -> Self {
        self.policies.personal_tokens_disabled = true;
        self
    }

    /// Impersonation is switched off for the instance.
    pub fn impersonation_disabled(mut self) -> Self {
        self.policies.impersonation_disabled = true;
        self
    }

    /// Admin Mode (API: since GitLab 15.8): an administrator's token without the scope `admin_mode` is an ordinary user's.
    pub fn admin_mode(mut self) -> Self {
        self.policies.admin_mode = true;
        self
    }

    /// Expired tokens work on, as an Enterprise Edition below 15.3 could decide.
    pub fn expiry_ignored(mut self) -> Self {
        self.policies.ignores_expiry = true;
        self
    }

    /// People's tokens have to be fine-grained, everywhere.
    pub fn demands_fine_grained_tokens(mut self) -> Self {
        self.policies.fine_grained = FineGrained::Demanded;
        self
    }

    /// Fine-grained tokens exist, but are switched off.
    pub fn fine_grained_tokens_disabled(mut self) -> Self {
        self.policies.fine_grained = FineGrained::SwitchedOff;
        self
    }

    /// Maintenance mode (Premium, since GitLab 13.9): reading works, writing is refused with 503.
    pub fn maintenance_mode(mut self) -> Self {
        self.policies.writing = Writing::UnderMaintenance;
        self
    }

    /// A read-only instance, e.g. a Geo secondary: reading works, writing is refused with 403.
    pub fn read_only(mut self) -> Self {
        self.policies.writing = Writing::ReadOnly;
        self
    }

    /// Administrators can not connect applications with powerful scopes (`disable_admin_oauth_scopes`, since GitLab 15.6).
    pub fn administrators_may_not_connect(mut self) -> Self {
        self.policies.keeps_administrators_from_connecting = true;
        self
    }

    /// How long devices have to wait between two questions, instead of GitLab's five seconds; told in whole seconds.
    pub fn device_interval(mut self, interval: Duration) -> Self {
        self.policies.device_interval = interval;
        self
    }
}

/// # Errors
/// A policy that the instance's version or licence does not have.
pub(super) fn check(settings: &Settings) -> Result<(), String> {
    let (version, policies) = (&settings.version, &settings.policies);
    let missing = |what: &str| Err(format!("GitLab {version} has no {what}"));
    if policies.writing == Writing::UnderMaintenance
        && !(version.has_maintenance_mode() && settings.licence >= Licence::Premium)
    {
        return missing("maintenance mode: that takes Premium, and 13.9");
    }
    if policies.ignores_expiry && !version.may_ignore_expiry() {
        return missing("switch for expired tokens: that takes the Enterprise Edition below 15.3");
    }
    if policies.admin_mode && !version.has_admin_mode() {
        return missing("scope `admin_mode` yet");
    }
    if policies.keeps_administrators_from_connecting
        && !version.may_keep_administrators_from_connecting()
    {
        return missing("switch that keeps administrators from connecting: that takes 15.6");
    }
    if policies.fine_grained != FineGrained::Offered && !version.has_fine_grained_tokens() {
        return missing("fine-grained tokens yet");
    }
    Ok(())
}
