//! The program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::oauth::browser::Browser;
use crate::support::{client_builder, take_apart};

/// Ends the program with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gitlab-sim"))
}

#[tokio::test]
async fn prints_where_it_listens_and_its_tokens() {
    let arguments = [
        "--scenario",
        "api-scope",
        "--version",
        "17.3-ee",
        "--projects",
        "30",
        "--root",
        "/gitlab",
        "--delay",
        "1",
    ];
    let mut running = Running(
        program()
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(running.0.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut fact = |name: &str| {
        let line = lines.next().unwrap();
        let value = line.strip_prefix(name).unwrap_or_else(|| panic!("{line}"));
        value.trim().to_owned()
    };
    assert!(fact("scenario").starts_with("api-scope: "));
    let address = fact("address");
    let (token, username) = fact("token")
        .split_once("  ")
        .map(|(one, two)| (one.to_owned(), two.to_owned()))
        .unwrap();
    assert_eq!(username, "(alice)");
    let ask = async |path: &str| {
        let request = client_builder()
            .build()
            .unwrap()
            .get(format!("{address}/api/v4/{path}"))
            .bearer_auth(&token);
        take_apart(request.send().await.unwrap()).await
    };
    assert_eq!(ask("version").await.json()["version"], "17.3.0-ee");
    assert_eq!(
        ask("projects?search=service-0030")
            .await
            .all("path_with_namespace"),
        ["fleet/team-01/service-0030"]
    );
    assert!(address.ends_with("/gitlab"), "{address}");
}

#[test]
fn writes_the_authority_for_https() {
    let file = std::env::temp_dir().join(format!("gitlab-sim-{}.pem", std::process::id()));
    let mut running = Running(
        program()
            .args(["--tls", "--ca-file"])
            .arg(&file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let lines = BufReader::new(running.0.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let address = lines.skip(1).take(1).collect::<String>();
    let pem = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(address.contains("https://127.0.0.1:"), "{address}");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
}

#[tokio::test]
async fn plays_an_expired_token_of_an_older_version_among_many_projects() {
    let arguments =
        "--version 16.11 --projects 1500 --scenario expired --today 2026-09-01 --rate-limit 2";
    let mut program = program();
    let program = program.args(arguments.split(' ')).stdout(Stdio::piped());
    let mut running = Running(program.spawn().unwrap());
    // Kept open: a program that nobody reads from any more ends.
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let facts: Vec<_> = lines.by_ref().take(3).map(Result::unwrap).collect();
    let address = facts[1].strip_prefix("address").unwrap().trim();
    let token = facts[2].split_whitespace().nth(1).unwrap();
    let client = client_builder().build().unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let request = client.get(format!("{address}/api/v4/user"));
        let got = take_apart(request.bearer_auth(token).send().await.unwrap()).await;
        statuses.push((got.status, got.text.contains("Token is expired.")));
    }
    assert_eq!(statuses, [(401, true), (401, true), (429, false)]);
}

#[tokio::test]
async fn adds_an_application_that_may_ask_people() {
    let callback = "http://127.0.0.1/callback";
    let mut running = Running(
        program()
            .args([
                "--redirect-uri",
                callback,
                "--redirect-uri",
                "violet:/callback",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let facts: Vec<_> = lines.by_ref().take(4).map(Result::unwrap).collect();
    let address = facts[1].strip_prefix("address").unwrap().trim();
    let (client, kind) = facts[3]
        .strip_prefix("client")
        .unwrap()
        .trim()
        .split_once("  ")
        .unwrap();
    assert_eq!(kind, "(public)");
    let mut browser = Browser::at(address, client_builder().build().unwrap());
    browser.open("/users/sign_in").await;
    browser.sign_in("alice").await;
    for (redirect_uri, expected) in [
        ("http://127.0.0.1:4711/callback", "is requesting access"),
        ("violet:/callback", "is requesting access"),
        (
            "violet:/elsewhere",
            "The redirect URI included is not valid.",
        ),
    ] {
        let query = format!("client_id={client}&response_type=code&redirect_uri={redirect_uri}");
        browser.open(&format!("/oauth/authorize?{query}")).await;
        assert!(
            browser.page().contains(expected),
            "{redirect_uri}: {}",
            browser.page()
        );
    }
}

#[test]
fn says_what_it_can_not_play() {
    for (arguments, part) in [
        (["--version", "eighteen"], "reading the version `eighteen`"),
        (["--root", "gitlab"], "the relative root `gitlab`"),
        (["--scenario", "nothing"], "tls-untrusted"),
        (["--ca-file", "never.pem"], "--tls"),
    ] {
        let output = program().args(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(part), "{said}");
    }
    let help = program().arg("--help").output().unwrap();
    // However wide the lines are.
    let help = String::from_utf8(help.stdout).unwrap();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for named in gitlab_sim::Named::ALL {
        assert!(
            help.contains(named.name()) && help.contains(named.description()),
            "{named}: {help}"
        );
    }
}
