//! Devices: a code is shown, somebody agrees, the device asks until then.

use std::time::Duration;

use gitlab_sim::GitLab;
use serde_json::json;

use super::browser::Browser;
use super::flow::{CONFIDENTIAL, PUBLIC, office, post, user, verdict};
use crate::support::Got;

async fn begin(gitlab: &GitLab) -> (String, String) {
    let form = format!("client_id={PUBLIC}&scope=read_api");
    let got = post(gitlab, "/oauth/authorize_device", &form).await;
    assert_eq!(got.status, 200, "{got:?}");
    let body = got.json();
    let member = |name: &str| body[name].as_str().unwrap().to_owned();
    (member("device_code"), member("user_code"))
}

async fn poll(gitlab: &GitLab, device_code: &str) -> Got {
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let form = format!("grant_type={grant}&device_code={device_code}&client_id={PUBLIC}");
    post(gitlab, "/oauth/token", &form).await
}

fn told(error: &str) -> (u16, String) {
    (400, error.to_owned())
}

#[tokio::test]
async fn devices_wait_until_somebody_agrees() {
    let gitlab = office().relative_root("/gitlab").start().unwrap();
    let form = format!("client_id={PUBLIC}&scope=read_api");
    let begun = post(&gitlab, "/oauth/authorize_device", &form).await.json();
    let page = format!("{}/oauth/device", gitlab.base_url());
    let user_code = begun["user_code"].as_str().unwrap();
    let device_code = begun["device_code"].as_str().unwrap();
    assert_eq!(
        begun,
        json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user_code={user_code}"),
            "expires_in": 300,
            "interval": 5,
        })
    );
    assert!(
        user_code.len() == 8
            && user_code
                .bytes()
                .all(|it| it.is_ascii_digit() || it.is_ascii_uppercase())
    );

    let pending = poll(&gitlab, device_code).await;
    assert_eq!(verdict(&pending), told("authorization_pending"));
    assert!(pending.text.contains("unexpected condition"), "{pending:?}");
    assert_eq!(
        verdict(&poll(&gitlab, device_code).await),
        told("slow_down")
    );
    gitlab.world().pass_time(Duration::from_secs(5));
    assert_eq!(
        verdict(&poll(&gitlab, device_code).await),
        told("authorization_pending")
    );

    gitlab.approve_device(user_code, "alice").unwrap();
    assert_eq!(
        verdict(&poll(&gitlab, device_code).await),
        told("slow_down"),
        "too early, even so"
    );
    gitlab.world().pass_time(Duration::from_secs(5));
    let got = poll(&gitlab, device_code).await;
    let body = got.json();
    assert_eq!(
        (got.status, &body["expires_in"], &body["scope"]),
        (200, &json!(7200), &json!("read_api"))
    );
    assert!(body["refresh_token"].is_string());
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(user(&gitlab, token).await.json()["username"], "alice");
    assert_eq!(
        verdict(&poll(&gitlab, device_code).await),
        told("invalid_grant")
    );
    assert!(gitlab.approve_device(user_code, "alice").is_err());
}

#[tokio::test]
async fn device_codes_run_out() {
    let gitlab = office().start().unwrap();
    let (device_code, user_code) = begin(&gitlab).await;
    gitlab.world().pass_time(Duration::from_secs(301));
    let late = gitlab
        .approve_device(&user_code, "alice")
        .unwrap_err()
        .to_string();
    assert!(late.contains("has expired"), "{late}");
    assert_eq!(
        verdict(&poll(&gitlab, &device_code).await),
        told("expired_token")
    );
    assert_eq!(
        verdict(&poll(&gitlab, &device_code).await),
        told("invalid_grant")
    );
}

#[tokio::test]
async fn devices_are_refused_what_their_application_may_not_have() {
    let gitlab = office().start().unwrap();
    for (form, expected) in [
        ("scope=read_api", (401, "invalid_client")),
        ("client_id=unknown&scope=read_api", (401, "invalid_client")),
        (
            &format!("client_id={CONFIDENTIAL}&scope=read_api"),
            (401, "invalid_client"),
        ),
        (
            &format!("client_id={PUBLIC}&scope=sudo"),
            (400, "invalid_scope"),
        ),
        (&format!("client_id={PUBLIC}"), (400, "invalid_scope")),
    ] {
        let got = post(&gitlab, "/oauth/authorize_device", form).await;
        assert_eq!(verdict(&got), (expected.0, expected.1.to_owned()), "{form}");
    }
    let old = office().version("17.1.0").start().unwrap();
    let form = format!("client_id={PUBLIC}&scope=read_api");
    assert_eq!(
        post(&old, "/oauth/authorize_device", &form).await.status,
        404
    );
    assert_eq!(
        verdict(&poll(&old, "x").await),
        told("unsupported_grant_type")
    );
    assert!(old.approve_device("x", "alice").is_err());
    let first = office().version("17.2.0").start().unwrap();
    assert_eq!(
        post(&first, "/oauth/authorize_device", &form).await.status,
        200
    );
}

#[tokio::test]
async fn the_interval_can_be_shorter() {
    let gitlab = office().device_interval(Duration::ZERO).start().unwrap();
    let (device_code, user_code) = begin(&gitlab).await;
    for _ in 0..3 {
        assert_eq!(
            verdict(&poll(&gitlab, &device_code).await),
            told("authorization_pending")
        );
    }
    gitlab.approve_device(&user_code, "bruno").unwrap();
    assert_eq!(poll(&gitlab, &device_code).await.status, 200);
}

#[tokio::test]
async fn people_agree_on_a_page() {
    let gitlab = office().start().unwrap();
    let (device_code, user_code) = begin(&gitlab).await;
    let mut browser = Browser::new(&gitlab);
    browser.open("/oauth/device").await;
    browser.sign_in("alice").await;
    assert!(
        browser.page().contains("Enter the code"),
        "{}",
        browser.page()
    );
    browser
        .submit("continue-button", &[("user_code", "WRONG")])
        .await;
    assert!(
        browser.page().contains("The user code is invalid."),
        "{}",
        browser.page()
    );
    browser
        .submit("continue-button", &[("user_code", &user_code)])
        .await;
    assert!(
        browser.page().contains("Violet is requesting access"),
        "{}",
        browser.page()
    );
    assert_eq!(
        verdict(&poll(&gitlab, &device_code).await),
        told("authorization_pending")
    );
    browser.submit("authorization-button", &[]).await;
    assert!(
        browser.page().contains("The device was authorized."),
        "{}",
        browser.page()
    );
    gitlab.world().pass_time(Duration::from_secs(5));
    assert_eq!(poll(&gitlab, &device_code).await.status, 200);

    let (_, user_code) = begin(&gitlab).await;
    let complete = format!("/oauth/device?user_code={user_code}");
    browser.open(&complete).await;
    assert!(browser.page().contains(&user_code), "{}", browser.page());
}
