//! The running instance: what it counts, how it changes, how it ends.

use std::net::TcpStream;
use std::time::Duration;

use gitlab_sim::{AccountState, Fault, Named, Scenario, Token, User};

use crate::support::{client, client_builder, get, take_apart};

#[tokio::test]
async fn requests_are_recorded_without_showing_tokens() {
    let gitlab = Scenario::demo().start().unwrap();
    assert_eq!(get(&gitlab, "/api/v4/user?page=1").await.status, 200);
    let requests = gitlab.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (request.method.as_str(), request.path_and_query.as_str()),
        ("GET", "/api/v4/user?page=1")
    );
    assert_eq!(
        (request.path(), request.header("Private-Token")),
        ("/api/v4/user", Some(gitlab.token()))
    );
    assert!(!format!("{requests:?} {gitlab:?}").contains(gitlab.token()));
    gitlab.clear_counters();
    assert_eq!((gitlab.request_count(), gitlab.connection_count()), (0, 0));
}

#[tokio::test]
async fn connections_are_counted_and_kept_alive() {
    let gitlab = Scenario::demo().start().unwrap();
    let client = client(&gitlab);
    let address = format!("{}/api/v4/user", gitlab.base_url());
    for _ in 0..3 {
        take_apart(client.get(&address).send().await.unwrap()).await;
    }
    assert_eq!(
        (
            gitlab.request_count(),
            gitlab.connection_count(),
            gitlab.open_connections()
        ),
        (3, 1, 1)
    );
    assert!(
        gitlab
            .requests()
            .iter()
            .all(|request| request.connection == 1)
    );
    drop(client);
    assert!(
        gitlab
            .until(Duration::from_secs(5), |gitlab| gitlab.open_connections()
                == 0)
            .await
    );
    assert_eq!(gitlab.connection_count(), 1);
}

#[tokio::test]
async fn requests_at_once_are_noticed() {
    let gitlab = Scenario::demo()
        .fault("/api/v4/*", Fault::silence())
        .start()
        .unwrap();
    let client = client_builder().build().unwrap();
    let ask = |path: &str| {
        tokio::spawn(
            client
                .get(format!("{}/api/v4/{path}", gitlab.base_url()))
                .send(),
        )
    };
    let asked = [ask("user"), ask("version"), ask("projects")];
    assert!(
        gitlab
            .until(Duration::from_secs(5), |gitlab| gitlab
                .most_requests_at_once()
                == 3)
            .await
    );
    asked.iter().for_each(tokio::task::JoinHandle::abort);
    assert!(
        gitlab
            .until(Duration::from_secs(5), |gitlab| gitlab.open_connections()
                == 0)
            .await
    );
}

#[tokio::test]
async fn the_world_changes_while_it_runs() {
    let gitlab = Scenario::demo().start().unwrap();
    let user = async || get(&gitlab, "/api/v4/user").await;
    assert_eq!(user().await.status, 200);

    gitlab
        .world()
        .set_account_state("alice", AccountState::Blocked)
        .unwrap();
    assert!(user().await.text.contains("Your account has been blocked."));
    gitlab
        .world()
        .set_account_state("alice", AccountState::Active)
        .unwrap();

    gitlab.world().remove_project("platform/api").unwrap();
    assert_eq!(
        get(&gitlab, "/api/v4/projects/platform%2Fapi").await.status,
        404
    );
    gitlab.world().remove_group("data").unwrap();
    assert_eq!(get(&gitlab, "/api/v4/groups/data").await.status, 404);
    assert_eq!(
        get(&gitlab, "/api/v4/projects/data%2Fpipelines%2Fingest")
            .await
            .status,
        404
    );
    gitlab
        .world()
        .set_archived("platform/gateway", true)
        .unwrap();
    assert_eq!(
        get(&gitlab, "/api/v4/projects/platform%2Fgateway")
            .await
            .json()["archived"],
        true
    );
    gitlab
        .world()
        .set_member("platform", "alice", None)
        .unwrap();
    assert_eq!(
        get(&gitlab, "/api/v4/projects/platform%2Fgateway")
            .await
            .status,
        404
    );
    gitlab
        .world()
        .set_scopes(gitlab.token(), ["read_repository"])
        .unwrap();
    assert!(user().await.text.contains("insufficient_scope"));

    gitlab.world().revoke_token(gitlab.token()).unwrap();
    assert!(user().await.text.contains("Token was revoked."));
    gitlab.world().expire_token(gitlab.token()).unwrap();
    assert!(user().await.text.contains("Token is expired."));
    gitlab.world().delete_token(gitlab.token()).unwrap();
    assert!(user().await.text.contains("401 Unauthorized"));
    let error = gitlab.world().revoke_token(gitlab.token()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the simulated GitLab has no token with that value"
    );
}

#[test]
fn dropping_it_closes_the_port_and_its_connections() {
    let gitlab = Scenario::new().start().unwrap();
    let address = gitlab.address();
    let mut stream = TcpStream::connect(address).unwrap();
    assert!(
        gitlab.wait_until(Duration::from_secs(5), |gitlab| gitlab.open_connections()
            == 1)
    );
    drop(gitlab);
    let ended = std::io::Read::read(&mut stream, &mut [0; 1]);
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    assert!(TcpStream::connect(address).is_err());
    let again = Scenario::new().port(address.port()).start().unwrap();
    assert_eq!(again.address(), address);
}

