//! The one HTTP client: what plugins and the host send with, against an instance that misbehaves.

use std::{
    net::{IpAddr, TcpListener},
    sync::{Arc, Mutex},
    time::Duration,
};

use gitlab_sim::{Fault, GitLab, Scenario, Tls};
use serde_json::Value as Json;
use violet_plugin::{
    Secret,
    host::{Limits, Network, Policy, Shared, UnreadablePolicy, http},
    http::{Http, HttpError, HttpErrorKind, Response, Url},
};

use crate::{simulator::Simulator, support::wait};

/// A network that allows everything but what it is told not to, and remembers what it was asked.
#[derive(Default)]
struct TestNetwork {
    key: String,
    policy: Policy,
    unreadable: bool,
    roots: Vec<Vec<u8>>,
    forbidden: Vec<IpAddr>,
    asked: Mutex<Vec<(String, Option<IpAddr>, u16)>>,
}

impl Network for TestNetwork {
    fn key(&self) -> String {
        self.key.clone()
    }

    fn policy(&self) -> Result<Policy, UnreadablePolicy> {
        if self.unreadable {
            return Err(UnreadablePolicy);
        }
        Ok(self.policy.clone())
    }

    fn roots(&self) -> Vec<Vec<u8>> {
        self.roots.clone()
    }

    fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
        self.asked.lock().unwrap().push((host.to_owned(), ip, port));
        ip.is_none_or(|ip| !self.forbidden.contains(&ip))
    }
}

fn client(network: TestNetwork, patience: Duration) -> (Http, Arc<TestNetwork>) {
    let network = Arc::new(network);
    let http = http(
        Arc::new(Shared::default()),
        network.clone(),
        patience,
        Arc::default(),
    );
    (http, network)
}

/// Sends one `GET` with a credential.
fn get(
    network: TestNetwork,
    url: &str,
    patience: Duration,
) -> (Result<Response, HttpError>, Arc<TestNetwork>) {
    wait(async {
        let (http, network) = client(network, patience);
        let url = Url::parse(url).unwrap();
        let answer = http
            .get(&url)
            .bearer(Secret::new("glpat-the-credential"))
            .send()
            .await;
        (answer, network)
    })
}

#[track_caller]
fn fails(network: TestNetwork, url: &str, expected: HttpErrorKind) -> Arc<TestNetwork> {
    let (answer, network) = get(network, url, Duration::from_secs(10));
    let error = answer.err().expect("no answer");
    assert_eq!(error.kind(), expected, "{error}");
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("the-credential"), "{shown}");
    }
    network
}

fn version(gitlab: &GitLab) -> String {
    format!("{}/api/v4/version", gitlab.base_url())
}

fn faulty(fault: Fault) -> GitLab {
    Scenario::demo()
        .fault("/api/v4/version", fault)
        .start()
        .unwrap()
}

fn der(pem: &str) -> Vec<u8> {
    use rustls_pki_types::pem::PemObject;
    rustls_pki_types::CertificateDer::from_pem_slice(pem.as_bytes())
        .unwrap()
        .to_vec()
}

#[test]
fn broken_answers_are_told_apart() {
    for (fault, expected) in [
        (Fault::reset(), HttpErrorKind::Lost),
        (Fault::close(), HttpErrorKind::Lost),
        (Fault::cut_off(), HttpErrorKind::CutOff),
        (Fault::oversize(9 << 20), HttpErrorKind::TooLarge),
    ] {
        fails(TestNetwork::default(), &version(&faulty(fault)), expected);
    }
}

