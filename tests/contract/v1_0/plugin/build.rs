//! Notes which compiler builds the plugin: its module tells it to the host.

use std::{env, process::Command};

fn main() {
    println!("cargo:rerun-if-env-changed=RUSTC");
    let compiler = env::var_os("RUSTC").expect("cargo names the compiler to build scripts");
    let output = Command::new(compiler)
        .arg("--version")
        .output()
        .expect("the compiler runs");
    let version = String::from_utf8(output.stdout).expect("the compiler writes UTF-8");
    println!("cargo:rustc-env=CONTRACT_RUSTC={}", version.trim());
}
