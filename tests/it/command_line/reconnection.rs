//! Connections that get another credential.

use std::{process::Stdio, time::Duration};

use gitlab_sim::{Scenario, Token};
use serde_json::json;

use crate::simulator::Simulator;

#[test]
fn a_reconnection_keeps_what_depends_on_it_and_asks_for_the_token_of_another_instance() {
    let (ours, theirs) = (
        Scenario::demo().start().unwrap(),
        Scenario::demo().start().unwrap(),
    );
    let simulator = Simulator::new();
    let id = simulator.connect(&ours);
    let file = simulator.file("configuration.json", r#"{"records": ["projects"]}"#);
    simulator.json(0, &["create", &id, "--config", &file]);

    simulator
        .run(&[
            "--json",
            "connections",
            "reconnect",
            &id,
            "--url",
            theirs.base_url(),
        ])
        .fails(2, "usage.invalid", "--token-file");
    assert_eq!(
        theirs.request_count(),
        0,
        "the stored token is not shown to another instance"
    );
    assert_eq!(
        simulator.json(0, &["connections", "show", &id])["address"],
        ours.base_url()
    );

    let token = simulator.file("token", theirs.token());
    let arguments = [
        "connections",
        "reconnect",
        &id,
        "--url",
        theirs.base_url(),
        "--token-file",
        &token,
    ];
    simulator.json(0, &arguments);
    let shown = simulator.json(0, &["connections", "show", &id]);
    assert_eq!(
        (&shown["id"], &shown["address"]),
        (&json!(id), &json!(theirs.base_url()))
    );
    assert_eq!(
        simulator.json(0, &["integrations", "list"])["integrations"][0]["connection"],
        json!(id)
    );

    // A refused one changes nothing.
    theirs.world().revoke_token(theirs.token()).unwrap();
    let refused = simulator.json(
        1,
        &["connections", "reconnect", &id, "--token-file", &token],
    );
    assert_eq!(refused["problems"][0]["code"], "token.revoked");
    assert_eq!(
        simulator.json(1, &["connections", "check", &id])["verdict"],
        "refused"
    );
}

#[test]
fn a_check_that_was_slower_than_a_reconnection_changes_nothing() {
    let gitlab = Scenario::company()
        .token(Token::personal("alice").name("old"))
        .token(Token::personal("alice").name("new"))
        .start()
        .unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let [old, new] = [0, 1].map(|place: usize| gitlab.tokens()[place].1.clone());

    gitlab.clear_counters();
    gitlab.set_delay(Duration::from_secs(5));
    let mut command = simulator.command();
    let check = command
        .args(["--json", "connections", "check", &id])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(
        gitlab.wait_until(Duration::from_secs(60), |gitlab| gitlab.request_count()
            >= 3)
    );
    gitlab.set_delay(Duration::ZERO);
    let file = simulator.file("new", &new);
    simulator.json(0, &["connections", "reconnect", &id, "--token-file", &file]);
    gitlab.world().revoke_token(&old).unwrap();

    let output = check.wait_with_output().unwrap();
    let late: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(late["problems"][0]["code"], "token.revoked", "{late}");
    assert_eq!(output.status.code(), Some(1));
    let shown = simulator.json(0, &["connections", "show", &id]);
    assert_eq!(shown["verdict"], "accepted");
}
