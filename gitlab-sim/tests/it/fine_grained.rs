//! Fine-grained tokens: what they may, and who wants them.

use gitlab_sim::{Group, Project, Scenario, Token, User};
use serde_json::{Value, json};

use crate::support::{Got, get};

fn alice(token: Token) -> Scenario {
    Scenario::new()
        .today("2026-09-01")
        .user(User::new("alice"))
        .token(token)
}

#[track_caller]
fn assert_answer(got: &Got, status: u16, body: &Value, case: &str) {
    assert_eq!((got.status, &got.json()), (status, body), "{case}");
}

#[tokio::test]
async fn fine_grained_tokens_have_permissions_instead() {
    let token = |permissions: &[&'static str]| {
        Token::personal("alice").permissions(permissions.iter().copied())
    };
    let start = |token: Token| {
        Scenario::company()
            .version("19.2.0-ee")
            .token(token)
            .start()
            .unwrap()
    };

    let blind = start(token(&["read_user", "read_project"]));
    let refused = |boundary: &str, permission: &str| {
        let description = format!(
            "Access denied: This operation requires a fine-grained personal access token with the following \
             {boundary} permissions: [{permission}]."
        );
        json!({ "error": "insufficient_granular_scope", "error_description": description })
    };
    for (path, boundary, permission) in [
        (
            "/api/v4/personal_access_tokens/self",
            "user",
            "Personal Access Token: Read",
        ),
        ("/api/v4/version", "instance", "Metadata: Read"),
        ("/api/v4/groups/platform", "group", "Group: Read"),
        (
            "/api/v4/projects/platform%2Fapi/merge_requests",
            "project",
            "Merge Request: Read",
        ),
    ] {
        assert_answer(
            &get(&blind, path).await,
            403,
            &refused(boundary, permission),
            path,
        );
    }
    for path in [
        "/api/v4/user",
        "/api/v4/projects",
        "/api/v4/projects/platform%2Fapi",
    ] {
        assert_eq!(get(&blind, path).await.status, 200, "{path}");
    }

    let limited =
        start(token(&["read_personal_access_token", "read_project"]).only_in("platform/web"));
    let shown = get(&limited, "/api/v4/personal_access_tokens/self")
        .await
        .json();
    assert_eq!(
        (&shown["scopes"], &shown["granular"]),
        (&json!(["granular"]), &json!(true))
    );
    assert_eq!(
        shown["granular_scopes"][0]["access"],
        "selected_memberships"
    );
    let paths = get(&limited, "/api/v4/projects")
        .await
        .all("path_with_namespace");
    assert!(
        !paths.is_empty()
            && paths
                .iter()
                .all(|path| path.as_str().unwrap().starts_with("platform/web/")),
        "{paths:?}"
    );
    assert_eq!(
        get(&limited, "/api/v4/projects/platform%2Fapi")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_groups_policy_may_want_fine_grained_tokens() {
    let scenario = |token: Token| {
        let group = Group::new("strict").demands_fine_grained_tokens();
        let project = Project::new("strict/inside/project");
        alice(token)
            .version("19.2.0-ee")
            .group(group)
            .project(project)
            .project(Project::new("lax/one"))
    };
    let legacy = scenario(Token::personal("alice")).start().unwrap();
    for (path, permissions) in [
        ("/api/v4/groups/strict", "group permissions: [Group: Read]"),
        (
            "/api/v4/groups/strict%2Finside/projects",
            "group permissions: [Project: Read]",
        ),
        (
            "/api/v4/projects/strict%2Finside%2Fproject",
            "project permissions: [Project: Read]",
        ),
        (
            "/api/v4/projects/strict%2Finside%2Fproject/labels",
            "project permissions: [Label: Read]",
        ),
    ] {
        let body = get(&legacy, path).await.json();
        assert_eq!(body["error"], "insufficient_granular_scope", "{path}");
        assert!(
            body["error_description"]
                .as_str()
                .unwrap()
                .contains(permissions),
            "{body}"
        );
    }
    for path in [
        "/api/v4/personal_access_tokens/self",
        "/api/v4/user",
        "/api/v4/projects/lax%2Fone",
        "/api/v4/groups",
    ] {
        assert_eq!(get(&legacy, path).await.status, 200, "{path}");
    }
    let fine = scenario(Token::personal("alice").permissions(["read_group"]))
        .start()
        .unwrap();
    assert_eq!(get(&fine, "/api/v4/groups/strict").await.status, 200);
}

#[tokio::test]
async fn missing_permissions_do_not_betray_what_is_hidden() {
    let path = "/api/v4/projects/hidden%2Fone";
    for (version, status) in [("18.10.0-ee", 403), ("19.2.0-ee", 404)] {
        let gitlab = Scenario::new()
            .version(version)
            .user(User::new("alice"))
            .token(Token::personal("alice").permissions(["read_user"]))
            .group(Group::new("hidden").without_members())
            .project(Project::new("hidden/one"))
            .start()
            .unwrap();
        assert_eq!(get(&gitlab, path).await.status, status, "{version}");
    }
}
