//! Codes: from a person's consent to an access token, once.

use std::time::Duration;

use gitlab_sim::Application;
use serde_json::json;

use super::flow::{
    CALLBACK, CHALLENGE, CONFIDENTIAL, PUBLIC, SECRET, VERIFIER, address, bearer, code, exchange,
    office, told, user, verdict,
};

fn refused() -> (u16, String) {
    (400, "invalid_grant".to_owned())
}

#[tokio::test]
async fn consent_becomes_a_token_that_works() {
    let gitlab = office().now("2026-02-13T16:26:40Z").start().unwrap();
    let callback = gitlab.authorize(&address(&gitlab, &[]), "alice").unwrap();
    assert!(
        callback.starts_with(&format!("{CALLBACK}?code=")),
        "{callback}"
    );
    assert_eq!(told(&callback, "state").as_deref(), Some("a b&c"));
    let code = told(&callback, "code").unwrap();

    let got = exchange(&gitlab, &code, &[]).await;
    let body = got.json();
    let members: Vec<_> = body.as_object().unwrap().keys().collect();
    let expected = "access_token token_type expires_in refresh_token scope created_at";
    assert_eq!(members, expected.split(' ').collect::<Vec<_>>());
    assert_eq!(
        (
            &body["token_type"],
            &body["expires_in"],
            &body["scope"],
            &body["created_at"]
        ),
        (
            &json!("Bearer"),
            &json!(7200),
            &json!("read_api"),
            &json!(1_771_000_000)
        )
    );
    for name in ["access_token", "refresh_token"] {
        let value = body[name].as_str().unwrap();
        let hexadecimal = value.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(value.len() == 64 && hexadecimal, "{name}: {value}");
    }
    assert_ne!(body["access_token"], body["refresh_token"]);
    assert_eq!(got.header("cache-control"), Some("no-store"));

    let token = body["access_token"].as_str().unwrap();
    assert_eq!(user(&gitlab, token).await.json()["username"], "alice");
    let info = bearer(&gitlab, "/oauth/token/info", token).await.json();
    assert_eq!(
        (
            &info["application"]["uid"],
            &info["resource_owner_id"],
            &info["expires_in"]
        ),
        (&json!(PUBLIC), &json!(7), &json!(7200))
    );
    assert!(!format!("{:?}", *gitlab.world()).contains(token));
}

#[tokio::test]
async fn confidential_applications_show_their_secret_in_either_place() {
    let gitlab = office().start().unwrap();
    let other = [("client_id", CONFIDENTIAL)];
    let shown = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    let in_form = exchange(&gitlab, &code(&gitlab, &other), &shown).await;
    assert_eq!(in_form.status, 200);
    let request = crate::support::client(&gitlab)
        .post(format!("{}/oauth/token", gitlab.base_url()))
        .basic_auth(CONFIDENTIAL, Some(SECRET))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!(
            "grant_type=authorization_code&code={}&redirect_uri={CALLBACK}&code_verifier={VERIFIER}",
            code(&gitlab, &other)
        ));
    assert_eq!(request.send().await.unwrap().status(), 200);
    for secret in ["", "wrong"] {
        let other = [("client_id", CONFIDENTIAL), ("client_secret", secret)];
        let code = code(&gitlab, &[("client_id", CONFIDENTIAL)]);
        let got = exchange(&gitlab, &code, &other).await;
        assert_eq!(
            verdict(&got),
            (401, "invalid_client".to_owned()),
            "{secret}"
        );
    }
    let wrong = exchange(&gitlab, &code(&gitlab, &[]), &[("client_secret", "wrong")]).await;
    assert_eq!(verdict(&wrong), (401, "invalid_client".to_owned()));
}

#[tokio::test]
async fn codes_need_their_verifier() {
    let gitlab = office().start().unwrap();
    let mine = code(&gitlab, &[]);
    let wrong = "x".repeat(43);
    for verifier in [CHALLENGE, wrong.as_str()] {
        let got = exchange(&gitlab, &mine, &[("code_verifier", verifier)]).await;
        assert_eq!(verdict(&got), refused(), "{verifier}");
    }
    let missing = exchange(&gitlab, &mine, &[("code_verifier", "")]).await;
    assert_eq!(
        missing.json()["error_description"],
        "Missing required parameter: code_verifier."
    );
    // None of this has used it up.
    assert_eq!(exchange(&gitlab, &mine, &[]).await.status, 200);

    let plain = [
        ("code_challenge", VERIFIER),
        ("code_challenge_method", "plain"),
    ];
    assert_eq!(
        exchange(&gitlab, &code(&gitlab, &plain), &[]).await.status,
        200
    );
    let unasked = code(
        &gitlab,
        &[("code_challenge", ""), ("code_challenge_method", "")],
    );
    assert_eq!(verdict(&exchange(&gitlab, &unasked, &[]).await), refused());
    let without = exchange(&gitlab, &unasked, &[("code_verifier", "")]).await;
    assert_eq!(without.status, 200);

    let old = office().version("13.7.0").start().unwrap();
    let got = exchange(&old, &code(&old, &[]), &[("code_verifier", &wrong)]).await;
    assert_eq!(got.status, 200, "13.7 knows no challenges");
}

