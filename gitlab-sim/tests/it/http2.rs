//! HTTP/2: over TLS where the client offers it, in clear where it begins so; what counts, and what faults do.

use std::time::Duration;

use gitlab_sim::{Fault, GitLab, Scenario, Tls};
use reqwest::{Certificate, Client, Version};

use crate::support::{client, client_builder, take_apart};

const USER: &str = "/api/v4/user";

/// A client that speaks HTTP/2 from its first byte on.
fn knowing() -> Client {
    client_builder().http2_prior_knowledge().build().unwrap()
}

async fn ask(client: &Client, gitlab: &GitLab, path: &str) -> reqwest::Result<reqwest::Response> {
    let address = format!("{}{path}", gitlab.base_url());
    client.get(address).bearer_auth(gitlab.token()).send().await
}

#[tokio::test]
async fn both_versions_of_http_are_spoken() {
    let secure = Scenario::demo().tls(Tls::OwnAuthority).start().unwrap();
    let response = ask(&client(&secure), &secure, USER).await.unwrap();
    assert_eq!(
        (response.version(), response.status().as_u16()),
        (Version::HTTP_2, 200)
    );

    let authority = Certificate::from_pem(secure.ca_pem().unwrap().as_bytes()).unwrap();
    let older = client_builder().tls_certs_only([authority]).http1_only();
    let response = ask(&older.build().unwrap(), &secure, USER).await.unwrap();
    assert_eq!(response.version(), Version::HTTP_11);
    let protocols: Vec<_> = secure
        .requests()
        .into_iter()
        .map(|it| it.protocol)
        .collect();
    assert_eq!(protocols, ["HTTP/2.0", "HTTP/1.1"]);

    let clear = Scenario::demo().start().unwrap();
    let response = ask(&knowing(), &clear, USER).await.unwrap();
    assert_eq!(response.version(), Version::HTTP_2);
    let requests = clear.requests();
    let host = clear.address().to_string();
    assert_eq!(requests[0].header("host"), Some(host.as_str()));
    assert_eq!(requests[0].path_and_query, USER);
}

#[tokio::test]
async fn streams_of_one_connection_are_counted_as_requests() {
    let gitlab = Scenario::demo()
        .fault(USER, Fault::silence())
        .start()
        .unwrap();
    let client = knowing();
    assert_eq!(
        ask(&client, &gitlab, "/api/v4/version")
            .await
            .unwrap()
            .status(),
        200
    );
    let silent: Vec<_> = (0..5)
        .map(|_| {
            let address = format!("{}{USER}", gitlab.base_url());
            tokio::spawn(client.get(address).send())
        })
        .collect();
    let limit = Duration::from_secs(5);
    assert!(
        gitlab
            .until(limit, |gitlab| gitlab.most_requests_at_once() == 5)
            .await
    );
    assert_eq!((gitlab.request_count(), gitlab.connection_count()), (6, 1));
    // Silence on five streams does not keep a sixth from its answer.
    assert_eq!(
        ask(&client, &gitlab, "/api/v4/version")
            .await
            .unwrap()
            .status(),
        200
    );
    assert!(
        gitlab
            .requests()
            .iter()
            .all(|request| request.connection == 1)
    );
    for one in &silent {
        one.abort();
    }
    gitlab.clear_counters();
    assert!(
        gitlab
            .until(limit, |gitlab| {
                gitlab.clear_counters();
                gitlab.most_requests_at_once() == 0
            })
            .await,
        "streams that the client gave up are over"
    );
    drop(client);
    assert!(
        gitlab
            .until(limit, |gitlab| gitlab.open_connections() == 0)
            .await
    );
}

#[tokio::test]
async fn faults_break_streams_or_connections() {
    let whole = Scenario::demo().start().unwrap();
    let response = ask(&knowing(), &whole, USER).await.unwrap();
    let length = response.text().await.unwrap().len() as u64;

    let gitlab = Scenario::demo()
        .fault(USER, Fault::cut_off())
        .start()
        .unwrap();
    let client = knowing();
    let cut = ask(&client, &gitlab, USER).await.unwrap();
    let wider = gitlab.base_url().len() as i64 - whole.base_url().len() as i64;
    // The answer names the address.
    assert_eq!(cut.content_length(), length.checked_add_signed(wider));
    assert!(cut.bytes().await.is_err());
    assert_eq!(
        ask(&client, &gitlab, "/api/v4/version")
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(gitlab.connection_count(), 1, "only the stream was reset");

    for fault in [Fault::reset(), Fault::close(), Fault::answer_lost()] {
        let gitlab = Scenario::demo()
            .fault(USER, fault.times(1))
            .start()
            .unwrap();
        let client = knowing();
        assert_eq!(
            ask(&client, &gitlab, "/api/v4/version")
                .await
                .unwrap()
                .status(),
            200
        );
        assert!(ask(&client, &gitlab, USER).await.is_err());
        assert_eq!(
            ask(&client, &gitlab, "/api/v4/version")
                .await
                .unwrap()
                .status(),
            200
        );
        assert_eq!(gitlab.connection_count(), 2, "the connection was broken");
    }

    let drip = Fault::drip(100, Duration::from_millis(1));
    let gitlab = Scenario::demo().fault(USER, drip).start().unwrap();
    let got = take_apart(ask(&knowing(), &gitlab, USER).await.unwrap()).await;
    assert_eq!(got.json()["username"], "alice");
    gitlab.set_fault(USER, Fault::oversize(2_000_000));
    let got = take_apart(ask(&knowing(), &gitlab, USER).await.unwrap()).await;
    assert_eq!(got.text.len(), 2_000_000);
}
