//! The plugins folder, from manifests alone: no library is touched.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Serialize, Serializer};
use violet_plugin::{Code, Problem, code};

use crate::{
    manifest::{FILE_NAME, Manifest, ManifestError},
    texts::Texts,
};

/// What the catalogue says of one folder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The plugin's id; the folder's name if the manifest does not tell.
    pub id: String,
    /// The application's name.
    pub name: Option<String>,
    /// The plugin's version.
    pub version: Option<String>,
    /// The version of the interface.
    pub interface: Option<String>,
    /// The plugin's folder.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// Whether it can be loaded, as far as the manifest tells.
    pub status: Status,
    /// Why not; or what a newer manifest says that this host does not know.
    pub problem: Option<Problem>,
    /// The manifest itself.
    #[serde(skip)]
    pub manifest: Option<Manifest>,
}

/// Whether a plugin can be loaded, as far as its manifest tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It can.
    Ok,
    /// Something is wrong with it.
    Invalid,
    /// It was built for another major version of the interface.
    Incompatible,
}

/// Lists a plugins folder, in the order of the ids.
///
/// # Errors
///
/// If the folder itself can't be read; what is wrong with a plugin stands in its entry.
pub fn scan(folder: &Path, locale: &str) -> Result<Vec<Entry>, Problem> {
    let texts = Texts::new(locale);
    let unreadable = |error: io::Error| {
        texts.problem(
            code::PLUGIN_NOT_FOUND,
            "plugin",
            format!(
                "the plugins folder `{}` can't be read: {error}",
                folder.display()
            ),
        )
    };
    let mut entries = Vec::new();
    for found in fs::read_dir(folder).map_err(unreadable)? {
        let found = found.map_err(unreadable)?;
        let hidden = found.file_name().to_string_lossy().starts_with('.');
        if !hidden && found.path().is_dir() {
            entries.push(read(found.path(), &texts));
        }
    }
    entries.sort_by(|one, other| (&one.id, &one.path).cmp(&(&other.id, &other.path)));
    mark_duplicates(&mut entries, &texts);
    Ok(entries)
}

/// The entry of the plugin with this id.
///
/// # Errors
///
/// If there is none, or its manifest can't be used.
pub fn find(folder: &Path, id: &str, locale: &str) -> Result<Entry, Problem> {
    let entries = scan(folder, locale)?;
    let Some(entry) = entries.iter().find(|entry| entry.id == id) else {
        let known: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let known = if known.is_empty() {
            format!("`{id}`; the folder `{}` holds none", folder.display())
        } else {
            format!(
                "`{id}`; the folder `{}` holds {}",
                folder.display(),
                known.join(", ")
            )
        };
        return Err(Texts::new(locale).problem(code::PLUGIN_NOT_FOUND, "plugin", known));
    };
    match (&entry.problem, entry.status) {
        (Some(problem), Status::Invalid | Status::Incompatible) => Err(problem.clone()),
        _ => Ok(entry.clone()),
    }
}

fn read(path: PathBuf, texts: &Texts) -> Entry {
    let folder_name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut entry = Entry {
        id: folder_name.clone(),
        name: None,
        version: None,
        interface: None,
        path,
        status: Status::Ok,
        problem: None,
        manifest: None,
    };
    match Manifest::read(&entry.path) {
        Ok(manifest) => {
            let about = &manifest.plugin;
            entry.id.clone_from(&about.id);
            entry.name = Some(about.name.clone());
            entry.version = Some(about.version.clone());
            entry.interface = Some(about.interface.clone());
            if about.id != folder_name {
                let reason = format!(
                    "the folder is called `{folder_name}`, and the manifest says `{}`",
                    about.id
                );
                entry.refuse(texts.worded(
                    code::PLUGIN_ID_MISMATCH,
                    "plugin-id_mismatch-folder",
                    reason,
                ));
            } else if let Some(warning) = manifest.warnings.first() {
                let mut problem = texts.worded(
                    code::MANIFEST_INVALID,
                    "manifest-invalid-newer",
                    warning.clone(),
                );
                problem.severity = violet_plugin::Severity::Warning;
                problem.effect = violet_plugin::Effect::None;
                entry.problem = Some(problem);
            }
            entry.manifest = Some(manifest);
        }
        Err(error) => {
            let (code, status): (Code, _) = match &error {
                ManifestError::Invalid(_) => (code::MANIFEST_INVALID, Status::Invalid),
                ManifestError::Incompatible(_) => {
                    (code::INTERFACE_INCOMPATIBLE, Status::Incompatible)
                }
            };
            entry.refuse(texts.reason(code, error.to_string()));
            entry.status = status;
        }
    }
    entry
}

/// Of two plugins with one id neither is loaded: nobody could say which was meant.
fn mark_duplicates(entries: &mut [Entry], texts: &Texts) {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.manifest.is_some()) {
        folders
            .entry(entry.id.clone())
            .or_default()
            .push(format!("`{}`", entry.path.display()));
    }
    for entry in entries.iter_mut().filter(|entry| entry.manifest.is_some()) {
        if let Some(folders) = folders.get(&entry.id).filter(|folders| folders.len() > 1) {
            let reason = format!("`{}` stands in {}", entry.id, folders.join(" and "));
            entry.refuse(texts.reason(code::PLUGIN_DUPLICATE_ID, reason));
        }
    }
}

impl Entry {
    fn refuse(&mut self, problem: Problem) {
        self.status = Status::Invalid;
        self.problem = Some(problem);
    }
}

fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

/// The folder of a plugin's manifest, if `path` is one.
pub(crate) fn is_plugin_folder(path: &Path) -> bool {
    path.join(FILE_NAME).is_file()
}
