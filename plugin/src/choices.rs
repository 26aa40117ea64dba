//! The live lists behind `groups` and `projects`: searched by the server, a page at a time.
//!
//! For another application, change the parameters and the entries. Leave the rest: one request for a page, a cursor that nobody else
//! understands and that can ask for nothing but a page, and values kept when they are no longer visible.

use violet_plugin::{prelude::*, serde::Deserialize, without_controls};

use crate::{
    answer::{Finding, Page},
    configuration::is_id,
    gitlab::Client,
    pages::Place,
};

/// What is asked of the API.
struct Asked {
    path: Vec<String>,
    parameters: Vec<(&'static str, String)>,
}

/// A list that entries are chosen from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Groups,
    Projects,
}

/// A group or a project, as far as a user chooses by it.
#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
struct Entry {
    id: u64,
    #[serde(alias = "name_with_namespace", default)]
    full_name: String,
    #[serde(alias = "path_with_namespace", default)]
    full_path: String,
    /// What a project belongs to.
    #[serde(default)]
    namespace: Option<Namespace>,
}

#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
struct Namespace {
    full_path: String,
}

/// Answers what is asked of a list.
///
/// # Errors
///
/// An unknown field or cursor, or whatever GitLab says instead.
pub(crate) async fn choices(
    client: &Client<'_>,
    asked: &ChoicesRequest,
) -> Result<Choices, Problem> {
    let list = match asked.field.as_str() {
        "groups" => List::Groups,
        "projects" => List::Projects,
        _ => {
            return Err(client
                .context
                .unknown_field(&without_controls(&asked.field, 50)));
        }
    };
    match &asked.query {
        Query::Search { text, after } => {
            let archived = asked
                .draft
                .get("include_archived")
                .and_then(Json::as_bool)
                .unwrap_or_default();
            list.search(client, text.trim(), after.as_deref(), archived)
                .await
        }
        Query::Values(values) => list.labels(client, values).await,
    }
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Projects => "projects",
        }
    }

    /// What the account is a member of; what is merely public would drown it.
    async fn search(
        self,
        client: &Client<'_>,
        text: &str,
        after: Option<&str>,
        archived: bool,
    ) -> Result<Choices, Problem> {
        let place = match after {
            None => Place::START,
            Some(after) => Place::read(after).ok_or_else(|| unknown_cursor(client))?,
        };
        let (size, per_page) = if text.is_empty() {
            (100, "100")
        } else {
            (50, "50")
        };
        let mut filters = self.filters(text, archived);
        filters.push(("per_page", per_page));
        let by_key = self == Self::Projects && text.is_empty();
        let pages = place.pages(by_key);
        let owned = |parameters: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            let owned = |&(name, value): &(&'static str, &str)| (name, value.to_owned());
            parameters.iter().map(owned).collect()
        };
        let mut asked: Vec<Asked> = pages
            .into_iter()
            .map(|page| Asked {
                path: vec![self.name().to_owned()],
                parameters: owned(&filters).into_iter().chain(page).collect(),
            })
            .collect();
        // An id, a path or an address that was pasted leads straight to its entry, whatever the search makes of it.
        let pasted = pasted(client, text).filter(|_| after.is_none());
        if let Some(pasted) = &pasted {
            asked.push(Asked {
                path: vec![self.name().to_owned(), pasted.clone()],
                parameters: owned(self.brief()),
            });
        }
        let ask = async |asked: &Asked| {
            let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
            let parameters: Vec<(&str, &str)> = asked
                .parameters
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            client.ask(&path, &parameters).await
        };
        let mut answers = join_bounded(AT_ONCE, asked.iter().map(ask)).await;
        let found: Option<Entry> = pasted
            .and_then(|_| answers.pop())
            .and_then(|answer| answer.read().ok());
        // What came before a failure is kept; whoever goes on asks for the rest again, and hears of it if it fails again.
        let mut read: Vec<Page<Entry>> = Vec::new();
        for answer in answers {
            match answer.page() {
                Ok(page) => read.push(page),
                Err(finding) if read.is_empty() => return Err(client.problem(&finding)),
                Err(_) => break,
            }
        }
        let read = place.join(read, size, |entry| entry.id);
        let found_id = found.as_ref().map(|found| found.id);
        let others = read
            .items
            .into_iter()
            .filter(|entry| Some(entry.id) != found_id);
        Ok(Choices {
            items: found
                .into_iter()
                .chain(others)
                .map(|entry| entry.choice(client))
                .collect(),
            next: read.next,
            total: read.total,
            problems: Vec::new(),
        })
    }

    fn filters(self, text: &str, archived: bool) -> Vec<(&'static str, &str)> {
        let mut filters = match self {
            Self::Groups => vec![
                ("min_access_level", "10"),
                ("order_by", "name"),
                ("sort", "asc"),
            ],
            Self::Projects => vec![("membership", "true"), ("simple", "true")],
        };
        if self == Self::Projects && !archived {
            filters.push(("archived", "false"));
        }
        match self {
            Self::Projects if text.is_empty() => {
                filters.extend([("order_by", "id"), ("sort", "asc")]);
            }
            Self::Projects => filters.extend([("search", text), ("search_namespaces", "true")]),
            Self::Groups if text.is_empty() => {}
            Self::Groups => filters.push(("search", text)),
        }
        filters
    }

    /// The labels of ids that were chosen earlier. One that is gone is kept and marked: nobody's settings change by themselves.
    async fn labels(self, client: &Client<'_>, values: &[String]) -> Result<Choices, Problem> {
        let look_up = async |value: &String| match is_id(value) {
            true => client
                .ask(&[self.name(), value], self.brief())
                .await
                .read::<Entry>(),
            false => Err(Finding::NotFound),
        };
        let mut choices = Choices::default();
        let found = join_bounded(AT_ONCE, values.iter().map(look_up)).await;
        for (index, (found, value)) in found.into_iter().zip(values).enumerate() {
            let shown = client.token.quote(value, 50);
            let draft = match found {
                Ok(entry) => {
                    choices.items.push(entry.choice(client));
                    continue;
                }
                Err(Finding::NotFound) => client
                    .draft(code::CONFIG_NOT_FOUND)
                    .with("value", shown.as_str())
                    .into(),
                // A single group may accept fine-grained tokens only.
                Err(finding @ Finding::NeedsPermission(_)) => client.problem(&finding),
                Err(finding) => return Err(client.problem(&finding)),
            };
            let mut problem: Problem = draft;
            problem.field = Some(format!("/{}/{index}", self.name()));
            choices.problems.push(problem);
            choices.items.push(Choice {
                value: value.clone(),
                label: shown,
                description: Some(client.context.text("choice-gone")),
                group: None,
            });
        }
        Ok(choices)
    }

    /// What keeps a group's answer from listing its projects.
    fn brief(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Groups => &[("with_projects", "false")],
            Self::Projects => &[],
        }
    }
}

