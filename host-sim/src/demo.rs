//! The demonstration: a user's way through Violet, from the list of applications to an integration, against a simulated GitLab.
//!
//! Nothing is played: every step is the operation that the command or the button behind it runs, and a step that ends otherwise
//! than a user would expect ends the demonstration with an error.

mod stage;
mod story;

use clap::Args;
use serde_json::json;

use self::{stage::Stage, story::Story};
use crate::{
    cli::{Failure, Interruption, Session},
    exit::Status,
    show::Page,
};

#[derive(Args)]
pub(crate) struct Demo {
    #[arg(long)]
    once: bool,
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) async fn run(demo: &Demo, session: &Session) -> Result<Status, Failure> {
    let mut interruption =
        Interruption::listen().map_err(|error| session.texts().failed("failed-runtime", &error))?;
    let stage = Stage::build(demo.port.unwrap_or_default(), session).await?;
    let told = Story::new(&stage, session).tell().await;
    session.report(&stage.violet);
    let integration = told?;
    let value = if demo.once {
        json!({"integration": integration})
    } else {
        json!({"integration": integration, "url": stage.gitlab.base_url(), "plugins": stage.plugins, "state": stage.state})
    };
    session
        .screen
        .result(&value, |page| page.line(&session.texts().text("demo-end")))?;
    if !demo.once {
        session
            .screen
            .aside(|page| what_to_try(page, &stage, &integration.connection))?;
        interruption.heard().await;
    }
    Ok(Status::Done)
}

/// Commands to copy.
fn what_to_try(page: &mut Page, stage: &Stage, connection: &str) {
    let program = std::env::current_exe().map_or_else(
        |_| "violet-host-sim".into(),
        |path| path.display().to_string(),
    );
    let program = format!(
        "{} --plugins {} --state {}",
        quoted(&program),
        quoted_path(&stage.plugins),
        quoted_path(&stage.state)
    );
    let url = stage.gitlab.base_url();
    let texts = page.texts().clone();
    page.gap();
    page.line(&texts.with("demo-stays", &[("url", url.into())]));
    page.gap();
    page.line(&texts.text("demo-try-name"));
    page.verbatim(&format!("violet() {{ {program} \"$@\"; }}"));
    for (id, commands) in [
        (
            "demo-try-look",
            vec![
                "connections list".to_owned(),
                format!("connections check {connection}"),
            ],
        ),
        (
            "demo-try-check",
            [
                &stage.tokens.good,
                &stage.tokens.expired,
                &stage.tokens.unknown,
            ]
            .map(|file| {
                format!(
                    "check gitlab --url {url} --token-file {}",
                    quoted_path(file)
                )
            })
            .into(),
        ),
        (
            "demo-try-configure",
            vec![
                format!("schema {connection}"),
                format!("choices {connection} projects --search web"),
                "integrations list".to_owned(),
            ],
        ),
    ] {
        page.gap();
        page.line(&texts.text(id));
        for command in commands {
            page.verbatim(&format!("violet {command}"));
        }
    }
}

fn quoted_path(path: &std::path::Path) -> String {
    quoted(&path.display().to_string())
}

/// A word that a shell takes as it is.
fn quoted(word: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "/._-:\\".contains(character);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("/home/a-b_1.x"), "/home/a-b_1.x");
        assert_eq!(quoted("/my folder/it's"), r"'/my folder/it'\''s'");
    }
}
