//! Every way in which the authorization server says no.

use gitlab_sim::{GitLab, Scenario, User};
use serde_json::json;

use super::flow::{CALLBACK, CONFIDENTIAL, PUBLIC, Pairs, SECRET, address, form, office, post};
use crate::support::{Got, get_with};

const CLIENT: &str = "Client authentication failed due to unknown client, no client authentication included, or \
                      unsupported authentication method.";
const GRANT: &str = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI \
                     used in the authorization request, or was issued to another client.";
const SCOPE: &str = "The requested scope is invalid, unknown, or malformed.";
const UNSUPPORTED: &str =
    "The authorization grant type is not supported by the authorization server.";
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

#[tokio::test]
async fn the_token_endpoint_refuses_word_for_word() {
    let gitlab = office().start().unwrap();
    let missing = |name: &str| format!("Missing required parameter: {name}.");
    for (sent, status, error, description) in [
        (&[][..], 400, "invalid_request", missing("grant_type")),
        (
            &[("grant_type", "magic")],
            400,
            "unsupported_grant_type",
            UNSUPPORTED.to_owned(),
        ),
        (
            &[("grant_type", "implicit")],
            400,
            "unsupported_grant_type",
            UNSUPPORTED.to_owned(),
        ),
        (
            &[("grant_type", "authorization_code")],
            400,
            "invalid_request",
            missing("code"),
        ),
        (
            &[("grant_type", "authorization_code"), ("code", "x")],
            400,
            "invalid_request",
            missing("redirect_uri"),
        ),
        (
            &[
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("redirect_uri", CALLBACK),
                ("client_id", "unknown"),
            ],
            401,
            "invalid_client",
            CLIENT.to_owned(),
        ),
        (
            &[
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("redirect_uri", CALLBACK),
                ("client_id", PUBLIC),
            ],
            400,
            "invalid_grant",
            GRANT.to_owned(),
        ),
        (
            &[("grant_type", "refresh_token")],
            400,
            "invalid_request",
            missing("refresh_token"),
        ),
        (
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", "x"),
                ("client_id", PUBLIC),
            ],
            400,
            "invalid_grant",
            GRANT.to_owned(),
        ),
        (
            &[("grant_type", DEVICE)],
            400,
            "invalid_request",
            missing("device_code"),
        ),
        (
            &[
                ("grant_type", DEVICE),
                ("device_code", "x"),
                ("client_id", "unknown"),
            ],
            401,
            "invalid_client",
            CLIENT.to_owned(),
        ),
        (
            &[
                ("grant_type", DEVICE),
                ("device_code", "x"),
                ("client_id", PUBLIC),
            ],
            400,
            "invalid_grant",
            GRANT.to_owned(),
        ),
        (
            &[("grant_type", "client_credentials")],
            401,
            "invalid_client",
            CLIENT.to_owned(),
        ),
        (
            &[
                ("grant_type", "client_credentials"),
                ("client_id", CONFIDENTIAL),
                ("client_secret", SECRET),
                ("scope", "api"),
            ],
            400,
            "invalid_scope",
            SCOPE.to_owned(),
        ),
        (
            &[
                ("grant_type", "password"),
                ("username", "alice"),
                ("password", "x"),
                ("client_id", PUBLIC),
            ],
            400,
            "invalid_grant",
            GRANT.to_owned(),
        ),
    ] {
        let got = post(&gitlab, "/oauth/token", &form(sent, &[])).await;
        let body = json!({ "error": error, "error_description": description });
        assert_eq!((got.status, got.json()), (status, body), "{sent:?}");
        let challenge = format!(
            "Bearer realm=\"Doorkeeper\", error=\"{error}\", error_description=\"{description}\""
        );
        assert_eq!(
            got.header("www-authenticate"),
            Some(challenge.as_str()),
            "{sent:?}"
        );
        assert_eq!(got.header("cache-control"), Some("no-store"));
    }
}

/// What a browser in which somebody is signed in is shown.
async fn shown(gitlab: &GitLab, username: &str, address: &str) -> Got {
    let cookie = gitlab.session_cookie(username).unwrap();
    let path = address.strip_prefix(gitlab.base_url()).unwrap();
    get_with(gitlab, path, &[("cookie", &cookie)]).await
}