impl Entry {
    fn choice(self, client: &Client<'_>) -> Choice {
        let shown = |text: &str| client.token.quote(text, 300);
        let value = self.id.to_string();
        // Names are a courtesy: an entry without them can be chosen, too.
        let names = [&self.full_name, &self.full_path, &value];
        let label = names.into_iter().find(|name| !name.is_empty());
        Choice {
            label: shown(label.unwrap_or(&value)),
            description: (!self.full_path.is_empty()).then(|| shown(&self.full_path)),
            group: self.namespace.map(|namespace| shown(&namespace.full_path)),
            value,
        }
    }
}

/// The id or the path that a search text is: `42`, `platform/api`, or the address of any page of it.
fn pasted(client: &Client<'_>, text: &str) -> Option<String> {
    let path = match text.strip_prefix(client.address.as_str()) {
        Some(path) => path.split("/-/").next().unwrap_or_default(),
        None if is_id(text) || text.contains('/') => text,
        None => return None,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_matches('/');
    let path = path.strip_prefix("groups/").unwrap_or(path);
    let path = path.strip_suffix(".git").unwrap_or(path);
    (!path.is_empty() && !path.contains("..")).then(|| path.to_owned())
}

fn unknown_cursor(client: &Client<'_>) -> Problem {
    client
        .draft(code::USAGE_INVALID)
        .because(client.context.text("unknown-cursor"))
        .into()
}

/// So many requests at a time.
const AT_ONCE: usize = 8;
