//! Who may, and what GitLab says if not: the token, its owner, its scopes, its permissions, in the order in which
//! GitLab looks at them (`lib/api/api_guard.rb`, `lib/gitlab/auth/auth_finders.rb`).

use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::{AccountState, Caller, Token, TokenKind, User, World};

/// What an endpoint demands.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Any one of these suffices; `None`: any scope at all.
    pub(crate) scopes: Option<Vec<&'static str>>,
    /// What a fine-grained token needs instead, e.g. `read_project`.
    pub(crate) permission: &'static str,
    /// What the permission is given for.
    pub(crate) boundary: Boundary,
    /// Whether nobody may ask, too.
    pub(crate) public: bool,
}

/// The part of the instance that a fine-grained permission is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Boundary {
    User,
    Instance,
    Group,
    Project,
}

/// The token of a request is looked up, then judged.
///
/// # Errors
/// The answer that refuses the request.
pub(crate) fn admit<'w>(
    world: &'w World,
    request: &Request,
    rule: &Rule,
) -> Result<Caller<'w>, Answer> {
    let Some(token) = find_token(world, request)? else {
        return if rule.public {
            Ok(Caller::default())
        } else {
            Err(unauthorized())
        };
    };
    let user = world.user(token.user_id).ok_or_else(unauthorized)?;
    judge_token(world, token)?;
    judge_account(world, user)?;
    if user.demands_dpop && request.header("dpop").is_none() {
        return Err(bearer_refusal(
            "dpop_error",
            "DPoP validation error: DPoP header is missing",
        ));
    }
    judge_scopes(token, rule)?;
    judge_permissions(world, token, user, rule)?;
    Ok(Caller {
        user: Some(user),
        token: Some(token),
        permission: rule.permission,
    })
}

/// A group's policy may refuse people's tokens that are not fine-grained, with the very answer that tells others which
/// permission they lack.
///
/// # Errors
/// That answer.
pub(crate) fn honour_policy(
    world: &World,
    caller: Caller<'_>,
    full_path: &str,
    boundary: Boundary,
) -> Result<(), Answer> {
    let (Some(user), Some(token)) = (caller.user, caller.token) else {
        return Ok(());
    };
    let personal = matches!(token.kind, TokenKind::Personal | TokenKind::Impersonation);
    if !personal || token.is_fine_grained() || !world.demands_fine_grained(full_path) {
        return Ok(());
    }
    Err(permission_refusal(world, user, caller.permission, boundary))
}

/// `{"message":"401 Unauthorized"}`: nothing is known about who asks.
pub(crate) fn unauthorized() -> Answer {
    Answer::message(401, "401 Unauthorized")
}

/// `{"message":"403 Forbidden"}`: known, but not allowed.
pub(crate) fn forbidden() -> Answer {
    Answer::message(403, "403 Forbidden")
}

/// The token that was sent in an `Authorization: Bearer` header.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    let header = request.header("authorization")?;
    let (scheme, value) = header.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !value.is_empty()).then_some(value)
}

/// OAuth tokens come by Bearer or `access_token` only, all others by `private_token`, `PRIVATE-TOKEN` or Bearer, in this order.
/// A value that nobody knows is refused at once; no value, or a job token's, is nobody.
fn find_token<'w>(world: &'w World, request: &Request) -> Result<Option<&'w Token>, Answer> {
    let bearer = bearer(request);
    let access_token = request.parameter("access_token");
    if bearer.is_some() && access_token.is_some() {
        let description = "Both Authorization header and payload includes access token.";
        return Err(Answer::json(
            400,
            &json!({ "error": "invalid_request", "error_description": description }),
        ));
    }
    let oauth = |value| {
        world
            .token(value)
            .filter(|token| token.kind == TokenKind::OAuth)
    };
    if let Some(value) = access_token {
        return oauth(value).map(Some).ok_or_else(unauthorized);
    }
    if let Some(token) = bearer.and_then(oauth) {
        return Ok(Some(token));
    }
    let header = request
        .header("private-token")
        .filter(|value| !value.is_empty());
    let Some(value) = request.parameter("private_token").or(header).or(bearer) else {
        return Ok(None);
    };
    if value.starts_with("glcbt-") {
        return Ok(None);
    }
    let token = world
        .token(value)
        .filter(|token| token.kind != TokenKind::OAuth);
    token
        .filter(|_| !world.settings.personal_tokens_disabled)
        .map(Some)
        .ok_or_else(unauthorized)
}

/// Expiry is looked at before revocation: who is both reads "expired".
fn judge_token(world: &World, token: &Token) -> Result<(), Answer> {
    let refused = |description| Err(bearer_refusal("invalid_token", description));
    if token.is_expired(world.settings.clock.today()) {
        return refused("Token is expired. You can either do re-authorization or token refresh.");
    }
    if token.revoked {
        return refused("Token was revoked. You have to re-authorize from the user.");
    }
    if token.kind == TokenKind::Impersonation && world.settings.impersonation_disabled {
        return refused("Token is an impersonation token but impersonation was disabled.");
    }
    Ok(())
}

/// The sentences of `lib/gitlab/auth/user_access_denied_reason.rb`.
fn judge_account(world: &World, user: &User) -> Result<(), Answer> {
    let base = &world.settings.external_url;
    let reason = match user.state {
        AccountState::Active => return Ok(()),
        AccountState::PasswordExpired if !world.settings.version.refuses_expired_passwords() => return Ok(()),
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
        AccountState::RefusedForAnUnknownReason => "Your request has been rejected for an unknown reason.\
             Please contact your GitLab administrator and/or GitLab Support."
            .to_owned(),
    };
    Err(Answer::message(403, format!("403 Forbidden - {reason}")))
}

fn judge_scopes(token: &Token, rule: &Rule) -> Result<(), Answer> {
    let Some(accepted) = &rule.scopes else {
        return Ok(());
    };
    if token.is_fine_grained()
        || token
            .scopes
            .iter()
            .any(|scope| accepted.contains(&scope.as_str()))
    {
        return Ok(());
    }
    Err(Answer::json(
        403,
        &json!({
            "error": "insufficient_scope",
            "error_description": "The request requires higher privileges than provided by the access token.",
            "scope": accepted.join(" "),
        }),
    ))
}

fn judge_permissions(world: &World, token: &Token, user: &User, rule: &Rule) -> Result<(), Answer> {
    let given = |permission: &String| permission == rule.permission;
    if !token.is_fine_grained() || token.permissions.iter().any(given) {
        return Ok(());
    }
    Err(permission_refusal(
        world,
        user,
        rule.permission,
        rule.boundary,
    ))
}

fn permission_refusal(world: &World, user: &User, permission: &str, boundary: Boundary) -> Answer {
    let description = if world
        .settings
        .version
        .names_missing_permissions_by_boundary()
    {
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
    };
    let error = "insufficient_granular_scope";
    Answer::json(
        403,
        &json!({ "error": error, "error_description": description }),
    )
}

/// `read_personal_access_token` → `Personal Access Token: Read`.
fn shown_permission(permission: &str) -> String {
    let (action, resource) = permission.split_once('_').unwrap_or(("", permission));
    format!(
        "{}: {}",
        crate::world::title(resource),
        crate::world::title(action)
    )
}

fn bearer_refusal(error: &str, description: &str) -> Answer {
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