#[tokio::test]
async fn whatever_is_wrong_with_an_authorization_is_a_page_that_leads_nowhere() {
    let gitlab = office().start().unwrap();
    for (other, text) in [
        (
            &[("client_id", "")][..],
            "Missing required parameter: client_id.",
        ),
        (&[("client_id", "unknown")], CLIENT),
        (
            &[("redirect_uri", "")],
            "The redirect URI included is not valid.",
        ),
        (
            &[("redirect_uri", "https://evil.example/callback")],
            "The redirect URI included is not valid.",
        ),
        (
            &[("redirect_uri", "https://violet.example/callback?a=b")],
            "The redirect URI included is not valid.",
        ),
        (
            &[("redirect_uri", "http://localhost:4711/callback")],
            "The redirect URI included is not valid.",
        ),
        (
            &[("response_type", "")],
            "Missing required parameter: response_type.",
        ),
        (
            &[("response_type", "token")],
            "The authorization server does not support this response type.",
        ),
        (&[("scope", "read_api sudo")], SCOPE),
        // Then it is `api`, which these applications may not ask for.
        (&[("scope", "")], SCOPE),
        (
            &[("code_challenge_method", "S512")],
            "The code challenge method must be plain or S256.",
        ),
        (
            &[("code_challenge_method", "")],
            "The code challenge method must be plain or S256.",
        ),
    ] {
        let address = address(&gitlab, other);
        let got = shown(&gitlab, "alice", &address).await;
        assert_eq!(
            (got.status, got.header("location")),
            (200, None),
            "{other:?}"
        );
        assert_eq!(got.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(
            got.text.contains("An error has occurred") && got.text.contains(text),
            "{other:?} {got:?}"
        );
        assert!(
            !got.text.contains("<form") && !got.text.contains("<script"),
            "{got:?}"
        );
        let error = gitlab.authorize(&address, "alice").unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
        assert_eq!(
            gitlab.deny(&address, "alice").unwrap_err().to_string(),
            error
        );
    }
    let strange = gitlab.authorize("https://elsewhere.example/oauth/authorize?a", "alice");
    assert!(
        strange
            .unwrap_err()
            .to_string()
            .contains("no authorization address")
    );
    let nobody = gitlab.authorize(&address(&gitlab, &[]), "nobody");
    assert!(nobody.unwrap_err().to_string().contains("Invalid login"));
}

#[tokio::test]
async fn administrators_can_be_kept_from_connecting() {
    let root = User::new("root").administrator();
    let scenario = || office().user(root.clone());
    let free = scenario().start().unwrap();
    assert!(free.authorize(&address(&free, &[]), "root").is_ok());
    let strict = scenario().administrators_may_not_connect().start().unwrap();
    let got = shown(&strict, "root", &address(&strict, &[])).await;
    assert_eq!(got.status, 200);
    assert!(
        got.text
            .contains("Administrators are not permitted to connect"),
        "{got:?}"
    );
    assert!(strict.authorize(&address(&strict, &[]), "alice").is_ok());
    let old = Scenario::new()
        .version("15.5.0")
        .administrators_may_not_connect();
    assert!(old.start().unwrap_err().to_string().contains("15.6"));
}

#[tokio::test]
async fn applications_act_for_themselves_but_the_api_does_not_know_whose_their_tokens_are() {
    let gitlab = office().start().unwrap();
    let sent: Pairs<'_> = &[
        ("grant_type", "client_credentials"),
        ("client_id", CONFIDENTIAL),
        ("client_secret", SECRET),
        ("scope", "read_api"),
    ];
    let got = post(&gitlab, "/oauth/token", &form(sent, &[])).await;
    let body = got.json();
    assert_eq!((got.status, body.get("refresh_token")), (200, None));
    let token = body["access_token"].as_str().unwrap();
    let user = super::flow::user(&gitlab, token).await;
    assert_eq!(
        (user.status, user.json()),
        (401, json!({ "message": "401 Unauthorized" }))
    );
    let info = super::flow::bearer(&gitlab, "/oauth/token/info", token).await;
    assert_eq!(
        (info.status, &info.json()["resource_owner_id"]),
        (200, &json!(null))
    );
}
