//! Discovery, user info, applications that register themselves.

use gitlab_sim::{Application, GitLab, Token};
use serde_json::{Value, json};

use super::flow::{CALLBACK, VERIFIER, address, bearer, exchange, office, told, verdict};
use crate::support::{Got, client, get_with, take_apart};

#[tokio::test]
async fn discovery_tells_what_there_is() {
    for (version, registers, device, pkce) in [
        ("13.7.0", false, false, false),
        ("17.1.0", false, false, true),
        ("18.5.0", false, true, true),
        ("18.9.0-ee", true, true, true),
    ] {
        let gitlab = office()
            .version(version)
            .relative_root("/gitlab")
            .start()
            .unwrap();
        let at = |path: &str| json!(format!("{}/{path}", gitlab.base_url()));
        let document =
            async |name: &str| get_with(&gitlab, &format!("/.well-known/{name}"), &[]).await;
        let openid = document("openid-configuration").await;
        assert!(
            openid
                .header("cache-control")
                .unwrap()
                .contains("max-age=86400")
        );
        let openid = openid.json();
        assert_eq!(openid["issuer"], gitlab.base_url());
        for (name, path) in [
            ("authorization_endpoint", "oauth/authorize"),
            ("token_endpoint", "oauth/token"),
            ("revocation_endpoint", "oauth/revoke"),
            ("introspection_endpoint", "oauth/introspect"),
            ("userinfo_endpoint", "oauth/userinfo"),
        ] {
            assert_eq!(openid[name], at(path), "{name}");
        }
        let told = &openid["grant_types_supported"];
        let grant = json!("urn:ietf:params:oauth:grant-type:device_code");
        assert_eq!(
            told.as_array().unwrap().contains(&grant),
            device,
            "{version}"
        );
        let methods = if pkce {
            json!(["plain", "S256"])
        } else {
            Value::Null
        };
        assert_eq!(
            openid["code_challenge_methods_supported"], methods,
            "{version}"
        );
        assert_eq!(openid.get("device_authorization_endpoint"), None);
        assert_eq!(openid.get("registration_endpoint"), None);
        let server = document("oauth-authorization-server").await.json();
        let endpoint = registers.then(|| at("oauth/register"));
        assert_eq!(
            server.get("registration_endpoint"),
            endpoint.as_ref(),
            "{version}"
        );
    }
    let gitlab = office().start().unwrap();
    let keys = get_with(&gitlab, "/oauth/discovery/keys", &[]).await;
    assert_eq!(keys.json(), json!({ "keys": [] }));
}

#[tokio::test]
async fn user_info_is_for_tokens_with_openid() {
    let token = |scopes: &[&str], value| {
        let scopes = scopes.iter().copied();
        Token::oauth("alice").scopes(scopes).value(value)
    };
    let gitlab = office()
        .token(token(&["openid", "email"], "both"))
        .token(token(&["read_api"], "neither"))
        .token(token(&["openid"], "dead").revoked())
        .start()
        .unwrap();
    let info = bearer(&gitlab, "/oauth/userinfo", "both").await.json();
    assert_eq!(
        (&info["sub"], &info["nickname"], &info["email"]),
        (&json!("7"), &json!("alice"), &json!("alice@example.com"))
    );
    assert_eq!(
        bearer(&gitlab, "/oauth/userinfo", "neither").await.status,
        403
    );
    let dead = bearer(&gitlab, "/oauth/userinfo", "dead").await;
    assert_eq!((dead.status, dead.text.as_str()), (401, ""));
    assert!(
        dead.header("www-authenticate")
            .unwrap()
            .contains("was revoked"),
        "{dead:?}"
    );
}

async fn register(gitlab: &GitLab, body: Value) -> Got {
    let request = client(gitlab)
        .post(format!("{}/oauth/register", gitlab.base_url()))
        .header("content-type", "application/json");
    take_apart(request.body(body.to_string()).send().await.unwrap()).await
}

#[tokio::test]
async fn applications_register_themselves_for_nothing_useful() {
    let gitlab = office().now("2026-02-13T16:26:40Z").start().unwrap();
    let wish = json!({ "client_name": "Robot", "redirect_uris": [CALLBACK], "scope": "api" });
    let got = register(&gitlab, wish.clone()).await;
    let body = got.json();
    assert_eq!(
        (
            got.status,
            &body["scope"],
            &body["client_name"],
            &body["client_id_issued_at"]
        ),
        (
            201,
            &json!("mcp"),
            &json!("[Unverified Dynamic Application] Robot"),
            &json!(1_771_000_000)
        )
    );
    let client_id = body["client_id"].as_str().unwrap();
    let other = [("client_id", client_id), ("scope", "mcp")];
    let refused = gitlab.authorize(&address(&gitlab, &[("client_id", client_id)]), "alice");
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("scope is invalid")
    );
    let callback = gitlab
        .authorize(&address(&gitlab, &other), "alice")
        .unwrap();
    let code = told(&callback, "code").unwrap();
    let bare = exchange(
        &gitlab,
        &code,
        &[("client_id", client_id), ("code_verifier", "")],
    )
    .await;
    let description = "PKCE code_verifier is required for dynamic OAuth applications";
    assert_eq!(
        (bare.status, bare.json()),
        (
            400,
            json!({ "error": "invalid_request", "error_description": description })
        )
    );
    let verified = [("client_id", client_id), ("code_verifier", VERIFIER)];
    assert_eq!(exchange(&gitlab, &code, &verified).await.status, 200);

    for wrong in [
        json!({ "redirect_uris": [CALLBACK] }),
        json!({ "client_name": "x".repeat(200), "redirect_uris": [CALLBACK] }),
        json!({ "client_name": "Robot", "redirect_uris": ["javascript:alert(1)"] }),
        json!({ "client_name": "Robot" }),
    ] {
        let got = register(&gitlab, wrong).await;
        assert_eq!(verdict(&got), (400, "invalid_client_metadata".to_owned()));
    }
    let sixth = register(&gitlab, wish.clone()).await;
    assert_eq!(sixth.status, 429);
    assert!(
        sixth.json()["message"]["error"]
            .as_str()
            .unwrap()
            .contains("too many times")
    );
    let old = office().version("18.5.0").start().unwrap();
    assert_eq!(register(&old, wish).await.status, 404);
}

#[test]
fn applications_show_no_secret() {
    let application = Application::new("id").secret("hush");
    assert!(!format!("{application:?}").contains("hush"));
    assert_eq!(application.client_id(), "id");
}
