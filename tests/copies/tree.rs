//! A folder of text files, in memory.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// The files of a folder, by their paths below it, with `/` between the parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree(BTreeMap<String, String>);

/// What belongs to a copy.
pub(crate) const WHOLE: [&str; 4] = ["Cargo.toml", "abi", "host", "plugin"];

/// What belongs to the contract.
pub(crate) const ABI: [&str; 2] = ["Cargo.toml", "src"];

impl Tree {
    /// Reads these files and folders below a folder; what is not there is left out.
    pub(crate) fn read(folder: &Path, parts: &[&str]) -> Result<Self, String> {
        let mut tree = Self::default();
        for part in parts {
            tree.add(folder, (*part).to_owned())
                .map_err(|error| format!("reading `{}`: {error}", folder.join(part).display()))?;
        }
        Ok(tree)
    }

    fn add(&mut self, folder: &Path, path: String) -> io::Result<()> {
        let place = folder.join(&path);
        if place.is_dir() {
            for entry in fs::read_dir(place)? {
                let name = entry?.file_name().to_string_lossy().into_owned();
                self.add(folder, format!("{path}/{name}"))?;
            }
        } else if place.exists() {
            // Where git writes other ends of lines, it does so in both of the compared files, or in one.
            let text = fs::read_to_string(place)?.replace("\r\n", "\n");
            self.0.insert(path, text);
        }
        Ok(())
    }

    /// Puts another tree in the place of a folder.
    pub(crate) fn replace(&mut self, folder: &str, tree: Self) {
        let inside = format!("{folder}/");
        self.0.retain(|path, _| !path.starts_with(&inside));
        for (path, text) in tree.0 {
            self.0.insert(format!("{inside}{path}"), text);
        }
    }

    pub(crate) fn insert(&mut self, path: &str, text: String) {
        self.0.insert(path.to_owned(), text);
    }

    /// The text of a file.
    pub(crate) fn file(&mut self, path: &str) -> Result<&mut String, String> {
        self.0
            .get_mut(path)
            .ok_or_else(|| format!("there is no file `{path}` in the copy"))
    }

    /// What is wrong with a folder that should be like this.
    pub(crate) fn differences(&self, kept: &Self) -> Vec<String> {
        let missing = self
            .0
            .iter()
            .filter_map(|(path, text)| match kept.0.get(path) {
                None => Some(format!("{path} is missing")),
                Some(kept) if kept != text => Some(format!("{path} differs")),
                Some(_) => None,
            });
        let needless = kept
            .0
            .keys()
            .filter(|path| !self.0.contains_key(*path))
            .map(|path| format!("{path} is needless"));
        missing.chain(needless).collect()
    }

    /// Makes a folder like this. A file that is right already stays as old as it is: cargo builds by age.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), String> {
        let kept = Self::read(folder, &WHOLE)?;
        for needless in kept.0.keys().filter(|path| !self.0.contains_key(*path)) {
            let path = folder.join(needless);
            fs::remove_file(&path)
                .map_err(|error| format!("removing `{}`: {error}", path.display()))?;
        }
        for (path, text) in &self.0 {
            if kept.0.get(path) != Some(text) {
                write_file(&folder.join(path), text)?;
            }
        }
        Ok(())
    }
}

fn write_file(path: &PathBuf, text: &str) -> Result<(), String> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("writing `{}`: {error}", path.display()))
}
