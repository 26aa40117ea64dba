//! A connection's form, filled in from the command line.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use violet_plugin::{
    Description, Field, FieldRole, FieldType, Fields, Method, MethodKind, Problem, ProblemDraft,
    Secrets, code,
};

use super::credential::{read_bounded, secret_file};
use crate::{suggestion, texts::Texts};

/// The options that fill in a form.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct FieldOptions {
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    #[arg(long, value_name = "METHOD")]
    pub(super) auth: Option<String>,
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
}

impl FieldOptions {
    /// Whether anything but the credential was given.
    pub(super) fn change_something(&self) -> bool {
        self.url.is_some() || self.auth.is_some() || !self.set.is_empty()
    }
}

/// What the form is filled in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Check,
    Connect,
}

/// The method that was asked for, or the one that this purpose takes.
pub(super) fn method<'a>(
    description: &'a Description,
    options: &FieldOptions,
    purpose: Purpose,
    texts: &Texts,
) -> Result<&'a Method, Problem> {
    let methods = &description.methods;
    let method = match &options.auth {
        Some(id) => methods
            .iter()
            .find(|method| method.id == *id)
            .ok_or_else(|| {
                let known: Vec<&str> = methods.iter().map(|method| method.id.as_str()).collect();
                suggestion::unknown(
                    texts,
                    code::USAGE_INVALID,
                    "usage-unknown-method",
                    id,
                    &known,
                )
            })?,
        None => {
            let with_secret = methods
                .iter()
                .find(|method| secret_fields(method).count() == 1);
            let by_secret = purpose == Purpose::Check || options.token_file.is_some();
            let chosen = if by_secret {
                with_secret.or(methods.first())
            } else {
                methods.first()
            };
            chosen.ok_or_else(|| {
                texts
                    .problem(code::PLUGIN_CONTRACT)
                    .because(texts.text("plugin-without-methods"))
            })?
        }
    };
    match (method.kind, purpose) {
        (MethodKind::OAuth2, Purpose::Check) => Err(authorized_elsewhere(
            "usage-oauth-check",
            description,
            method,
            texts,
        )),
        (MethodKind::OAuth2 | MethodKind::ClientCredentials, _) => Err(authorized_elsewhere(
            "usage-token-only",
            description,
            method,
            texts,
        )),
        _ => Ok(method),
    }
}

/// The problem of a method whose credential the host itself would have to fetch.
fn authorized_elsewhere(
    text_id: &str,
    description: &Description,
    method: &Method,
    texts: &Texts,
) -> Problem {
    let by_hand = |method: &&Method| {
        !matches!(
            method.kind,
            MethodKind::OAuth2 | MethodKind::ClientCredentials
        )
    };
    let draft = texts
        .problem(code::USAGE_INVALID)
        .with("method", method.id.as_str());
    match description.methods.iter().find(by_hand) {
        Some(other) => draft
            .worded(text_id)
            .with("other", other.id.as_str())
            .into(),
        None => draft.worded(&format!("{text_id}-alone")).into(),
    }
}

/// The form as far as the options fill it in.
pub(super) struct Filled {
    /// The fields without the secrets.
    pub(super) fields: Fields,
    /// The secrets that were given in files.
    pub(super) secrets: Secrets,
}

