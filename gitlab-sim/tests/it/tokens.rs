//! Tokens that show, list, rotate and end themselves and each other.

use gitlab_sim::{AccessLevel, GitLab, Group, Project, Scenario, Token, User};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Got, client, get_with, take_apart};

const LIST: &str = "/api/v4/personal_access_tokens";
const THIS: &str = "/api/v4/personal_access_tokens/self";
const ROTATE: &str = "/api/v4/personal_access_tokens/self/rotate";

fn office() -> Scenario {
    Scenario::new()
        .today("2026-09-01")
        .user(User::new("alice").id(7))
        .user(User::new("bob"))
        .user(User::new("root").administrator())
        .token(Token::personal("alice").value("alices").scopes(["api"]))
        .token(Token::personal("bob").value("bobs").name("nightly"))
        .token(Token::personal("root").value("roots").scopes(["api"]))
        .token(
            Token::impersonation("alice")
                .value("masked")
                .scopes(["api"]),
        )
}

async fn send(gitlab: &GitLab, method: Method, path: &str, token: &str) -> Got {
    let request = client(gitlab).request(method, format!("{}{path}", gitlab.base_url()));
    take_apart(request.header("private-token", token).send().await.unwrap()).await
}

async fn get(gitlab: &GitLab, path: &str, token: &str) -> Got {
    send(gitlab, Method::GET, path, token).await
}

#[tokio::test]
async fn tokens_are_listed_to_their_owners_and_to_administrators() {
    let gitlab = office().start().unwrap();
    for (token, query, ids) in [
        ("alices", "", json!([1])),
        ("roots", "", json!([1, 2, 3, 4])),
        ("roots", "?user_id=7", json!([1, 4])),
        ("roots", "?search=NIGHT", json!([2])),
        ("roots", "?revoked=true", json!([])),
        ("roots", "?state=active&per_page=1&page=2", json!([2])),
    ] {
        let got = get(&gitlab, &format!("{LIST}{query}"), token).await;
        assert_eq!(json!(got.all("id")), ids, "{token} {query}");
    }
    assert_eq!(
        get(&gitlab, &format!("{LIST}?user_id=8"), "alices")
            .await
            .status,
        401
    );
    for (token, id, status) in [
        ("alices", 1, 200),
        ("alices", 2, 401),
        ("alices", 99, 401),
        ("roots", 2, 200),
        ("roots", 99, 404),
    ] {
        let got = get(&gitlab, &format!("{LIST}/{id}"), token).await;
        assert_eq!(got.status, status, "{token} {id}");
    }
}

#[tokio::test]
async fn lists_came_to_the_editions_one_after_the_other() {
    for (version, list, one) in [
        ("13.2.0-ee", 404, 404),
        ("13.3.0", 404, 405),
        ("13.3.0-ee", 200, 405),
        ("13.6.0", 200, 405),
        ("15.1.0", 200, 200),
    ] {
        let gitlab = office().version(version).start().unwrap();
        assert_eq!(get(&gitlab, LIST, "alices").await.status, list, "{version}");
        let shown = get(&gitlab, &format!("{LIST}/1"), "alices").await;
        assert_eq!(shown.status, one, "{version}");
    }
}

#[tokio::test]
async fn members_come_and_go_with_versions() {
    for (version, expected) in [
        ("16.11.0", [false, false, false]),
        ("17.7.0", [true, false, false]),
        ("18.2.0", [true, true, false]),
        ("18.9.0", [true, false, false]),
        ("19.2.0", [true, false, true]),
    ] {
        let gitlab = office().version(version).start().unwrap();
        let body = get(&gitlab, THIS, "alices").await.json();
        let has = ["description", "last_used_ips", "granular"].map(|name| body.get(name).is_some());
        assert_eq!(has, expected, "{version}");
    }
}

#[tokio::test]
async fn rotation_gives_a_week_and_ends_the_old_token() {
    let gitlab = office().version("17.0.0").start().unwrap();
    let rotated = send(&gitlab, Method::POST, ROTATE, "alices").await.json();
    assert_eq!(
        (&rotated["id"], &rotated["expires_at"]),
        (&json!(5), &json!("2026-09-08"))
    );
    let new = rotated["token"].as_str().unwrap();
    assert_eq!(get(&gitlab, THIS, new).await.json()["id"], 5);
    assert!(
        get(&gitlab, THIS, "alices")
            .await
            .text
            .contains("Token was revoked.")
    );

    // Whoever comes back with the old one ends the new one, too.
    assert_eq!(
        send(&gitlab, Method::POST, ROTATE, "alices").await.status,
        401
    );
    assert!(
        get(&gitlab, THIS, new)
            .await
            .text
            .contains("Token was revoked.")
    );
    assert_eq!(get(&gitlab, THIS, "masked").await.status, 200);
}

