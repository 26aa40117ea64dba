//! What an administrator has decided: maintenance, read-only, fine-grained tokens, limits of endpoints.

use gitlab_sim::{GitLab, Group, Licence, Project, Scenario, Token, User};
use reqwest::Method;
use serde_json::json;

use crate::support::{Got, client, get, take_apart};

const THIS: &str = "/api/v4/personal_access_tokens/self";

fn office() -> Scenario {
    let token = Token::personal("alice").scopes(["api"]);
    Scenario::new().user(User::new("alice")).token(token)
}

async fn write(gitlab: &GitLab, method: Method, path: &str, kind: &str, body: &str) -> Got {
    let request = client(gitlab).request(method, format!("{}{path}", gitlab.base_url()));
    let request = request
        .header("private-token", gitlab.token())
        .header("content-type", kind);
    take_apart(request.body(body.to_owned()).send().await.unwrap()).await
}

#[tokio::test]
async fn writing_is_refused_and_reading_is_not() {
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let query = r#"{"query":"{ currentUser { username } }"}"#;
    for (scenario, status, retry) in [
        (office().maintenance_mode(), 503, Some("900")),
        (office().read_only(), 403, None),
    ] {
        let gitlab = scenario.start().unwrap();
        assert_eq!(get(&gitlab, "/api/v4/user").await.status, 200);
        let got = write(&gitlab, Method::DELETE, THIS, json, "").await;
        assert_eq!((got.status, got.header("retry-after")), (status, retry));
        let root = format!("{}/", gitlab.base_url());
        let got = write(&gitlab, Method::POST, "/oauth/revoke", form, "token=x").await;
        assert_eq!(
            (got.status, got.header("location")),
            (301, Some(root.as_str()))
        );
        let got = write(&gitlab, Method::POST, "/oauth/token", form, "").await;
        assert_eq!(got.status, 400);
        let got = write(&gitlab, Method::POST, "/api/graphql", json, query).await;
        assert_eq!(got.json()["data"]["currentUser"]["username"], "alice");
        assert_eq!(get(&gitlab, THIS).await.status, 200, "nothing was revoked");
    }
    let below = office()
        .relative_root("/gitlab")
        .maintenance_mode()
        .start()
        .unwrap();
    let got = write(&below, Method::POST, "/oauth/token", form, "").await;
    assert_eq!(
        got.status, 301,
        "the exception does not know relative roots"
    );
    for scenario in [
        office().maintenance_mode().version("13.8.0-ee"),
        office().maintenance_mode().version("18.9.0"),
        office().maintenance_mode().licence(Licence::Free),
    ] {
        let error = scenario.start().unwrap_err().to_string();
        assert!(error.contains("maintenance mode"), "{error}");
    }
}

#[tokio::test]
async fn moved_projects_are_not_written_to() {
    let project = Project::new("new/place").formerly("old/place");
    let gitlab = office().project(project).start().unwrap();
    let old = "/api/v4/projects/old%2Fplace";
    let got = write(&gitlab, Method::PUT, old, "application/json", "{}").await;
    let message = "Non GET methods are not allowed for moved projects";
    assert_eq!(
        (got.status, got.json()),
        (405, json!({ "message": message }))
    );
    assert_eq!(get(&gitlab, old).await.status, 301);
}

#[tokio::test]
async fn an_instance_may_demand_or_refuse_fine_grained_tokens() {
    let denied = |got: &Got| {
        assert_eq!(
            (got.status, &got.json()["error"]),
            (403, &json!("insufficient_granular_scope"))
        );
        got.json()["error_description"].as_str().unwrap().to_owned()
    };
    let bot = Token::group("g").value("a-bots");
    let strict = office()
        .version("19.2.0-ee")
        .group(Group::new("g"))
        .token(bot);
    let strict = strict.demands_fine_grained_tokens().start().unwrap();
    let text = denied(&get(&strict, THIS).await);
    assert!(
        text.ends_with("user permissions: [Personal Access Token: Read]."),
        "{text}"
    );
    let bots = crate::support::get_with(&strict, THIS, &[("private-token", "a-bots")]).await;
    assert_eq!(bots.status, 200, "only people's tokens");
    let path = format!("{THIS}/rotate");
    let rotate = write(&strict, Method::POST, &path, "application/json", "").await;
    assert!(
        rotate
            .text
            .contains("Rotation of legacy personal access tokens"),
        "{rotate:?}"
    );

    for (version, expected) in [
        ("18.9.0-ee", "Granular tokens are not yet supported"),
        (
            "19.2.0-ee",
            "Access denied: Fine-grained personal access tokens are not yet supported.",
        ),
    ] {
        let token = Token::personal("alice").permissions(["read_user"]);
        let scenario = Scenario::new().user(User::new("alice")).token(token);
        let gitlab = scenario
            .version(version)
            .fine_grained_tokens_disabled()
            .start();
        assert_eq!(
            denied(&get(&gitlab.unwrap(), "/api/v4/user").await),
            expected
        );
    }
}

#[tokio::test]
async fn endpoints_have_limits_of_their_own() {
    for (version, told) in [("18.5.0", true), ("18.4.0", false)] {
        let gitlab = office().version(version).endpoint_limit(1).start().unwrap();
        assert_eq!(get(&gitlab, "/api/v4/projects").await.status, 200);
        let got = get(&gitlab, "/api/v4/projects").await;
        let text = "This endpoint has been requested too many times. Try again later.";
        assert_eq!(
            (got.status, got.json()),
            (429, json!({ "message": { "error": text } }))
        );
        assert_eq!(got.header("retry-after").is_some(), told, "{version}");
        assert_eq!(get(&gitlab, "/api/v4/groups").await.status, 200);
        assert_eq!(get(&gitlab, "/api/v4/user").await.status, 200);
    }
}

#[tokio::test]
async fn requests_are_counted_for_each_credential() {
    let bob = Token::personal("bob").value("bobs");
    let gitlab = office()
        .user(User::new("bob"))
        .token(bob)
        .rate_limit(1)
        .start()
        .unwrap();
    assert_eq!(get(&gitlab, "/api/v4/user").await.status, 200);
    assert_eq!(get(&gitlab, "/api/v4/user").await.status, 429);
    let bobs =
        crate::support::get_with(&gitlab, "/api/v4/user", &[("private-token", "bobs")]).await;
    assert_eq!(
        (bobs.status, bobs.header("ratelimit-observed")),
        (200, Some("1"))
    );
    for (version, told) in [("13.7.0", false), ("13.8.0", true)] {
        let old = office().version(version).rate_limit(0).start().unwrap();
        let refused = get(&old, "/api/v4/user").await;
        assert_eq!(
            refused.header("ratelimit-limit").is_some(),
            told,
            "{version}"
        );
        assert!(refused.header("retry-after").is_some(), "{version}");
    }
}
