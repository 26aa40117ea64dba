//! Plugins that cannot be loaded, are gone, or have something to say.

use std::fs;

use gitlab_sim::Scenario;

use crate::{faulty::Faulty, simulator::Simulator, support::built};

#[test]
fn a_plugin_that_can_not_be_loaded_ends_with_four() {
    let simulator = Simulator::new();
    let folder = simulator.plugins().join("gitlab");
    let manifest = fs::read_to_string(folder.join("manifest.toml")).unwrap();
    let describe = || simulator.run(&["--json", "describe", "gitlab"]);

    fs::write(
        folder.join("manifest.toml"),
        manifest.replace("interface =", "intreface ="),
    )
    .unwrap();
    describe().fails(4, "manifest.invalid", "interface");
    fs::write(
        folder.join("manifest.toml"),
        manifest.replace("[network]", "[netwrok]"),
    )
    .unwrap();
    describe().fails(4, "manifest.invalid", "did you mean `network`?");
    fs::write(
        folder.join("manifest.toml"),
        manifest.replace("\"1.0\"", "\"2.0\""),
    )
    .unwrap();
    describe().fails(4, "interface.incompatible", "2.0");
    fs::write(
        folder.join("manifest.toml"),
        manifest.replace("version = \"0.", "version = \"7."),
    )
    .unwrap();
    describe().fails(4, "plugin.id_mismatch", "7.");
    fs::write(folder.join("manifest.toml"), &manifest).unwrap();

    let library = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("violet_gitlab"))
        .unwrap();
    let whole = fs::read(&library).unwrap();
    fs::write(&library, &whole[..whole.len() / 2]).unwrap();
    describe().fails(4, "library.truncated", "");
    fs::write(&library, "not a library").unwrap();
    describe().fails(4, "library.not_a_plugin", "");
    fs::remove_file(&library).unwrap();
    describe().fails(4, "library.missing", "violet_gitlab");

    // The list touches no library.
    assert_eq!(simulator.json(0, &["list"])["plugins"][0]["status"], "ok");
}

#[test]
fn a_connection_uses_the_plugin_that_it_was_made_with_and_no_other() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let url = gitlab.base_url();
    let library = simulator.file("elsewhere.so", fs::read(&built().gitlab_library).unwrap());
    let saved = simulator.json(
        0,
        &["connect", &library, "--url", url, "--token-file", &token],
    );
    let id = saved["id"].as_str().unwrap();
    let check = ["--json", "connections", "check", id];
    simulator.run(&check).json(0);

    // One with the same id stands in the plugins folder.
    gitlab.clear_counters();
    fs::remove_file(&library).unwrap();
    simulator
        .run(&check)
        .fails(2, "plugin.not_found", "elsewhere.so");
    assert_eq!(gitlab.request_count(), 0);

    let id = simulator.connect(&gitlab);
    fs::remove_dir_all(simulator.plugins().join("gitlab")).unwrap();
    simulator
        .run(&["--json", "connections", "check", &id])
        .fails(2, "plugin.not_found", "`gitlab`");
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_that_can_not_be_remembered_is_refused_before_anything_is_sent() {
    use std::os::unix::ffi::OsStrExt;
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let odd = simulator
        .plugins()
        .join(std::ffi::OsStr::from_bytes(b"odd-\xff"));
    fs::create_dir(&odd).unwrap();
    let from = simulator.plugins().join("gitlab");
    for file in fs::read_dir(&from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), odd.join(file.file_name())).unwrap();
    }
    let mut command = simulator.command();
    let output = command
        .current_dir(&odd)
        .args(["--json", "connect", ".", "--url", gitlab.base_url()])
        .args(["--token-file", &token])
        .output()
        .unwrap();
    let answer = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{answer}");
    assert!(answer.contains("usage.invalid"), "{answer}");
    assert_eq!(gitlab.request_count(), 0);
}

#[test]
fn what_plugins_warn_of_stands_beside_the_result() {
    let simulator = Simulator::new();
    let check = |faulty: &Faulty| {
        let library = faulty.library().display().to_string();
        let url = "http://127.0.0.1:1";
        simulator.run(&["--json", "check", &library, "--url", url])
    };
    let panics = check(&Faulty::new("panic@check"));
    panics.fails(4, "plugin.panicked", "");
    assert!(
        panics.stderr.contains("`faulty`") && panics.stderr.contains("error"),
        "{panics}"
    );
    let floods = check(&Faulty::new("flood@check"));
    assert!(floods.stderr.contains("998976 lines"), "{floods}");
    // What a plugin only tells is not shown.
    assert_eq!(floods.stderr.trim().lines().count(), 1, "{floods}");
}
