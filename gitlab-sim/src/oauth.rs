//! OAuth for those who hold a token already: what it says about itself, introspection, revocation, and what the token
//! endpoint refuses. No authorization is given out here, so every code and refresh token is one that was not.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hyper::Method;
use jiff::ToSpan;
use serde_json::json;

use crate::answer::Answer;
use crate::guard;
use crate::pages;
use crate::request::Request;
use crate::world::{Application, Token, TokenKind, World};

/// Answers a request below `/oauth/`.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/oauth/token/info") => token_info(world, request),
        (&Method::POST, "/oauth/introspect") => introspect(world, request),
        (&Method::POST, "/oauth/revoke") => revoke(world, request),
        (&Method::POST, "/oauth/token") => token(world, request),
        _ => pages::not_found(),
    }
}

/// `GET /oauth/token/info`: live OAuth access tokens only; whatever else is sent, personal tokens too, is "invalid".
fn token_info(world: &World, request: &Request) -> Answer {
    let sent = guard::bearer(request).or(request.parameter("access_token"));
    let Some(token) = sent.and_then(|value| live(world, value)) else {
        let description = "The access token is invalid";
        let body = json!({ "error": "invalid_token", "error_description": description, "state": "unauthorized" });
        let refusal = Answer::doorkeeper(401, "invalid_token", description);
        return Answer {
            body: body.to_string().into(),
            ..refusal
        };
    };
    let body = json!({
        "resource_owner_id": token.user_id,
        "scope": token.scopes,
        "expires_in": LIFETIME_SECONDS - LIVED_SECONDS,
        "application": { "uid": owner(world).map(|application| &application.client_id) },
        "created_at": given_at(world),
        "scopes": token.scopes,
        "expires_in_seconds": LIFETIME_SECONDS - LIVED_SECONDS,
    });
    Answer::json(200, &body)
}

/// `POST /oauth/introspect`: for applications, and for those with another token of the same one
/// (`lib/doorkeeper/oauth/token_introspection.rb`).
fn introspect(world: &World, request: &Request) -> Answer {
    let asked = request.parameter("token").unwrap_or_default();
    let (client_id, _) = credentials(request);
    let by_token = guard::bearer(request).and_then(|value| live(world, value));
    match (client_id, by_token) {
        (Some(_), _) => {
            if let Err(refusal) = authenticate(world, request) {
                return refusal;
            }
        }
        (None, Some(token)) if token.secret() != asked => {}
        (None, _) => {
            return Answer::doorkeeper(
                400,
                "invalid_request",
                "Request need to be authorized. Required parameter for authorizing request is missing or invalid.",
            );
        }
    }
    let Some(token) = live(world, asked) else {
        return Answer::json(200, &json!({ "active": false }));
    };
    let body = json!({
        "active": true,
        "scope": token.scopes.join(" "),
        "client_id": owner(world).map(|application| &application.client_id),
        "token_type": "Bearer",
        "exp": given_at(world) + LIFETIME_SECONDS,
        "iat": given_at(world),
    });
    Answer::json(200, &body)
}

/// `POST /oauth/revoke`: nothing is said about tokens that are unknown (RFC 7009).
fn revoke(world: &mut World, request: &Request) -> Answer {
    let refused = "You are not authorized to revoke this token";
    if authenticate(world, request).is_err() {
        return Answer::doorkeeper(403, "unauthorized_client", refused);
    }
    let value = request.parameter("token").unwrap_or_default();
    let oauth = |token: &&mut Token| token.kind == TokenKind::OAuth && token.secret() == value;
    if let Some(token) = world.tokens.iter_mut().find(oauth) {
        token.revoked = true;
    }
    Answer::json(200, &json!({}))
}

/// `POST /oauth/token`: its refusals, in the order in which they are found.
fn token(world: &World, request: &Request) -> Answer {
    let missing = |name: &str| {
        let description = format!("Missing required parameter: {name}.");
        Answer::doorkeeper(400, "invalid_request", &description)
    };
    let Some(grant) = request.parameter("grant_type") else {
        return missing("grant_type");
    };
    let needed: &[&str] = match grant {
        "authorization_code" => &["code", "redirect_uri"],
        "refresh_token" => &["refresh_token"],
        DEVICE_GRANT => &["device_code"],
        _ => {
            return Answer::doorkeeper(
                400,
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            );
        }
    };
    let absent = needed.iter().find(|name| request.parameter(name).is_none());
    if let Some(name) = absent {
        return missing(name);
    }
    if let Err(refusal) = authenticate(world, request) {
        return refusal;
    }
    Answer::doorkeeper(
        400,
        "invalid_grant",
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the \
         authorization request, or was issued to another client.",
    )
}

/// The application that the request comes from. Those without a secret only name themselves.
fn authenticate<'w>(world: &'w World, request: &Request) -> Result<&'w Application, Answer> {
    let (client_id, secret) = credentials(request);
    let application = client_id.and_then(|client_id| world.application(&client_id));
    let trusted = |application: &&Application| match &application.secret {
        Some(expected) => secret.as_ref() == Some(expected),
        None => true,
    };
    application
        .filter(trusted)
        .ok_or_else(guard::invalid_client)
}

/// Client id and secret, from a Basic header or from the form.
fn credentials(request: &Request) -> (Option<String>, Option<String>) {
    let basic = || {
        let (scheme, encoded) = request.header("authorization")?.split_once(' ')?;
        let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
        let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
        let basic = scheme.eq_ignore_ascii_case("basic");
        basic.then(|| (Some(id.to_owned()), Some(secret.to_owned())))
    };
    let parameter = |name| request.parameter(name).map(str::to_owned);
    basic().unwrap_or_else(|| (parameter("client_id"), parameter("client_secret")))
}

fn live<'w>(world: &'w World, value: &str) -> Option<&'w Token> {
    let today = world.settings.clock.today();
    let is_live = |token: &&Token| {
        token.kind == TokenKind::OAuth && !token.revoked && !token.is_expired(today)
    };
    world.token(value).filter(is_live)
}

/// The application that the scenario's tokens were given to.
fn owner(world: &World) -> Option<&Application> {
    world.applications.first()
}

/// When the scenario's tokens were given out, in seconds since 1970.
fn given_at(world: &World) -> i64 {
    let given = world.born.checked_sub(LIVED_SECONDS.seconds());
    given.unwrap_or(world.born).as_second()
}

/// Fixed in `config/initializers/doorkeeper.rb`.
const LIFETIME_SECONDS: i64 = 7200;
/// How long ago the tokens of a scenario were given out.
const LIVED_SECONDS: i64 = 1100;
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
