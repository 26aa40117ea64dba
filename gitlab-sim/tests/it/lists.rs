//! Projects, groups and records: who sees which, and how they are filtered.

use gitlab_sim::{
    AccessLevel, Group, Licence, Project, RecordKind, Scenario, Token, User, Visibility,
};
use serde_json::json;

use crate::support::{get, get_with};

fn office() -> Scenario {
    Scenario::new()
        .today("2026-09-01")
        .user(User::new("alice"))
        .user(User::new("bob"))
        .user(User::new("root").administrator())
        .token(Token::personal("alice"))
        .group(
            Group::new("ours")
                .member("alice", AccessLevel::Guest)
                .member("bob", AccessLevel::Owner),
        )
        .group(Group::new("ours/deep").member("alice", AccessLevel::Maintainer))
        .group(
            Group::new("theirs")
                .visibility(Visibility::Public)
                .member("bob", AccessLevel::Owner),
        )
        .group(Group::new("hidden").without_members())
        .group(Group::new("fenced").limits_addresses())
        .project(Project::new("ours/one").description("first"))
        .project(Project::new("ours/deep/two").archived())
        .project(Project::new("ours/deep/three").name("Third Door"))
        .project(
            Project::new("theirs/open")
                .visibility(Visibility::Public)
                .shared_with("ours/deep"),
        )
        .project(Project::new("theirs/internal").visibility(Visibility::Internal))
        .project(Project::new("hidden/secret").formerly("hidden/old"))
        .project(
            Project::new("hidden/mine")
                .member("alice", AccessLevel::Reporter)
                .formerly("old/mine"),
        )
        .project(Project::new("alice/notes"))
        .project(Project::new("fenced/inside"))
}

#[tokio::test]
async fn projects_are_seen_and_filtered() {
    let gitlab = office().start().unwrap();
    for (query, expected) in [
        (
            "",
            "ours/one ours/deep/two ours/deep/three theirs/open theirs/internal hidden/mine alice/notes fenced/inside",
        ),
        (
            "membership=true",
            "ours/one ours/deep/two ours/deep/three theirs/open hidden/mine alice/notes fenced/inside",
        ),
        (
            "membership=true&archived=false&min_access_level=20",
            "ours/deep/three theirs/open hidden/mine alice/notes fenced/inside",
        ),
        (
            "min_access_level=40",
            "ours/deep/two ours/deep/three alice/notes",
        ),
        ("owned=true", "alice/notes"),
        ("archived=true", "ours/deep/two"),
        ("active=false", "ours/deep/two"),
        ("visibility=internal", "theirs/internal"),
        ("search=door", "ours/deep/three"),
        ("search=THREE", "ours/deep/three"),
        (
            "search=ours/d&search_namespaces=true",
            "ours/deep/two ours/deep/three",
        ),
        ("id_after=6&id_before=9", "hidden/mine alice/notes"),
    ] {
        let got = get(
            &gitlab,
            &format!("/api/v4/projects?order_by=id&sort=asc&{query}"),
        )
        .await;
        assert_eq!(
            got.all("path_with_namespace"),
            expected.split(' ').collect::<Vec<_>>(),
            "{query}"
        );
    }
    let by_name = get(
        &gitlab,
        "/api/v4/projects?order_by=name&sort=desc&membership=true&archived=false",
    )
    .await;
    assert_eq!(
        by_name.all("name"),
        ["Third Door", "Open", "One", "Notes", "Mine", "Inside"]
    );
    let youngest_first = get(&gitlab, "/api/v4/projects").await.all("id");
    assert!(
        youngest_first.is_sorted_by(|one, other| one.as_u64() > other.as_u64()),
        "{youngest_first:?}"
    );

    let simple = get(&gitlab, "/api/v4/projects?simple=true&per_page=1")
        .await
        .json();
    assert!(
        simple[0].get("archived").is_none() && simple[0].get("permissions").is_none(),
        "{simple}"
    );
    assert!(simple[0]["namespace"]["full_path"].is_string(), "{simple}");
}

