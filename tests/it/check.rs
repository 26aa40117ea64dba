//! The GitLab plugin's check, through the real library, against every scenario that the simulated GitLab knows.

use std::time::Duration;

use gitlab_sim::{Fault, GitLab, Named, Scenario, Tls, Token};
use violet_host::{AddressPolicy, Check, Clock, Plugin, Proxies};
use violet_plugin::{AccountKind, Connection, Secret, Verdict};

use crate::support::{TestHost, built, call, in_language, wait};

/// A connection by token to an instance.
pub(crate) fn by_token(address: &str, token: &str) -> Connection {
    let mut connection = Connection {
        method: "token".into(),
        ..Connection::default()
    };
    connection.fields.set("address", address);
    connection.secrets.set("token", Secret::new(token));
    connection
}

/// Checks the scenario's own token, as somebody would who trusts the instance's certificate authority.
async fn check(plugin: &Plugin, gitlab: &GitLab) -> Check {
    let mut connection = by_token(gitlab.base_url(), gitlab.token());
    if let Some(authority) = gitlab.ca_pem() {
        connection.fields.set("ca_certificate", authority);
    }
    plugin.check(&call(), &connection).await.unwrap()
}

fn codes(check: &Check) -> Vec<&str> {
    check
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

async fn gitlab_plugin(host: &TestHost) -> Plugin {
    host.load(&built().gitlab_library).await
}

#[test]
fn every_scenario_gets_its_verdict_in_at_most_as_many_requests_as_it_may() {
    use Verdict::{Accepted, Refused, Unknown};
    // Scenario, verdict, codes, most requests.
    let expected: &[(Named, Verdict, &[&str], u32)] = &[
        (Named::Valid, Accepted, &[], 3),
        (Named::ApiScope, Accepted, &["token.overprivileged"], 3),
        (Named::ReadUserOnly, Refused, &["token.scope_missing"], 3),
        (
            Named::ReadRepositoryOnly,
            Refused,
            &["token.scope_missing"],
            3,
        ),
        (Named::ExpiresSoon, Accepted, &["token.expires_soon"], 3),
        (Named::NoExpiry, Accepted, &["token.no_expiry"], 3),
        (Named::Expired, Refused, &["token.expired"], 3),
        (Named::Revoked, Refused, &["token.revoked"], 3),
        (Named::Blocked, Refused, &["account.blocked"], 3),
        (Named::Deactivated, Refused, &["account.deactivated"], 3),
        (
            Named::PendingApproval,
            Refused,
            &["account.pending_approval"],
            3,
        ),
        (
            Named::TermsNotAccepted,
            Refused,
            &["account.terms_not_accepted"],
            3,
        ),
        (Named::Unconfirmed, Refused, &["account.unconfirmed"], 3),
        (
            Named::PasswordExpired,
            Refused,
            &["account.password_expired"],
            3,
        ),
        (Named::DpopRequired, Refused, &["token.dpop_required"], 3),
        (
            Named::ImpersonationDisabled,
            Refused,
            &["token.impersonation_disabled"],
            3,
        ),
        (Named::TokensDisabled, Refused, &["token.not_recognised"], 3),
        (Named::ProjectToken, Accepted, &[], 3),
        (Named::GroupToken, Accepted, &[], 3),
        (Named::ServiceAccount, Accepted, &["token.no_expiry"], 3),
        (Named::OAuthToken, Refused, &["token.wrong_kind"], 4),
        (Named::FineGrained, Accepted, &["token.fine_grained"], 4),
        (
            Named::FineGrainedBlind,
            Accepted,
            &["token.expiry_unknown", "token.fine_grained"],
            4,
        ),
        (
            Named::FineGrainedDemanded,
            Refused,
            &["token.permission_missing"],
            4,
        ),
        (
            Named::MaintenanceMode,
            Accepted,
            &["token.overprivileged"],
            3,
        ),
        (Named::ReadOnly, Accepted, &["token.overprivileged"], 3),
        (Named::NothingVisible, Accepted, &[], 3),
        (Named::Community, Accepted, &[], 3),
        (
            Named::Old,
            Accepted,
            &["token.expiry_unknown", "token.scopes_unknown"],
            4,
        ),
        (
            Named::Ancient,
            Accepted,
            &["token.expiry_unknown", "token.scopes_unknown"],
            4,
        ),
        (Named::RelativeRoot, Accepted, &[], 3),
        (Named::Html, Unknown, &["instance.deploying"], 3),
        (Named::Challenge, Unknown, &["instance.challenged"], 3),
        (Named::Maintenance, Unknown, &["instance.maintenance"], 3),
        (Named::Unavailable, Unknown, &["instance.unavailable"], 3),
        (Named::RateLimited, Unknown, &["instance.rate_limited"], 3),
        (Named::Forbidden, Unknown, &["instance.forbidden"], 3),
        (Named::CutOff, Unknown, &["instance.bad_answer"], 3),
        (Named::Reset, Unknown, &["instance.connection_lost"], 3),
        (Named::TlsUntrusted, Accepted, &[], 3),
        (Named::TlsSelfSigned, Accepted, &[], 3),
        (Named::TlsExpired, Unknown, &["instance.tls_expired"], 3),
        (Named::TlsWrongHost, Unknown, &["instance.tls_hostname"], 3),
    ];
    // Those that take their time have a test of their own.
    let elsewhere = [Named::Slow, Named::Silent];
    let covered =
        |named: &Named| elsewhere.contains(named) || expected.iter().any(|(of, ..)| of == named);
    assert!(
        Named::ALL.iter().all(covered),
        "a scenario without an expectation"
    );

    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        let mut wrong = Vec::new();
        for &(named, verdict, problems, most) in expected {
            let gitlab = Scenario::named(named).start().unwrap();
            let check = check(&plugin, &gitlab).await;
            let mut found = codes(&check);
            found.sort_unstable();
            found.dedup();
            let requests = check.requests;
            if (check.verdict, found.as_slice()) != (verdict, problems) || requests > most {
                wrong.push(format!(
                    "{named}: expected {verdict:?} {problems:?} in {most}, got {:?} {found:?} in {requests}",
                    check.verdict
                ));
            }
            if gitlab.request_count() != requests as usize {
                wrong.push(format!(
                    "{named}: {requests} requests told, {} sent",
                    gitlab.request_count()
                ));
            }
            let secret = gitlab.token();
            assert!(
                !serde_json::to_string(&check).unwrap().contains(secret),
                "{named} shows the token"
            );
            for problem in &check.problems {
                let has_hint = problem.hint.as_deref().is_some_and(|hint| !hint.is_empty());
                if !has_hint || problem.message.contains("{$") {
                    wrong.push(format!("{named}: {problem:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn an_accepted_token_comes_with_everything_that_is_known_of_it() {
    wait(async {
        let now = "2026-09-01T12:00:00Z".parse().unwrap();
        let host = TestHost::with(|options| options.clock = Clock::fixed(now));
        let plugin = gitlab_plugin(&host).await;
        let gitlab = Scenario::company()
            .today("2026-09-01")
            .version("18.9.0-ee")
            .token(
                Token::personal("alice")
                    .name("Violet")
                    .scopes(["read_api"])
                    .expires_on("2026-09-18"),
            )
            .start()
            .unwrap();
        let check = check(&plugin, &gitlab).await;
        assert_eq!(check.verdict, Verdict::Accepted);
        let account = check.account.unwrap();
        assert_eq!(
            (account.username.as_str(), account.kind),
            ("alice", AccountKind::User)
        );
        let credential = check.credential.unwrap();
        assert_eq!(credential.kind.as_deref(), Some("personal_access_token"));
        assert_eq!(credential.name.as_deref(), Some("Violet"));
        assert_eq!(credential.scopes.unwrap(), ["read_api"]);
        assert_eq!(credential.expires_on.unwrap().to_string(), "2026-09-18");
        assert_eq!(credential.days_left, Some(17));
        let instance = check.instance.unwrap();
        assert_eq!(instance.url, gitlab.base_url());
        assert_eq!(instance.version.as_deref(), Some("18.9.0"));
        assert_eq!(instance.edition.as_deref(), Some("enterprise"));
        let soon = &check.problems[0];
        assert_eq!(soon.code, "token.expires_soon");
        assert!(
            soon.message.contains("17") || soon.message.contains("2026-09-17"),
            "{}",
            soon.message
        );
        assert_eq!(soon.field.as_deref(), Some("/token"));
    });
}

#[test]
fn the_three_requests_go_out_together_with_the_credential_in_one_header() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        let gitlab = Scenario::demo()
            .delay(Duration::from_millis(300))
            .start()
            .unwrap();
        let check = check(&plugin, &gitlab).await;
        assert_eq!(check.verdict, Verdict::Accepted);
        assert_eq!(gitlab.most_requests_at_once(), 3);
        for request in gitlab.requests() {
            let bearer = format!("Bearer {}", gitlab.token());
            assert_eq!(request.header("authorization"), Some(bearer.as_str()));
            assert_eq!(request.header("private-token"), None);
            assert!(!request.path_and_query.contains(gitlab.token()));
            assert!(request.header("user-agent").unwrap().starts_with("Violet/"));
        }
    });
}

#[test]
fn bots_are_told_from_people() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        for (named, account, credential) in [
            (
                Named::ProjectToken,
                AccountKind::ProjectBot,
                "project_access_token",
            ),
            (
                Named::GroupToken,
                AccountKind::GroupBot,
                "group_access_token",
            ),
            (
                Named::ServiceAccount,
                AccountKind::ServiceAccount,
                "service_account_token",
            ),
        ] {
            let gitlab = Scenario::named(named).start().unwrap();
            let check = check(&plugin, &gitlab).await;
            assert_eq!(check.account.unwrap().kind, account, "{named}");
            assert_eq!(
                check.credential.unwrap().kind.as_deref(),
                Some(credential),
                "{named}"
            );
        }
    });
}

