//! What a token, its user and the instance are told to be.

use gitlab_sim::{AccessLevel, Group, Project, Scenario, Token, User};
use serde_json::{Value, json};

use crate::support::{get, get_with};

fn jane() -> Scenario {
    let jane = User::new("jane").name("Jane").id(7);
    Scenario::new()
        .version("18.9.0-ee")
        .today("2026-09-01")
        .user(jane)
}

fn token() -> Token {
    Token::personal("jane")
        .id(42)
        .name("ci")
        .value("glpat-AbCdEfGhJkMnPqRsTuVw")
        .expires_on("2027-01-09")
}

/// Whether every member of `expected` is in `actual`.
#[track_caller]
fn assert_contains(actual: &Value, expected: &Value) {
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(actual.get(name), Some(value), "`{name}` in {actual}");
    }
}

#[tokio::test]
async fn a_token_tells_about_itself() {
    let expected = json!({
        "id": 42, "name": "ci", "revoked": false, "description": null, "scopes": ["read_api"], "user_id": 7,
        "active": true, "expires_at": "2027-01-09", "last_used_at": "2026-08-31T06:00:00.000Z",
    });
    let gitlab = jane().token(token()).start().unwrap();
    let path = "/api/v4/personal_access_tokens/self";
    let got = get(&gitlab, path).await;
    assert_eq!(
        (got.status, got.header("content-type")),
        (200, Some("application/json"))
    );
    assert_contains(&got.json(), &expected);
    assert!(got.json().get("granular").is_none(), "{got:?}");

    let bearer = format!("Bearer {}", gitlab.token());
    assert_eq!(
        get_with(&gitlab, path, &[("authorization", &bearer)])
            .await
            .json(),
        got.json()
    );
    let in_query = get_with(
        &gitlab,
        &format!("{path}?private_token={}", gitlab.token()),
        &[],
    )
    .await;
    assert_eq!(in_query.json(), got.json());
}

#[tokio::test]
async fn self_answers_as_the_version_does() {
    let unauthorized = json!({ "message": "401 Unauthorized" });
    for (version, user, status, body) in [
        (
            "13.2.10-ee",
            "jane",
            404,
            json!({ "error": "404 Not Found" }),
        ),
        (
            "13.12.15",
            "jane",
            405,
            json!({ "error": "405 Not Allowed" }),
        ),
        ("15.2.4", "jane", 401, unauthorized.clone()),
        ("15.2.4", "root", 401, unauthorized.clone()),
        ("15.4.6-ee", "jane", 401, unauthorized),
        (
            "15.4.6-ee",
            "root",
            404,
            json!({ "message": "404 Not Found" }),
        ),
    ] {
        let root = User::new("root").administrator();
        let gitlab = jane()
            .version(version)
            .user(root)
            .token(Token::personal(user))
            .start()
            .unwrap();
        let got = get(&gitlab, "/api/v4/personal_access_tokens/self").await;
        assert_eq!((got.status, got.json()), (status, body), "{version} {user}");
        assert_eq!(
            get(&gitlab, "/api/v4/user").await.status,
            200,
            "{version} {user}"
        );
    }
    for (version, described, granular) in [
        ("16.11.0", false, false),
        ("17.7.0", true, false),
        ("19.2.0-ee", true, true),
    ] {
        let gitlab = jane().version(version).token(token()).start().unwrap();
        let body = get(&gitlab, "/api/v4/personal_access_tokens/self")
            .await
            .json();
        let has = |name: &str| body.get(name).is_some();
        assert_eq!(
            (has("description"), has("granular"), has("granular_scopes")),
            (described, granular, granular),
            "{version}"
        );
    }
}

#[tokio::test]
async fn users_and_their_bots_can_be_told_apart() {
    let gitlab = jane()
        .user(User::new("root").administrator())
        .group(Group::new("platform").id(55))
        .project(Project::new("platform/api").id(123))
        .token(token())
        .token(Token::personal("root"))
        .token(
            Token::project("platform/api")
                .value("project-token")
                .access(AccessLevel::Reporter),
        )
        .token(Token::group("platform").value("group-token"))
        .token(Token::service_account("platform").value("service-token"))
        .start()
        .unwrap();
    let jane = get(&gitlab, "/api/v4/user").await.json();
    assert_contains(
        &jane,
        &json!({ "id": 7, "username": "jane", "name": "Jane", "state": "active", "bot": false, "locked": false,
            "email": "jane@example.com", "web_url": format!("{}/jane", gitlab.base_url()) }),
    );
    assert!(jane.get("is_admin").is_none(), "{jane}");
    let root = get_with(
        &gitlab,
        "/api/v4/user",
        &[("private-token", &gitlab.tokens()[1].1)],
    )
    .await
    .json();
    assert_eq!(root["is_admin"], true);
    for (value, prefix) in [
        ("project-token", "project_123_bot_"),
        ("group-token", "group_55_bot_"),
        ("service-token", "service_account_group_55_"),
    ] {
        let bot = get_with(&gitlab, "/api/v4/user", &[("private-token", value)])
            .await
            .json();
        let username = bot["username"].as_str().unwrap();
        let tail = username
            .strip_prefix(prefix)
            .unwrap_or_else(|| panic!("{username}"));
        assert!(
            tail.len() == 32 && tail.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{username}"
        );
        assert_eq!(bot["bot"], true, "{username}");
        let projects = get_with(
            &gitlab,
            "/api/v4/projects?membership=true",
            &[("private-token", value)],
        )
        .await;
        assert_eq!(projects.all("id"), [123], "{username}");
    }
}

