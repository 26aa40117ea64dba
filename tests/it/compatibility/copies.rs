//! The program that keeps the copies.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::support::repository;

fn contract_copies(repository: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_contract-copies"))
        .arg("--repository")
        .arg(repository)
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|text| String::from_utf8_lossy(text))
        .join("\n")
}

/// What the program reads and writes, somewhere else.
fn elsewhere() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "interface/abi",
        "tests/contract",
    ] {
        copy(&repository().join(path), &folder.path().join(path));
    }
    // Whether the kept copies are as they should be is another test's question.
    let written = contract_copies(folder.path(), &[]);
    assert!(written.status.success(), "{}", said(&written));
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name();
        if name != "target" {
            copy(&from.join(&name), &to.join(&name));
        }
    }
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn the_kept_copies_are_what_they_should_be() {
    let checked = contract_copies(repository(), &["--check"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_changed_copy_is_found_and_mended() {
    let folder = elsewhere();
    let file = folder
        .path()
        .join("tests/contract/v1_1/abi/src/services.rs");
    let before = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{before}// by hand\n")).unwrap();
    fs::write(file.with_file_name("more.rs"), "").unwrap();

    let checked = contract_copies(folder.path(), &["--check"]);
    assert_eq!(checked.status.code(), Some(1));
    let text = said(&checked);
    assert!(
        text.contains("tests/contract/v1_1/abi/src/services.rs differs"),
        "{text}"
    );
    assert!(
        text.contains("tests/contract/v1_1/abi/src/more.rs is needless"),
        "{text}"
    );
    assert!(text.contains("--bin contract-copies"), "{text}");

    let written = contract_copies(folder.path(), &[]);
    assert!(written.status.success(), "{}", said(&written));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let checked = contract_copies(folder.path(), &["--check"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_marked_place_that_is_gone_is_an_error_and_nothing_is_written() {
    let folder = elsewhere();
    let services = folder.path().join("interface/abi/src/services.rs");
    replace(
        &services,
        "// A method of a later minor version",
        "// Something",
    );
    let kept = folder
        .path()
        .join("tests/contract/v1_0/abi/src/services.rs");
    let before = fs::read_to_string(&kept).unwrap();

    let written = contract_copies(folder.path(), &[]);
    assert_eq!(written.status.code(), Some(1));
    let text = said(&written);
    assert!(
        text.contains("making `v1_1`") && text.contains("abi/src/services.rs"),
        "{text}"
    );
    assert!(text.contains("does not have the marker"), "{text}");
    assert_eq!(fs::read_to_string(&kept).unwrap(), before);
}

#[test]
fn once_it_is_frozen_nothing_changes_the_first_copy() {
    let folder = elsewhere();
    let interface = folder.path().join("interface/abi/src/services.rs");
    let kept = folder
        .path()
        .join("tests/contract/v1_0/abi/src/services.rs");
    let before = fs::read_to_string(&kept).unwrap();
    replace(&interface, "The host's services", "What the host provides");
    assert_eq!(
        contract_copies(folder.path(), &["--check"]).status.code(),
        Some(1)
    );

    let recipe = folder.path().join("tests/contract/v1_0.toml");
    replace(&recipe, "\nfrozen = false", "\nfrozen = true");
    let checked = contract_copies(folder.path(), &["--check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let written = contract_copies(folder.path(), &[]);
    assert!(written.status.success(), "{}", said(&written));
    assert_eq!(fs::read_to_string(&kept).unwrap(), before);
}
