//! Who may not, and what GitLab says then.

use gitlab_sim::{AccountState, Scenario, Token, User};
use serde_json::{Value, json};

use crate::support::{Got, get, get_with};

const EVERYWHERE: [&str; 4] = [
    "/api/v4/personal_access_tokens/self",
    "/api/v4/user",
    "/api/v4/version",
    "/api/v4/projects",
];

fn alice(user: User, token: Token) -> Scenario {
    Scenario::new().today("2026-09-01").user(user).token(token)
}

#[track_caller]
fn assert_answer(got: &Got, status: u16, body: &Value, case: &str) {
    assert_eq!((got.status, &got.json()), (status, body), "{case}");
}

fn invalid(description: &str) -> Value {
    json!({ "error": "invalid_token", "error_description": description })
}

#[tokio::test]
async fn dead_tokens_are_told_why_everywhere() {
    let expired = "Token is expired. You can either do re-authorization or token refresh.";
    let revoked = "Token was revoked. You have to re-authorize from the user.";
    let impersonation = "Token is an impersonation token but impersonation was disabled.";
    let token = || Token::personal("alice");
    let blocked = || User::new("alice").state(AccountState::Blocked);
    for (scenario, description) in [
        (
            alice(User::new("alice"), token().expires_on("2026-08-01")),
            expired,
        ),
        // From the first moment of its date.
        (
            alice(User::new("alice"), token().expires_on("2026-09-01")),
            expired,
        ),
        (alice(User::new("alice"), token().revoked()), revoked),
        // The first reason found is the one told.
        (
            alice(blocked(), token().expires_in_days(0).revoked()),
            expired,
        ),
        (
            alice(blocked(), token().revoked().scopes(["read_user"])),
            revoked,
        ),
        (
            alice(User::new("alice"), Token::impersonation("alice")).impersonation_disabled(),
            impersonation,
        ),
    ] {
        let gitlab = scenario.start().unwrap();
        for path in EVERYWHERE {
            let got = get(&gitlab, path).await;
            assert_answer(&got, 401, &invalid(description), path);
            let challenge = format!(
                "Bearer realm=\"Protected by OAuth 2.0\", error=\"invalid_token\", error_description=\"{description}\""
            );
            assert_eq!(got.header("www-authenticate"), Some(challenge.as_str()));
        }
    }
    let tomorrow = alice(User::new("alice"), token().expires_on("2026-09-02"))
        .start()
        .unwrap();
    assert_eq!(get(&tomorrow, "/api/v4/user").await.status, 200);
}

#[tokio::test]
async fn unknown_tokens_are_refused_and_nobody_sees_what_is_public() {
    let gitlab = Scenario::demo().start().unwrap();
    let unauthorized = json!({ "message": "401 Unauthorized" });
    for path in EVERYWHERE {
        let got = get_with(&gitlab, path, &[("private-token", "glpat-unknown")]).await;
        assert_answer(&got, 401, &unauthorized, path);
        assert_eq!(got.header("www-authenticate"), None);
    }
    for headers in [
        &[][..],
        &[("private-token", "glcbt-64_AbCdEfGhJkMnPqRsTuVw")][..],
        &[("private-token", "")][..],
    ] {
        for path in &EVERYWHERE[..3] {
            assert_answer(
                &get_with(&gitlab, path, headers).await,
                401,
                &unauthorized,
                path,
            );
        }
        let projects = get_with(&gitlab, "/api/v4/projects", headers).await;
        assert_eq!(projects.status, 200);
        let mut visibilities = projects.all("visibility");
        visibilities.dedup();
        assert_eq!(visibilities, ["public"]);
        assert!(projects.json()[0].get("permissions").is_none());
    }
    let disabled = Scenario::demo().personal_tokens_disabled().start().unwrap();
    assert_answer(
        &get(&disabled, "/api/v4/user").await,
        401,
        &unauthorized,
        "switched off",
    );
}

#[tokio::test]
async fn two_carriers_at_once_are_a_bad_request() {
    let gitlab = Scenario::demo().start().unwrap();
    let bearer = format!("Bearer {}", gitlab.token());
    let got = get_with(
        &gitlab,
        &format!("/api/v4/user?access_token={}", gitlab.token()),
        &[("authorization", &bearer)],
    )
    .await;
    let description = "Both Authorization header and payload includes access token.";
    assert_answer(
        &got,
        400,
        &json!({ "error": "invalid_request", "error_description": description }),
        "both",
    );
}

