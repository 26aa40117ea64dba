//! The live lists behind the configuration, through the real library: complete, quick, and never further than the connection's host.

use std::collections::BTreeSet;

use gitlab_sim::{Fault, Group, Project, Scenario, Token, User};
use violet_host::Plugin;
use violet_plugin::{Choices, ChoicesRequest, Connection, Problem, Query};

use crate::{
    check::by_token,
    support::{TestHost, built, call, wait},
};

fn request(field: &str, query: Query) -> ChoicesRequest {
    ChoicesRequest {
        field: field.into(),
        draft: serde_json::Map::new(),
        query,
    }
}

fn search(text: &str, after: Option<String>) -> Query {
    Query::Search {
        text: text.into(),
        after,
    }
}

/// All entries, and how many calls it took.
async fn all(
    plugin: &Plugin,
    connection: &Connection,
    field: &str,
    text: &str,
) -> Result<(Vec<String>, usize), Problem> {
    let (mut values, mut calls, mut next) = (Vec::new(), 0, None);
    loop {
        let asked = request(field, search(text, next.take()));
        let page: Choices = plugin.choices(&call(), connection, asked).await?;
        calls += 1;
        values.extend(page.items.into_iter().map(|item| item.value));
        match page.next {
            Some(after) => next = Some(after),
            None => return Ok((values, calls)),
        }
    }
}

#[test]
fn ten_thousand_projects_come_in_few_round_trips_and_none_is_missing() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let gitlab = Scenario::new()
            .user(User::new("jane"))
            .token(Token::personal("jane"))
            // What the links lead to is not where the instance is reached.
            .external_url("https://internal.example:8443")
            .projects(10_000)
            .start()
            .unwrap();
        let connection = by_token(gitlab.base_url(), gitlab.token());

        let first = request("projects", search("", None));
        let first = plugin.choices(&call(), &connection, first).await.unwrap();
        assert_eq!((first.items.len(), gitlab.request_count()), (100, 1));

        gitlab.clear_counters();
        let (values, calls) = all(&plugin, &connection, "projects", "").await.unwrap();
        assert_eq!(values.len(), 10_000);
        assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), 10_000);
        // The first page has to be waited for; then eight at a time are 13 round trips. What is asked for in one call goes out at once.
        let ideal = 1 + 99_usize.div_ceil(8);
        assert!(calls * 10 <= ideal * 13, "{calls} round trips");
        assert!(gitlab.most_requests_at_once() <= 8);
        assert!(gitlab.request_count() <= 110, "{}", gitlab.request_count());
    });
}

#[test]
fn lists_of_every_length_are_complete() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        for count in [0, 1, 99, 100, 101, 200, 300, 301, 730] {
            let gitlab = Scenario::new()
                .user(User::new("jane"))
                .token(Token::personal("jane"))
                .projects(count)
                .start()
                .unwrap();
            let connection = by_token(gitlab.base_url(), gitlab.token());
            for text in ["", "service"] {
                let (values, _) = all(&plugin, &connection, "projects", text).await.unwrap();
                let distinct: BTreeSet<_> = values.iter().collect();
                assert_eq!((values.len(), distinct.len()), (count, count), "{text:?}");
            }
        }
        // Groups have numbered pages only.
        let groups = (0..450).map(|number| Group::new(format!("group-{number}")));
        let scenario = groups.fold(Scenario::new().user(User::new("jane")), Scenario::group);
        let gitlab = scenario.token(Token::personal("jane")).start().unwrap();
        let connection = by_token(gitlab.base_url(), gitlab.token());
        let (values, calls) = all(&plugin, &connection, "groups", "").await.unwrap();
        assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), 450);
        assert_eq!((calls, gitlab.request_count()), (2, 5));
    });
}

