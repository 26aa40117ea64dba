//! `POST /oauth/token`: codes, refresh tokens, device codes and client credentials against access tokens. What is looked at
//! first decides which error is told, so each grant keeps Doorkeeper's order.

use serde_json::{Value, json};

use super::client::{allowed, authenticate, credentials, scopes};
use super::refusal::Refusal;
use crate::answer::Answer;
use crate::request::Request;
use crate::world::{Permission, Token, TokenRequest, World, is_same_place};

/// Gives out tokens, or says why not; and keeps a note of it.
pub(super) fn answer(world: &mut World, request: &Request) -> Answer {
    let given = exchange(world, request);
    world.authorizations.requests.push(TokenRequest {
        grant_type: request
            .parameter("grant_type")
            .unwrap_or_default()
            .to_owned(),
        client_id: credentials(request).0,
        error: given
            .as_ref()
            .err()
            .map(|refusal| refusal.name().to_owned()),
    });
    match given {
        Ok(token) => Answer::json(200, &show(&token)).not_stored(),
        Err(refusal) => refusal.answer(),
    }
}

fn exchange(world: &mut World, request: &Request) -> Result<Token, Refusal> {
    let devices = world.settings.version.has_device_grant();
    match request.parameter("grant_type") {
        None => Err(Refusal::Missing("grant_type")),
        Some("authorization_code") => by_code(world, request),
        Some("refresh_token") => by_refresh_token(world, request),
        Some("client_credentials") => by_credentials(world, request),
        Some("password") => by_password(world, request),
        Some(DEVICE_GRANT) if devices => by_device_code(world, request),
        Some(_) => Err(Refusal::UnsupportedGrantType),
    }
}

/// `lib/doorkeeper/oauth/authorization_code_request.rb`. What is wrong does not use the code up.
fn by_code(world: &mut World, request: &Request) -> Result<Token, Refusal> {
    let verifier = request.parameter("code_verifier");
    let client = authenticate(world, request);
    if client.is_ok_and(|client| client.dynamic) && verifier.is_none() {
        return Err(Refusal::VerifierRequired);
    }
    let code = request.parameter("code").ok_or(Refusal::Missing("code"))?;
    let code = world.code(code).cloned();
    let challenge = code.as_ref().and_then(|code| code.challenge.clone());
    if challenge.is_some() && verifier.is_none() {
        return Err(Refusal::Missing("code_verifier"));
    }
    let redirect_uri = request
        .parameter("redirect_uri")
        .ok_or(Refusal::Missing("redirect_uri"))?;
    let client_id = authenticate(world, request)?.client_id.clone();
    let settings = &world.settings;
    let code = code
        .filter(|code| code.permission.client_id == client_id && code.is_live(settings.clock.now()))
        .filter(|code| is_same_place(redirect_uri, &code.redirect_uri, &settings.version))
        .ok_or(Refusal::InvalidGrant)?;
    let verified = match (challenge, verifier) {
        (Some(challenge), Some(verifier)) => challenge.is_met_by(verifier),
        // A verifier for a code without a challenge is a mistake, too.
        (_, verifier) => verifier.is_none() || !settings.version.has_pkce(),
    };
    if !verified {
        return Err(Refusal::InvalidGrant);
    }
    Ok(world.exchange(&code))
}

/// `lib/doorkeeper/oauth/refresh_token_request.rb`: the token is looked at before the application. There is no grace: with
/// the first answer the old access token and the old refresh token are dead.
fn by_refresh_token(world: &mut World, request: &Request) -> Result<Token, Refusal> {
    let value = request
        .parameter("refresh_token")
        .ok_or(Refusal::Missing("refresh_token"))?;
    let token = world.token_of_refresh(value);
    let token = token
        .filter(|token| !token.revoked)
        .ok_or(Refusal::InvalidGrant)?;
    let client = match credentials(request) {
        (None, _) => return Err(Refusal::InvalidGrant),
        _ => authenticate(world, request)?,
    };
    if token.client_id.as_ref() != Some(&client.client_id) {
        return Err(Refusal::InvalidGrant);
    }
    let scopes = match request.parameter("scope") {
        Some(wanted) => allowed(wanted, &token.scopes).ok_or(Refusal::InvalidScope)?,
        None => token.scopes.clone(),
    };
    let id = token.known_id();
    world.renew(id, scopes).ok_or(Refusal::InvalidGrant)
}

/// A token for the application itself: it belongs to nobody, so the API does not know whose it is.
fn by_credentials(world: &mut World, request: &Request) -> Result<Token, Refusal> {
    let client = authenticate(world, request)?;
    let permission = Permission {
        client_id: client.client_id.clone(),
        user_id: None,
        scopes: scopes(client, request)?,
    };
    Ok(world.issue(permission))
}

/// Refused as for people with two-factor authentication: users of a scenario have no passwords.
fn by_password(world: &World, request: &Request) -> Result<Token, Refusal> {
    authenticate(world, request)?;
    Err(Refusal::InvalidGrant)
}

/// `lib/doorkeeper/device_authorization_grant/oauth/device_code_request.rb`. Who asks too early is not told that somebody
/// agreed meanwhile.
fn by_device_code(world: &mut World, request: &Request) -> Result<Token, Refusal> {
    let code = request
        .parameter("device_code")
        .ok_or(Refusal::Missing("device_code"))?;
    let client_id = authenticate(world, request)?.client_id.clone();
    let clock = world.settings.clock;
    let interval = world.settings.policies.device_interval;
    let devices = &mut world.authorizations.devices;
    let place = devices
        .iter()
        .position(|device| device.code == code && device.permission.client_id == client_id)
        .ok_or(Refusal::InvalidGrant)?;
    if devices[place].is_expired(clock.now()) {
        devices.remove(place);
        return Err(Refusal::ExpiredToken);
    }
    let device = &mut devices[place];
    let elapsed = clock.elapsed();
    let early = |asked: std::time::Duration| elapsed < asked.saturating_add(interval);
    if device.asked_after.is_some_and(early) {
        return Err(Refusal::SlowDown);
    }
    device.asked_after = Some(elapsed);
    if device.user_code.is_some() {
        return Err(Refusal::AuthorizationPending);
    }
    let device = devices.remove(place);
    Ok(world.issue(device.permission))
}

/// Members without a value are left out (`lib/doorkeeper/oauth/token_response.rb`).
fn show(token: &Token) -> Value {
    let mut shown = json!({
        "access_token": token.secret(),
        "token_type": "Bearer",
        "expires_in": token.lapses_at.map(|end| end.as_second() - token.created_at.as_second()),
        "refresh_token": token.refresh_token,
        "scope": token.scopes.join(" "),
        "created_at": token.created_at.as_second(),
    });
    if let Value::Object(members) = &mut shown {
        members.retain(|_, value| !value.is_null());
    }
    shown
}

const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
