//! An integration's settings: the type whose form Violet shows, and what is wrong with its values beyond that form.
//!
//! For another application, change the type and [`beyond_the_form`]. The texts of the form stand in `locales/`, under
//! `configuration-…`; the properties' names are saved with each integration, so that renaming one needs a `migrate`.

use violet_plugin::{
    prelude::*,
    schemars::JsonSchema,
    serde::{Deserialize, Serialize},
};

/// What to fetch.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(crate = "violet_plugin::serde", default)]
#[schemars(crate = "violet_plugin::schemars")]
pub(crate) struct Configuration {
    #[schemars(length(min = 1), extend("x-violet-group" = "what"))]
    pub(crate) records: Vec<Record>,
    #[schemars(extend("x-violet-group" = "where"))]
    pub(crate) source: Source,
    #[schemars(extend(
        "x-violet-group" = "where",
        "x-violet-choices" = true,
        "x-violet-when" = {"property": "source", "in": ["groups"]}
    ))]
    pub(crate) groups: Vec<String>,
    #[schemars(extend(
        "x-violet-group" = "where",
        "x-violet-choices" = true,
        "x-violet-when" = {"property": "source", "in": ["projects"]}
    ))]
    pub(crate) projects: Vec<String>,
    #[schemars(extend("x-violet-group" = "where", "x-violet-when" = {"property": "source", "in": ["groups"]}))]
    pub(crate) include_subgroups: bool,
    #[schemars(extend(
        "x-violet-group" = "where",
        "x-violet-advanced" = true,
        "x-violet-when" = {"property": "source", "in": ["all", "groups"]}
    ))]
    pub(crate) include_archived: bool,
    #[schemars(extend(
        "x-violet-group" = "where",
        "x-violet-advanced" = true,
        "x-violet-when" = {"property": "source", "in": ["all", "groups"]}
    ))]
    pub(crate) visibility: Visibility,
    #[schemars(extend("x-violet-group" = "filters"))]
    pub(crate) state: State,
    #[schemars(extend("x-violet-group" = "filters"))]
    pub(crate) labels: Vec<String>,
    #[schemars(extend("x-violet-group" = "filters"))]
    pub(crate) updated_since: Option<Date>,
}

/// A type of records, by GitLab's name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(crate = "violet_plugin::serde", rename_all = "snake_case")]
#[schemars(crate = "violet_plugin::schemars")]
pub(crate) enum Record {
    Projects,
    Issues,
    MergeRequests,
    Epics,
    Milestones,
    Releases,
    Pipelines,
    Commits,
    Labels,
}

/// Where records come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(crate = "violet_plugin::serde", rename_all = "snake_case")]
#[schemars(crate = "violet_plugin::schemars")]
pub(crate) enum Source {
    // Every project that the account is a member of.
    All,
    Groups,
    Projects,
}

/// Which projects, by who may see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(crate = "violet_plugin::serde", rename_all = "snake_case")]
#[schemars(crate = "violet_plugin::schemars")]
pub(crate) enum Visibility {
    All,
    Private,
    Internal,
    Public,
}

/// Which issues, merge requests and epics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(crate = "violet_plugin::serde", rename_all = "snake_case")]
#[schemars(crate = "violet_plugin::schemars")]
pub(crate) enum State {
    All,
    Opened,
    // Merged ones, too.
    Closed,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            records: vec![Record::Projects, Record::Issues, Record::MergeRequests],
            source: Source::All,
            groups: Vec::new(),
            projects: Vec::new(),
            include_subgroups: true,
            include_archived: false,
            visibility: Visibility::All,
            state: State::All,
            labels: Vec::new(),
            updated_since: None,
        }
    }
}

/// The form. The Community edition has no epics.
pub(crate) fn form(context: &Context, edition: Option<&str>) -> Json {
    let form = Form::of::<Configuration>(context);
    let form = if edition == Some("community") {
        form.without_option("records", Record::Epics.id())
    } else {
        form
    };
    form.into_schema()
}

/// Reads a configuration.
///
/// # Errors
///
/// Everything that is wrong with it as far as that shows without asking the instance.
pub(crate) fn read(context: &Context, configuration: &Json) -> Result<Configuration, Vec<Problem>> {
    let configuration: Configuration = parse_configuration(context, configuration)?;
    let problems = beyond_the_form(context, &configuration);
    if problems.is_empty() {
        Ok(configuration)
    } else {
        Err(problems)
    }
}

fn beyond_the_form(context: &Context, configuration: &Configuration) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |text: &str, field: String| {
        problems.push(
            context
                .problem(code::CONFIG_INVALID)
                .because(context.text(text))
                .field(field)
                .into(),
        );
    };
    if let Some((list, chosen)) = configuration.chosen() {
        if chosen.is_empty() {
            wrong(
                if list == "groups" {
                    "wrong-no-group"
                } else {
                    "wrong-no-project"
                },
                format!("/{list}"),
            );
        }
        for (index, id) in chosen.iter().enumerate().filter(|(_, id)| !is_id(id)) {
            wrong(
                if id.is_empty() {
                    "wrong-empty"
                } else {
                    "wrong-id"
                },
                format!("/{list}/{index}"),
            );
        }
    }
    if configuration.source == Source::Projects
        && let Some(index) = configuration.place_of(Record::Epics)
    {
        wrong("wrong-epics-of-projects", format!("/records/{index}"));
    }
    for (index, _) in configuration
        .labels
        .iter()
        .enumerate()
        .filter(|(_, label)| label.trim().is_empty())
    {
        wrong("wrong-empty", format!("/labels/{index}"));
    }
    if configuration
        .updated_since
        .is_some_and(|date| date > context.today())
    {
        wrong("wrong-future", "/updated_since".into());
    }
    problems
}

impl Configuration {
    /// What was chosen one by one: the name of the list, and the ids.
    pub(crate) fn chosen(&self) -> Option<(&'static str, &[String])> {
        match self.source {
            Source::All => None,
            Source::Groups => Some(("groups", &self.groups)),
            Source::Projects => Some(("projects", &self.projects)),
        }
    }

    /// Where a type of records stands in the list.
    pub(crate) fn place_of(&self, record: Record) -> Option<usize> {
        self.records.iter().position(|&chosen| chosen == record)
    }
}

impl Record {
    /// Its name in a configuration, which is the one in addresses of the API, too.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Issues => "issues",
            Self::MergeRequests => "merge_requests",
            Self::Epics => "epics",
            Self::Milestones => "milestones",
            Self::Releases => "releases",
            Self::Pipelines => "pipelines",
            Self::Commits => "commits",
            Self::Labels => "labels",
        }
    }

    /// What a user calls it.
    pub(crate) fn label(self, context: &Context) -> String {
        context.text(&format!("configuration-records-{}", self.id()))
    }
}

impl Visibility {
    /// As a parameter of lists of projects.
    pub(crate) fn parameter(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Private => Some("private"),
            Self::Internal => Some("internal"),
            Self::Public => Some("public"),
        }
    }
}

/// Whether a text is the id of a group or a project.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
