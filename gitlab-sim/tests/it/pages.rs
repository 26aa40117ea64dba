//! Pages of long lists: by keyset and by offset.

use std::collections::BTreeSet;

use gitlab_sim::{GitLab, Group, Project, RecordKind, Scenario, Token, User, Visibility};
use serde_json::json;

use crate::support::{Got, get, get_with};

/// The address of the next page, as a path below the instance's root.
fn next(gitlab: &GitLab, got: &Got) -> Option<String> {
    let links = got.header("link")?;
    let next = links
        .split(", ")
        .find(|link| link.ends_with("rel=\"next\""))?;
    let address = next.split(['<', '>']).nth(1).unwrap();
    Some(
        address
            .strip_prefix(gitlab.base_url())
            .unwrap_or_else(|| panic!("{address}"))
            .to_owned(),
    )
}

fn fleet(count: usize) -> GitLab {
    Scenario::new()
        .user(User::new("alice"))
        .token(Token::personal("alice"))
        .projects(count)
        .start()
        .unwrap()
}

#[tokio::test]
async fn keyset_pages_walk_all_projects_once() {
    let gitlab = fleet(230);
    for (sort, first) in [("asc", 1), ("desc", 230)] {
        let mut ids = Vec::new();
        let query = format!(
            "pagination=keyset&order_by=id&sort={sort}&per_page=100&membership=true&simple=true"
        );
        let mut page = Some(format!("/api/v4/projects?{query}"));
        let mut sizes = Vec::new();
        while let Some(path) = page {
            let got = get(&gitlab, &path).await;
            assert_eq!((got.status, got.header("x-total")), (200, None));
            sizes.push(got.all("id").len());
            ids.extend(got.all("id").into_iter().map(|id| id.as_u64().unwrap()));
            page = next(&gitlab, &got);
        }
        assert_eq!(
            (sizes, ids[0], ids.len()),
            (vec![100, 100, 30], first, 230),
            "{sort}"
        );
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 230, "{sort}");
    }
}

#[tokio::test]
async fn a_full_last_keyset_page_leads_to_an_empty_one() {
    let gitlab = fleet(100);
    let got = get(
        &gitlab,
        "/api/v4/projects?pagination=keyset&order_by=id&sort=asc&per_page=100",
    )
    .await;
    let path = next(&gitlab, &got).expect("a link");
    assert_eq!(
        path,
        "/api/v4/projects?id_after=100&order_by=id&pagination=keyset&per_page=100&sort=asc"
    );
    let last = get(&gitlab, &path).await;
    assert_eq!((last.json(), last.header("link")), (json!([]), None));
}

#[tokio::test]
async fn offset_pages_tell_where_they_are() {
    let gitlab = fleet(230);
    let headers = [
        "x-page",
        "x-per-page",
        "x-prev-page",
        "x-next-page",
        "x-total",
        "x-total-pages",
    ];
    for (query, told, count) in [
        ("", ["1", "20", "", "2", "230", "12"], 20),
        ("?per_page=500", ["1", "100", "", "2", "230", "3"], 100),
        (
            "?per_page=100&page=3",
            ["3", "100", "2", "", "230", "3"],
            30,
        ),
        ("?per_page=100&page=9", ["9", "100", "8", "", "230", "3"], 0),
        ("?search=nothing", ["1", "20", "", "", "0", "1"], 0),
    ] {
        let got = get(&gitlab, &format!("/api/v4/projects{query}")).await;
        assert_eq!(
            headers.map(|name| got.header(name).unwrap()),
            told,
            "{query}"
        );
        assert_eq!(got.all("id").len(), count, "{query}");
    }
    let links = get(
        &gitlab,
        "/api/v4/projects?page=2&per_page=100&membership=true",
    )
    .await;
    let base = format!(
        "<{}/api/v4/projects?membership=true&page=",
        gitlab.base_url()
    );
    let expected = [(1, "prev"), (3, "next"), (1, "first"), (3, "last")]
        .map(|(page, name)| format!("{base}{page}&per_page=100>; rel=\"{name}\""));
    assert_eq!(links.header("link"), Some(expected.join(", ").as_str()));
}

