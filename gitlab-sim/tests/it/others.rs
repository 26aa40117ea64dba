//! What is neither REST nor a fault: GraphQL, OAuth, the pages of people who are signed in.

use gitlab_sim::{AccessLevel, Application, GitLab, Group, Scenario, Token, User};
use serde_json::{Value, json};

use crate::support::{Got, client, get_with, take_apart};

fn office() -> Scenario {
    Scenario::new()
        .today("2026-09-01")
        .user(User::new("alice").id(7))
        .token(Token::personal("alice"))
}

async fn ask(gitlab: &GitLab, query: &str) -> Value {
    let request = client(gitlab).post(format!("{}/api/graphql", gitlab.base_url()));
    let request = request.header("private-token", gitlab.token());
    let request = request.header("content-type", "application/json");
    let body = json!({ "query": query }).to_string();
    take_apart(request.body(body).send().await.unwrap())
        .await
        .json()
}

#[tokio::test]
async fn graphql_knows_user_and_version() {
    let gitlab = office().start().unwrap();
    let query =
        "{ me: currentUser { id username } metadata { version enterprise kas { enabled } } }";
    let data = json!({
        "me": { "id": "gid://gitlab/User/7", "username": "alice" },
        "metadata": { "version": "18.9.0-ee", "enterprise": true, "kas": { "enabled": true } },
    });
    assert_eq!(ask(&gitlab, query).await, json!({ "data": data }));
    for (query, part) in [
        (
            "{ currentUser { shoeSize } }",
            "Field 'shoeSize' doesn't exist on type 'CurrentUser'",
        ),
        (
            "{ nothing }",
            "Field 'nothing' doesn't exist on type 'Query'",
        ),
        ("{ currentUser", "Parse error"),
        ("", "No query string was present"),
    ] {
        let message = ask(&gitlab, query).await["errors"][0]["message"].clone();
        assert!(message.as_str().unwrap().contains(part), "{message}");
    }
    let blind = Scenario::new()
        .version("19.2.0-ee")
        .user(User::new("alice"));
    let blind = blind.token(Token::personal("alice").permissions(["read_project"]));
    let answer = ask(&blind.start().unwrap(), "{ currentUser { username } }").await;
    assert_eq!(answer["data"]["currentUser"], Value::Null);
    assert!(answer["errors"][0]["message"].is_string(), "{answer}");
}

