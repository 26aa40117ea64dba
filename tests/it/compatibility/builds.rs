//! The plugin of contract 1.0, built otherwise than these tests are.

use std::process::Command;

use super::{
    cargo, in_the_real_host, plugin, refused, refused_by_the_real_host, sees_all_of_1_0, v1_0,
    visited,
};
use crate::support::{artifacts, is_library, one};

#[test]
fn a_small_stripped_release_with_link_time_optimisation_loads() {
    let mut cargo = cargo(Command::new(env!("CARGO")), "v1_0", "build", "contract");
    let files = artifacts(cargo.args(["--release", "-p", "contract-plugin-1-0"]));
    let library = plugin(&files);
    let seen = visited(v1_0(), &library);
    sees_all_of_1_0(&seen);
    assert_eq!(seen["facts"]["profile"], "release");
    in_the_real_host(&library, "1.0.0", None);
}

#[test]
fn a_plugin_that_aborts_is_refused_by_name() {
    let mut cargo = cargo(Command::new(env!("CARGO")), "v1_0", "rustc", "contract");
    let files = artifacts(
        cargo
            .args(["-p", "contract-plugin-1-0", "--example", "aborting-1-0"])
            .args(["--", "-C", "panic=abort"]),
    );
    let library = one(&files, |name| name.contains("aborting") && is_library(name));
    refused(v1_0(), &library, &["`panic = \"abort\"`"]);
    let problem = refused_by_the_real_host(&library);
    assert_eq!(problem.code, "plugin.contract");
    assert!(
        problem.message.contains("panic = \"abort\""),
        "{}",
        problem.message
    );
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that is not run has to say so")]
fn another_compiler_that_shuffles_layouts_makes_no_difference() {
    let Some(toolchain) = nightly() else {
        println!("skipped: no nightly toolchain is installed");
        return;
    };
    let mut rustup = Command::new("rustup");
    rustup
        .args(["run", &toolchain, "cargo"])
        .env("RUSTFLAGS", "-Zrandomize-layout")
        // Cargo's word to its tests about the compiler that it used for them.
        .env_remove("RUSTC")
        .env_remove("CARGO");
    let mut cargo = cargo(rustup, "v1_0", "build", "contract-nightly");
    let files = artifacts(cargo.args(["-p", "contract-plugin-1-0"]));
    let library = plugin(&files);
    let seen = visited(v1_0(), &library);
    sees_all_of_1_0(&seen);
    let compiler = seen["facts"]["rustc"].as_str().unwrap();
    assert!(compiler.contains("nightly"), "{compiler}");
    in_the_real_host(&library, "1.0.0", None);
}

/// An installed toolchain that knows the flag.
fn nightly() -> Option<String> {
    let listed = Command::new("rustup")
        .args(["toolchain", "list"])
        .output()
        .ok()?;
    String::from_utf8(listed.stdout)
        .ok()?
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .find(|name| name.starts_with("nightly"))
        .map(str::to_owned)
}
