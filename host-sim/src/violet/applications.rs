//! Applications: plugins, as users see them.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value as Json;
use violet_host::{
    Call, Plugin, Source,
    catalogue::{self, Entry},
    manifest,
};
use violet_plugin::{
    Description, Field, FieldRole, FieldType, Interval, Method, MethodKind, Problem, code,
};

use super::Violet;
use crate::{build, state::NewConnection, suggestion, texts::Texts};

/// How a plugin is named on the command line, and remembered with a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// An id in the plugins folder.
    Id(String),
    /// A plugin folder, a library file or a crate folder.
    Path(PathBuf),
}

impl Reference {
    /// What has a path separator is a path, everything else an id.
    pub(crate) fn parse(text: &str) -> Self {
        let is_path = text.contains(std::path::is_separator) || matches!(text, "." | "..");
        if is_path {
            Self::Path(text.into())
        } else {
            Self::Id(text.to_owned())
        }
    }

    /// The path that a connection remembers; none for a plugin of the plugins folder.
    pub(super) fn to_be_remembered(&self, call: &Call) -> Result<Option<String>, Problem> {
        let Self::Path(path) = self else {
            return Ok(None);
        };
        path.to_str()
            .map(|path| Some(path.to_owned()))
            .ok_or_else(|| {
                let draft = Texts::new(&call.locale)
                    .problem(code::USAGE_INVALID)
                    .worded("plugin-path-not-text");
                draft.with("plugin", path.display().to_string()).into()
            })
    }
}

/// A loaded plugin, and how it is found again.
pub(crate) struct Application {
    /// The plugin.
    pub(crate) plugin: Plugin,
    /// What it says of itself, in the caller's language.
    pub(crate) description: Description,
    /// How it is found again.
    pub(crate) reference: Reference,
}

/// What `describe` says.
#[derive(Serialize)]
pub(crate) struct Described {
    /// The plugin's id.
    pub(crate) plugin: String,
    /// The application's name.
    pub(crate) name: String,
    /// The plugin's version.
    pub(crate) version: String,
    /// The version of the interface.
    pub(crate) interface: String,
    /// The version of the configuration's form.
    pub(crate) schema_version: u32,
    /// The authentication methods.
    pub(crate) methods: Vec<DescribedMethod>,
    /// How often an integration may and should run.
    pub(crate) interval: Interval,
    /// The configuration's widest form.
    pub(crate) schema: Json,
}

/// An authentication method.
#[derive(Serialize)]
pub(crate) struct DescribedMethod {
    pub(crate) id: String,
    pub(crate) kind: MethodKind,
    pub(crate) default: bool,
    pub(crate) other_option: bool,
    pub(crate) label: String,
    pub(crate) button: String,
    pub(crate) help: Option<String>,
    pub(crate) help_url: Option<String>,
    pub(crate) fields: Vec<DescribedField>,
}

/// A field of one.
#[derive(Serialize)]
pub(crate) struct DescribedField {
    pub(crate) name: String,
    pub(crate) r#type: FieldType,
    pub(crate) role: Option<FieldRole>,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    pub(crate) advanced: bool,
    pub(crate) required: bool,
    pub(crate) default: Option<Json>,
    pub(crate) placeholder: Option<String>,
}

impl Violet {
    /// The plugins folder, from manifests alone.
    pub(crate) fn applications(&self, call: &Call) -> Result<Vec<Entry>, Problem> {
        self.plugins_folder(call)?;
        catalogue::scan(&self.plugins, &call.locale)
    }

    /// Loads a plugin; one that is given as a crate is built first.
    pub(crate) async fn application(
        &self,
        call: &Call,
        reference: &Reference,
    ) -> Result<Application, Problem> {
        let (source, reference) = match reference {
            Reference::Id(id) => {
                let entry = self.installed(call, id)?;
                (Source::Folder(entry.path), reference.clone())
            }
            Reference::Path(path) => {
                // Connections remember the path, and may be used from anywhere.
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                let source = source(&path, &Texts::new(&call.locale)).await?;
                (source, Reference::Path(path))
            }
        };
        let plugin = self.host(call)?.load(&source, &call.locale).await?;
        let description = plugin.describe(call).await?;
        Ok(Application {
            plugin,
            description,
            reference,
        })
    }

