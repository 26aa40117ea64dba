//! What people see in a terminal, as snapshots. `SNAPSHOTS=overwrite cargo test` writes them anew; look at what has changed.

use gitlab_sim::{Named, Scenario};
use snapbox::{Assert, Data, Redactions, assert::DEFAULT_ACTION_ENV};

use crate::simulator::{Ran, Simulator};

/// Compares what was shown with the snapshot of this name.
#[track_caller]
fn shows(ran: &Ran, name: &str) {
    let mut redactions = Redactions::new();
    let regex = |text: &str| regex::Regex::new(text).unwrap();
    for (placeholder, pattern) in [
        ("[PORT]", r"127\.0\.0\.1:(?<redacted>\d+)"),
        ("[TIME]", r"(?<redacted>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"),
        ("[DATE]", r"(?<redacted>\d{4}-\d\d-\d\d)[^T]"),
        ("[DAYS]", r"(?<redacted>\d+) (?:days|días)"),
        ("[SECONDS]", r"(?:Wait|Espere) (?<redacted>\d+) se"),
        ("[MS]", r"(?<redacted>\d+) ms"),
        ("[BAR]", r"(?<redacted>[█▉▊▋▌▍▎▏░▒▓■□━─]{5,})"),
        ("[FOLDER]", r"(?<redacted>/[^ ]*/)plugins/gitlab"),
    ] {
        redactions.insert(placeholder, regex(pattern)).unwrap();
    }
    let file = crate::support::repository().join(format!("tests/snapshots/{name}.txt"));
    Assert::new()
        .action_env(DEFAULT_ACTION_ENV)
        .redact_with(redactions)
        .eq(
            format!(
                "exit status: {}\n{}{}",
                ran.status.unwrap_or(-1),
                ran.stdout,
                ran.stderr
            ),
            Data::read_from(&file, None),
        );
}

#[test]
fn applications_and_their_authentication_methods() {
    let simulator = Simulator::new();
    shows(&simulator.run(&["describe", "gitlab"]), "describe");
    shows(
        &simulator.run(&["--locale", "es", "describe", "gitlab"]),
        "describe-es",
    );
    shows(&simulator.run(&["list"]), "list");
}

#[test]
fn what_a_check_found() {
    let simulator = Simulator::new();
    for (named, name) in [
        (Named::Valid, "check-valid"),
        (Named::Expired, "check-expired"),
        (Named::ReadUserOnly, "check-read-user-only"),
        (Named::TlsUntrusted, "check-tls-untrusted"),
        (Named::RateLimited, "check-rate-limited"),
    ] {
        let gitlab = Scenario::named(named).start().unwrap();
        let token = simulator.file("token", gitlab.token());
        let arguments = [
            "check",
            "gitlab",
            "--url",
            gitlab.base_url(),
            "--token-file",
            &token,
        ];
        shows(&simulator.run(&arguments), name);
        let mut spanish = vec!["--locale", "es"];
        spanish.extend(arguments);
        shows(&simulator.run(&spanish), &format!("{name}-es"));
    }
}

#[test]
fn what_is_saved() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let configuration = simulator.file(
        "configuration.json",
        r#"{"records": ["projects", "issues"]}"#,
    );
    shows(
        &simulator.run(&["create", &id, "--config", &configuration, "--name", "All"]),
        "create",
    );
    shows(&simulator.run(&["connections", "list"]), "connections-list");
    shows(
        &simulator.run(&["integrations", "list"]),
        "integrations-list",
    );
    shows(
        &simulator.run(&["connections", "remove", &id]),
        "connections-remove",
    );
}

#[test]
fn what_was_found_earlier_is_said_to_be_from_then() {
    let gitlab = Scenario::named(Named::ExpiresSoon).start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    shows(
        &simulator.run(&["--locale", "es", "connections", "show", &id]),
        "connections-show-es",
    );
}

#[test]
fn nothing_is_coloured_that_nobody_looks_at() {
    let simulator = Simulator::new();
    let ran = simulator.run(&["describe", "gitlab"]);
    assert!(!ran.stdout.contains('\u{1b}'), "{ran}");
}