#[tokio::test]
async fn single_projects_and_groups_are_found_by_id_and_path() {
    let gitlab = office().start().unwrap();
    let project = get(&gitlab, "/api/v4/projects/ours%2Fdeep%2Fthree")
        .await
        .json();
    assert_eq!(
        (&project["id"], &project["archived"]),
        (&json!(3), &json!(false))
    );
    assert_eq!(project["name_with_namespace"], "Ours / Deep / Third Door");
    assert_eq!(project["permissions"]["group_access"]["access_level"], 40);
    assert_eq!(get(&gitlab, "/api/v4/projects/3").await.json(), project);
    let group = get(&gitlab, "/api/v4/groups/ours%2Fdeep").await.json();
    assert_eq!(
        (&group["full_name"], &group["parent_id"]),
        (&json!("Ours / Deep"), &json!(1))
    );
    assert_eq!(group["projects"].as_array().unwrap().len(), 2);
    assert!(
        get(&gitlab, "/api/v4/groups/ours%2Fdeep?with_projects=false")
            .await
            .json()
            .get("projects")
            .is_none()
    );
    for (path, what) in [
        ("/api/v4/projects/404", "Project"),
        ("/api/v4/projects/hidden%2Fsecret", "Project"),
        ("/api/v4/projects/hidden%2Fold", "Project"),
        ("/api/v4/projects/fenced%2Finside", "Project"),
        ("/api/v4/projects/ours", "Project"),
        ("/api/v4/groups/404", "Group"),
        ("/api/v4/groups/hidden", "Group"),
        ("/api/v4/groups/fenced", "Group"),
        ("/api/v4/groups/ours%2Fone", "Group"),
    ] {
        let got = get(&gitlab, path).await;
        assert_eq!(
            (got.status, got.json()),
            (404, json!({ "message": format!("404 {what} Not Found") })),
            "{path}"
        );
    }
    let moved = get(&gitlab, "/api/v4/projects/old%2Fmine/issues").await;
    let location = format!("{}/api/v4/projects/7/issues", gitlab.base_url());
    assert_eq!(
        (moved.status, moved.header("location")),
        (301, Some(location.as_str()))
    );
    assert_eq!(
        moved.text,
        format!("This resource has been moved permanently to {location}")
    );
}

