//! The members of everything that programs read: these and no others.

use std::collections::BTreeSet;

use gitlab_sim::{Named, Scenario};
use serde_json::Value as Json;

use crate::simulator::Simulator;

const CHECK: &str =
    "plugin method verdict problems account credential instance requests elapsed_ms";
const PROBLEM: &str =
    "code severity effect message hint help_url field retryable retry_after_s details";
const ACCOUNT: &str = "id username name kind url avatar_url";
const CREDENTIAL: &str = "kind name scopes expires_on expires_at days_left";
const INSTANCE: &str = "url version edition";
const CONNECTION: &str = "id name plugin method address account verdict checked_at integrations";
const INTEGRATION: &str = "id name connection every schema_version configuration";

#[track_caller]
fn has(value: &Json, members: &str) {
    let found: BTreeSet<&str> = value
        .as_object()
        .unwrap_or_else(|| panic!("an object with {members}, not {value}"))
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(found, members.split_whitespace().collect(), "{value}");
}

/// A list with something in it, every entry with these members.
#[track_caller]
fn lists(value: &Json, members: &str) {
    let entries = value.as_array().unwrap();
    assert!(!entries.is_empty(), "{value}");
    entries.iter().for_each(|entry| has(entry, members));
}

#[test]
fn plugins() {
    let simulator = Simulator::new();
    let listed = simulator.json(0, &["list"]);
    has(&listed, "plugins");
    lists(
        &listed["plugins"],
        "id name version interface path status problem",
    );

    let described = simulator.json(0, &["describe", "gitlab"]);
    has(
        &described,
        "plugin name version interface schema_version methods interval schema",
    );
    has(&described["interval"], "min default suggested");
    lists(
        &described["methods"],
        "id kind default other_option label button help help_url fields",
    );
    for method in described["methods"].as_array().unwrap() {
        lists(
            &method["fields"],
            "name type role label help advanced required default placeholder",
        );
    }
}

#[test]
fn checks() {
    let simulator = Simulator::new();
    let check = |named: Named, status: i32| {
        let gitlab = Scenario::named(named).start().unwrap();
        let token = simulator.file("token", gitlab.token());
        let url = gitlab.base_url();
        let [checked, connected] = ["check", "connect"].map(|command| {
            simulator.json(
                status,
                &[command, "gitlab", "--url", url, "--token-file", &token],
            )
        });
        has(&checked, CHECK);
        if status == 0 {
            has(&connected, &format!("id {CHECK}"));
            let id = connected["id"].as_str().unwrap();
            has(&simulator.json(0, &["connections", "check", id]), CHECK);
            let again = ["connections", "reconnect", id, "--token-file", &token];
            has(&simulator.json(0, &again), CHECK);
        } else {
            has(&connected, CHECK);
        }
        checked
    };
    let soon = check(Named::ExpiresSoon, 0);
    lists(&soon["problems"], PROBLEM);
    has(&soon["account"], ACCOUNT);
    has(&soon["credential"], CREDENTIAL);
    has(&soon["instance"], INSTANCE);
    // What is not known is null, and there all the same.
    let unreachable = check(Named::Reset, 3);
    lists(&unreachable["problems"], PROBLEM);
    for unknown in ["account", "credential"] {
        assert_eq!(unreachable[unknown], Json::Null);
    }
    lists(&check(Named::Expired, 1)["problems"], PROBLEM);
}

#[test]
fn connections_and_integrations() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let configuration = simulator.file("configuration.json", r#"{"records": ["issues"]}"#);
    let wrong = simulator.file("wrong.json", r#"{"records": ["isues"]}"#);

    let listed = simulator.json(0, &["connections", "list"]);
    has(&listed, "connections");
    lists(&listed["connections"], CONNECTION);
    has(&listed["connections"][0]["account"], ACCOUNT);
    let shown = simulator.json(0, &["connections", "show", &id]);
    assert_eq!(shown, listed["connections"][0]);
    has(
        &simulator.json(0, &["connections", "rename", &id, "Another"]),
        CONNECTION,
    );

    let choices = simulator.json(0, &["choices", &id, "projects"]);
    has(&choices, "items next total problems");
    lists(&choices["items"], "value label description group");

    let created = ["create", &id, "--config", &configuration];
    let preview = [&created[..], &["--preview"]].concat();
    for arguments in [&preview[..], &created] {
        let created = simulator.json(0, arguments);
        has(&created, "id preview problems");
        lists(&created["preview"], "record label count at_least");
    }
    let refused = simulator.json(1, &["create", &id, "--config", &wrong]);
    has(&refused, "id preview problems");
    lists(&refused["problems"], PROBLEM);

    let listed = simulator.json(0, &["integrations", "list"]);
    has(&listed, "integrations");
    lists(&listed["integrations"], INTEGRATION);
    let integration = listed["integrations"][0]["id"].as_str().unwrap();
    assert_eq!(
        simulator.json(0, &["integrations", "show", integration]),
        listed["integrations"][0]
    );
    let edit = [
        "integrations",
        "edit",
        integration,
        "--config",
        &configuration,
    ];
    has(&simulator.json(0, &edit), "id preview problems");

    let failed = simulator.json(2, &["connections", "show", "c99"]);
    has(&failed, "error");
    has(&failed["error"], PROBLEM);
}
