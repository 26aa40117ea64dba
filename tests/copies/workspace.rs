//! The root manifest of a copy, from the repository's own: same edition, same dependencies, same profile.

use std::{fs, path::Path};

/// The manifest of a copy's workspace.
pub(crate) fn manifest(repository: &Path) -> Result<String, String> {
    let path = repository.join("Cargo.toml");
    let root = fs::read_to_string(&path)
        .map_err(|error| format!("reading `{}`: {error}", path.display()))?;
    let line = |key: &str| {
        let found = root
            .lines()
            .find(|line| line.split(" = ").next() == Some(key))
            .ok_or_else(|| format!("`{}` has no line for `{key}`", path.display()))?;
        // Without its comment: the reason for a dependency is the repository's.
        Ok(found.split(" #").next().unwrap_or(found).trim_end())
    };
    let lines = |keys: &[&str]| {
        let lines: Result<Vec<&str>, String> = keys.iter().map(|key| line(key)).collect();
        lines.map(|lines| lines.join("\n"))
    };
    Ok(format!(
        r#"# A kept copy of the contract, with a plugin and a host. `tests/contract/README.md` says what it is for.

[workspace]
resolver = "3"
members = ["abi", "host", "plugin"]

[workspace.package]
{}

[workspace.dependencies]
violet-plugin-abi = {{ path = "abi" }}
{}

[profile.dev]
{}

[profile.release]
codegen-units = 1
lto = "fat"
opt-level = "z"
strip = true
"#,
        lines(&["edition", "rust-version", "license", "publish"])?,
        lines(&["abi_stable", "async-ffi", "serde", "serde_json", "zeroize"])?,
        lines(&["debug"])?,
    ))
}