#[tokio::test]
async fn the_instance_tells_its_version_and_edition() {
    for (version, metadata, members) in [
        (
            "18.9.0-ee",
            200,
            vec!["version", "revision", "kas", "enterprise"],
        ),
        ("15.5.0", 200, vec!["version", "revision", "kas"]),
        ("15.2.4", 200, vec!["version", "revision"]),
        ("13.12.15", 404, vec!["version", "revision"]),
    ] {
        let gitlab = jane().version(version).token(token()).start().unwrap();
        let body = get(&gitlab, "/api/v4/version").await.json();
        assert_eq!(body["version"], version);
        assert_eq!(
            body.as_object().unwrap().keys().collect::<Vec<_>>(),
            members,
            "{version}"
        );
        assert_eq!(
            get(&gitlab, "/api/v4/metadata").await.status,
            metadata,
            "{version}"
        );
        assert_eq!(
            get_with(&gitlab, "/api/v4/version", &[]).await.status,
            401,
            "{version}"
        );
    }
    for (version, enterprise) in [("18.9.0-ee", true), ("18.9.0", false)] {
        let gitlab = jane().version(version).token(token()).start().unwrap();
        assert_eq!(
            get(&gitlab, "/api/v4/version").await.json()["enterprise"],
            enterprise
        );
    }
}

#[tokio::test]
async fn oauth_tokens_tell_about_themselves_elsewhere() {
    let value = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let gitlab = jane()
        .token(Token::oauth("jane").value(value))
        .token(token())
        .start()
        .unwrap();
    let bearer = format!("Bearer {value}");
    let info = get_with(&gitlab, "/oauth/token/info", &[("authorization", &bearer)]).await;
    assert_contains(
        &info.json(),
        &json!({ "resource_owner_id": 7, "scope": ["read_api"], "expires_in": 6100 }),
    );

    let on_self = get_with(
        &gitlab,
        "/api/v4/personal_access_tokens/self",
        &[("authorization", &bearer)],
    )
    .await;
    let reason =
        "400 Bad request - This endpoint requires token type to be a personal access token";
    assert_eq!(
        (on_self.status, on_self.json()),
        (400, json!({ "message": reason }))
    );
    let in_header = get(&gitlab, "/api/v4/user").await;
    assert_eq!(
        (in_header.status, in_header.json()),
        (401, json!({ "message": "401 Unauthorized" }))
    );
    assert_eq!(
        get_with(&gitlab, "/api/v4/user", &[("authorization", &bearer)])
            .await
            .json()["id"],
        7
    );

    for other in [
        format!("Bearer {}", gitlab.tokens()[1].1),
        "Bearer unknown".to_owned(),
    ] {
        let got = get_with(&gitlab, "/oauth/token/info", &[("authorization", &other)]).await;
        assert_eq!(
            (got.status, &got.json()["error"]),
            (401, &json!("invalid_token"))
        );
        assert!(
            got.header("www-authenticate")
                .unwrap()
                .starts_with("Bearer realm=\"Doorkeeper\"")
        );
    }
}

#[tokio::test]
async fn what_is_not_the_api_looks_so() {
    let gitlab = jane()
        .token(token())
        .relative_root("/gitlab")
        .start()
        .unwrap();
    assert!(gitlab.base_url().ends_with("/gitlab"));
    let sign_in = format!("{}/users/sign_in", gitlab.base_url());
    for path in [
        "",
        "/",
        "/dashboard",
        "/platform/api",
        "/-/user_settings/personal_access_tokens",
    ] {
        let got = get(&gitlab, path).await;
        assert_eq!(
            (got.status, got.header("location")),
            (302, Some(sign_in.as_str())),
            "{path}"
        );
        assert!(
            got.header("content-type").unwrap().starts_with("text/html"),
            "{path}"
        );
    }
    assert!(
        get(&gitlab, "/users/sign_in")
            .await
            .text
            .contains("Sign in · GitLab")
    );
    assert!(
        get(&gitlab, "/assets/missing.js")
            .await
            .text
            .contains("could not be found (404)")
    );
    for (path, status, body) in [
        ("/api/v4/nothing", 404, json!({ "error": "404 Not Found" })),
        ("/api/v5/user", 404, json!({ "error": "404 Not Found" })),
        (
            "/api/v3/user",
            410,
            json!({ "error": "API V3 is no longer supported. Use API V4 instead." }),
        ),
    ] {
        let got = get(&gitlab, path).await;
        assert_eq!((got.status, got.json()), (status, body), "{path}");
        assert!(
            got.header("x-gitlab-meta").is_some() && got.header("x-request-id").is_some(),
            "{path}"
        );
    }
    let outside = gitlab.base_url().replace("/gitlab", "/api/v4/version");
    let got = crate::support::take_apart(
        crate::support::client(&gitlab)
            .get(outside)
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((got.status, got.header("x-gitlab-meta")), (404, None));
    assert!(got.text.contains("nginx"), "{got:?}");
}

#[tokio::test]
async fn a_token_can_end_its_own_life() {
    let gitlab = jane().token(token().scopes(["read_user"])).start().unwrap();
    let address = format!("{}/api/v4/personal_access_tokens/self", gitlab.base_url());
    let request = crate::support::client(&gitlab)
        .delete(&address)
        .bearer_auth(gitlab.token());
    assert_eq!(request.send().await.unwrap().status(), 204);
    let got = get(&gitlab, "/api/v4/user").await;
    assert_eq!(
        (got.status, &got.json()["error"]),
        (401, &json!("invalid_token"))
    );
    let posted = crate::support::client(&gitlab)
        .post(&address)
        .send()
        .await
        .unwrap();
    assert_eq!(posted.status(), 405);
}
