//! What goes wrong on purpose.

use std::error::Error;
use std::time::{Duration, Instant};

use gitlab_sim::{Fault, GitLab, Scenario};
use serde_json::json;

use crate::support::{client, client_builder, get};

const USER: &str = "/api/v4/user";
const VERSION: &str = "/api/v4/version";

fn with(fault: Fault) -> GitLab {
    Scenario::demo().fault(USER, fault).start().unwrap()
}

#[tokio::test]
async fn answers_are_replaced_on_their_route_only() {
    let gitlab = with(
        Fault::status(503)
            .body("busy")
            .header("retry-after", "900")
            .header("content-type", "text/plain"),
    );
    let got = get(&gitlab, USER).await;
    assert_eq!(
        (got.status, got.text.as_str(), got.header("retry-after")),
        (503, "busy", Some("900"))
    );
    assert_eq!(got.header("content-type"), Some("text/plain"));
    assert_eq!(get(&gitlab, "/api/v4/user?page=1").await.status, 503);
    assert_eq!(get(&gitlab, VERSION).await.status, 200);
    gitlab.clear_faults();
    assert_eq!(get(&gitlab, USER).await.status, 200);
}

#[tokio::test]
async fn faults_end_after_so_many_times_and_reach_below_the_root() {
    let gitlab = Scenario::demo()
        .relative_root("/gitlab")
        .fault("/api/v4/*", Fault::maintenance().times(2))
        .start()
        .unwrap();
    let statuses = [
        get(&gitlab, USER).await.status,
        get(&gitlab, VERSION).await.status,
        get(&gitlab, USER).await.status,
    ];
    assert_eq!(statuses, [503, 503, 200]);
    gitlab.set_fault(USER, Fault::rate_limited(42).times(1));
    let got = get(&gitlab, USER).await;
    assert_eq!(
        (got.status, got.header("retry-after"), got.text.as_str()),
        (429, Some("42"), "Retry later\n")
    );
    assert_eq!(get(&gitlab, USER).await.status, 200);
}

#[tokio::test]
async fn pages_and_redirects_stand_in_for_the_api() {
    for (fault, status, part) in [
        (Fault::deploy_page(), 200, "Deploy in progress"),
        (
            Fault::not_responding_page(),
            503,
            "GitLab is not responding (503)",
        ),
        (Fault::challenge_page(), 403, "Just a moment..."),
        (Fault::html(502, "<h1>Bad Gateway</h1>"), 502, "Bad Gateway"),
        (Fault::booting_page(), 502, "Waiting for GitLab to boot"),
        (Fault::error_page(), 500, "Something went wrong (500)"),
        (Fault::not_gitlab(), 404, "nginx"),
    ] {
        let got = get(&with(fault), USER).await;
        assert_eq!(
            (got.status, got.header("content-type")),
            (status, Some("text/html; charset=utf-8"))
        );
        assert!(got.text.contains(part), "{got:?}");
    }
    let moved = get(
        &with(Fault::moved_to(301, "https://gitlab.example.com/")),
        "/api/v4/user?a=b",
    )
    .await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (301, Some("https://gitlab.example.com/api/v4/user?a=b"))
    );
    let redirected = get(&with(Fault::redirect(302, "/elsewhere")), USER).await;
    assert_eq!(
        (redirected.status, redirected.header("location")),
        (302, Some("/elsewhere"))
    );
    let marked = get(&with(Fault::extra_header("x-proxy", "yes")), USER).await;
    assert_eq!(
        (marked.status, marked.header("x-proxy")),
        (200, Some("yes"))
    );
}

#[tokio::test]
async fn connections_are_broken_in_different_ways() {
    for (fault, kind) in [
        (Fault::reset(), Some(std::io::ErrorKind::ConnectionReset)),
        (Fault::close(), None),
    ] {
        let gitlab = with(fault);
        let error = client(&gitlab)
            .get(format!("{}{USER}", gitlab.base_url()))
            .send()
            .await
            .unwrap_err();
        let mut source: Option<&dyn Error> = Some(&error);
        let mut found = None;
        while let Some(error) = source {
            found = found.or(error
                .downcast_ref::<std::io::Error>()
                .map(std::io::Error::kind));
            source = error.source();
        }
        assert_eq!(found, kind, "{error:?}");
        assert_eq!(get(&gitlab, VERSION).await.status, 200);
    }
}

