//! What the tests of the authorization server share: an office with two applications, and their requests.

use gitlab_sim::{Application, GitLab, Scenario, User};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::support::{Got, client, get_with, take_apart};

pub(super) const PUBLIC: &str = "public-client";
pub(super) const CONFIDENTIAL: &str = "confidential-client";
pub(super) const SECRET: &str = "gloas-made-up";
/// The port is another one than the registered: it does not count on loopback.
pub(super) const CALLBACK: &str = "http://127.0.0.1:4711/callback";
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636, appendix B.
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(super) type Pairs<'a> = &'a [(&'a str, &'a str)];

pub(super) fn office() -> Scenario {
    let registered = |application: Application| {
        let application = application.redirect_uri("https://violet.example/callback");
        application
            .redirect_uri("http://127.0.0.1/callback")
            .scopes(["read_api", "read_user"])
    };
    Scenario::new()
        .today("2026-09-01")
        .user(User::new("alice").id(7))
        .user(User::new("bruno").id(8))
        .application(registered(Application::new(PUBLIC)))
        .application(registered(Application::new(CONFIDENTIAL).secret(SECRET)))
}

/// A good request for authorization, with other values for some parameters: an empty one is left out.
pub(super) fn address(gitlab: &GitLab, other: Pairs<'_>) -> String {
    let usual = [
        ("client_id", PUBLIC),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "read_api"),
        ("state", "a b&c"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    format!(
        "{}/oauth/authorize?{}",
        gitlab.base_url(),
        form(&usual, other)
    )
}

/// Pairs as a form, some of them with other values.
pub(super) fn form(usual: Pairs<'_>, other: Pairs<'_>) -> String {
    let replaced = |name: &str| other.iter().any(|(another, _)| *another == name);
    let usual = usual.iter().filter(|(name, _)| !replaced(name));
    let all = usual.chain(other.iter().filter(|(_, value)| !value.is_empty()));
    Serializer::new(String::new()).extend_pairs(all).finish()
}

/// One parameter of the address that the browser was sent to.
pub(super) fn told(callback: &str, name: &str) -> Option<String> {
    let url = Url::parse(callback).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(other, _)| other == name)
        .map(|(_, value)| value.into_owned())
}

/// A code that alice gave.
pub(super) fn code(gitlab: &GitLab, other: Pairs<'_>) -> String {
    let callback = gitlab.authorize(&address(gitlab, other), "alice").unwrap();
    told(&callback, "code").unwrap()
}

pub(super) async fn post(gitlab: &GitLab, path: &str, form: &str) -> Got {
    let request = client(gitlab)
        .post(format!("{}{path}", gitlab.base_url()))
        .header("content-type", "application/x-www-form-urlencoded");
    take_apart(request.body(form.to_owned()).send().await.unwrap()).await
}

/// Exchanges a code, with other values for some parameters.
pub(super) async fn exchange(gitlab: &GitLab, code: &str, other: Pairs<'_>) -> Got {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", PUBLIC),
        ("code_verifier", VERIFIER),
    ];
    post(gitlab, "/oauth/token", &form(&usual, other)).await
}

pub(super) async fn refresh(gitlab: &GitLab, token: &str, other: Pairs<'_>) -> Got {
    let usual = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", PUBLIC),
    ];
    post(gitlab, "/oauth/token", &form(&usual, other)).await
}

/// Access and refresh token of alice's.
pub(super) async fn connect(gitlab: &GitLab) -> (String, String) {
    let got = exchange(gitlab, &code(gitlab, &[]), &[]).await;
    assert_eq!(got.status, 200, "{got:?}");
    pair(&got)
}

pub(super) fn pair(got: &Got) -> (String, String) {
    let body = got.json();
    let member = |name: &str| body[name].as_str().unwrap().to_owned();
    (member("access_token"), member("refresh_token"))
}

pub(super) async fn user(gitlab: &GitLab, token: &str) -> Got {
    bearer(gitlab, "/api/v4/user", token).await
}

pub(super) async fn bearer(gitlab: &GitLab, path: &str, token: &str) -> Got {
    get_with(
        gitlab,
        path,
        &[("authorization", &format!("Bearer {token}"))],
    )
    .await
}

/// Status and `error` of an answer.
pub(super) fn verdict(got: &Got) -> (u16, String) {
    let error = match got.json() {
        Value::Object(body) => body.get("error").cloned().unwrap_or_default(),
        _ => Value::Null,
    };
    (got.status, error.as_str().unwrap_or_default().to_owned())
}
