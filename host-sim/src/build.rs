//! A plugin's crate, built by cargo, whose progress the user sees as cargo shows it.

use std::{
    env, io,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde::Deserialize;
use serde_json::Value as Json;
use tokio::process::Command;
use violet_host::manifest;
use violet_plugin::{Code, Problem, code};

use crate::texts::Texts;

/// What a build made.
#[derive(Debug)]
pub(crate) struct Built {
    /// The library.
    pub(crate) library: PathBuf,
    /// The folder of the plugin's manifest, if there is one.
    pub(crate) manifest: Option<PathBuf>,
}

/// Why there is no library.
#[derive(Debug)]
pub(crate) struct Error {
    code: Code,
    text_id: &'static str,
    folder: String,
    detail: String,
}

impl Error {
    fn new(code: Code, text_id: &'static str, folder: &Path, detail: impl Into<String>) -> Self {
        Self {
            code,
            text_id,
            folder: folder.display().to_string(),
            detail: detail.into(),
        }
    }

    /// What the user is told.
    pub(crate) fn problem(&self, texts: &Texts) -> Problem {
        let arguments = [
            ("folder", self.folder.as_str().into()),
            ("detail", self.detail.as_str().into()),
        ];
        texts
            .problem(self.code)
            .because(texts.with(self.text_id, &arguments))
            .into()
    }
}

/// Builds the crate in this folder and finds its library.
pub(crate) async fn build(folder: &Path) -> Result<Built, Error> {
    let failed = |error: io::Error| {
        Error::new(
            code::LIBRARY_MISSING,
            "build-no-cargo",
            folder,
            error.to_string(),
        )
    };
    let manifest = folder.join("Cargo.toml");
    let metadata = read_metadata(folder, &manifest).await?;
    let package = metadata
        .packages
        .iter()
        .find(|package| same_file(&package.manifest_path, &manifest))
        .ok_or_else(|| Error::new(code::LIBRARY_NOT_A_PLUGIN, "build-no-package", folder, ""))?;
    let output = cargo(
        &[
            "build",
            "--lib",
            "--message-format",
            "json-render-diagnostics",
        ],
        &manifest,
    )
    .stderr(Stdio::inherit())
    .output()
    .await
    .map_err(failed)?;
    if !output.status.success() {
        return Err(Error::new(
            code::LIBRARY_MISSING,
            "build-failed",
            folder,
            output.status.to_string(),
        ));
    }
    let library = library(&output.stdout, &package.manifest_path).ok_or_else(|| {
        Error::new(
            code::LIBRARY_NOT_A_PLUGIN,
            "build-no-cdylib",
            folder,
            package.name.as_str(),
        )
    })?;
    Ok(Built {
        library,
        manifest: manifest_folder(folder, &metadata.workspace_root, package),
    })
}

/// What `cargo metadata` says, as far as it is needed here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    #[serde(default)]
    metadata: Json,
}

async fn read_metadata(folder: &Path, manifest: &Path) -> Result<Metadata, Error> {
    let unreadable =
        |detail: String| Error::new(code::LIBRARY_MISSING, "build-no-cargo", folder, detail);
    let output = cargo(
        &["metadata", "--no-deps", "--format-version", "1"],
        manifest,
    )
    .stderr(Stdio::inherit())
    .output()
    .await
    .map_err(|error| unreadable(error.to_string()))?;
    if !output.status.success() {
        return Err(Error::new(
            code::LIBRARY_MISSING,
            "build-failed",
            folder,
            output.status.to_string(),
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| unreadable(error.to_string()))
}

fn cargo(arguments: &[&str], manifest: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments)
        .arg("--manifest-path")
        .arg(manifest)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The library among the messages of a build: the `cdylib` of this very package.
fn library(messages: &[u8], manifest: &Path) -> Option<PathBuf> {
    let messages = messages
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Json>(line).ok());
    let artifacts = messages.filter(|message| {
        message["reason"] == "compiler-artifact"
            && message["manifest_path"]
                .as_str()
                .is_some_and(|path| Path::new(path) == manifest)
            && message["target"]["crate_types"]
                .as_array()
                .is_some_and(|types| types.iter().any(|kind| kind == "cdylib"))
    });
    let mut files =
        artifacts.flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default());
    files.find_map(|file| {
        let path = PathBuf::from(file.as_str()?);
        (path.extension()? == env::consts::DLL_EXTENSION).then_some(path)
    })
}

/// The folder of the plugin's manifest: the crate's own, or else the workspace's, if that is this crate's plugin.
fn manifest_folder(folder: &Path, workspace: &Path, package: &Package) -> Option<PathBuf> {
    if folder.join(manifest::FILE_NAME).is_file() {
        return Some(folder.to_owned());
    }
    let id = package.metadata["violet"]["id"].as_str()?;
    let text = std::fs::read_to_string(workspace.join(manifest::FILE_NAME)).ok()?;
    let of_workspace = violet_host::Manifest::parse(&text).ok()?;
    (of_workspace.plugin.id == id).then(|| workspace.to_owned())
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_of_the_package_is_found_among_the_messages() {
        let file = format!("/t/debug/libown.{}", env::consts::DLL_EXTENSION);
        let artifact = |manifest: &str, file: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"{manifest}","target":{{"crate_types":["cdylib","rlib"]}},"filenames":["/t/debug/libown.rlib","{file}"]}}"#
            )
        };
        let messages = [
            "not JSON".to_owned(),
            artifact("/other/Cargo.toml", "/t/debug/libother.so"),
            artifact("/own/Cargo.toml", &file),
            r#"{"reason":"compiler-message"}"#.to_owned(),
        ]
        .join("\n");
        assert_eq!(
            library(messages.as_bytes(), Path::new("/own/Cargo.toml")),
            Some(file.into())
        );
        assert_eq!(
            library(messages.as_bytes(), Path::new("/third/Cargo.toml")),
            None
        );
    }

    #[test]
    fn the_workspaces_manifest_counts_for_its_own_plugin_only() {
        let workspace = tempfile::tempdir().expect("a folder");
        let crate_folder = workspace.path().join("plugin");
        std::fs::create_dir(&crate_folder).expect("created");
        let manifest = "[plugin]\nid = \"own\"\nname = \"Own\"\nversion = \"0.1.0\"\ninterface = \"1.0\"\n[library]\nx = { file = \"libown.so\" }\n";
        std::fs::write(workspace.path().join("manifest.toml"), manifest).expect("written");
        let package = |id: &str| Package {
            name: "own".into(),
            manifest_path: crate_folder.join("Cargo.toml"),
            metadata: serde_json::json!({"violet": {"id": id}}),
        };
        let found = |id| manifest_folder(&crate_folder, workspace.path(), &package(id));
        assert_eq!(found("own"), Some(workspace.path().to_owned()));
        assert_eq!(found("other"), None);
        std::fs::write(crate_folder.join("manifest.toml"), manifest).expect("written");
        assert_eq!(found("other"), Some(crate_folder.clone()));
    }
}
