//! https with certificates of every kind.

use gitlab_sim::{Scenario, Tls};
use reqwest::Certificate;

use crate::support::{client_builder, get};

/// All that an error and its sources say.
fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

#[tokio::test]
async fn good_certificates_are_accepted_by_those_who_trust_them() {
    for tls in [Tls::OwnAuthority, Tls::SelfSigned] {
        let gitlab = Scenario::demo().tls(tls).start().unwrap();
        assert!(gitlab.base_url().starts_with("https://127.0.0.1:"));
        assert_eq!(get(&gitlab, "/api/v4/user").await.status, 200, "{tls:?}");
    }
}

#[tokio::test]
async fn bad_certificates_fail_each_in_its_way() {
    for (tls, trusted, reason) in [
        (Tls::OwnAuthority, false, "UnknownIssuer"),
        (Tls::SelfSigned, false, "UnknownIssuer"),
        (Tls::Expired, true, "expired"),
        (Tls::WrongHost, true, "not valid for name"),
    ] {
        let gitlab = Scenario::demo().tls(tls).start().unwrap();
        let other = Scenario::new().tls(Tls::OwnAuthority).start().unwrap();
        let pem = if trusted {
            gitlab.ca_pem()
        } else {
            other.ca_pem()
        }
        .expect("https");
        let certificate = Certificate::from_pem(pem.as_bytes()).unwrap();
        let client = client_builder()
            .tls_certs_only([certificate])
            .build()
            .unwrap();
        let error = client
            .get(format!("{}/api/v4/user", gitlab.base_url()))
            .send()
            .await
            .unwrap_err();
        assert!(chain(&error).contains(reason), "{tls:?}: {}", chain(&error));
        assert_eq!(gitlab.request_count(), 0, "{tls:?}");
        assert!(gitlab.connection_count() >= 1, "{tls:?}");
    }
}
