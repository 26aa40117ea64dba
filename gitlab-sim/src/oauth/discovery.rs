//! What the authorization server says about itself (`doorkeeper-openid_connect`).

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// `/.well-known/…`
pub(super) fn answer(world: &World, request: &Request) -> Option<Answer> {
    let mut body = metadata(world);
    match request.path.as_str() {
        "/.well-known/openid-configuration" => {}
        "/.well-known/oauth-authorization-server" => {
            if world.settings.version.has_dynamic_registration() {
                body["registration_endpoint"] = json!(world.address("oauth/register"));
            }
        }
        _ => return None,
    }
    let day = "max-age=86400, public, must-revalidate, stale-while-revalidate=86400";
    Some(Answer::json(200, &body).header("cache-control", day))
}

/// `/oauth/discovery/keys`: none, because nothing is signed here.
pub(super) fn keys() -> Answer {
    Answer::json(200, &json!({ "keys": [] }))
}

/// The device endpoint is not told: clients have to know it.
fn metadata(world: &World) -> Value {
    let version = &world.settings.version;
    let mut grants = vec!["authorization_code", "password", "client_credentials"];
    if version.has_device_grant() {
        grants.push("urn:ietf:params:oauth:grant-type:device_code");
    }
    grants.push("refresh_token");
    let mut body = json!({
        "issuer": world.settings.external_url,
        "authorization_endpoint": world.address("oauth/authorize"),
        "token_endpoint": world.address("oauth/token"),
        "revocation_endpoint": world.address("oauth/revoke"),
        "introspection_endpoint": world.address("oauth/introspect"),
        "userinfo_endpoint": world.address("oauth/userinfo"),
        "jwks_uri": world.address("oauth/discovery/keys"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grants,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "subject_types_supported": ["public"],
        "claim_types_supported": ["normal"],
        "claims_supported": CLAIMS,
    });
    if version.has_pkce() {
        body["code_challenge_methods_supported"] = json!(["plain", "S256"]);
    }
    body
}

const SCOPES: [&str; 11] = [
    "api",
    "read_api",
    "read_user",
    "read_repository",
    "write_repository",
    "read_registry",
    "write_registry",
    "sudo",
    "openid",
    "profile",
    "email",
];
const CLAIMS: [&str; 9] = [
    "sub",
    "name",
    "nickname",
    "preferred_username",
    "email",
    "email_verified",
    "profile",
    "picture",
    "groups",
];
