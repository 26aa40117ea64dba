//! Integrations: their form, what can be chosen in it, and themselves.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value as Json, json};
use violet_plugin::{Problem, code};

use super::{Failure, Session};
use crate::{
    exit::Status,
    texts::Texts,
    violet::{ChoicesWanted, Created, IntegrationDraft},
};

#[derive(Args)]
pub(super) struct Schema {
    id: String,
}

#[derive(Args)]
pub(super) struct Choices {
    id: String,
    field: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    search: String,
    #[arg(long, value_name = "NEXT")]
    after: Option<String>,
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
pub(super) struct Create {
    id: String,
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[arg(long)]
    name: Option<String>,
    #[arg(long, value_name = "INTERVAL")]
    every: Option<String>,
    #[arg(long)]
    preview: bool,
}

#[derive(Subcommand)]
pub(super) enum Integrations {
    List,
    Show { id: String },
    Edit(Edit),
    Remove { id: String },
}

#[derive(Args)]
#[command(group = ArgGroup::new("changes").args(["config", "name", "every"]).required(true).multiple(true))]
pub(super) struct Edit {
    id: String,
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long)]
    name: Option<String>,
    #[arg(long, value_name = "INTERVAL")]
    every: Option<String>,
    #[arg(long)]
    preview: bool,
}

pub(super) async fn schema(arguments: &Schema, session: &Session) -> Result<Status, Failure> {
    let open = session.violet.open(&session.call, &arguments.id).await?;
    let schema = {
        let _progress = session.screen.progress("progress-schema");
        session.violet.schema(&session.call, &open).await?
    };
    session.screen.result(&schema, |page| page.form(&schema))?;
    Ok(Status::Done)
}

pub(super) async fn choices(arguments: Choices, session: &Session) -> Result<Status, Failure> {
    let open = session.violet.open(&session.call, &arguments.id).await?;
    let wanted = ChoicesWanted {
        field: arguments.field,
        search: arguments.search,
        after: arguments.after,
        all: arguments.all,
    };
    let choices = {
        let _progress = session.screen.progress("progress-choices");
        session.violet.choices(&session.call, &open, wanted).await?
    };
    session
        .screen
        .result(&choices, |page| page.choices(&choices))?;
    Ok(Status::of_problems(&choices.problems))
}

pub(super) async fn create(arguments: &Create, session: &Session) -> Result<Status, Failure> {
    let open = session.violet.open(&session.call, &arguments.id).await?;
    let draft = IntegrationDraft {
        configuration: Some(read_configuration(&arguments.config, session.texts()).await?),
        name: arguments.name.clone(),
        every: arguments.every.clone(),
        preview_only: arguments.preview,
    };
    let created = {
        let _progress = session.screen.progress("progress-create");
        session.violet.create(&session.call, &open, draft).await?
    };
    show(&created, "integration-created", session)
}

pub(super) async fn integrations(
    command: &Integrations,
    session: &Session,
) -> Result<Status, Failure> {
    let (violet, call, screen) = (&session.violet, &session.call, &session.screen);
    match command {
        Integrations::List => {
            let integrations = violet.integrations(call)?;
            screen.result(&json!({"integrations": integrations}), |page| {
                page.integrations(&integrations)
            })?;
        }
        Integrations::Show { id } => {
            let integration = violet.integration(call, id)?;
            screen.result(&integration, |page| page.integration(&integration))?;
        }
        Integrations::Edit(arguments) => {
            let configuration = match &arguments.config {
                Some(path) => Some(read_configuration(path, session.texts()).await?),
                None => None,
            };
            let draft = IntegrationDraft {
                configuration,
                name: arguments.name.clone(),
                every: arguments.every.clone(),
                preview_only: arguments.preview,
            };
            let created = {
                let _progress = screen.progress("progress-create");
                violet.edit(call, &arguments.id, draft).await?
            };
            return show(&created, "integration-changed", session);
        }
        Integrations::Remove { id } => {
            let removed = violet.remove_integration(call, id)?;
            let name = removed.name.as_str();
            screen.result(&json!({"removed": removed.id}), |page| {
                let text = page.texts().with(
                    "integration-removed",
                    &[("id", id.as_str().into()), ("name", name.into())],
                );
                page.done(&text);
            })?;
        }
    }
    Ok(Status::Done)
}

fn show(created: &Created, done: &str, session: &Session) -> Result<Status, Failure> {
    session
        .screen
        .result(created, |page| page.created(created, done))?;
    Ok(Status::of_problems(&created.problems))
}

async fn read_configuration(path: &Path, texts: &Texts) -> Result<Json, Problem> {
    let path = path.to_owned();
    // Standard input may keep silent: whoever interrupts the program meanwhile is heard.
    let read = tokio::task::spawn_blocking(move || {
        if path.as_os_str() == "-" {
            read_bounded(io::stdin())
        } else {
            fs::File::open(path).and_then(read_bounded)
        }
    });
    let read = read
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)));
    let bytes = read.map_err(|error| {
        let draft = texts
            .problem(code::USAGE_INVALID)
            .worded("usage-config-unreadable");
        Problem::from(draft.with("detail", error.to_string()))
    })?;
    parse_configuration(&bytes, texts)
}

fn read_bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("more than {} kB", MOST_BYTES >> 10),
        ));
    }
    Ok(bytes)
}

fn parse_configuration(bytes: &[u8], texts: &Texts) -> Result<Json, Problem> {
    // What some editors put before everything else.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let draft = texts
            .problem(code::CONFIG_INVALID)
            .worded("config-not-json");
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        draft
            .with("line", number(error.line()))
            .with("column", number(error.column()))
            .with("detail", what)
            .into()
    })
}

/// The largest configuration.
const MOST_BYTES: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_said_with_line_and_column() {
        let problem = parse_configuration(b"{\n  \"records\": [,]\n}", &Texts::new("en"))
            .expect_err("no JSON");
        assert_eq!(problem.code, "config.invalid");
        assert!(
            problem.message.contains("line 2") && problem.message.contains("column 15"),
            "{}",
            problem.message
        );
        assert_eq!(Status::of(&problem), Status::Refused);
        assert!(parse_configuration(b"\xef\xbb\xbf{}", &Texts::new("en")).is_ok());
        assert!(parse_configuration(b"", &Texts::new("en")).is_err());
    }
}