    /// Loads the plugin of a stored connection from where it was when the connection was made. Nothing else ever gets its credential,
    /// even under the same id.
    pub(super) async fn remembered(
        &self,
        call: &Call,
        stored: &NewConnection,
    ) -> Result<Application, Problem> {
        let texts = Texts::new(&call.locale);
        let reference = match &stored.source {
            Some(path) if !Path::new(path).exists() => {
                return Err(not_found(path.clone(), "plugin-path-gone", &texts));
            }
            Some(path) => Reference::Path(path.into()),
            None => Reference::Id(stored.plugin.clone()),
        };
        let application = self.application(call, &reference).await;
        let application = application.map_err(|problem| match &reference {
            Reference::Id(id) if problem.code == code::PLUGIN_NOT_FOUND.id => {
                not_found(id.clone(), "plugin-gone", &texts)
            }
            _ => problem,
        })?;
        let found = application.plugin.id();
        if found != stored.plugin {
            let draft = texts
                .problem(code::PLUGIN_ID_MISMATCH)
                .worded("plugin-other");
            return Err(draft
                .with("plugin", stored.plugin.as_str())
                .with("found", found)
                .with("path", stored.source.as_deref().unwrap_or_default())
                .into());
        }
        Ok(application)
    }

    /// Everything that a plugin says of itself without a connection.
    pub(crate) async fn describe(
        &self,
        call: &Call,
        application: &Application,
    ) -> Result<Described, Problem> {
        let schema = application.plugin.configuration_schema(call, None).await?;
        let facts = application.plugin.facts();
        let description = application.description.clone();
        let methods = description.methods.into_iter().enumerate();
        Ok(Described {
            plugin: facts.id.clone(),
            name: description.name,
            version: facts.version.clone(),
            // As manifests write it: without the patch version, which never matters.
            interface: facts
                .interface
                .rsplit_once('.')
                .map_or(facts.interface.as_str(), |(minor, _)| minor)
                .to_owned(),
            schema_version: description.schema_version,
            methods: methods
                .map(|(index, method)| described(method, index == 0))
                .collect(),
            interval: description.interval,
            schema,
        })
    }
}

impl Violet {
    /// The plugin with this id in the plugins folder.
    fn installed(&self, call: &Call, id: &str) -> Result<Entry, Problem> {
        self.plugins_folder(call)?;
        catalogue::find(&self.plugins, id, &call.locale).map_err(|problem| {
            let entries = catalogue::scan(&self.plugins, &call.locale);
            match entries {
                Ok(entries) if problem.code == code::PLUGIN_NOT_FOUND.id => {
                    let known: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
                    let texts = Texts::new(&call.locale);
                    suggestion::unknown(
                        &texts,
                        code::PLUGIN_NOT_FOUND,
                        "plugin-unknown",
                        id,
                        &known,
                    )
                }
                _ => problem,
            }
        })
    }

    fn plugins_folder(&self, call: &Call) -> Result<(), Problem> {
        if self.plugins.is_dir() {
            return Ok(());
        }
        Err(not_found(
            self.plugins.display().to_string(),
            "plugin-folder-missing",
            &Texts::new(&call.locale),
        ))
    }
}

impl Application {
    /// The authentication method with this id.
    pub(crate) fn method(&self, id: &str) -> Option<&Method> {
        self.description
            .methods
            .iter()
            .find(|method| method.id == id)
    }
}

/// What a path names: a crate (to be built), a plugin folder, or a library.
async fn source(path: &Path, texts: &Texts) -> Result<Source, Problem> {
    if path.join("Cargo.toml").is_file() {
        let built = build::build(path)
            .await
            .map_err(|error| error.problem(texts))?;
        return Ok(Source::Library {
            library: built.library,
            manifest: built.manifest,
        });
    }
    if path.is_dir() {
        if !path.join(manifest::FILE_NAME).is_file() {
            let path = path.display().to_string();
            return Err(not_found(path, "plugin-path-neither", texts));
        }
        return Ok(Source::Folder(path.to_owned()));
    }
    if path.exists() {
        return Ok(Source::Library {
            library: path.to_owned(),
            manifest: None,
        });
    }
    Err(not_found(
        suggestion::existing_part(path),
        "plugin-path-missing",
        texts,
    ))
}

fn not_found(plugin: String, text_id: &str, texts: &Texts) -> Problem {
    let draft = texts.problem(code::PLUGIN_NOT_FOUND).worded(text_id);
    draft.with("plugin", plugin).into()
}

fn described(method: Method, default: bool) -> DescribedMethod {
    DescribedMethod {
        id: method.id,
        kind: method.kind,
        default,
        other_option: method.other_option,
        label: method.label,
        button: method.button,
        help: method.help,
        help_url: method.help_url,
        fields: method.fields.into_iter().map(described_field).collect(),
    }
}

fn described_field(field: Field) -> DescribedField {
    DescribedField {
        name: field.name,
        r#type: field.r#type,
        role: field.role,
        label: field.label,
        help: field.help,
        advanced: field.advanced,
        required: field.required,
        default: field.default,
        placeholder: field.placeholder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_makes_a_path() {
        assert_eq!(Reference::parse("gitlab"), Reference::Id("gitlab".into()));
        for path in ["./gitlab", "plugin/", "/a/libx.so", ".", ".."] {
            assert_eq!(
                Reference::parse(path),
                Reference::Path(path.into()),
                "{path}"
            );
        }
    }
}