#[test]
fn contradictions_are_refused_at_the_start() {
    let scenario = Scenario::new()
        .user(User::new("alice"))
        .token(Token::personal("bob").value("glpat-hush"));
    let error = scenario.start().unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(
        error.to_string().contains("`bob`") && !error.to_string().contains("hush"),
        "{error}"
    );
}

#[tokio::test]
async fn every_named_scenario_plays_what_it_says() {
    for (named, path, status, part) in [
        (
            Named::Valid,
            "personal_access_tokens/self",
            200,
            "\"read_api\"",
        ),
        (
            Named::ApiScope,
            "personal_access_tokens/self",
            200,
            "\"api\"",
        ),
        (Named::ReadUserOnly, "projects", 403, "insufficient_scope"),
        (Named::ReadRepositoryOnly, "user", 403, "insufficient_scope"),
        (
            Named::ExpiresSoon,
            "personal_access_tokens/self",
            200,
            "\"expires_at\":\"2",
        ),
        (
            Named::NoExpiry,
            "personal_access_tokens/self",
            200,
            "\"expires_at\":null",
        ),
        (Named::Expired, "user", 401, "Token is expired."),
        (Named::Revoked, "user", 401, "Token was revoked."),
        (Named::Blocked, "user", 403, "has been blocked"),
        (Named::Deactivated, "user", 403, "has been deactivated"),
        (Named::PendingApproval, "user", 403, "is pending approval"),
        (Named::TermsNotAccepted, "user", 403, "Terms of Service"),
        (Named::Unconfirmed, "user", 403, "is not confirmed"),
        (Named::PasswordExpired, "user", 403, "password expired"),
        (Named::DpopRequired, "user", 401, "dpop_error"),
        (
            Named::ImpersonationDisabled,
            "user",
            401,
            "impersonation was disabled",
        ),
        (Named::TokensDisabled, "user", 401, "401 Unauthorized"),
        (Named::ProjectToken, "user", 200, "\"project_"),
        (Named::GroupToken, "user", 200, "\"group_"),
        (
            Named::ServiceAccount,
            "user",
            200,
            "\"service_account_group_",
        ),
        (Named::OAuthToken, "user", 401, "401 Unauthorized"),
        (
            Named::FineGrained,
            "personal_access_tokens/self",
            200,
            "\"granular\":true",
        ),
        (
            Named::FineGrainedBlind,
            "personal_access_tokens/self",
            403,
            "Personal Access Token: Read",
        ),
        (
            Named::FineGrainedDemanded,
            "user",
            403,
            "insufficient_granular_scope",
        ),
        (Named::MaintenanceMode, "user", 200, "\"alice\""),
        (Named::ReadOnly, "user", 200, "\"alice\""),
        (Named::NothingVisible, "projects", 200, "[]"),
        (Named::Community, "version", 200, "\"enterprise\":false"),
        (
            Named::Old,
            "personal_access_tokens/self",
            401,
            "401 Unauthorized",
        ),
        (
            Named::Ancient,
            "personal_access_tokens/self",
            405,
            "405 Not Allowed",
        ),
        (Named::RelativeRoot, "user", 200, "/gitlab/alice"),
        (Named::Html, "user", 200, "Deploy in progress"),
        (Named::Challenge, "user", 403, "Just a moment"),
        (Named::Maintenance, "user", 503, "undergoing maintenance"),
        (Named::Unavailable, "user", 503, "not responding"),
        (Named::RateLimited, "user", 429, "Retry later"),
        (
            Named::Forbidden,
            "user",
            403,
            "{\"message\":\"403 Forbidden\"}",
        ),
        (Named::TlsUntrusted, "user", 200, "\"alice\""),
        (Named::TlsSelfSigned, "user", 200, "\"alice\""),
    ] {
        let gitlab = Scenario::named(named).start().unwrap();
        let got = get(&gitlab, &format!("/api/v4/{path}")).await;
        assert_eq!(got.status, status, "{named}: {got:?}");
        assert!(got.text.contains(part), "{named}: {got:?}");
    }
    for named in [
        Named::CutOff,
        Named::Reset,
        Named::TlsExpired,
        Named::TlsWrongHost,
        Named::Silent,
    ] {
        let gitlab = Scenario::named(named).start().unwrap();
        let trusted = gitlab
            .ca_pem()
            .map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()).unwrap());
        let hurried = client_builder()
            .tls_certs_only(trusted)
            .timeout(Duration::from_millis(500))
            .build()
            .unwrap();
        let sent = hurried
            .get(format!("{}/api/v4/user", gitlab.base_url()))
            .send()
            .await;
        let failed = match sent {
            Ok(response) => response.text().await.is_err(),
            Err(_) => true,
        };
        assert!(failed, "{named}");
    }
}

#[tokio::test]
async fn the_demo_is_a_believable_company() {
    let gitlab = Scenario::demo().start().unwrap();
    let groups = get(&gitlab, "/api/v4/groups?top_level_only=true&per_page=100")
        .await
        .all("full_path");
    assert_eq!(groups, ["data", "mobile", "platform"]);
    let projects = get(&gitlab, "/api/v4/projects?membership=true&per_page=100").await;
    let names = projects.all("name");
    assert_eq!(names.len(), 25);
    assert!(names.iter().any(|name| name == "<script>alert(1)</script>"));
    assert!(
        names
            .iter()
            .any(|name| name.as_str().unwrap().contains('\u{202e}'))
    );
    assert_eq!(
        projects
            .all("archived")
            .iter()
            .filter(|archived| **archived == true)
            .count(),
        3
    );
    assert_eq!(get(&gitlab, "/api/v4/groups/board").await.status, 404);
}
