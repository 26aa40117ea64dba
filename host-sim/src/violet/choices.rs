//! What can be chosen in a field of an integration's form: the live list behind it.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};
use violet_host::Call;
use violet_plugin::{Choices, ChoicesRequest, Effect, Problem, Query, code};

use super::{Open, Violet};
use crate::{suggestion, texts::Texts};

/// Which choices are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChoicesWanted {
    /// The property of the configuration.
    pub(crate) field: String,
    /// What to look for.
    pub(crate) search: String,
    /// Where to go on.
    pub(crate) after: Option<String>,
    /// Whether to go on to the end.
    pub(crate) all: bool,
}

impl Violet {
    /// The live list behind a field of the form.
    pub(crate) async fn choices(
        &self,
        call: &Call,
        open: &Open,
        wanted: ChoicesWanted,
    ) -> Result<Choices, Problem> {
        let plugin = &open.application.plugin;
        // The widest form is known without a request.
        let schema = plugin.configuration_schema(call, None).await?;
        has_choices(&schema, &wanted.field, call)?;
        let page = async |after| {
            let request = ChoicesRequest {
                field: wanted.field.clone(),
                draft: Map::new(),
                query: Query::Search {
                    text: wanted.search.clone(),
                    after,
                },
            };
            plugin.choices(call, &open.connection, request).await
        };
        let first = page(wanted.after.clone()).await?;
        if !wanted.all {
            return Ok(first);
        }
        let from_the_start = wanted.after.is_none();
        let mut all = to_the_end(first, MOST_PAGES, page, call).await?;
        // Whatever went wrong may have cost entries.
        if from_the_start && all.next.is_none() && all.problems.is_empty() {
            all.total = Some(all.items.len() as u64);
        }
        Ok(all)
    }
}

/// Goes on after a first page to the end, over so many pages in all, or to one with a problem that leaves something open or refuses.
/// Where it stops before the end, `next` says where to go on. What moved from page to page meanwhile is taken once.
async fn to_the_end(
    mut all: Choices,
    most_pages: usize,
    page: impl AsyncFn(Option<String>) -> Result<Choices, Problem>,
    call: &Call,
) -> Result<Choices, Problem> {
    let mut values = HashSet::new();
    all.items.retain(|item| values.insert(item.value.clone()));
    let mut asked = HashSet::new();
    let is_hindered = |choices: &Choices| {
        let hinders = |problem: &Problem| problem.effect != Effect::None;
        choices.problems.iter().any(hinders)
    };
    while asked.len() + 1 < most_pages
        && !is_hindered(&all)
        && let Some(next) = all.next.take()
    {
        let more = page(Some(next.clone())).await?;
        if !asked.insert(next) || more.next.as_ref().is_some_and(|next| asked.contains(next)) {
            let draft = Texts::new(&call.locale).problem(code::PLUGIN_CONTRACT);
            let reason = "`choices` answers with the same `next` twice";
            return Err(draft.because(reason).into());
        }
        let new = more.items.into_iter();
        all.items
            .extend(new.filter(|item| values.insert(item.value.clone())));
        for problem in more.problems {
            if !all.problems.contains(&problem) {
                all.problems.push(problem);
            }
        }
        all.next = more.next;
    }
    Ok(all)
}

/// Whether the form has this field, with choices behind it.
fn has_choices(schema: &Json, field: &str, call: &Call) -> Result<(), Problem> {
    let properties = schema["properties"].as_object();
    let with_choices: Vec<&str> = properties
        .into_iter()
        .flatten()
        .filter(|(_, property)| property["x-violet-choices"] == true)
        .map(|(name, _)| name.as_str())
        .collect();
    if with_choices.contains(&field) {
        return Ok(());
    }
    let texts = Texts::new(&call.locale);
    Err(
        if properties.is_some_and(|properties| properties.contains_key(field)) {
            let draft = texts
                .problem(code::USAGE_INVALID)
                .worded("usage-field-without-choices");
            draft
                .with("name", field)
                .with("known", suggestion::list(&with_choices))
                .into()
        } else {
            suggestion::unknown(
                &texts,
                code::USAGE_INVALID,
                "usage-unknown-choices",
                field,
                &with_choices,
            )
        },
    )
}

/// Pages that are fetched in one go: far more than a person can look through, and an end for a plugin that knows none.
const MOST_PAGES: usize = 1000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use violet_plugin::Choice;

    use super::*;

    fn call() -> Call {
        Call {
            locale: "en".into(),
            timeout: Duration::from_secs(1),
        }
    }

    fn choices(values: &[&str], next: Option<&str>) -> Choices {
        let item = |value: &&str| Choice {
            value: (*value).to_owned(),
            ..Choice::default()
        };
        Choices {
            items: values.iter().map(item).collect(),
            next: next.map(str::to_owned),
            ..Choices::default()
        }
    }

    fn gone_to_the_end(
        most_pages: usize,
        page: impl AsyncFn(Option<String>) -> Result<Choices, Problem>,
    ) -> Result<(Vec<String>, Option<String>), Problem> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let first = choices(&["a", "b"], Some("0"));
        let all = runtime.block_on(to_the_end(first, most_pages, page, &call()))?;
        let values = all.items.into_iter().map(|item| item.value);
        Ok((values.collect(), all.next))
    }

    #[test]
    fn what_moves_from_page_to_page_is_taken_once() {
        let pages = async |_| Ok(choices(&["b", "c", "c"], None));
        let all = gone_to_the_end(10, pages);
        assert_eq!(all, Ok((vec!["a".into(), "b".into(), "c".into()], None)));
    }

    #[test]
    fn a_list_without_an_end_stops_somewhere_and_says_where_to_go_on() {
        let pages = async |after: Option<String>| {
            let number: u32 = after.expect("a place").parse().expect("a number");
            let next = (number + 1).to_string();
            Ok(choices(&[&format!("v{number}")], Some(&next)))
        };
        let (values, next) = gone_to_the_end(4, pages).expect("a list");
        assert_eq!(values, ["a", "b", "v0", "v1", "v2"]);
        assert_eq!(next.as_deref(), Some("3"));
    }

    #[test]
    fn going_in_circles_is_the_plugins_fault() {
        let pages = async |_| Ok(choices(&["c"], Some("0")));
        let problem = gone_to_the_end(10, pages).expect_err("a circle");
        assert_eq!(problem.code, "plugin.contract");
    }

    #[test]
    fn a_page_with_a_problem_is_the_last_one() {
        let pages = async |_| {
            let problem = Texts::new("en").problem(code::INSTANCE_RATE_LIMITED);
            Ok(Choices {
                problems: vec![problem.into()],
                ..choices(&["c"], Some("1"))
            })
        };
        let (values, next) = gone_to_the_end(10, pages).expect("a list");
        assert_eq!((values.len(), next.as_deref()), (3, Some("1")));
    }
}