#[test]
fn what_is_wrong_with_the_form_is_found_without_a_request() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        let gitlab = Scenario::demo().start().unwrap();
        let good = gitlab.token();
        for (address, token, code, field) in [
            ("", good, "instance.url_invalid", "/address"),
            ("htp:/x", good, "instance.url_invalid", "/address"),
            (
                "https://user:pw@git.example.com",
                good,
                "instance.url_invalid",
                "/address",
            ),
            (
                "http://git.example.com",
                good,
                "instance.insecure",
                "/address",
            ),
            (gitlab.base_url(), "", "token.missing", "/token"),
            (gitlab.base_url(), "   ", "token.missing", "/token"),
            (
                gitlab.base_url(),
                "glpat-AbCd\nEfGh",
                "token.malformed",
                "/token",
            ),
            (
                gitlab.base_url(),
                "glpat-AbCdÄEfGh",
                "token.malformed",
                "/token",
            ),
            (
                gitlab.base_url(),
                "glpat-EREREREREREREREREREREW86MQp1OmExYjIL.01.10077v9eo",
                "token.mistyped",
                "/token",
            ),
            (
                gitlab.base_url(),
                "glpat-EREREREREREREREREREREW86MQp1OmExYjIK",
                "token.truncated",
                "/token",
            ),
            (
                gitlab.base_url(),
                "gldt-AbCdEfGhJkMnPqRsTuVw",
                "token.wrong_kind",
                "/token",
            ),
        ] {
            let check = plugin
                .check(&call(), &by_token(address, token))
                .await
                .unwrap();
            assert_eq!(codes(&check), [code], "{address:?} {token:?}");
            assert_eq!(
                check.problems[0].field.as_deref(),
                Some(field),
                "{address:?} {token:?}"
            );
            assert_eq!((check.verdict, check.requests), (Verdict::Refused, 0));
        }
        // What was pasted around a good token is removed.
        for pasted in [
            format!(" \u{feff}{good}\n"),
            format!("'{good}'"),
            format!("Bearer {good}"),
            format!("PRIVATE-TOKEN: {good}"),
        ] {
            let check = plugin
                .check(&call(), &by_token(gitlab.base_url(), &pasted))
                .await
                .unwrap();
            assert_eq!(
                check.verdict,
                Verdict::Accepted,
                "{pasted:?} {:?}",
                check.problems
            );
        }
    });
}

