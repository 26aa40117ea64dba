//! Renewal: the old pair is dead at once, and of several who try one succeeds.

use std::time::Duration;

use gitlab_sim::{Fault, Token};
use serde_json::json;

use super::flow::{
    CONFIDENTIAL, SECRET, bearer, code, connect, exchange, office, pair, refresh, user, verdict,
};

#[tokio::test]
async fn renewal_ends_the_old_pair_at_once() {
    let gitlab = office().start().unwrap();
    let (access, renewal) = connect(&gitlab).await;
    let got = refresh(&gitlab, &renewal, &[]).await;
    assert_eq!(
        (got.status, &got.json()["scope"]),
        (200, &json!("read_api"))
    );
    let (next, next_renewal) = pair(&got);
    assert_eq!(user(&gitlab, &next).await.status, 200);
    let old = user(&gitlab, &access).await;
    let revoked = "Token was revoked. You have to re-authorize from the user.";
    assert_eq!(
        (old.status, &old.json()["error_description"]),
        (401, &json!(revoked))
    );
    let again = refresh(&gitlab, &renewal, &[]).await;
    assert_eq!(verdict(&again), (400, "invalid_grant".to_owned()));
    // Neither does the reuse of an old one end the new one.
    assert_eq!(refresh(&gitlab, &next_renewal, &[]).await.status, 200);
    let errors: Vec<_> = gitlab
        .token_requests()
        .into_iter()
        .filter(|request| request.grant_type == "refresh_token")
        .map(|request| request.error)
        .collect();
    assert_eq!(errors, [None, Some("invalid_grant".to_owned()), None]);
    gitlab.clear_counters();
    assert_eq!(gitlab.token_request_count("refresh_token"), 0);
}

#[tokio::test]
async fn of_many_renewals_at_once_exactly_one_succeeds() {
    let gitlab = office().start().unwrap();
    let (_, renewal) = connect(&gitlab).await;
    let all = tokio::join!(
        refresh(&gitlab, &renewal, &[]),
        refresh(&gitlab, &renewal, &[]),
        refresh(&gitlab, &renewal, &[]),
        refresh(&gitlab, &renewal, &[]),
        refresh(&gitlab, &renewal, &[]),
    );
    let all = [all.0, all.1, all.2, all.3, all.4];
    let won = all.iter().filter(|got| got.status == 200).count();
    let lost = all
        .iter()
        .filter(|got| verdict(got) == (400, "invalid_grant".to_owned()));
    assert_eq!((won, lost.count()), (1, 4));
    assert_eq!(gitlab.token_request_count("refresh_token"), 5);
    assert_eq!(gitlab.world().live_grants(), 1);
}

#[tokio::test]
async fn expired_tokens_can_still_be_renewed() {
    let gitlab = office().start().unwrap();
    let (access, renewal) = connect(&gitlab).await;
    gitlab.world().expire_access_token(&access).unwrap();
    let dead = user(&gitlab, &access).await;
    assert!(dead.text.contains("Token is expired."), "{dead:?}");
    let info = bearer(&gitlab, "/oauth/token/info", &access).await;
    assert_eq!(
        info.json()["error_description"],
        "The access token is invalid"
    );
    let (access, renewal) = pair(&refresh(&gitlab, &renewal, &[]).await);
    assert_eq!(user(&gitlab, &access).await.status, 200);
    assert_eq!(gitlab.world().expire_all_access_tokens(), 1);
    assert_eq!(user(&gitlab, &access).await.status, 401);
    assert_eq!(gitlab.world().expire_all_access_tokens(), 0);
    let (access, _) = pair(&refresh(&gitlab, &renewal, &[]).await);
    gitlab.world().pass_time(Duration::from_secs(7199));
    assert_eq!(user(&gitlab, &access).await.status, 200);
    gitlab.world().pass_time(Duration::from_secs(1));
    assert_eq!(user(&gitlab, &access).await.status, 401);
    let missing = gitlab.world().expire_access_token("nothing").unwrap_err();
    assert!(
        missing.to_string().contains("no OAuth access token"),
        "{missing}"
    );
}

