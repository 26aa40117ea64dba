//! The pages that people see: signing in, consent, and the dead ends.

use gitlab_sim::{AccountState, Application, User};
use serde_json::json;

use super::browser::Browser;
use super::flow::{CALLBACK, CONFIDENTIAL, SECRET, address, code, exchange, office, post, told};
use crate::support::{get_with, take_apart};

#[tokio::test]
async fn people_sign_in_agree_and_are_sent_back() {
    for root in ["", "/gitlab"] {
        let gitlab = office().relative_root(root).start().unwrap();
        let mut browser = Browser::new(&gitlab);
        browser.open(&address(&gitlab, &[])).await;
        assert!(
            browser.address.path().ends_with("/users/sign_in"),
            "{}",
            browser.address
        );
        browser.sign_in("nobody").await;
        assert!(browser.page().contains("Invalid login or password."));
        browser.sign_in("alice").await;
        assert_eq!(browser.address.path(), format!("{root}/oauth/authorize"));
        let page = browser.page();
        for part in [
            "Violet is requesting access",
            "@alice",
            "<code>read_api</code>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        browser.submit("authorization-button", &[]).await;
        let callback = browser.address.to_string();
        assert!(callback.starts_with(CALLBACK), "{callback}");
        assert_eq!(told(&callback, "state").as_deref(), Some("a b&c"));
        let code = told(&callback, "code").unwrap();
        assert_eq!(exchange(&gitlab, &code, &[]).await.status, 200);
        // A public application asks every time.
        browser.open(&address(&gitlab, &[])).await;
        assert!(browser.page().contains("Authorize application"));
    }
}

#[tokio::test]
async fn denial_is_sent_back() {
    let gitlab = office().start().unwrap();
    let mut browser = Browser::new(&gitlab);
    browser.open(&address(&gitlab, &[("state", "s")])).await;
    browser.sign_in("alice@example.com").await;
    browser.submit("deny-button", &[]).await;
    let expected = format!(
        "{CALLBACK}?error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.\
         &state=s"
    );
    assert_eq!(browser.address.as_str(), expected);
    let denied = gitlab.deny(&address(&gitlab, &[("state", "s")]), "alice");
    assert_eq!(denied.unwrap(), expected);
    let without = gitlab.deny(&address(&gitlab, &[("state", "")]), "alice");
    assert_eq!(told(&without.unwrap(), "state"), None);
}

#[tokio::test]
async fn nobody_agrees_by_a_form_of_another_site() {
    let gitlab = office().start().unwrap();
    let cookie = gitlab.session_cookie("alice").unwrap();
    let query = address(&gitlab, &[]);
    let query = query.split_once('?').unwrap().1;
    for token in ["", "&authenticity_token=guessed"] {
        let request = crate::support::client(&gitlab)
            .post(format!("{}/oauth/authorize", gitlab.base_url()))
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("{query}{token}"));
        let got = take_apart(request.send().await.unwrap()).await;
        assert_eq!((got.status, got.header("location")), (422, None), "{got:?}");
    }
    let nobody = post(&gitlab, "/oauth/authorize", query).await;
    assert_eq!(nobody.status, 302);
    assert!(
        nobody
            .header("location")
            .unwrap()
            .ends_with("/users/sign_in")
    );
    assert_eq!(
        post(&gitlab, "/users/sign_in", "user[login]=alice")
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn some_are_not_asked_and_led_on_by_the_page_itself() {
    let trusted = Application::new("trusted").redirect_uri(CALLBACK).trusted();
    let gitlab = office().application(trusted).start().unwrap();
    let other = [("client_id", CONFIDENTIAL)];
    let mut browser = Browser::new(&gitlab);
    browser.open(&address(&gitlab, &other)).await;
    browser.sign_in("alice").await;
    assert!(browser.page().contains("Authorize application"), "not yet");
    let shown = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    let exchanged = exchange(&gitlab, &code(&gitlab, &other), &shown).await;
    assert_eq!(exchanged.status, 200);
    for client in [CONFIDENTIAL, "trusted"] {
        browser
            .open(&address(&gitlab, &[("client_id", client)]))
            .await;
        let got = browser.got.as_ref().unwrap();
        assert_eq!(
            (got.status, got.header("location")),
            (200, None),
            "{client}"
        );
        let marked = format!("<meta http-equiv=\"refresh\" content=\"0; url={CALLBACK}?code=");
        assert!(got.text.contains(&marked), "{client}: {got:?}");
    }
    // Other scopes are another question.
    browser
        .open(&address(
            &gitlab,
            &[("client_id", CONFIDENTIAL), ("scope", "read_user")],
        ))
        .await;
    assert!(browser.page().contains("Authorize application"));
    gitlab.world().end_grant("alice", CONFIDENTIAL).unwrap();
    browser.open(&address(&gitlab, &other)).await;
    assert!(browser.page().contains("Authorize application"));
}

#[tokio::test]
async fn accounts_decide_how_far_one_gets() {
    for (state, page) in [
        (AccountState::Blocked, "Your account has been blocked."),
        (AccountState::PendingApproval, "pending approval"),
        (AccountState::PasswordExpired, "password has expired"),
        (AccountState::TermsNotAccepted, "Terms of Service"),
        (AccountState::Unconfirmed, "Verify the email address"),
        (AccountState::Deactivated, "Authorize application"),
    ] {
        let gitlab = office()
            .user(User::new("erika").state(state))
            .start()
            .unwrap();
        let address = address(&gitlab, &[]);
        let mut browser = Browser::new(&gitlab);
        browser.open(&address).await;
        browser.sign_in("erika").await;
        assert!(
            browser.page().contains(page),
            "{state:?}: {}",
            browser.page()
        );
        let decided = gitlab.authorize(&address, "erika");
        assert_eq!(
            decided.is_ok(),
            state == AccountState::Deactivated,
            "{state:?}"
        );
    }
    let gitlab = office().start().unwrap();
    let cookie = gitlab.session_cookie("alice").unwrap();
    gitlab
        .world()
        .set_account_state("alice", AccountState::Blocked)
        .unwrap();
    let path = address(&gitlab, &[]).replace(gitlab.base_url(), "");
    let got = get_with(&gitlab, &path, &[("cookie", &cookie)]).await;
    assert!(
        got.header("location").unwrap().ends_with("/users/sign_in"),
        "{got:?}"
    );
}

#[tokio::test]
async fn pages_show_what_others_wrote_as_text() {
    let awkward = Application::new("awkward")
        .name("<script>alert(1)</script>\"&")
        .redirect_uri("https://violet.example/?a=b&c=\"d");
    let gitlab = office().application(awkward).start().unwrap();
    let asked = address(
        &gitlab,
        &[
            ("client_id", "awkward"),
            ("redirect_uri", "https://violet.example/?a=b&c=\"d"),
            ("state", "\"><b>"),
        ],
    );
    let mut browser = Browser::new(&gitlab);
    browser.open(&asked).await;
    browser.sign_in("alice").await;
    assert!(
        browser
            .page()
            .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp; is requesting")
    );
    assert!(!browser.page().contains("\"><b>"));
    browser.submit("authorization-button", &[]).await;
    assert_eq!(
        told(browser.address.as_str(), "state").as_deref(),
        Some("\"><b>")
    );
    assert_eq!(told(browser.address.as_str(), "a").as_deref(), Some("b"));
}

#[tokio::test]
async fn people_sign_out() {
    let gitlab = office().start().unwrap();
    let mut browser = Browser::new(&gitlab);
    browser.open("/users/sign_in").await;
    browser.sign_in("alice").await;
    assert!(
        browser.page().contains("<title>Projects · GitLab"),
        "{}",
        browser.page()
    );
    browser.open("/users/sign_in").await;
    assert!(
        browser.page().contains("<title>Projects · GitLab"),
        "{}",
        browser.page()
    );
    let out = post(&gitlab, "/users/sign_out", "").await;
    assert_eq!(out.status, 302);
    assert!(
        out.header("set-cookie").unwrap().contains("Max-Age=0"),
        "{out:?}"
    );
    assert_eq!(json!(out.text.contains("<script")), json!(false));
}
