//! Integrations: what to fetch over a connection, and how often.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use violet_host::Call;
use violet_plugin::{Effect, PreviewEntry, Problem, code};

use super::{
    Application, Failure, Open, Violet, checked_name,
    connections::{self, found},
    free_name,
};
use crate::{
    interval::Interval,
    state::{self, IntegrationRow, NewIntegration},
    texts::Texts,
};

/// An integration, as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct IntegrationSummary {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The id of its connection.
    pub(crate) connection: String,
    /// How often it runs.
    pub(crate) every: String,
    /// The version of the form that the configuration was made with.
    pub(crate) schema_version: u32,
    /// What it fetches.
    pub(crate) configuration: Json,
}

/// What an integration is to be. What is left out is the default, or stays as it was.
#[derive(Clone, Debug, Default)]
pub(crate) struct IntegrationDraft {
    /// What to fetch.
    pub(crate) configuration: Option<Json>,
    /// The name.
    pub(crate) name: Option<String>,
    /// How often to run.
    pub(crate) every: Option<String>,
    /// Whether only the preview is wanted.
    pub(crate) preview_only: bool,
}

/// What came of creating or changing an integration: nothing is saved if a problem refuses or leaves something open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Created {
    /// The integration's id, if it was saved.
    pub(crate) id: Option<String>,
    /// Its name, if it was saved.
    #[serde(skip)]
    pub(crate) name: Option<String>,
    /// What it would fetch.
    pub(crate) preview: Vec<PreviewEntry>,
    /// What is wrong with the configuration.
    pub(crate) problems: Vec<Problem>,
}

impl Violet {
    /// The form of an integration's settings, for a connection.
    pub(crate) async fn schema(&self, call: &Call, open: &Open) -> Result<Json, Problem> {
        open.application
            .plugin
            .configuration_schema(call, Some(&open.connection))
            .await
    }

    /// Validates a configuration, and saves an integration with it.
    pub(crate) async fn create(
        &self,
        call: &Call,
        open: &Open,
        draft: IntegrationDraft,
    ) -> Result<Created, Problem> {
        let name = draft
            .name
            .as_deref()
            .map(|name| checked_name(name, call))
            .transpose()?;
        let every = every(draft.every.as_deref(), &open.application, call)?;
        let configuration = draft
            .configuration
            .unwrap_or_else(|| Json::Object(Map::new()));
        let mut created = validate(call, open, configuration.clone()).await?;
        if draft.preview_only || is_hindered(&created.problems) {
            return Ok(created);
        }
        let connection = open.row.number;
        let saved = self.store.write(|state| -> Result<_, Failure> {
            found(
                state.connection(connection)?,
                &connections::id(connection),
                call,
            )?;
            let name = match name {
                Some(name) => name,
                None => {
                    let rows = state.integrations(None)?;
                    let taken: Vec<&str> =
                        rows.iter().map(|row| row.stored.name.as_str()).collect();
                    free_name(&open.row.stored.name, &taken)
                }
            };
            let new = NewIntegration {
                connection,
                name,
                every: every.to_string(),
                schema_version: open.application.description.schema_version,
                configuration,
            };
            Ok((id(state.add_integration(&new)?), new.name))
        });
        let (id, name) = saved.map_err(|failure| failure.into_problem(call))?;
        created.id = Some(id);
        created.name = Some(name);
        Ok(created)
    }

    /// All integrations.
    pub(crate) fn integrations(&self, call: &Call) -> Result<Vec<IntegrationSummary>, Problem> {
        let rows = self
            .store
            .read(|state| state.integrations(None).map_err(Failure::from));
        let rows = rows.map_err(|failure| failure.into_problem(call))?;
        Ok(rows.into_iter().map(summary).collect())
    }

    /// One integration.
    pub(crate) fn integration(&self, call: &Call, id: &str) -> Result<IntegrationSummary, Problem> {
        let row = self.store.read(|state| -> Result<_, Failure> {
            Ok(existing(state.integration(number(id))?, id, call)?)
        });
        row.map(summary)
            .map_err(|failure| failure.into_problem(call))
    }

