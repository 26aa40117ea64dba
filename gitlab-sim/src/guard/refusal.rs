//! What GitLab says to those whom it refuses, word for word.

use serde_json::json;

use super::Boundary;
use crate::answer::Answer;
use crate::version::Version;
use crate::world::{AccountState, User};

/// `{"message":"401 Unauthorized"}`: nothing is known about who asks.
pub(crate) fn unauthorized() -> Answer {
    Answer::message(401, "401 Unauthorized")
}

/// `{"message":"403 Forbidden"}`: known, but not allowed.
pub(crate) fn forbidden() -> Answer {
    Answer::message(403, "403 Forbidden")
}

/// `nov/rack-oauth2`, `lib/rack/oauth2/server/resource/bearer.rb`.
pub(super) fn two_carriers() -> Answer {
    let description = "Both Authorization header and payload includes access token.";
    let body = json!({ "error": "invalid_request", "error_description": description });
    Answer::json(400, &body)
}

pub(super) fn token(description: &str) -> Answer {
    challenge("invalid_token", description)
}

pub(super) fn proof_of_possession() -> Answer {
    challenge(
        "dpop_error",
        "DPoP validation error: DPoP header is missing",
    )
}

pub(super) fn scopes(accepted: &[&str]) -> Answer {
    let body = json!({
        "error": "insufficient_scope",
        "error_description": "The request requires higher privileges than provided by the access token.",
        "scope": accepted.join(" "),
    });
    Answer::json(403, &body)
}

/// The sentences of `lib/gitlab/auth/user_access_denied_reason.rb`.
pub(super) fn account(base: &str, user: &User, state: AccountState) -> Answer {
    let reason = match state {
        AccountState::Internal => "This action cannot be performed by internal users".to_owned(),
        AccountState::PendingApproval => {
            "Your account is pending approval from your administrator and hence blocked.".to_owned()
        }
        AccountState::TermsNotAccepted => format!(
            "You (@{}) must accept the Terms of Service in order to perform this action. \
             To accept these terms, please access GitLab from a web browser at {base}.",
            user.username
        ),
        AccountState::Deactivated => format!(
            "Your account has been deactivated by your administrator. \
             Please log back in from a web browser to reactivate your account at {base}"
        ),
        AccountState::Unconfirmed => format!(
            "Your primary email address is not confirmed. Please check your inbox for the confirmation instructions. \
             In case the link is expired, you can request a new confirmation email at {base}/users/confirmation/new"
        ),
        AccountState::Blocked | AccountState::Banned => "Your account has been blocked.".to_owned(),
        AccountState::PasswordExpired => {
            "Your password expired. Please access GitLab from a web browser to update your password.".to_owned()
        }
        // GitLab's own text lacks the blank.
        AccountState::Active | AccountState::RefusedForAnUnknownReason => {
            "Your request has been rejected for an unknown reason.\
             Please contact your GitLab administrator and/or GitLab Support."
                .to_owned()
        }
    };
    Answer::message(403, format!("403 Forbidden - {reason}"))
}

/// `app/services/authz/tokens/authorize_granular_scopes_service.rb`, older and newer.
pub(super) fn permission(
    version: &Version,
    user: &User,
    permission: &str,
    boundary: Boundary,
) -> Answer {
    granular(if version.names_missing_permissions_by_boundary() {
        format!(
            "Access denied: This operation requires a fine-grained personal access token with the following \
             {} permissions: [{}].",
            boundary.word(),
            shown_permission(permission)
        )
    } else {
        format!(
            "Access denied: Your Personal Access Token lacks the required permissions: [{permission}] for \"{}\".",
            user.username
        )
    })
}

pub(super) fn not_yet_supported(version: &Version) -> Answer {
    let description = if version.names_missing_permissions_by_boundary() {
        "Access denied: Fine-grained personal access tokens are not yet supported."
    } else {
        "Granular tokens are not yet supported"
    };
    granular(description.to_owned())
}

fn granular(description: String) -> Answer {
    let error = "insufficient_granular_scope";
    let body = json!({ "error": error, "error_description": description });
    Answer::json(403, &body)
}

/// `read_personal_access_token` → `Personal Access Token: Read`.
fn shown_permission(permission: &str) -> String {
    let (action, resource) = permission.split_once('_').unwrap_or(("", permission));
    let title = crate::world::title;
    format!("{}: {}", title(resource), title(action))
}

fn challenge(error: &str, description: &str) -> Answer {
    let body = json!({ "error": error, "error_description": description });
    let challenge = format!(
        "Bearer realm=\"Protected by OAuth 2.0\", error=\"{error}\", error_description=\"{description}\""
    );
    Answer::json(401, &body).header("www-authenticate", challenge)
}

impl Boundary {
    fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Instance => "instance",
            Self::Group => "group",
            Self::Project => "project",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_shown_as_gitlab_shows_them() {
        assert_eq!(
            shown_permission("read_personal_access_token"),
            "Personal Access Token: Read"
        );
        assert_eq!(shown_permission("read_metadata"), "Metadata: Read");
    }
}
