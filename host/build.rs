//! Notes which target this host is built for: it loads the library that a package holds for it.

use std::env;

fn main() {
    let target = env::var("TARGET").expect("cargo names the target to build scripts");
    println!("cargo:rustc-env=VIOLET_TARGET={target}");
}