#[tokio::test]
async fn groups_are_seen_and_filtered() {
    let gitlab = office().start().unwrap();
    for (path, expected) in [
        ("/groups", "ours/deep fenced ours"),
        ("/groups?all_available=true", "ours/deep fenced ours theirs"),
        ("/groups?top_level_only=true", "fenced ours"),
        ("/groups?min_access_level=40", "ours/deep"),
        ("/groups?search=DEE", "ours/deep"),
        ("/groups?order_by=id&sort=desc", "fenced ours/deep ours"),
        ("/groups/ours/subgroups", "ours/deep"),
        ("/groups/ours/descendant_groups?search=nothing", ""),
    ] {
        let got = get(&gitlab, &format!("/api/v4{path}")).await;
        let expected: Vec<_> = expected.split_whitespace().collect();
        assert_eq!(got.all("full_path"), expected, "{path}");
        assert_eq!(
            got.header("x-total"),
            Some(expected.len().to_string().as_str()),
            "{path}"
        );
    }
    for (path, expected) in [
        ("/groups/ours/projects", "ours/one"),
        (
            "/groups/ours/projects?include_subgroups=true",
            "ours/deep/three ours/deep/two ours/one",
        ),
        (
            "/groups/ours/projects?include_subgroups=true&archived=false",
            "ours/deep/three ours/one",
        ),
        (
            "/groups/ours%2Fdeep/projects",
            "theirs/open ours/deep/three ours/deep/two",
        ),
        (
            "/groups/ours%2Fdeep/projects?with_shared=false",
            "ours/deep/three ours/deep/two",
        ),
        (
            "/groups/ours%2Fdeep/projects?with_shared=false&search=two",
            "ours/deep/two",
        ),
    ] {
        let got = get(&gitlab, &format!("/api/v4{path}")).await;
        assert_eq!(
            got.all("path_with_namespace"),
            expected.split(' ').collect::<Vec<_>>(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn records_are_counted_and_filtered() {
    let gitlab = office()
        .group(
            Group::new("club")
                .records(RecordKind::Epics, 4)
                .records(RecordKind::Milestones, 2),
        )
        .project(
            Project::new("club/house")
                .labels(["bug"])
                .records(RecordKind::Issues, 30)
                .records(RecordKind::MergeRequests, 8)
                .records(RecordKind::Commits, 50)
                .records(RecordKind::Pipelines, 4)
                .records(RecordKind::Milestones, 3)
                .records(RecordKind::Releases, 2)
                .switched_off(RecordKind::Releases),
        )
        .project(Project::new("club/cellar").records(RecordKind::Issues, 5))
        .project(
            Project::new("club/attic")
                .records(RecordKind::Issues, 7)
                .archived(),
        )
        .start()
        .unwrap();
    for (path, total) in [
        ("/projects/club%2Fhouse/issues", 30),
        ("/projects/club%2Fhouse/issues?state=opened", 20),
        ("/projects/club%2Fhouse/issues?labels=bug", 15),
        ("/projects/club%2Fhouse/issues?labels=None", 15),
        ("/projects/club%2Fhouse/issues?labels=bug,other", 0),
        // The tenth youngest is 63 hours old.
        (
            "/projects/club%2Fhouse/issues?updated_after=2026-08-29T21:00:00Z",
            10,
        ),
        (
            "/projects/club%2Fhouse/issues?updated_before=2026-08-29T21:00:00Z",
            21,
        ),
        ("/projects/club%2Fhouse/merge_requests?state=merged", 4),
        ("/projects/club%2Fhouse/milestones?state=active", 2),
        ("/projects/club%2Fhouse/pipelines?status=failed", 1),
        ("/projects/club%2Fhouse/labels", 1),
        ("/projects/club%2Fattic/issues", 7),
        ("/groups/club/issues", 35),
        ("/groups/club/issues?state=opened", 24),
        ("/groups/club/merge_requests", 8),
        ("/groups/club/milestones", 2),
        ("/groups/club/epics", 4),
        ("/issues?scope=all", 35),
        ("/issues", 11),
        ("/merge_requests?scope=all&state=opened", 2),
    ] {
        let got = get(&gitlab, &format!("/api/v4{path}")).await;
        assert_eq!(
            (got.status, got.header("x-total")),
            (200, Some(total.to_string().as_str())),
            "{path}"
        );
    }
    // Commits are not counted (`lib/api/commits.rb`).
    let commits = get(
        &gitlab,
        "/api/v4/projects/club%2Fhouse/repository/commits?since=2026-08-29T21:00:00Z",
    )
    .await;
    assert_eq!(
        (
            commits.all("id").len(),
            commits.header("x-total"),
            commits.header("x-next-page")
        ),
        (10, None, Some(""))
    );
    let releases = get(&gitlab, "/api/v4/projects/club%2Fhouse/releases").await;
    assert_eq!(
        (releases.status, releases.json()),
        (403, json!({ "message": "403 Forbidden" }))
    );
    let issue = &get(&gitlab, "/api/v4/projects/club%2Fhouse/issues?per_page=1")
        .await
        .json()[0];
    assert_eq!(
        (&issue["iid"], &issue["state"], &issue["project_id"]),
        (&json!(30), &json!("closed"), &json!(10))
    );
}

#[tokio::test]
async fn roles_and_licences_bound_what_is_read() {
    let projects = |scenario: Scenario| {
        scenario.project(
            Project::new("ours/guarded")
                .records(RecordKind::Issues, 3)
                .records(RecordKind::MergeRequests, 3),
        )
    };
    let gitlab = projects(office()).start().unwrap();
    assert_eq!(
        get(&gitlab, "/api/v4/projects/ours%2Fguarded/issues")
            .await
            .status,
        200
    );
    for word in ["merge_requests", "pipelines", "repository/commits"] {
        let got = get(&gitlab, &format!("/api/v4/projects/ours%2Fguarded/{word}")).await;
        assert_eq!(
            (got.status, got.json()),
            (403, json!({ "message": "403 Forbidden" })),
            "a guest and {word}"
        );
    }
    for scenario in [
        office().licence(Licence::Free),
        office().version("18.9.0").licence(Licence::Ultimate),
    ] {
        let got = get(&scenario.start().unwrap(), "/api/v4/groups/ours/epics").await;
        assert_eq!(
            (got.status, got.json()),
            (403, json!({ "message": "403 Forbidden" }))
        );
    }
    assert_eq!(
        get(&office().start().unwrap(), "/api/v4/groups/ours/epics")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn events_and_public_pipelines_have_their_own_rules() {
    let gitlab = office()
        .token(
            Token::personal("alice")
                .value("little")
                .scopes(["read_user"]),
        )
        .project(
            Project::new("ours/busy")
                .records(RecordKind::Events, 12)
                .records(RecordKind::Pipelines, 2)
                .public_pipelines(),
        )
        .start()
        .unwrap();
    let little = [("private-token", "little")];
    for (path, count) in [
        ("/events?scope=all", 12),
        ("/projects/ours%2Fbusy/events", 12),
        // Seven hours lie between them, the youngest is of the first of September at nine.
        ("/projects/ours%2Fbusy/events?after=2026-08-31", 2),
        ("/projects/ours%2Fbusy/events?before=2026-08-30", 3),
    ] {
        let got = get_with(&gitlab, &format!("/api/v4{path}"), &little).await;
        assert_eq!((got.status, got.all("id").len()), (200, count), "{path}");
    }
    let pipelines = get(&gitlab, "/api/v4/projects/ours%2Fbusy/pipelines").await;
    assert_eq!(pipelines.all("id").len(), 2, "a guest");
}