    /// Changes an integration: what the draft leaves out stays.
    pub(crate) async fn edit(
        &self,
        call: &Call,
        id: &str,
        draft: IntegrationDraft,
    ) -> Result<Created, Problem> {
        let before = self.integration(call, id)?;
        let name = draft
            .name
            .as_deref()
            .map(|name| checked_name(name, call))
            .transpose()?;
        let mut created = Created {
            id: None,
            name: None,
            preview: Vec::new(),
            problems: Vec::new(),
        };
        let mut changed_every = None;
        let mut changed_configuration = None;
        if draft.configuration.is_some() || draft.every.is_some() {
            let open = self.open(call, &before.connection).await?;
            if draft.every.is_some() {
                changed_every = Some(every(draft.every.as_deref(), &open.application, call)?);
            }
            if let Some(configuration) = draft.configuration {
                created = validate(call, &open, configuration.clone()).await?;
                changed_configuration =
                    Some((configuration, open.application.description.schema_version));
            }
        }
        if draft.preview_only || is_hindered(&created.problems) {
            return Ok(created);
        }
        let saved = self.store.write(|state| -> Result<String, Failure> {
            let mut row = existing(state.integration(number(id))?, id, call)?;
            if let Some(name) = name {
                row.stored.name = name;
            }
            if let Some(every) = changed_every {
                row.stored.every = every.to_string();
            }
            if let Some((configuration, schema_version)) = changed_configuration {
                row.stored.configuration = configuration;
                row.stored.schema_version = schema_version;
            }
            state.replace_integration(row.number, &row.stored)?;
            Ok(row.stored.name)
        });
        created.name = Some(saved.map_err(|failure| failure.into_problem(call))?);
        created.id = Some(id.to_owned());
        Ok(created)
    }

    /// Removes an integration, and returns what it was.
    pub(crate) fn remove_integration(
        &self,
        call: &Call,
        id: &str,
    ) -> Result<IntegrationSummary, Problem> {
        self.store
            .write(|state| -> Result<IntegrationSummary, Failure> {
                let row = existing(state.integration(number(id))?, id, call)?;
                state.remove_integration(row.number)?;
                Ok(summary(row))
            })
            .map_err(|failure| failure.into_problem(call))
    }
}

async fn validate(call: &Call, open: &Open, configuration: Json) -> Result<Created, Problem> {
    let plugin = &open.application.plugin;
    let validation = plugin
        .validate_configuration(call, &open.connection, configuration)
        .await?;
    Ok(Created {
        id: None,
        name: None,
        preview: validation.preview,
        problems: validation.problems,
    })
}

fn is_hindered(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| matches!(problem.effect, Effect::Refuses | Effect::LeavesOpen))
}

/// How often to run: as it was said, but no more often than the application bears; otherwise the default.
fn every(
    wanted: Option<&str>,
    application: &Application,
    call: &Call,
) -> Result<Interval, Problem> {
    let texts = Texts::new(&call.locale);
    let interval = &application.description.interval;
    let own = |text: &str| -> Result<Interval, Problem> {
        let draft = texts.problem(code::PLUGIN_CONTRACT);
        text.parse().map_err(|_| {
            draft
                .because(format!(
                    "the description's interval `{text}` is no duration"
                ))
                .into()
        })
    };
    let least = own(&interval.min)?;
    let Some(wanted) = wanted else {
        return own(&interval.default);
    };
    let every: Interval = wanted
        .parse()
        .map_err(|_| Problem::from(texts.problem(code::USAGE_INVALID).worded("usage-interval")))?;
    if every < least {
        let draft = texts
            .problem(code::CONFIG_INVALID)
            .worded("config-interval-short");
        return Err(draft
            .with("value", every.to_string())
            .with("least", least.to_string())
            .into());
    }
    Ok(every)
}

fn summary(row: IntegrationRow) -> IntegrationSummary {
    let stored = row.stored;
    IntegrationSummary {
        id: id(row.number),
        name: stored.name,
        connection: connections::id(stored.connection),
        every: stored.every,
        schema_version: stored.schema_version,
        configuration: stored.configuration,
    }
}

/// An integration's id.
pub(super) fn id(number: i64) -> String {
    state::id(LETTER, number)
}

fn number(id: &str) -> i64 {
    state::number(LETTER, id).unwrap_or_default()
}

fn existing(row: Option<IntegrationRow>, id: &str, call: &Call) -> Result<IntegrationRow, Problem> {
    row.ok_or_else(|| {
        let draft = Texts::new(&call.locale).problem(code::INTEGRATION_NOT_FOUND);
        // What is no id may be anything, even a credential.
        match state::number(LETTER, id) {
            Some(_) => draft.with("integration", id).into(),
            None => draft.worded("integration-unknown").into(),
        }
    })
}

/// Ids of integrations begin with it.
const LETTER: char = 'i';
