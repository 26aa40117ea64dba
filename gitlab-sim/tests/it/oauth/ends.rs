//! How authorizations end: by the application, by the person, by an administrator.

use super::flow::{
    CONFIDENTIAL, PUBLIC, SECRET, bearer, code, connect, exchange, office, pair, post, refresh,
    user, verdict,
};
use serde_json::json;

#[tokio::test]
async fn either_token_of_a_pair_revokes_both() {
    let gitlab = office().start().unwrap();
    for which in [0, 1] {
        let (access, renewal) = connect(&gitlab).await;
        let named = [&access, &renewal][which];
        let form = format!("token={named}&client_id={PUBLIC}");
        let got = post(&gitlab, "/oauth/revoke", &form).await;
        assert_eq!((got.status, got.json()), (200, json!({})));
        let dead = user(&gitlab, &access).await;
        assert!(dead.text.contains("Token was revoked."), "{dead:?}");
        assert_eq!(
            verdict(&refresh(&gitlab, &renewal, &[]).await),
            (400, "invalid_grant".to_owned())
        );
        assert_eq!(gitlab.world().live_grants(), 0);
        assert_eq!(
            post(&gitlab, "/oauth/revoke", &form).await.status,
            200,
            "again"
        );
    }
}

#[tokio::test]
async fn an_expired_access_token_revokes_nothing() {
    let gitlab = office().start().unwrap();
    let (access, renewal) = connect(&gitlab).await;
    gitlab.world().expire_access_token(&access).unwrap();
    let revoke = async |token: &str| {
        let form = format!("token={token}&client_id={PUBLIC}");
        post(&gitlab, "/oauth/revoke", &form).await
    };
    assert_eq!(revoke(&access).await.json(), json!({}));
    assert_eq!(gitlab.world().live_grants(), 1);
    assert_eq!(revoke(&renewal).await.json(), json!({}));
    assert_eq!(gitlab.world().live_grants(), 0);
}

#[tokio::test]
async fn revocation_needs_the_application() {
    let gitlab = office().start().unwrap();
    let other = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    let got = exchange(&gitlab, &code(&gitlab, &other[..1]), &other).await;
    let (access, _) = pair(&got);
    let refused = json!({
        "error": "unauthorized_client",
        "error_description": "You are not authorized to revoke this token",
    });
    for client in [
        "",
        "&client_id=unknown",
        &format!("&client_id={PUBLIC}"),
        &format!("&client_id={CONFIDENTIAL}"),
    ] {
        let got = post(&gitlab, "/oauth/revoke", &format!("token={access}{client}")).await;
        assert_eq!((got.status, got.json()), (403, refused.clone()), "{client}");
    }
    assert_eq!(user(&gitlab, &access).await.status, 200);
    let hint = "token_type_hint=access_token";
    let form = format!("token={access}&{hint}&client_id={CONFIDENTIAL}&client_secret={SECRET}");
    assert_eq!(post(&gitlab, "/oauth/revoke", &form).await.status, 200);
    assert_eq!(user(&gitlab, &access).await.status, 401);
}

#[tokio::test]
async fn people_and_administrators_end_what_applications_may() {
    let gitlab = office().start().unwrap();
    let (access, renewal) = connect(&gitlab).await;
    let pending = code(&gitlab, &[]);
    gitlab.world().end_grant("alice", PUBLIC).unwrap();
    assert!(
        user(&gitlab, &access)
            .await
            .text
            .contains("Token was revoked.")
    );
    let dead = (400, "invalid_grant".to_owned());
    assert_eq!(verdict(&refresh(&gitlab, &renewal, &[]).await), dead);
    assert_eq!(verdict(&exchange(&gitlab, &pending, &[]).await), dead);
    let again = gitlab
        .world()
        .end_grant("alice", PUBLIC)
        .unwrap_err()
        .to_string();
    assert!(
        again.contains("authorization of `public-client` by `alice`"),
        "{again}"
    );

    let (access, renewal) = connect(&gitlab).await;
    let pending = code(&gitlab, &[]);
    gitlab.world().remove_application(PUBLIC).unwrap();
    let unknown = user(&gitlab, &access).await;
    assert_eq!(
        (unknown.status, unknown.json()),
        (401, json!({ "message": "401 Unauthorized" }))
    );
    assert_eq!(
        verdict(&exchange(&gitlab, &pending, &[]).await),
        (401, "invalid_client".to_owned())
    );
    assert_eq!(verdict(&refresh(&gitlab, &renewal, &[]).await), dead);
    assert!(gitlab.world().remove_application(PUBLIC).is_err());
}

#[tokio::test]
async fn introspection_tells_an_application_about_its_own_tokens() {
    let gitlab = office().start().unwrap();
    let other = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    let got = exchange(&gitlab, &code(&gitlab, &other[..1]), &other).await;
    let (access, renewal) = pair(&got);
    let client = format!("client_id={CONFIDENTIAL}&client_secret={SECRET}");
    for token in [&access, &renewal] {
        let form = format!("token={token}&{client}");
        let body = post(&gitlab, "/oauth/introspect", &form).await.json();
        assert_eq!(
            (&body["active"], &body["client_id"]),
            (&json!(true), &json!(CONFIDENTIAL))
        );
    }
    let (foreign, _) = connect(&gitlab).await;
    gitlab.world().expire_access_token(&access).unwrap();
    for token in [&foreign, &access] {
        let form = format!("token={token}&{client}");
        let body = post(&gitlab, "/oauth/introspect", &form).await.json();
        assert_eq!(body, json!({ "active": false }));
    }
}

#[tokio::test]
async fn scopes_decide_what_the_api_allows() {
    let gitlab = office().start().unwrap();
    let narrow = code(&gitlab, &[("scope", "read_user")]);
    let (access, _) = pair(&exchange(&gitlab, &narrow, &[]).await);
    assert_eq!(user(&gitlab, &access).await.status, 200);
    let projects = bearer(&gitlab, "/api/v4/projects", &access).await;
    assert_eq!(verdict(&projects), (403, "insufficient_scope".to_owned()));
}