#[test]
fn a_page_that_fails_in_the_middle_cuts_nothing_off_in_silence() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let gitlab = Scenario::new()
            .user(User::new("jane"))
            .token(Token::personal("jane"))
            .projects(730)
            .start()
            .unwrap();
        let connection = by_token(gitlab.base_url(), gitlab.token());
        let first = request("projects", search("", None));
        let first = plugin.choices(&call(), &connection, first).await.unwrap();
        let second = request("projects", search("", first.next));
        let second = plugin.choices(&call(), &connection, second).await.unwrap();
        // One of the pages of the next call is refused.
        gitlab.set_fault("/api/v4/projects", Fault::rate_limited(7).times(1));
        let asked = request("projects", search("", second.next));
        let known = first.items.len() + second.items.len();
        match plugin.choices(&call(), &connection, asked).await {
            Err(problem) => {
                assert_eq!(problem.code, "instance.rate_limited");
                assert_eq!(problem.retry_after_s, Some(7));
            }
            Ok(third) => {
                assert!(third.next.is_some(), "the rest is still to come");
                let mut values = third.items.len();
                let mut next = third.next;
                while let Some(after) = next {
                    let asked = request("projects", search("", Some(after)));
                    let page = plugin.choices(&call(), &connection, asked).await.unwrap();
                    values += page.items.len();
                    next = page.next;
                }
                assert_eq!(known + values, 730);
            }
        }
    });
}

#[test]
fn what_was_pasted_leads_to_its_entry() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let gitlab = Scenario::new()
            .user(User::new("jane"))
            .token(Token::personal("jane"))
            .group(Group::new("office").id(55))
            .project(Project::new("office/thing").id(123))
            .start()
            .unwrap();
        let connection = by_token(gitlab.base_url(), gitlab.token());
        let base = gitlab.base_url();
        for (field, text, value) in [
            ("projects", "123".to_owned(), "123"),
            ("projects", "office/thing".to_owned(), "123"),
            ("projects", format!("{base}/office/thing"), "123"),
            ("projects", format!("{base}/office/thing.git"), "123"),
            (
                "projects",
                format!("{base}/office/thing/-/issues?state=all#top"),
                "123",
            ),
            ("groups", "55".to_owned(), "55"),
            ("groups", format!("{base}/groups/office/-/issues"), "55"),
        ] {
            let asked = request(field, search(&text, None));
            let found = plugin.choices(&call(), &connection, asked).await.unwrap();
            let first = found.items.first().map(|item| item.value.as_str());
            assert_eq!(first, Some(value), "{text}");
        }
    });
}

#[test]
fn chosen_ids_keep_their_place_even_if_nobody_sees_them() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let gitlab = Scenario::new()
            .user(User::new("jane"))
            .token(Token::personal("jane"))
            .project(Project::new("office/thing").id(123))
            .start()
            .unwrap();
        let connection = by_token(gitlab.base_url(), gitlab.token());
        let values = ["999", "123", "not-an-id"].map(str::to_owned);
        let asked = request("projects", Query::Values(values.to_vec()));
        let labels = plugin.choices(&call(), &connection, asked).await.unwrap();
        let kept: Vec<&str> = labels.items.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(kept, ["999", "123", "not-an-id"]);
        let fields: Vec<_> = labels
            .problems
            .iter()
            .map(|problem| (problem.code.as_str(), problem.field.as_deref()))
            .collect();
        let gone = "config.not_found";
        assert_eq!(
            fields,
            [(gone, Some("/projects/0")), (gone, Some("/projects/2"))]
        );
        // A cursor that nobody gave out is not sent anywhere.
        gitlab.clear_counters();
        let asked = request("projects", search("", Some("1,private_token=x".into())));
        let refused = plugin.choices(&call(), &connection, asked).await;
        assert_eq!(refused.unwrap_err().code, "usage.invalid");
        assert_eq!(gitlab.request_count(), 0);
    });
}

#[test]
fn the_form_has_what_the_edition_has_as_far_as_that_is_known() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let narrow = Token::personal("jane").permissions(["read_project"]);
        for (version, token, has_epics) in [
            ("18.9.0-ee", Token::personal("jane"), true),
            ("18.9.0", Token::personal("jane"), false),
            // It may not be told the version, and configures all the same.
            ("19.2.0-ee", narrow, true),
        ] {
            let gitlab = Scenario::new()
                .version(version)
                .user(User::new("jane"))
                .token(token)
                .start()
                .unwrap();
            let connection = by_token(gitlab.base_url(), gitlab.token());
            let form = plugin
                .configuration_schema(&call(), Some(&connection))
                .await
                .unwrap();
            let records = form["properties"]["records"].to_string();
            assert_eq!(records.contains(r#""epics""#), has_epics, "{version}");
        }
    });
}