#[test]
fn nobody_waits_past_the_deadline() {
    for fault in [Fault::silence(), Fault::drip(1, Duration::from_millis(200))] {
        let gitlab = faulty(fault);
        let (answer, _) = get(
            TestNetwork::default(),
            &version(&gitlab),
            Duration::from_millis(500),
        );
        assert_eq!(answer.err().unwrap().kind(), HttpErrorKind::Timeout);
        assert!(
            gitlab.wait_until(Duration::from_secs(10), |gitlab| gitlab.open_connections()
                == 0)
        );
    }
    let gitlab = Scenario::demo().start().unwrap();
    let (answer, _) = get(TestNetwork::default(), &version(&gitlab), Duration::ZERO);
    assert_eq!(answer.err().unwrap().kind(), HttpErrorKind::Timeout);
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn a_redirect_is_an_answer_and_the_credential_stays() {
    let elsewhere = Scenario::demo().start().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/api/v4/version", elsewhere.base_url());
        let gitlab = faulty(Fault::redirect(status, &location));
        let (answer, _) = get(
            TestNetwork::default(),
            &version(&gitlab),
            Duration::from_secs(10),
        );
        let answer = answer.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("location"), Some(location.as_str()));
    }
    assert_eq!(elsewhere.connection_count(), 0);
}

#[test]
fn certificates_are_checked_and_each_fault_has_its_own_name() {
    for (tls, expected) in [
        (Tls::SelfSigned, HttpErrorKind::TlsUntrusted),
        (Tls::OwnAuthority, HttpErrorKind::TlsUntrusted),
    ] {
        let gitlab = Scenario::demo().tls(tls).start().unwrap();
        fails(TestNetwork::default(), &version(&gitlab), expected);
        assert_eq!(
            gitlab.request_count(),
            0,
            "nothing is sent before the certificate is checked"
        );
    }
    for (tls, expected) in [
        (Tls::Expired, Err(HttpErrorKind::TlsExpired)),
        (Tls::WrongHost, Err(HttpErrorKind::TlsHostname)),
        (Tls::OwnAuthority, Ok(401)),
    ] {
        let gitlab = Scenario::demo().tls(tls).start().unwrap();
        let network = TestNetwork {
            roots: vec![der(gitlab.ca_pem().unwrap())],
            ..TestNetwork::default()
        };
        let (answer, _) = get(network, &version(&gitlab), Duration::from_secs(10));
        let outcome = answer
            .map(|answer| answer.status())
            .map_err(|error| error.kind());
        assert_eq!(outcome, expected);
    }
}

