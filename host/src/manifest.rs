//! The manifest of a plugin: what a host reads before it touches the library.

mod fixed_host;

use std::{collections::BTreeMap, fmt, fs, path::Path};

use semver::Version;
use serde::Deserialize;
use violet_plugin::{INTERFACE_VERSION, host::closest};

pub use self::fixed_host::FixedHost;
use crate::library::load::other_major;

/// What `manifest.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// Who the plugin is.
    pub plugin: About,
    /// Its library, one file for each target.
    pub library: BTreeMap<String, LibraryFile>,
    /// What it will talk to.
    #[serde(default)]
    pub network: NetworkUse,
    /// What a newer manifest says that this host does not know.
    #[serde(skip)]
    pub warnings: Vec<String>,
}

/// Who a plugin is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct About {
    /// Its id: lower-case letters, digits and hyphens; the name of its folder.
    pub id: String,
    /// The application's name, as on its tile.
    pub name: String,
    /// Its version, by semantic versioning.
    pub version: String,
    /// The version of the interface that its library was built against, `MAJOR.MINOR`.
    pub interface: String,
    /// Its licence, as an SPDX expression.
    #[serde(default)]
    pub license: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// What it does, by language.
    #[serde(default)]
    pub description: BTreeMap<String, String>,
    /// Its home page.
    #[serde(default)]
    pub homepage: Option<String>,
    /// Its documentation, by language.
    #[serde(default)]
    pub documentation: BTreeMap<String, String>,
    /// Its icon, a file in its folder.
    #[serde(default)]
    pub icon: Option<String>,
}

/// A library in a plugin's folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LibraryFile {
    /// The file, in the plugin's folder.
    pub file: String,
    /// Its SHA-256, in hexadecimal; written when a plugin is packed.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// What a plugin will talk to. The host allows nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NetworkUse {
    /// Fixed hosts, such as `api.example.com` or `api.example.com:8443`.
    pub hosts: Vec<FixedHost>,
    /// Whether it talks to the host of the connection's address.
    pub connection_host: bool,
}

impl Default for NetworkUse {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            connection_host: true,
        }
    }
}

/// Why a manifest can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestError {
    /// It is wrong.
    Invalid(String),
    /// It was written for another major version of the interface.
    Incompatible(String),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Invalid(reason) | Self::Incompatible(reason)) = self;
        formatter.write_str(reason)
    }
}

impl std::error::Error for ManifestError {}