#[tokio::test]
async fn refused_accounts_are_told_why() {
    for (state, start, end) in [
        (
            AccountState::Internal,
            "This action cannot be performed by internal users",
            "users",
        ),
        (
            AccountState::PendingApproval,
            "Your account is pending approval from your administrator",
            "hence blocked.",
        ),
        (
            AccountState::TermsNotAccepted,
            "You (@alice) must accept the Terms of Service in order",
            "{base}.",
        ),
        (
            AccountState::Deactivated,
            "Your account has been deactivated by your administrator.",
            "account at {base}",
        ),
        (
            AccountState::Unconfirmed,
            "Your primary email address is not confirmed.",
            "{base}/users/confirmation/new",
        ),
        (
            AccountState::Blocked,
            "Your account has been blocked.",
            "blocked.",
        ),
        (
            AccountState::Banned,
            "Your account has been blocked.",
            "blocked.",
        ),
        (
            AccountState::PasswordExpired,
            "Your password expired.",
            "update your password.",
        ),
        (
            AccountState::RefusedForAnUnknownReason,
            "Your request has been rejected for an unknown reason.Please",
            "Support.",
        ),
    ] {
        // Whatever the scope: the account is looked at first.
        let token = Token::personal("alice").scopes(["read_repository"]);
        let gitlab = alice(User::new("alice").state(state), token)
            .start()
            .unwrap();
        for path in EVERYWHERE {
            let got = get(&gitlab, path).await;
            let message = got.json()["message"].as_str().unwrap().to_owned();
            assert_eq!(got.status, 403, "{message}");
            assert!(
                message.starts_with(&format!("403 Forbidden - {start}")),
                "{message}"
            );
            assert!(
                message.ends_with(&end.replace("{base}", gitlab.base_url())),
                "{message}"
            );
        }
    }
    let old = alice(
        User::new("alice").state(AccountState::PasswordExpired),
        Token::personal("alice"),
    )
    .version("13.12.0");
    assert_eq!(get(&old.start().unwrap(), "/api/v4/user").await.status, 200);
}

#[tokio::test]
async fn users_that_demand_proof_of_possession_get_it_asked() {
    let gitlab = alice(User::new("alice").demands_dpop(), Token::personal("alice"))
        .start()
        .unwrap();
    let got = get(&gitlab, "/api/v4/user").await;
    let description = "DPoP validation error: DPoP header is missing";
    assert_answer(
        &got,
        401,
        &json!({ "error": "dpop_error", "error_description": description }),
        "dpop",
    );
    assert!(
        got.header("www-authenticate")
            .unwrap()
            .contains("error=\"dpop_error\"")
    );
}

#[tokio::test]
async fn scopes_that_suffice_are_named() {
    let user = "read_user ai_workflows api read_api";
    let version = "read_user ai_features api read_api";
    for (scope, path, missing) in [
        (
            "read_repository",
            "/api/v4/personal_access_tokens/self",
            None,
        ),
        ("read_repository", "/api/v4/user", Some(user)),
        ("read_repository", "/api/v4/version", Some(version)),
        ("read_repository", "/api/v4/metadata", Some(version)),
        ("read_repository", "/api/v4/projects", Some("api read_api")),
        ("read_user", "/api/v4/user", None),
        ("read_user", "/api/v4/version", None),
        ("read_user", "/api/v4/projects", Some("api read_api")),
        ("read_user", "/api/v4/groups", Some("api read_api")),
        (
            "read_user",
            "/api/v4/projects/1/issues",
            Some("api read_api"),
        ),
        ("api", "/api/v4/groups", None),
        ("read_api", "/api/v4/groups", None),
    ] {
        let gitlab = alice(User::new("alice"), Token::personal("alice").scopes([scope]))
            .start()
            .unwrap();
        let got = get(&gitlab, path).await;
        match missing {
            None => assert_eq!(got.status, 200, "{scope} {path}"),
            Some(scopes) => {
                let description =
                    "The request requires higher privileges than provided by the access token.";
                let body = json!({ "error": "insufficient_scope", "error_description": description, "scope": scopes });
                assert_answer(&got, 403, &body, path);
                assert_eq!(got.header("www-authenticate"), None, "{path}");
            }
        }
    }
    let trap = alice(
        User::new("alice"),
        Token::personal("alice").scopes(["read_user"]),
    )
    .version("15.2.4")
    .start()
    .unwrap();
    let got = get(&trap, "/api/v4/personal_access_tokens/self").await;
    assert_eq!(
        (got.status, &got.json()["scope"]),
        (403, &json!("api read_api"))
    );
    assert_eq!(get(&trap, "/api/v4/user").await.status, 200);
}