#[test]
fn every_address_is_asked_for_before_it_is_reached() {
    let gitlab = Scenario::demo().start().unwrap();
    let port = gitlab.address().port();
    let loopback: Vec<IpAddr> = vec!["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()];
    let forbidding = || TestNetwork {
        forbidden: loopback.clone(),
        ..TestNetwork::default()
    };

    let network = fails(forbidding(), &version(&gitlab), HttpErrorKind::Forbidden);
    assert_eq!(
        *network.asked.lock().unwrap(),
        [("127.0.0.1".to_owned(), Some(loopback[0]), port)]
    );
    // The same address in disguise.
    fails(
        forbidding(),
        &format!("http://0x7f.1:{port}/"),
        HttpErrorKind::Forbidden,
    );
    fails(
        forbidding(),
        &format!("http://2130706433:{port}/"),
        HttpErrorKind::Forbidden,
    );
    // A name that resolves to it.
    let network = fails(
        forbidding(),
        &format!("http://localhost:{port}/"),
        HttpErrorKind::Forbidden,
    );
    let asked = network.asked.lock().unwrap().clone();
    assert!(
        asked.contains(&("localhost".to_owned(), Some(loopback[0]), port)),
        "{asked:?}"
    );
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn names_and_ports_without_anybody_behind_them() {
    fails(
        TestNetwork::default(),
        "http://nobody.invalid/",
        HttpErrorKind::Dns,
    );
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    fails(
        TestNetwork::default(),
        &format!("http://{free}/"),
        HttpErrorKind::Refused,
    );
}

#[test]
fn a_proxy_that_does_not_answer_is_named_as_such() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let proxied = |proxy: String| TestNetwork {
        policy: Policy {
            proxy: Some(proxy),
            ..Policy::default()
        },
        ..TestNetwork::default()
    };
    let network = fails(
        proxied(format!("http://{free}")),
        "https://git.example.com/",
        HttpErrorKind::Proxy,
    );
    let asked = network.asked.lock().unwrap().clone();
    assert_eq!(
        asked[0],
        ("git.example.com".to_owned(), None, 443),
        "the target is asked for by its name alone"
    );
    // A proxy that refuses to connect: GitLab answers 404 to a CONNECT.
    let gitlab = Scenario::demo().start().unwrap();
    fails(
        proxied(gitlab.base_url().to_owned()),
        "https://git.example.com/",
        HttpErrorKind::Proxy,
    );
}

#[test]
fn an_address_behind_a_proxy_is_asked_for_as_well() {
    let gitlab = Scenario::demo().start().unwrap();
    for address in ["127.0.0.1", "169.254.169.254", "[::1]"] {
        let ip: IpAddr = address.trim_matches(['[', ']']).parse().unwrap();
        let network = TestNetwork {
            policy: Policy {
                proxy: Some(gitlab.base_url().to_owned()),
                ..Policy::default()
            },
            forbidden: vec![ip],
            ..TestNetwork::default()
        };
        let network = fails(
            network,
            &format!("http://{address}/"),
            HttpErrorKind::Forbidden,
        );
        assert_eq!(
            *network.asked.lock().unwrap(),
            [(ip.to_string(), Some(ip), 80)]
        );
    }
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn a_proxy_that_cannot_be_used_is_not_left_out() {
    let gitlab = Scenario::demo().start().unwrap();
    for unusable in ["", "proxy", "socks5://127.0.0.1:1080", "http://"] {
        let network = TestNetwork {
            policy: Policy {
                proxy: Some(unusable.into()),
                ..Policy::default()
            },
            ..TestNetwork::default()
        };
        fails(network, &version(&gitlab), HttpErrorKind::Proxy);
    }
    let unreadable = TestNetwork {
        unreadable: true,
        ..TestNetwork::default()
    };
    fails(unreadable, &version(&gitlab), HttpErrorKind::Other);
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn a_proxy_of_the_environment_that_cannot_be_used_is_not_left_out() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    for unusable in ["socks5://127.0.0.1:1080", "ftp://proxy", "http://"] {
        let output = simulator
            .command()
            .args(["--json", "check", "gitlab", "--url", gitlab.base_url()])
            .args(["--token-file", &token])
            .env("HTTP_PROXY", unusable)
            .env("NO_PROXY", "")
            .output()
            .unwrap();
        let check: Json = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            check["problems"][0]["code"], "instance.proxy",
            "{unusable}: {check}"
        );
        assert_eq!(check["requests"], 0);
        assert_eq!(output.status.code(), Some(3));
    }
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn a_credential_that_no_header_can_carry_is_not_sent() {
    let gitlab = Scenario::demo().start().unwrap();
    wait(async {
        let (http, _) = client(TestNetwork::default(), Duration::from_secs(10));
        let url = Url::parse(&version(&gitlab)).unwrap();
        let answer = http
            .get(&url)
            .bearer(Secret::new("two\nlines"))
            .send()
            .await;
        assert_eq!(answer.err().unwrap().kind(), HttpErrorKind::Unsendable);
    });
    assert_eq!(gitlab.connection_count(), 0);
}

#[test]
fn a_connection_is_used_again_and_limits_hold() {
    let gitlab = Scenario::demo().start().unwrap();
    wait(async {
        let (http, _) = client(TestNetwork::default(), Duration::from_secs(10));
        let url = Url::parse(&version(&gitlab)).unwrap();
        for _ in 0..3 {
            http.get(&url)
                .send()
                .await
                .map_err(|error| error.to_string())
                .unwrap();
        }
    });
    assert_eq!((gitlab.request_count(), gitlab.connection_count()), (3, 1));

    let small = TestNetwork {
        policy: Policy {
            limits: Limits {
                body_bytes: 8,
                ..Limits::default()
            },
            ..Policy::default()
        },
        ..TestNetwork::default()
    };
    fails(small, &version(&gitlab), HttpErrorKind::TooLarge);
}
