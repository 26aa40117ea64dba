//! Where a request carries its token, and which of several counts.

use super::refusal;
use super::unauthorized;
use crate::answer::Answer;
use crate::request::Request;
use crate::world::{Token, TokenKind, World};

/// The token that was sent in an `Authorization: Bearer` header.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    let header = request.header("authorization")?;
    let (scheme, value) = header.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !value.is_empty()).then_some(value)
}

/// OAuth tokens come by `access_token`, Bearer or `bearer_token` only, all others by `private_token`, `PRIVATE-TOKEN` or
/// Bearer, in this order. No value, or a job token's, is nobody.
///
/// # Errors
/// A value that nobody knows is refused at once; so are two carriers.
pub(crate) fn find_token<'w>(
    world: &'w World,
    request: &Request,
) -> Result<Option<&'w Token>, Answer> {
    let bearer = bearer(request);
    let access_token = request.parameter("access_token");
    if bearer.is_some() && access_token.is_some() {
        return Err(refusal::two_carriers());
    }
    let version = &world.settings.version;
    let oauth = |value| {
        world
            .token(value)
            .filter(|token| token.kind == TokenKind::OAuth)
    };
    if let Some(value) = access_token {
        return oauth(value).map(Some).ok_or_else(unauthorized);
    }
    let carried = bearer.or(request.parameter("bearer_token"));
    if let Some(token) = carried.and_then(oauth) {
        return Ok(Some(token));
    }
    let personal = |value: &&str| value.len() == LENGTH_OF_OLD_TOKENS;
    if version.tells_bearers_apart_by_length() && bearer.is_some_and(|value| !personal(&value)) {
        return Err(unauthorized());
    }
    let header = request
        .header("private-token")
        .filter(|value| !value.is_empty());
    let Some(value) = request.parameter("private_token").or(header).or(bearer) else {
        return Ok(None);
    };
    if version.knows_job_tokens() && value.starts_with("glcbt-") {
        return Ok(None);
    }
    let token = world
        .token(value)
        .filter(|token| token.kind != TokenKind::OAuth);
    token
        .filter(|_| !world.settings.policies.personal_tokens_disabled)
        .map(Some)
        .ok_or_else(unauthorized)
}

const LENGTH_OF_OLD_TOKENS: usize = 20;