#[tokio::test]
async fn what_can_not_be_asked_is_refused() {
    let gitlab = Scenario::demo().start().unwrap();
    for (path, status, error) in [
        (
            "/api/v4/projects?per_page=0",
            400,
            "per_page has a value not allowed",
        ),
        (
            "/api/v4/projects?per_page=-1",
            400,
            "per_page does not have a valid value",
        ),
        ("/api/v4/projects?per_page=many", 400, "per_page is invalid"),
        (
            "/api/v4/projects?page=0",
            400,
            "page does not have a valid value",
        ),
        (
            "/api/v4/projects?archived=maybe",
            400,
            "archived is invalid",
        ),
        (
            "/api/v4/projects?order_by=luck",
            400,
            "order_by does not have a valid value",
        ),
        (
            "/api/v4/projects?pagination=keyset&order_by=name",
            405,
            "Keyset pagination is not yet available for this type of request",
        ),
        (
            "/api/v4/projects?page=600&per_page=100",
            405,
            "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type Project. \
             Remaining records can be retrieved using keyset pagination.",
        ),
        (
            "/api/v4/groups?pagination=keyset",
            405,
            "Keyset pagination is not yet available for this type of request",
        ),
        (
            "/api/v4/issues?updated_after=lately",
            400,
            "updated_after is invalid",
        ),
    ] {
        let got = get(&gitlab, path).await;
        assert_eq!(
            (got.status, got.json()),
            (status, json!({ "error": error })),
            "{path}"
        );
    }
}

#[tokio::test]
async fn long_lists_are_not_counted() {
    let gitlab = fleet(10_001);
    let got = get(&gitlab, "/api/v4/projects?per_page=1").await;
    assert_eq!(
        (
            got.header("x-total"),
            got.header("x-total-pages"),
            got.header("x-next-page")
        ),
        (None, None, Some("2"))
    );
    assert!(!got.header("link").unwrap().contains("rel=\"last\""));
    let counted = get(&gitlab, "/api/v4/projects?per_page=1&id_before=10001").await;
    assert_eq!(counted.header("x-total"), Some("10000"));
}

#[tokio::test]
async fn links_are_built_from_where_gitlab_believes_to_be() {
    let elsewhere = "https://internal.example:8443";
    let gitlab = Scenario::demo().external_url(elsewhere).start().unwrap();
    let got = get(
        &gitlab,
        "/api/v4/projects?pagination=keyset&order_by=id&sort=asc&per_page=2",
    )
    .await;
    let link = format!(
        "<{elsewhere}/api/v4/projects?id_after=2&order_by=id&pagination=keyset&per_page=2&sort=asc>; rel=\"next\""
    );
    assert_eq!(got.header("link"), Some(link.as_str()));
}

#[tokio::test]
async fn cursors_walk_issues_and_what_nobody_sees() {
    let issues = Project::new("g/p").records(RecordKind::Issues, 45);
    let scenario = Scenario::new()
        .user(User::new("alice"))
        .token(Token::personal("alice"))
        .project(issues);
    let gitlab = scenario.clone().start().unwrap();
    let mut page = Some("/api/v4/projects/g%2Fp/issues?pagination=keyset".to_owned());
    let mut sizes = Vec::new();
    let mut ids = BTreeSet::new();
    while let Some(path) = page {
        let got = get(&gitlab, &path).await;
        sizes.push(got.all("id").len());
        ids.extend(got.all("id").into_iter().map(|id| id.as_u64().unwrap()));
        page = next(&gitlab, &got);
    }
    assert_eq!((sizes, ids.len()), (vec![20, 20, 5], 45));
    let old = scenario.version("18.2.0").start().unwrap();
    let path = "/api/v4/projects/g%2Fp/issues?pagination=keyset";
    assert_eq!(get(&old, path).await.header("x-total"), Some("45"));

    let open = |path| Group::new(path).visibility(Visibility::Public);
    let public = Scenario::new().group(open("a")).group(open("b")).start();
    let public = public.unwrap();
    let path = "/api/v4/groups?pagination=keyset&per_page=1";
    let first = get_with(&public, path, &[]).await;
    assert_eq!(first.all("path"), ["a"]);
    let second = get_with(&public, &next(&public, &first).unwrap(), &[]).await;
    assert_eq!(
        (second.all("path"), second.header("link")),
        (vec![json!("b")], None)
    );
    let wrong = get_with(&public, &format!("{path}&cursor=x"), &[]).await;
    assert_eq!(
        (wrong.status, wrong.json()),
        (400, json!({ "error": "cursor is invalid" }))
    );
}
