//! The live lists behind `groups` and `projects`: searched by the server, a page at a time.
//!
//! For another application, change the parameters and the entries. Leave the rest: one request for a page, a cursor that nobody else
//! understands and that can ask for nothing but a page, and values kept when they are no longer visible.

use violet_plugin::{prelude::*, serde::Deserialize, without_controls};

use crate::{
    answer::{CURSORS, Finding, Page},
    configuration::is_id,
    gitlab::Client,
};

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
    #[serde(alias = "name_with_namespace")]
    full_name: String,
    #[serde(alias = "path_with_namespace")]
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

    /// A page of what the account is a member of; what is merely public would drown it.
    async fn search(
        self,
        client: &Client<'_>,
        text: &str,
        after: Option<&str>,
        archived: bool,
    ) -> Result<Choices, Problem> {
        let cursor = match after {
            None => None,
            Some(after) => Some(read_cursor(after).ok_or_else(|| unknown_cursor(client))?),
        };
        let mut parameters = match self {
            Self::Groups => vec![
                ("min_access_level", "10"),
                ("order_by", "name"),
                ("sort", "asc"),
            ],
            Self::Projects => vec![("membership", "true"), ("simple", "true")],
        };
        if self == Self::Projects && !archived {
            parameters.push(("archived", "false"));
        }
        if !text.is_empty() {
            parameters.extend([("search", text), ("per_page", "50")]);
            if self == Self::Projects {
                parameters.push(("search_namespaces", "true"));
            }
        } else if self == Self::Projects {
            // However many there are, the last page costs as much as the first. Groups have no such pages.
            parameters.extend([
                ("pagination", "keyset"),
                ("order_by", "id"),
                ("sort", "asc"),
                ("per_page", "100"),
            ]);
        } else {
            parameters.push(("per_page", "100"));
        }
        parameters.extend(cursor);
        // An id, a path or an address that was pasted leads straight to its entry, whatever the search makes of it.
        let pasted = pasted(client, text).filter(|_| after.is_none());
        let (all, one) = (
            [self.name()],
            [self.name(), pasted.as_deref().unwrap_or_default()],
        );
        let mut asked = vec![client.ask(&all, &parameters)];
        if pasted.is_some() {
            asked.push(client.ask(&one, self.brief()));
        }
        let mut answers = join_bounded(2, asked).await.into_iter();
        let page: Page<Entry> = match answers.next().map(|answer| answer.page()) {
            Some(Ok(page)) => page,
            Some(Err(finding)) => return Err(client.problem(&finding)),
            None => unreachable!("there is an answer to each request"),
        };
        let found: Option<Entry> = answers.next().and_then(|answer| answer.read().ok());
        let found_id = found.as_ref().map(|found| found.id);
        let others = page
            .items
            .into_iter()
            .filter(|entry| Some(entry.id) != found_id);
        Ok(Choices {
            items: found.into_iter().chain(others).map(Entry::choice).collect(),
            next: page.next,
            total: page.total,
            problems: Vec::new(),
        })
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
        for (index, found) in join_bounded(AT_ONCE, values.iter().map(look_up))
            .await
            .into_iter()
            .enumerate()
        {
            match found {
                Ok(entry) => choices.items.push(entry.choice()),
                Err(Finding::NotFound) => {
                    let value = without_controls(&values[index], 50);
                    let field = format!("/{}/{index}", self.name());
                    let problem = client
                        .draft(code::CONFIG_NOT_FOUND)
                        .with("value", value.as_str())
                        .field(field);
                    choices.problems.push(problem.into());
                    choices.items.push(Choice {
                        value: values[index].clone(),
                        label: value,
                        description: Some(client.context.text("choice-gone")),
                        group: None,
                    });
                }
                Err(finding) => return Err(client.problem(&finding)),
            }
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
    fn choice(self) -> Choice {
        let shown = |text: &str| without_controls(text, 300);
        Choice {
            value: self.id.to_string(),
            label: shown(&self.full_name),
            description: Some(shown(&self.full_path)),
            group: self.namespace.map(|namespace| shown(&namespace.full_path)),
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
    (!path.is_empty() && !path.contains("..")).then(|| path.to_owned())
}

/// A cursor is a parameter of a page, and of nothing else.
fn read_cursor(cursor: &str) -> Option<(&str, &str)> {
    let (name, value) = cursor.split_once('=')?;
    (CURSORS.contains(&name) && !value.is_empty() && value.len() <= 500).then_some((name, value))
}

fn unknown_cursor(client: &Client<'_>) -> Problem {
    client
        .draft(code::USAGE_INVALID)
        .because(client.context.text("unknown-cursor"))
        .into()
}

/// So many look-ups at a time.
const AT_ONCE: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_asks_for_a_page_and_nothing_else() {
        assert_eq!(read_cursor("id_after=42"), Some(("id_after", "42")));
        assert_eq!(read_cursor("page=2"), Some(("page", "2")));
        for foreign in ["", "page", "page=", "private_token=x", "membership=false"] {
            assert_eq!(read_cursor(foreign), None, "{foreign}");
        }
    }
}
