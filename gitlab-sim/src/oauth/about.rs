//! What tokens say about themselves, whose they are, and their end on request.

use serde_json::{Value, json};

use super::client::{authenticate, credentials};
use crate::answer::Answer;
use crate::guard;
use crate::request::Request;
use crate::world::{Token, TokenKind, User, World};

/// `GET /oauth/token/info`: live OAuth access tokens only; whatever else is sent, personal tokens too, is "invalid".
pub(super) fn token_info(world: &World, request: &Request) -> Answer {
    let Some(token) = carried(world, request).filter(|token| is_live(world, token)) else {
        return invalid("The access token is invalid");
    };
    let now = world.settings.clock.now().as_second();
    let left = token.lapses_at.map(|end| end.as_second() - now);
    let body = json!({
        "resource_owner_id": Some(token.user_id).filter(|id| *id != 0),
        "scope": token.scopes,
        "expires_in": left,
        "application": { "uid": token.client_id },
        "created_at": token.created_at.as_second(),
        "scopes": token.scopes,
        "expires_in_seconds": left,
    });
    Answer::json(200, &body)
}

/// `POST /oauth/introspect`: for applications, and for those with another token of the same one
/// (`lib/doorkeeper/oauth/token_introspection.rb`).
pub(super) fn introspect(world: &World, request: &Request) -> Answer {
    let asked = request
        .parameter("token")
        .and_then(|value| either(world, value));
    let client_id = match (credentials(request), carried(world, request)) {
        ((Some(_), _), _) => match authenticate(world, request) {
            Ok(application) => Some(&application.client_id),
            Err(refusal) => return refusal.answer(),
        },
        ((None, _), Some(token)) => {
            let itself = asked.is_some_and(|asked| asked.known_id() == token.known_id());
            if itself || !is_live(world, token) {
                return invalid(reason(world, token));
            }
            token.client_id.as_ref()
        }
        ((None, _), None) => {
            return Answer::doorkeeper(
                400,
                "invalid_request",
                "Request need to be authorized. Required parameter for authorizing request is missing or invalid.",
            );
        }
    };
    let told = asked.filter(|token| is_live(world, token) && token.client_id.as_ref() == client_id);
    let Some(token) = told else {
        return Answer::json(200, &json!({ "active": false }));
    };
    let body = json!({
        "active": true,
        "scope": token.scopes.join(" "),
        "client_id": token.client_id,
        "token_type": "Bearer",
        // Of a token without an end: nothing, as a number.
        "exp": token.lapses_at.map_or(0, |end| end.as_second()),
        "iat": token.created_at.as_second(),
    });
    Answer::json(200, &body)
}

/// `POST /oauth/revoke`: ends access and refresh token, whichever is named; nothing is said about tokens that are unknown
/// (RFC 7009). An access token that has expired is no handle any more: what renews it lives on.
pub(super) fn revoke(world: &mut World, request: &Request) -> Answer {
    let refused = || {
        let description = "You are not authorized to revoke this token";
        let body = json!({ "error": "unauthorized_client", "error_description": description });
        Answer::json(403, &body)
    };
    let Ok(application) = authenticate(world, request) else {
        return refused();
    };
    let value = request.parameter("token").unwrap_or_default();
    let by_access = oauth(world, value)
        .filter(|_| request.parameter("token_type_hint") != Some("refresh_token"));
    let token = by_access.or_else(|| world.token_of_refresh(value));
    let Some(token) = token else {
        return Answer::json(200, &json!({}));
    };
    let owner = token.client_id.as_deref();
    let owner = owner.and_then(|client_id| world.application(client_id));
    let confidential = owner.is_some_and(|owner| owner.secret.is_some());
    if confidential && token.client_id.as_ref() != Some(&application.client_id) {
        return refused();
    }
    if by_access.is_none() || is_live(world, token) {
        let id = token.known_id();
        let mut tokens = world.tokens.iter_mut();
        if let Some(token) = tokens.find(|token| token.known_id() == id) {
            token.revoked = true;
        }
    }
    Answer::json(200, &json!({}))
}

/// `/oauth/userinfo`: whose token it is, for those with the scope `openid`.
pub(super) fn user_info(world: &World, request: &Request) -> Answer {
    let carried = carried(world, request);
    let live = carried.filter(|token| is_live(world, token));
    let user = live.and_then(|token| Some((token, world.user(token.user_id)?)));
    let Some((token, user)) = user else {
        let reason = carried.map_or("The access token is invalid", |token| reason(world, token));
        return without_body(invalid(reason));
    };
    if !token.has_scope("openid") {
        return Answer::empty(403);
    }
    Answer::json(200, &claims(world, token, user))
}

/// The token in the request, live or not, in the order in which Doorkeeper looks.
fn carried<'w>(world: &'w World, request: &Request) -> Option<&'w Token> {
    let parameter = |name| request.parameter(name);
    let sent = parameter("access_token")
        .or(guard::bearer(request))
        .or(parameter("bearer_token"));
    sent.and_then(|value| oauth(world, value))
}

fn oauth<'w>(world: &'w World, value: &str) -> Option<&'w Token> {
    world
        .token(value)
        .filter(|token| token.kind == TokenKind::OAuth)
}

/// By what it is or by what renews it.
fn either<'w>(world: &'w World, value: &str) -> Option<&'w Token> {
    oauth(world, value).or_else(|| world.token_of_refresh(value))
}

fn is_live(world: &World, token: &Token) -> bool {
    token.is_live_authorization(world.settings.clock)
}

/// `lib/doorkeeper/oauth/invalid_token_response.rb`.
fn reason(world: &World, token: &Token) -> &'static str {
    if token.revoked {
        "The access token was revoked"
    } else if token.is_expired(world.settings.clock) {
        "The access token expired"
    } else {
        "The access token is invalid"
    }
}

fn invalid(description: &str) -> Answer {
    let body = json!({ "error": "invalid_token", "error_description": description, "state": "unauthorized" });
    let refusal = Answer::doorkeeper(401, "invalid_token", description);
    Answer {
        body: body.to_string().into(),
        ..refusal
    }
}

fn without_body(answer: Answer) -> Answer {
    let mut answer = answer;
    answer.body = Default::default();
    answer.headers.retain(|(name, _)| name != "content-type");
    answer
}

/// `config/initializers/doorkeeper_openid_connect.rb`.
fn claims(world: &World, token: &Token, user: &User) -> Value {
    let groups = world.groups.iter().map(|group| &group.full_path);
    let groups: Vec<_> = groups
        .filter(|path| world.access_to_group(user, path).is_some())
        .collect();
    let mut claims = json!({
        "sub": user.known_id().to_string(),
        "name": user.name,
        "nickname": user.username,
        "preferred_username": user.username,
        "profile": world.address(&user.username),
        "picture": null,
        "groups": groups,
    });
    if token.has_scope("email") {
        claims["email"] = json!(user.email);
        claims["email_verified"] = json!(true);
    }
    claims
}