async fn post(gitlab: &GitLab, path: &str, form: &str, authorization: &str) -> Got {
    let mut request = client(gitlab)
        .post(format!("{}{path}", gitlab.base_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    if !authorization.is_empty() {
        request = request.header("authorization", authorization);
    }
    take_apart(request.send().await.unwrap()).await
}

#[tokio::test]
async fn applications_introspect_and_revoke_their_tokens() {
    let gitlab = office()
        .application(Application::new("client").secret("hush"))
        .token(Token::oauth("alice").value("first"))
        .token(Token::oauth("alice").value("second"))
        .start()
        .unwrap();
    let client = "client_id=client&client_secret=hush";
    let introspect = "/oauth/introspect";
    let live = post(&gitlab, introspect, &format!("token=first&{client}"), "")
        .await
        .json();
    assert_eq!(
        (&live["active"], &live["scope"], &live["client_id"]),
        (&json!(true), &json!("read_api"), &json!("client"))
    );
    assert_eq!(
        live["exp"].as_i64().unwrap() - live["iat"].as_i64().unwrap(),
        7200
    );
    for (form, authorization, status, part) in [
        (
            "token=first".to_owned(),
            "Bearer second",
            200,
            "\"active\":true",
        ),
        (
            "token=first".to_owned(),
            "Bearer first",
            401,
            "The access token is invalid",
        ),
        (
            "token=first".to_owned(),
            "",
            400,
            "Request need to be authorized.",
        ),
        (format!("token=first&{client}x"), "", 401, "invalid_client"),
        (
            format!("token={}&{client}", gitlab.token()),
            "",
            200,
            "{\"active\":false}",
        ),
    ] {
        let got = post(&gitlab, introspect, &form, authorization).await;
        assert_eq!(got.status, status, "{form} {authorization}");
        assert!(got.text.contains(part), "{}", got.text);
    }

    let refused = post(&gitlab, "/oauth/revoke", "token=first", "").await;
    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (403, &json!("unauthorized_client"))
    );
    let revoked = post(
        &gitlab,
        "/oauth/revoke",
        &format!("token=first&{client}"),
        "",
    )
    .await;
    assert_eq!((revoked.status, revoked.json()), (200, json!({})));
    let user = get_with(
        &gitlab,
        "/api/v4/user",
        &[("authorization", "Bearer first")],
    )
    .await;
    assert!(user.text.contains("Token was revoked."), "{user:?}");
}

#[tokio::test]
async fn the_token_endpoint_says_what_is_missing() {
    let gitlab = office().application(Application::new("client").secret("hush"));
    let gitlab = gitlab.start().unwrap();
    for (form, status, error, part) in [
        (
            "",
            400,
            "invalid_request",
            "Missing required parameter: grant_type.",
        ),
        (
            "grant_type=magic",
            400,
            "unsupported_grant_type",
            "not supported",
        ),
        (
            "grant_type=authorization_code",
            400,
            "invalid_request",
            "parameter: code.",
        ),
        (
            "grant_type=authorization_code&code=x&redirect_uri=x",
            401,
            "invalid_client",
            "unknown client",
        ),
        // The token is looked at before the application is.
        (
            "grant_type=refresh_token&refresh_token=x",
            400,
            "invalid_grant",
            "is invalid, expired, revoked",
        ),
        (
            "grant_type=refresh_token&refresh_token=x&client_id=client&client_secret=hush",
            400,
            "invalid_grant",
            "is invalid, expired, revoked",
        ),
    ] {
        let got = post(&gitlab, "/oauth/token", form, "").await;
        assert_eq!(
            (got.status, &got.json()["error"]),
            (status, &json!(error)),
            "{form}"
        );
        assert!(got.text.contains(part), "{}", got.text);
        let challenge = got.header("www-authenticate").unwrap();
        assert!(
            challenge.starts_with("Bearer realm=\"Doorkeeper\""),
            "{challenge}"
        );
    }
}

async fn browse(gitlab: &GitLab, path: &str) -> Got {
    let cookie = gitlab.session_cookie("alice").unwrap();
    get_with(gitlab, path, &[("cookie", &cookie)]).await
}

#[tokio::test]
async fn token_pages_are_where_the_version_has_them() {
    let page = "personal_access_tokens";
    for (version, oldest, older, newest) in [
        ("13.4.0", 200, 404, 404),
        ("13.12.0", 302, 200, 404),
        ("16.6.0", 404, 200, 404),
        ("16.11.0", 404, 302, 200),
        ("18.9.0", 404, 404, 200),
    ] {
        let gitlab = office().version(version).start().unwrap();
        for (path, status) in [
            (format!("/profile/{page}"), oldest),
            (format!("/-/profile/{page}"), older),
            (format!("/-/user_settings/{page}"), newest),
        ] {
            assert_eq!(
                browse(&gitlab, &path).await.status,
                status,
                "{version} {path}"
            );
            let stranger = get_with(&gitlab, &path, &[]).await;
            assert_eq!(stranger.status, 302, "{version} {path}");
        }
    }
    let disabled = office().personal_tokens_disabled().start().unwrap();
    let path = format!("/-/user_settings/{page}");
    assert_eq!(browse(&disabled, &path).await.status, 404);
    assert_eq!(browse(&disabled, "/").await.status, 200);
    assert_eq!(
        browse(&disabled, "/-/user_settings/applications")
            .await
            .status,
        200
    );
    assert_eq!(disabled.session_cookie("nobody"), None);
}

#[tokio::test]
async fn the_token_form_is_filled_in_from_the_address() {
    let path = "personal_access_tokens?name=Viol%22et&scopes=api,read_user,magic&description=why";
    for (version, place, name, description) in [
        ("13.12.0", "profile", false, false),
        ("16.6.0", "profile", true, false),
        ("17.7.0", "user_settings", true, true),
        ("18.0.0", "user_settings", false, false),
        ("18.1.0", "user_settings", true, true),
    ] {
        let gitlab = office().version(version).start().unwrap();
        let page = browse(&gitlab, &format!("/-/{place}/{path}")).await.text;
        assert_eq!(
            page.contains("value=\"Viol&quot;et\""),
            name,
            "{version}: {page}"
        );
        assert_eq!(
            page.contains("value=\"read_user\" checked"),
            name,
            "{version}: {page}"
        );
        assert_eq!(
            page.contains("value=\"why\""),
            description,
            "{version}: {page}"
        );
        assert!(!page.contains("magic"), "{version}: {page}");
    }
}

#[tokio::test]
async fn tokens_of_places_are_for_those_who_rule_them() {
    let group = |level| Group::new("g").member("alice", level);
    for (level, status) in [(AccessLevel::Owner, 200), (AccessLevel::Developer, 404)] {
        let gitlab = office().group(group(level)).start().unwrap();
        let got = browse(&gitlab, "/groups/g/-/settings/access_tokens").await;
        assert_eq!(got.status, status, "{level:?}");
    }
}