impl Manifest {
    /// Reads the manifest in a plugin's folder.
    ///
    /// # Errors
    ///
    /// If there is none, or it can't be used.
    pub fn read(folder: &Path) -> Result<Self, ManifestError> {
        let path = folder.join(FILE_NAME);
        let failed = |error: &dyn fmt::Display| {
            ManifestError::Invalid(format!("reading `{}`: {error}", path.display()))
        };
        let facts = fs::metadata(&path).map_err(|error| failed(&error))?;
        if !facts.is_file() {
            return Err(failed(&"it is not a file"));
        }
        if facts.len() > MOST_BYTES {
            return Err(failed(&format!(
                "it is larger than {} kB",
                MOST_BYTES / 1024
            )));
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        Self::parse(&text).map_err(|error| match error {
            ManifestError::Invalid(reason) => {
                ManifestError::Invalid(format!("`{}`: {reason}", path.display()))
            }
            incompatible @ ManifestError::Incompatible(_) => incompatible,
        })
    }

    /// Reads the text of a manifest.
    ///
    /// # Errors
    ///
    /// If it can't be used.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let invalid = |reason: String| ManifestError::Invalid(reason);
        let table: toml::Table =
            toml::from_str(text).map_err(|error| invalid(one_line(&error, text)))?;
        let newer_minor = check_interface(&table)?;
        let unknown = unknown_keys(&table);
        if let (Some(first), false) = (unknown.first(), newer_minor) {
            return Err(invalid(first.clone()));
        }
        let mut manifest: Self =
            toml::from_str(text).map_err(|error| invalid(one_line(&error, text)))?;
        manifest.check().map_err(invalid)?;
        manifest.warnings = unknown;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), String> {
        let About {
            id,
            name,
            version,
            icon,
            ..
        } = &self.plugin;
        if !is_id(id) {
            return Err(format!(
                "`plugin.id` is `{id}`: it takes lower-case letters, digits and hyphens, at most 64"
            ));
        }
        if name.trim().is_empty() {
            return Err("`plugin.name` is empty".into());
        }
        if let Err(error) = Version::parse(version) {
            return Err(format!(
                "`plugin.version` is `{version}`, which is no semantic version: {error}"
            ));
        }
        if let Some(icon) = icon {
            stays_inside("plugin.icon", icon)?;
        }
        if self.library.is_empty() {
            return Err("`library` names no file".into());
        }
        for (target, library) in &self.library {
            stays_inside(&format!("library.{target}.file"), &library.file)?;
            if let Some(digest) = &library.sha256
                && (digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
            {
                return Err(format!(
                    "`library.{target}.sha256` is not 64 hexadecimal digits"
                ));
            }
        }
        Ok(())
    }
}

/// The name of the file.
pub const FILE_NAME: &str = "manifest.toml";

/// Whether a text may be a plugin's id.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

/// Checks the interface first: what else a manifest may hold depends on it. Says whether its minor version is newer than this host's.
fn check_interface(table: &toml::Table) -> Result<bool, ManifestError> {
    let Some(about) = table.get("plugin") else {
        return Err(ManifestError::Invalid(
            "the table `[plugin]` is missing".into(),
        ));
    };
    let Some(interface) = about.get("interface").and_then(toml::Value::as_str) else {
        return Err(ManifestError::Invalid(r#"`plugin.interface` is missing: the version that the library was built against, such as "1.0""#.into()));
    };
    let parts: Option<Vec<u64>> = interface.split('.').map(|part| part.parse().ok()).collect();
    let (Some([major, minor]), Ok(own)) = (parts.as_deref(), Version::parse(INTERFACE_VERSION))
    else {
        return Err(ManifestError::Invalid(format!(
            r#"`plugin.interface` is `{interface}`; it takes a version such as "1.0""#
        )));
    };
    if *major != own.major {
        return Err(ManifestError::Incompatible(other_major(interface)));
    }
    Ok(*minor > own.minor)
}

/// Every key that this host does not know, with the one that was probably meant.
fn unknown_keys(table: &toml::Table) -> Vec<String> {
    let mut unknown = Vec::new();
    let mut look = |path: &str, keys: &toml::Table, known: &[&str]| {
        for key in keys.keys().filter(|key| !known.contains(&key.as_str())) {
            let place = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            unknown.push(match closest(key, known.iter().copied()) {
                Some(close) => format!("unknown key `{place}`: did you mean `{close}`?"),
                None => format!("unknown key `{place}`: here stand {}", known.join(", ")),
            });
        }
    };
    look("", table, &["plugin", "library", "network"]);
    let inner = |name: &str| table.get(name).and_then(toml::Value::as_table);
    if let Some(about) = inner("plugin") {
        look("plugin", about, ABOUT_KEYS);
    }
    for (target, library) in inner("library").into_iter().flatten() {
        if let Some(library) = library.as_table() {
            look(&format!("library.{target}"), library, &["file", "sha256"]);
        }
    }
    if let Some(network) = inner("network") {
        look("network", network, &["hosts", "connection_host"]);
    }
    unknown
}

fn stays_inside(key: &str, path: &str) -> Result<(), String> {
    use std::path::Component;
    // Windows' separators and drives, too, wherever this runs.
    let foreign = path.contains('\\') || path.contains(':');
    let plain = !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    if plain && !foreign {
        Ok(())
    } else {
        Err(format!(
            "`{key}` is `{path}`: it takes a path inside the plugin's folder"
        ))
    }
}

/// A TOML error on one line, with its place.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().replace('\n', ", ");
    match error.span() {
        Some(span) => {
            let line = text
                .get(..span.start)
                .map_or(1, |before| before.matches('\n').count() + 1);
            format!("line {line}: {message}")
        }
        None => message,
    }
}

const ABOUT_KEYS: &[&str] = &[
    "id",
    "name",
    "version",
    "interface",
    "license",
    "authors",
    "description",
    "homepage",
    "documentation",
    "icon",
];

/// No manifest needs more; a file that has more is none.
const MOST_BYTES: u64 = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[plugin]
id = "status"
name = "Status"
version = "0.1.0"
interface = "1.0"

[library]
"x86_64-unknown-linux-gnu" = { file = "libstatus.so" }
"#;

    #[track_caller]
    fn refused(manifest: &str, expected: &str) {
        let error = Manifest::parse(manifest).expect_err("it is wrong");
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn a_good_one_is_read() {
        let manifest = Manifest::parse(GOOD).expect("it is good");
        assert_eq!(manifest.plugin.id, "status");
        assert!(manifest.network.connection_host);

        let manifest = format!("{GOOD}\n[network]\nhosts = [\"api.example.com\"]\n");
        let manifest = Manifest::parse(&manifest).expect("it is good");
        assert_eq!(manifest.network.hosts[0].to_string(), "api.example.com:443");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        refused(
            &GOOD.replace("name =", "nmae ="),
            "unknown key `plugin.nmae`: did you mean `name`?",
        );
        refused(
            &GOOD.replace("[library]", "[netwerk]\n[library]"),
            "unknown key `netwerk`: did you mean `network`?",
        );
        refused(&GOOD.replace("file =", "flie ="), "did you mean `file`?");
        refused(
            &GOOD.replace("\"status\"", "\"Status!\""),
            "`plugin.id` is `Status!`",
        );
        refused(&GOOD.replace("0.1.0", "one"), "`plugin.version` is `one`");
        refused(
            &GOOD.replace("libstatus.so", "../libstatus.so"),
            "inside the plugin's folder",
        );
        refused(
            &GOOD.replace("libstatus.so", "/lib/libstatus.so"),
            "inside the plugin's folder",
        );
        refused(
            &GOOD.replace("libstatus.so", "C:\\\\x.dll"),
            "inside the plugin's folder",
        );
        refused(
            &GOOD.replace("{ file", "{ sha256 = \"12\", file"),
            "is not 64 hexadecimal digits",
        );
        refused(
            &GOOD.replace("\"1.0\"", "\"one\""),
            "`plugin.interface` is `one`",
        );
        refused(&GOOD.replace("name = \"Status\"", "name = 5"), "line 4");
        let hosts = |host| format!("{GOOD}\n[network]\nhosts = [\"{host}\"]\n");
        refused(
            &hosts("API.example.com"),
            "line 12: `API.example.com` is no",
        );
        refused(&hosts("https://api.example.com"), "is no host");
        refused(&hosts("api.example.com:0"), "is no host");
        refused("plugin = 1", "`plugin.interface` is missing");
        refused("not toml at all", "line 1");
        refused("", "`[plugin]` is missing");
    }

    #[test]
    fn another_major_version_is_told_before_anything_else() {
        let newer = GOOD
            .replace("\"1.0\"", "\"2.0\"")
            .replace("name =", "title =");
        assert!(matches!(
            Manifest::parse(&newer),
            Err(ManifestError::Incompatible(_))
        ));
    }

    #[test]
    fn a_newer_minor_version_may_say_more() {
        let newer = GOOD
            .replace("\"1.0\"", "\"1.7\"")
            .replace("name =", "colour = \"red\"\nname =");
        let manifest = Manifest::parse(&newer).expect("it is understood as far as possible");
        assert_eq!(manifest.warnings.len(), 1);
    }
}
