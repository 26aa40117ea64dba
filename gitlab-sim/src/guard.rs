//! Who may, and what GitLab says if not: the token, its owner, its scopes, its permissions, in the order in which
//! GitLab looks at them (`lib/api/api_guard.rb`, `lib/gitlab/auth/auth_finders.rb`).

mod carrier;
mod refusal;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::{AccountState, Caller, FineGrained, Token, TokenKind, User, World};

pub(crate) use carrier::{bearer, find_token};
pub(crate) use refusal::{forbidden, unauthorized};

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

/// The token of a request is looked up, then judged, then its owner and its scopes are. Permissions come later: see
/// [`permit`].
///
/// # Errors
/// The answer that refuses the request.
pub(crate) fn admit<'w>(
    world: &'w World,
    request: &Request,
    rule: &Rule,
) -> Result<Caller<'w>, Answer> {
    let Some((token, user)) = identify(world, request)? else {
        return if rule.public {
            Ok(Caller::default())
        } else {
            Err(unauthorized())
        };
    };
    judge_account(world, user)?;
    if user.demands_dpop && token.kind != TokenKind::OAuth && request.header("dpop").is_none() {
        return Err(refusal::proof_of_possession());
    }
    if let Some(accepted) = &rule.scopes {
        judge_scopes(token, accepted)?;
    }
    let user = act_for(world, request, token, user)?;
    let admin_mode = world.settings.policies.admin_mode;
    let may_administrate = !admin_mode || token.has_scope("admin_mode");
    Ok(Caller {
        user: Some(user),
        token: Some(token),
        administrator: user.administrator && may_administrate,
        permission: rule.permission,
    })
}

/// Fine-grained tokens need the permission of the rule; an instance may want people's tokens to be fine-grained.
///
/// # Errors
/// The answer that refuses the request.
pub(crate) fn permit(world: &World, caller: Caller<'_>, rule: &Rule) -> Result<(), Answer> {
    let (Some(user), Some(token)) = (caller.user, caller.token) else {
        return Ok(());
    };
    let version = &world.settings.version;
    let fine_grained = world.settings.policies.fine_grained;
    let given = |permission: &String| permission == rule.permission;
    match (token.is_fine_grained(), fine_grained) {
        (true, FineGrained::SwitchedOff) => Err(refusal::not_yet_supported(version)),
        (true, _) if token.permissions.iter().any(given) => Ok(()),
        (false, FineGrained::Demanded) if token.is_personal() => Err(refusal::permission(
            version,
            user,
            rule.permission,
            rule.boundary,
        )),
        (false, _) => Ok(()),
        (true, _) => Err(refusal::permission(
            version,
            user,
            rule.permission,
            rule.boundary,
        )),
    }
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
    if !token.is_personal() || token.is_fine_grained() || !world.demands_fine_grained(full_path) {
        return Ok(());
    }
    let version = &world.settings.version;
    Err(refusal::permission(
        version,
        user,
        caller.permission,
        boundary,
    ))
}

/// Whose live token the request carries; `None` without one.
///
/// # Errors
/// The answer that refuses the token.
pub(crate) fn identify<'w>(
    world: &'w World,
    request: &Request,
) -> Result<Option<(&'w Token, &'w User)>, Answer> {
    let Some(token) = find_token(world, request)? else {
        return Ok(None);
    };
    let user = world.user(token.user_id).ok_or_else(unauthorized)?;
    judge_token(world, token)?;
    Ok(Some((token, user)))
}

/// # Errors
/// The sentence that says why the account is refused.
pub(crate) fn judge_account(world: &World, user: &User) -> Result<(), Answer> {
    let refuses_passwords = world.settings.version.refuses_expired_passwords();
    match user.state {
        AccountState::Active => Ok(()),
        AccountState::PasswordExpired if !refuses_passwords => Ok(()),
        state => Err(refusal::account(&world.settings.external_url, user, state)),
    }
}

/// # Errors
/// The scopes of which any one would do. Fine-grained tokens have none, and are not asked for them.
pub(crate) fn judge_scopes(token: &Token, accepted: &[&str]) -> Result<(), Answer> {
    let suffices = accepted.iter().any(|scope| token.has_scope(scope));
    if token.is_fine_grained() || suffices {
        return Ok(());
    }
    Err(refusal::scopes(accepted))
}

/// Expiry is looked at before revocation: who is both reads "expired".
fn judge_token(world: &World, token: &Token) -> Result<(), Answer> {
    let policies = &world.settings.policies;
    if token.is_expired(world.settings.clock) && !policies.ignores_expiry {
        return Err(refusal::token(
            "Token is expired. You can either do re-authorization or token refresh.",
        ));
    }
    if token.revoked {
        return Err(refusal::token(
            "Token was revoked. You have to re-authorize from the user.",
        ));
    }
    if token.kind == TokenKind::Impersonation && policies.impersonation_disabled {
        return Err(refusal::token(
            "Token is an impersonation token but impersonation was disabled.",
        ));
    }
    Ok(())
}

/// `sudo`: administrators may act for others, with a token that has that scope (`lib/api/helpers.rb`).
fn act_for<'w>(
    world: &'w World,
    request: &Request,
    token: &Token,
    user: &'w User,
) -> Result<&'w User, Answer> {
    let header = request.header("sudo").filter(|value| !value.is_empty());
    let Some(wanted) = request.parameter("sudo").or(header) else {
        return Ok(user);
    };
    if !user.administrator {
        let message = "403 Forbidden - Must be admin to use sudo";
        return Err(Answer::message(403, message));
    }
    judge_scopes(token, &["sudo"])?;
    let by_id = wanted.parse().ok().and_then(|id| world.user(id));
    by_id.or_else(|| world.user_named(wanted)).ok_or_else(|| {
        let message = format!("404 User with ID or username '{wanted}' Not Found");
        Answer::message(404, message)
    })
}