#[test]
fn an_instance_that_is_none_is_not_blamed_on_the_token() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        let elsewhere = Scenario::demo().start().unwrap();
        let location = format!(
            "{}/api/v4/personal_access_tokens/self",
            elsewhere.base_url()
        );
        let page = "<html><title>Welcome</title></html>";
        for (fault, code) in [
            (Fault::html(404, page), "instance.not_gitlab"),
            (Fault::html(200, page), "instance.not_gitlab"),
            (
                Fault::redirect(302, "https://login.example.com/"),
                "instance.not_gitlab",
            ),
            (Fault::redirect(301, &location), "instance.redirected"),
            (
                Fault::status(200).body("{\"id\": tru"),
                "instance.bad_answer",
            ),
            (
                Fault::status(500).body(r#"{"message":"500 Internal Server Error"}"#),
                "instance.error",
            ),
        ] {
            let gitlab = Scenario::demo().fault("*", fault).start().unwrap();
            let check = check(&plugin, &gitlab).await;
            assert_eq!(
                check.verdict,
                Verdict::Unknown,
                "{code}: {:?}",
                check.problems
            );
            assert_eq!(codes(&check)[0], code, "{:?}", check.problems);
        }
        assert_eq!(elsewhere.connection_count(), 0);

        let check = plugin
            .check(
                &call(),
                &by_token("http://127.0.0.1:1", "glpat-AbCdEfGhJkMnPqRsTuVw"),
            )
            .await
            .unwrap();
        assert_eq!(codes(&check), ["instance.refused"]);
        let check = plugin
            .check(
                &call(),
                &by_token("https://nobody.invalid", "glpat-AbCdEfGhJkMnPqRsTuVw"),
            )
            .await
            .unwrap();
        assert_eq!(codes(&check), ["instance.dns"]);
    });
}

