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
fn a_kill_within_a_write_leaves_what_was_there_or_what_was_to_be() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    // Without a plugin to be loaded a command is little else than its write. How long it takes decides when to kill.
    let rename = |name: &str| {
        let mut command = simulator.command();
        command
            .args(["--json", "connections", "rename", &id, name])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let begun = Instant::now();
    assert!(rename("name 0").wait().unwrap().success());
    let whole = begun.elapsed();

    let folder = database(&simulator).parent().unwrap().to_owned();
    let (mut before, mut killed, mut within) = ("name 0".to_owned(), 0, 0);
    for turn in 1..=200 {
        let name = format!("name {turn}");
        let mut child = rename(&name);
        // Half of them when the journal shows that a write has begun, the others anywhere.
        let moment = Instant::now() + whole * (turn % 50) / 50;
        let journal = folder.join("violet.sqlite-journal");
        let waits_for_journal = turn % 2 == 0;
        while child.try_wait().unwrap().is_none() {
            if waits_for_journal && journal.exists() {
                break;
            }
            if !waits_for_journal && Instant::now() >= moment {
                break;
            }
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        if !child.wait().unwrap().success() {
            killed += 1;
        }
        if journal.exists() {
            within += 1;
        }
        // Reading comes after rolling back.
        let shown = simulator.json(0, &["connections", "show", &id]);
        let now = shown["name"].as_str().unwrap();
        assert!(
            now == before || now == name,
            "{now} is neither {before} nor {name}"
        );
        before = now.to_owned();
    }
    assert!(killed >= 20, "{killed} of 200 were killed");
    assert!(within >= 1, "no kill came within a write");
    assert_eq!(
        simulator.json(0, &["connections", "check", &id])["verdict"],
        "accepted"
    );
}

#[test]
fn no_new_key_is_made_while_credentials_need_the_old_one() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let (first, second) = (simulator.connect(&gitlab), simulator.connect(&gitlab));
    let key = simulator.state().join("key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();

    let connect = [
        "--json",
        "connect",
        "gitlab",
        "--url",
        gitlab.base_url(),
        "--token-file",
        &token,
    ];
    let reconnect = [
        "--json",
        "connections",
        "reconnect",
        &first,
        "--token-file",
        &token,
    ];
    for arguments in [
        &connect[..],
        &reconnect,
        &["--json", "connections", "check", &first],
    ] {
        let refused = simulator.run(arguments);
        refused.fails(5, "state.unusable", "Put the file back from a copy");
        assert!(!key.exists());
    }
    let listed = simulator.json(0, &["connections", "list"]);
    assert_eq!(listed["connections"].as_array().unwrap().len(), 2);

    // With the key back, everything is as it was.
    fs::write(&key, &kept).unwrap();
    for id in [&first, &second] {
        simulator.json(0, &["connections", "check", id]);
    }
    // Lost for good: the way out that the hint names.
    fs::remove_file(&key).unwrap();
    simulator.json(0, &["connections", "remove", &second]);
    simulator.run(&reconnect).json(0);
    simulator.run(&connect).json(0);
    simulator.json(0, &["connections", "check", &first]);
}

/// Somebody who may read the state, and not write it.
#[cfg(unix)]
fn reader(simulator: &Simulator) -> std::process::Command {
    use std::os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    };
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut command = simulator.command();
    for (path, _) in simulator.state_files() {
        allow(&path, 0o400);
    }
    // Rights do not bind root: it becomes somebody else, who gets the files.
    let own = simulator.state().parent().unwrap().to_owned();
    if fs::metadata(&own).unwrap().uid() == 0 {
        let nobody = 65_534;
        command.uid(nobody).gid(nobody);
        allow(&own, 0o755);
        for (path, _) in simulator.state_files() {
            chown(path, Some(nobody), Some(nobody)).unwrap();
        }
        chown(simulator.state(), Some(nobody), Some(nobody)).unwrap();
    }
    allow(&simulator.state(), 0o500);
    command
}

#[test]
#[cfg(unix)]
fn reading_needs_no_right_to_write_and_a_check_that_can_not_be_kept_is_still_one() {
    use std::os::unix::fs::PermissionsExt;
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let run = |arguments: &[&str]| {
        let output = reader(&simulator)
            .arg("--json")
            .args(arguments)
            .output()
            .unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let aside = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), answer, aside)
    };

    let (status, listed, _) = run(&["connections", "list"]);
    assert_eq!(status, Some(0), "{listed}");
    assert_eq!(listed["connections"][0]["id"], id.as_str());
    let (status, check, aside) = run(&["connections", "check", &id]);
    assert_eq!((status, &check["verdict"]), (Some(0), &"accepted".into()));
    assert!(aside.contains("state.unusable"), "{aside}");
    gitlab.world().revoke_token(gitlab.token()).unwrap();
    let (status, check, aside) = run(&["connections", "check", &id]);
    assert_eq!((status, &check["verdict"]), (Some(1), &"refused".into()));
    assert!(aside.contains("state.unusable"), "{aside}");
    let (status, refused, _) = run(&["connections", "rename", &id, "Another"]);
    assert_eq!(status, Some(5));
    assert_eq!(refused["error"]["code"], "state.unusable");

    fs::set_permissions(simulator.state(), fs::Permissions::from_mode(0o700)).unwrap();
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
