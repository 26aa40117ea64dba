//! The lock file of a copy: the repository's versions, and no others.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde::Deserialize;

/// Writes the lock file of a copy, from the repository's.
pub(crate) fn write(repository: &Path, copy: &Path) -> Result<(), String> {
    let lock = copy.join("Cargo.lock");
    if lock.exists() && strange(repository, copy)?.is_empty() && resolve(copy, true).is_ok() {
        return Ok(());
    }
    fs::copy(repository.join("Cargo.lock"), &lock)
        .map_err(|error| format!("writing `{}`: {error}", lock.display()))?;
    // Takes out what the copy does not need, and puts its own packages in.
    resolve(copy, false).map_err(|error| format!("writing `{}`: {error}", lock.display()))
}

/// The packages in a copy's lock file that are not in the repository's.
pub(crate) fn strange(repository: &Path, copy: &Path) -> Result<Vec<String>, String> {
    let known = packages(repository)?;
    Ok(packages(copy)?.difference(&known).cloned().collect())
}

/// Has cargo resolve a copy's dependencies, from what the repository's build has brought here; it writes the lock file, or is not to.
fn resolve(copy: &Path, locked: bool) -> Result<(), String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(copy)
        .args(["tree", "--quiet", "--offline", "--workspace"]);
    if locked {
        cargo.arg("--locked");
    }
    let output = cargo
        .output()
        .map_err(|error| format!("running cargo: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

/// The packages of a lock file that come from elsewhere.
fn packages(folder: &Path) -> Result<BTreeSet<String>, String> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
        source: Option<String>,
    }
    let path = folder.join("Cargo.lock");
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("reading `{}`: {error}", path.display()))?;
    let lock: Lock =
        toml::from_str(&text).map_err(|error| format!("reading `{}`: {error}", path.display()))?;
    Ok(lock
        .package
        .into_iter()
        .filter(|package| package.source.is_some())
        .map(|package| format!("{} {}", package.name, package.version))
        .collect())
}
