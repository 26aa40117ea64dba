//! What a configuration would fetch, and what of it is not there: the chosen groups and projects are looked up, then the records are
//! counted (see [`count`](crate::count)).
//!
//! For another application, change what is looked up. Leave the order: what is wrong with the choice comes first, and a preview of
//! something wrong is none.

use violet_plugin::{prelude::*, serde::Deserialize};

use crate::{
    answer::{Finding, Page},
    configuration::{Configuration, Record, Source},
    count::{Count, Counting},
    gitlab::Client,
};

/// A group or a project.
#[derive(Clone, Deserialize)]
#[serde(crate = "violet_plugin::serde")]
pub(crate) struct Place {
    pub(crate) id: u64,
    #[serde(alias = "path_with_namespace", default)]
    full_path: String,
}

/// Where records come from.
#[derive(Default)]
pub(crate) struct Places {
    /// The groups: those that were chosen, or those at the top.
    pub(crate) groups: Vec<Place>,
    /// Some of the projects.
    pub(crate) projects: Vec<Place>,
    /// How many projects there are.
    pub(crate) count: Count,
}

/// Looks up what was chosen, and counts.
///
/// # Errors
///
/// Whatever GitLab says instead of an answer.
pub(crate) async fn validate(
    client: &Client<'_>,
    configuration: &Configuration,
) -> Result<Validation, Problem> {
    let (chosen, problems) = look_up(client, configuration).await?;
    if !problems.is_empty() {
        return Ok(Validation {
            problems,
            ..Validation::default()
        });
    }
    let places = places(client, configuration, chosen).await?;
    Ok(Counting {
        client,
        configuration,
        places,
    }
    .count()
    .await)
}

/// Looks up what was chosen one by one; a problem for each that is gone.
async fn look_up(
    client: &Client<'_>,
    configuration: &Configuration,
) -> Result<(Vec<Place>, Vec<Problem>), Problem> {
    let (mut found, mut problems): (Vec<Place>, Vec<Problem>) = Default::default();
    let Some((list, ids)) = configuration.chosen() else {
        return Ok((found, problems));
    };
    let brief: &[(&str, &str)] = if list == "groups" {
        &[("with_projects", "false")]
    } else {
        &[]
    };
    let ask = async |id: &String| client.ask(&[list, id], brief).await.read::<Place>();
    let answers = join_bounded(AT_ONCE, ids.iter().map(ask)).await;
    for (index, answer) in answers.into_iter().enumerate() {
        let mut problem: Problem = match answer {
            Ok(place) => {
                found.push(place);
                continue;
            }
            Err(Finding::NotFound) => client
                .draft(code::CONFIG_NOT_FOUND)
                .with("value", ids[index].as_str())
                .into(),
            // A single group may accept fine-grained tokens only.
            Err(finding @ Finding::NeedsPermission(_)) => client.problem(&finding),
            Err(finding) => return Err(client.problem(&finding)),
        };
        problem.field = Some(format!("/{list}/{index}"));
        problems.push(problem);
    }
    // What is inside of another chosen group is fetched once.
    if list == "groups" && configuration.include_subgroups {
        let paths: Vec<String> = found
            .iter()
            .map(|place| format!("{}/", place.full_path))
            .collect();
        found.retain(|place| {
            !paths
                .iter()
                .any(|path| path.len() > 1 && place.full_path.starts_with(path.as_str()))
        });
    }
    Ok((found, problems))
}

async fn places(
    client: &Client<'_>,
    configuration: &Configuration,
    chosen: Vec<Place>,
) -> Result<Places, Problem> {
    let mut parameters = vec![("simple", "true"), ("per_page", "100")];
    if !configuration.include_archived {
        parameters.push(("archived", "false"));
    }
    parameters.extend(
        configuration
            .visibility
            .parameter()
            .map(|visibility| ("visibility", visibility)),
    );
    match configuration.source {
        Source::Projects => {
            let count = Count::exactly(chosen.len() as u64);
            Ok(Places {
                projects: chosen,
                count,
                ..Places::default()
            })
        }
        Source::All => {
            parameters.push(("membership", "true"));
            let projects = list(client, &["projects"], &parameters).await?;
            let has_epics = configuration.place_of(Record::Epics).is_some();
            let groups = if has_epics {
                list(client, &["groups"], OWN_GROUPS).await?.items
            } else {
                Vec::new()
            };
            let count = Count::of(&projects, Record::Projects);
            Ok(Places {
                groups,
                projects: projects.items,
                count,
            })
        }
        Source::Groups => {
            let deep = if configuration.include_subgroups {
                "true"
            } else {
                "false"
            };
            parameters.extend([("include_subgroups", deep), ("with_shared", "false")]);
            let ask = async |group: &Place| {
                list(
                    client,
                    &["groups", &group.id.to_string(), "projects"],
                    &parameters,
                )
                .await
            };
            let pages = join_bounded(AT_ONCE, chosen.iter().take(MOST_GROUPS).map(ask)).await;
            let mut places = Places::default();
            places.count.at_least = chosen.len() > MOST_GROUPS;
            for page in pages {
                let page = page?;
                places.count.add(Count::of(&page, Record::Projects));
                places.projects.extend(page.items);
            }
            Ok(Places {
                groups: chosen,
                ..places
            })
        }
    }
}

async fn list(
    client: &Client<'_>,
    path: &[&str],
    parameters: &[(&str, &str)],
) -> Result<Page<Place>, Problem> {
    let answer = client.ask(path, parameters).await;
    answer.page().map_err(|finding| client.problem(&finding))
}

/// The groups at the top that the account is a member of.
const OWN_GROUPS: &[(&str, &str)] = &[
    ("top_level_only", "true"),
    ("min_access_level", "10"),
    ("per_page", "100"),
];

/// So many requests at a time.
pub(crate) const AT_ONCE: usize = 8;

/// So many groups are asked at the most.
pub(crate) const MOST_GROUPS: usize = 10;
