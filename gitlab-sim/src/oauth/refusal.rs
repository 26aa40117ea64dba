//! What the authorization server says no with, word for word (`config/locales/doorkeeper.en.yml`).

use serde_json::json;

use crate::answer::Answer;

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A parameter is not there.
    Missing(&'static str),
    InvalidClient,
    InvalidGrant,
    InvalidScope,
    InvalidRedirectUri,
    InvalidChallengeMethod,
    UnsupportedGrantType,
    UnsupportedResponseType,
    AccessDenied,
    UnconfirmedEmail,
    /// An administrator, and the instance keeps those from connecting.
    Administrator,
    /// An application that registered itself has to use PKCE.
    VerifierRequired,
    AuthorizationPending,
    SlowDown,
    ExpiredToken,
}

impl Refusal {
    /// The member `error`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Missing(_) | Self::VerifierRequired => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::InvalidChallengeMethod => "invalid_code_challenge_method",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::AccessDenied => "access_denied",
            Self::UnconfirmedEmail => "unconfirmed_email",
            Self::Administrator => "forbidden",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
        }
    }

    pub(crate) fn description(self) -> String {
        let text = match self {
            Self::Missing(name) => return format!("Missing required parameter: {name}."),
            Self::InvalidClient => {
                "Client authentication failed due to unknown client, no client authentication included, or unsupported \
                 authentication method."
            }
            Self::InvalidGrant => {
                "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used \
                 in the authorization request, or was issued to another client."
            }
            Self::InvalidScope => "The requested scope is invalid, unknown, or malformed.",
            Self::InvalidRedirectUri => "The redirect URI included is not valid.",
            Self::InvalidChallengeMethod => "The code challenge method must be plain or S256.",
            Self::UnsupportedGrantType => {
                "The authorization grant type is not supported by the authorization server."
            }
            Self::UnsupportedResponseType => {
                "The authorization server does not support this response type."
            }
            Self::AccessDenied => "The resource owner or authorization server denied the request.",
            Self::UnconfirmedEmail => {
                "Verify the email address in your account profile before you sign in."
            }
            Self::Administrator => {
                "Administrators are not permitted to connect applications with `api`, `read_api`, `read_repository`, \
                 `write_repository`, `read_registry`, `write_registry`, or `sudo` scopes."
            }
            Self::VerifierRequired => {
                "PKCE code_verifier is required for dynamic OAuth applications"
            }
            // The gem has no translations for these.
            Self::AuthorizationPending | Self::SlowDown | Self::ExpiredToken => {
                "The authorization server encountered an unexpected condition which prevented it from fulfilling the \
                 request."
            }
        };
        text.to_owned()
    }

    /// As the endpoints for programs say it.
    pub(super) fn answer(self) -> Answer {
        if self == Self::VerifierRequired {
            return Answer::json(400, &self.members());
        }
        let status = if self == Self::InvalidClient {
            401
        } else {
            400
        };
        Answer::doorkeeper(status, self.name(), &self.description()).not_stored()
    }

    fn members(self) -> serde_json::Value {
        json!({ "error": self.name(), "error_description": self.description() })
    }
}
