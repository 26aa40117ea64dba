//! Ten thousand projects: quick to start, quick to page through.

use std::time::{Duration, Instant};

use gitlab_sim::{Scenario, Token, User};

use crate::support::{client, take_apart};

/// How much slower than a release build the tests may be built.
const SLACK: u32 = if cfg!(debug_assertions) { 40 } else { 1 };

#[tokio::test]
async fn ten_thousand_projects_are_no_burden() {
    let scenario = Scenario::new()
        .user(User::new("alice"))
        .token(Token::personal("alice"))
        .projects(10_000);
    let started = Instant::now();
    let gitlab = scenario.start().unwrap();
    let took = started.elapsed();
    assert!(
        took < Duration::from_secs(1) * SLACK,
        "started after {took:?}"
    );

    let client = client(&gitlab);
    for (query, total) in [
        ("membership=true&page=50", Some("10000")),
        (
            "membership=true&pagination=keyset&order_by=id&sort=asc&id_after=5000",
            None,
        ),
    ] {
        let address = format!(
            "{}/api/v4/projects?simple=true&per_page=100&{query}",
            gitlab.base_url()
        );
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let asked = Instant::now();
            let sent = client
                .get(&address)
                .bearer_auth(gitlab.token())
                .send()
                .await;
            let got = take_apart(sent.unwrap()).await;
            best = best.min(asked.elapsed());
            assert_eq!(
                (got.header("x-total"), got.all("id").len()),
                (total, 100),
                "{query}"
            );
        }
        assert!(
            best < Duration::from_millis(5) * SLACK,
            "{query} took {best:?}"
        );
    }
}
