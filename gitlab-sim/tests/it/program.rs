//! The program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

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
    let help = String::from_utf8(help.stdout).unwrap();
    for named in gitlab_sim::Named::ALL {
        assert!(
            help.contains(named.name()) && help.contains(named.description()),
            "{named}: {help}"
        );
    }
}
