//! The codes of problems. Programs know them: a code keeps its name and its meaning.

use super::{Effect, Severity};

/// A code, with what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code itself, such as `token.expired`.
    pub id: &'static str,
    /// How bad such a problem is.
    pub severity: Severity,
    /// What it does to the verdict of a check.
    pub effect: Effect,
    /// Whether the same may work later.
    pub retryable: bool,
}

impl Code {
    /// A code of the plugin's own, whose first part is the plugin's id.
    #[must_use]
    pub const fn new(id: &'static str, severity: Severity, effect: Effect) -> Self {
        Self {
            id,
            severity,
            effect,
            retryable: false,
        }
    }

    /// The code among [`ALL`] with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        ALL.iter().copied().find(|code| code.id == id)
    }

    /// The id of the text that says it: the code with a hyphen for each dot. Its attribute `hint` says what to do.
    #[must_use]
    pub fn text_id(self) -> String {
        self.id.replace('.', "-")
    }
}

/// An error that refuses.
const fn refuses(id: &'static str) -> Code {
    Code::new(id, Severity::Error, Effect::Refuses)
}

/// An error that leaves the verdict open.
const fn leaves_open(id: &'static str) -> Code {
    Code::new(id, Severity::Error, Effect::LeavesOpen)
}

/// An error that leaves the verdict open and may pass.
const fn may_pass(id: &'static str) -> Code {
    Code {
        retryable: true,
        ..leaves_open(id)
    }
}

const fn warning(id: &'static str) -> Code {
    Code::new(id, Severity::Warning, Effect::None)
}