#[test]
fn without_its_authority_a_certificate_is_not_trusted_and_nothing_is_sent() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        for tls in [Tls::OwnAuthority, Tls::SelfSigned] {
            let gitlab = Scenario::demo().tls(tls).start().unwrap();
            let connection = by_token(gitlab.base_url(), gitlab.token());
            let check = plugin.check(&call(), &connection).await.unwrap();
            assert_eq!(codes(&check), ["instance.tls_untrusted"]);
            assert_eq!(check.verdict, Verdict::Unknown);
            assert_eq!(gitlab.request_count(), 0);
        }
    });
}

#[test]
fn a_host_for_strangers_reaches_no_private_address() {
    wait(async {
        let host = TestHost::with(|options| options.addresses = AddressPolicy::deny_private());
        let plugin = gitlab_plugin(&host).await;
        let gitlab = Scenario::demo().start().unwrap();
        let check = check(&plugin, &gitlab).await;
        assert_eq!(codes(&check), ["instance.address_forbidden"]);
        assert_eq!(
            (check.verdict, gitlab.connection_count()),
            (Verdict::Refused, 0)
        );
    });
}

#[test]
fn a_proxy_is_no_way_round_the_policy_of_addresses() {
    wait(async {
        let proxy = Scenario::demo().start().unwrap();
        let host = TestHost::with(|options| {
            options.addresses = AddressPolicy::deny_private();
            options.proxies = Proxies::fixed(proxy.base_url()).unwrap();
        });
        let plugin = gitlab_plugin(&host).await;
        for address in [
            "https://127.0.0.1",
            "https://169.254.169.254",
            "https://[::1]",
            proxy.base_url(),
        ] {
            let connection = by_token(address, proxy.token());
            let check = plugin.check(&call(), &connection).await.unwrap();
            assert_eq!(codes(&check), ["instance.address_forbidden"], "{address}");
        }
        assert_eq!(proxy.connection_count(), 0);
    });
}

#[test]
fn an_instance_that_never_answers_is_given_up_in_time() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        let gitlab = Scenario::named(Named::Silent).start().unwrap();
        let mut hurried = call();
        hurried.timeout = Duration::from_millis(700);
        let connection = by_token(gitlab.base_url(), gitlab.token());
        let check = plugin.check(&hurried, &connection).await.unwrap();
        assert_eq!(codes(&check), ["instance.timeout"]);
        assert_eq!(check.verdict, Verdict::Unknown);
        assert!(
            gitlab
                .until(Duration::from_secs(10), |gitlab| gitlab.open_connections()
                    == 0)
                .await
        );
    });
}

#[test]
fn every_sentence_comes_in_the_users_language() {
    wait(async {
        let host = TestHost::new();
        let plugin = gitlab_plugin(&host).await;
        for named in [
            Named::Expired,
            Named::Blocked,
            Named::ReadUserOnly,
            Named::TlsSelfSigned,
            Named::ExpiresSoon,
        ] {
            let gitlab = Scenario::named(named).start().unwrap();
            let connection = by_token(gitlab.base_url(), gitlab.token());
            let english = plugin.check(&in_language("en"), &connection).await.unwrap();
            let spanish = plugin
                .check(&in_language("es-ES"), &connection)
                .await
                .unwrap();
            for (one, other) in english.problems.iter().zip(&spanish.problems) {
                assert_eq!(one.code, other.code);
                assert_ne!(one.message, other.message, "{named}");
                assert_ne!(one.hint, other.hint, "{named}");
            }
        }
    });
}

#[test]
fn what_plugins_are_told_is_what_the_host_was_made_with() {
    wait(async {
        for (today, expected) in [
            ("2027-01-08T10:00:00Z", "token.expires_soon"),
            ("2026-09-01T00:00:00Z", ""),
        ] {
            let host =
                TestHost::with(|options| options.clock = Clock::fixed(today.parse().unwrap()));
            let plugin = gitlab_plugin(&host).await;
            let gitlab = Scenario::company()
                .today("2026-09-01")
                .token(Token::personal("alice").expires_on("2027-01-09"))
                .start()
                .unwrap();
            let check = check(&plugin, &gitlab).await;
            assert_eq!(codes(&check).first().copied().unwrap_or_default(), expected);
        }
    });
}