/// Fills in the method's fields, over the values that they had before, if any.
pub(super) fn fill(
    method: &Method,
    options: &FieldOptions,
    before: Option<&Fields>,
    texts: &Texts,
) -> Result<Filled, Problem> {
    let mut filled = Filled {
        fields: Fields::default(),
        secrets: Secrets::default(),
    };
    for field in method
        .fields
        .iter()
        .filter(|field| field.r#type != FieldType::Secret)
    {
        if let Some(value) = before.and_then(|before| before.get(&field.name)) {
            filled.fields.set(&field.name, value.clone());
        }
    }
    let mut given: Vec<&str> = Vec::new();
    let address = method
        .fields
        .iter()
        .find(|field| field.role == Some(FieldRole::Address));
    if let Some(url) = &options.url {
        let Some(field) = address else {
            return Err(usage(texts, "usage-no-address")
                .with("method", method.id.as_str())
                .into());
        };
        filled.fields.set(&field.name, url.as_str());
        given.push(&field.name);
    }
    for setting in &options.set {
        let Some((name, value)) = setting.split_once('=') else {
            // The whole may be a secret.
            return Err(usage(texts, "usage-set").into());
        };
        let Some(field) = method.fields.iter().find(|field| field.name == name) else {
            let known: Vec<&str> = method
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            return Err(suggestion::unknown(
                texts,
                code::USAGE_INVALID,
                "usage-unknown-field",
                name,
                &known,
            ));
        };
        if given.contains(&name) {
            return Err(usage(texts, "usage-field-twice")
                .with("name", field.name.as_str())
                .into());
        }
        given.push(&field.name);
        set(&mut filled, field, value, texts)?;
    }
    // Defaults are the plugin's business, but a credential must not go to a place that nobody named.
    for field in &method.fields {
        let is_needed =
            field.required && (field.default.is_none() || field.role == Some(FieldRole::Address));
        if is_needed
            && field.r#type != FieldType::Secret
            && filled.fields.get(&field.name).is_none()
        {
            return Err(missing(field, texts));
        }
    }
    Ok(filled)
}

fn set(filled: &mut Filled, field: &Field, value: &str, texts: &Texts) -> Result<(), Problem> {
    let file = value
        .strip_prefix('@')
        .filter(|rest| !rest.starts_with('@'));
    if field.r#type == FieldType::Secret {
        let Some(file) = file else {
            return Err(usage(texts, "usage-secret-argument")
                .with("name", field.name.as_str())
                .into());
        };
        filled.secrets.set(
            &field.name,
            secret_file(Path::new(file), &field.name, texts)?,
        );
        return Ok(());
    }
    let text = match file {
        Some(file) => text_file(Path::new(file), &field.name, texts)?,
        None => value.strip_prefix('@').unwrap_or(value).to_owned(),
    };
    match field.r#type {
        FieldType::Boolean => match text.trim() {
            "true" => filled.fields.set(&field.name, true),
            "false" => filled.fields.set(&field.name, false),
            _ => {
                return Err(usage(texts, "usage-boolean")
                    .with("name", field.name.as_str())
                    .into());
            }
        },
        _ => filled.fields.set(&field.name, text),
    }
    Ok(())
}

/// The fields that nobody may see.
pub(super) fn secret_fields(method: &Method) -> impl Iterator<Item = &Field> {
    method
        .fields
        .iter()
        .filter(|field| field.r#type == FieldType::Secret)
}

fn missing(field: &Field, texts: &Texts) -> Problem {
    let id = if field.role == Some(FieldRole::Address) {
        "usage-missing-address"
    } else {
        "usage-missing-field"
    };
    let example = field
        .default
        .as_ref()
        .and_then(|default| default.as_str())
        .or(field.placeholder.as_deref());
    usage(texts, id)
        .with("name", field.name.as_str())
        .with("label", field.label.as_str())
        .with("example", example.unwrap_or("https://example.com"))
        .into()
}

/// Begins a problem of wrong usage.
pub(super) fn usage(texts: &Texts, id: &str) -> ProblemDraft {
    texts.problem(code::USAGE_INVALID).worded(id)
}

fn text_file(path: &Path, name: &str, texts: &Texts) -> Result<String, Problem> {
    let read = fs::File::open(path).and_then(|mut file| read_bounded(&mut file, MOST_TEXT));
    let text = read.and_then(|bytes| {
        let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8");
        String::from_utf8(bytes).map_err(not_text)
    });
    let text = text.map_err(|error| {
        let draft = usage(texts, "usage-field-file").with("name", name);
        Problem::from(draft.with("detail", error.to_string()))
    })?;
    Ok(text)
}

/// The largest field: a bundle of certificates.
const MOST_TEXT: usize = 1 << 20;

#[cfg(test)]
mod tests;