const fn advice(id: &'static str) -> Code {
    Code::new(id, Severity::Advice, Effect::None)
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $make:ident($id:literal);)*) => {
        $($(#[$doc])+ pub const $name: Code = $make($id);)*

        /// Every code of the contract.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    /// No token was given.
    TOKEN_MISSING = refuses("token.missing");
    /// The token holds what no token holds: blanks, control or non-ASCII characters inside, or more than 4 kB.
    TOKEN_MALFORMED = refuses("token.malformed");
    /// The token's own checksum or length is wrong.
    TOKEN_MISTYPED = refuses("token.mistyped");
    /// The token's end is missing.
    TOKEN_TRUNCATED = refuses("token.truncated");
    /// The token is of a kind that can't be used here. Variable: `kind`.
    TOKEN_WRONG_KIND = refuses("token.wrong_kind");
    /// The instance does not know the token.
    TOKEN_NOT_RECOGNISED = refuses("token.not_recognised");
    /// The token has expired.
    TOKEN_EXPIRED = refuses("token.expired");
    /// The token was revoked.
    TOKEN_REVOKED = refuses("token.revoked");
    /// The token is an impersonation token, and the instance does not allow those.
    TOKEN_IMPERSONATION_DISABLED = refuses("token.impersonation_disabled");
    /// The account demands proof of possession, which a bare token can't give.
    TOKEN_DPOP_REQUIRED = refuses("token.dpop_required");
    /// None of the scopes that would do. Variables: `has`, `needs`.
    TOKEN_SCOPE_MISSING = refuses("token.scope_missing");
    /// A fine-grained token lacks permissions. Variable: `permissions`.
    TOKEN_PERMISSION_MISSING = refuses("token.permission_missing");
    /// The token expires within 30 days. Variables: `days`, `date` (the last full day that it works).
    TOKEN_EXPIRES_SOON = warning("token.expires_soon");
    /// The instance is too old to tell the token's scopes.
    TOKEN_SCOPES_UNKNOWN = warning("token.scopes_unknown");
    /// When the token expires could not be read.
    TOKEN_EXPIRY_UNKNOWN = warning("token.expiry_unknown");
    /// A fine-grained token: accepted, but each record needs its own permission.
    TOKEN_FINE_GRAINED = warning("token.fine_grained");
    /// The token may do more than is needed. Variable: `scopes`.
    TOKEN_OVERPRIVILEGED = advice("token.overprivileged");
    /// The token never expires.
    TOKEN_NO_EXPIRY = advice("token.no_expiry");

    /// The account is blocked.
    ACCOUNT_BLOCKED = refuses("account.blocked");
    /// The account is deactivated.
    ACCOUNT_DEACTIVATED = refuses("account.deactivated");
    /// The account waits for an administrator's approval.
    ACCOUNT_PENDING_APPROVAL = refuses("account.pending_approval");
    /// The account has not accepted the terms of service.
    ACCOUNT_TERMS_NOT_ACCEPTED = refuses("account.terms_not_accepted");
    /// The account's password has expired.
    ACCOUNT_PASSWORD_EXPIRED = refuses("account.password_expired");
    /// The account's e-mail address is not confirmed.
    ACCOUNT_UNCONFIRMED = refuses("account.unconfirmed");

    /// Refused for another reason, which the instance states. Variable: `reason`.
    ACCESS_DENIED = refuses("access.denied");
    /// The credential works but sees nothing.
    ACCESS_NOTHING_VISIBLE = warning("access.nothing_visible");

    /// The user denied the authorization.
    OAUTH_DENIED = refuses("oauth.denied");
    /// No OAuth application is known for the instance.
    OAUTH_CLIENT_MISSING = refuses("oauth.client_missing");
    /// The instance does not know the OAuth application, or its secret is wrong.
    OAUTH_CLIENT_INVALID = refuses("oauth.client_invalid");
    /// The OAuth application may not ask for the scopes. Variable: `scopes`.
    OAUTH_SCOPE_REFUSED = refuses("oauth.scope_refused");
    /// The OAuth application does not know the redirect address. Variable: `redirect`.
    OAUTH_REDIRECT_REFUSED = refuses("oauth.redirect_refused");
    /// An answer that belongs to no authorization under way.
    OAUTH_STATE_MISMATCH = refuses("oauth.state_mismatch");
    /// The authorization code is expired, used, or was made for something else.
    OAUTH_CODE_REFUSED = refuses("oauth.code_refused");
    /// The instance knows no device authorization.
    OAUTH_DEVICE_UNSUPPORTED = refuses("oauth.device_unsupported");
    /// The grant has ended: the user has to connect again.
    OAUTH_RECONNECT_REQUIRED = refuses("oauth.reconnect_required");
    /// Nobody came back from the instance in time.
    OAUTH_TIMED_OUT = leaves_open("oauth.timed_out");
    /// Removed here, but the instance did not confirm the revocation.
    OAUTH_REVOKE_FAILED = warning("oauth.revoke_failed");

    /// The address is no address of an instance. Variable: `reason`.
    INSTANCE_URL_INVALID = refuses("instance.url_invalid");
    /// The host's policy forbids the address. Variable: `host`.
    INSTANCE_ADDRESS_FORBIDDEN = refuses("instance.address_forbidden");
    /// Plain HTTP beyond this machine, without permission.
    INSTANCE_INSECURE = refuses("instance.insecure");
    /// The instance is too old. Variables: `version`, `minimum`.
    INSTANCE_TOO_OLD = refuses("instance.too_old");
    /// The host name has no address. Variable: `host`.
    INSTANCE_DNS = leaves_open("instance.dns");
    /// Nothing listens there. Variable: `host`.
    INSTANCE_REFUSED = leaves_open("instance.refused");
    /// No answer in time. Variable: `host`.
    INSTANCE_TIMEOUT = may_pass("instance.timeout");
    /// The connection broke. Variable: `host`.
    INSTANCE_CONNECTION_LOST = may_pass("instance.connection_lost");
    /// The proxy did not let the request through. Variable: `host`.
    INSTANCE_PROXY = leaves_open("instance.proxy");
    /// The certificate comes from an authority that is not trusted. Variable: `host`.
    INSTANCE_TLS_UNTRUSTED = leaves_open("instance.tls_untrusted");
    /// The certificate was made for another name. Variable: `host`.
    INSTANCE_TLS_HOSTNAME = leaves_open("instance.tls_hostname");
    /// The certificate is expired, or not valid yet. Variable: `host`.
    INSTANCE_TLS_EXPIRED = leaves_open("instance.tls_expired");
    /// The answer is not the application's.
    INSTANCE_NOT_GITLAB = leaves_open("instance.not_gitlab");
    /// The application answers, but not at this path.
    INSTANCE_WRONG_PATH = leaves_open("instance.wrong_path");
    /// A bot check or a sign-in page stands in front.
    INSTANCE_CHALLENGED = leaves_open("instance.challenged");
    /// The instance sends to another address. Variable: `location`.
    INSTANCE_REDIRECTED = leaves_open("instance.redirected");
    /// Refused without a reason.
    INSTANCE_FORBIDDEN = may_pass("instance.forbidden");
    /// Too many requests.
    INSTANCE_RATE_LIMITED = may_pass("instance.rate_limited");
    /// Under maintenance.
    INSTANCE_MAINTENANCE = may_pass("instance.maintenance");
    /// Being upgraded.
    INSTANCE_DEPLOYING = may_pass("instance.deploying");
    /// Not answering. Variable: `status`.
    INSTANCE_UNAVAILABLE = may_pass("instance.unavailable");
    /// Failed by itself. Variable: `status`.
    INSTANCE_ERROR = may_pass("instance.error");
    /// An answer that can't be read.
    INSTANCE_BAD_ANSWER = leaves_open("instance.bad_answer");
    /// Identity and rights are proven, another answer failed.
    INSTANCE_PARTIAL = warning("instance.partial");

    /// A value of the configuration is wrong. Variable: `reason`.
    CONFIG_INVALID = refuses("config.invalid");
    /// Something chosen is gone or not visible. Variable: `value`.
    CONFIG_NOT_FOUND = refuses("config.not_found");
    /// A record type that this instance or licence does not have. Variable: `record`.
    CONFIG_UNAVAILABLE = warning("config.unavailable");

    /// The program was called in a way that it does not understand. Variable: `reason`.
    USAGE_INVALID = refuses("usage.invalid");
    /// No such plugin. Variable: `plugin`.
    PLUGIN_NOT_FOUND = refuses("plugin.not_found");
    /// No such connection. Variable: `connection`.
    CONNECTION_NOT_FOUND = refuses("connection.not_found");
    /// No such integration. Variable: `integration`.
    INTEGRATION_NOT_FOUND = refuses("integration.not_found");

    /// The manifest can't be used. Variable: `reason`.
    MANIFEST_INVALID = leaves_open("manifest.invalid");
    /// The library is not there. Variable: `reason`.
    LIBRARY_MISSING = leaves_open("library.missing");
    /// The file is not a plugin's library. Variable: `reason`.
    LIBRARY_NOT_A_PLUGIN = leaves_open("library.not_a_plugin");
    /// The library was built for another machine. Variable: `reason`.
    LIBRARY_WRONG_ARCHITECTURE = leaves_open("library.wrong_architecture");
    /// The library's end is missing. Variable: `reason`.
    LIBRARY_TRUNCATED = leaves_open("library.truncated");
    /// The library is not the one that the manifest names. Variable: `reason`.
    LIBRARY_DIGEST_MISMATCH = leaves_open("library.digest_mismatch");
    /// The library speaks another version of the interface. Variable: `reason`.
    INTERFACE_INCOMPATIBLE = leaves_open("interface.incompatible");
    /// Manifest and library disagree on the plugin's identity. Variable: `reason`.
    PLUGIN_ID_MISMATCH = leaves_open("plugin.id_mismatch");
    /// Two plugins have the same id. Variable: `reason`.
    PLUGIN_DUPLICATE_ID = leaves_open("plugin.duplicate_id");

    /// The plugin panicked. Variable: `reason`.
    PLUGIN_PANICKED = leaves_open("plugin.panicked");
    /// The plugin did not answer in time.
    PLUGIN_TIMEOUT = leaves_open("plugin.timeout");
    /// The call was stopped.
    PLUGIN_CANCELLED = leaves_open("plugin.cancelled");
    /// The plugin's answer breaks the contract. Variable: `reason`.
    PLUGIN_CONTRACT = leaves_open("plugin.contract");
    /// The plugin took its process down. Variable: `reason`.
    PLUGIN_CRASHED = leaves_open("plugin.crashed");

    /// The stored state can't be read or written. Variable: `reason`.
    STATE_UNUSABLE = leaves_open("state.unusable");
    /// The stored state was written by a newer version. Variable: `reason`.
    STATE_NEWER = leaves_open("state.newer");
    /// A defect of the program itself. Variable: `reason`.
    INTERNAL = leaves_open("internal");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_twice() {
        let mut ids: Vec<_> = ALL.iter().map(|code| code.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }
}