#[tokio::test]
async fn rotation_is_bounded() {
    let gitlab = office().start().unwrap();
    let reason = |text: &str| json!({ "message": format!("400 Bad request - {text}") });
    for (date, status, body) in [
        (
            "2027-10-01",
            400,
            reason("Expiration date must be before 2027-09-01"),
        ),
        (
            "2026-08-31",
            400,
            reason("Expiration date can't be in the past"),
        ),
        ("soon", 400, json!({ "error": "expires_at is invalid" })),
    ] {
        let path = format!("{ROTATE}?expires_at={date}");
        let got = send(&gitlab, Method::POST, &path, "alices").await;
        assert_eq!((got.status, got.json()), (status, body), "{date}");
    }
    let request = client(&gitlab).post(format!("{}{ROTATE}", gitlab.base_url()));
    let request = request.header("private-token", "alices");
    let request = request.header("content-type", "application/json");
    let sent = request.body(r#"{"expires_at":"2026-12-24"}"#).send().await;
    let got = take_apart(sent.unwrap()).await;
    assert_eq!(got.json()["expires_at"], "2026-12-24");

    for (version, scope, status) in [
        ("16.9.0", "api", 404),
        ("16.10.0", "api", 200),
        ("16.10.0", "self_rotate", 403),
        ("17.9.0", "self_rotate", 200),
    ] {
        let token = Token::personal("bob").value("rotates").scopes([scope]);
        let gitlab = office().version(version).token(token).start().unwrap();
        let got = send(&gitlab, Method::POST, ROTATE, "rotates").await;
        assert_eq!(got.status, status, "{version} {scope}");
    }
}

#[tokio::test]
async fn revocation_has_its_rules() {
    let gitlab = office().start().unwrap();
    let delete = async |path: &str, token: &str| {
        let got = send(&gitlab, Method::DELETE, path, token).await;
        got.status
    };
    assert_eq!(delete(THIS, "masked").await, 400, "an impersonated user");
    assert_eq!(
        delete(&format!("{LIST}/2"), "alices").await,
        400,
        "another's"
    );
    assert_eq!(
        delete(&format!("{LIST}/99"), "roots").await,
        404,
        "nobody's"
    );
    assert_eq!(delete(&format!("{LIST}/2"), "bobs").await, 403, "by scope");
    assert_eq!(
        delete(&format!("{LIST}/2"), "roots").await,
        204,
        "an administrator"
    );
    assert!(
        get(&gitlab, THIS, "bobs")
            .await
            .text
            .contains("Token was revoked.")
    );
    assert_eq!(delete(THIS, "alices").await, 204, "one's own");

    for (version, scope, status) in [
        ("14.10.0", "api", 404),
        ("15.0.0", "api", 204),
        ("15.3.0", "read_user", 403),
        ("15.4.0", "read_user", 204),
    ] {
        let token = Token::personal("bob").value("ends").scopes([scope]);
        let gitlab = office().version(version).token(token).start().unwrap();
        let got = send(&gitlab, Method::DELETE, THIS, "ends").await;
        assert_eq!(got.status, status, "{version} {scope}");
    }
}

#[tokio::test]
async fn associations_tell_roles() {
    let scenario = office()
        .group(Group::new("ours").member("alice", AccessLevel::Maintainer))
        .group(Group::new("theirs").without_members())
        .project(Project::new("ours/one"))
        .project(Project::new("theirs/two").member("alice", AccessLevel::Reporter));
    let gitlab = scenario.clone().start().unwrap();
    let path = format!("{THIS}/associations");
    let found = get(&gitlab, &path, "alices").await.json();
    assert_eq!(found["groups"][0]["access_levels"], 40);
    let levels = |place: usize| found["projects"][place]["access_levels"].clone();
    let level = |own: Value, by_group: Value| json!({ "project_access_level": own, "group_access_level": by_group });
    assert_eq!(levels(0), level(Value::Null, json!(40)));
    assert_eq!(levels(1), level(json!(20), Value::Null));
    let bounded = get(&gitlab, &format!("{path}?min_access_level=30"), "alices")
        .await
        .json();
    assert_eq!(bounded["projects"].as_array().unwrap().len(), 1);
    let old = scenario.version("17.3.0").start().unwrap();
    assert_eq!(get(&old, &path, "alices").await.status, 404);
}

#[tokio::test]
async fn administrators_may_act_for_others() {
    let sudo = Token::personal("root")
        .value("sudoers")
        .scopes(["api", "sudo"]);
    let gitlab = office().token(sudo).start().unwrap();
    let user = async |token: &str, whom: &str| {
        let headers = [("private-token", token), ("sudo", whom)];
        get_with(&gitlab, "/api/v4/user", &headers).await
    };
    assert_eq!(user("sudoers", "alice").await.json()["username"], "alice");
    assert_eq!(user("sudoers", "7").await.json()["username"], "alice");
    for (token, whom, status, part) in [
        (
            "alices",
            "bob",
            403,
            "403 Forbidden - Must be admin to use sudo",
        ),
        (
            "sudoers",
            "x",
            404,
            "404 User with ID or username 'x' Not Found",
        ),
        ("roots", "bob", 403, "\"scope\":\"sudo\""),
    ] {
        let got = user(token, whom).await;
        assert_eq!(got.status, status, "{token} {whom}");
        assert!(got.text.contains(part), "{}", got.text);
    }
}

#[tokio::test]
async fn admin_mode_makes_administrators_ordinary() {
    let free = Token::personal("root")
        .value("modes")
        .scopes(["api", "admin_mode"]);
    let scenario = office()
        .group(Group::new("closed").without_members())
        .token(free);
    let gitlab = scenario.clone().admin_mode().start().unwrap();
    for (token, administrator, status) in [("roots", false, 404), ("modes", true, 200)] {
        let user = get(&gitlab, "/api/v4/user", token).await.json();
        assert_eq!(user.get("is_admin").is_some(), administrator, "{token}");
        let closed = get(&gitlab, "/api/v4/groups/closed", token).await;
        assert_eq!(closed.status, status, "{token}");
    }
    let error = scenario.version("15.7.0").admin_mode().start().unwrap_err();
    assert!(error.to_string().contains("admin_mode"), "{error}");
}

#[tokio::test]
async fn carriers_are_read_as_the_version_does() {
    let personal = "glpat-AbCdEfGhJkMnPqRsTuVw";
    let token = || Token::personal("alice").value(personal);
    let short = Token::personal("alice").value("AbCdEfGhJkMnPqRsTuVw");
    let oauth = Token::oauth("alice").value("an-oauth-token");
    let scenario = office().token(token()).token(short).token(oauth);
    for (version, carried, status) in [
        ("13.6.0", personal, 401),
        ("13.6.0", "AbCdEfGhJkMnPqRsTuVw", 200),
        ("13.6.0", "an-oauth-token", 200),
        ("13.7.0", personal, 200),
    ] {
        let gitlab = scenario.clone().version(version).start().unwrap();
        let bearer = format!("Bearer {carried}");
        let got = get_with(&gitlab, "/api/v4/user", &[("authorization", &bearer)]).await;
        assert_eq!(got.status, status, "{version} {carried}");
    }
    let gitlab = scenario.start().unwrap();
    for (query, status) in [
        ("bearer_token=an-oauth-token", 200),
        ("access_token=an-oauth-token", 200),
        ("private_token=an-oauth-token", 401),
        ("access_token=alices", 401),
    ] {
        let got = get_with(&gitlab, &format!("/api/v4/user?{query}"), &[]).await;
        assert_eq!(got.status, status, "{query}");
    }
}

#[tokio::test]
async fn expired_tokens_could_work_on() {
    let token = Token::personal("alice")
        .value("old")
        .expires_on("2026-08-01");
    let scenario = office().token(token);
    let gitlab = scenario
        .clone()
        .version("15.2.0-ee")
        .expiry_ignored()
        .start()
        .unwrap();
    let listed = get(&gitlab, &format!("{LIST}/5"), "old").await.json();
    assert_eq!(
        (&listed["active"], &listed["expires_at"]),
        (&json!(true), &json!("2026-08-01"))
    );
    assert!(
        scenario
            .version("15.3.0-ee")
            .expiry_ignored()
            .start()
            .is_err()
    );
}
