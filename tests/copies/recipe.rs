//! How a copy differs from the first: named changes at marked places.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::tree::Tree;

/// A file `NAME.toml` beside the copies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipe {
    /// The name of the copy's folder.
    #[serde(skip)]
    name: String,
    /// The version of its contract.
    pub(crate) version: String,
    /// Whether it is never touched again. Only of the first copy.
    #[serde(default)]
    pub(crate) frozen: bool,
    /// What is changed in the first copy.
    #[serde(default)]
    change: Vec<Change>,
}

/// A text put beside, or in the place of, another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// What it is, for errors.
    name: String,
    /// The file in the copy.
    file: String,
    /// A comment that marks the place; it has to stand in the file.
    marker: Option<String>,
    /// The text below which the change goes.
    below: Option<String>,
    /// The text above which it goes.
    above: Option<String>,
    /// The text in whose place it goes.
    replace: Option<String>,
    /// How often that text stands in the file.
    #[serde(default = "once")]
    times: usize,
    /// What is put there.
    text: String,
}

impl Recipe {
    pub(crate) fn read(contract: &Path, name: &str) -> Result<Self, String> {
        let path = contract.join(name).with_extension("toml");
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("reading `{}`: {error}", path.display()))?
            .replace("\r\n", "\n");
        let recipe: Self = toml::from_str(&text)
            .map_err(|error| format!("reading `{}`: {error}", path.display()))?;
        Ok(Self {
            name: name.to_owned(),
            ..recipe
        })
    }

    /// Says whether a copy of the contract has this version.
    pub(crate) fn expect_version(&self, copy: &Tree) -> Result<(), String> {
        let mut copy = copy.clone();
        let version = format!("version = \"{}\"", self.version);
        let manifest = copy.file(ABI_MANIFEST)?;
        if manifest.contains(&version) {
            return Ok(());
        }
        Err(format!(
            "`{}/{ABI_MANIFEST}` does not say `{version}`, as `{}.toml` does",
            self.name, self.name
        ))
    }

    /// Makes the copy from the first.
    pub(crate) fn apply(&self, first_version: &str, mut copy: Tree) -> Result<Tree, String> {
        let wrong = |reason: String| format!("making `{}`: {reason}", self.name);
        // Two copies must not share a crate's name and version: cargo could take one for the other where they share a target folder.
        let [major, minor] = [0, 1].map(|part| self.version.split('.').nth(part));
        let suffix = match (self.name.starts_with('v'), major, minor) {
            (true, Some(major), Some(minor)) => format!("-{major}-{minor}"),
            _ => format!("-{}", self.name),
        };
        let version = |version: &str| format!("version = \"{version}\"");
        for manifest in [ABI_MANIFEST, "host/Cargo.toml", "plugin/Cargo.toml"] {
            let text = copy.file(manifest).map_err(wrong)?;
            put(text, &version(first_version), &version(&self.version), 1)
                .map_err(|reason| wrong(format!("the version in `{manifest}`: {reason}")))?;
            *text = text.replace("-1-0", &suffix);
        }
        for change in &self.change {
            change
                .apply(&mut copy)
                .map_err(|reason| wrong(format!("{}: {reason}", change.name)))?;
        }
        Ok(copy)
    }
}

impl Change {
    fn apply(&self, copy: &mut Tree) -> Result<(), String> {
        let text = copy.file(&self.file)?;
        if let Some(marker) = &self.marker
            && text.matches(marker).count() != 1
        {
            return Err(format!(
                "`{}` does not have the marker `{marker}` once",
                self.file
            ));
        }
        let (place, with) = match (&self.below, &self.above, &self.replace) {
            (Some(place), None, None) => (place, format!("{place}{}", self.text)),
            (None, Some(place), None) => (place, format!("{}{place}", self.text)),
            (None, None, Some(place)) => (place, self.text.clone()),
            _ => return Err("it needs one of `below`, `above` and `replace`".into()),
        };
        put(text, place, &with, self.times)
            .map_err(|reason| format!("in `{}`: {reason}", self.file))
    }
}

fn put(text: &mut String, place: &str, with: &str, times: usize) -> Result<(), String> {
    let found = text.matches(place).count();
    if found != times {
        return Err(format!(
            "the place is there {found} times in place of {times}: `{}`",
            place.trim()
        ));
    }
    *text = text.replace(place, with);
    Ok(())
}

fn once() -> usize {
    1
}

const ABI_MANIFEST: &str = "abi/Cargo.toml";
