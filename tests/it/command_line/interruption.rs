//! Programs that are ended from outside.

#![cfg(unix)]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use gitlab_sim::Scenario;
use serde_json::Value as Json;

use crate::simulator::Simulator;

/// The copies of libraries in a folder for temporary files.
fn copies(folder: &Path) -> usize {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("violet-copies-"))
        .count()
}

/// Sends a signal, and waits for the end: within seconds, whatever the program was waiting for.
#[track_caller]
fn ends(mut child: Child, signal: &str, temporary: &Path) {
    let begun = Instant::now();
    while copies(temporary) == 0 {
        assert_eq!(child.try_wait().unwrap(), None, "it has ended already");
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "no plugin is loaded"
        );
        std::thread::park_timeout(Duration::from_millis(5));
    }
    let killed = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let sent = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if sent.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    let answer: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["error"]["code"], "internal", "{answer}");
    assert_eq!(answer["error"]["message"], "The command was interrupted.");
    assert_eq!(
        copies(temporary),
        0,
        "the copy of the library is left behind"
    );
}

#[test]
fn a_command_that_waits_for_an_answer_ends_and_leaves_no_copies() {
    let gitlab = Scenario::demo().start().unwrap();
    gitlab.set_delay(Duration::from_secs(600));
    for signal in ["-INT", "-TERM"] {
        let simulator = Simulator::new();
        let temporary = tempfile::tempdir().unwrap();
        let token = simulator.file("token", gitlab.token());
        gitlab.clear_counters();
        let mut command = simulator.command();
        let child = command
            .env("TMPDIR", temporary.path())
            .args(["--json", "--timeout", "600", "check", "gitlab"])
            .args(["--url", gitlab.base_url(), "--token-file", &token])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        assert!(gitlab.wait_until(Duration::from_secs(60), |gitlab| gitlab.request_count() > 0));
        ends(child, signal, temporary.path());
    }
}

#[test]
fn a_command_that_waits_for_input_ends_and_leaves_no_copies() {
    let simulator = Simulator::new();
    let temporary = tempfile::tempdir().unwrap();
    let mut command = simulator.command();
    let mut child = command
        .env("TMPDIR", temporary.path())
        .args(["--json", "check", "gitlab", "--url", "http://127.0.0.1:1"])
        .args(["--token-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Held open, and silent.
    let _input = child.stdin.take();
    ends(child, "-INT", temporary.path());
}
