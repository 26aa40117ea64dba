//! What is stored survives kills, lives with other processes, and is never touched when it can't be understood.

use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

use gitlab_sim::Scenario;

use crate::simulator::Simulator;

/// The database among the files of the state folder.
fn database(simulator: &Simulator) -> std::path::PathBuf {
    simulator
        .state_files()
        .into_iter()
        .find(|(_, content)| content.starts_with(b"SQLite format 3\0"))
        .expect("a database")
        .0
}

#[test]
fn a_kill_at_any_moment_leaves_the_state_readable() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let connect = [
        "--json",
        "connect",
        "gitlab",
        "--url",
        gitlab.base_url(),
        "--token-file",
        &token,
    ];

    // How long one takes decides when to kill.
    let begun = Instant::now();
    simulator.run(&connect).json(0);
    let whole = begun.elapsed();

    let kills = 12;
    for kill in 1..=kills {
        let mut child = simulator
            .command()
            .args(connect)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let moment = Instant::now() + whole * kill / kills;
        while Instant::now() < moment && child.try_wait().unwrap().is_none() {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let listed = simulator.json(0, &["connections", "list"]);
        for connection in listed["connections"].as_array().unwrap() {
            let id = connection["id"].as_str().unwrap();
            assert_eq!(
                simulator.json(0, &["connections", "check", id])["verdict"],
                "accepted"
            );
        }
    }
}

#[test]
fn commands_at_the_same_time_lose_nothing() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let children: Vec<_> = (0..8)
        .map(|number| {
            simulator
                .command()
                .args(["--json", "connect", "gitlab", "--url", gitlab.base_url()])
                .args([
                    "--token-file",
                    &token,
                    "--name",
                    &format!("number {number}"),
                ])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let listed = simulator.json(0, &["connections", "list"]);
    let connections = listed["connections"].as_array().unwrap();
    let mut ids: Vec<&str> = connections
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((connections.len(), ids.len()), (8, 8));
}

#[test]
fn a_state_of_a_newer_version_is_left_alone() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    simulator.connect(&gitlab);
    let path = database(&simulator);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .pragma_update(None, "user_version", 9000)
        .unwrap();
    connection.close().unwrap();
    let before = fs::read(&path).unwrap();
    simulator
        .run(&["--json", "connections", "list"])
        .fails(5, "state.newer", "9000");
    let token = simulator.file("token", gitlab.token());
    let connect = [
        "--json",
        "connect",
        "gitlab",
        "--url",
        gitlab.base_url(),
        "--token-file",
        &token,
    ];
    simulator.run(&connect).fails(5, "state.newer", "9000");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_state_that_is_none_is_told_and_left_alone() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    simulator.connect(&gitlab);
    let path = database(&simulator);
    let garbage = "not a database, and longer than the 100 bytes of a database's header ".repeat(3);
    fs::write(&path, &garbage).unwrap();
    simulator
        .run(&["--json", "connections", "list"])
        .fails(5, "state.unusable", "");
    assert_eq!(fs::read_to_string(&path).unwrap(), garbage);
    // A file where the folder should be.
    let simulator = Simulator::new();
    fs::write(simulator.state(), "in the way").unwrap();
    simulator
        .run(&["--json", "connections", "list"])
        .fails(5, "state.unusable", "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let token = simulator.file("token", gitlab.token());
    // A limit on the size of files has the effect of a full disk: whatever is written fails.
    let mut command = std::process::Command::new("sh");
    let ran = command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"])
        .arg(&crate::support::built().simulator)
        .arg("--state")
        .arg(simulator.state())
        .args(["--json", "connections", "rename", &id, "Another name"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let answer = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(
        ran.status.code(),
        Some(5),
        "{answer} {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(answer.contains("state.unusable"), "{answer}");
    assert_eq!(
        simulator.json(0, &["connections", "check", &id])["verdict"],
        "accepted"
    );
    let connect = [
        "--json",
        "connect",
        "gitlab",
        "--url",
        gitlab.base_url(),
        "--token-file",
        &token,
    ];
    simulator.run(&connect).json(0);
}