#[tokio::test]
async fn silence_lasts_until_the_client_gives_up() {
    let gitlab = with(Fault::silence());
    let address = format!("{}{USER}", gitlab.base_url());
    let patient = client_builder()
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    assert!(patient.get(address).send().await.unwrap_err().is_timeout());
    drop(patient);
    assert!(
        gitlab
            .until(Duration::from_secs(5), |gitlab| gitlab.open_connections()
                == 0)
            .await
    );
}

#[tokio::test]
async fn bodies_drip_end_early_or_never() {
    let whole = get(&with(Fault::delay(Duration::ZERO)), USER).await;
    let length = whole.text.len() as u32;

    let started = Instant::now();
    let gitlab = with(Fault::drip(100, Duration::from_millis(10)));
    let got = get(&gitlab, USER).await;
    assert_eq!(got.json()["username"], "alice");
    assert!(
        started.elapsed() >= Duration::from_millis(10) * (length / 100),
        "{:?}",
        started.elapsed()
    );

    let gitlab = with(Fault::cut_off());
    let mut response = client(&gitlab)
        .get(format!("{}{USER}", gitlab.base_url()))
        .bearer_auth(gitlab.token())
        .send()
        .await
        .unwrap();
    let promised = response.content_length().unwrap();
    let mut received = 0;
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => received += chunk.len() as u64,
            Ok(None) => panic!("a whole body of {received} bytes"),
            Err(error) => break error,
        }
    };
    assert!(
        0 < received && received < promised,
        "{received} of {promised}: {error}"
    );

    let got = get(&with(Fault::oversize(3_000_000)), USER).await;
    assert_eq!(
        (got.text.len(), got.header("content-length"), got.json()),
        (3_000_000, None, json!([]))
    );
}

#[tokio::test]
async fn answers_come_late() {
    let gitlab = Scenario::demo()
        .delay(Duration::from_millis(40))
        .fault(USER, Fault::delay(Duration::from_millis(40)))
        .start()
        .unwrap();
    for (path, least) in [(VERSION, 40), (USER, 80)] {
        let started = Instant::now();
        assert_eq!(get(&gitlab, path).await.status, 200);
        assert!(
            started.elapsed() >= Duration::from_millis(least),
            "{path} {:?}",
            started.elapsed()
        );
    }
    gitlab.set_delay(Duration::ZERO);
    assert_eq!(get(&gitlab, VERSION).await.status, 200);
}

#[tokio::test]
async fn too_many_requests_are_refused_with_all_headers() {
    let gitlab = Scenario::demo().rate_limit(2).start().unwrap();
    let first = get(&gitlab, USER).await;
    assert_eq!(
        (first.status, first.header("ratelimit-remaining")),
        (200, Some("1"))
    );
    assert_eq!(get(&gitlab, USER).await.status, 200);
    let refused = get(&gitlab, USER).await;
    assert_eq!(
        (refused.status, refused.text.as_str()),
        (429, "Retry later\n")
    );
    assert!(
        refused
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    assert_eq!(refused.header("x-gitlab-meta"), None);
    assert_eq!(
        refused.header("ratelimit-name"),
        Some("throttle_authenticated_api")
    );
    assert_eq!(
        (
            refused.header("ratelimit-limit"),
            refused.header("ratelimit-observed")
        ),
        (Some("2"), Some("3"))
    );
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(
        refused
            .header("ratelimit-resettime")
            .unwrap()
            .ends_with(" GMT")
    );

    let old = Scenario::demo().version("18.5.0").start().unwrap();
    assert_eq!(get(&old, USER).await.header("ratelimit-limit"), None);
}
