//! What changed between versions in the authorization server.

use super::Version;

impl Version {
    /// Challenges and verifiers (PKCE); before, they were not looked at.
    pub(crate) fn has_pkce(&self) -> bool {
        self.number >= (13, 8)
    }

    /// Redirect URIs on `127.0.0.1` and `[::1]` may have any port (Doorkeeper 5.1).
    pub(crate) fn ignores_ports_of_loopback(&self) -> bool {
        self.number >= (13, 4)
    }

    /// New applications give out access tokens that expire.
    pub(crate) fn may_expire_access_tokens(&self) -> bool {
        self.number >= (14, 3)
    }

    /// All applications do.
    pub(crate) fn always_expires_access_tokens(&self) -> bool {
        self.number >= (15, 0)
    }

    /// Who authorizes again gets the live token of before.
    pub(crate) fn reuses_access_tokens(&self) -> bool {
        self.number < (15, 2)
    }

    /// Administrators can be kept from connecting (`disable_admin_oauth_scopes`).
    pub(crate) fn may_keep_administrators_from_connecting(&self) -> bool {
        self.number >= (15, 6)
    }

    /// Behind a flag that was off until 17.3.
    pub(crate) fn has_device_grant(&self) -> bool {
        self.number >= (17, 2)
    }

    /// Applications that register themselves.
    pub(crate) fn has_dynamic_registration(&self) -> bool {
        self.number >= (18, 6)
    }
}