#[tokio::test]
async fn codes_work_once_at_their_place_for_their_client_for_ten_minutes() {
    let gitlab = office().start().unwrap();
    let mine = code(&gitlab, &[]);
    let elsewhere = [("redirect_uri", "https://violet.example/callback")];
    assert_eq!(
        verdict(&exchange(&gitlab, &mine, &elsewhere).await),
        refused()
    );
    let stolen = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    assert_eq!(verdict(&exchange(&gitlab, &mine, &stolen).await), refused());
    assert_eq!(verdict(&exchange(&gitlab, "unknown", &[]).await), refused());
    // The port does not count on loopback, here neither.
    let other_port = [("redirect_uri", "http://127.0.0.1:9/callback")];
    let first = exchange(&gitlab, &mine, &other_port).await;
    assert_eq!(first.status, 200);
    assert_eq!(verdict(&exchange(&gitlab, &mine, &[]).await), refused());
    let token = first.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        user(&gitlab, &token).await.status,
        200,
        "a replay ends nothing"
    );

    let in_time = code(&gitlab, &[]);
    gitlab.world().pass_time(Duration::from_secs(600));
    assert_eq!(exchange(&gitlab, &in_time, &[]).await.status, 200);
    let late = code(&gitlab, &[]);
    gitlab.world().pass_time(Duration::from_secs(601));
    assert_eq!(verdict(&exchange(&gitlab, &late, &[]).await), refused());
}

#[tokio::test]
async fn many_exchanges_of_one_code_at_once_give_one_token() {
    let gitlab = office().start().unwrap();
    let mine = code(&gitlab, &[]);
    let all = tokio::join!(
        exchange(&gitlab, &mine, &[]),
        exchange(&gitlab, &mine, &[]),
        exchange(&gitlab, &mine, &[]),
        exchange(&gitlab, &mine, &[]),
    );
    let statuses = [all.0.status, all.1.status, all.2.status, all.3.status];
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(gitlab.world().live_grants(), 1);
}

#[tokio::test]
async fn tokens_live_as_long_as_the_version_lets_them() {
    let lasting = || {
        Application::new("lasting")
            .redirect_uri(CALLBACK)
            .tokens_never_expire()
    };
    for (version, client, expected) in [
        ("13.12.0", PUBLIC, json!(null)),
        ("14.3.0", PUBLIC, json!(7200)),
        ("14.3.0", "lasting", json!(null)),
        ("15.0.0", PUBLIC, json!(7200)),
    ] {
        let mut scenario = office().version(version);
        if client == "lasting" {
            scenario = scenario.application(lasting());
        }
        let gitlab = scenario.start().unwrap();
        let client = [("client_id", client)];
        let got = exchange(&gitlab, &code(&gitlab, &client), &client).await;
        assert_eq!(got.json()["expires_in"], expected, "{version} {client:?}");
        let token = got.json()["access_token"].as_str().unwrap().to_owned();
        let info = bearer(&gitlab, "/oauth/token/info", &token).await.json();
        assert_eq!(info["expires_in"], expected, "{version}");
        gitlab.world().pass_time(Duration::from_secs(7200));
        let status = if expected.is_null() { 200 } else { 401 };
        assert_eq!(user(&gitlab, &token).await.status, status, "{version}");
    }
}

#[tokio::test]
async fn who_authorizes_again_got_the_same_token_once() {
    for (version, same) in [("15.1.0", true), ("15.2.0", false)] {
        let gitlab = office().version(version).start().unwrap();
        let mut tokens = Vec::new();
        for _ in 0..2 {
            let got = exchange(&gitlab, &code(&gitlab, &[]), &[]).await;
            tokens.push(got.json()["access_token"].clone());
        }
        assert_eq!(tokens[0] == tokens[1], same, "{version}");
    }
}
