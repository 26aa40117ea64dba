//! OAuth, as far as a check of a token needs it: what an access token says about itself.

use hyper::Method;
use jiff::ToSpan;
use serde_json::json;

use crate::answer::Answer;
use crate::guard;
use crate::pages;
use crate::request::Request;
use crate::world::{TokenKind, World};

/// Answers a request below `/oauth/`.
pub(crate) fn answer(world: &World, request: &Request) -> Answer {
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/oauth/token/info") => token_info(world, request),
        _ => pages::not_found(),
    }
}

/// `GET /oauth/token/info`: live OAuth access tokens only; whatever else is sent, personal tokens too, is "invalid".
fn token_info(world: &World, request: &Request) -> Answer {
    let sent = guard::bearer(request).or(request.parameter("access_token"));
    let token = sent.and_then(|value| world.token(value)).filter(|token| {
        token.kind == TokenKind::OAuth
            && !token.revoked
            && !token.is_expired(world.settings.clock.today())
    });
    let Some(token) = token else {
        let description = "The access token is invalid";
        let body = json!({ "error": "invalid_token", "error_description": description, "state": "unauthorized" });
        let challenge = format!(
            "Bearer realm=\"Doorkeeper\", error=\"invalid_token\", error_description=\"{description}\""
        );
        return Answer::json(401, &body).header("www-authenticate", challenge);
    };
    let created_at = world
        .born
        .checked_sub(LIVED_SECONDS.seconds())
        .unwrap_or(world.born);
    let body = json!({
        "resource_owner_id": token.user_id,
        "scope": token.scopes,
        "expires_in": LIFETIME_SECONDS - LIVED_SECONDS,
        "application": { "uid": APPLICATION },
        "created_at": created_at.as_second(),
        "scopes": token.scopes,
        "expires_in_seconds": LIFETIME_SECONDS - LIVED_SECONDS,
    });
    Answer::json(200, &body)
}

/// Fixed in `config/initializers/doorkeeper.rb`.
const LIFETIME_SECONDS: i64 = 7200;
/// How long ago the tokens of a scenario were given out.
const LIVED_SECONDS: i64 = 1100;
const APPLICATION: &str = "5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876";