#[tokio::test]
async fn scopes_may_become_fewer() {
    let gitlab = office().start().unwrap();
    let both = code(&gitlab, &[("scope", "read_api read_user")]);
    let (_, renewal) = pair(&exchange(&gitlab, &both, &[]).await);
    let more = refresh(&gitlab, &renewal, &[("scope", "read_api api")]).await;
    assert_eq!(verdict(&more), (400, "invalid_scope".to_owned()));
    let fewer = refresh(&gitlab, &renewal, &[("scope", "read_user")]).await;
    assert_eq!(fewer.json()["scope"], "read_user");
}

#[tokio::test]
async fn only_its_application_renews_a_token() {
    let gitlab = office().start().unwrap();
    let (_, renewal) = connect(&gitlab).await;
    let stolen = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    for (other, expected) in [
        (&stolen[..], (400, "invalid_grant")),
        (&stolen[..1], (401, "invalid_client")),
        (&[("client_id", "unknown")][..], (401, "invalid_client")),
        (&[("client_id", "")][..], (400, "invalid_grant")),
        (&[("refresh_token", "unknown")][..], (400, "invalid_grant")),
        (&[("refresh_token", "")][..], (400, "invalid_request")),
    ] {
        let got = refresh(&gitlab, &renewal, other).await;
        assert_eq!(
            verdict(&got),
            (expected.0, expected.1.to_owned()),
            "{other:?}"
        );
    }
    // Nothing of this has used it up.
    assert_eq!(refresh(&gitlab, &renewal, &[]).await.status, 200);
}

#[tokio::test]
async fn another_process_may_have_been_faster() {
    let gitlab = office().start().unwrap();
    let (_, renewal) = connect(&gitlab).await;
    let theirs = gitlab.world().use_refresh_token(&renewal).unwrap();
    assert!(!format!("{theirs:?}").contains(&theirs.access_token));
    let mine = refresh(&gitlab, &renewal, &[]).await;
    assert_eq!(verdict(&mine), (400, "invalid_grant".to_owned()));
    assert_eq!(user(&gitlab, &theirs.access_token).await.status, 200);
    assert!(gitlab.world().use_refresh_token(&renewal).is_err());
    assert_eq!(
        refresh(&gitlab, &theirs.refresh_token, &[]).await.status,
        200
    );
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_renewal_was_done() {
    let gitlab = office().start().unwrap();
    let (access, renewal) = connect(&gitlab).await;
    gitlab.clear_counters();
    gitlab.set_fault("/oauth/token", Fault::answer_lost().times(1));
    let request = crate::support::client(&gitlab)
        .post(format!("{}/oauth/token", gitlab.base_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!(
            "grant_type=refresh_token&refresh_token={renewal}&client_id={}",
            super::flow::PUBLIC
        ));
    assert!(request.send().await.is_err());
    assert_eq!(gitlab.token_requests()[0].error, None);
    let old = user(&gitlab, &access).await;
    assert!(old.text.contains("Token was revoked."), "{old:?}");
    let again = refresh(&gitlab, &renewal, &[]).await;
    assert_eq!(verdict(&again), (400, "invalid_grant".to_owned()));

    // A fault that answers instead does nothing.
    let (access, renewal) = connect(&gitlab).await;
    gitlab.clear_counters();
    gitlab.set_fault("/oauth/token", Fault::status(503).times(1));
    assert_eq!(refresh(&gitlab, &renewal, &[]).await.status, 503);
    assert_eq!(
        (gitlab.token_requests().len(), gitlab.request_count()),
        (0, 1)
    );
    assert_eq!(user(&gitlab, &access).await.status, 200);
}

#[tokio::test]
async fn tokens_of_a_scenario_can_be_renewed_too() {
    let token = Token::oauth("alice").value("first").refresh_token("next");
    let gitlab = office()
        .token(token.of_application(CONFIDENTIAL))
        .start()
        .unwrap();
    let other = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    let got = refresh(&gitlab, "next", &other).await;
    assert_eq!(got.status, 200, "{got:?}");
    assert_eq!(user(&gitlab, "first").await.status, 401);
}
